"""Home: what waits for me today, and the funnel at a glance."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.pipeline import insight
from dealflow.i18n import t
from dealflow.i18n.numbers import day
from dealflow.ui.home import alarms, today
from dealflow.ui.kit import components, desk, frame, state

lang, ws, viewer = state.language(), desk.workspace(), state.viewer()
st.title(t("home.title", lang), anchor=False)

with frame.told():
    home = insight.home(ws, viewer, on=desk.today())
    st.caption(components.harmless(t("home.today", lang, day=day(desk.today(), lang))))
    if today.is_empty(home):
        components.empty_state("home.empty", page="decks")
        st.stop()
    today.numbers(home)
    left, right = st.columns((3, 2), gap="large")
    with left:
        alarms.draw()
        today.to_review(home)
        today.engagements("due", home.due)
        today.engagements("stale", home.stale)
        today.to_settle(home)
    with right:
        today.funnel(home)
        today.events(home)
    today.drawer_if_asked()
