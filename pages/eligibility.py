"""Eligibility: one company against one rule pack, a whole event against a pack, and what changes between two packs."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.tips import eligibility
from dealflow.i18n import t
from dealflow.ui.kit import components, frame, state
from dealflow.ui.sheets import fact_sheet
from dealflow.ui.tips import eligibility as eligibility_page
from dealflow.ui.tips import eligibility_event, eligibility_facts

lang = state.language()
st.title(t("eligibility.title", lang), anchor=False)

with frame.errors_in_words():
    view = components.url_tabs(
        "view",
        t("eligibility.view", lang),
        ("company", "event", "changes", "facts"),
        words=lambda text: t(f"eligibility.view.{text}", lang),
    )
    if view == "changes":
        eligibility_event.changes(lang)
        st.stop()
    if view == "facts":
        fact_sheet.draw(state.drawing())
        st.stop()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        company_id = eligibility_page.choose_company(lang) if view == "company" else None
        on, pack_id = eligibility_page.choose_pack(lang)
    if view == "event":
        eligibility_event.whole(on, pack_id, lang)
    elif company_id is None:
        components.empty_state("eligibility.empty", page="decks")
    else:
        found = eligibility.examine(state.looking(), company_id, on=on, pack_id=pack_id)
        if found.pack is None:
            components.empty_state("eligibility.no_pack")
        else:
            eligibility_page.heading(found, found.pack, lang)
            eligibility_facts.track(found.case, lang)
            eligibility_page.rules(found, found.pack, lang)
