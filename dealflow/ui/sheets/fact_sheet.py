"""What eligibility asks of many companies, by Excel: the sheet to take away and bring back, a trial, a batch, undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dealflow.actions.sheets import fact_sheets
from dealflow.actions.tips import eligibility_facts
from dealflow.domain.people.access import Act, may
from dealflow.domain.sheets.fact_rows import FactColumn, FactRow, FactRowKind
from dealflow.i18n import t
from dealflow.i18n.errors import reason_of
from dealflow.reports.sheets import fact_sheet
from dealflow.ui.kit import downloads, frame, grid
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table
from dealflow.ui.kit.state import Drawing, acting

_ROUND: Final = "fact_sheet_round"
_LAST: Final = "fact_sheet_last"
_MEGABYTES: Final = 5
_SHOWN: Final = 200
_DIGITS: Final = 4
_TONES: Final = {FactRowKind.NEW: "good", FactRowKind.CHANGED: "info", FactRowKind.REFUSED: "late"}


def draw(drawing: Drawing) -> None:
    """Draw the whole way of a sheet of facts."""
    lang = drawing.lang
    st.caption(t("sheets.facts.intro", lang))
    downloads.button(
        t("sheets.facts.take", lang),
        lambda: fact_sheet.as_xlsx(fact_sheets.records(drawing), lang),
        file_name=f"{t('sheets.facts.title', lang)}.xlsx",
        key="fact_sheet",
    )
    if not may(drawing.viewer, Act.EDIT_PIPELINE):
        return
    _undo(lang)
    number = st.session_state.get(_ROUND, 0)
    file = st.file_uploader(
        t("sheets.facts.file", lang),
        type=["xlsx", "xls", "csv"],
        key=f"fact_sheet_{number}",
        max_upload_size=_MEGABYTES,
    )
    if file is None:
        return
    rows = fact_sheets.preview(drawing, file.name, file.getvalue())
    _preview(rows, drawing)


def _preview(rows: Sequence[FactRow], drawing: Drawing) -> None:
    lang, counts = drawing.lang, fact_sheets.counts_of(rows)
    st.markdown(" · ".join(t(f"sheets.facts.count.{kind.value}", lang, n=counts[kind]) for kind in FactRowKind))
    told = [row for row in rows if row.kind in _TONES]
    told.sort(key=lambda row: (row.kind is not FactRowKind.REFUSED, row.typed.number))
    if told:
        names = {line.id: line.name(lang) for line in eligibility_facts.lines()}
        columns = tuple(
            Column(name, t(f"sheets.facts.preview.{name}", lang), "end" if name == "line" else "start", first=first)
            for name, first in (("line", 0), ("company", 3), ("fact", 2), ("before", 0), ("after", 1))
        )
        table = Table(columns, tuple(_row(row, names, lang) for row in told[:_SHOWN]))
        grid.show(table, caption=t("sheets.facts.title", lang), key="fact_sheet_grid", lang=lang)
    many = counts[FactRowKind.NEW] + counts[FactRowKind.CHANGED]
    label = t("sheets.facts.run", lang, n=many)
    st.button(label, type="primary", disabled=not many, on_click=_run, args=(tuple(rows),), key="fact_sheet_run")


def _row(row: FactRow, names: dict[str, str], lang: str) -> Row:
    mark = Mark(t(f"sheets.facts.kind_of_row.{row.kind.value}", lang), _TONES[row.kind])
    typed = row.typed
    name = typed.text(FactColumn.FACT) if row.fact is None else names.get(row.fact.fact, row.fact.fact)
    after = typed.text(FactColumn.VALUE)
    problem = "" if row.problem is None else reason_of(row.problem, lang)
    return Row(
        str(typed.number),
        (
            Cell(str(typed.number), marks=(mark,)),
            Cell(typed.text(FactColumn.COMPANY) or typed.text(FactColumn.NUMBER), tone="wrap"),
            Cell(name, tone="wrap"),
            Cell("–" if row.before is None else _plain(row.before.value), tone="muted wrap"),
            Cell(after or "–", sub=problem, sub_tone="late" if problem else "", tone="wrap"),
        ),
    )


def _plain(value: str) -> str:
    """Return a value as people read it: whole numbers with separators."""
    return f"{int(value):,}" if value.isdecimal() and len(value) > _DIGITS else value


def _run(rows: tuple[FactRow, ...]) -> None:
    with frame.attempted():
        many = fact_sheets.run(acting("import"), rows)
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        st.session_state[_LAST] = rows
        frame.tell_done("sheets.facts.done", n=many)


def _undo(lang: str) -> None:
    """Offer to take the last sheet of this session back."""
    if _LAST in st.session_state:
        st.button(t("sheets.facts.undo", lang), icon=":material/undo:", on_click=_take_back, key="fact_sheet_undo")


def _take_back() -> None:
    with frame.attempted():
        many = fact_sheets.take_back(acting("import"), st.session_state.pop(_LAST))
        frame.tell_done("sheets.facts.undone", n=many)
