"""Conducting a session: tabling, attendance, vote links, changing and closing it; and the record of what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.investment import funds, session_views, sessions, vote_links
from dealflow.actions.investment.session_views import SessionView
from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.engagements import EngagementRow
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.investment.committee import Appointment, Fund, SessionKind
from dealflow.domain.investment.deal_terms import Terms
from dealflow.domain.people.access import owns
from dealflow.domain.pipeline.funnel import Status
from dealflow.domain.values.korean_days import SEOUL, korean_day
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import moment
from dealflow.reports.investment.terms_words import terms_line
from dealflow.ui.investment import committee_words as words
from dealflow.ui.investment.session import early_reason, losing, show_lost
from dealflow.ui.investment.session_list import when_inputs
from dealflow.ui.kit import components, context, dialogs, frame, grid, keys, state
from dealflow.ui.kit.public_urls import public_url

_PAPERS: Final = ("report", "compliance", "esg", "memo")
_MEETING: Final = 0
_DAYS: Final = (1, 3, 7)
"""How long an address may open, in days; the first one: until the meeting is over."""
_MINUTES_HEIGHT: Final = 300


def acts(view: SessionView, lang: str) -> None:
    """Offer what may be done with an open session as a whole, to those who decide."""
    _link_made(view, lang)
    if not view.may_decide or view.session.closed_at is not None:
        return
    offered: tuple[tuple[str, str, Callable[[SessionView], None]], ...] = (
        ("table", ":material/playlist_add:", _table),
        ("attendance", ":material/how_to_reg:", _attendance),
        ("link", ":material/link:", _link),
        ("change", ":material/edit:", _change),
        ("close", ":material/task_alt:", _close),
    )
    if not view.items:
        offered = tuple(act for act in offered if act[0] in {"table", "change"})
    with st.container(horizontal=True, key="committee_acts"):
        for name, icon, _ in offered:
            dialogs.offer(
                name,
                t(f"committee.act.{name}", lang),
                icon=icon,
                key=f"committee_act_{name}",
                primary=name == "table" and not view.items,
            )
    for name, _, body in offered:
        if dialogs.is_open(name):
            title = t(f"committee.act.{name}", lang)
            inside = partial(_fresh, body, view.session.id)
            dialogs.show(title, inside, width="large" if name == "close" else "small")


def _fresh(body: Callable[[SessionView], None], session_id: str) -> None:
    """Draw the inside of a dialog on the session as it stands now; what was typed stays, and a lost race is told."""
    view = session_views.session_view(state.looking(), session_id)
    show_lost(view, state.language())
    body(view)


def _table(view: SessionView) -> None:
    """Draw the form that puts an engagement of the house before a fund."""
    rows = {row.engagement.id: row for row in _candidates()}
    drawing = state.drawing()
    own_funds = {fund.id: fund for fund in funds.funds(drawing) if fund.voters}
    if not own_funds:
        components.empty_state("committee.no_funds", page="funds")
        return
    if not rows:
        components.empty_state("committee.no_engagements", page="pipeline")
        return
    chosen = st.selectbox(
        t("committee.engagement", drawing.lang),
        tuple(rows),
        index=None,
        format_func=lambda engagement_id: _engagement_words(rows[engagement_id], drawing),
        placeholder=t("pipeline.choose", drawing.lang),
        key="table_engagement",
    )
    terms = session_views.terms_agreed(drawing).get(chosen or "")
    if chosen:
        _terms_of(chosen, terms, view, drawing)
    likely = [line.fund_id for line in terms.lines if line.fund_id in own_funds] if terms else []
    _table_form(view, chosen, {fund_id: own_funds[fund_id] for fund_id in (*likely, *own_funds)}, drawing.lang)


def _engagement_words(row: EngagementRow, drawing: state.Drawing) -> str:
    """Return an engagement as a choice: company, round and stage."""
    company = called(row.company_name, row.company_name_en, drawing.lang)
    stage = name_of(drawing.ws.track(row.engagement.track).stage(row.engagement.stage), drawing.lang)
    return " · ".join(filter(None, (company, row.engagement.round_label, stage)))


def _terms_of(engagement_id: str, terms: Terms | None, view: SessionView, drawing: state.Drawing) -> None:
    """Draw the terms that are agreed; a main committee without any is shown the way to agree them."""
    st.caption(components.harmless(terms_line(terms, drawing.lang)))
    if terms is None and view.session.kind is SessionKind.MAIN:
        st.warning(t("committee.needs_terms", drawing.lang), icon=":material/info:")
        page, query = words.deal_page(engagement_id, drawing.viewer.role, drawing.lang)
        st.page_link(frame.page(page), label=t("committee.open_deal", drawing.lang), query_params=query)


def _table_form(view: SessionView, engagement_id: str | None, choices: Mapping[str, Fund], lang: str) -> None:
    """Draw the fund and the papers, and put the engagement before the fund; ``choices``: the likely funds first."""
    with st.form("table_form", border=False, enter_to_submit=False), frame.errors_in_words():
        fund_id = st.selectbox(
            t("committee.fund", lang),
            tuple(choices),
            format_func=lambda fund_id: name_of(choices[fund_id], lang),
            key="table_fund",
        )
        usual = [t(f"committee.paper.{paper}", lang) for paper in _PAPERS]
        papers = st.multiselect(
            t("committee.papers", lang),
            usual,
            default=usual[:3],
            accept_new_options=True,
            key="table_papers",
            help=t("committee.papers.help", lang),
            placeholder=t("committee.papers.none", lang),
        )
        if not st.form_submit_button(t("committee.table.do", lang), type="primary", key="table_submit"):
            return
        if engagement_id is None or fund_id is None:
            st.error(t("committee.table.incomplete", lang))
            return
        item_id = sessions.table_item(
            state.acting(), view.session.id, engagement_id=engagement_id, fund_id=fund_id, papers=papers
        )
        dialogs.done("committee.done.tabled", item=item_id)


def _candidates() -> list[EngagementRow]:
    """Return the house's engagements that are being worked on and invest money, by company."""
    viewer = state.viewer()
    rows = engagements.engagements(
        Looking(context.workspace(), viewer), engagements.EngagementFilter(), on=context.today()
    )
    ours = [
        row
        for row in rows
        if owns(viewer, row.engagement.owner_id) and row.engagement.status in {Status.ACTIVE, Status.ON_HOLD}
    ]
    lang = state.language()
    return sorted(ours, key=lambda row: (called(row.company_name, row.company_name_en, lang), row.engagement.id))


def _voters(view: SessionView) -> list[str]:
    return list(dict.fromkeys(voter for item_view in view.items for voter in item_view.item.voters))


def _attendance(view: SessionView) -> None:
    lang = state.language()
    voters = _voters(view)
    with st.form("attendance_form", border=False, enter_to_submit=False), frame.errors_in_words():
        st.caption(t("committee.attendance.help", lang))
        there = [
            voter
            for voter in voters
            if st.checkbox(
                words.person(view.names, voter, lang), value=voter in view.session.present, key=f"present_{voter}"
            )
        ]
        if st.form_submit_button(t("frame.save", lang), type="primary", key="attendance_submit"):
            sessions.keep_attendance(state.acting(), view.session.id, there)
            dialogs.done("committee.done.attendance")


def _link(view: SessionView) -> None:
    """Draw the form that makes a one-time address for a voter."""
    lang = state.language()
    voters = [voter for voter in _voters(view) if vote_links.open_items(view.session, voter)]
    if not voters:
        components.empty_state("committee.no_links")
        return
    with st.form("link_form", border=False, enter_to_submit=False), frame.errors_in_words():
        st.caption(t("committee.link.help", lang))
        voter = st.selectbox(
            t("committee.column.voter", lang),
            voters,
            format_func=lambda person_id: words.person(view.names, person_id, lang),
            key="link_voter",
        )
        now = context.now()
        ends = link_ends(view, now)
        chosen = st.selectbox(
            t("committee.link.until", lang),
            tuple(ends),
            format_func=lambda days: _end_words(days, ends[days], lang),
            key="link_days",
        )
        if st.form_submit_button(t("committee.link.make", lang), type="primary", key="link_submit"):
            until = ends[chosen or _MEETING]
            secret = vote_links.issue(
                Acting(context.workspace(), state.viewer(), now), view.session.id, str(voter), expires_at=until
            )
            address = public_url(f"/vote/{view.session.id}/{secret}")
            st.session_state[keys.COMMITTEE_LINK] = (view.session.id, str(voter), address, moment(until, lang))
            dialogs.done("committee.done.link")


def link_ends(view: SessionView, now: datetime) -> dict[int, datetime]:
    """Return when an address may end, by how many days from now: the end of the meeting's day first (``_MEETING``).

    An address that ended before the meeting would take the vote from whoever waits for it: none is offered.
    """
    day_of_meeting = max(korean_day(view.session.held_at), korean_day(now))
    meeting = datetime.combine(day_of_meeting + timedelta(days=1), time(), SEOUL)
    later = {days: now + timedelta(days=days) for days in _DAYS}
    return {_MEETING: meeting} | {days: until for days, until in later.items() if until > meeting}


def _end_words(days: int, until: datetime, lang: str) -> str:
    """Return an address's end in words, with its moment."""
    said = t("committee.link.meeting", lang) if days == _MEETING else t("committee.link.days", lang, n=days)
    return f"{said} ({moment(until, lang)})"


def _link_made(view: SessionView, lang: str) -> None:
    """Show the address that was just made, with a button to copy it, until it is put away; it cannot be shown again."""
    session_id, voter, address, until = st.session_state.get(keys.COMMITTEE_LINK, ("", "", "", ""))
    if session_id != view.session.id:
        st.session_state.pop(keys.COMMITTEE_LINK, None)
        return
    with st.container(border=True, key="committee_link"):
        who = components.harmless(words.person(view.names, voter, lang))
        st.markdown(f"**{t('committee.link.made', lang, who=who)}**")
        st.code(address, language=None, wrap_lines=True)
        st.caption(t("committee.link.once", lang, until=until))
        st.button(
            t("committee.link.done", lang), on_click=lambda: st.session_state.pop(keys.COMMITTEE_LINK), key="link_done"
        )


def _change(view: SessionView) -> None:
    lang, session = state.language(), view.session
    with st.form("change_form", border=False, enter_to_submit=False), frame.errors_in_words():
        title = st.text_input(t("committee.name", lang), value=session.title, key="change_title")
        held_at = when_inputs(session.held_at, key="change", lang=lang)
        place = st.text_input(t("committee.place", lang), value=session.place, key="change_place")
        if st.form_submit_button(t("frame.save", lang), type="primary", key="change_submit"):
            with losing(view):
                sessions.change_session(
                    state.acting(), session.id, Appointment(held_at.required, place, title), seen=view.version
                )
            dialogs.done("committee.done.changed")


def _close(view: SessionView) -> None:
    """Draw the minutes, drafted from what was decided, and the button that closes the session with them."""
    lang = state.language()
    left = sum(item_view.item.resolution is None for item_view in view.items)
    if left:
        st.warning(t("committee.close.left", lang, n=left), icon=":material/info:")
    draft = words.draft_minutes(view, lang)
    minutes = st.text_area(t("committee.minutes", lang), value=draft, height=_MINUTES_HEIGHT, key="close_minutes")
    st.caption(t("committee.close.help", lang))
    because = early_reason(view, "close", lang)
    if st.button(t("committee.close.do", lang), type="primary", key="close_submit"):
        with losing(view):
            sessions.close_session(
                state.acting(), view.session.id, minutes=minutes, early_because=because, seen=view.version
            )
        dialogs.done("committee.done.closed")


def record(view: SessionView, lang: str) -> None:
    """Draw who is present, the minutes of a closed session, the addresses that are out, and what happened."""
    session = view.session
    if words.attending(view):
        st.caption(
            components.harmless(
                t("committee.minutes.present", lang, people=words.people(view.names, words.attending(view), lang))
            )
        )
    for link in session.links if view.may_decide else ():
        standing = "used" if link.used_at else "expired" if link.expires_at <= context.now() else "open"
        words_of_record = t(
            f"committee.link.{standing}",
            lang,
            who=words.person(view.names, link.voter_id, lang),
            when=moment(link.used_at or link.expires_at, lang),
        )
        st.caption(components.harmless(words_of_record))
    if session.minutes:
        with st.expander(t("committee.minutes", lang), expanded=True, icon=":material/description:"):
            st.text(session.minutes)
    with st.expander(t("committee.history", lang), icon=":material/history:"):
        history = session_views.session_history(state.looking(), session.id)
        for line in reversed(history):
            st.caption(components.harmless(words.happened(line, view, lang)))


def links_of(engagement_id: str, lang: str) -> None:
    """Draw the ways to the sessions that had an engagement before them, the latest first; for its drawer and deal."""
    for session, item in session_views.tabled(state.looking(), engagement_id):
        ended = item.resolution
        result = t("committee.item.open", lang) if ended is None else t(f"enum.result.{ended.result.value}", lang)
        kind = t(f"enum.session_kind.{session.kind.value}", lang)
        st.page_link(
            frame.page("committee"),
            label=components.harmless(f"{kind} {moment(session.held_at, lang)} · {result}"),
            icon=":material/gavel:",
            query_params={"session": session.id, "item": item.id} | grid.spoken(lang),
        )
