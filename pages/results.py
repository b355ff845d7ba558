"""Results."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui import state

st.title(t("frame.nav.results", state.language()), anchor=False)
