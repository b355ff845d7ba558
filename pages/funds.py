"""The house's funds: who votes for each, by which rule, and whether mother-fund money is in it."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.investment import funds
from dealflow.ui.kit import frame, state

lang = state.language()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("funds.title", lang), anchor=False, width="content")
    with frame.errors_in_words():
        funds.offer_new()
st.caption(t("funds.caption", lang))
with frame.errors_in_words():
    funds.draw()
