"""What changed since the last reading: old decks read again by a newer extractor, and what became of people's words."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.claims import reextraction, upload
from dealflow.ui.kit import context, frame, state

drawing = state.drawing()

st.title(t("rereading.title", drawing.lang), anchor=False)
st.caption(t("rereading.intro", drawing.lang))
with frame.errors_in_words():
    reextraction.offer(drawing, context.reading_room(), place="rereading")
    upload.progress(drawing, context.reading_room())
    reextraction.failures(drawing, context.reading_room())
    reextraction.listing(drawing)
