"""Deadlines as rows, and where each is attended to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dealflow.actions.home.deadlines import WEEK, Due
from dealflow.actions.tips.filing_views import is_about
from dealflow.domain.people.access import Viewer
from dealflow.domain.pipeline.deadlines import DeadlineKind
from dealflow.i18n import t
from dealflow.i18n.numbers import day
from dealflow.reports.pipeline import deadline_words
from dealflow.ui.kit import frame
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link

_FIRST: Final = {"left": 2, "whom": 1}
"""What must be seen on a telephone: how long there is left, and whose it is, as reports are called alike."""
COLUMNS: Final = ("what", "left", "whom", "due", "owner")


def way_to(due: Due, viewer: Viewer) -> tuple[str, dict[str, str]] | None:
    """Return the page where a deadline is attended to and what to ask it for; nothing where no page is offered."""
    place, kind = due.place, due.deadline.kind
    about = is_about(kind)
    pair: tuple[str, dict[str, str]]
    match kind:
        case DeadlineKind.IC_PLAN | DeadlineKind.IC_RESULT if about:
            pair = "deadlines", {"view": "filings", "item": place.item_id, "report": about}
        case DeadlineKind.MONTHLY_REPORT:
            pair = "deadlines", {"view": "filings"}
        case DeadlineKind.PAPER:
            report = due.deadline.label.partition(":")[0]
            pair = "deadlines", {"view": "filings", "item": place.item_id, "report": report}
        case DeadlineKind.CONDITION:
            pair = "committee", {"session": place.session_id}
        case DeadlineKind.LOC if "deal" in frame.offered(viewer.role):
            pair = "deal", {"engagement": place.engagement_id}
        case DeadlineKind.LOC:
            pair = "pipeline", {"track": place.track, "open": place.engagement_id}
        case DeadlineKind.OPERATOR_TERM:
            pair = "operators", {}
        case DeadlineKind.DOCUMENT:
            pair = "company", {"id": place.company_id, "view": "files"}
        case kind if kind in deadline_words.OF_PROJECT:
            pair = "projects", {"engagement": place.engagement_id}
        case _:
            pair = "company", {"id": place.company_id}
    return pair if pair[0] in frame.offered(viewer.role) else None


def table(rows: Sequence[Due], viewer: Viewer, lang: str, columns: Sequence[str] = COLUMNS) -> Table:
    """Return one line a deadline with the days that are left, in these columns."""
    ends = {"left"}
    return Table(
        tuple(
            Column(
                column,
                t(f"deadlines.column.{column}", lang),
                "end" if column in ends else "start",
                first=_FIRST.get(column, 0),
            )
            for column in columns
        ),
        tuple(Row(due.id, tuple(_cell(column, due, viewer, lang) for column in columns)) for due in rows),
    )


def _cell(column: str, due: Due, viewer: Viewer, lang: str) -> Cell:
    match column:
        case "what":
            way = way_to(due, viewer)
            text, kind = deadline_words.what(due, lang), deadline_words.kind_of(due.deadline.kind, lang)
            href = link(way[0], lang, **way[1]) if way else ""
            return Cell(text, sub="" if kind == text else kind, tone="wrap", href=href)
        case "whom":
            whom = deadline_words.of_whom(due, lang)
            return Cell(whom or "–", tone="wrap" if whom else "muted")
        case "due":
            return Cell(day(due.deadline.due, lang))
        case "left":
            return left_cell(due, lang)
        case _:
            return Cell(due.owner_name or "–", tone="" if due.owner_name else "muted")


def left_cell(due: Due, lang: str) -> Cell:
    """Return the days left, marked where a deadline is late or near, with the business days below."""
    words = deadline_words.left(due.days_left, lang)
    business = deadline_words.business_left(due.business_days_left, lang) if due.days_left else ""
    if due.days_left < 0:
        return Cell("", sub=business, marks=(Mark(words, "late"),))
    if due.days_left <= WEEK:
        return Cell("", sub=business, marks=(Mark(words, "warn"),))
    return Cell(words, sub=business)
