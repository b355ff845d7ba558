"""A regional programme: what regions and years come to, supported firms, quarterly figures, the result report."""

from __future__ import annotations

from functools import partial

from dealflow.actions.regional import programmes as actions
from dealflow.i18n import t
from dealflow.ui.kit import components, frame, record_page, state
from dealflow.ui.regional import collecting, firms, indicators, overview, programmes, reminding, report

drawing = state.drawing()
lang = drawing.lang

with frame.errors_in_words():
    known = actions.programmes(drawing)
    programme_id = record_page.chosen(
        known, "regional", lang, url_name="programme", begin=partial(programmes.begin, drawing)
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
