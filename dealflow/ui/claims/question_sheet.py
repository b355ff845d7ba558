"""The question sheet to a company: one click for the document, another for the text to copy, in either language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from dealflow.actions.claims.consistency import Scrutiny
from dealflow.domain.claims.claims import ReviewState
from dealflow.domain.people.access import Act, may
from dealflow.i18n import LANGUAGES, Language, t
from dealflow.reports.claims import question_sheet
from dealflow.ui.claims import company_answers
from dealflow.ui.kit import context, downloads, keys, state
from dealflow.ui.kit.components import company_name

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TEXT_HEIGHT: Final = 420


def language() -> Language:
    """Return the sheet's language: as chosen for the sheet, else the screen's."""
    return Language(st.session_state.get(keys.SHEET_LANGUAGE) or state.language())


def unchecked(scrutiny: Scrutiny) -> int:
    """Return how many figures the questions speak of that nobody in the house has reviewed yet."""
    texts = {claim_id for question in scrutiny.questions for claim_id in question.claims}
    return sum(scrutiny.views[text].state is ReviewState.PROPOSED for text in texts if text in scrutiny.views)


def document(scrutiny: Scrutiny, lang: Language) -> Callable[[], bytes]:
    """Return what writes the document once it is asked for."""
    metrics, on = context.workspace().metrics, context.today()
    return lambda: question_sheet.as_docx(scrutiny, metrics, on=on, lang=lang)


def _download(scrutiny: Scrutiny, key: str) -> None:
    lang, own = state.language(), language()
    downloads.button(
        t("questions.download", lang, language=t("frame.language.name", own)),
        document(scrutiny, own),
        file_name=f"{t('questions.file', own)}_{company_name(scrutiny.company, own)}_{context.today():%Y%m%d}.docx",
        key=key,
    )


def _choose_language() -> None:
    st.session_state[keys.SHEET_LANGUAGE] = st.session_state[keys.SHEET_LANGUAGE_SWITCH]


def _body(scrutiny: Scrutiny) -> None:
    lang = state.language()
    st.caption(t("questions.explained", lang))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.session_state[keys.SHEET_LANGUAGE_SWITCH] = language()
        st.segmented_control(
            t("questions.language", lang),
            LANGUAGES,
            format_func=lambda language: t("frame.language.name", language),
            required=True,
            key=keys.SHEET_LANGUAGE_SWITCH,
            on_change=_choose_language,
            width="content",
        )
        _download(scrutiny, "sheet_download_inside")
    if waiting := unchecked(scrutiny):
        st.warning(t("questions.unchecked", lang, n=waiting), icon=":material/fact_check:")
    text = question_sheet.as_text(scrutiny, context.workspace().metrics, on=context.today(), lang=language())
    st.code(text, language=None, wrap_lines=True, height=_TEXT_HEIGHT)
    company_answers.offer(scrutiny)


def offer(scrutiny: Scrutiny) -> None:
    """Offer the sheet where there is something to ask: to read and copy, and as a document; not to the company."""
    lang = state.language()
    if not scrutiny.questions or not may(state.viewer(), Act.SEE_PIPELINE):
        return
    if st.button(
        t("questions.show", lang, n=len(scrutiny.questions)), icon=":material/contact_support:", key="sheet_show"
    ):
        title = t("questions.show", lang, n=len(scrutiny.questions))
        st.dialog(title, width="medium", position="right", on_dismiss="rerun")(_body)(scrutiny)
    _download(scrutiny, "sheet_download")
