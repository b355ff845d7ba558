"""Decks: bring them in, see how far each is, say whose it is, and go on to the review."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.claims import deckcard, decklist, rereading, uploading
from dealflow.ui.kit import desk, frame, state

ws, viewer, lang = desk.workspace(), state.viewer(), state.language()

st.title(t("decks.title", lang))
uploading.form(ws, viewer, lang)
rereading.offer(ws, viewer, desk.reading_room(), lang, place="decks")
uploading.progress(ws, viewer, desk.reading_room(), lang)
decklist.listing(ws, viewer, decklist.filters(ws, viewer, lang), lang)
with frame.told():
    deckcard.opened(ws, viewer, lang)
