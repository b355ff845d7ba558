"""What came by mail or into the folder: who it may be from, and where it belongs."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.inbound import inbox
from dealflow.ui.kit import components, frame, state

drawing = state.drawing()
st.title(t("inbound.title", drawing.lang), anchor=False)

with frame.errors_in_words():
    inbox.status(drawing)
    inbox.bring(drawing)
    view = components.url_tabs(
        "view", t("inbound.view", drawing.lang), inbox.VIEWS, words=lambda name: t(f"inbound.view.{name}", drawing.lang)
    )
    inbox.listing(drawing, view)
