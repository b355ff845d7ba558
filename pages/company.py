"""One company: its figures by section with conflicts side by side, its decks, engagements and history."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.claims import consistency
from dealflow.actions.companies import companies
from dealflow.i18n import t
from dealflow.ui.claims import sheet
from dealflow.ui.companies import figures, record
from dealflow.ui.kit import components, desk, frame, state
from dealflow.ui.pipeline import drawer

lang, ws, viewer = state.language(), desk.workspace(), state.viewer()

with frame.told():
    company_id = state.asked("id") or (viewer.company_id or "")
    if not company_id:
        st.title(t("company.title", lang), anchor=False)
        components.empty_state("company.empty", page="companies")
        st.stop()
    shown = companies.company(ws, viewer, company_id, on=desk.today())
    company = shown.company
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(components.harmless(figures.company_name(company, lang)), anchor=False, width="content")
        with st.container(horizontal=True, width="content"):
            sheet.offer(consistency.scrutinised(shown, ws.metrics, on=desk.today()))
            record.offer_amend(company)
    st.caption(components.harmless(record.about(company, lang)))
    view = components.url_tabs(
        "view",
        t("company.tab", lang),
        record.VIEWS,
        words=lambda one: f"{t(f'company.tab.{one}', lang)} {record.count(shown, one)}",
    )
    record.DRAWN[view](shown)
    if state.asked("open"):
        drawer.show(state.asked("open"))
