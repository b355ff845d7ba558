"""What changed since a position of the journal, as far as the viewer may see the records: ids and kinds, no content.

A program reads the lists once, then asks for changes and reads anew what they name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from dealflow.actions.platform.context import Looking
from dealflow.domain.people.access import Act, Role, may, may_run_event, require
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import changes as queries
from dealflow.store.ledger.queries import people
from dealflow.store.ledger.queries.changes import Happened

__all__ = ["Change", "Changes", "Record", "changes"]

LOOKED_AT: Final = 2_000
"""Events that are looked at for one answer: whoever is far behind asks again."""


class Record(StrEnum):
    """What can have changed."""

    COMPANY = "company"
    DECK = "deck"
    CLAIM = "claim"
    ENGAGEMENT = "engagement"
    NOTE = "note"
    SESSION = "session"
    EVENT = "event"
    TIMETABLE = "timetable"


_STREAMS: Final[Mapping[str, Record]] = {
    "company": Record.COMPANY,
    "company_profile": Record.COMPANY,
    "deck": Record.DECK,
    "review": Record.CLAIM,
    "engagement": Record.ENGAGEMENT,
    "note": Record.NOTE,
    "session": Record.SESSION,
    "ir_event": Record.EVENT,
    "timetable": Record.TIMETABLE,
}
"""Whose stream begins so. What else happens (people, settings, participants of a day) is told to no program."""
_OF_HOUSE: Final = frozenset({"company_profile", "review"})
"""Streams that bear their house's id at the end: another's are not told."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something happened to a record; ``kind`` is the event's."""

    position: int
    at: datetime
    record: Record
    id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed, oldest first. ``position``: from where to ask next; ``has_more``: at once."""

    changes: tuple[Change, ...]
    position: int
    has_more: bool


def changes(looking: Looking, since: int, *, most: int = 200, records: Collection[Record] = ()) -> Changes:
    """Return what changed after a position, of these kinds of records or of all."""
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        head = journal.head(session, looking.ws.name).position
        looked_at = queries.happened(session, looking.ws.name, since, LOOKED_AT)
        told = tuple(_told(looking.within(session), looked_at, frozenset(records) or frozenset(Record)))
    if len(told) > most:
        told = told[:most]
        last = told[-1].position
    else:
        last = looked_at[-1].position if looked_at else min(since, head)
    return Changes(told, last, last < head)


def _told(looking: Looking, looked_at: Iterable[Happened], records: Collection[Record]) -> Iterable[Change]:
    named = [(event, *pair) for event in looked_at if (pair := _record_of(looking, event)) and pair[0] in records]
    ids: dict[Record, set[str]] = defaultdict(set)
    for _, record, record_id in named:
        ids[record].add(record_id)
    seen = {record: _seen(looking, record)(some) for record, some in ids.items()}
    colleagues = _colleagues(looking)
    for event, record, record_id in named:
        is_gone = event.kind == "engagement_taken_back" and event.actor in colleagues
        if record_id in seen[record] or is_gone:
            yield Change(event.position, event.at, record, record_id, event.kind)


def _record_of(looking: Looking, event: Happened) -> tuple[Record, str] | None:
    """Return the record that an event is about; None: no program is told of it, or it is another house's own."""
    prefix, _, rest = event.stream.partition(":")
    record = _STREAMS.get(prefix)
    if record is None:
        return None
    if prefix not in _OF_HOUSE:
        return record, rest
    record_id, _, house = rest.rpartition(":")
    is_own = house == looking.viewer.organisation_id and looking.viewer.role is not Role.COMPANY_GUEST
    return (record, record_id) if is_own and may(looking.viewer, Act.SEE_PIPELINE) else None


def _seen(looking: Looking, record: Record) -> Callable[[Collection[str]], frozenset[str]]:
    """Return what says which records of a kind the viewer may see; the database decides by the conditions of all."""
    session, name, viewer = looking.session, looking.ws.name, looking.viewer
    by_record = {
        Record.COMPANY: queries.companies_known,
        Record.DECK: queries.decks_seen,
        Record.CLAIM: queries.claims_seen,
        Record.ENGAGEMENT: queries.engagements_owned,
        Record.NOTE: queries.notes_seen,
        Record.SESSION: queries.sessions_owned,
    }
    if record in by_record:
        return lambda ids: by_record[record](session, name, viewer, ids)
    events = people.ir_events(session, name)
    run = {event.id for event in events if record is Record.EVENT or may_run_event(viewer, event.organiser_id)}
    return lambda ids: frozenset(run & set(ids))


def _colleagues(looking: Looking) -> frozenset[str]:
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return frozenset()
    persons = people.persons(looking.session, looking.ws.name)
    house = looking.viewer.organisation_id
    return frozenset(person.id for person in persons if person.organisation_id == house and not person.company_id)
