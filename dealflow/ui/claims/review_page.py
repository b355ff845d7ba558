"""The review page: the decks that wait, or one deck's heading, filters and workbench."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dealflow.actions.claims import intake, review, waiting_decks
from dealflow.actions.claims.intake import DeckRow
from dealflow.actions.claims.review import ClaimView
from dealflow.actions.claims.waiting_decks import Waiting
from dealflow.domain.claims.claims import Metric, ReviewState
from dealflow.domain.claims.deck import DeckState
from dealflow.i18n import t
from dealflow.ui.claims import deck_parts, first_slide, review_data, review_workbench
from dealflow.ui.claims.review_data import Showing
from dealflow.ui.kit import components, context, frame, state

_DOUBTFUL = "doubtful"
"""The filter for figures that have a reason to look twice."""


@st.fragment
def screen() -> None:
    """Draw the deck that the address names, or offer those that wait: the way between them draws no frame anew."""
    asked, lang = state.url_value("deck"), state.language()
    with frame.errors_in_words():
        if asked:
            draw(asked, lang)
        else:
            choose(lang)


def choose(lang: str) -> None:
    """Offer the decks that wait, most figures first."""
    st.title(t("review.choose.title", lang))
    st.caption(t("review.choose.caption", lang))
    rows = waiting_decks.waiting(state.looking())
    if not rows:
        components.empty_state("review.empty", page="decks")
    for row in rows:
        waiting_row(row, lang, first=row is rows[0])
    first_slide.fetch_ahead(rows)


def draw(deck_id: str, lang: str) -> None:
    """Draw the review of one deck."""
    above = st.container(horizontal=True, vertical_alignment="center", key="review_heading")
    with above:  # the way back stands last by its style; drawn first it holds the line's height while the slide appears
        back_button(lang)
    with st.container(key="review_stage", gap=None):
        first_slide.show(deck_id)
        _workbench(deck_id, above, lang)


def _workbench(deck_id: str, above: DeltaGenerator, lang: str) -> None:
    """Draw the workbench, with the deck's heading and the filters above it."""
    drawing = state.drawing()
    deck = intake.deck(drawing, deck_id)
    if told_unread(deck, lang):
        return
    views = review.claims(drawing, deck.id)
    with above:
        heading(deck, lang)
        showing = filters(views, drawing.ws.metrics, lang)
    review_workbench.mount(drawing, deck, views, showing)


def waiting_row(row: Waiting, lang: str, *, first: bool = False) -> None:
    """Draw one deck that waits, with the way into its review; the first is the one to begin with."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"waiting_{row.deck_id}"):
        with st.container(gap=None):
            st.markdown(
                f"**{components.harmless(deck_parts.company_or_unknown(row.company_name, row.company_name_en, lang))}**"
            )
            left = t("review.choose.left", lang, n=row.to_review, all=row.total)
            again = t("review.choose.again_left", lang, n=row.look_again) if row.look_again else ""
            st.caption(" · ".join(part for part in (components.harmless(row.file_name), left, again) if part))
        st.button(
            t("review.choose.start", lang),
            key=f"start_{row.deck_id}",
            type="primary" if first else "secondary",
            on_click=first_slide.go_to,
            args=(row.deck_id, row.first_page),
        )


def heading(deck: DeckRow, lang: str) -> None:
    """Draw whose deck it is: company, file, round and version."""
    company = deck_parts.company_of(deck, lang)
    version = t("review.version", lang, version=deck.version)
    about = " · ".join(part for part in (deck.file_name, deck.round_label, version) if part)
    st.markdown(f"#### {components.harmless(company)} :small[:gray[{components.harmless(about)}]]", width="stretch")


def back_button(lang: str) -> None:
    """Offer the way back to the list of decks."""
    nothing = dict.fromkeys(("deck", "claim", "page", "state", "metric", "find", "order"))
    label, icon = t("review.back", lang), ":material/list:"
    st.button(label, key="review_back", icon=icon, type="tertiary", on_click=state.ask, kwargs=nothing)


def told_unread(deck: DeckRow, lang: str) -> bool:
    """Say why there is nothing to review, if so, and return whether that was the case."""
    if deck.state is DeckState.REFUSED:
        why = f"{t(f'refusal.{deck.refusal}', lang)} {t(f'refusal.{deck.refusal}.remedy', lang)}"
        components.empty_state("review.refused", page="decks", why=why)
    elif deck.state is DeckState.QUEUED and not deck.pages:
        progress = context.reading_room().progress().get(deck.id)
        is_reading = progress is not None and progress.state == "reading"
        components.empty_state("review.being_read" if is_reading else "review.not_read", page="decks")
    else:
        return False
    return True


def filters(views: Sequence[ClaimView], metrics: Sequence[Metric], lang: str) -> Showing:
    """Offer the filters, which live in the URL, and return what they leave and where the URL asks to begin."""
    names = {metric.id: metric for metric in metrics}
    wanted = components.url_choice(
        "state",
        t("review.filter.state", lang),
        (*(review_state.value for review_state in ReviewState), _DOUBTFUL),
        words=lambda text: t("review.filter.doubtful" if text == _DOUBTFUL else f"enum.review_state.{text}", lang),
        everything=t("frame.all", lang),
        compact=True,
    )
    metric = components.url_choice(
        "metric",
        t("review.filter.metric", lang),
        tuple(dict.fromkeys(view.metric for view in views)),
        words=lambda text: review_data.metric_name(names, text, lang),
        everything=t("frame.all", lang),
        compact=True,
    )
    order = components.url_choice(
        "order",
        t("review.order", lang),
        ("doubt",),
        words=lambda _text: t("review.order.doubt", lang),
        everything=t("review.order.pages", lang),
        compact=True,
    )
    texts = frozenset(view.claim.id for view in views if metric in {None, view.metric} and _is_wanted(view, wanted))
    page = state.url_value("page")
    return Showing(
        texts,
        claim_id=state.url_value("claim"),
        page=int(page) if page.isdecimal() else 0,
        find=state.url_value("find"),
        by_doubt=order is not None,
    )


def _is_wanted(view: ClaimView, wanted: str | None) -> bool:
    """Say whether a claim is in the state that is wanted, or has a reason to look twice if that is wanted."""
    return review_data.is_doubtful(view) if wanted == _DOUBTFUL else wanted in {None, view.state.value}
