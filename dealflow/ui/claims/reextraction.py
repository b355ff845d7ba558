"""Reading old decks again: how many there are, one click for all of them, and what the last reading of each changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import streamlit as st

from dealflow.actions.claims import reextraction
from dealflow.actions.claims.intake import DeckRow
from dealflow.actions.claims.reading_queue import ReadingRoom
from dealflow.actions.claims.reextraction import EXTRACTOR, Rereading
from dealflow.domain.claims.claims import Aggregation, Claim, ClaimStatus, Metric, ReviewState, Scope
from dealflow.domain.claims.reextraction import Difference, DifferenceKind
from dealflow.i18n import numbers, t
from dealflow.ui.claims import deck_parts, review_data
from dealflow.ui.kit import components, context, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

PAGE_LENGTH: Final = 10
_TALL: Final = 14
"""With more rows than this the table scrolls inside."""
_HEIGHT_PX: Final = 640
_MARKS: Final = {DifferenceKind.CHANGED: "warn", DifferenceKind.NEW: "good", DifferenceKind.GONE: ""}
_STATES: Final = {ReviewState.VERIFIED: "good", ReviewState.CORRECTED: "info", ReviewState.REJECTED: "late"}


def version_of(extractor: str) -> str:
    """Return an extractor's number; its whole name where it has none."""
    return extractor.rpartition("/")[2] or extractor


def offer(drawing: state.Drawing, room: ReadingRoom, *, place: str) -> None:
    """Say how many decks an earlier extractor read, and offer to read them again to those who may; else nothing."""
    outdated = reextraction.outdated(drawing)
    busy = room.progress()
    waiting = [deck_id for deck_id in outdated.own if deck_id not in busy]
    if not outdated.seen:
        return
    with st.container(border=True, key=f"outdated_{place}"), st.container(horizontal=True, vertical_alignment="center"):
        words = t("rereading.outdated", drawing.lang, n=len(outdated.seen), version=version_of(EXTRACTOR))
        if outdated.own and len(outdated.own) < len(outdated.seen):
            words += " " + t("rereading.own", drawing.lang, n=len(outdated.own))
        st.markdown(f":material/update: {words}", width="stretch")
        if waiting:
            st.button(
                t("rereading.again", drawing.lang, n=len(waiting)),
                key=f"reread_{place}",
                type="primary",
                on_click=ask_again,
                args=(waiting,),
                help=t("rereading.again.help", drawing.lang),
            )


def ask_again(deck_ids: Sequence[str]) -> None:
    """Have decks read again in the background. For callbacks: the outcome is told later."""
    with frame.attempted("rereading.begun", n=len(deck_ids)):
        reextraction.again(state.acting(), context.reading_room(), deck_ids)


def failures(drawing: state.Drawing, room: ReadingRoom) -> None:
    """Say which decks could not be read again in this process, and why; their earlier reading stands."""
    failed = room.failed()
    for row in reextraction.decks_of(drawing, failed):
        why = t(f"refusal.{failed[row.id]}", drawing.lang)
        st.warning(f"**{components.harmless(row.file_name)}** {t('rereading.failed', drawing.lang, why=why)}")


def line(rereading: Rereading, lang: str) -> str:
    """Return what a reading changed, counted, as a line of Markdown."""
    parts = [
        t(f"rereading.count.{kind.value}", lang, n=rereading.count(kind))
        for kind in DifferenceKind
        if rereading.count(kind)
    ]
    text = " · ".join(parts) or t("rereading.nothing", lang)
    badges = [components.badge(t("rereading.kept", lang, n=rereading.verified), "green")] if rereading.verified else []
    if rereading.look_again:
        badges.append(components.badge(t("rereading.look_again", lang, n=rereading.look_again), "orange"))
    return " ".join((text, *badges))


def about(rereading: Rereading, lang: str) -> str:
    """Return which extractors read the deck, when the last one did, and who asked for it."""
    versions = t(
        "rereading.versions", lang, before=version_of(rereading.extractor_before), after=version_of(rereading.extractor)
    )
    parts = (versions, numbers.moment(rereading.read_at, lang), rereading.asked_by)
    return " · ".join(part for part in parts if part)


def _differing(claim: Claim, other: Claim | None, metrics: Mapping[str, Metric], lang: str) -> str:
    """Return what a claim says beside its value; with another reading of it, only where the two differ."""
    fields = {
        "metric": review_data.metric_name(metrics, claim.metric, lang)
        if other and claim.metric != other.metric
        else "",
        "scope": _known("scope", "scope", claim.scope, lang),
        "status": _known("status", "claim_status", claim.status, lang),
        "aggregation": _known("aggregation", "aggregation", claim.aggregation, lang),
        "period": numbers.period(claim.period, lang) or (t("rereading.no_period", lang) if other else ""),
        "subject": claim.subject or "",
    }
    words = (
        text
        for name, text in fields.items()
        if text and (getattr(claim, name) != getattr(other, name) if other else getattr(claim, name) != "unknown")
    )
    return " · ".join(words)


def _known(field: str, place: str, what: Scope | ClaimStatus | Aggregation, lang: str) -> str:
    """Return the words for what is known; what is not known names its field."""
    words = t(f"enum.{place}.{what.value}", lang)
    return f"{t(f'review.field.{field}', lang)}: {words}" if what.value == "unknown" else words


def _side(
    claim: Claim | None, other: Claim | None, rereading: Rereading, known: Mapping[str, Metric], lang: str
) -> Cell:
    """Return a claim with its proof: the value, what it says of it, page and words; a click opens it in the review."""
    if claim is None:
        return Cell("–", tone="muted")
    proof = claim.evidence[0]
    page = t("review.page", lang).replace("{page}", str(proof.page))
    chosen = claim.id if claim.id in rereading.views else ""
    href = f"{grid.link('review', lang, deck=rereading.deck.id, claim=chosen)}&page={proof.page}"
    value = Cell(
        review_data.value_of(claim.quantity, lang, claim.metric), sub=_differing(claim, other, known, lang), href=href
    )
    return Cell("", parts=(value, Cell("", sub=f"{page} “{proof.quote}”")), tone="wrap")


def _word(claim: Claim | None, rereading: Rereading, lang: str) -> Cell:
    """Return how the claim stands for the viewer, and whether it waits for a second look."""
    view = rereading.views.get(claim.id) if claim is not None else None
    if view is None or view.state is ReviewState.PROPOSED:
        return Cell("")
    word = Mark(t(f"enum.review_state.{view.state.value}", lang), _STATES[view.state])
    again = Mark(t("rereading.look", lang), "warn", t("review.look_again", lang))
    return Cell("", marks=(word, again) if view.look_again else (word,))


def table(rereading: Rereading, metrics: Iterable[Metric], lang: str) -> Table:
    """Return one row a difference: the figure, how it was read before and how now, and what people said of it."""
    known = {metric.id: metric for metric in metrics}
    columns = tuple(Column(name, t(f"rereading.column.{name}", lang)) for name in ("metric", "before", "after", "word"))
    return Table(
        columns,
        tuple(_row(number, difference, rereading, known, lang) for number, difference in enumerate(rereading.changes)),
    )


def _row(number: int, difference: Difference, rereading: Rereading, known: Mapping[str, Metric], lang: str) -> Row:
    claim = difference.after or difference.before
    name = "" if claim is None else review_data.metric_name(known, claim.metric, lang)
    mark = Mark(t(f"rereading.kind.{difference.kind.value}", lang), _MARKS[difference.kind])
    cells = (
        Cell(name, marks=(mark,)),
        _side(difference.before, difference.after, rereading, known, lang),
        _side(difference.after, difference.before, rereading, known, lang),
        _word(difference.before or difference.after, rereading, lang),
    )
    return Row(str(number), cells)


def listing(drawing: state.Drawing) -> None:
    """Draw the decks that were read more than once, the last one read first, each with what that changed."""
    rows = reextraction.reread(drawing)
    if not rows:
        components.empty_state("rereading.empty", page="decks")
        return
    asked_first = sorted(rows, key=lambda row: row.id != state.url_value("deck"))
    text, pages = state.url_value("p", "1"), -(-len(rows) // PAGE_LENGTH)
    page = min(max(int(text) if text.isdecimal() else 1, 1), pages)
    for row in asked_first[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]:
        _deck(drawing, row)
    if pages > 1:
        st.pagination(pages, key="p", bind="query-params")


def _deck(drawing: state.Drawing, row: DeckRow) -> None:
    rereading = reextraction.last_of(drawing, row.id)
    if rereading is None:
        return
    with st.container(border=True, key=f"reread_{row.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(gap=None):
                name = components.harmless(deck_parts.company_of(row, drawing.lang))
                st.markdown(f"**{name}** :gray[{components.harmless(row.file_name)}]")
                st.caption(components.harmless(about(rereading, drawing.lang)))
                st.markdown(line(rereading, drawing.lang))
            deck_parts.review_link(row.id, drawing.lang, place="reread")
        open_now = state.url_value("deck") == row.id
        if rereading.changes and st.toggle(t("rereading.show", drawing.lang), value=open_now, key=f"changes_{row.id}"):
            tall = _HEIGHT_PX if len(rereading.changes) > _TALL else None
            caption = t("rereading.title", drawing.lang)
            grid.show(
                table(rereading, drawing.ws.metrics, drawing.lang),
                caption=caption,
                key=f"table_{row.id}",
                lang=drawing.lang,
                height=tall,
            )
