"""The pipeline: a board by stage, a matrix of companies and investors, a table; a drawer for one engagement."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.pipeline import pipeline
from dealflow.i18n import t
from dealflow.ui.kit import components, desk, frame, grid, keys, state
from dealflow.ui.pipeline import board, drawer, moving, selection, tables
from dealflow.ui.record import asof

lang, ws, viewer, today = state.language(), desk.workspace(), state.viewer(), desk.today()

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
            track = selection.track()
        wanted, stale = selection.wanted(track)
        day = asof.chosen()
    if day is not None:
        asof.show(day, track, wanted, view)
        st.stop()
    if board.may_add(viewer):
        with place_of_new.container(horizontal=True):
            if st.button(t("pipeline.import", lang), icon=":material/upload_file:", key="pipeline_import"):
                moving.offer_import()
            if st.button(t("pipeline.new", lang), type="primary", icon=":material/add:", key="pipeline_new"):
                drawer.offer_new(track)
    drawer.show_lost()
    rows = selection.rows(wanted, stale=stale)
    with st.container(horizontal=True, vertical_alignment="center", height=32, border=False, gap="small"):
        counts = [t("pipeline.count", lang, n=len(rows))]
        late = sum(row.stale for row in rows)
        counts += [t("pipeline.count.stale", lang, n=late)] if late else []
        st.caption(" · ".join(counts), width="content")
        drawer.show_undo()
    if not rows:
        everything = pipeline.engagements(ws, viewer, pipeline.EngagementFilter(track=track.id), on=today)
        components.empty_state("pipeline.empty_filter" if everything else "pipeline.empty")
    elif view == "board":
        shown = board.data(selection.columns(wanted, stale=stale), viewer, on=today, lang=lang, track=track)
        board.show(shown, key=keys.BOARD, on_move=drawer.move, on_open=drawer.open_at)
    elif view == "matrix":
        cells = pipeline.matrix(ws, viewer, wanted, on=today)
        words = t("pipeline.caption.matrix", lang)
        at = grid.show(tables.matrix(cells, ws.tracks, lang), caption=words, key="pipeline_matrix", lang=lang).place
        if at and at in cells.cells:
            drawer.open_at(cells.cells[at].engagement.id)
        elif at:
            grid.go("company", lang, id=at[0])
    else:
        words = t("pipeline.caption.table", lang)
        shown_rows = tables.engagements(rows, ws.tracks, on=today, lang=lang)
        at = grid.show(shown_rows, caption=words, key="pipeline_table", lang=lang).place
        if at:
            drawer.open_at(at[0])
        moving.bulk(rows, track)
    if state.asked("open"):
        drawer.show(state.asked("open"))
