"""An IR day's programme: rooms with their tables, and the parts of the day that run in them, side by side or for all.

Moments are minutes since midnight of the event's first day on Korean clocks, as in ``domain.timetable``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

from dealflow.domain.irday.timetable.timetable import Slot
from dealflow.domain.values.day_span import Span


class PartKind(StrEnum):
    """What a part of the day is."""

    REGISTRATION = "registration"
    CEREMONY = "ceremony"
    TALK = "talk"
    PITCHING = "pitching"
    CONSULTATION = "consultation"
    ROUND_TABLE = "round_table"
    """Operators talk with companies and the organiser about difficulties and policy (간담회)."""
    ADOPTER_TABLE = "adopter_table"
    """Suppliers and adopters at one table."""
    AWARD = "award"
    EXHIBITION = "exhibition"
    RECEPTION = "reception"
    BREAK = "break"
    MEAL = "meal"


_NIGHT_MIN: Final = 6 * 60
"""How long after the last midnight a part may go on: an evening that ends at half past twelve is still the event's."""
PLACED: Final = frozenset({PartKind.PITCHING, PartKind.CONSULTATION})
"""Parts into which a timetable places companies; the others stand as they are."""


class Aim(StrEnum):
    """What a good plan is like; an organiser puts these in the order of their importance."""

    MINIMUM = "minimum"
    """Every firm gets the consultations that it was promised."""
    WISHES = "wishes"
    FIT = "fit"
    HEARING = "hearing"
    """Investors can hear the pitches that they want."""
    GAPS = "gaps"
    TABLES = "tables"
    BALANCE = "balance"


@dataclass(frozen=True, slots=True)
class Room:
    """A room; ``seats`` where they are counted."""

    id: str
    name_ko: str
    name_en: str = ""
    seats: int | None = None


@dataclass(frozen=True, slots=True)
class ConsultationTable:
    """A table in a room, called by its label."""

    id: str
    room_id: str
    label: str


@dataclass(frozen=True, slots=True)
class Closure:
    """A room or a table that cannot be used for a while."""

    place_id: str
    span: Span
    why: str = ""


class PartRole(StrEnum):
    """As what somebody takes part in a part of the day."""

    MEMBER = "member"
    MODERATOR = "moderator"
    SPEAKER = "speaker"
    JUDGE = "judge"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Member:
    """A participant that takes part in a part of the day; ``people``: these of its attendees, empty: all of it."""

    participant_id: str
    role: PartRole = PartRole.MEMBER
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day. Where firms are placed, ``item_min`` and ``qa_min`` make a slot, ``change_min`` the pause.

    ``for_all``: everybody is taken while it lasts. ``track``: the name of its column where parts run side by side.
    ``members``: who takes part and is taken while it lasts; None: nobody chose, ``membership`` says who it is then.
    """

    id: str
    kind: PartKind
    title_ko: str
    span: Span
    title_en: str = ""
    room_id: str = ""
    track: str = ""
    for_all: bool = False
    item_min: int = 0
    qa_min: int = 0
    change_min: int = 0
    note: str = ""
    members: tuple[Member, ...] | None = None

    @property
    def name_ko(self) -> str:
        """Return the Korean title."""
        return self.title_ko

    @property
    def name_en(self) -> str:
        """Return the English title; may be empty."""
        return self.title_en


@dataclass(frozen=True, slots=True)
class Programme:
    """The programme of an IR event.

    ``apart_min``: minutes that a company needs between its pitch and a consultation. ``least_*`` and ``most_*``: the
    consultations of a firm unless it is told otherwise; None: no limit but time.
    """

    ir_event_id: str
    rooms: tuple[Room, ...] = ()
    tables: tuple[ConsultationTable, ...] = ()
    parts: tuple[Part, ...] = ()
    closures: tuple[Closure, ...] = ()
    apart_min: int = 10
    least_company: int = 1
    most_company: int | None = None
    least_investor: int = 0
    most_investor: int | None = None
    aims: tuple[Aim, ...] = tuple(Aim)
    days: int = 1


class ProgrammeProblem(StrEnum):
    """Why a programme cannot be kept."""

    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    OUTSIDE_THE_EVENT = "outside_the_event"
    ROOM_UNKNOWN = "room_unknown"
    ROOM_TWICE = "room_twice"
    SLOT_TOO_LONG = "slot_too_long"
    NO_SLOT_LENGTH = "no_slot_length"
    GRIDS_DIFFER = "grids_differ"
    """Parts of one kind run side by side with slots that cross each other."""
    LABEL_TWICE = "label_twice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem and the ids of what has it: parts, rooms or tables."""

    problem: ProgrammeProblem
    ids: tuple[str, ...]


def slots_of(part: Part) -> tuple[Slot, ...]:
    """Return the slots of a pitching or consultation part, in order; none for others and where no length is given."""
    length = part.item_min + part.qa_min
    if part.kind not in PLACED or length <= 0:
        return ()
    starts = range(part.span.start_min, part.span.end_min - length + 1, length + part.change_min)
    return tuple(slot_at(part.kind, Span(start, start + length)) for start in starts)


def slot_at(kind: PartKind, span: Span) -> Slot:
    """Return the slot of a kind at a time; its id follows from both, so that parts with the same grid share it."""
    letter = "p" if kind is PartKind.PITCHING else "c"
    return Slot(f"{letter}{span.start_min}-{span.end_min}", span)


def grid(programme: Programme, kind: PartKind) -> tuple[Slot, ...]:
    """Return the slots of all parts of that kind, each once, in the order of time."""
    slots_by_id = {slot.id: slot for part in programme.parts if part.kind is kind for slot in slots_of(part)}
    return tuple(sorted(slots_by_id.values(), key=lambda slot: (slot.span, slot.id)))


def part_of_slot(programme: Programme, slot_id: str, room_id: str) -> Part | None:
    """Return the part in that room to which a slot belongs."""
    return next(
        (
            part
            for part in programme.parts
            if part.room_id == room_id and any(slot.id == slot_id for slot in slots_of(part))
        ),
        None,
    )


def tables_in(programme: Programme, room_id: str) -> tuple[ConsultationTable, ...]:
    """Return the tables of a room, in their order."""
    return tuple(table for table in programme.tables if table.room_id == room_id)


def taken(programme: Programme) -> tuple[Span, ...]:
    """Return when everybody is taken, in order."""
    return tuple(sorted(part.span for part in programme.parts if part.for_all))


def findings(programme: Programme) -> tuple[Finding, ...]:
    """Return everything that keeps the programme from being used; nothing if it is sound."""
    return (*_parts(programme), *_rooms(programme), *_grids(programme), *_labels(programme))


def _parts(programme: Programme) -> Iterator[Finding]:
    rooms = {room.id for room in programme.rooms}
    for part in programme.parts:
        if part.span.start_min >= part.span.end_min:
            yield Finding(ProgrammeProblem.ENDS_BEFORE_IT_BEGINS, (part.id,))
        day_end = programme.days * 24 * 60
        if not 0 <= part.span.start_min < min(part.span.end_min, day_end) or part.span.end_min > day_end + _NIGHT_MIN:
            yield Finding(ProgrammeProblem.OUTSIDE_THE_EVENT, (part.id,))
        if part.room_id and part.room_id not in rooms:
            yield Finding(ProgrammeProblem.ROOM_UNKNOWN, (part.id,))
        if part.kind in PLACED and part.room_id == "":
            yield Finding(ProgrammeProblem.ROOM_UNKNOWN, (part.id,))
        if part.kind in PLACED and part.item_min + part.qa_min <= 0:
            yield Finding(ProgrammeProblem.NO_SLOT_LENGTH, (part.id,))
        elif part.kind in PLACED and not slots_of(part):
            yield Finding(ProgrammeProblem.SLOT_TOO_LONG, (part.id,))


def _rooms(programme: Programme) -> Iterator[Finding]:
    for part, other in combinations(programme.parts, 2):
        if part.room_id and part.room_id == other.room_id and part.span.overlaps(other.span):
            yield Finding(ProgrammeProblem.ROOM_TWICE, (part.id, other.id))


def _grids(programme: Programme) -> Iterator[Finding]:
    for kind in sorted(PLACED):
        parts = [part for part in programme.parts if part.kind is kind]
        for part, other in combinations(parts, 2):
            if _cross(slots_of(part), slots_of(other)):
                yield Finding(ProgrammeProblem.GRIDS_DIFFER, (part.id, other.id))


def _cross(slots: Iterable[Slot], other: tuple[Slot, ...]) -> bool:
    """Say whether slots of two grids overlap without being the same."""
    return any(a.id != b.id and a.span.overlaps(b.span) for a in slots for b in other)


def _labels(programme: Programme) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for table in programme.tables:
        if table.label in seen:
            yield Finding(ProgrammeProblem.LABEL_TWICE, (seen[table.label], table.id))
        seen[table.label] = table.id
