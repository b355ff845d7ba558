"""Settings: one's own calendar and tokens, the house's own figures; for administrators stages and closed days."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.home import calendar_address
from dealflow.ui.kit import components, frame, state
from dealflow.ui.people import api_tokens
from dealflow.ui.pipeline import closed_days, stages
from dealflow.ui.tips import own_figures

lang = state.language()
st.title(t("settings.title", lang), anchor=False)

with frame.told():
    view = components.url_tabs(
        "view", t("settings.view", lang), stages.views(), words=lambda one: t(f"settings.view.{one}", lang)
    )
    if view == "stages":
        stages.draw()
    elif view == "holidays":
        closed_days.draw()
    elif view == "figures":
        own_figures.draw()
    elif view == "tokens":
        api_tokens.draw()
    else:
        calendar_address.draw()
