"""One company: its summary first; its figures, also through time, its decks, deals, contacts and history."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.companies import companies
from dealflow.i18n import t
from dealflow.ui.adoption import deployments
from dealflow.ui.claims import question_sheet
from dealflow.ui.companies import company_edit, company_record, company_summary, memo, merge, new_deal
from dealflow.ui.inbound import dropped
from dealflow.ui.irday.consultations import engagement_consultations
from dealflow.ui.kit import components, context, frame, state
from dealflow.ui.notes import document_list, note_list
from dealflow.ui.pipeline import engagement_drawer
from dealflow.ui.sheets import export_button

drawing = state.drawing()

with frame.errors_in_words():
    company_id = state.url_value("id") or (drawing.viewer.company_id or "")
    if not company_id:
        st.title(t("company.title", drawing.lang), anchor=False)
        components.empty_state("company.empty", page="companies")
        st.stop()
    shown = companies.company(drawing, company_id, on=context.today())
    company = shown.company
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(components.harmless(components.company_name(company, drawing.lang)), anchor=False, width="content")
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            deal_place = st.container(width="content")
            memo.offer(company.id, None, drawing.lang)
            question_sheet.offer(shown.scrutiny(drawing.ws.metrics, on=context.today()))
            company_edit.offer(shown)
            company_record.draw_more(shown)
            export_button.figures(drawing, company.id)
    st.caption(components.harmless(company_record.about(company, drawing.lang)))
    merge.draw_merged(shown)
    summary = company_summary.draw(shown, drawing)
    with deal_place:
        new_deal.offer(shown, summary.round_label)
    deployments.references(company.id, drawing)
    view = components.url_tabs(
        "view",
        t("company.tab", drawing.lang),
        company_record.views_for(drawing.viewer),
        words=lambda text: f"{t(f'company.tab.{text}', drawing.lang)} {company_record.count(shown, text)}",
    )
    if view == "notes":
        dropped.offer(company.id)
    company_record.DRAWN[view](shown)
    engagement_drawer.show_asked(note_list.of_deal, document_list.of_deal, engagement_consultations.draw)
