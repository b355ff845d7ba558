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
from dealflow.ui.claims import review_data
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
    found = reextraction.outdated(drawing)
    busy = room.progress()
    waiting = [deck_id for deck_id in found.own if deck_id not in busy]
    if not found.seen:
        return
    with st.container(border=True, key=f"outdated_{place}"), st.container(horizontal=True, vertical_alignment="center"):
        words = t("rereading.outdated", drawing.lang, n=len(found.seen), version=version_of(EXTRACTOR))
        if found.own and len(found.own) < len(found.seen):
            words += " " + t("rereading.own", drawing.lang, n=len(found.own))
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


def line(found: Rereading, lang: str) -> str:
    """Return what a reading changed, counted, as a line of Markdown."""
    parts = [
        t(f"rereading.count.{kind.value}", lang, n=found.count(kind)) for kind in DifferenceKind if found.count(kind)
    ]
    told = " · ".join(parts) or t("rereading.nothing", lang)
    badges = [components.badge(t("rereading.kept", lang, n=found.kept), "green")] if found.kept else []
    if found.look_again:
        badges.append(components.badge(t("rereading.look_again", lang, n=found.look_again), "orange"))
    return " ".join((told, *badges))


def about(found: Rereading, lang: str) -> str:
    """Return which extractors read the deck, when the last one did, and who asked for it."""
    versions = t(
        "rereading.versions", lang, before=version_of(found.extractor_before), after=version_of(found.extractor)
    )
    parts = (versions, numbers.moment(found.read_at, lang), found.asked_by)
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


def _side(claim: Claim | None, other: Claim | None, found: Rereading, known: Mapping[str, Metric], lang: str) -> Cell:
    """Return a claim with its proof: the value, what it says of it, page and words; a click opens it in the review."""
    if claim is None:
        return Cell("–", tone="muted")
    proof = claim.evidence[0]
    page = t("review.page", lang).replace("{page}", str(proof.page))
    chosen = claim.id if claim.id in found.views else ""
    href = f"{grid.link('review', lang, deck=found.deck.id, claim=chosen)}&page={proof.page}"
    value = Cell(review_data.value_of(claim.quantity, lang), sub=_differing(claim, other, known, lang), href=href)
    return Cell("", parts=(value, Cell("", sub=f"{page} “{proof.quote}”")), tone="wrap")


def _word(claim: Claim | None, found: Rereading, lang: str) -> Cell:
    """Return how the claim stands for the viewer, and whether it waits for a second look."""
    view = found.views.get(claim.id) if claim is not None else None
    if view is None or view.state is ReviewState.PROPOSED:
        return Cell("")
    word = Mark(t(f"enum.review_state.{view.state.value}", lang), _STATES[view.state])
    again = Mark(t("rereading.look", lang), "warn", t("review.look_again", lang))
    return Cell("", marks=(word, again) if view.look_again else (word,))


def table(found: Rereading, metrics: Iterable[Metric], lang: str) -> Table:
    """Return one row a difference: the figure, how it was read before and how now, and what people said of it."""
    known = {metric.id: metric for metric in metrics}
    columns = tuple(Column(name, t(f"rereading.column.{name}", lang)) for name in ("metric", "before", "after", "word"))
    return Table(columns, tuple(_row(number, one, found, known, lang) for number, one in enumerate(found.changes)))


def _row(number: int, one: Difference, found: Rereading, known: Mapping[str, Metric], lang: str) -> Row:
    shown = one.after or one.before
    name = "" if shown is None else review_data.metric_name(known, shown.metric, lang)
    mark = Mark(t(f"rereading.kind.{one.kind.value}", lang), _MARKS[one.kind])
    cells = (
        Cell(name, marks=(mark,)),
        _side(one.before, one.after, found, known, lang),
        _side(one.after, one.before, found, known, lang),
        _word(one.before or one.after, found, lang),
    )
    return Row(str(number), cells)


def listing(drawing: state.Drawing) -> None:
    """Draw the decks that were read more than once, the last one read first, each with what that changed."""
    rows = reextraction.reread(drawing)
    if not rows:
        components.empty_state("rereading.empty", page="decks")
        return
    asked_first = sorted(rows, key=lambda row: row.id != state.asked("deck"))
    asked, pages = state.asked("p", "1"), -(-len(rows) // PAGE_LENGTH)
    page = min(max(int(asked) if asked.isdecimal() else 1, 1), pages)
    for row in asked_first[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]:
        _deck(drawing, row)
    if pages > 1:
        st.pagination(pages, key="p", bind="query-params")


def _deck(drawing: state.Drawing, row: DeckRow) -> None:
    found = reextraction.last_of(drawing, row.id)
    if found is None:
        return
    with st.container(border=True, key=f"reread_{row.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(gap=None):
                name = components.harmless(components.company_of(row, drawing.lang))
                st.markdown(f"**{name}** :gray[{components.harmless(row.file_name)}]")
                st.caption(components.harmless(about(found, drawing.lang)))
                st.markdown(line(found, drawing.lang))
            components.review_link(row.id, drawing.lang, place="reread")
        open_now = state.asked("deck") == row.id
        if found.changes and st.toggle(t("rereading.show", drawing.lang), value=open_now, key=f"changes_{row.id}"):
            tall = _HEIGHT_PX if len(found.changes) > _TALL else None
            caption = t("rereading.title", drawing.lang)
            grid.show(
                table(found, drawing.ws.metrics, drawing.lang),
                caption=caption,
                key=f"table_{row.id}",
                lang=drawing.lang,
                height=tall,
            )
