"""What others did since a person was here last, grouped by what it is and counted by the records that it is about.

When somebody was here is kept beside the journal, one small file a person (``store.drafts``).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from pydantic import TypeAdapter, ValidationError

from dealflow.actions.notes.mentions import mentions
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.own_drafts import own_drafts
from dealflow.actions.platform.remembered import remembered
from dealflow.domain.claims.events import ClaimVerified, DeckRead, DeckReceived
from dealflow.domain.investment.events import ItemResolved, SessionConvened, VoteCast
from dealflow.domain.irday.events import ParticipantKept
from dealflow.domain.people.access import may_run_event, owns
from dealflow.domain.people.visits import Moment, Visit, looked
from dealflow.domain.pipeline.events import EngagementMoved, EngagementNoted, EngagementOpened, EngagementStatusSet
from dealflow.domain.values.event import Event, Recorded
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import news as queries
from dealflow.store.ledger.queries import people
from dealflow.store.ledger.queries import search as names

_FORM: Final = "home visit"
_VISIT: Final = TypeAdapter(Visit)
MOST: Final = 2_000
"""How many of the last events are looked at: who was away for months is not shown all of them."""


class Topic(StrEnum):
    """What something new is, in the order in which it is shown."""

    MENTIONS = "mentions"
    """Notes of colleagues that name the reader."""
    DECKS = "decks"
    READ = "read"
    REVIEWED = "reviewed"
    OPENED = "opened"
    MOVES = "moves"
    NOTES = "notes"
    SESSIONS = "sessions"
    VOTES = "votes"
    RESOLVED = "resolved"
    PARTICIPANTS = "participants"


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record about which something is new: ``count`` times, and where it went last (a stage, a status), if anywhere.

    ``name`` is a file's, a session's, a participant's or an author's; ``company`` has names in Korean and English.
    ``place`` is the company on whose page it stands, where it has no screen of its own.
    """

    id: str
    name: str = ""
    company: tuple[str, str] | None = None
    count: int = 1
    went: str = ""
    track: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class TopicNews:
    """All records about which there is something new of one kind, the latest first."""

    topic: Topic
    records: tuple[NewRecord, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What is new since a moment; ``is_first``: the person was never here before."""

    since: datetime
    topics: tuple[TopicNews, ...]
    is_first: bool


@dataclass(slots=True)
class _Gathered:
    """The events by topic and record: how often, and the last one."""

    counts: Counter[tuple[Topic, str]] = field(default_factory=Counter)
    last: dict[tuple[Topic, str], Event] = field(default_factory=dict)

    def add(self, topic: Topic, record_id: str, event: Event, count: int = 1) -> None:
        key = (topic, record_id)
        self.counts[key] += count
        self.last.pop(key, None)
        self.last[key] = event

    def ids(self, *topics: Topic) -> set[str]:
        return {record_id for topic, record_id in self.last if topic in topics}


def news(looking: Looking, *, at: datetime) -> News:
    """Return what is new to the viewer, who looks at the first screen now, and remember that."""
    visit, is_first = _visit(looking, at)
    topics = _since(looking, visit.since.position)
    return News(visit.since.at, (*_mentions(looking, visit.since.at, is_first=is_first), *topics), is_first)


def news_since(looking: Looking, since: datetime) -> tuple[TopicNews, ...]:
    """Return what others did since a moment, whether or not the viewer has seen it."""
    return _since(looking, 0, since)


@remembered
def _since(looking: Looking, position: int, since: datetime | None = None) -> tuple[TopicNews, ...]:
    with looking.ws.ledger.read() as session:
        kinds = [event.kind for event in _TOPICS]
        recorded = journal.last_of_kinds(session, looking.ws.name, position, kinds, MOST)
        gathered = _Gathered()
        for entry in recorded:
            if entry.actor != looking.viewer.person_id and (since is None or entry.ts > since):
                _gather(gathered, entry, looking)
        return tuple(_topics(looking.within(session), gathered))


def _mentions(looking: Looking, since: datetime, *, is_first: bool) -> Iterable[TopicNews]:
    """Yield the notes that name the viewer; on a first visit nothing is new."""
    records = tuple(
        NewRecord(
            mention.note.id,
            mention.by_name,
            None if mention.company is None else (mention.company.name, mention.company.name_en),
            place=mention.note.company_id,
        )
        for mention in (() if is_first else mentions(looking, since))
    )
    if records:
        yield TopicNews(Topic.MENTIONS, records)


def mark_seen(looking: Looking, *, at: datetime) -> None:
    """Let nothing be new to the viewer any more."""
    now = Moment(looking.ws.ledger.position(), at)
    _keep(looking, Visit(now, now))


def _visit(looking: Looking, at: datetime) -> tuple[Visit, bool]:
    """Return the viewer's visit that goes on, kept; and whether it is the first of all."""
    text = own_drafts(looking).get(looking.viewer.person_id, _FORM)
    try:
        before = None if text is None else _VISIT.validate_json(text)
    except ValidationError:  # an earlier version wrote it
        before = None
    visit = looked(before, Moment(looking.ws.ledger.position(), at))
    _keep(looking, visit)
    return visit, before is None


def _keep(looking: Looking, visit: Visit) -> None:
    text = json.dumps(_VISIT.dump_python(visit, mode="json"))
    own_drafts(looking).put(looking.viewer.person_id, _FORM, text)


def _gather(gathered: _Gathered, entry: Recorded, looking: Looking) -> None:
    event = entry.event
    match event:
        case DeckRead():
            gathered.add(Topic.READ, event.deck_id, event)
        case ClaimVerified() if not owns(looking.viewer, event.organisation_id):
            return
        case ParticipantKept():
            gathered.add(Topic.PARTICIPANTS, event.participant.id, event)
        case _:
            topic, attribute = _TOPICS[type(event)]
            gathered.add(topic, str(getattr(event, attribute)), event)


_TOPICS: Final[Mapping[type[Event], tuple[Topic, str]]] = {
    DeckReceived: (Topic.DECKS, "deck_id"),
    DeckRead: (Topic.READ, "deck_id"),
    ClaimVerified: (Topic.REVIEWED, "deck_id"),
    EngagementOpened: (Topic.OPENED, "engagement_id"),
    EngagementMoved: (Topic.MOVES, "engagement_id"),
    EngagementStatusSet: (Topic.MOVES, "engagement_id"),
    EngagementNoted: (Topic.NOTES, "engagement_id"),
    SessionConvened: (Topic.SESSIONS, "session_id"),
    VoteCast: (Topic.VOTES, "session_id"),
    ItemResolved: (Topic.RESOLVED, "session_id"),
    ParticipantKept: (Topic.PARTICIPANTS, ""),
}


def _topics(looking: Looking, gathered: _Gathered) -> Iterable[TopicNews]:
    """Yield what the viewer may see of it; who may see what is asked of the database."""
    of_record = _records(looking, gathered)
    for topic in Topic:
        records = [
            made
            for kind, record_id in reversed(gathered.last)
            if kind is topic and (made := of_record(topic, record_id)) is not None
        ]
        if records:
            yield TopicNews(topic, tuple(records))


def _records(looking: Looking, gathered: _Gathered) -> Callable[[Topic, str], NewRecord | None]:
    session, ws, viewer = looking.session, looking.ws.name, looking.viewer
    decks = queries.decks_seen(session, ws, viewer, gathered.ids(Topic.DECKS, Topic.READ, Topic.REVIEWED))
    of_engagements = gathered.ids(Topic.OPENED, Topic.MOVES, Topic.NOTES)
    engagements = queries.engagements_owned(session, ws, viewer, of_engagements)
    of_sessions = gathered.ids(Topic.SESSIONS, Topic.VOTES, Topic.RESOLVED)
    sessions = queries.sessions_owned(session, ws, viewer, of_sessions)
    company_ids = {company_id for _, company_id in decks.values()} | {pair[0] for pair in engagements.values()}
    companies = names.company_names(session, ws, viewer, company_ids - {""})
    run = _events_run(looking) if gathered.ids(Topic.PARTICIPANTS) else frozenset[str]()

    def record(topic: Topic, record_id: str) -> NewRecord | None:
        count, event = gathered.counts[topic, record_id], gathered.last[topic, record_id]
        if record_id in decks and topic in {Topic.DECKS, Topic.READ, Topic.REVIEWED}:
            file_name, company_id = decks[record_id]
            figures = len(event.claims) if isinstance(event, DeckRead) else count
            return NewRecord(record_id, file_name, companies.get(company_id), figures)
        if record_id in engagements and topic in {Topic.OPENED, Topic.MOVES, Topic.NOTES}:
            company_id, track = engagements[record_id]
            return NewRecord(record_id, "", companies.get(company_id), count, _went(event), track)
        if record_id in sessions and topic in {Topic.SESSIONS, Topic.VOTES, Topic.RESOLVED}:
            return NewRecord(record_id, sessions[record_id], None, count)
        if isinstance(event, ParticipantKept) and event.participant.ir_event_id in run:
            participant = event.participant
            pair = (participant.name_ko, participant.name_en)
            return NewRecord(participant.ir_event_id, "", pair, count, participant.state.value)
        return None

    return record


def _went(event: Event) -> str:
    """Return to which stage or status an engagement went."""
    if isinstance(event, EngagementMoved):
        return f"stage:{event.to_stage}"
    return f"status:{event.to_status.value}" if isinstance(event, EngagementStatusSet) else ""


def _events_run(looking: Looking) -> Collection[str]:
    """Return the IR events that the viewer's house runs."""
    return frozenset(
        ir_event.id
        for ir_event in people.ir_events(looking.session, looking.ws.name)
        if may_run_event(looking.viewer, ir_event.organiser_id)
    )
