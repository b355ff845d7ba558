"""What is to do, on the home screen: mine (votes, next steps, second signatures), then the house's, by its day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import streamlit as st

from dealflow.actions.home import deadlines
from dealflow.actions.home.deadlines import Due
from dealflow.actions.investment import session_views
from dealflow.actions.investment.session_views import VoteWaiting
from dealflow.actions.notices import told
from dealflow.actions.people import deck_clock, second_waiting
from dealflow.actions.people.deck_clock import ShelvedDeck
from dealflow.actions.people.second_waiting import SecondWaiting
from dealflow.actions.pipeline.engagement_views import EngagementRow
from dealflow.actions.platform.context import Looking
from dealflow.domain.people.access import Act, may
from dealflow.domain.people.house import OWN_RULES
from dealflow.domain.pipeline.deadlines import DeadlineKind
from dealflow.domain.values.korean_days import korean_day
from dealflow.i18n import called, t
from dealflow.i18n.numbers import day, moment
from dealflow.reports.pipeline import deadline_words
from dealflow.ui.home import deadline_rows
from dealflow.ui.kit import components, context, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link
from dealflow.ui.pipeline import engagement_drawer

SHOWN: Final = 8
"""How many lines are shown before the rest is unfolded."""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of what is to do: whether it is the viewer's own, the days that are left, and where it is done."""

    days_left: int
    row: Row
    page: str
    query: Mapping[str, str]
    mine: bool


def draw(steps: Sequence[EngagementRow]) -> None:
    """Draw what is to do, the viewer's own first, then by its day: votes, second signatures, deadlines, next steps."""
    lang, viewer = state.language(), state.viewer()
    if not may(viewer, Act.SEE_PIPELINE):
        return
    st.subheader(t("home.alarms", lang), anchor=False)
    tasks = sorted(
        _tasks(Looking(context.workspace(), viewer), steps, lang), key=lambda task: (not task.mine, task.days_left)
    )
    if not tasks:
        st.caption(t("home.alarms.none", lang))
        return
    st.markdown(_counts([task.days_left for task in tasks], lang))
    columns = (
        Column("what", t("deadlines.column.what", lang)),
        Column("left", t("home.column.due", lang), "end"),
    )
    most = len(tasks) if state.url_value("show") == "tasks" else SHOWN
    lines = tuple(task.row for task in tasks[:most])
    caption = t("home.alarms.caption", lang)
    at = grid.show(Table(columns, lines), caption=caption, key="home_alarms", lang=lang).place
    with st.container(horizontal=True):
        if len(tasks) > most:
            label, query = t("home.more", lang, n=len(tasks) - most), {"show": "tasks"} | grid.spoken(lang)
            st.page_link(frame.page("home"), label=label, icon=":material/expand_more:", query_params=query)
        st.page_link(
            frame.page("deadlines"),
            label=t("home.alarms.open", lang),
            icon=":material/arrow_forward:",
            query_params=grid.spoken(lang),
        )
    if at:
        _go(at[0], tasks, lang)


def _tasks(looking: Looking, steps: Sequence[EngagementRow], lang: str) -> Iterator[Task]:
    today = context.today()
    waiting = session_views.votes_waiting(looking)
    for _, group in groupby(waiting, key=lambda vote: vote.session.id):
        votes = tuple(group)
        held = votes[0].session
        days = (korean_day(held.held_at) - today).days
        yield Task(days, _vote(votes, lang), "committee", {"session": held.id}, mine=True)
    for second in second_waiting.for_second(looking):
        page, query = told.place_of(second.proposal)
        yield Task(0, _second(second, lang), page, dict(query), mine=True)
    for step in steps:
        yield _step(step, looking, lang)
    going = deck_clock.shelved(looking)
    if going:
        days = (going[0].destroy_on - today).days
        yield Task(days, _going(going, lang), "decks", {"deck": going[0].deck_id}, mine=False)
    pressing = deadlines.alarms(looking, on=today)
    for due in (*pressing.late, *pressing.today, *pressing.week):
        place, about = deadline_rows.way_to(due, looking.viewer) or ("", {})
        yield Task(due.days_left, _line(due, lang), place, about, mine=due.mine)


def _step(step: EngagementRow, looking: Looking, lang: str) -> Task:
    """Return the next step of an engagement; one that nobody is in charge of is everybody's."""
    engagement = step.engagement
    due, mine = engagement.next_due or context.today(), engagement.assignee_id in {None, looking.viewer.person_id}
    left = (due - context.today()).days
    page, query = "pipeline", {"track": engagement.track, "open": engagement.id}
    company = called(step.company_name, step.company_name_en, lang)
    sub = (company, engagement.round_label, t("home.alarms.step", lang), "" if mine else step.assignee_name)
    row = Row(
        f"step:{engagement.id}",
        (
            Cell(engagement.next_step, sub=" · ".join(filter(None, sub)), tone="wrap", href=link(page, lang, **query)),
            Cell("", marks=(Mark(deadline_words.left(left, lang), "late" if left < 0 else "warn"),)),
        ),
    )
    return Task(left, row, page, query, mine=mine)


def _counts(days_left: Sequence[int], lang: str) -> str:
    """Return how many there are of each urgency, in one line of small labels."""
    counts = Counter(
        "late" if days < 0 else "week" if days else "today" for days in days_left if days <= deadlines.WEEK
    )
    colours = {"late": "red", "today": "orange", "week": "gray"}
    return " ".join(
        components.badge(f"{t(f'home.alarms.{name}', lang)} {counts[name]}", colour)
        for name, colour in colours.items()
        if counts[name]
    )


def _vote(votes: Sequence[VoteWaiting], lang: str) -> Row:
    """Return one line for all items of a session on which the viewer has still to vote."""
    companies = [waiting.company for waiting in votes]
    unknown = t("frame.unknown_company", lang)
    names = [unknown if company is None else called(company.name, company.name_en, lang) for company in companies]
    held = votes[0].session
    title = t("home.alarms.vote", lang, title=held.title, n=len(votes))
    return Row(
        f"vote:{held.id}",
        (
            Cell(
                title,
                sub=" · ".join((t("home.alarms.vote.sub", lang), ", ".join(dict.fromkeys(names)))),
                tone="wrap",
                href=link("committee", lang, session=held.id),
            ),
            Cell("", marks=(Mark(moment(held.held_at, lang), "info"),)),
        ),
    )


def _second(waiting: SecondWaiting, lang: str) -> Row:
    """Return the line of an act that waits for the viewer as its second person."""
    proposal = waiting.proposal
    page, query = told.place_of(proposal)
    unknown = "–" if proposal.act in OWN_RULES else t("frame.unknown_company", lang)
    name = called(*waiting.company, lang) if waiting.company else unknown
    since = t("people.second.by", lang, who=waiting.person or "–", at=moment(proposal.proposed_at, lang))
    return Row(
        f"second:{proposal.id}",
        (
            Cell(
                t(f"notices.second.{proposal.act}", lang),
                sub=f"{name} · {since}",
                tone="wrap",
                href=link(page, lang, **dict(query)),
            ),
            Cell("", marks=(Mark(t("home.alarms.second", lang), "warn"),)),
        ),
    )


def _going(decks: Sequence[ShelvedDeck], lang: str) -> Row:
    """Return one line for all decks whose destruction is announced."""
    unknown = t("frame.unknown_company", lang)
    names = [called(*deck.company, lang) if deck.company else unknown for deck in decks]
    return Row(
        "going",
        (
            Cell(
                t("home.alarms.going", lang, n=len(decks)),
                sub=" · ".join((t("home.alarms.going.sub", lang), ", ".join(dict.fromkeys(names)))),
                tone="wrap",
                href=link("decks", lang, deck=decks[0].deck_id),
            ),
            Cell("", marks=(Mark(day(decks[0].destroy_on, lang), "warn"),)),
        ),
    )


def _line(due: Due, lang: str) -> Row:
    way = deadline_rows.way_to(due, state.viewer())
    own = due.mine and due.deadline.kind is DeadlineKind.CONDITION
    kind = t("home.alarms.condition", lang) if own else deadline_words.kind_of(due.deadline.kind, lang)
    what = deadline_words.what(due, lang)
    href = link(way[0], lang, **way[1]) if way else ""
    sub = (deadline_words.of_whom(due, lang), "" if kind == what else kind, "" if due.mine else due.owner_name)
    return Row(
        due.id,
        (
            Cell(what, sub=" · ".join(filter(None, sub)), tone="wrap", href=href),
            deadline_rows.left_cell(due, lang),
        ),
    )


def _go(row: str, tasks: Sequence[Task], lang: str) -> None:
    """Open the page where the line that was clicked is attended to; a next step opens its drawer here."""
    for task in tasks:
        if task.row.id == row and row.startswith("step:"):
            engagement_drawer.open_at(row.removeprefix("step:"))
        elif task.row.id == row and task.page:
            grid.go(task.page, lang, **task.query)
