"""What changed since the last reading: old decks read again by a newer extractor, and what became of people's words."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.claims import rereading, uploading
from dealflow.ui.kit import desk, frame, state

ws, viewer, lang = desk.workspace(), state.viewer(), state.language()

st.title(t("rereading.title", lang), anchor=False)
st.caption(t("rereading.intro", lang))
with frame.told():
    rereading.offer(ws, viewer, desk.reading_room(), lang, place="rereading")
    uploading.progress(ws, viewer, desk.reading_room(), lang)
    rereading.failures(ws, viewer, desk.reading_room(), lang)
    rereading.listing(ws, viewer, lang)
