"""Setting a day up: where a new part has room, a part once more, and a whole programme taken over by another event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from dealflow.domain.irday.programme.programme import Part, PartKind, Programme, Room, tables_in
from dealflow.domain.values.day_span import Span

_DAY_MIN: Final = 24 * 60
_OPENS_MIN: Final = 9 * 60
"""When a day begins in which nothing stands yet."""
_A_YEAR: Final = timedelta(weeks=52)
"""From one year's conference to the next: it stays on its day of the week."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a part would stand: when, and in which room (empty: there is none)."""

    span: Span
    room_id: str = ""


def spot_for(programme: Programme, kind: PartKind, length_min: int, first: str = "") -> Spot:
    """Return where a new part has room: of the rooms that fit its kind, the first that is free for so long.

    ``first`` is the room that is tried before the others. Where no room is free within the hours of any day, it
    stands after everything else in the room that fits best.
    """
    rooms = [*(room for room in programme.rooms if room.id == first), *_fitting(programme, kind, first)]
    for number in range(programme.days):
        hours = _hours(programme, number)
        for room in rooms:
            for free in _free(hours, _taken(programme, room.id)):
                if free.end_min - free.start_min >= length_min:
                    return Spot(Span(free.start_min, free.start_min + length_min), room.id)
    last = max((part.span.end_min for part in programme.parts), default=_OPENS_MIN)
    return Spot(Span(last, last + length_min), rooms[0].id if rooms else "")


def copied(programme: Programme, part: Part, copy_id: str) -> Programme:
    """Return the programme with a part once more, where there is room for it; who takes part is chosen anew."""
    length = part.span.end_min - part.span.start_min
    spot = spot_for(programme, part.kind, length, part.room_id)
    room_id = spot.room_id if part.room_id else ""
    again = replace(part, id=copy_id, span=spot.span, room_id=room_id, members=None)
    return replace(programme, parts=_in_order((*programme.parts, again)))


def moved(programme: Programme, part_id: str, start_min: int, room_id: str) -> Programme:
    """Return the programme with a part at another time and in another room, as long as it was.

    A part for all or of the whole house stays in its room; one that would begin before its day begins with it. Whatever
    clashes then is found by ``findings``. An unknown part or room changes nothing.
    """
    part = next((part for part in programme.parts if part.id == part_id), None)
    if part is None or room_id not in {room.id for room in programme.rooms} | {part.room_id}:
        return programme
    length = part.span.end_min - part.span.start_min
    day_begins = part.span.start_min // _DAY_MIN * _DAY_MIN
    start = min(max(start_min, day_begins), day_begins + _DAY_MIN - 1)
    where = part.room_id if part.for_all or not part.room_id else room_id
    there = replace(part, span=Span(start, start + length), room_id=where)
    return replace(
        programme, parts=_in_order(tuple(there if other.id == part_id else other for other in programme.parts))
    )


def as_template(programme: Programme) -> Programme:
    """Return what of a programme holds for any event: rooms, tables, parts and rules.

    Who takes part and which tables were closed for a while are of that one day.
    """
    parts = tuple(replace(part, members=None) for part in programme.parts)
    return replace(programme, ir_event_id="", parts=parts, closures=())


def taken_over(programme: Programme, ir_event_id: str) -> Programme:
    """Return a programme as another event begins with it."""
    return replace(as_template(programme), ir_event_id=ir_event_id)


def next_year(held_on: date) -> date:
    """Return the day of next year's event: 52 weeks later, on the same day of the week."""
    return held_on + _A_YEAR


def next_title(title: str, before: date, after: date) -> str:
    """Return a title with the year put on; a title without its year stays as it is."""
    return title.replace(str(before.year), str(after.year))


def _fitting(programme: Programme, kind: PartKind, first: str) -> list[Room]:
    """Return the rooms that fit a kind, the best first: where one like it stands, then with or without tables."""
    used = {part.room_id for part in programme.parts if part.kind is kind}
    wants_tables = kind is PartKind.CONSULTATION

    def rank(room: Room) -> tuple[bool, bool, int]:
        has_tables = bool(tables_in(programme, room.id))
        return room.id not in used, has_tables is not wants_tables, -(room.seats or 0)

    fits = [room for room in programme.rooms if not wants_tables or tables_in(programme, room.id)]
    return sorted((room for room in fits if room.id != first), key=rank)


def _hours(programme: Programme, number: int) -> Span:
    """Return from when until when something stands on a day; nine in the morning of one where nothing does."""
    spans = [part.span for part in programme.parts if part.span.start_min // _DAY_MIN == number]
    opens = number * _DAY_MIN + _OPENS_MIN
    start = min((span.start_min for span in spans), default=opens)
    return Span(start, max((span.end_min for span in spans), default=start))


def _taken(programme: Programme, room_id: str) -> list[Span]:
    """Return when a room is taken: by its parts, by parts for all or of the whole house, and while it is closed."""
    parts = (part.span for part in programme.parts if part.for_all or part.room_id in {"", room_id})
    closed = (closure.span for closure in programme.closures if closure.place_id == room_id)
    return sorted((*parts, *closed))


def _free(hours: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """Yield what of the hours is not taken, in order."""
    start = hours.start_min
    for span in taken:
        if span.start_min > start:
            yield Span(start, min(span.start_min, hours.end_min))
        start = max(start, span.end_min)
        if start >= hours.end_min:
            return
    yield Span(start, hours.end_min)


def _in_order(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=lambda part: (part.span, part.room_id, part.id)))
