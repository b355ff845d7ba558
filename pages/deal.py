"""One deal: its terms with live arithmetic and versions, the cap table, what was paid and what blocks it, what-ifs."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.investment import deals
from dealflow.actions.pipeline import engagements
from dealflow.i18n import name_of, t
from dealflow.ui.companies import memo
from dealflow.ui.investment import deal_words, payments, scenarios, session_conduct, terms_form, unapproved_payments
from dealflow.ui.kit import components, frame, grid, state
from dealflow.ui.pipeline import board

DRAWN = {
    "terms": terms_form.draw,
    "cap": scenarios.draw_cap,
    "money": payments.draw,
    "whatif": scenarios.draw_what_if,
}

drawing = state.drawing()

with frame.errors_in_words():
    engagement_id = state.url_value("engagement")
    if not engagement_id:
        st.title(t("deal.title", drawing.lang), anchor=False)
        components.empty_state("deal.empty", page="pipeline")
        st.stop()
    record = engagements.engagement(drawing, engagement_id, on=drawing.today)
    view = deals.deal(drawing, engagement_id, on=drawing.today)
    row, engagement = record.row, record.row.engagement
    terms_form.begin(view)
    name = components.harmless(board.company_of(row, drawing.lang))
    st.title(t("deal.heading", drawing.lang, company=name), anchor=False)
    parts = [board.investor_of(row, drawing.lang), name_of(record.track, drawing.lang), engagement.round_label]
    parts.append(name_of(record.track.stage(engagement.stage), drawing.lang))
    st.caption(components.harmless(" · ".join(part for part in parts if part)))
    with st.container(horizontal=True):
        back = {"open": engagement.id, "track": engagement.track} | grid.spoken(drawing.lang)
        label = t("deal.to_pipeline", drawing.lang)
        st.page_link(frame.page("pipeline"), label=label, icon=":material/view_kanban:", query_params=back)
        query = {"id": engagement.company_id} | grid.spoken(drawing.lang)
        label = t("pipeline.open_company", drawing.lang)
        st.page_link(frame.page("company"), label=label, icon=":material/domain:", query_params=query)
        memo.offer(engagement.company_id, engagement.id, drawing.lang)
        session_conduct.links_of(engagement.id, drawing.lang)
    unapproved_payments.draw(view, drawing.lang)
    deal_words.draw_hurdle(row, record.track, drawing.lang)
    tab = components.url_tabs(
        "view", t("deal.tab", drawing.lang), tuple(DRAWN), words=lambda text: t(f"deal.tab.{text}", drawing.lang)
    )
    DRAWN[tab](view)
