"""Awards of best cases: the call, cases, judges by their addresses, preliminaries by office, the final, prizes."""

from __future__ import annotations

from functools import partial

from dealflow.actions.award import awards as actions
from dealflow.i18n import t
from dealflow.ui.award import applications, awards, rounds
from dealflow.ui.kit import components, frame, record_page, state

drawing = state.drawing()
lang = drawing.lang

with frame.errors_in_words():
    award_id = record_page.chosen(
        actions.awards(drawing), "award", lang, url_name="award", begin=partial(awards.begin, drawing)
    )
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
