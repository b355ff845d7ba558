"""Decks: bring them in, see how far each is, say whose it is, and go on to the review."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.claims import deck_confidentiality, deck_drawer, deck_list, reextraction, upload
from dealflow.ui.kit import context, frame, state

drawing = state.drawing()

st.title(t("decks.title", drawing.lang))
upload.form(drawing)
reextraction.offer(drawing, context.reading_room(), place="decks")
upload.progress(drawing, context.reading_room())
deck_confidentiality.offers(drawing)
deck_list.listing(drawing, deck_list.filters(drawing))
with frame.errors_in_words():
    deck_drawer.opened(drawing)
