"""Deadlines: one list of what is due, a month of it, and the reports to KVIC."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.home import deadline_list
from dealflow.ui.kit import components, frame, state
from dealflow.ui.tips import filings

lang = state.language()
st.title(t("deadlines.title", lang), anchor=False)

with frame.errors_in_words():
    view = components.url_tabs(
        "view",
        t("deadlines.view", lang),
        ("list", "month", "filings"),
        words=lambda text: t(f"deadlines.view.{text}", lang),
    )
    if view == "list":
        deadline_list.listed()
    elif view == "month":
        deadline_list.in_month()
    else:
        filings.draw()
