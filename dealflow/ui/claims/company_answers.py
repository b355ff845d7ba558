"""The form for what a company answered: which question, the figure, and the answer's words as its proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from dealflow.actions.claims import company_answers
from dealflow.actions.claims.company_answers import Answered
from dealflow.actions.claims.consistency import Scrutiny
from dealflow.domain.claims.claims import ClaimStatus, Metric
from dealflow.domain.claims.questions import Question
from dealflow.domain.people.access import Act, may
from dealflow.i18n import name_of, t
from dealflow.ui.kit import components, frame, keys, state, typed_fields

_STATUSES: Final = (
    ClaimStatus.ACTUAL,
    *(claim_status for claim_status in ClaimStatus if claim_status is not ClaimStatus.ACTUAL),
)


def read(form: Mapping[str, object], metric: str) -> Answered:
    """Return what the form says.

    Raises:
        InvalidInputError: a field cannot be read.
    """
    return Answered(
        metric,
        typed_fields.quantity(form),
        typed_fields.text_of(form, "quote"),
        typed_fields.period(typed_fields.text_of(form, "period")),
        ClaimStatus(typed_fields.text_of(form, "status")),
    )


def _fields(metric: Metric, lang: str) -> dict[str, object]:
    """Draw the form's fields and return what stands in them."""

    def word(name: str) -> str:
        return t(f"questions.answer.{name}", lang)

    first, second = st.columns([3, 2])
    form: dict[str, object] = {
        "value": first.text_input(word("value"), placeholder=word("value.hint"), key="answer_value")
    }
    form["unit"] = second.selectbox(
        word("unit"),
        [unit.value for unit in metric.units],
        format_func=lambda unit_name: t(f"enum.unit.{unit_name}", lang),
    )
    form["period"] = first.text_input(word("period"), placeholder=word("period.hint"), key="answer_period")
    form["status"] = second.selectbox(
        word("status"),
        [status.value for status in _STATUSES],
        format_func=lambda status_name: t(f"enum.claim_status.{status_name}", lang),
    )
    form["quote"] = st.text_area(word("quote"), height=80, key="answer_quote")
    return form


def _choose(scrutiny: Scrutiny, metrics: Mapping[str, Metric], lang: str) -> tuple[Question, Metric]:
    """Offer the questions, numbered as on the sheet, and the metrics that the chosen one is about."""
    questions = scrutiny.questions

    def question_label(number: int) -> str:
        kind = t(f"questions.{questions[number].kind.value}", lang)
        return f"{number + 1}. {name_of(metrics[questions[number].metric], lang)} · {kind}"

    number = st.selectbox(
        t("questions.answer.question", lang),
        range(len(questions)),
        format_func=question_label,
        key=keys.ANSWER_QUESTION,
    )
    about = [text for text in company_answers.metrics_asked(scrutiny, questions[number]) if text in metrics]
    if len(about) == 1:
        return questions[number], metrics[about[0]]
    chosen = st.selectbox(
        t("questions.answer.metric", lang), about, format_func=lambda metric_id: name_of(metrics[metric_id], lang)
    )
    return questions[number], metrics[chosen]


def offer(scrutiny: Scrutiny) -> None:
    """Offer to record what the company answered, to those who may review figures."""
    drawing = state.drawing()
    if not may(drawing.viewer, Act.REVIEW_CLAIMS) or not scrutiny.decks:
        return
    with components.panel(t("questions.answer", drawing.lang), "answers", icon=":material/mark_email_read:"):
        st.caption(t("questions.answer.explained", drawing.lang))
        question, metric = _choose(
            scrutiny, {other_metric.id: other_metric for other_metric in drawing.ws.metrics}, drawing.lang
        )
        with st.form("answer_form", border=False, enter_to_submit=False), frame.errors_in_words():
            form = _fields(metric, drawing.lang)
            if st.form_submit_button(t("questions.answer.save", drawing.lang), type="primary", key="answer_save"):
                answered = read(form, metric.id)
                company_answers.record_answer(state.acting(), scrutiny, question, answered)
                st.session_state[keys.TOLD] = ("done", t("questions.answer.done", drawing.lang))
                st.rerun()
