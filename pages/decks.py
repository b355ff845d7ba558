"""Decks: bring them in, see how far each is, say whose it is, and go on to the review."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.claims import deck_drawer, deck_list, reextraction, upload
from dealflow.ui.kit import context, frame, state

ws, viewer, lang = context.workspace(), state.viewer(), state.language()

st.title(t("decks.title", lang))
upload.form(ws, viewer, lang)
reextraction.offer(ws, viewer, context.reading_room(), lang, place="decks")
upload.progress(ws, viewer, context.reading_room(), lang)
deck_list.listing(ws, viewer, deck_list.filters(ws, viewer, lang), lang)
with frame.told():
    deck_drawer.opened(ws, viewer, lang)
