"""Supported firms by Excel: the form to take away, a trial, a batch, undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dealflow.actions.regional import firm_sheet
from dealflow.actions.regional.programmes import ProgrammeView
from dealflow.domain.regional.firm_rows import FirmColumn, FirmRow, FirmRowKind
from dealflow.i18n import t
from dealflow.i18n.errors import row_words
from dealflow.ui.kit import frame, grid
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table
from dealflow.ui.kit.state import Drawing, acting

_ROUND: Final = "firm_import_round"
_LAST: Final = "firm_import_last"
_MEGABYTES: Final = 5
_SHOWN: Final = 200
_TONES: Final = {FirmRowKind.NEW: "good", FirmRowKind.CHANGED: "info", FirmRowKind.REFUSED: "late"}
_TOLD: Final = (FirmColumn.REGION, FirmColumn.YEAR, FirmColumn.NAME, FirmColumn.GRANT, FirmColumn.ADOPTED)


def draw(view: ProgrammeView, drawing: Drawing) -> None:
    """Draw the whole way of a sheet of firms."""
    lang = drawing.lang
    st.caption(t("regional.import.how", lang))
    if _LAST in st.session_state:
        undo = t("regional.import.undo", lang)
        st.button(undo, icon=":material/undo:", on_click=_take_back, args=(view.programme.id,), key="firm_import_undo")
    file = st.file_uploader(
        t("regional.import.file", lang),
        type=["xlsx", "xls", "csv"],
        key=f"firm_import_{st.session_state.get(_ROUND, 0)}",
        max_upload_size=_MEGABYTES,
    )
    if file is not None:
        rows = firm_sheet.preview(drawing, view.programme.id, file.name, file.getvalue())
        _preview(rows, view.programme.id, lang)


def _preview(rows: Sequence[FirmRow], programme_id: str, lang: str) -> None:
    counts = firm_sheet.counts_of(rows)
    st.markdown(" · ".join(t(f"regional.import.count.{kind.value}", lang, n=counts[kind]) for kind in FirmRowKind))
    told = [row for row in rows if row.kind in _TONES]
    told.sort(key=lambda row: (row.kind is not FirmRowKind.REFUSED, row.typed.number))
    if told:
        heads = ("line", "region", "year", "firm", "grant", "adopted_what")
        columns = tuple(
            Column(
                name, t(f"regional.column.{name}", lang), "end" if name in {"line", "grant"} else "start", first=first
            )
            for name, first in zip(heads, (1, 3, 2, 5, 0, 0), strict=True)
        )
        table = Table(columns, tuple(_row(row, lang) for row in told[:_SHOWN]))
        grid.show(table, caption=t("regional.import", lang), key="firm_import_grid", lang=lang)
    many = counts[FirmRowKind.NEW] + counts[FirmRowKind.CHANGED]
    label = t("regional.import.run", lang, n=many)
    st.button(
        label, type="primary", disabled=not many, on_click=_run, args=(programme_id, tuple(rows)), key="firm_import_run"
    )


def _row(row: FirmRow, lang: str) -> Row:
    mark = Mark(t(f"regional.import.kind.{row.kind.value}", lang), _TONES[row.kind])
    texts = [row.typed.text(column) for column in _TOLD]
    problem = "" if row.problem is None else row_words(row.problem, lang)
    cells = [Cell(text or "–", tone="wrap") for text in texts]
    cells[2] = Cell(texts[2] or "–", sub=problem, sub_tone="late" if problem else "", tone="wrap")
    return Row(str(row.typed.number), (Cell(str(row.typed.number), marks=(mark,)), *cells))


def _run(programme_id: str, rows: tuple[FirmRow, ...]) -> None:
    with frame.attempted():
        many = firm_sheet.run(acting("import"), programme_id, rows)
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        st.session_state[_LAST] = rows
        frame.tell_done("regional.import.done", n=many)


def _take_back(programme_id: str) -> None:
    with frame.attempted():
        many = firm_sheet.take_back(acting("import"), programme_id, st.session_state.pop(_LAST))
        frame.tell_done("regional.import.undone", n=many)
