"""From the journal to what each person is to be told: each event once for each person, whatever dies meanwhile.

How far the journal was gone through is kept in the transaction that keeps the notices. What is told are ids; names are
asked for when the letter is written, with the rights of whoever reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from dealflow.actions.home import deadlines
from dealflow.actions.notices import preferences
from dealflow.actions.notices.preferences import Reached
from dealflow.actions.people import people
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace, commit, new_id
from dealflow.domain.claims.events import DeckRead
from dealflow.domain.investment.events import ItemTabled
from dealflow.domain.irday.events import TimetablePublished
from dealflow.domain.notes.events import NoteKept
from dealflow.domain.notices.preferences import NoticeKind
from dealflow.domain.people.access import Act, Viewer, may, may_run_event
from dealflow.domain.people.events import ActProposed, ActSettled
from dealflow.domain.people.people import Person
from dealflow.domain.people.two_person import ProposalState
from dealflow.domain.values.event import Recorded
from dealflow.domain.values.korean_days import SEOUL, korean_day
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries import notices as queries
from dealflow.store.ledger.queries import people as people_queries
from dealflow.store.ledger.queries.visibility import Session
from dealflow.store.ledger.tables.claims import DeckRow
from dealflow.store.ledger.tables.notices import NoticeRow
from dealflow.store.ledger.tables.people import ProposalRow

_CHUNK: Final = 500
_NEWS_LASTS: Final = timedelta(days=1)
"""What is older is no news: an installation that stood still for a month does not tell of all of it."""
_STEPS: Final = (7, 3, 1, 0)
"""So many days before a deadline its owner is told, once each."""
_MORNING: Final = 7


@dataclass(frozen=True, slots=True)
class _Told:
    """Of what somebody is told: ``once`` names the matter, so that it is told once."""

    kind: NoticeKind
    subject_id: str
    detail: str
    person_ids: tuple[str, ...]
    once: tuple[object, ...]


def gather(ws: Workspace, *, at: datetime) -> int:
    """Go through what the journal holds since last time, and return how many notices came of it.

    The first time nothing is told: what happened before anybody was told anything is no news.
    """
    reached = preferences.everybody(ws)
    with ws.ledger.read() as session:
        before = queries.mark(session, ws.name)
        head = journal.head(session, ws.name).position
    if before is None:
        commit(ws, lambda session: queries.keep_mark(session, ws.name, head, ""))
        return 0
    due = _deadlines(ws, reached, at) if before[1] != _day_of(at) and _is_morning(at) else ()
    if head == before[0] and before[1] == _day_of(at):
        return 0
    if head == before[0] and not due and not _is_morning(at):
        return 0
    return commit(ws, lambda session: _gather(ws, session, reached, due, at))


def _day_of(at: datetime) -> str:
    return korean_day(at).isoformat()


def _is_morning(at: datetime) -> bool:
    return at.astimezone(SEOUL).hour >= _MORNING


def _gather(ws: Workspace, session: Session, reached: Mapping[str, Reached], due: Iterable[_Told], at: datetime) -> int:
    mark = queries.mark(session, ws.name) or (0, "")
    position, count = mark[0], 0
    persons = {person.id: person for person in people_queries.persons(session, ws.name) if not person.has_left}
    while events := journal.events_after(session, ws.name, position, _CHUNK):
        for recorded in events:
            if at - recorded.ts <= _NEWS_LASTS:
                for told in _told_of(ws, session, recorded, persons):
                    count += queries.add_notices(session, _rows(ws, told, reached, persons, at))
        position = events[-1].position
    for told in due:
        count += queries.add_notices(session, _rows(ws, told, reached, persons, at))
    queries.keep_mark(session, ws.name, position, _day_of(at) if _is_morning(at) else mark[1])
    return count


def _rows(
    ws: Workspace, told: _Told, reached: Mapping[str, Reached], persons: Mapping[str, Person], at: datetime
) -> Iterator[NoticeRow]:
    for person_id in told.person_ids:
        way = reached.get(person_id)
        if way is None or person_id not in persons or not way.preferences.wants(told.kind):
            continue
        yield NoticeRow(
            workspace=ws.name,
            id=new_id(told.kind, *told.once, person_id),
            person_id=person_id,
            kind=told.kind,
            subject_id=told.subject_id,
            detail=told.detail,
            made_at=at,
            letter_id="",
        )


def _told_of(ws: Workspace, session: Session, recorded: Recorded, persons: Mapping[str, Person]) -> Iterator[_Told]:
    """Yield of what an event tells whom; nobody is told of what they did themselves."""
    told = _by_event(ws, session, recorded, persons)
    if told is not None:
        others = tuple(person_id for person_id in told.person_ids if person_id != recorded.actor)
        yield replace(told, person_ids=others)


def _by_event(ws: Workspace, session: Session, recorded: Recorded, persons: Mapping[str, Person]) -> _Told | None:
    match recorded.event:
        case DeckRead() as event:
            return _deck_read(ws, session, event, persons)
        case NoteKept() as event:
            once = (event.note_id,)
            return _Told(NoticeKind.MENTION, event.note_id, event.company_id, event.mentions, once)
        case ItemTabled(session_id, item):
            return _Told(NoticeKind.VOTE, session_id, item.id, item.voters, (session_id, item.id))
        case ActProposed() | ActSettled() as event:
            return _settled(ws, session, event) if isinstance(event, ActSettled) else _proposed(event, persons)
        case TimetablePublished() as event:
            return _timetable(ws, session, event, persons, recorded.seq)
        case _:
            return None


def _deck_read(ws: Workspace, session: Session, event: DeckRead, persons: Mapping[str, Person]) -> _Told | None:
    """Return that a deck was read: to whoever brought it, or, where it came by itself, to those who review."""
    deck = session.get(DeckRow, (ws.name, event.deck_id))
    if deck is None:
        return None
    who: tuple[str, ...] = (deck.received_by,)
    if deck.received_by not in persons:
        who = tuple(
            person.id
            for person in persons.values()
            if person.organisation_id == deck.owner_id and may(viewer_from(person), Act.REVIEW_CLAIMS)
        )
    return _Told(NoticeKind.DECK, event.deck_id, str(len(event.claims)), who, (event.deck_id,))


def _proposed(event: ActProposed, persons: Mapping[str, Person]) -> _Told:
    """Return that an act waits for a second person: to all of the house who may be that person."""
    who = tuple(
        person.id
        for person in persons.values()
        if person.organisation_id == event.owner_id and may(viewer_from(person), Act.DECIDE)
    )
    return _Told(NoticeKind.SECOND, event.proposal_id, "", who, (event.proposal_id,))


def _settled(ws: Workspace, session: Session, event: ActSettled) -> _Told | None:
    """Return that an act was confirmed or declined: to whoever entered it."""
    row = session.get(ProposalRow, (ws.name, event.proposal_id))
    if row is None:
        return None
    state = ProposalState.CONFIRMED if event.is_confirmed else ProposalState.DECLINED
    return _Told(NoticeKind.SECOND, row.id, state, (row.proposed_by,), (row.id, state))


def _timetable(
    ws: Workspace, session: Session, event: TimetablePublished, persons: Mapping[str, Person], seq: int
) -> _Told | None:
    """Return that a timetable was published: to the houses and companies that come, and to who runs the event."""
    held = next((held for held in people_queries.ir_events(session, ws.name) if held.id == event.ir_event_id), None)
    if held is None:
        return None
    coming = [firm for firm in irday.participants(session, ws.name, held.id) if firm.is_coming]
    houses = {firm.organisation_id for firm in coming if firm.organisation_id}
    companies = {firm.company_id for firm in coming if firm.company_id}
    who = tuple(
        person.id
        for person in persons.values()
        if (person.organisation_id in houses and person.company_id is None)
        or person.company_id in companies
        or may_run_event(viewer_from(person), held.organiser_id)
    )
    return _Told(NoticeKind.TIMETABLE, held.id, str(event.version), who, (held.id, event.version, seq))


def viewer_from(person: Person) -> Viewer:
    """Return a person as one who looks."""
    return Viewer(person.id, person.organisation_id, person.role, person.company_id)


def _deadlines(ws: Workspace, reached: Mapping[str, Reached], at: datetime) -> tuple[_Told, ...]:
    """Return whose own deadlines come near today."""
    on = korean_day(at)
    told = []
    for person in people.people(ws):
        way = reached.get(person.id)
        if way is None or person.has_left or not way.preferences.wants(NoticeKind.DEADLINE):
            continue
        told += [
            _Told(NoticeKind.DEADLINE, due.id, due.deadline.due.isoformat(), (person.id,), once)
            for due, once in _near(Looking(ws, viewer_from(person)), on)
        ]
    return tuple(told)


def _near(looking: Looking, on: date) -> Iterator[tuple[deadlines.Due, tuple[object, ...]]]:
    for due in deadlines.deadlines(looking, on=on):
        if due.mine and due.days_left in _STEPS:
            yield due, (due.id, due.deadline.due, due.days_left)
