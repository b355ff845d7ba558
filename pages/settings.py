"""Settings: one's own calendar and tokens, the house's own figures; for administrators stages and closed days."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.api import webhooks
from dealflow.ui.home import calendar_feed
from dealflow.ui.investment import exchange_rates, scorecards
from dealflow.ui.kit import components, frame, state
from dealflow.ui.notices import notice_preferences, sent_letters
from dealflow.ui.people import absence_form, api_tokens
from dealflow.ui.pipeline import business_days, track_settings
from dealflow.ui.tips import rule_overrides

lang = state.language()
st.title(t("settings.title", lang), anchor=False)

with frame.errors_in_words():
    view = components.url_tabs(
        "view", t("settings.view", lang), track_settings.views(), words=lambda text: t(f"settings.view.{text}", lang)
    )
    if view == "stages":
        track_settings.draw()
    elif view == "holidays":
        business_days.draw()
    elif view == "figures":
        rule_overrides.draw()
    elif view == "rates":
        exchange_rates.draw()
    elif view == "scorecards":
        scorecards.draw()
    elif view == "notices":
        notice_preferences.draw()
        sent_letters.draw()
    elif view == "absence":
        absence_form.draw()
    elif view == "tokens":
        api_tokens.draw()
    elif view == "webhooks":
        webhooks.draw()
    else:
        calendar_feed.draw()
