"""A timetable changed by hand: one thing placed, taken away, or two exchanged. What clashes is judged elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dealflow.domain.irday.timetable.placements import span_of
from dealflow.domain.irday.timetable.timetable import Act, Meeting, Pitch, Problem, Timetable
from dealflow.domain.irday.timetable.timetable_lookup import Parts, overlaps_any
from dealflow.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is to be: a slot, and a table or stage; ``seat``: who of the investor, None: whoever can."""

    slot: str
    place: str
    seat: str | None = None


def act_of(thing: Meeting | Pitch) -> Act:
    """Return what a placed thing is."""
    return Act(thing.company) if isinstance(thing, Pitch) else Act(thing.company, thing.investor)


def things(timetable: Timetable) -> dict[Act, Meeting | Pitch]:
    """Return everything that is placed by what it is, consultations first."""
    placed: list[Meeting | Pitch] = [*timetable.meetings, *timetable.pitches]
    return {act_of(placement): placement for placement in placed}


def spot_of(thing: Meeting | Pitch) -> Spot:
    """Return where a thing is."""
    return Spot(thing.slot, thing.stage) if isinstance(thing, Pitch) else Spot(thing.slot, thing.table, thing.seat)


def put(problem: Problem, timetable: Timetable, act: Act, spot: Spot) -> Timetable:
    """Return the timetable with the act at that spot, moved there if it was elsewhere.

    Without a seat, the investor's present one stays if it can, else the first that is free then, else the first.
    """
    before = things(timetable).get(act)
    rest = without(timetable, (act,))
    if act.investor is None:
        return _sorted(rest.meetings, (*rest.pitches, Pitch(act.company, spot.slot, spot.place)))
    seat = spot.seat or _seat(problem, rest, act, spot, before)
    return _sorted((*rest.meetings, Meeting(act.company, act.investor, spot.slot, spot.place, seat)), rest.pitches)


def take_out(timetable: Timetable, act: Act) -> Timetable:
    """Return the timetable without the act.

    Raises:
        NotFoundError: it is not placed.
    """
    _placed(timetable, act)
    return without(timetable, (act,))


def exchange(problem: Problem, timetable: Timetable, act: Act, other: Act) -> Timetable:
    """Return the timetable with each of the two where the other was.

    Raises:
        NotFoundError: one of them is not placed.
    """
    first, second = spot_of(_placed(timetable, act)), spot_of(_placed(timetable, other))
    rest = without(timetable, (act, other))
    moved = put(problem, rest, act, Spot(second.slot, second.place))
    return put(problem, moved, other, Spot(first.slot, first.place))


def without(timetable: Timetable, acts: Iterable[Act]) -> Timetable:
    """Return the timetable without these acts, whether placed or not."""
    gone = frozenset(acts)
    return Timetable(
        tuple(meeting for meeting in timetable.meetings if act_of(meeting) not in gone),
        tuple(pitch for pitch in timetable.pitches if act_of(pitch) not in gone),
    )


def living(problem: Problem, timetable: Timetable, since_min: int | None = None) -> Timetable:
    """Return the timetable without what can take place no more: firms, slots or places are gone, or two may not meet.

    What began before ``since_min`` stays: it took place.
    """
    parts = Parts(problem)

    def is_alive(thing: Meeting | Pitch) -> bool:
        if since_min is not None and span_of(thing.slot).start_min < since_min:
            return True
        if isinstance(thing, Pitch):
            return parts.knows(thing) and thing.company in parts.pitchers
        return parts.knows(thing) and act_of(thing) in parts.pairs

    return Timetable(
        tuple(meeting for meeting in timetable.meetings if is_alive(meeting)),
        tuple(pitch for pitch in timetable.pitches if is_alive(pitch)),
    )


def _placed(timetable: Timetable, act: Act) -> Meeting | Pitch:
    placed = things(timetable).get(act)
    if placed is None:
        raise NotFoundError(kind="meeting", id=f"{act.company}:{act.investor or ''}")
    return placed


def _seat(problem: Problem, rest: Timetable, act: Act, spot: Spot, before: Meeting | Pitch | None) -> str:
    """Return who of the investor is to sit there."""
    parts = Parts(problem)
    firm = parts.firms.get(act.investor or "")
    if firm is None or not firm.seats:
        return act.investor or ""
    pair = parts.pairs.get(act)
    if pair is not None and pair.seat is not None:
        return pair.seat
    span = parts.spans.get(spot.slot)
    usual = before.seat if isinstance(before, Meeting) else firm.seats[0].id
    if span is None:
        return usual
    taken = [held for held in parts.held(rest) if act.investor in held.firms]
    order = sorted(firm.seats, key=lambda seat: seat.id != usual)
    for seat in order:
        others = (held.span for held in taken if seat.id in held.seats)
        if parts.is_free(seat.id, span) and not overlaps_any(span, others):
            return seat.id
    return usual


def _sorted(meetings: Iterable[Meeting], pitches: Iterable[Pitch]) -> Timetable:
    return Timetable(tuple(sorted(meetings)), tuple(sorted(pitches)))
