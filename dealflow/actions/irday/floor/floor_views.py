"""The floor at one moment: who is here, what runs, what nobody has marked yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.irday.programme.day_state import Day
from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.irday.results.measures import DayFacts
from dealflow.domain.irday.results.results import held_pairs, planned_pairs
from dealflow.domain.irday.timetable import placements
from dealflow.domain.irday.timetable.day_agenda import Line, LineKind, minute_of, placed
from dealflow.domain.irday.timetable.timetable import Timetable
from dealflow.domain.values.day_span import Span

_ABSENT = (MeetingState.COMPANY_ABSENT, MeetingState.INVESTOR_ABSENT)
_SETTLED = frozenset({MeetingState.HELD, MeetingState.CANCELLED, *_ABSENT})


@dataclass(frozen=True, slots=True)
class Counts:
    """How a day stands, counted: people and firms here of those confirmed, consultations by how they stand.

    ``planned`` and ``held``: of the plan, walk-ins apart, as the results count them; ``beside``: held beside the plan.
    ``unmarked``: their slot is over and nobody said how they went.
    """

    people_here: int
    people: int
    firms_here: int
    firms: int
    planned: int
    running: int
    held: int
    beside: int
    absent: int
    cancelled: int
    unmarked: int


@dataclass(frozen=True, slots=True)
class Round:
    """What is placed into one slot, in the order of places."""

    slot: str
    kind: LineKind
    span: Span
    lines: tuple[Line, ...]


def counts(day: Day, *, at: datetime) -> Counts:
    """Return how the day stands."""
    firms = [participant for participant in day.participants if participant.is_coming]
    expected = {attendee.id: firm.id for firm in firms for attendee in firm.attendees}
    here = {who for who, presence in day.presences.items() if presence.is_here and who in expected}
    lines = [line for line in placed(day.programme, day.plan.published) if line.kind is LineKind.MEETING]
    facts = _facts(day)
    states, planned, held = Counter(facts.marks.values()), planned_pairs(facts), held_pairs(facts)
    now = minute_of(day.event.held_on, at)
    return Counts(
        people_here=len(here),
        people=len(expected),
        firms_here=len({expected[who] for who in here}),
        firms=len(firms),
        planned=len(planned),
        running=states[MeetingState.RUNNING],
        held=len(held & planned),
        beside=len(held - planned),
        absent=sum(states[meeting_state] for meeting_state in _ABSENT),
        cancelled=states[MeetingState.CANCELLED],
        unmarked=sum(line.span.end_min <= now and state_of(day, line) not in _SETTLED for line in lines),
    )


def _facts(day: Day) -> DayFacts:
    """Return what the results count of the day's consultations."""
    timetable = day.plan.published
    meetings = () if timetable is None else placements.placed(day.programme, Timetable(timetable.meetings))
    return DayFacts(
        day.event.held_on,
        day.event.held_on,
        planned=None if timetable is None else meetings,
        walk_ins=day.walk_ins,
        states={pair: mark.state for pair, mark in day.marks.items() if pair[1]},
    )


def state_of(day: Day, line: Line) -> MeetingState:
    """Return how a consultation or a pitch stands."""
    return day.state_of(*line.pair)


def rounds(day: Day) -> tuple[Round, ...]:
    """Return what is placed, slot by slot, consultations and pitches apart, in the order of time."""
    lines: dict[tuple[Span, LineKind, str], list[Line]] = {}
    for line in placed(day.programme, day.plan.published):
        lines.setdefault((line.span, line.kind, line.slot), []).append(line)
    return tuple(
        Round(slot, kind, span, tuple(lines))
        for (span, kind, slot), lines in sorted(lines.items(), key=lambda item: item[0])
    )


def usual_round(rounds: tuple[Round, ...], minute: int) -> Round | None:
    """Return the round that is on, else the next, else the last: consultations before pitches."""
    order = sorted(rounds, key=lambda round_: (round_.kind is not LineKind.MEETING, round_.span))
    on = [round_ for round_ in order if round_.span.start_min <= minute < round_.span.end_min]
    coming = sorted((round_ for round_ in rounds if round_.span.start_min > minute), key=lambda round_: round_.span)
    return next(iter(on), None) or next(iter(coming), None) or next(iter(reversed(rounds)), None)
