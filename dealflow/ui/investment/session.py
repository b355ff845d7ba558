"""One committee session: what it is, its agenda, the item that is looked at, and how the session is conducted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dealflow.actions.investment import session_views, sessions
from dealflow.actions.investment.session_views import ItemView, SessionView
from dealflow.actions.tips import filing_views
from dealflow.domain.investment.committee import Appointment
from dealflow.domain.investment.meeting_times import is_before_meeting
from dealflow.errors import ChangedMeanwhileError
from dealflow.i18n import t
from dealflow.i18n.numbers import day, moment
from dealflow.reports.investment.terms_words import terms_line
from dealflow.ui.investment import committee_words as words
from dealflow.ui.kit import components, context, frame, grid, keys, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table


@contextmanager
def acting(view: SessionView, done: str, **parameters: object) -> Iterator[None]:
    """Run an act on a session in a callback; success (words at ``done``) or failure is told afterwards."""
    with frame.attempted(done, **parameters), losing(view):
        yield


@contextmanager
def losing(view: SessionView) -> Iterator[None]:
    """Run an act on a session; a lost race is kept, so that the screen can show what changed."""
    try:
        yield
    except ChangedMeanwhileError:
        st.session_state[keys.COMMITTEE_LOST] = (view.session.id, view.version)
        raise


def show_lost(view: SessionView, lang: str) -> None:
    """Tell what others did to the session since the version on which the viewer's last act lost, once."""
    session_id, seen = st.session_state.pop(keys.COMMITTEE_LOST, ("", 0))
    if session_id != view.session.id:
        return
    with st.container(border=True, key="committee_lost"):
        st.markdown(f"**{t('committee.lost', lang)}**")
        for line in session_views.session_history(state.looking(), session_id, after=seen):
            st.markdown(f"- {components.harmless(words.happened(line, view, lang))}")


def before_meeting(view: SessionView) -> bool:
    """Say whether the day of an open session has not come."""
    return view.session.closed_at is None and is_before_meeting(view.session, context.now())


def early_reason(view: SessionView, key: str, lang: str) -> str:
    """Ask why a session whose day has not come is ended, or offer to hold it today; return the reason that is typed."""
    if not before_meeting(view):
        return ""
    session = view.session

    def hold_today() -> None:
        with acting(view, "committee.done.today"):
            today = Appointment(context.now(), session.place, session.title)
            sessions.change_session(state.acting(), session.id, today, seen=view.version)

    with st.container(border=True, key=f"{key}_early"):
        st.warning(t("committee.early", lang, when=moment(session.held_at, lang)), icon=":material/event_busy:")
        st.button(t("committee.early.today", lang), on_click=hold_today, key=f"{key}_today", icon=":material/today:")
        return st.text_input(
            t("committee.early.because", lang), key=f"{key}_because", help=t("committee.early.because.help", lang)
        )


def plans(view: SessionView, lang: str) -> None:
    """Say by when the plan (R1) of an open main session must be filed, and whether that day has gone by."""
    if view.session.closed_at is not None:
        return
    today, calendar = context.today(), context.workspace().calendar
    waiting = [
        owed for owed in filing_views.plans_of(state.looking(), view.session.id) if owed.deadline.done_on is None
    ]
    for due in sorted({owed.deadline.due for owed in waiting}):
        left = calendar.between(today, due)
        count = sum(owed.deadline.due == due for owed in waiting)
        if today > due:
            st.error(t("committee.plan.late", lang, n=count, due=day(due, lang)), icon=":material/assignment_late:")
        else:
            words_of_due = t("committee.plan.due", lang, n=count, due=day(due, lang), left=left)
            st.warning(words_of_due, icon=":material/assignment:")


def heading(view: SessionView, lang: str) -> None:
    """Draw what the session is: kind, state, when, where, and the earlier session that it takes up again."""
    session = view.session
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(components.harmless(session.title), anchor=False, width="content")
        st.page_link(
            frame.page("committee"),
            label=t("committee.back", lang),
            icon=":material/arrow_back:",
            query_params=grid.spoken(lang),
        )
    kind = components.badge(t(f"enum.session_kind.{session.kind.value}", lang), words.kind_colour(session.kind))
    closed = session.closed_at is not None
    standing_of = "closed" if closed else "coming" if before_meeting(view) else "open"
    standing = components.badge(
        t(f"committee.state.{standing_of}", lang), {"closed": "gray", "coming": "blue"}.get(standing_of, "green")
    )
    where = components.harmless(" · ".join(filter(None, (moment(session.held_at, lang), session.place))))
    st.markdown(f"{kind} {standing} {where}")
    if session.kind.value == "preliminary":
        st.caption(t("committee.preliminary.note", lang))
    if session.linked_session_id:
        st.page_link(
            frame.page("committee"),
            label=t("committee.linked", lang),
            icon=":material/link:",
            query_params={"session": session.linked_session_id} | grid.spoken(lang),
        )


def agenda(view: SessionView, lang: str) -> ItemView | None:
    """Draw the agenda as a table and return the item that is looked at: the one asked for, else the first."""
    if not view.items:
        components.empty_state(f"committee.no_items{'' if view.may_decide else '.reader'}")
        return None
    by_id = {item.item.id: item for item in view.items}
    if len(view.items) > 1:
        caption = t("committee.agenda", lang)
        at = grid.show(agenda_table(view, lang), caption=caption, key="committee_agenda", lang=lang).place
        if at and at[0] in by_id:
            state.ask(item=at[0])
    return by_id.get(state.url_value("item")) or next(iter(by_id.values()))


def agenda_table(view: SessionView, lang: str) -> Table:
    """Return one line an item: company and fund, terms, votes so far, how it stands."""
    names = ("company", "votes", "result", "terms")
    return Table(
        tuple(Column(name, t(f"committee.column.{name}", lang)) for name in names),
        tuple(
            Row(
                item.item.id,
                (
                    Cell(words.company(item, lang), sub=words.fund(item.fund, lang), act=True),
                    Cell(
                        t("committee.votes_in", lang, cast=len(item.item.votes), eligible=item.tally.eligible),
                        marks=(Mark(t("committee.waits.mine", lang), "warn"),) if waits_for_me(item) else (),
                    ),
                    Cell("", marks=(result_mark(item, lang),)),
                    Cell(terms_line(item.terms, lang), tone="wrap"),
                ),
            )
            for item in view.items
        ),
    )


def waits_for_me(view: ItemView) -> bool:
    """Say whether the viewer has a vote on the item and has not cast it."""
    return view.may_vote and view.my_vote is None


def result_mark(view: ItemView, lang: str) -> Mark:
    """Return how an item stands as a small label."""
    ended = view.item.resolution
    if ended is None:
        return Mark(t("committee.item.open", lang))
    return Mark(t(f"enum.result.{ended.result.value}", lang), words.RESULT_MARKS[ended.result])
