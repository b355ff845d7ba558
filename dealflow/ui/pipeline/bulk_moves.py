"""Several engagements moved at once by a sheet: previewed and told row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dealflow.actions.pipeline import moves_import
from dealflow.actions.pipeline.moves_import import Planned
from dealflow.errors import DealflowError
from dealflow.i18n import name_of, t
from dealflow.i18n.errors import words_of
from dealflow.ui.kit import context, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table
from dealflow.ui.pipeline import board

_APPLIED: Final = "import_applied"


def _table(lines: Sequence[tuple[str, str, str, bool]], lang: str) -> Table:
    """Return lines of (name, what, words, whether it goes) as a table."""
    columns = tuple(Column(column, t(f"pipeline.bulk.column.{column}", lang)) for column in ("row", "move", "outcome"))
    rows = (
        Row(
            str(place),
            (
                Cell(name),
                Cell(what),
                Cell("", marks=(Mark(words, "good"),)) if goes else Cell(words, tone="wrap", title=words),
            ),
        )
        for place, (name, what, words, goes) in enumerate(lines)
    )
    return Table(columns, tuple(rows))


def offer_import() -> None:
    """Open the dialog that reads a sheet of moves."""
    st.session_state.pop(_APPLIED, None)
    st.dialog(t("pipeline.import", state.language()), width="large")(_import_body)()


def _import_body() -> None:
    drawing = state.drawing()
    applied: tuple[Planned, ...] = st.session_state.get(_APPLIED, ())
    if applied:
        went = sum(other_planned.goes for other_planned in applied)
        st.success(
            t("pipeline.bulk.done", drawing.lang, went=went, stayed=len(applied) - went), icon=":material/check:"
        )
        _draw_plan(applied, drawing.lang, done=True)
        if st.button(t("frame.close", drawing.lang), key="import_close"):
            st.session_state.pop(_APPLIED)
            st.rerun()
        return
    st.caption(t("pipeline.import.help", drawing.lang))
    upload = st.file_uploader(t("pipeline.import.file", drawing.lang), type=["xlsx", "csv"], key="import_file")
    if upload is None:
        return
    with frame.errors_in_words():
        planned = moves_import.preview(
            drawing, moves_import.read_sheet(upload.name, upload.getvalue()), on=context.today()
        )
        ready = sum(other_planned.goes for other_planned in planned)
        st.markdown(f"**{t('pipeline.import.ready', drawing.lang, ready=ready, all=len(planned))}**")
        _draw_plan(planned, drawing.lang, done=False)
        label = t("pipeline.import.do", drawing.lang, n=ready)
        if st.button(label, type="primary", disabled=not ready, key="import_submit"):
            st.session_state[_APPLIED] = moves_import.apply(state.acting("import"), planned)
            st.rerun(scope="fragment")


def _draw_plan(planned: Sequence[Planned], lang: str, *, done: bool) -> None:
    lines = [
        (
            _row_name(other_planned, lang),
            change(other_planned, lang),
            _outcome(other_planned.error, lang, done=done),
            other_planned.goes,
        )
        for other_planned in planned
    ]
    grid.show(_table(lines, lang), caption=t("pipeline.import", lang), key="import_plan", lang=lang, height=360)


def _outcome(error: DealflowError | None, lang: str, *, done: bool) -> str:
    if error is not None:
        return words_of(error, lang)
    return t("pipeline.bulk.went" if done else "pipeline.bulk.goes", lang)


def _row_name(planned: Planned, lang: str) -> str:
    row = planned.engagement
    name = planned.row.values.get("company", "") if row is None else board.company_of(row, lang)
    return t("pipeline.import.row", lang, number=planned.row.number, name=name)


def change(planned: Planned, lang: str) -> str:
    """Return what a row of the sheet would change, in words."""
    if planned.engagement is None:
        return planned.row.values.get("stage", "") or planned.row.values.get("status", "")
    now = planned.engagement.engagement
    track = context.workspace().track(now.track)
    if planned.to_status is not None:
        return f"{t(f'enum.status.{now.status.value}', lang)} → {t(f'enum.status.{planned.to_status.value}', lang)}"
    here = name_of(track.stage(now.stage), lang)
    there = planned.row.values.get("stage", "")
    return f"{here} → {name_of(track.stage(planned.to_stage), lang) if planned.to_stage else there}"
