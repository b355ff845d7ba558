"""What a timetable's ids stand for, and a firm's day put together from them: for the rules and for the worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from dealflow.domain.irday.timetable.timetable import Act, Firm, Meeting, Pair, Pitch, Pitcher, Problem, Seat, Timetable
from dealflow.domain.values.day_span import Span


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that is held: what, when, where, and the seats that it takes (a pitch: the company's)."""

    act: Act
    slot: str
    span: Span
    place: str
    seats: tuple[str, ...]

    @property
    def firms(self) -> tuple[str, ...]:
        """Return the firms that take part."""
        return (self.act.company,) if self.act.investor is None else (self.act.company, self.act.investor)


class Parts:
    """A problem by its ids."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.firms: dict[str, Firm] = {firm.id: firm for firm in problem.firms}
        self.seats: dict[str, Seat] = {seat.id: seat for firm in problem.firms for seat in firm.seats}
        self.owner: dict[str, str] = {seat.id: firm.id for firm in problem.firms for seat in firm.seats}
        self.tables = {table.id: table for table in problem.tables}
        self.stages = {stage.id: stage for stage in problem.stages}
        self.spans = {slot.id: slot.span for slot in problem.slots}
        self.pitch_spans = {slot.id: slot.span for slot in problem.pitch_slots}
        self.pairs: dict[Act, Pair] = {Act(pair.company, pair.investor): pair for pair in problem.pairs}
        self.pitchers: dict[str, Pitcher] = {pitcher.company: pitcher for pitcher in problem.pitchers}

    def knows(self, thing: Meeting | Pitch) -> bool:
        """Say whether every id that the thing names is there, and the seat is the investor's."""
        if isinstance(thing, Pitch):
            return thing.company in self.firms and thing.slot in self.pitch_spans and thing.stage in self.stages
        return (
            thing.company in self.firms
            and thing.slot in self.spans
            and thing.table in self.tables
            and thing.investor in self.firms
            and self.owner.get(thing.seat) == thing.investor
        )

    def held(self, timetable: Timetable) -> tuple[Held, ...]:
        """Return what is held, consultations first; what names an unknown id is left out."""
        meetings = (self._meeting(meeting) for meeting in timetable.meetings if self.knows(meeting))
        pitches = (self._pitch(pitch) for pitch in timetable.pitches if self.knows(pitch))
        return (*meetings, *pitches)

    def is_free(self, seat: str, span: Span) -> bool:
        """Say whether the seat can come for the whole of ``span``."""
        return any(free.covers(span) for free in self.seats[seat].free)

    def engagement(self, seat: str, span: Span) -> str | None:
        """Return the part of the programme that takes the seat's people during a span, by its id."""
        return next((engaged.part for engaged in self.seats[seat].engaged if engaged.span.overlaps(span)), None)

    def fitting(self) -> tuple[Span, ...]:
        """Return the spans of both grids in which something could be held, by their beginning."""
        spans = {*self.spans.values(), *self.pitch_spans.values()}
        return tuple(sorted(span for span in spans if not overlaps_any(span, self.problem.taken)))

    def _meeting(self, meeting: Meeting) -> Held:
        act = Act(meeting.company, meeting.investor)
        seats = (self.firms[meeting.company].seats[0].id, meeting.seat)
        return Held(act, meeting.slot, self.spans[meeting.slot], meeting.table, seats)

    def _pitch(self, pitch: Pitch) -> Held:
        seats = (self.firms[pitch.company].seats[0].id,)
        return Held(Act(pitch.company), pitch.slot, self.pitch_spans[pitch.slot], pitch.stage, seats)


def overlaps_any(span: Span, others: Iterable[Span]) -> bool:
    """Say whether the span shares a moment with one of the others."""
    return any(span.overlaps(other) for other in others)


def by_seat(held: Iterable[Held]) -> dict[str, list[Held]]:
    """Return what each seat takes part in, in order of time."""
    helds_by_id: dict[str, list[Held]] = defaultdict(list)
    for other_held in sorted(held, key=lambda other: (other.span, other.slot, other.place)):
        for seat in other_held.seats:
            helds_by_id[seat].append(other_held)
    return helds_by_id


def heard(parts: Parts, held: Iterable[Held]) -> dict[str, dict[str, int]]:
    """Return, for each investor, the points of what it hears in each pitch slot: who is free goes to the best stage.

    It is free where one of its seats can come for the whole slot and has nothing else then. Slots in which it hears
    nothing are left out.
    """
    busy = by_seat(held)
    pitches = [other_held for other_held in held if other_held.act.investor is None]
    points_of_pair = {(want.investor, want.company): want.points for want in parts.problem.wants}
    heard: dict[str, dict[str, int]] = {}
    for investor in dict.fromkeys(want.investor for want in parts.problem.wants if want.investor in parts.firms):
        on_stage: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for pitch in pitches:
            on_stage[pitch.slot][pitch.place] += points_of_pair.get((investor, pitch.act.company), 0)
        best = {slot: max(stages.values()) for slot, stages in on_stage.items()}
        heard[investor] = {
            slot: points for slot, points in best.items() if points and _can_hear(parts, busy, investor, slot)
        }
    return heard


def idle_stretches(spans: Iterable[Span], fitting: Iterable[Span]) -> int:
    """Return how many stretches between one thing and the next have room for one of the ``fitting`` spans."""
    count, last = 0, None
    fitting = tuple(fitting)
    for span in sorted(spans):
        if last is not None and any(last <= fit.start_min and fit.end_min <= span.start_min for fit in fitting):
            count += 1
        last = span.end_min if last is None else max(last, span.end_min)
    return count


def idle(parts: Parts, held: Iterable[Held]) -> dict[str, int]:
    """Return each firm's idle stretches: between what it consults, pitches and hears, whoever of it does so."""
    held = tuple(held)
    spans: dict[str, list[Span]] = {firm: [] for firm in parts.firms}
    for other_held in held:
        for firm in other_held.firms:
            spans[firm].append(other_held.span)
    for investor, slots in heard(parts, held).items():
        spans[investor] += [parts.pitch_spans[slot] for slot in slots]
    fitting = parts.fitting()
    return {firm: idle_stretches(span, fitting) for firm, span in spans.items()}


def table_changes(held: Iterable[Held]) -> int:
    """Return how often an investor's seat goes to another table than before."""
    tables: dict[str, list[str]] = defaultdict(list)
    for other_held in sorted(held, key=lambda other: other.span):
        if other_held.act.investor is not None:
            tables[other_held.seats[1]].append(other_held.place)
    return sum(before != after for places in tables.values() for before, after in pairwise(places))


def _can_hear(parts: Parts, busy: dict[str, list[Held]], investor: str, slot: str) -> bool:
    span = parts.pitch_spans[slot]
    if overlaps_any(span, parts.problem.taken):
        return False
    return any(
        parts.is_free(seat.id, span) and not overlaps_any(span, (held.span for held in busy.get(seat.id, ())))
        for seat in parts.firms[investor].seats
    )
