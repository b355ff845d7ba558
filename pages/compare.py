"""Companies side by side, with verified figures marked, sums in one currency and the cohort's median."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.companies import compare
from dealflow.ui.kit import frame, state

st.title(t("compare.title", state.language()), anchor=False)
with frame.errors_in_words():
    compare.draw()
