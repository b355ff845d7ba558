"""A regional programme: what regions and years come to, supported firms, quarterly figures, the result report."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.regional import programmes as actions
from dealflow.i18n import called, t
from dealflow.ui.kit import components, frame, state, url_filters
from dealflow.ui.regional import collecting, firms, indicators, overview, programmes, reminding, report

drawing = state.drawing()
lang = drawing.lang

with frame.errors_in_words():
    known = {programme.id: programme for programme in actions.programmes(drawing)}
    if not known:
        st.title(t("regional.title", lang), anchor=False)
        components.empty_state("regional.none")
        programmes.offer_new(lang)
        programmes.dialog(None, drawing)
        st.stop()
    programme_id = next(iter(known))
    if len(known) > 1:
        programme_id = url_filters.url_one(
            "programme",
            t("regional.title", lang),
            tuple(known),
            words=lambda text: called(known[text].title_ko, known[text].title_en, lang),
            usual=programme_id,
        )
    view = actions.programme(drawing, programme_id)
    programmes.heading(view, drawing)
    tab = components.url_tabs(
        "view",
        t("regional.view", lang),
        ("overview", "firms", "collect", "indicators", "report"),
        words=lambda text: t(f"regional.view.{text}", lang),
    )
    if tab == "overview":
        overview.draw(view, drawing)
    elif tab == "firms":
        firms.listed(view, drawing)
        firms.put_back(view, drawing)
    elif tab == "collect":
        collecting.draw(view, drawing)
    elif tab == "indicators":
        indicators.draw(view, drawing)
    else:
        report.draw(view, drawing)
    firms.dialog(view, drawing)
    reminding.dialog(view, drawing)
    indicators.dialog(view, drawing)
    programmes.dialog(view, drawing)
