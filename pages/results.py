"""What an IR day came to: its figures, the follow-up list of the months after, and every file that it hands out."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.irday.papers import papers
from dealflow.ui.irday.programme import event_picker
from dealflow.ui.irday.results import event_record_form, follow_up, results
from dealflow.ui.kit import components, frame, state

lang = state.language()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("results.title", lang), anchor=False, width="content")
    place = st.container(width=420)

with frame.errors_in_words():
    with place:
        event = event_picker.chosen(held=True)
    if event is None:
        components.empty_state("results.no_event")
        st.stop()
    given = results.given_of(event)
    results.heading(given, lang)
    if not given.day.participants:
        components.empty_state("results.empty", page="event")
        st.stop()
    view = components.url_tabs(
        "view", t("results.view", lang), results.VIEWS, words=lambda text: t(f"results.view.{text}", lang)
    )
    if view == "figures":
        results.figures(given, lang)
    elif view == "follow":
        follow_up.draw(given, lang)
        follow_up.dialog(given, lang)
    elif view == "record":
        event_record_form.draw(event, lang)
    elif given.day.plan.number:
        papers.panel(event.id, report=True)
    else:
        st.caption(t("papers.no_plan", lang))
