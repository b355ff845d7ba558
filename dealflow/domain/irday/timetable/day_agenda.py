"""A day in the order of its moments: what a firm has to do, what stands at each table, what is on now and what is next.

Minutes are counted since midnight of the event's first day on Korean clocks, as in ``domain.timetable``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from dealflow.domain.irday.floor.floor import NOT_HELD, MeetingState
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.irday.programme.membership import parts_of
from dealflow.domain.irday.programme.programme import PLACED, Part, Programme, part_of_slot
from dealflow.domain.irday.timetable import placements
from dealflow.domain.irday.timetable.placements import Placed
from dealflow.domain.irday.timetable.timetable import Act, Timetable
from dealflow.domain.values.day_span import Span
from dealflow.domain.values.korean_days import SEOUL

LONGEST_OVERRUN_MIN: Final = 45
"""What still counts as running longer than this after its end was forgotten, and is shown no more."""
PITCH_MARK: Final = ""
"""The investor under which a pitch is marked: it has none."""


class LineKind(StrEnum):
    """What a line of an agenda is."""

    PART = "part"
    PITCH = "pitch"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of a day; ``place`` is a table or a room, ``slot`` the slot of what was placed."""

    kind: LineKind
    span: Span
    place: str = ""
    company: str = ""
    investor: str = ""
    slot: str = ""
    part: Part | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """Return the key under which it is marked."""
        return (self.company, self.investor or PITCH_MARK)

    @property
    def act(self) -> Act:
        """Return the consultation or the pitch that it is."""
        return Act(self.company, self.investor or None if self.kind is LineKind.MEETING else None)


def minute_of(held_on: date, at: datetime) -> int:
    """Return a moment as minutes since midnight of the event's first day; negative before it."""
    return int((at - _midnight(held_on)).total_seconds() // 60)


def moment_of(held_on: date, minute: int) -> datetime:
    """Return minutes since midnight of the event's first day as a moment on Korean clocks."""
    return _midnight(held_on) + timedelta(minutes=minute)


def clock(minute: int) -> str:
    """Return a minute of the day as people read it: 14:05."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def clock_at(at: datetime) -> str:
    """Return a moment as Korean clocks show it: 14:05."""
    return f"{at.astimezone(SEOUL):%H:%M}"


def placed(programme: Programme, timetable: Timetable | None) -> tuple[Line, ...]:
    """Return every pitch and consultation of a timetable, in the order of time and place."""
    if timetable is None:
        return ()
    return tuple(_line(placed, programme) for placed in placements.placed(programme, timetable))


def fixed_lines(programme: Programme) -> tuple[Line, ...]:
    """Return the parts into which nothing is placed, in the order of time."""
    parts = (part for part in programme.parts if part.kind not in PLACED)
    return tuple(sorted((Line(LineKind.PART, part.span, part.room_id, part=part) for part in parts), key=_order))


def own(programme: Programme, timetable: Timetable | None, participant: Participant) -> tuple[Line, ...]:
    """Return a firm's own day: its pitch, its consultations, and the parts in which it or everybody takes part."""
    mine = placed(programme, None if timetable is None else _of(timetable, participant.id))
    parts = {part.id for part in parts_of(programme, participant)}
    common = [line for line in fixed_lines(programme) if line.part is not None and line.part.id in parts]
    return tuple(sorted([*mine, *common], key=_order))


def pitches(programme: Programme, timetable: Timetable | None) -> tuple[Line, ...]:
    """Return every pitch, in the order of time."""
    return placed(programme, None if timetable is None else Timetable(pitches=timetable.pitches))


def _of(timetable: Timetable, participant_id: str) -> Timetable:
    """Return what of a timetable concerns a firm."""
    return Timetable(
        tuple(meeting for meeting in timetable.meetings if participant_id in {meeting.company, meeting.investor}),
        tuple(pitch for pitch in timetable.pitches if pitch.company == participant_id),
    )


def at_minute(lines: Iterable[Line], minute: int) -> tuple[Line, ...]:
    """Return what is on at a minute."""
    return tuple(line for line in lines if line.span.start_min <= minute < line.span.end_min)


def coming(lines: Iterable[Line], minute: int) -> tuple[Line, ...]:
    """Return what begins next after a minute: everything that begins together."""
    later = [line for line in lines if line.span.start_min > minute]
    first = min((line.span.start_min for line in later), default=None)
    return tuple(line for line in later if line.span.start_min == first)


def overrunning(lines: Iterable[Line], marks: Mapping[tuple[str, str], MeetingState], minute: int) -> dict[str, int]:
    """Return the tables and stages at which something still runs after its end, with the minutes over."""
    late: dict[str, int] = {}
    for line in lines:
        over = minute - line.span.end_min
        if marks.get(line.pair) is MeetingState.RUNNING and 0 < over <= LONGEST_OVERRUN_MIN:
            late[line.place] = max(late.get(line.place, 0), over)
    return late


def falls_away(line: Line, marks: Mapping[tuple[str, str], MeetingState]) -> bool:
    """Say whether it was marked as not taking place."""
    return marks.get(line.pair, MeetingState.PLANNED) in NOT_HELD


def _midnight(held_on: date) -> datetime:
    return datetime.combine(held_on, time(), SEOUL)


def _order(line: Line) -> tuple[Span, str, str, str]:
    return (line.span, line.kind.value, line.place, line.company)


def _line(placed: Placed, programme: Programme) -> Line:
    if placed.is_pitch:
        part = part_of_slot(programme, placed.slot, placed.room)
        return Line(LineKind.PITCH, placed.span, placed.place, placed.act.company, slot=placed.slot, part=part)
    company, investor = placed.act.company, placed.act.investor or ""
    return Line(LineKind.MEETING, placed.span, placed.place, company, investor, placed.slot)
