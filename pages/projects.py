"""Projects with a grant: what follows on a recommendation, one project, and the operator's results of a year."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.tips import grant_projects as actions
from dealflow.i18n import t
from dealflow.ui.kit import components, frame, state
from dealflow.ui.notes import document_list, note_list
from dealflow.ui.tips import across, grant_forms, grant_projects

drawing = state.drawing()
lang, engagement_id = drawing.lang, state.url_value("engagement")

with frame.errors_in_words():
    if engagement_id:
        view = actions.project(drawing, engagement_id, on=drawing.today)
        grant_projects.heading(view, drawing)
        tab = components.url_tabs(
            "view", t("projects.tab", lang), grant_projects.TABS, words=lambda text: t(f"projects.tab.{text}", lang)
        )
        grant_projects.tab(tab, view, drawing)
        if tab == "log":
            note_list.of_company(view.company.id, view.engagement.id)
        if tab == "files":
            document_list.of_company(view.company.id, view.engagement.id)
        grant_forms.dialog(view, lang)
        st.stop()
    st.title(t("projects.title", lang), anchor=False)
    shown_tab = components.url_tabs(
        "view",
        t("projects.tab", lang),
        ("list", "results", "across"),
        words=lambda text: t(f"projects.view.{text}", lang),
    )
    if shown_tab == "results":
        grant_projects.results(drawing)
        st.stop()
    if shown_tab == "across":
        across.draw(drawing)
        st.stop()
    views = actions.projects(drawing, on=drawing.today)
    if views:
        grant_projects.listed(views, drawing)
    else:
        components.empty_state("projects.empty", page="operators")
