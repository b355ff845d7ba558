"""What is left of a day at a moment: the past is fixed, and the rest is a smaller problem of the same kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from dealflow.domain.irday.timetable.timetable import Act, Firm, Pair, Pitcher, Problem, Slot, Timetable
from dealflow.domain.irday.timetable.timetable_lookup import Held, Parts


@dataclass(frozen=True, slots=True)
class RunningDay:
    """A day under way: its problem as it is now, the plan that people go by, and the minute that it has reached."""

    problem: Problem
    published: Timetable
    now_min: int


@dataclass(frozen=True, slots=True)
class Rest:
    """``past``: what began before the moment and stays. ``published``: what was to come. ``problem``: the rest."""

    past: Timetable
    published: Timetable
    problem: Problem


def rest_of(running: RunningDay) -> Rest:
    """Return the rest of the day; what names firms, slots or places that are gone is left out of the published plan."""
    problem, published, now_min = running.problem, running.published, running.now_min
    parts = Parts(problem)
    meetings = tuple(meeting for meeting in published.meetings if parts.knows(meeting))
    pitches = tuple(pitch for pitch in published.pitches if parts.knows(pitch))
    past = Timetable(
        tuple(meeting for meeting in meetings if parts.spans[meeting.slot].start_min < now_min),
        tuple(pitch for pitch in pitches if parts.pitch_spans[pitch.slot].start_min < now_min),
    )
    to_come = Timetable(
        tuple(meeting for meeting in meetings if parts.spans[meeting.slot].start_min >= now_min),
        tuple(pitch for pitch in pitches if parts.pitch_spans[pitch.slot].start_min >= now_min),
    )
    held = parts.held(past)
    counts = Counter(firm for other_held in held if other_held.act.investor is not None for firm in other_held.firms)
    done = {other_held.act for other_held in held}
    slots = tuple(slot for slot in problem.slots if slot.span.start_min >= now_min)
    pitch_slots = tuple(slot for slot in problem.pitch_slots if slot.span.start_min >= now_min)
    remaining = replace(
        problem,
        slots=slots,
        pitch_slots=pitch_slots,
        firms=tuple(_less(firm, counts[firm.id]) for firm in problem.firms),
        pairs=tuple(
            _pair(problem, pair, slots, held) for pair in problem.pairs if Act(pair.company, pair.investor) not in done
        ),
        pitchers=tuple(
            _pitcher(problem, pitcher, pitch_slots, held)
            for pitcher in problem.pitchers
            if Act(pitcher.company) not in done
        ),
        spread=None,
    )
    return Rest(past, to_come, remaining)


def together(past: Timetable, rest: Timetable) -> Timetable:
    """Return the whole day again."""
    return Timetable(tuple(sorted((*past.meetings, *rest.meetings))), tuple(sorted((*past.pitches, *rest.pitches))))


def _less(firm: Firm, held: int) -> Firm:
    most = None if firm.most is None else max(0, firm.most - held)
    return replace(firm, least=max(0, firm.least - held), most=most)


def _pair(problem: Problem, pair: Pair, slots: tuple[Slot, ...], held: tuple[Held, ...]) -> Pair:
    """Return the pair with the slots that the past leaves it; a pin that was missed is none any more."""
    act = Act(pair.company, pair.investor)
    allowed = tuple(slot.id for slot in slots if _is_possible(problem, act, slot, held))
    if pair.slots is not None:
        allowed = tuple(slot for slot in allowed if slot in pair.slots)
    pin = pair.pin if pair.pin and pair.pin.slot in {slot.id for slot in slots} else None
    return replace(pair, slots=allowed, pin=pin)


def _pitcher(problem: Problem, pitcher: Pitcher, slots: tuple[Slot, ...], held: tuple[Held, ...]) -> Pitcher:
    act = Act(pitcher.company)
    allowed = tuple(slot.id for slot in slots if _is_possible(problem, act, slot, held))
    if pitcher.slots is not None:
        allowed = tuple(slot for slot in allowed if slot in pitcher.slots)
    pin = pitcher.pin if pitcher.pin and pitcher.pin.slot in {slot.id for slot in slots} else None
    return replace(pitcher, slots=allowed, pin=pin)


def _is_possible(problem: Problem, act: Act, slot: Slot, held: tuple[Held, ...]) -> bool:
    """Say whether what has begun leaves the act this slot: the company is back from it, and orders hold."""
    for other_held in held:
        if act.company in other_held.firms and other_held.span.end_min > slot.span.start_min:
            return False
        is_other_kind = (other_held.act.investor is None) != (act.investor is None)
        if is_other_kind and other_held.act.company == act.company:
            apart = problem.apart_min
            if other_held.span.overlaps(slot.span, apart_min=apart):
                return False
    after = {order.first for order in problem.orders if order.then == act}
    return all(held_act.span.end_min <= slot.span.start_min for held_act in held if held_act.act in after)
