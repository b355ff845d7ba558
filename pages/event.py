"""The event: its programme as a day, rooms and tables, and the rules by which the day is planned."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.irday.programme import event_choice, event_day, event_draft, event_new, event_rooms, event_rules
from dealflow.ui.kit import components, frame, state

VIEWS: Final = ("day", "rooms", "rules")
lang = state.language()

with frame.told():
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(t("frame.nav.event", lang), anchor=False, width="content")
        with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", width=620):
            event = event_choice.chosen()
            event_new.offer(lang)
    if event is None:
        components.empty_state("event.empty")
        st.stop()
    draft = event_draft.current(event)
    event_new.offer_change(event, lang)
    with st.container(horizontal=True, vertical_alignment="center", key="event_acts"):
        view = components.url_tabs("view", t("event.view", lang), VIEWS, words=lambda one: t(f"event.tab.{one}", lang))
        if view == VIEWS[0]:
            event_day.offer_new(lang)
            event_new.offer_template(draft, lang)
    event_draft.bar(draft, lang)
    if view == "day":
        if not draft.programme.parts:
            components.empty_state("event.no_parts")
        event_day.draw(draft, lang)
    elif view == "rooms":
        event_rooms.draw(draft, lang)
    else:
        event_rules.draw(draft, lang)
