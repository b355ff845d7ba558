"""People and organisations: who works here, invited, in which role, let go; organisations as they are called."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.kit import components, frame, state
from dealflow.ui.people import house_form, organisations, privacy, staff_list

lang = state.language()

with frame.errors_in_words():
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(t("people.title", lang), anchor=False, width="content")
        staff_list.offer_invitation()
    view = components.url_tabs(
        "view", t("people.view", lang), staff_list.views(), words=lambda text: t(f"people.view.{text}", lang)
    )
    if view == "houses":
        organisations.draw()
    elif view == "own":
        house_form.draw()
    elif view == "privacy":
        privacy.draw()
    else:
        staff_list.draw()
