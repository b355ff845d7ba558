"""The list of committee sessions, and calling a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

import streamlit as st

from dealflow.actions.investment import funds, session_views, sessions
from dealflow.actions.investment.session_views import SessionLine
from dealflow.actions.platform.context import Looking
from dealflow.actions.tips import kvic_deadline
from dealflow.catalogue.criteria import shipped_criteria
from dealflow.domain.investment.committee import Appointment, SessionKind
from dealflow.domain.people.access import Act, may
from dealflow.domain.values.korean_days import SEOUL
from dealflow.i18n import Language, called, name_of, t
from dealflow.i18n.numbers import day, moment
from dealflow.ui.kit import components, context, dialogs, fields, frame, grid, state
from dealflow.ui.kit.fields import Entry
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link

VIEWS: Final = ("upcoming", "past")
_TEN: Final = time(10)
_AHEAD: Final = timedelta(days=7)


def draw() -> None:
    """Draw the sessions that are to come or open, or the closed ones; the latest closed one first."""
    lang, viewer = state.language(), state.viewer()
    lines = session_views.sessions(Looking(context.workspace(), viewer))
    if not lines:
        components.empty_state("committee.empty")
        return
    counts = {other_view: len(of_view(lines, other_view)) for other_view in VIEWS}
    view = components.url_tabs(
        "view",
        t("committee.view", lang),
        VIEWS,
        words=lambda text: f"{t(f'committee.view.{text}', lang)} {counts[text]}",
    )
    session_lines = of_view(lines, view)
    if not session_lines:
        components.empty_state(f"committee.empty.{view}")
        return
    caption = t(f"committee.view.{view}", lang)
    at = grid.show(table(session_lines, lang), caption=caption, key="committee_sessions", lang=lang).place
    if at:
        grid.go("committee", lang, session=at[0])


def of_view(lines: Sequence[SessionLine], view: str) -> list[SessionLine]:
    """Return the open sessions, the earliest first, or the closed ones, the latest first."""
    if view == "upcoming":
        return [line for line in reversed(lines) if line.session.closed_at is None]
    return [line for line in lines if line.session.closed_at is not None]


def table(lines: Sequence[SessionLine], lang: str) -> Table:
    """Return one line a session: its title and kind, how far it has come, when and where, companies, funds."""
    names = ("session", "progress", "when", "companies", "funds")
    return Table(
        tuple(Column(name, t(f"committee.column.{name}", lang)) for name in names),
        tuple(Row(line.session.id, _cells(line, lang)) for line in lines),
    )


def _cells(line: SessionLine, lang: str) -> tuple[Cell, ...]:
    session, total = line.session, len(line.session.items)
    companies = ", ".join(called(ko, en, lang) for ko, en in line.company_names)
    funds = ", ".join((en if lang == Language.EN else ko) or ko for ko, en in line.fund_names)
    marks = (Mark(t("committee.waits", lang, n=line.waiting), "warn"),) if line.waiting else ()
    return (
        Cell(
            session.title,
            sub=t(f"enum.session_kind.{session.kind.value}", lang),
            href=link("committee", lang, session=session.id),
        ),
        Cell(t("committee.progress", lang, resolved=line.resolved, total=total) if total else "–", marks=marks),
        Cell(moment(session.held_at, lang), sub=session.place),
        Cell(companies or "–", tone="wrap" if companies else "muted"),
        Cell(funds or "–", tone="wrap" if funds else "muted"),
    )


def offer_new() -> None:
    """Offer to call a committee, to those who may."""
    lang = state.language()
    if may(state.viewer(), Act.DECIDE):
        dialogs.offer("new", t("committee.new", lang), icon=":material/add:", key="committee_new", primary=True)
        if dialogs.is_open("new"):
            dialogs.show(t("committee.new", lang), _new_body)


def _new_body() -> None:
    """Draw the form of a new session; what was typed stays if something is refused."""
    lang = state.language()
    criteria = {criterion.id: criterion for criterion in shipped_criteria()}
    with st.form("committee_new_form", border=False, enter_to_submit=False), frame.errors_in_words():
        kind = st.segmented_control(
            t("committee.kind", lang),
            tuple(SessionKind),
            format_func=lambda kind: t(f"enum.session_kind.{kind.value}", lang),
            default=SessionKind.MAIN,
            required=True,
            key="committee_new_kind",
            help=t("committee.kind.help", lang),
        )
        title = st.text_input(
            t("committee.name", lang), key="committee_new_title", placeholder=t("committee.name.eg", lang)
        )
        held_at = when_inputs(context.now() + _AHEAD, key="committee_new", lang=lang)
        _first_day(lang)
        place = st.text_input(t("committee.place", lang), key="committee_new_place")
        chosen = st.multiselect(
            t("committee.criteria", lang),
            tuple(criteria),
            default=tuple(criteria),
            format_func=lambda criterion: name_of(criteria[criterion], lang),
            key="committee_new_criteria",
            help=t("committee.criteria.help", lang),
            placeholder=t("committee.criteria.none", lang),
        )
        if not st.form_submit_button(t("committee.new.call", lang), type="primary", key="committee_new_submit"):
            return
        text = sessions.convene(
            state.acting(),
            SessionKind(kind or SessionKind.MAIN),
            Appointment(held_at.required, place, title),
            criteria=chosen,
        )
        dialogs.done("committee.done.called", session=text, view=None)


def _first_day(lang: str) -> None:
    """Say on which day a main committee that is called now can meet, where a fund of the house reports to KVIC."""
    if not any(fund.mother_fund_backed for fund in funds.funds(state.looking())):
        return
    today = context.today()
    first = kvic_deadline.earliest_meeting(context.workspace().calendar, today)
    days = kvic_deadline.report_days(today).plan_before
    st.caption(t("committee.plan.first_day", lang, days=days, first=day(first, lang)))


@dataclass(frozen=True, slots=True)
class When:
    """The fields of a moment on Korean clocks."""

    on: Entry[date]
    clock: Entry[time]

    @property
    def required(self) -> datetime:
        """Return the moment that was typed.

        Raises:
            InvalidInputError: its day or its time of day is missing or cannot be read.
        """
        return datetime.combine(self.on.required, self.clock.required, SEOUL)


def when_inputs(usual: datetime, *, key: str, lang: str) -> When:
    """Draw a moment on Korean clocks as a day and a time of day."""
    there = usual.astimezone(SEOUL)
    left, right = st.columns(2)
    at = _TEN if key == "committee_new" else there.time()
    return When(
        fields.day(t("committee.day", lang), key=f"{key}_day", value=there.date(), place=left),
        fields.clock(t("committee.clock", lang), key=f"{key}_clock", value=at, place=right),
    )
