"""The event: its programme as a day, rooms and tables, and the rules by which the day is planned."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.irday.programme import (
    event_form,
    event_picker,
    event_profile_form,
    house_templates,
    part_content_form,
    planning_rules,
    programme_day,
    programme_draft,
    rooms,
)
from dealflow.ui.kit import components, frame, state

VIEWS: Final = ("day", "content", "public", "rooms", "rules")
lang = state.language()

with frame.errors_in_words():
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(t("frame.nav.event", lang), anchor=False, width="content")
        with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", width=620):
            event = event_picker.chosen()
            event_form.offer(lang)
    if event is None:
        components.empty_state("event.empty")
        st.stop()
    draft = programme_draft.current(event)
    event_form.offer_change(event, lang)
    with st.container(horizontal=True, vertical_alignment="center", key="event_acts"):
        view = components.url_tabs(
            "view", t("event.view", lang), VIEWS, words=lambda text: t(f"event.tab.{text}", lang)
        )
        if view == VIEWS[0]:
            programme_day.offer_new(lang)
            event_form.offer_template(draft, lang)
            house_templates.offer(draft, lang)
        event_form.offer_copy(event, lang)
    programme_draft.bar(draft, lang)
    if view == "day":
        if not draft.programme.parts:
            components.empty_state("event.no_parts")
        programme_day.draw(draft, lang)
    elif view == "content":
        part_content_form.draw(event, lang)
    elif view == "public":
        event_profile_form.draw(event, lang)
    elif view == "rooms":
        rooms.draw(draft, lang)
    else:
        planning_rules.draw(draft, lang)
