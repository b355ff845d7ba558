"""Adopters: their needs, the suppliers that fit and why, and deployments with their measured results."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.adoption import deployments as installed
from dealflow.actions.adoption import needs as actions
from dealflow.i18n import t
from dealflow.ui.adoption import deployments, needs
from dealflow.ui.kit import components, frame, state

drawing = state.drawing()
lang, need_id = drawing.lang, state.url_value("need")

with frame.errors_in_words():
    if need_id:
        view = actions.need(drawing, need_id)
        needs.one(view, drawing)
        needs.dialog(view, drawing)
        st.stop()
    st.title(t("adoption.title", lang), anchor=False)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        shown = components.url_tabs(
            "view",
            t("adoption.view", lang),
            ("needs", "deployments"),
            words=lambda text: t(f"adoption.view.{text}", lang),
        )
        (needs if shown == "needs" else deployments).offer_new(lang)
    if shown == "deployments":
        known = installed.deployments(drawing)
        deployments.opened(known, drawing)
        if known:
            deployments.listed(known, drawing)
        else:
            components.empty_state("adoption.no_deployment")
        deployments.dialog(known, drawing)
        st.stop()
    views = actions.needs(drawing)
    if views:
        needs.listed(views, drawing)
    else:
        components.empty_state("adoption.no_need")
    needs.dialog(None, drawing)
