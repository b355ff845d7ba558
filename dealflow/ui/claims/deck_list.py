"""The list of decks: filters in the URL, one row a deck with its state and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dealflow.actions.claims import intake
from dealflow.actions.claims.intake import DeckFilter, DeckRow
from dealflow.actions.people import people
from dealflow.domain.claims.deck import DeckState
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.domain.people.access import Act, Viewer, may_keep_deck
from dealflow.i18n import numbers, t
from dealflow.ui.claims import deck_parts
from dealflow.ui.claims.upload import event_name
from dealflow.ui.kit import components, state

PAGE_LENGTH: Final = 10
"""A laptop shows eight; twenty took the browser 0.54 s to draw, part by part."""
_STANDING_WIDTH: Final = 250
_STEPS_WIDTH: Final = 300
"""Of state and steps, so that they stand under each other, and fit a phone."""
_OPEN: Final = ("unassigned",)


def filters(drawing: state.Drawing) -> DeckFilter:
    """Offer the filters, which live in the URL, and return what they ask for."""
    events = {event.id: event for event in people.ir_events(drawing)}
    everything = t("frame.all", drawing.lang)
    with st.container(horizontal=True, vertical_alignment="bottom", key="decks_filters"):
        text = components.url_text("q", t("decks.filter.text", drawing.lang), t("decks.filter.text.hint", drawing.lang))
        deck_state = components.url_choice(
            "state",
            t("decks.filter.state", drawing.lang),
            tuple(DeckState),
            words=lambda other_deck_state: t(f"enum.deck_state.{other_deck_state.value}", drawing.lang),
            everything=everything,
        )
        event_id = components.url_choice(
            "event",
            t("decks.filter.event", drawing.lang),
            tuple(events),
            words=lambda other_text: event_name(events[other_text], drawing.lang),
            everything=everything,
        )
        company = components.url_choice(
            "company",
            t("decks.filter.company", drawing.lang),
            _OPEN,
            words=lambda _one: t("frame.unknown_company", drawing.lang),
            everything=everything,
        )
    return DeckFilter(state=deck_state, ir_event_id=event_id, text=text, unassigned=company is not None)


def about(deck: DeckRow, lang: str) -> str:
    """Return round, version, pages, size, day and bringer of a deck in one line."""
    parts = [
        deck.round_label,
        t("review.version", lang, version=deck.version) if len(deck.versions) > 1 else "",
        t("decks.pages", lang, n=deck.pages) if deck.pages else "",
        numbers.size(deck.size_bytes, lang),
        numbers.moment(deck.received_at, lang),
        deck.received_by,
    ]
    return " · ".join(part for part in parts if part)


def edition(deck: DeckRow, lang: str) -> str:
    """Return which of a company's decks it is: round and version."""
    version = t("review.version", lang, version=deck.version)
    return " · ".join(part for part in (deck.round_label, version) if part)


def may_keep(viewer: Viewer, deck: DeckRow, act: Act) -> bool:
    """Say whether to offer the act on the deck at all (the action decides again)."""
    company = deck.company.id if deck.company else None
    return may_keep_deck(viewer, act, owner_id=deck.owner_id, audience=deck.audience, company_id=company)


def row(deck: DeckRow, viewer: Viewer, lang: str) -> None:
    """Draw one deck in few parts, as there are many: whose it is, where it stands, and the next step."""
    company, file_name = components.harmless(deck_parts.company_of(deck, lang)), components.harmless(deck.file_name)
    lines = [f"**{company}** :gray[{file_name}]", f":small[:gray[{components.harmless(about(deck, lang))}]]"]
    if deck.state is DeckState.REFUSED:
        words = f"{t(f'refusal.{deck.refusal}', lang)} {t(f'refusal.{deck.refusal}.remedy', lang)}"
        lines.append(f":red[:material/error:] {words}")
    if deck.destroy_on is not None:
        lines.append(deck_parts.announced_words(deck.destroy_on, lang))
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small", key=f"deck_{deck.id}"):
        st.markdown("  \n".join(lines), width="stretch")
        st.markdown(_standing(deck, lang), width=_STANDING_WIDTH)
        with st.container(horizontal=True, horizontal_alignment="right", gap="small", width=_STEPS_WIDTH):
            _next_step(deck, viewer, lang)
            if st.button(t("decks.details", lang), key=f"details_{deck.id}", type="tertiary"):
                state.ask(deck=deck.id)


def _standing(deck: DeckRow, lang: str) -> str:
    badge = deck_parts.deck_badge(deck.state, lang)
    if deck.state is not DeckState.READ:
        return badge
    if deck.look_again:
        badge += " " + components.badge(t("decks.look_again", lang, n=deck.look_again), "orange")
    if deck.to_review:
        return f"{badge} {t('decks.to_review', lang, n=deck.to_review, all=deck.claims)}"
    return f"{badge} {t('decks.reviewed' if deck.claims else 'decks.no_claims', lang, all=deck.claims)}"


def _next_step(deck: DeckRow, viewer: Viewer, lang: str) -> None:
    if deck.state is DeckState.REFUSED:
        if may_keep(viewer, deck, Act.BRING_DECKS) and deck.refusal != RefusalReason.RETENTION:
            retry(deck, lang)
    elif (
        deck.state is DeckState.READ
        and deck.company is None
        and may_keep(viewer, deck, Act.EDIT_COMPANIES)
        and st.button(t("decks.confirm", lang), key=f"confirm_{deck.id}")
    ):
        state.ask(confirm=deck.id)
    if deck.state is DeckState.READ:
        deck_parts.review_link(deck.id, lang)


def retry(deck: DeckRow, lang: str) -> None:
    """Offer to read the deck again."""
    st.button(
        t("decks.retry", lang),
        key=f"retry_{deck.id}",
        icon=":material/refresh:",
        on_click=deck_parts.read_again,
        args=(deck.id,),
    )


def listing(drawing: state.Drawing, deck_filter: DeckFilter) -> None:
    """Draw the decks that are wanted, a page at a time."""
    rows = intake.decks(drawing, deck_filter)
    if not rows:
        components.empty_state("decks.empty" if deck_filter == DeckFilter() else "decks.none_match")
        return
    st.caption(t("decks.count", drawing.lang, n=len(rows)))
    for deck in _page_of(rows):
        row(deck, drawing.viewer, drawing.lang)
    if len(rows) > PAGE_LENGTH:
        st.pagination(_pages(len(rows)), key="p", bind="query-params")


def _pages(count: int) -> int:
    return -(-count // PAGE_LENGTH)


def _page_of(rows: Sequence[DeckRow]) -> Sequence[DeckRow]:
    text = state.url_value("p", "1")
    page = min(max(int(text) if text.isdecimal() else 1, 1), _pages(len(rows)))
    return rows[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
