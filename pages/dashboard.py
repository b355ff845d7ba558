"""Dashboards of a track: sourcing, conversion, load, flow, regions, sectors, months; every mark opens its records."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.irday.consultations import engagement_consultations
from dealflow.ui.kit import frame, state
from dealflow.ui.notes import document_list, note_list
from dealflow.ui.pipeline import dashboard, engagement_drawer, saved_views
from dealflow.ui.sheets import export_button

drawing = state.drawing()
st.title(t("dashboard.title", drawing.lang), anchor=False)

with frame.errors_in_words():
    track, query = dashboard.question()
    with st.container(horizontal=True, vertical_alignment="center"):
        saved_views.draw("dashboard")
        export_button.traits(drawing, query)
    dashboard.draw(track, query)
    engagement_drawer.show_asked(note_list.of_deal, document_list.of_deal, engagement_consultations.draw)
