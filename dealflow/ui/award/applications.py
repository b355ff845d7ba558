"""Applications on the screen of whoever runs the award: the call's address, what came, one application looked at."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.award import taking_in
from dealflow.actions.award.awards import AwardView
from dealflow.actions.award.taking_in import ApplicationLine
from dealflow.domain.award.applications import ApplicationState
from dealflow.i18n import t
from dealflow.i18n.errors import reason_of
from dealflow.i18n.numbers import moment
from dealflow.reports.award.figure_words import figure_words
from dealflow.reports.award.trail_words import office_name
from dealflow.ui.kit import components, dialogs, frame, grid, public_urls, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

_CALL: Final = "award_call_address"
_CASE: Final = "award_case_address"
"""Who made it, and the address that was just made: shown until the next one, never again."""


def draw(view: AwardView, drawing: state.Drawing) -> None:
    """Draw the call's address, what waits, and all applications; a click opens one."""
    lang, award = drawing.lang, view.award
    lines = taking_in.applications(drawing, award.id)
    waiting = sum(line.waits for line in lines)
    with st.container(horizontal=True, vertical_alignment="center"):
        label = t("award.call.renew" if award.call_hash else "award.call.open", lang)
        st.button(label, icon=":material/add_link:", key="award_call", on_click=_renew_call, args=(award.id,))
        if award.call_hash:
            st.button(t("award.call.close", lang), key="award_call_close", on_click=_close_call, args=(award.id,))
        if waiting:
            st.button(
                t("award.take_all", lang, n=waiting),
                type="primary",
                key="award_take_all",
                on_click=_take_all,
                args=(award.id, lang),
            )
    show_address(_CALL, "award.call.address", lang)
    if not lines:
        components.empty_state("award.no_application")
        return
    names = (("number", 4), ("firm", 3), ("case", 1), ("office", 2), ("figures", 0), ("files", 0), ("standing", 0))
    ends = {"figures", "files"}
    columns = tuple(
        Column(name, t(f"award.column.{name}", lang), "end" if name in ends else "start", first=first)
        for name, first in names
    )
    rows = tuple(_row(line, lang) for line in lines)
    at = grid.show(Table(columns, rows), caption=t("award.tab.applications", lang), key="applications", lang=lang).place
    if at is not None:
        state.ask(do="application", application=at[0])


def _row(line: ApplicationLine, lang: str) -> Row:
    application = line.application
    handed_in = "" if application.submitted_at is None else moment(application.submitted_at, lang)
    return Row(
        application.id,
        (
            Cell(str(application.number)),
            Cell(application.name_ko, sub=handed_in, act=True),
            Cell(application.case_title or "–", tone="wrap"),
            Cell(office_name(application.office_id, lang) if application.office_id else "–"),
            Cell(str(len(application.figures))),
            Cell(str(len(line.files))),
            Cell("", marks=_marks(line, lang)),
        ),
    )


def _marks(line: ApplicationLine, lang: str) -> tuple[Mark, ...]:
    state_of = line.application.state
    if line.entry is not None and state_of is ApplicationState.SUBMITTED:
        if line.is_changed:
            return (Mark(t("award.application.changed", lang), "warn"),)
        return (Mark(t("award.application.taken", lang, n=line.entry.number), "good"),)
    kinds = {ApplicationState.DRAFT: "", ApplicationState.SUBMITTED: "info", ApplicationState.WITHDRAWN: "late"}
    return (Mark(t(f"award.application.{state_of.value}", lang), kinds[state_of]),)


def dialog(view: AwardView, drawing: state.Drawing) -> None:
    """Draw the application that the URL asks for."""
    if not dialogs.is_open("application"):
        return
    lines = taking_in.applications(drawing, view.award.id)
    line = next((line for line in lines if line.application.id == state.url_value("application")), None)
    if line is not None:
        title = t("award.application.title", drawing.lang, n=line.application.number)
        dialogs.show(title, lambda: _application(line, view.award.id, drawing.lang), width="large")


def _application(line: ApplicationLine, award_id: str, lang: str) -> None:
    application, applicant = line.application, line.applicant
    st.subheader(components.harmless(application.name_ko), anchor=False)
    contact = (applicant.name, applicant.title, applicant.phone, applicant.email)
    facts = (
        ("biz_reg_no", application.biz_reg_no),
        ("representative", applicant.representative),
        ("region", application.region),
        ("sector", application.sector),
        ("part.contact", " · ".join(filter(None, contact))),
    )
    for name, value in facts:
        if value:
            st.markdown(components.harmless(f"{t(f'award.apply.{name}', lang)}: {value}"))
    if application.state is ApplicationState.DRAFT:
        st.info(t("award.application.draft.note", lang))
    if application.case_title:
        st.markdown(f"**{components.harmless(application.case_title)}**")
        st.markdown(components.harmless(application.summary))
    for figure in application.figures:
        how = f" · {figure.how}" if figure.how else ""
        st.markdown(components.harmless(f"{figure.name}: {figure_words(figure)}{how}"))
    for file in line.files:
        words = components.harmless(file.name)
        st.markdown(f"[{words}]({public_urls.public_url(f'/documents/{file.id}')})")
    with st.container(horizontal=True):
        if line.waits and st.button(
            t("award.take_in" if line.entry is None else "award.take_again", lang), type="primary", key="award_take"
        ):
            taking_in.take_in(state.acting(), award_id, application.id)
            dialogs.done("award.done.taken", application=None)
        if st.button(t("award.application.renew", lang), key="award_renew_application"):
            secret = taking_in.renew_application(state.acting(), award_id, application.id)
            path = f"/case/{application.id}/{secret}"
            st.session_state[_CASE] = (state.person_id(), public_urls.public_url(path))
    show_address(_CASE, "award.application.address", lang)


def show_address(place: str, key: str, lang: str) -> None:
    """Show the address that the viewer just made, if there is one."""
    who, address = st.session_state.get(place, ("", ""))
    if address and who == state.person_id():
        st.success(t(key, lang), icon=":material/link:")
        st.code(address, language=None)


def _renew_call(award_id: str) -> None:
    with frame.attempted():
        secret = taking_in.renew_call(state.acting(), award_id)
        st.session_state[_CALL] = (state.person_id(), public_urls.public_url(f"/call/{award_id}/{secret}"))


def _close_call(award_id: str) -> None:
    with frame.attempted("award.done.call_closed"):
        taking_in.renew_call(state.acting(), award_id, closed=True)
        st.session_state.pop(_CALL, None)


def _take_all(award_id: str, lang: str) -> None:
    with frame.attempted():
        count, refused = taking_in.take_all_in(state.acting(), award_id)
        if refused:
            reasons = ", ".join(f"{number}: {reason_of(error, lang)}" for number, error in refused.items())
            frame.tell_error("award.done.not_taken", done=count, n=len(refused), reasons=reasons)
        elif count:
            frame.tell_done("award.done.taken_all", n=count)
