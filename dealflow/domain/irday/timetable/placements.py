"""A timetable as people read it: what is placed, when, at which table or in which room, in the order of time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dealflow.domain.irday.programme.programme import PartKind, Programme, grid
from dealflow.domain.irday.timetable.timetable import Act, Timetable
from dealflow.domain.values.day_span import Span
from dealflow.errors import InvalidInputError

_SLOT: Final = re.compile(r"[cp](\d{1,5})-(\d{1,5})")


@dataclass(frozen=True, slots=True)
class Placed:
    """One consultation or pitch with its moments and places.

    ``place``: the table's id (a pitch: the stage's); ``room``: the room's id, empty where the programme no longer has
    it. ``seat``: who of the investor sits there, as the plan names it.
    """

    act: Act
    span: Span
    slot: str
    place: str
    room: str
    seat: str = ""

    @property
    def is_pitch(self) -> bool:
        """Say whether it is a pitch."""
        return self.act.investor is None

    @property
    def firms(self) -> tuple[str, ...]:
        """Return who takes part, by participant id: the company first."""
        return (self.act.company,) if self.act.investor is None else (self.act.company, self.act.investor)


def span_of(slot_id: str) -> Span:
    """Return the moments of a slot, which its id tells (``domain.programme.slots_of``).

    Raises:
        InvalidInputError: it is no slot's id.
    """
    match = _SLOT.fullmatch(slot_id)
    if match is None:
        raise InvalidInputError(field="slot", problem="unknown", value=slot_id)
    return Span(int(match[1]), int(match[2]))


def placed(programme: Programme, timetable: Timetable) -> tuple[Placed, ...]:
    """Return everything that a timetable places, by moment, then place.

    Raises:
        InvalidInputError: a slot is named that is none.
    """
    rooms_of_tables = {table.id: table.room_id for table in programme.tables}
    rooms = {room.id: room.id for room in programme.rooms} | {part.id: part.room_id for part in programme.parts}
    meetings = (
        Placed(
            Act(meeting.company, meeting.investor),
            span_of(meeting.slot),
            meeting.slot,
            meeting.table,
            rooms_of_tables.get(meeting.table, ""),
            meeting.seat,
        )
        for meeting in timetable.meetings
    )
    pitches = (
        Placed(Act(pitch.company), span_of(pitch.slot), pitch.slot, pitch.stage, rooms.get(pitch.stage, ""))
        for pitch in timetable.pitches
    )
    order = {table.id: number for number, table in enumerate(programme.tables)}
    return tuple(
        sorted(
            (*meetings, *pitches),
            key=lambda placed: (placed.span, order.get(placed.place, len(order)), placed.place, placed.act.company),
        )
    )


def of_firm(things: Iterable[Placed], participant_id: str) -> tuple[Placed, ...]:
    """Return what a firm takes part in."""
    return tuple(placed for placed in things if participant_id in placed.firms)


def rounds(programme: Programme, things: Sequence[Placed]) -> dict[str, int]:
    """Return the number of the round (회차) of each consultation slot, counted from 1 by its moment.

    Slots that are only in the timetable count as well, where the programme was changed since.
    """
    spans = {slot.id: slot.span for slot in grid(programme, PartKind.CONSULTATION)}
    spans |= {placed.slot: placed.span for placed in things if not placed.is_pitch}
    return {slot: number for number, slot in enumerate(sorted(spans, key=lambda slot: (spans[slot], slot)), start=1)}
