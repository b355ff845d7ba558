"""Home: what changed since I was here, what waits for me today, and the funnel at a glance."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.pipeline import funnel
from dealflow.i18n import t
from dealflow.i18n.numbers import day
from dealflow.ui.home import alerts, desks, today, whats_new
from dealflow.ui.kit import components, context, frame, state

drawing = state.drawing()
st.title(t("home.title", drawing.lang), anchor=False)

with frame.errors_in_words():
    home = funnel.home(drawing, on=context.today())
    st.caption(components.harmless(t("home.today", drawing.lang, day=day(context.today(), drawing.lang))))
    news = st.container()
    has_desk = desks.draw(drawing)
    if today.is_empty(home) and not has_desk:
        components.empty_state("home.empty", page="decks")
        st.stop()
    with news:
        whats_new.draw(drawing)
    if not has_desk:
        today.numbers(home)
        today.show_counted(home)
    left, right = st.columns((3, 2), gap="large")
    with left:
        desks.owing_tables(drawing)
        desks.operators_table(drawing)
        alerts.draw(home.due)
        if not has_desk:
            today.to_review(home)
        today.stale(home)
        if not has_desk:
            today.to_settle(home)
    with right:
        if has_desk:
            today.events(home)
        today.funnel(home)
        if not has_desk:
            today.events(home)
    if has_desk:
        desks.last(home)
    today.drawer_if_asked()
