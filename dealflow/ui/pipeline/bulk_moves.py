"""Several engagements moved at once: chosen from the table or read from a sheet, previewed and told row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dealflow.actions.pipeline import bulk_moves, moves_import
from dealflow.actions.pipeline.bulk_moves import Outcome, Wanted
from dealflow.actions.pipeline.engagements import EngagementRow
from dealflow.actions.pipeline.moves_import import Planned
from dealflow.domain.pipeline.funnel import Stage, Track, goes_back
from dealflow.errors import DealflowError
from dealflow.i18n import name_of, t
from dealflow.i18n.errors import words_of
from dealflow.ui.investment import deal_words
from dealflow.ui.kit import components, context, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table
from dealflow.ui.pipeline import board

_CHOSEN: Final = "bulk_chosen"
_STAGE: Final = "bulk_stage"
_OUTCOMES: Final = "bulk_outcomes"
_BATCH: Final = "bulk_batch"
_BACK: Final = "bulk_back"
_REASON: Final = "bulk_reason"
_APPLIED: Final = "import_applied"


def _called(row: EngagementRow, track: Track, lang: str) -> str:
    stage = name_of(track.stage(row.engagement.stage), lang)
    return " · ".join(part for part in (board.company_of(row, lang), row.engagement.round_label, stage) if part)


def obstacle(row: EngagementRow, track: Track, to_stage: str, lang: str) -> str:
    """Return why a row cannot go to a stage as things stand, in words; nothing if it can."""
    if to_stage not in row.moves:
        return t("error.illegal_move", lang)
    hurdle = row.hurdle
    if hurdle is not None and track.position(hurdle.stage) <= track.position(to_stage):
        return deal_words.hurdle_words(hurdle, track, lang)
    return ""


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


def bulk(rows: Sequence[EngagementRow], track: Track) -> None:
    """Offer to move several engagements of the table to one stage, with what would keep each from it."""
    lang, viewer = state.language(), state.viewer()
    mine = {row.engagement.id: row for row in rows if board.may_edit(viewer, row) and row.moves}
    if not mine:
        return
    with components.panel(t("pipeline.bulk", lang), "bulk", icon=":material/checklist:"):
        _show_outcomes(mine, track, lang)
        _offer_undo(lang)
        chosen = [engagement_id for engagement_id in st.session_state.get(_CHOSEN, []) if engagement_id in mine]
        st.session_state[_CHOSEN] = chosen
        left, right = st.columns((3, 1), vertical_alignment="bottom")
        left.multiselect(
            t("pipeline.bulk.which", lang),
            tuple(mine),
            format_func=lambda engagement_id: _called(mine[engagement_id], track, lang),
            key=_CHOSEN,
            placeholder=t("pipeline.bulk.choose", lang),
        )
        to_stage = right.selectbox(
            t("pipeline.board.move_to", lang),
            track.stages,
            index=None,
            format_func=lambda stage: name_of(stage, lang),
            key=_STAGE,
            placeholder=t("pipeline.choose", lang),
        )
        st.button(
            t("pipeline.bulk.all", lang, n=len(mine)), on_click=_choose_all, args=(tuple(mine),), key="bulk_all",
            type="tertiary",
        )  # fmt: skip
        picked = [mine[engagement_id] for engagement_id in st.session_state[_CHOSEN]]
        if picked and to_stage is not None:
            _preview(picked, track, to_stage, lang)


def _preview(picked: Sequence[EngagementRow], track: Track, to_stage: Stage, lang: str) -> None:
    """Draw what would become of each that is picked; those that would go back stay unless that is asked for."""
    backward = {row.engagement.id for row in picked if goes_back(track, row.engagement.stage, to_stage.id)}
    with_back = False
    if backward:
        with_back = st.checkbox(t("pipeline.bulk.with_back", lang, n=len(backward)), key=_BACK)
        st.text_input(t("pipeline.bulk.back_reason", lang), key=_REASON, disabled=not with_back)
    pairs = [
        (
            row,
            t("pipeline.bulk.back", lang)
            if row.engagement.id in backward and not with_back
            else obstacle(row, track, to_stage.id, lang),
        )
        for row in picked
    ]
    ready = [row for row, why in pairs if not why]
    where = name_of(to_stage, lang)
    lines = [
        (_called(row, track, lang), f"→ {where}", why or t("pipeline.bulk.goes", lang), not why) for row, why in pairs
    ]
    grid.show(_table(lines, lang), caption=t("pipeline.bulk", lang), key="bulk_preview", lang=lang)
    orders = tuple(
        Wanted(row.engagement.id, to_stage.id, row.engagement.version)
        for row, _ in pairs
        if with_back or row.engagement.id not in backward
    )
    label = t("pipeline.bulk.do", lang, n=len(ready))
    st.button(label, type="primary", on_click=_move, args=(orders,), disabled=not ready, key="bulk_submit")


def _choose_all(ids: tuple[str, ...]) -> None:
    st.session_state[_CHOSEN] = list(ids)


def _move(orders: tuple[Wanted, ...]) -> None:
    with frame.attempted():
        because = str(st.session_state.get(_REASON) or "") if st.session_state.get(_BACK) else ""
        outcomes = bulk_moves.move_many(state.acting(), [replace(order, note=because) for order in orders])
        st.session_state[_OUTCOMES] = outcomes
        st.session_state[_BATCH] = tuple(outcome for outcome in outcomes if outcome.went)
        st.session_state[_CHOSEN] = [outcome.order.engagement_id for outcome in outcomes if not outcome.went]


def _take_back() -> None:
    """Take back the batch that was moved last, as far as nobody acted on it since."""
    with frame.attempted():
        st.session_state[_OUTCOMES] = bulk_moves.take_back_many(state.acting(), st.session_state.pop(_BATCH, ()))


def _offer_undo(lang: str) -> None:
    """Offer to take back the batch that was moved last, all of it at once."""
    batch: tuple[Outcome, ...] = st.session_state.get(_BATCH, ())
    if batch:
        label = t("pipeline.bulk.undo", lang, n=len(batch))
        st.button(label, on_click=_take_back, key="bulk_undo", icon=":material/undo:")


def _show_outcomes(mine: Mapping[str, EngagementRow], track: Track, lang: str) -> None:
    """Tell once what became of each move: how many went, and why the others did not."""
    outcomes: tuple[Outcome, ...] = st.session_state.pop(_OUTCOMES, ())
    if not outcomes:
        return
    went = sum(outcome.went for outcome in outcomes)
    st.success(t("pipeline.bulk.done", lang, went=went, stayed=len(outcomes) - went), icon=":material/check:")
    lines = []
    for outcome in outcomes:
        row = mine.get(outcome.order.engagement_id)
        if outcome.error is not None and row is not None:
            where = name_of(track.stage(outcome.order.to_stage), lang)
            lines.append((_called(row, track, lang), f"→ {where}", words_of(outcome.error, lang), False))
    if lines:
        grid.show(_table(lines, lang), caption=t("pipeline.bulk.stayed", lang), key="bulk_outcomes", lang=lang)


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
