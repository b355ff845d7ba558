"""Awards of best cases: the call, cases, judges by their addresses, preliminaries by office, the final, prizes."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.award import awards as actions
from dealflow.i18n import called, t
from dealflow.ui.award import applications, awards, rounds
from dealflow.ui.kit import components, frame, state, url_filters

drawing = state.drawing()
lang = drawing.lang

with frame.errors_in_words():
    known = {award.id: award for award in actions.awards(drawing)}
    if not known:
        st.title(t("award.title", lang), anchor=False)
        components.empty_state("award.none")
        awards.offer_new(lang)
        awards.dialog(None, drawing)
        st.stop()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        award_id = url_filters.url_one(
            "award",
            t("award.title", lang),
            tuple(known),
            words=lambda text: called(known[text].title_ko, known[text].title_en, lang),
            usual=next(iter(known)),
        )
        awards.offer_new(lang)
    view = actions.award(drawing, award_id)
    awards.heading(view, drawing)
    tab = components.url_tabs(
        "view",
        t("award.tab", lang),
        ("entries", "applications", "rounds", "trail"),
        words=lambda text: t(f"award.tab.{text}", lang),
    )
    if tab == "entries":
        awards.entries(view, drawing)
    elif tab == "applications":
        applications.draw(view, drawing)
    elif tab == "rounds":
        rounds.draw(view, drawing)
    else:
        rounds.happened(view, drawing)
    awards.dialog(view, drawing)
    applications.dialog(view, drawing)
