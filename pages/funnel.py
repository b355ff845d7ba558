"""The funnel: how many reached each stage, conversion, time in stage; a click shows the engagements behind a number."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.pipeline import funnel
from dealflow.i18n import name_of, t
from dealflow.ui.kit import components, context, frame, grid, keys, state
from dealflow.ui.pipeline import engagement_tables, funnel_charts, pipeline_filters
from dealflow.ui.pipeline import funnel as funnel_view

lang, ws, viewer = state.language(), context.workspace(), state.viewer()
st.title(t("funnel.title", lang), anchor=False)

with frame.told():
    with st.container(horizontal=True, vertical_alignment="bottom"):
        definition = components.url_tabs(
            "by",
            t("funnel.definition", lang),
            tuple(funnel.Definition),
            words=lambda one: t(f"funnel.definition.{one.value}", lang),
        )
        with st.container(width=220):
            track = pipeline_filters.track()
    st.caption(t(f"funnel.definition.{definition.value}.help", lang))
    query = funnel_view.query(track, definition)
    counts = funnel.funnel(ws, viewer, query)
    if not any(count.reached for count in counts):
        components.empty_state("funnel.empty", page="pipeline")
    else:
        left, right = st.columns(2, gap="large")
        with left:
            st.subheader(t("funnel.reached", lang), anchor=False, help=t("funnel.reached.help", lang))
            st.altair_chart(
                funnel_charts.funnel(counts, lang),
                on_select=funnel_view.pick_stage,
                selection_mode=funnel_charts.STAGE,
                key=keys.FUNNEL_CHART,
            )
        with right:
            st.subheader(t("funnel.times", lang), anchor=False, help=t("funnel.times.help", lang))
            times = funnel.stage_times(ws, viewer, query)
            if times:
                names = [name_of(stage, lang) for stage in track.stages]
                st.altair_chart(
                    funnel_charts.stage_times(times, names, lang),
                    on_select=funnel_view.pick_record,
                    selection_mode=funnel_charts.RECORD,
                    key=keys.TIMES_CHART,
                )
            else:
                st.caption(t("funnel.times.empty", lang))
        funnel_view.show(query, track)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(t("funnel.figures", lang), anchor=False, width="content")
            table = funnel_view.table(counts, lang)
            st.download_button(
                t("funnel.download", lang),
                engagement_tables.csv_of(table),
                file_name=f"funnel_{track.id}_{definition.value}_{context.today():%Y%m%d}.csv",
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                key="funnel_download",
            )
        at = grid.show(table, caption=t("funnel.caption", lang), key="funnel_table", lang=lang).place
        if at:
            state.ask(stage=at[0], record=None)
            st.rerun()
