"""Search: one box over companies, people, decks, figures, decisions, notes and the words of every slide."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.home import search_page
from dealflow.ui.kit import frame, state

drawing = state.drawing()
st.title(t("search.title", drawing.lang), anchor=False)
with frame.errors_in_words():
    search_page.draw(drawing)
