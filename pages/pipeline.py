"""The pipeline: a board by stage, a matrix of companies and investors, a table; a drawer for one engagement."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.pipeline import engagements
from dealflow.i18n import t
from dealflow.ui.irday.consultations import engagement_consultations
from dealflow.ui.kit import components, frame, grid, keys, state
from dealflow.ui.pipeline import board, bulk_moves, engagement_drawer, engagement_tables, pipeline_filters
from dealflow.ui.record import pipeline_as_of

drawing = state.drawing()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("pipeline.title", drawing.lang), anchor=False, width="content")
    place_of_new = st.container(width="content")

with frame.errors_in_words():
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = components.url_tabs(
            "view",
            t("pipeline.view", drawing.lang),
            ("board", "matrix", "table"),
            words=lambda text: t(f"pipeline.view.{text}", drawing.lang),
        )
        with st.container(width=220):
            track = pipeline_filters.track()
        wanted, stale = pipeline_filters.chosen_filter(track)
        day = pipeline_as_of.chosen()
    if day is not None:
        pipeline_as_of.show(day, track, wanted, view)
        engagement_drawer.show_asked(engagement_consultations.draw)
        st.stop()
    if board.may_add(drawing.viewer):
        with place_of_new.container(horizontal=True):
            if st.button(t("pipeline.import", drawing.lang), icon=":material/upload_file:", key="pipeline_import"):
                bulk_moves.offer_import()
            if st.button(t("pipeline.new", drawing.lang), type="primary", icon=":material/add:", key="pipeline_new"):
                engagement_drawer.offer_new(track)
    engagement_drawer.show_lost()
    rows = pipeline_filters.rows(wanted, stale=stale)
    with st.container(horizontal=True, vertical_alignment="center", height=32, border=False, gap="small"):
        counts = [t("pipeline.count", drawing.lang, n=len(rows))]
        late = sum(row.stale for row in rows)
        counts += [t("pipeline.count.stale", drawing.lang, n=late)] if late else []
        st.caption(" · ".join(counts), width="content")
        engagement_drawer.show_undo()
    if not rows:
        everything = engagements.engagements(drawing, engagements.EngagementFilter(track=track.id), on=drawing.today)
        components.empty_state("pipeline.empty_filter" if everything else "pipeline.empty")
    elif view == "board":
        columns = pipeline_filters.columns(wanted, stale=stale)
        shown = board.data(columns, drawing.viewer, on=drawing.today, lang=drawing.lang, track=track)
        board.show(shown, key=keys.BOARD, on_move=engagement_drawer.move, on_open=engagement_drawer.open_at)
    elif view == "matrix":
        cells = engagements.matrix(drawing, wanted, on=drawing.today)
        words = t("pipeline.caption.matrix", drawing.lang)
        at = grid.show(
            engagement_tables.matrix(cells, drawing.ws.tracks, drawing.lang),
            caption=words,
            key="pipeline_matrix",
            lang=drawing.lang,
        ).place
        if at and at in cells.cells:
            engagement_drawer.open_at(cells.cells[at].engagement.id)
        elif at:
            grid.go("company", drawing.lang, id=at[0])
    else:
        words = t("pipeline.caption.table", drawing.lang)
        shown_rows = engagement_tables.engagements(rows, drawing.ws.tracks, on=drawing.today, lang=drawing.lang)
        at = grid.show(shown_rows, caption=words, key="pipeline_table", lang=drawing.lang).place
        if at:
            engagement_drawer.open_at(at[0])
        bulk_moves.bulk(rows, track)
    engagement_drawer.show_asked(engagement_consultations.draw)
