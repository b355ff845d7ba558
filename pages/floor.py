"""The floor on the day: how it stands, who is here, round-tables, and the addresses and screens of the day."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.irday.floor import attendance, floor, floor_changes, floor_links, roundtables, table_grid
from dealflow.ui.irday.programme import event_picker
from dealflow.ui.kit import components, frame, state

lang = state.language()

with frame.errors_in_words():
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(t("frame.nav.floor", lang), anchor=False, width="content")
        with st.container(width=420):
            event = event_picker.chosen()
    if event is None:
        components.empty_state("floor.no_event")
        st.stop()
    with st.container(horizontal=True, vertical_alignment="center", key="floor_acts"):
        view = components.url_tabs(
            "view", t("floor.view", lang), floor.VIEWS, words=lambda text: t(f"floor.view.{text}", lang)
        )
        if view in {"now", "grid", "people"}:
            floor_changes.offer(floor.day_of(event), lang)
    floor_changes.show_told(floor.day_of(event), lang)
    if view == "now":
        floor.now(event)
    elif view == "grid":
        table_grid.draw(event)
    elif view == "people":
        attendance.draw(event)
    elif view == "roundtables":
        roundtables.draw(event)
    else:
        floor_links.draw(event)
