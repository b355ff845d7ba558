"""What presses today, on the home screen: what is mine (votes, acts for two people), then the house's, by its day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
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

SHOWN: Final = 6
"""How many lines are shown before the rest is left to the deadlines page."""


def draw() -> bool:
    """Draw what presses, mine first and by day; nothing where nothing does. Say whether anything was drawn."""
    lang, viewer = state.language(), state.viewer()
    if not may(viewer, Act.SEE_PIPELINE):
        return False
    votes = session_views.votes_waiting(Looking(context.workspace(), viewer))
    pressing = deadlines.alarms(Looking(context.workspace(), viewer), on=context.today())
    rows = [*pressing.late, *pressing.today, *pressing.week]
    seconds = second_waiting.for_second(Looking(context.workspace(), viewer))
    going = deck_clock.shelved(Looking(context.workspace(), viewer))
    if not votes and not seconds and not rows and not going:
        return False
    st.subheader(t("home.alarms", lang), anchor=False)
    today, by_session = context.today(), [tuple(group) for _, group in groupby(votes, key=lambda vote: vote.session.id)]
    ballots = [((korean_day(group[0].session.held_at) - today).days, group) for group in by_session]
    st.markdown(
        _counts([0 for _ in seconds] + [*(days for days, _ in ballots), *(due.days_left for due in rows)], lang)
    )
    columns = (
        Column("what", t("deadlines.column.what", lang)),
        Column("left", t("home.column.due", lang), "end"),
        Column("whom", t("deadlines.column.whom", lang)),
    )
    dated = [((False, days), _vote(group, lang)) for days, group in ballots]
    dated += [((False, 0), _second(waiting, lang)) for waiting in seconds]
    dated += [((True, (going[0].destroy_on - today).days), _going(going, lang))] if going else []
    dated += [((not due.mine, due.days_left), _line(due, lang)) for due in rows]
    lines = tuple(line for _, line in sorted(dated, key=itemgetter(0)))
    caption = t("home.alarms.caption", lang)
    at = grid.show(Table(columns, lines[:SHOWN]), caption=caption, key="home_alarms", lang=lang).place
    left_out = len(lines) - SHOWN
    label = t("home.more", lang, n=left_out) if left_out > 0 else t("home.alarms.open", lang)
    st.page_link(frame.page("deadlines"), label=label, icon=":material/arrow_forward:", query_params=grid.spoken(lang))
    if at:
        _go(at[0], votes, seconds, rows, lang)
    return True


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
                title, sub=t("home.alarms.vote.sub", lang), tone="wrap", href=link("committee", lang, session=held.id)
            ),
            Cell("", marks=(Mark(moment(held.held_at, lang), "info"),)),
            Cell(", ".join(dict.fromkeys(names)), tone="wrap"),
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
                t(f"notices.second.{proposal.act}", lang), sub=since, tone="wrap", href=link(page, lang, **dict(query))
            ),
            Cell("", marks=(Mark(t("home.alarms.second", lang), "warn"),)),
            Cell(name, tone="wrap"),
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
                sub=t("home.alarms.going.sub", lang),
                tone="wrap",
                href=link("decks", lang, deck=decks[0].deck_id),
            ),
            Cell("", marks=(Mark(day(decks[0].destroy_on, lang), "warn"),)),
            Cell(", ".join(dict.fromkeys(names)), tone="wrap"),
        ),
    )


def _line(due: Due, lang: str) -> Row:
    way = deadline_rows.way_to(due, state.viewer())
    own = due.mine and due.deadline.kind is DeadlineKind.CONDITION
    kind = t("home.alarms.condition", lang) if own else deadline_words.kind_of(due.deadline.kind, lang)
    what = deadline_words.what(due, lang)
    href = link(way[0], lang, **way[1]) if way else ""
    sub = ("" if kind == what else kind, "" if due.mine else due.owner_name)
    return Row(
        due.id,
        (
            Cell(what, sub=" · ".join(filter(None, sub)), tone="wrap", href=href),
            deadline_rows.left_cell(due, lang),
            Cell(deadline_words.of_whom(due, lang) or "–", tone="wrap"),
        ),
    )


def _go(
    row: str, votes: Sequence[VoteWaiting], seconds: Sequence[SecondWaiting], rows: Sequence[Due], lang: str
) -> None:
    """Open the page where the line that was clicked is attended to."""
    for waiting in votes:
        if row == f"vote:{waiting.session.id}":
            grid.go("committee", lang, session=waiting.session.id)
    for second in seconds:
        if row == f"second:{second.proposal.id}":
            page, query = told.place_of(second.proposal)
            grid.go(page, lang, **dict(query))
    if row == "going":
        grid.go("decks", lang, deck=deck_clock.shelved(state.looking())[0].deck_id)
    for due in rows:
        way = deadline_rows.way_to(due, state.viewer())
        if due.id == row and way:
            grid.go(way[0], lang, **way[1])
