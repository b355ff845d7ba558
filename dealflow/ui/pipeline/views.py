"""The views of the pipeline: a board by stage, a table to work in, the sums of the stages, a matrix of investors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dealflow.actions.pipeline import deal_figures, engagements
from dealflow.actions.pipeline.engagements import EngagementFilter, EngagementRow
from dealflow.domain.pipeline.funnel import Track
from dealflow.i18n import t
from dealflow.ui.kit import grid, keys, state
from dealflow.ui.kit.grid import Look
from dealflow.ui.kit.state import Drawing
from dealflow.ui.people import colleagues
from dealflow.ui.pipeline import (
    board,
    bulk_changes,
    engagement_drawer,
    engagement_tables,
    pipeline_filters,
    saved_views,
    stage_totals,
    table_edits,
    working_table,
)

VIEWS: Final = ("board", "table", "stages")


def offered(drawing: Drawing) -> tuple[str, ...]:
    """Return the views: a matrix only for books that follow several investors; of one it would have one column."""
    investors = {row.engagement.investor_id for row in engagements.engagements(drawing, on=drawing.today)}
    return (*VIEWS, "matrix") if len(investors) > 1 else VIEWS


def draw(view: str, track: Track, filters: EngagementFilter, rows: Sequence[EngagementRow]) -> None:
    """Draw the rows of a track in a view."""
    drawing = state.drawing()
    if view == "matrix":
        _matrix(drawing, filters)
        return
    figures = deal_figures.deal_figures(drawing, rows)
    sums = deal_figures.sums(drawing, track, rows, figures, on=drawing.today)
    if view == "table":
        _table(drawing, track, rows, figures)
    elif view == "stages":
        caption = t("pipeline.caption.stages", drawing.lang)
        st.caption(t("pipeline.sum.help", drawing.lang))
        shown = stage_totals.table(sums, track.id, drawing.lang)
        at = grid.show(shown, caption=caption, key="pipeline_stages", lang=drawing.lang).place
        if at:
            state.ask(view="table", stage=None if at[0] == "all" else at[0])
            st.rerun()
    else:
        metrics = {metric.id: metric for metric in drawing.ws.metrics}
        extras = board.Extras(figures, sums, metrics, tuple(sorted(colleagues.names())))
        columns = engagements.columns_of(track, rows)
        shown_board = board.data(
            columns, drawing.viewer, on=drawing.today, lang=drawing.lang, track=track, extras=extras
        )
        board.show(shown_board, key=keys.BOARD, on_move=engagement_drawer.move, on_open=engagement_drawer.open_at)


def _table(
    drawing: Drawing, track: Track, rows: Sequence[EngagementRow], figures: dict[str, deal_figures.DealFigures]
) -> None:
    names = colleagues.names(also=[row.engagement.assignee_id for row in rows])
    convert = deal_figures.conversion(drawing, on=drawing.today)
    sheet = working_table.Sheet(track, figures, names, convert, drawing.today, drawing.lang)
    may_edit = board.may_add(drawing.viewer)
    by_id = {row.engagement.id: row for row in rows}
    if may_edit:
        bulk_changes.draw(by_id, track, colleagues.names())
    columns = working_table.columns_of()
    ordered = working_table.in_order(rows, sheet)
    shown = working_table.table(ordered, columns, sheet, may_edit=may_edit)
    look = Look()
    if may_edit:
        look = Look(
            bulk_changes.ticked(by_id),
            on_ticked=bulk_changes.keep_ticks,
            on_edited=lambda edited: table_edits.keep(edited, by_id),
        )
    caption = t("pipeline.caption.table", drawing.lang)
    clicked = grid.show(shown, caption=caption, key="pipeline_table", lang=drawing.lang, look=look)
    if clicked.column:
        working_table.sort_by(clicked.column)
        st.rerun()
    if clicked.place:
        _follow(clicked.place, figures, drawing.lang)


def _follow(place: tuple[str, str], figures: dict[str, deal_figures.DealFigures], lang: str) -> None:
    """Open what was clicked: the page that a headline figure stands on, or the engagement."""
    _, is_figure, metric = place[1].partition("figure:")
    if is_figure:
        found = figures[place[0]].headlines[metric]
        grid.go("review", lang, deck=found.deck_id, claim=found.claim_id)
    engagement_drawer.open_at(place[0])


def _matrix(drawing: Drawing, filters: EngagementFilter) -> None:
    cells = engagements.matrix(drawing, filters, on=drawing.today)
    caption = t("pipeline.caption.matrix", drawing.lang)
    shown = engagement_tables.matrix(cells, drawing.ws.tracks, drawing.lang)
    at = grid.show(shown, caption=caption, key="pipeline_matrix", lang=drawing.lang).place
    if at and at in cells.cells:
        engagement_drawer.open_at(cells.cells[at].engagement.id)
    elif at:
        grid.go("company", drawing.lang, id=at[0])


def heading(view: str, rows: Sequence[EngagementRow], hidden: int) -> None:
    """Draw how many there are, how many stand for long or are hidden, the saved views and columns, the way to undo."""
    lang = state.language()
    with st.container(horizontal=True, vertical_alignment="center", border=False, gap="small"):
        counts = [t("pipeline.count", lang, n=len(rows))]
        late = sum(row.stale for row in rows)
        counts += [t("pipeline.count.stale", lang, n=late)] if late else []
        st.caption(" · ".join(counts), width="content")
        if hidden:
            label = t("pipeline.closed.show", lang, n=hidden)
            st.button(label, type="tertiary", key="show_closed", on_click=pipeline_filters.show_closed)
        saved_views.draw("pipeline")
        if view == "table":
            working_table.offer_columns(lang)
        engagement_drawer.show_undo()
