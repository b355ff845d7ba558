"""A part of the day that runs late: what comes after it in its kind moves, and the published plan with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dealflow.domain.irday.programme.programme import PLACED, Part, PartKind, Programme, slot_at, slots_of
from dealflow.domain.irday.timetable.timetable import Slot, Timetable
from dealflow.domain.values.day_span import Span


@dataclass(frozen=True, slots=True)
class Late:
    """Parts of a kind run ``minutes`` late from ``from_min`` on.

    ``is_cut``: they end when they were to, and the last slots fall away; else they end that much later.
    """

    kind: PartKind
    from_min: int
    minutes: int
    is_cut: bool = False


def run_late(programme: Programme, late: Late) -> Programme:
    """Return the programme in which the slots that have not begun by then start later.

    All parts of the kind that run beside each other move together, so that their slots stay in step; one that begins
    after them keeps its time. One that is under way is parted in two: what has begun keeps its slots.
    """
    if late.kind not in PLACED or late.minutes <= 0:
        return programme
    running = _late_parts(programme, late)
    return replace(
        programme, parts=tuple(made_part for part in programme.parts for made_part in _parted(part, late, running))
    )


def with_later_slots(timetable: Timetable, before: Programme, late: Late) -> Timetable:
    """Return the timetable as it is once everybody waits: what had not begun by then sits in the later slot."""
    running = _late_parts(before, late)
    later = {
        slot.id: slot_at(late.kind, Span(slot.span.start_min + late.minutes, slot.span.end_min + late.minutes)).id
        for part in before.parts
        if part.id in running
        for slot in slots_of(part)
        if slot.span.start_min >= late.from_min
    }
    if late.kind is PartKind.PITCHING:
        pitches = (replace(pitch, slot=later.get(pitch.slot, pitch.slot)) for pitch in timetable.pitches)
        return Timetable(timetable.meetings, tuple(sorted(pitches)))
    meetings = (replace(meeting, slot=later.get(meeting.slot, meeting.slot)) for meeting in timetable.meetings)
    return Timetable(tuple(sorted(meetings)), timetable.pitches)


def _parted(part: Part, late: Late, running: frozenset[str]) -> tuple[Part, ...]:
    if part.id not in running:
        return (part,)
    begun = [slot for slot in slots_of(part) if slot.span.start_min < late.from_min]
    to_come = [slot for slot in slots_of(part) if slot.span.start_min >= late.from_min]
    end = part.span.end_min if late.is_cut else part.span.end_min + late.minutes
    if not to_come:
        return (part,)
    start = to_come[0].span.start_min + late.minutes
    rest = _rest(part, start, end, to_come)
    if not begun:
        return (replace(rest, id=part.id),) if rest else ()
    first = replace(part, span=Span(part.span.start_min, begun[-1].span.end_min))
    return (first, rest) if rest else (first,)


def _rest(part: Part, start: int, end: int, to_come: list[Slot]) -> Part | None:
    """Return what is left of a part from ``start`` on; nothing where no slot fits any more."""
    length = to_come[0].span.end_min - to_come[0].span.start_min
    return replace(part, id=f"{part.id}+", span=Span(start, end)) if start + length <= end else None


def _late_parts(programme: Programme, late: Late) -> frozenset[str]:
    """Return the parts of the kind that are under way then, or else begin next, with those that run beside them."""
    parts = [part for part in programme.parts if part.kind is late.kind and part.span.end_min > late.from_min]
    first = min((part.span for part in parts), default=None)
    if first is None:
        return frozenset()
    return frozenset(part.id for part in parts if part.span.overlaps(first))
