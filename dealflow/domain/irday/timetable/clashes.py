"""Which rules a timetable breaks, one function a rule: ``RULES`` lists them.

Independent of the solver: it checks what the solver has made as well as what people have moved by hand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from typing import Final, TypeVar

from dealflow.domain.irday.timetable.hard_rules import Clash, Rule
from dealflow.domain.irday.timetable.timetable import Act, Meeting, Pin, Pitch, Problem, Timetable
from dealflow.domain.irday.timetable.timetable_lookup import Held, Parts, by_seat, idle, overlaps_any

Check = Callable[[Parts, Timetable, tuple[Held, ...]], Iterator[Clash]]
_Key = TypeVar("_Key", bound=Hashable)


def clashes(problem: Problem, timetable: Timetable, *, since_min: int | None = None) -> tuple[Clash, ...]:
    """Return every rule that the timetable breaks, in the order of ``Rule``; none: it can be kept as it is.

    What names an unknown id is told as that and counts for nothing else. With ``since_min``, what is only about things
    that began before that moment is left out: nobody can mend them any more.
    """
    parts = Parts(problem)
    held = parts.held(timetable)
    begun = {other_held.act for other_held in held if since_min is not None and other_held.span.start_min < since_min}
    return tuple(
        clash
        for check in RULES.values()
        for clash in check(parts, timetable, held)
        if not (clash.acts and begun.issuperset(clash.acts))
    )


def _unknown(parts: Parts, timetable: Timetable, _: tuple[Held, ...]) -> Iterator[Clash]:
    things: tuple[Meeting | Pitch, ...] = (*timetable.meetings, *timetable.pitches)
    for thing in things:
        if not parts.knows(thing):
            place = thing.stage if isinstance(thing, Pitch) else thing.table
            act = _act(thing)
            yield Clash(Rule.UNKNOWN, firms=_firms(act), acts=(act,), slot=thing.slot, place=place)


def _not_allowed(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    for meeting in _meetings(held):
        if meeting.act not in parts.pairs:
            yield _clash(Rule.NOT_ALLOWED, meeting)


def _met_twice(_: Parts, __: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    yield from _more_than_once(Rule.MET_TWICE, _meetings(held))


def _pitch_unasked(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    for pitch in _pitches(held):
        if pitch.act.company not in parts.pitchers:
            yield _clash(Rule.PITCH_UNASKED, pitch)


def _pitch_twice(_: Parts, __: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    yield from _more_than_once(Rule.PITCH_TWICE, _pitches(held))


def _pitch_missing(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    there = {pitch.act.company for pitch in _pitches(held)}
    for company in parts.pitchers:
        if company not in there:
            yield Clash(Rule.PITCH_MISSING, firms=(company,), acts=(Act(company),))


def _one_place(_: Parts, __: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    for seat, first, second in _overlapping(held):
        yield _clash(Rule.ONE_PLACE, first, second, seat=seat)


def _apart(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    """Tell a company's pitch and consultation that do not overlap and yet follow each other too closely."""
    for company, things in _by(held, lambda other_held: other_held.act.company).items():
        for pitch in _pitches(things):
            for meeting in _meetings(things):
                if _too_close(pitch, meeting, parts.problem.apart_min):
                    between = max(
                        meeting.span.start_min - pitch.span.end_min, pitch.span.start_min - meeting.span.end_min
                    )
                    yield Clash(
                        Rule.APART,
                        firms=(company,),
                        acts=(pitch.act, meeting.act),
                        slot=meeting.slot,
                        place=meeting.place,
                        counted=between,
                        allowed=parts.problem.apart_min,
                    )


def _seat_free(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    for other_held, seat in _missing(parts, held):
        if parts.engagement(seat, other_held.span) is None:
            yield _clash(Rule.SEAT_FREE, other_held, seat=seat, firms=(parts.owner[seat],))


def _engaged(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    for other_held, seat in _missing(parts, held):
        part = parts.engagement(seat, other_held.span)
        if part is not None:
            clash = _clash(Rule.ENGAGED, other_held, seat=seat, firms=(parts.owner[seat],))
            yield replace(clash, parts=(part,))


def _missing(parts: Parts, held: tuple[Held, ...]) -> Iterator[tuple[Held, str]]:
    """Yield what is held with each seat that cannot come to it."""
    for other_held in held:
        for seat in other_held.seats:
            if not parts.is_free(seat, other_held.span):
                yield other_held, seat


def _engaged_twice(parts: Parts, _: Timetable, __: tuple[Held, ...]) -> Iterator[Clash]:
    for firm, first, second in parts.problem.engaged_twice:
        yield Clash(Rule.ENGAGED_TWICE, firms=(firm,), parts=(first, second))


def _taken(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    for other_held in held:
        if overlaps_any(other_held.span, parts.problem.taken):
            yield _clash(Rule.TAKEN, other_held)


def _table_closed(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    for meeting in _meetings(held):
        if overlaps_any(meeting.span, parts.tables[meeting.place].closed):
            yield _clash(Rule.TABLE_CLOSED, meeting)


def _table_taken(_: Parts, __: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    for things in _by(_meetings(held), lambda other_held: (other_held.place, other_held.slot)).values():
        if len(things) > 1:
            yield _clash(Rule.TABLE_TAKEN, *things, counted=len(things), allowed=1)


def _stage_closed(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    for pitch in _pitches(held):
        if pitch.slot not in parts.stages[pitch.place].slots:
            yield _clash(Rule.STAGE_CLOSED, pitch)


def _stage_full(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    for (stage, _slot), things in _by(_pitches(held), lambda other_held: (other_held.place, other_held.slot)).items():
        places = parts.stages[stage].places
        if len(things) > places:
            yield _clash(Rule.STAGE_FULL, *things, counted=len(things), allowed=places)


def _must(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    there = {other_held.act for other_held in held}
    for act, pair in parts.pairs.items():
        if pair.must and act not in there:
            yield Clash(Rule.MUST, firms=_firms(act), acts=(act,))


def _pin(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    """Tell what does not stand where it is pinned; a pinned consultation has to take place."""
    there = {other_held.act for other_held in held}
    pins = {act: pair.pin for act, pair in parts.pairs.items() if pair.pin}
    for act, pin in pins.items():
        if act not in there:
            yield Clash(Rule.PIN, firms=_firms(act), acts=(act,), slot=pin.slot, place=pin.place)
    pins |= {Act(pitcher.company): pitcher.pin for pitcher in parts.problem.pitchers if pitcher.pin}
    for other_held in held:
        if other_held.act in pins and not _stands(other_held, pins[other_held.act]):
            yield _clash(Rule.PIN, other_held)


def _slot_allowed(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    for other_held in held:
        request = (
            parts.pairs.get(other_held.act) if other_held.act.investor else parts.pitchers.get(other_held.act.company)
        )
        if request and request.slots is not None and other_held.slot not in request.slots:
            yield _clash(Rule.SLOT_ALLOWED, other_held)


def _seat_prescribed(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    for meeting in _meetings(held):
        pair = parts.pairs.get(meeting.act)
        if pair and pair.seat and pair.seat not in meeting.seats[1:]:
            yield _clash(Rule.SEAT_PRESCRIBED, meeting, seat=pair.seat)


def _order(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    at: dict[Act, list[Held]] = _by(held, lambda other_held: other_held.act)
    for order in parts.problem.orders:
        for first in at.get(order.first, ()):
            for then in at.get(order.then, ()):
                if first.span.end_min > then.span.start_min:
                    yield _clash(Rule.ORDER, first, then)


def _most(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    counts = Counter(firm for meeting in _meetings(held) for firm in meeting.firms)
    for firm in parts.problem.firms:
        if firm.most is not None and counts[firm.id] > firm.most:
            acts = tuple(meeting.act for meeting in _meetings(held) if firm.id in meeting.firms)
            yield Clash(Rule.MOST, firms=(firm.id,), acts=acts, counted=counts[firm.id], allowed=firm.most)


def _spread(parts: Parts, _: Timetable, held: tuple[Held, ...]) -> Iterator[Clash]:
    if parts.problem.spread is None or not parts.firms:
        return
    stretches = idle(parts, held)
    most, least = max(stretches, key=stretches.__getitem__), min(stretches, key=stretches.__getitem__)
    apart = stretches[most] - stretches[least]
    if apart > parts.problem.spread:
        yield Clash(Rule.SPREAD, firms=(most, least), counted=apart, allowed=parts.problem.spread)


RULES: Final[dict[Rule, Check]] = {
    Rule.UNKNOWN: _unknown,
    Rule.NOT_ALLOWED: _not_allowed,
    Rule.MET_TWICE: _met_twice,
    Rule.PITCH_UNASKED: _pitch_unasked,
    Rule.PITCH_TWICE: _pitch_twice,
    Rule.PITCH_MISSING: _pitch_missing,
    Rule.ONE_PLACE: _one_place,
    Rule.APART: _apart,
    Rule.SEAT_FREE: _seat_free,
    Rule.ENGAGED: _engaged,
    Rule.ENGAGED_TWICE: _engaged_twice,
    Rule.TAKEN: _taken,
    Rule.TABLE_CLOSED: _table_closed,
    Rule.TABLE_TAKEN: _table_taken,
    Rule.STAGE_CLOSED: _stage_closed,
    Rule.STAGE_FULL: _stage_full,
    Rule.MUST: _must,
    Rule.PIN: _pin,
    Rule.SLOT_ALLOWED: _slot_allowed,
    Rule.SEAT_PRESCRIBED: _seat_prescribed,
    Rule.ORDER: _order,
    Rule.MOST: _most,
    Rule.SPREAD: _spread,
}
"""Every rule with its check."""


def _meetings(held: Iterable[Held]) -> list[Held]:
    return [other_held for other_held in held if other_held.act.investor is not None]


def _pitches(held: Iterable[Held]) -> list[Held]:
    return [other_held for other_held in held if other_held.act.investor is None]


def _firms(act: Act) -> tuple[str, ...]:
    return (act.company,) if act.investor is None else (act.company, act.investor)


def _act(thing: Meeting | Pitch) -> Act:
    return Act(thing.company) if isinstance(thing, Pitch) else Act(thing.company, thing.investor)


def _clash(
    rule: Rule,
    *things: Held,
    seat: str | None = None,
    firms: tuple[str, ...] | None = None,
    counted: int | None = None,
    allowed: int | None = None,
) -> Clash:
    """Return the clash of the things; slot and place are the last one's."""
    concerned = firms or tuple(dict.fromkeys(firm for held in things for firm in held.firms))
    acts = tuple(held.act for held in things)
    last = things[-1]
    return Clash(rule, concerned, acts, last.slot, last.place, seat, counted, allowed)


def _more_than_once(rule: Rule, things: Iterable[Held]) -> Iterator[Clash]:
    for same in _by(things, lambda held: held.act).values():
        if len(same) > 1:
            yield Clash(
                rule,
                firms=same[0].firms,
                acts=(same[0].act,),
                slot=same[-1].slot,
                place=same[-1].place,
                counted=len(same),
                allowed=1,
            )


def _by(things: Iterable[Held], key: Callable[[Held], _Key]) -> dict[_Key, list[Held]]:
    helds: dict[_Key, list[Held]] = defaultdict(list)
    for held in things:
        helds[key(held)].append(held)
    return helds


def _overlapping(held: tuple[Held, ...]) -> Iterator[tuple[str, Held, Held]]:
    """Yield each seat with each two things that it has at once."""
    for seat, things in by_seat(held).items():
        for place, first in enumerate(things):
            for second in things[place + 1 :]:
                if second.span.start_min >= first.span.end_min:
                    break
                yield seat, first, second


def _too_close(pitch: Held, meeting: Held, apart_min: int) -> bool:
    return pitch.span.overlaps(meeting.span, apart_min=apart_min) and not pitch.span.overlaps(meeting.span)


def _stands(held: Held, pin: Pin) -> bool:
    return held.slot == pin.slot and pin.place in (None, held.place)
