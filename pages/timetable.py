"""The timetable of an IR day: made, looked at by place and by firm, changed by hand, planned again, published."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.irday.papers import papers
from dealflow.ui.irday.programme import event_picker
from dealflow.ui.irday.timetable import add_meeting, by_firm, plan_job, plan_versions, replanning, timetable
from dealflow.ui.kit import components, frame, state

lang = state.language()

with frame.errors_in_words():
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(t("frame.nav.timetable", lang), anchor=False, width="content")
        with st.container(width=420):
            event = event_picker.chosen()
    if event is None:
        components.empty_state("timetable.no_event")
        st.stop()
    view = timetable.view_of(event)
    with st.container(horizontal=True, vertical_alignment="center", key="timetable_acts"):
        shown = components.url_tabs(
            "view", t("timetable.view", lang), timetable.VIEWS, words=lambda text: t(f"timetable.view.{text}", lang)
        )
        plan_job.offer(view, lang)
        plan_versions.acts(view, lang)
        if shown == "places":
            add_meeting.offer(view, lang)
        if view.number:
            papers.popover(event.id, version=view.number)
    plan_job.watch(view, lang)
    if shown == "replan":
        replanning.draw(view, lang)
    elif shown == "versions":
        plan_versions.draw(view, lang)
    elif not view.number:
        components.empty_state("timetable.empty")
    else:
        timetable.heading(view, lang)
        if shown == "places":
            timetable.grid(view, lang)
            timetable.open_ends(view, lang)
        else:
            by_firm.draw(view, shown, lang)
