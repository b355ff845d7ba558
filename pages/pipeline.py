"""The pipeline: a board by stage, a matrix of companies and investors, a table; a drawer for one engagement."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.pipeline import engagements
from dealflow.i18n import t
from dealflow.ui.kit import components, context, frame, grid, keys, state
from dealflow.ui.pipeline import board, bulk_moves, engagement_drawer, engagement_tables, pipeline_filters
from dealflow.ui.record import pipeline_as_of

lang, ws, viewer, today = state.language(), context.workspace(), state.viewer(), context.today()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("pipeline.title", lang), anchor=False, width="content")
    place_of_new = st.container(width="content")

with frame.told():
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = components.url_tabs(
            "view",
            t("pipeline.view", lang),
            ("board", "matrix", "table"),
            words=lambda one: t(f"pipeline.view.{one}", lang),
        )
        with st.container(width=220):
            track = pipeline_filters.track()
        wanted, stale = pipeline_filters.wanted(track)
        day = pipeline_as_of.chosen()
    if day is not None:
        pipeline_as_of.show(day, track, wanted, view)
        st.stop()
    if board.may_add(viewer):
        with place_of_new.container(horizontal=True):
            if st.button(t("pipeline.import", lang), icon=":material/upload_file:", key="pipeline_import"):
                bulk_moves.offer_import()
            if st.button(t("pipeline.new", lang), type="primary", icon=":material/add:", key="pipeline_new"):
                engagement_drawer.offer_new(track)
    engagement_drawer.show_lost()
    rows = pipeline_filters.rows(wanted, stale=stale)
    with st.container(horizontal=True, vertical_alignment="center", height=32, border=False, gap="small"):
        counts = [t("pipeline.count", lang, n=len(rows))]
        late = sum(row.stale for row in rows)
        counts += [t("pipeline.count.stale", lang, n=late)] if late else []
        st.caption(" · ".join(counts), width="content")
        engagement_drawer.show_undo()
    if not rows:
        everything = engagements.engagements(ws, viewer, engagements.EngagementFilter(track=track.id), on=today)
        components.empty_state("pipeline.empty_filter" if everything else "pipeline.empty")
    elif view == "board":
        shown = board.data(pipeline_filters.columns(wanted, stale=stale), viewer, on=today, lang=lang, track=track)
        board.show(shown, key=keys.BOARD, on_move=engagement_drawer.move, on_open=engagement_drawer.open_at)
    elif view == "matrix":
        cells = engagements.matrix(ws, viewer, wanted, on=today)
        words = t("pipeline.caption.matrix", lang)
        at = grid.show(
            engagement_tables.matrix(cells, ws.tracks, lang), caption=words, key="pipeline_matrix", lang=lang
        ).place
        if at and at in cells.cells:
            engagement_drawer.open_at(cells.cells[at].engagement.id)
        elif at:
            grid.go("company", lang, id=at[0])
    else:
        words = t("pipeline.caption.table", lang)
        shown_rows = engagement_tables.engagements(rows, ws.tracks, on=today, lang=lang)
        at = grid.show(shown_rows, caption=words, key="pipeline_table", lang=lang).place
        if at:
            engagement_drawer.open_at(at[0])
        bulk_moves.bulk(rows, track)
    if state.asked("open"):
        engagement_drawer.show(state.asked("open"))
