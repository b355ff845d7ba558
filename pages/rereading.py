"""What changed since the last reading: old decks read again by a newer extractor, and what became of people's words."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.claims import reextraction, upload
from dealflow.ui.kit import context, frame, state

ws, viewer, lang = context.workspace(), state.viewer(), state.language()

st.title(t("rereading.title", lang), anchor=False)
st.caption(t("rereading.intro", lang))
with frame.told():
    reextraction.offer(ws, viewer, context.reading_room(), lang, place="rereading")
    upload.progress(ws, viewer, context.reading_room(), lang)
    reextraction.failures(ws, viewer, context.reading_room(), lang)
    reextraction.listing(ws, viewer, lang)
