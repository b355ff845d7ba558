"""Consultations as evidence in an engagement's drawer: when, how interested, what was asked for and agreed."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.irday.consultations import consultation_views
from dealflow.i18n import t
from dealflow.i18n.numbers import day
from dealflow.reports.irday.firm_page import consultation_form
from dealflow.reports.irday.papers.day_words import event_title
from dealflow.ui.kit import components, state


def draw(engagement_id: str, lang: str) -> None:
    """Draw the logged consultations that belong to an engagement; nothing where there are none."""
    rows = [
        history_row
        for history_row in consultation_views.history(state.looking())
        if history_row.consultation.log.engagement_id == engagement_id
    ]
    for row in rows:
        log = row.consultation.log
        with st.container(border=True, gap=None, key=f"consultation_{log.id}"):
            title = f"{event_title(row.event, lang)} · {day(row.event.held_on, lang)}"
            interest = (
                components.badge(t(f"enum.interest_level.{log.interest.value}", lang), "blue") if log.interest else ""
            )
            st.markdown(f":material/forum: **{components.harmless(title)}** {interest}")
            parts = (
                consultation_form.preview(log, lang),
                f"{t('firm.log.requests', lang)}: {log.requests}" if log.requests else "",
                f"{t('firm.log.next', lang)}: {log.next_step_text}" if log.next_step_text else "",
            )
            for words in filter(None, parts):
                st.markdown(components.harmless(words))
            if log.note:
                st.markdown(f"> {components.harmless(log.note)}")
