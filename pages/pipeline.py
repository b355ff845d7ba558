"""The pipeline: a board by stage, a table to work in, sums of stages, saved views; a drawer for one engagement."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.pipeline import engagements
from dealflow.i18n import t
from dealflow.ui.irday.consultations import engagement_consultations
from dealflow.ui.kit import components, frame, state
from dealflow.ui.notes import document_list, note_list
from dealflow.ui.pipeline import board, engagement_drawer, pipeline_filters, views
from dealflow.ui.record import pipeline_as_of
from dealflow.ui.sheets import export_button

drawing = state.drawing()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("pipeline.title", drawing.lang), anchor=False, width="content")
    place_of_new = st.container(width="content", horizontal=True, vertical_alignment="center")

with frame.errors_in_words():
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = components.url_tabs(
            "view",
            t("pipeline.view", drawing.lang),
            views.offered(drawing),
            words=lambda text: t(f"pipeline.view.{text}", drawing.lang),
        )
        with st.container(width=220):
            track = pipeline_filters.track()
        wanted, stale = pipeline_filters.chosen_filter(track)
        day = pipeline_as_of.chosen()
    if day is not None:
        pipeline_as_of.show(day, track, wanted, view)
        engagement_drawer.show_asked(note_list.of_deal, document_list.of_deal, engagement_consultations.draw)
        st.stop()
    place_of_export = place_of_new.container(width="content")
    if board.may_add(drawing.viewer):
        with place_of_new:
            export_button.way_in(drawing)
            if st.button(t("pipeline.new", drawing.lang), type="primary", icon=":material/add:", key="pipeline_new"):
                engagement_drawer.offer_new(track)
    engagement_drawer.show_lost()
    rows, hidden = pipeline_filters.rows(wanted, stale=stale)
    with place_of_export:
        export_button.pipeline(drawing, rows)
    views.heading(view, rows, hidden)
    if not rows:
        everything = engagements.engagements(drawing, engagements.EngagementFilter(track=track.id), on=drawing.today)
        components.empty_state("pipeline.empty_filter" if everything else "pipeline.empty")
    else:
        views.draw(view, track, wanted, rows)
    engagement_drawer.show_asked(note_list.of_deal, document_list.of_deal, engagement_consultations.draw)
