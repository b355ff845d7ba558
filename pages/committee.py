"""The committee: the list of sessions, or one session with its agenda, votes, marks, results and conditions."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.investment import session_list, session_page
from dealflow.ui.kit import frame, state

lang = state.language()

with frame.errors_in_words():
    if asked := state.url_value("session"):
        session_page.draw(asked, lang)
    else:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.title(t("committee.title", lang), anchor=False, width="content")
            session_list.offer_new()
        session_list.draw()
