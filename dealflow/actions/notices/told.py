"""What a letter tells: the records that notices are about, as far as their reader may see them now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from dealflow.actions.home import deadlines, news
from dealflow.actions.home.deadlines import Due
from dealflow.actions.home.news import TopicNews
from dealflow.actions.people import second_waiting
from dealflow.actions.people.second_waiting import SecondWaiting
from dealflow.actions.platform.context import Looking
from dealflow.domain.investment.committee import AgendaItem, CommitteeSession
from dealflow.domain.notices.preferences import NoticeKind
from dealflow.domain.people.access import Act, may, may_run_event
from dealflow.domain.people.house import TwoPersonAct
from dealflow.domain.people.people import IrEvent
from dealflow.domain.people.two_person import Proposal
from dealflow.domain.values.korean_days import korean_day
from dealflow.store.ledger.queries import investment, people
from dealflow.store.ledger.queries import news as news_queries
from dealflow.store.ledger.queries import notes as note_queries
from dealflow.store.ledger.queries import search as name_queries
from dealflow.store.ledger.tables.notices import NoticeRow

Names = tuple[str, str]
"""A name in Korean and in English."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a letter tells: of which company or event, by whom, and where it is to be seen.

    ``due``: a deadline. ``count``: how many figures were read. ``detail``: which act waits for a second person, or
    what became of it.
    """

    kind: NoticeKind
    page: str
    query: tuple[tuple[str, str], ...]
    company: Names | None = None
    title: Names | None = None
    who: str = ""
    count: int = 0
    due: Due | None = None
    at: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a day begins with: open votes, acts that wait for a second person, what is due, and what others did."""

    votes: tuple[Line, ...]
    seconds: tuple[Line, ...]
    late: tuple[Line, ...]
    today: tuple[Line, ...]
    week: tuple[Line, ...]
    topics: tuple[TopicNews, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to tell."""
        return not (self.votes or self.seconds or self.late or self.today or self.week or self.topics)


def lines(looking: Looking, notices: Sequence[NoticeRow], *, at: datetime) -> tuple[Line, ...]:
    """Return what the notices say to their reader, by kind; what is gone or settled meanwhile is left out."""
    by_kind: dict[NoticeKind, list[NoticeRow]] = {kind: [] for kind in NoticeKind}
    for notice in notices:
        by_kind[notice.kind].append(notice)
    with looking.ws.ledger.read() as session:
        within = looking.within(session)
        first = (
            *_votes(within, {notice.detail for notice in by_kind[NoticeKind.VOTE]}),
            *_seconds(within, by_kind[NoticeKind.SECOND]),
            *_mentions(within, by_kind[NoticeKind.MENTION]),
            *_decks(within, by_kind[NoticeKind.DECK]),
            *_timetables(within, by_kind[NoticeKind.TIMETABLE]),
        )
    wanted = {notice.subject_id for notice in by_kind[NoticeKind.DEADLINE]}
    due = [_due(due) for due in deadlines.deadlines(looking, on=korean_day(at)) if due.id in wanted] if wanted else []
    order = {kind: place for place, kind in enumerate(NoticeKind)}
    return tuple(sorted((*first, *due), key=lambda line: order[line.kind]))


def digest(looking: Looking, *, at: datetime, since: datetime) -> Digest:
    """Return what a reader's day begins with."""
    alarms = deadlines.alarms(looking, on=korean_day(at))
    with looking.ws.ledger.read() as session:
        votes = tuple(_votes(looking.within(session), None))
        seconds = tuple(map(_second, second_waiting.within(looking.within(session))))
    return Digest(
        votes=votes,
        seconds=seconds,
        late=tuple(_due(due) for due in alarms.late if _is_for(due)),
        today=tuple(_due(due) for due in alarms.today if _is_for(due)),
        week=tuple(_due(due) for due in alarms.week if _is_for(due)),
        topics=news.news_since(looking, since) if may(looking.viewer, Act.SEE_PIPELINE) else (),
    )


def _is_for(due: Due) -> bool:
    """Say whether a deadline is the reader's, or nobody's."""
    return due.mine or not due.owner_name


def _due(due: Due) -> Line:
    company = None if due.company is None else (due.company.name, due.company.name_en)
    return Line(NoticeKind.DEADLINE, "deadlines", (), company=company, due=due)


def _votes(looking: Looking, item_ids: set[str] | None) -> Iterator[Line]:
    """Yield the items on which the reader has still to vote: these, or all."""
    if item_ids == set() or not may(looking.viewer, Act.SEE_PIPELINE):
        return
    sessions = investment.committee_sessions(looking.session, looking.ws.name, looking.viewer)
    open_items = [
        (held, item)
        for held in sessions
        for item in held.items
        if _is_awaited(item, looking.viewer.person_id) and (item_ids is None or item.id in item_ids)
    ]
    names = _company_names(looking, {item.company_id for _, item in open_items})
    for held, item in open_items:
        yield _vote(held, item, names)


def _vote(held: CommitteeSession, item: AgendaItem, names: Mapping[str, Names]) -> Line:
    query = (("session", held.id),)
    return Line(NoticeKind.VOTE, "committee", query, company=names.get(item.company_id), at=held.held_at)


_SECOND_PAGES: Final[dict[TwoPersonAct, tuple[str, tuple[tuple[str, str], ...]]]] = {
    TwoPersonAct.PAYMENT: ("deal", (("view", "money"),)),
    TwoPersonAct.RECOMMENDATION: ("operators", ()),
    TwoPersonAct.RULES: ("settings", (("view", "absence"),)),
    TwoPersonAct.DEPUTY: ("settings", (("view", "absence"),)),
}


def place_of(proposal: Proposal) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the page on which an act that needs two people is confirmed, and what to ask it for."""
    page, query = _SECOND_PAGES[proposal.act]
    return page, (("engagement", proposal.subject_id), *query) if page == "deal" else query


def _second(waiting: SecondWaiting) -> Line:
    proposal = waiting.proposal
    return Line(
        NoticeKind.SECOND,
        *place_of(proposal),
        company=waiting.company,
        who=waiting.person,
        at=proposal.proposed_at,
        detail=proposal.act,
    )


def _seconds(looking: Looking, notices: Sequence[NoticeRow]) -> Iterator[Line]:
    """Yield the acts that still wait for the reader, and those of the reader that others settled."""
    ids = {notice.subject_id for notice in notices if not notice.detail}
    if ids:
        yield from (_second(waiting) for waiting in second_waiting.within(looking) if waiting.proposal.id in ids)
    for notice in notices:
        if notice.detail and (settled := second_waiting.settled(looking, notice.subject_id)):
            yield replace(_second(settled), detail=notice.detail)


def _is_awaited(item: AgendaItem, person_id: str) -> bool:
    """Say whether somebody has still to vote on an item."""
    has_spoken = {vote.voter_id for vote in item.votes} | {recusal.voter_id for recusal in item.recusals}
    return item.resolution is None and person_id in item.voters and person_id not in has_spoken


def _mentions(looking: Looking, notices: Sequence[NoticeRow]) -> Iterator[Line]:
    notes = [
        note
        for notice in notices
        if (note := note_queries.find_note(looking.session, looking.ws.name, looking.viewer, notice.subject_id))
        and not note.is_withdrawn
        and not note.is_destroyed
    ]
    if not notes:
        return
    names = _company_names(looking, {note.company_id for note in notes})
    people_names = people.names(looking.session, looking.ws.name)
    for note in notes:
        query = (("id", note.company_id), ("view", "notes"))
        who = people_names.get(note.author_id, "")
        yield Line(NoticeKind.MENTION, "company", query, company=names.get(note.company_id), who=who)


def _decks(looking: Looking, notices: Sequence[NoticeRow]) -> Iterator[Line]:
    counts = {notice.subject_id: int(notice.detail or 0) for notice in notices}
    decks = news_queries.decks_seen(looking.session, looking.ws.name, looking.viewer, counts.keys())
    names = _company_names(looking, {company_id for _, company_id in decks.values()})
    for deck_id, (file_name, company_id) in decks.items():
        name = names.get(company_id, (file_name, file_name))
        yield Line(NoticeKind.DECK, "review", (("deck", deck_id),), company=name, count=counts[deck_id])


def _timetables(looking: Looking, notices: Sequence[NoticeRow]) -> Iterator[Line]:
    wanted = {notice.subject_id for notice in notices}
    for held in people.ir_events(looking.session, looking.ws.name) if wanted else ():
        if held.id in wanted:
            yield _timetable(looking, held)


def _timetable(looking: Looking, held: IrEvent) -> Line:
    page = "timetable" if may_run_event(looking.viewer, held.organiser_id) else "consultations"
    title = (held.title_ko, held.title_en or held.title_ko)
    return Line(NoticeKind.TIMETABLE, page, (("event", held.id),), title=title)


_NONE: Final[frozenset[str]] = frozenset({""})


def _company_names(looking: Looking, ids: set[str]) -> Mapping[str, Names]:
    return name_queries.company_names(looking.session, looking.ws.name, looking.viewer, ids - _NONE)
