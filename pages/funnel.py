"""The funnel: how many reached each stage, conversion, time in stage; a click shows the engagements behind a number."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.pipeline import funnel
from dealflow.i18n import name_of, t
from dealflow.ui.irday.consultations import engagement_consultations
from dealflow.ui.kit import charts, components, frame, grid, keys, state
from dealflow.ui.notes import document_list, note_list
from dealflow.ui.pipeline import engagement_drawer, funnel_charts, pipeline_filters
from dealflow.ui.pipeline import funnel as funnel_view
from dealflow.ui.sheets import export_button

drawing = state.drawing()
st.title(t("funnel.title", drawing.lang), anchor=False)

with frame.errors_in_words():
    with st.container(horizontal=True, vertical_alignment="bottom"):
        definition = components.url_tabs(
            "by",
            t("funnel.definition", drawing.lang),
            tuple(funnel.Definition),
            words=lambda definition: t(f"funnel.definition.{definition.value}", drawing.lang),
        )
        with st.container(width=220):
            track = pipeline_filters.track()
    st.caption(t(f"funnel.definition.{definition.value}.help", drawing.lang))
    query = funnel_view.query(track, definition)
    counts = funnel.funnel(drawing, query)
    if not any(count.reached for count in counts):
        components.empty_state("funnel.empty", page="pipeline")
    else:
        left, right = st.columns(2, gap="large")
        with left:
            st.subheader(t("funnel.reached", drawing.lang), anchor=False, help=t("funnel.reached.help", drawing.lang))
            st.vega_lite_chart(
                charts.spec(funnel_charts.funnel, counts, drawing.lang),
                on_select=funnel_view.pick_stage,
                selection_mode=funnel_charts.STAGE,
                key=keys.FUNNEL_CHART,
            )
        with right:
            st.subheader(t("funnel.times", drawing.lang), anchor=False, help=t("funnel.times.help", drawing.lang))
            times = funnel.stage_times(drawing, query)
            if times:
                names = tuple(name_of(stage, drawing.lang) for stage in track.stages)
                st.vega_lite_chart(
                    charts.spec(funnel_charts.stage_times, times, names, drawing.lang),
                    on_select=funnel_view.pick_record,
                    selection_mode=funnel_charts.RECORD,
                    key=keys.TIMES_CHART,
                )
            else:
                st.caption(t("funnel.times.empty", drawing.lang))
        funnel_view.show(query, track)
        engagement_drawer.show_asked(note_list.of_deal, document_list.of_deal, engagement_consultations.draw)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(t("funnel.figures", drawing.lang), anchor=False, width="content")
            table = funnel_view.table(counts, drawing.lang)
            export_button.funnel(drawing, query)
        at = grid.show(table, caption=t("funnel.caption", drawing.lang), key="funnel_table", lang=drawing.lang).place
        if at:
            state.ask(stage=at[0], record=None)
            st.rerun()
