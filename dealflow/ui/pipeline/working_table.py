"""The table that a team works in: columns and order in the URL, ticks, and cells that are edited in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import streamlit as st

from dealflow.actions.pipeline.deal_figures import DealFigures
from dealflow.actions.pipeline.engagements import EngagementRow
from dealflow.domain.pipeline.deal_sizes import SizeField, SizeSource
from dealflow.domain.pipeline.funnel import Track
from dealflow.domain.pipeline.stage_sums import Convert
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day
from dealflow.ui.investment import deal_scoring
from dealflow.ui.kit import grid, keys, state, url_filters
from dealflow.ui.kit.grid import Cell, Column, Edit, Lines, Row, Table
from dealflow.ui.pipeline import board, deal_amounts, engagement_tables

COLUMNS: Final = (
    "stage", "score", "asked", "ticket", "pre_money", "weighted", "figures", "step", "due", "assignee", "round", "tags",
    "days", "opened", "investor",
)  # fmt: skip
USUAL: Final = ("stage", "score", "asked", "ticket", "step", "due", "assignee", "tags", "days")
_AT_THE_END: Final = frozenset({"score", "asked", "ticket", "pre_money", "weighted", "days"})
EDITABLE: Final = frozenset({"asked", "ticket", "pre_money", "step", "due", "assignee", "round", "tags"})
_SIZES: Final = {"asked": SizeField.ASKED, "ticket": SizeField.TICKET, "pre_money": SizeField.PRE_MONEY}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the table is made of, whatever its columns: figures by engagement, the house's people, the day."""

    track: Track
    figures: Mapping[str, DealFigures]
    colleagues: Mapping[str, str]
    convert: Convert
    on: date
    lang: str

    def of(self, row: EngagementRow) -> DealFigures:
        """Return the figures of a row."""
        return self.figures.get(row.engagement.id, deal_amounts.NOTHING)


def columns_of() -> tuple[str, ...]:
    """Return the columns in the URL's ``cols``, in that order; the usual ones where it names none."""
    return tuple(name for name in state.url_value("cols").split(",") if name in COLUMNS) or USUAL


def offer_columns(lang: str) -> None:
    """Offer the columns as a list in their order."""
    with st.popover(t("pipeline.columns", lang), icon=":material/view_column:"):
        url_filters.url_many(
            "cols", t("pipeline.columns", lang), COLUMNS, words=lambda name: _label(name, lang), usual=USUAL
        )


def _label(name: str, lang: str) -> str:
    return t(f"pipeline.column.{name}", lang)


def order_of() -> tuple[str, bool]:
    """Return the column in the URL's ``sort``, and whether the largest come first (``-asked``); empty: as they come."""
    text = state.url_value("sort")
    name = text.removeprefix("-")
    return (name, text.startswith("-")) if name in {"company", *COLUMNS} else ("", False)


def sort_by(column: str) -> None:
    """Put a column into the URL's ``sort``: largest first, smallest first, then as they come."""
    name, down = order_of()
    starts_down = column in _AT_THE_END
    if name != column:
        text = f"-{column}" if starts_down else column
    elif down is starts_down:
        text = column if starts_down else f"-{column}"
    else:
        text = ""
    state.ask(sort=text)


def in_order(rows: Sequence[EngagementRow], sheet: Sheet) -> list[EngagementRow]:
    """Return the rows in the order that the URL asks for; those without a value stand last either way."""
    name, down = order_of()
    if not name:
        return list(rows)
    value = _VALUES[name]
    told = [(value(row, sheet), row) for row in rows]
    known = sorted(((worth, row) for worth, row in told if worth is not None), key=lambda pair: pair[0], reverse=down)
    return [row for _, row in known] + [row for worth, row in told if worth is None]


def _amount(which: SizeField) -> Callable[[EngagementRow, Sheet], Decimal | None]:
    def worth(row: EngagementRow, sheet: Sheet) -> Decimal | None:
        found = sheet.of(row).amount(which)
        return None if found is None else sheet.convert(found)

    return worth


def weighted(row: EngagementRow, sheet: Sheet) -> Decimal | None:
    """Return our ticket by the chance of the stage, in won; None where either is not known."""
    ticket, chance = _amount(SizeField.TICKET)(row, sheet), sheet.track.stage(row.engagement.stage).chance_percent
    return None if ticket is None or chance is None else ticket * chance / 100


_VALUES: Final[Mapping[str, Callable[[EngagementRow, Sheet], Any]]] = {  # each column has its own type
    "company": lambda row, sheet: board.company_of(row, sheet.lang).casefold(),
    "stage": lambda row, sheet: sheet.track.position(row.engagement.stage),
    "score": lambda row, _: row.opinion.overall if row.opinion is not None else None,
    "asked": _amount(SizeField.ASKED),
    "ticket": _amount(SizeField.TICKET),
    "pre_money": _amount(SizeField.PRE_MONEY),
    "weighted": weighted,
    "figures": lambda row, sheet: len(sheet.of(row).headlines) or None,
    "step": lambda row, _: row.engagement.next_step.casefold() or None,
    "due": lambda row, _: row.engagement.next_due,
    "assignee": lambda row, _: row.assignee_name or None,
    "round": lambda row, _: row.engagement.round_label.casefold() or None,
    "tags": lambda row, _: ", ".join(row.engagement.tags).casefold() or None,
    "days": lambda row, _: row.days_in_stage,
    "opened": lambda row, _: row.engagement.opened_at,
    "investor": lambda row, sheet: board.investor_of(row, sheet.lang).casefold(),
}


def table(rows: Sequence[EngagementRow], columns: Sequence[str], sheet: Sheet, *, may_edit: bool) -> Table:
    """Return one line an engagement with the chosen columns; what was typed and refused stands in its editor again."""
    name, down = order_of()
    people = (("", t("frame.none", sheet.lang)), *sheet.colleagues.items())

    def column(column_name: str, place: int) -> Column:
        sort = "none" if column_name != name else "descending" if down else "ascending"
        align = "end" if column_name in _AT_THE_END else "start"
        options = people if column_name == "assignee" else ()
        return Column(column_name, _label(column_name, sheet.lang), align, sort, options=options, first=-place)

    drawn = tuple(column(column_name, place) for place, column_name in enumerate(("company", *columns)))

    def line(row: EngagementRow) -> Row:
        cells = (_cell(column_name, row, sheet, may_edit=may_edit) for column_name in columns)
        return Row(row.engagement.id, (_company(row, sheet), *cells), seen=row.engagement.version)

    return Table(drawn, Lines(rows, line))


def _company(row: EngagementRow, sheet: Sheet) -> Cell:
    address = grid.link("pipeline", sheet.lang, track=row.engagement.track, open=row.engagement.id)
    return Cell(board.company_of(row, sheet.lang), sub=row.engagement.round_label, href=address)


def _cell(name: str, row: EngagementRow, sheet: Sheet, *, may_edit: bool) -> Cell:
    edit = _edit(name, row, sheet) if may_edit and name in EDITABLE else None
    if name in _SIZES:
        found = sheet.of(row).sizes.get(_SIZES[name])
        is_agreed = found is not None and found.source is SizeSource.TERMS and _SIZES[name] is not SizeField.ASKED
        return deal_amounts.size_cell(found, sheet.lang, edit=None if is_agreed else edit)
    return _DRAWN[name](row, sheet, edit)


def _edit(name: str, row: EngagementRow, sheet: Sheet) -> Edit:
    refused = st.session_state.get(keys.TABLE_DRAFTS, {}).get((row.engagement.id, name))
    if refused is not None:
        return Edit(*refused)
    engagement = row.engagement
    due = engagement.next_due.isoformat() if engagement.next_due else ""
    plain = {
        "step": engagement.next_step,
        "due": due,
        "assignee": engagement.assignee_id or "",
        "round": engagement.round_label,
        "tags": ", ".join(engagement.tags),
    }
    if name in plain:
        return Edit(plain[name])
    return Edit(deal_amounts.typed(sheet.of(row).sizes.get(_SIZES[name])))


def _text(words: str, edit: Edit | None, tone: str = "") -> Cell:
    return Cell(words or "–", tone=tone if words else "muted", edit=edit)


def _stage(row: EngagementRow, sheet: Sheet, edit: Edit | None) -> Cell:
    del edit
    cell = engagement_tables.stage_cell(row, (sheet.track,), sheet.lang)
    if row.hurdle is None:
        return cell
    stage = name_of(sheet.track.stage(row.hurdle.stage), sheet.lang)
    words = t("deal.hurdle.chip", sheet.lang, stage=stage, n=len(row.hurdle.missing))
    return replace(cell, sub=words, title=cell.sub)


def _due(row: EngagementRow, sheet: Sheet, edit: Edit | None) -> Cell:
    due = row.engagement.next_due
    if due is None:
        return _text("", edit)
    tone = "late" if due < sheet.on else "warn" if due == sheet.on else ""
    sub = t(f"pipeline.due.{'late' if due < sheet.on else 'due'}", sheet.lang, day="").strip() if tone else ""
    return Cell(day(due, sheet.lang), sub=sub, sub_tone=tone, edit=edit)


def _weighted(row: EngagementRow, sheet: Sheet, edit: Edit | None) -> Cell:
    worth = weighted(row, sheet)
    return _text("" if worth is None else deal_amounts.won(worth, sheet.lang), edit)


def _figures(row: EngagementRow, sheet: Sheet, edit: Edit | None) -> Cell:
    del edit
    metrics = {metric.id: metric for metric in state.drawing().ws.metrics}
    parts = tuple(
        Cell(
            deal_amounts.headline(metrics[name], figure, sheet.lang),
            href=grid.link("review", sheet.lang, deck=figure.deck_id, claim=figure.claim_id),
            place=f"figure:{name}",
        )
        for name, figure in sheet.of(row).headlines.items()
    )
    return Cell("", parts=parts) if parts else Cell("–", tone="muted")


_DRAWN: Final[Mapping[str, Callable[[EngagementRow, Sheet, Edit | None], Cell]]] = {
    "stage": _stage,
    "score": lambda row, sheet, _: deal_scoring.cell(row.opinion, sheet.lang),
    "weighted": _weighted,
    "figures": _figures,
    "step": lambda row, _, edit: _text(row.engagement.next_step, edit, "wrap"),
    "due": _due,
    "assignee": lambda row, _, edit: _text(row.assignee_name, edit),
    "round": lambda row, _, edit: _text(row.engagement.round_label, edit),
    "tags": lambda row, _, edit: _text(", ".join(row.engagement.tags), edit, "wrap"),
    "days": lambda row, sheet, _: Cell(t("pipeline.days", sheet.lang, days=row.days_in_stage, n=row.days_in_stage)),
    "opened": lambda row, sheet, _: Cell(day(row.engagement.opened_at.date(), sheet.lang)),
    "investor": lambda row, sheet, _: Cell(board.investor_of(row, sheet.lang)),
}
