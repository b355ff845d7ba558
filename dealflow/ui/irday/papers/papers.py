"""What an IR day hands out, as links that make each file when it is opened: papers to print, files, the report."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import streamlit as st

from dealflow.i18n import LANGUAGES, Language, t
from dealflow.reports.irday.papers.file_index import APART, Paper
from dealflow.ui.kit import keys, state

_PRINTED = (
    Paper.ROOMS,
    Paper.TABLES,
    Paper.FIRMS,
    Paper.PEOPLE,
    Paper.SHEETS,
    Paper.CUES,
    Paper.MATCHING,
    Paper.BADGES,
    Paper.CEREMONY,
    Paper.ROUND_TABLES,
    Paper.SIGNATURES,
)
_COLUMNS = 4


def popover(event_id: str, *, version: int | None = None) -> None:
    """Offer every paper of a version (none: the published one, else the latest) behind one button."""
    with st.popover(t("papers.offer", state.language()), icon=":material/print:"):
        panel(event_id, version=version, columns=2)


def panel(event_id: str, *, version: int | None = None, columns: int = _COLUMNS, report: bool = False) -> None:
    """Draw the papers and files of a version, in a language of choice; ``report``: the result report before them."""
    lang = state.language()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        into = choose_language()
        apart = st.toggle(t("papers.apart", lang), key=keys.PAPERS_APART, help=t("papers.apart.help", lang))
    if report:
        _report(event_id, into)
    st.markdown(f"**{t('papers.group.print', lang)}**")
    _links(
        [
            (
                t(f"papers.paper.{paper.value}", lang),
                address(event_id, f"papers/{paper.value}", into, version=version, apart=apart and paper in APART),
                ":material/open_in_new:",
            )
            for paper in _PRINTED
        ]
        + [(t("event.public.book", lang), address(event_id, "book", into), ":material/open_in_new:")],
        columns,
    )
    st.markdown(f"**{t('papers.group.files', lang)}**")
    _links(
        [
            (t("papers.paper.workbook", lang), address(event_id, "papers/workbook", into, version=version), _DOWN),
            (t("papers.paper.csv", lang), address(event_id, "papers/csv", into, version=version), _DOWN),
            (t("papers.file.calendars", lang), address(event_id, "calendars.zip", into), _DOWN),
            (t("papers.file.schedule", lang), address(event_id, "schedule.json", into), ":material/data_object:"),
        ],
        columns,
    )


def _report(event_id: str, into: Language) -> None:
    """Draw the way to the result report."""
    lang = state.language()
    st.markdown(f"**{t('papers.group.report', lang)}**")
    st.caption(t("papers.report.note", lang))
    _links(
        [
            (t("papers.file.report_html", lang), address(event_id, "report.html", into), ":material/open_in_new:"),
            (t("papers.file.report_docx", lang), address(event_id, "report.docx", into), _DOWN),
        ],
        _COLUMNS,
    )


def choose_language() -> Language:
    """Return the language in which papers are made, offered as two buttons; at first the reader's own."""
    lang = state.language()
    st.session_state.setdefault(keys.PAPERS_LANGUAGE, lang)
    chosen = st.segmented_control(
        t("papers.language", lang),
        LANGUAGES,
        format_func=lambda language: t("frame.language.name", language),
        required=True,
        key=keys.PAPERS_LANGUAGE,
    )
    return Language(chosen or lang)


def address(event_id: str, what: str, lang: Language, *, version: int | None = None, apart: bool = False) -> str:
    """Return the address of a file, beside that of the screens."""
    query_params = {"lang": lang.value}
    query_params |= {"version": str(version)} if version else {}
    query_params |= {"apart": "1"} if apart else {}
    return f"events/{quote(event_id, safe='')}/{what}?{urlencode(query_params)}"


_DOWN = ":material/download:"


def _links(links: list[tuple[str, str, str]], columns: int) -> None:
    """Draw links as buttons of one width, some beside each other."""
    for start in range(0, len(links), columns):
        for place, (label, url, icon) in zip(st.columns(columns), links[start : start + columns], strict=False):
            with place:
                st.link_button(label, url, icon=icon, width="stretch")
