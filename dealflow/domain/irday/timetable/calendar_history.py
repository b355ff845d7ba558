"""What calendars were told of each entry of a day, and how often it changed, out of the event's own history.

An entry is a consultation, a pitch, or a part of the programme in which a firm takes part. Its sequence (RFC 5545,
3.8.7.4) rises exactly when something that its calendar shows has changed: time, place, venue, title, names, or that it
was called off. It counts everything that happened to the event or to the entry until that change, so it never falls.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dealflow.domain.irday.events import MeetingMarked, ParticipantKept, ProgrammeKept, TimetablePublished
from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.irday.programme.membership import parts_of
from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.irday.timetable.placements import Placed, placed
from dealflow.domain.irday.timetable.timetable import Act, Timetable
from dealflow.domain.people.events import IrEventRegistered
from dealflow.domain.values.day_span import Span
from dealflow.domain.values.event import Recorded

Names = tuple[str, str]
"""A name in Korean and in English, which may be empty."""


@dataclass(frozen=True, slots=True)
class Key:
    """Which entry: an act, or (``part``) a part of the programme for one firm."""

    firms: tuple[str, ...]
    part: str = ""
    is_pitch: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a calendar shows of an entry. ``names``: of the firms that take part; ``title``: a part's own."""

    held_on: date
    span: Span
    table: str
    room: Names
    venue: Names
    event_title: Names
    title: Names
    names: tuple[Names, ...]
    is_called_off: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it was last told; a cancelled one stands where it last stood.

    ``revision``: the publication, counted from 1, under which it last changed.
    """

    key: Key
    told: Told
    is_cancelled: bool
    sequence: int
    changed_at: datetime
    revision: int

    @property
    def firms(self) -> tuple[str, ...]:
        """Return who takes part, by participant id."""
        return self.key.firms


@dataclass(frozen=True, slots=True)
class History:
    """The entries of an event as its history left them."""

    entries: tuple[Entry, ...]

    def of_firm(self, participant_id: str) -> tuple[Entry, ...]:
        """Return a firm's entries, in the order of time."""
        own = (entry for entry in self.entries if participant_id in entry.firms)
        return tuple(sorted(own, key=lambda entry: (entry.told.span, entry.key.firms, entry.key.part)))


def history(past: Iterable[Recorded], timetables: Mapping[int, Timetable]) -> History:
    """Return the entries out of what happened, in the journal's order; ``timetables``: those published, by version."""
    telling = _Telling(timetables)
    for recorded in past:
        telling.follow(recorded)
    return History(tuple(telling.entries.values()))


@dataclass(slots=True)
class _Telling:
    """An event while its history is followed."""

    timetables: Mapping[int, Timetable]
    entries: dict[Key, Entry] = field(default_factory=dict)
    event: IrEventRegistered | None = None
    programme: Programme | None = None
    published: Timetable | None = None
    revision: int = 0
    participants: dict[str, Participant] = field(default_factory=dict)
    called_off: set[tuple[str, str]] = field(default_factory=set)
    count: int = 0
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    things: tuple[Placed, ...] = ()

    def follow(self, recorded: Recorded) -> None:
        """Take up one event, and tell what it changes."""
        firms: tuple[str, ...] | None = None
        match recorded.event:
            case IrEventRegistered() as event:
                self.event = event
            case ProgrammeKept() as event:
                self.programme = event.programme
            case TimetablePublished() as event:
                self.published, self.revision = self.timetables.get(event.version), self.revision + 1
            case ParticipantKept() as event:
                self.participants[event.participant.id] = event.participant
                firms = (event.participant.id,)
            case MeetingMarked() as event:
                pair = (event.company, event.investor)
                change = self.called_off.add if event.state is MeetingState.CANCELLED else self.called_off.discard
                change(pair)
                firms = tuple(filter(None, pair))
            case _:
                return
        self._count(firms)
        if self.revision:
            self._tell(recorded, firms)

    def _count(self, firms: tuple[str, ...] | None) -> None:
        if firms is None:
            self.count += 1
        else:
            self.counts["/".join(firms)] += 1

    def _tell(self, recorded: Recorded, firms: tuple[str, ...] | None) -> None:
        """Note what changed of the entries of these firms; None: of all."""
        now = self._now(firms)
        for key in {**self.entries, **now}:
            if firms is None or {*firms} <= {*key.firms}:
                self._note(key, now.get(key), recorded)

    def _note(self, key: Key, told: Told | None, recorded: Recorded) -> None:
        before = self.entries.get(key)
        is_cancelled = told is None or told.is_called_off
        if before is not None and (before.told, before.is_cancelled) == (told or before.told, is_cancelled):
            return
        shown = told or (before.told if before else None)
        if shown is not None:
            self.entries[key] = Entry(key, shown, is_cancelled, self._rank(key), recorded.ts, self.revision)

    def _rank(self, key: Key) -> int:
        """Return how much happened to the event, to the firms of an entry, and to the entry itself."""
        own = {"/".join(key.firms), *key.firms}
        return self.count + sum(self.counts[name] for name in own)

    def _now(self, firms: tuple[str, ...] | None) -> dict[Key, Told]:
        """Return what there is to be told of these firms now; None: of all."""
        if self.event is None or self.programme is None:
            return {}
        if firms is None:
            self.things = placed(self.programme, self.published or Timetable())
        found: dict[Key, Told] = {}
        tables = {table.id: table.label for table in self.programme.tables}
        for thing in self.things:
            if firms is not None and not {*firms} <= {*thing.firms}:
                continue
            key, pair = key_of(thing.act), (thing.act.company, thing.act.investor or "")
            told = self._told(thing.span, tables.get(thing.place, ""), thing.room, key, ("", ""))
            found[key] = replace(told, is_called_off=pair in self.called_off)
        for participant in self.participants.values():
            if participant.is_coming and (firms is None or firms == (participant.id,)):
                for part in parts_of(self.programme, participant):
                    key = Key((participant.id,), part.id)
                    found[key] = self._told(part.span, "", part.room_id, key, (part.title_ko, part.title_en))
        return found

    def _told(self, span: Span, table: str, room_id: str, key: Key, title: Names) -> Told:
        rooms = {room.id: (room.name_ko, room.name_en) for room in self.programme.rooms} if self.programme else {}
        event = self.event
        names = ((firm.name_ko, firm.name_en) if firm else ("", "") for firm in map(self.participants.get, key.firms))
        return Told(
            held_on=event.held_on if event else date.min,
            span=span,
            table=table,
            room=rooms.get(room_id, ("", "")),
            venue=(event.venue, event.venue_en) if event else ("", ""),
            event_title=(event.title_ko, event.title_en) if event else ("", ""),
            title=title,
            names=() if key.part else tuple(names),
        )


def key_of(act: Act) -> Key:
    """Return the key of a consultation or a pitch."""
    return Key((act.company,), is_pitch=True) if act.investor is None else Key((act.company, act.investor))
