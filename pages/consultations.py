"""A firm's own consultations: its day with one click to each log, and everything it has logged."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.irday.consultations import consultation_views
from dealflow.i18n import t
from dealflow.ui.irday.consultations import consultations
from dealflow.ui.kit import components, context, frame, state

lang = state.language()

with frame.errors_in_words():
    days = consultation_views.own_days(state.looking(), at=context.now())
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(t("frame.nav.consultations", lang), anchor=False, width="content")
        place = st.container(width=420)
    consultations.waiting(lang)
    if not days:
        components.empty_state("consult.no_event")
        st.stop()
    views = consultations.VIEWS if days[0].logs_consultations else consultations.VIEWS[:1]
    view = components.url_tabs(
        "view", t("consult.view", lang), views, words=lambda text: t(f"consult.view.{text}", lang)
    )
    if view == "own":
        with place:
            day = consultations.chosen(days)
        consultations.own(day, lang)
    else:
        consultations.history(lang)
