"""The cohort book of an IR event: one page a company, as far as the viewer may see."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.companies import cohort_book
from dealflow.ui.kit import frame, state

st.title(t("memo.book", state.language()), anchor=False)
with frame.errors_in_words():
    cohort_book.draw()
