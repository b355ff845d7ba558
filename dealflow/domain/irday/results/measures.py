"""The figures of an IR day's results, and what they are made from. What nobody recorded is ``Missing``, never zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from dealflow.domain.irday.floor.floor import (
    Agreement,
    ConsultationLog,
    InterestLevel,
    MeetingState,
    Outcome,
    OutcomeKind,
    SurveyAnswer,
)
from dealflow.domain.irday.participants.participants import Participant, ParticipantKind, Requests
from dealflow.domain.irday.timetable.placements import Placed


class Missing(StrEnum):
    """Why a figure is not known."""

    NOT_RECORDED = "not_recorded"
    """Nobody was checked in, or no consultation was marked."""
    NOT_PUBLISHED = "not_published"
    """No timetable was published."""
    NOTHING_ASKED = "nothing_asked"
    """Nobody asked for anything, or nobody was asked: there is nothing to divide by."""
    NOBODY_TOLD = "nobody_told"
    NOT_OVER = "not_over"
    """The day is still on, and some of its consultations are not settled."""


Count: TypeAlias = int | Missing


@dataclass(frozen=True, slots=True)
class Share:
    """So many out of so many; ``whole`` is never 0."""

    part: int
    whole: int

    @property
    def value(self) -> Fraction:
        """Return the share itself."""
        return Fraction(self.part, self.whole)


Ratio: TypeAlias = Share | Missing


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What is known of a day on ``today``. Pairs are (company, investor), by participant id.

    ``here``: who was checked in, by attendee; None: nobody was. ``planned``: the consultations of the published
    timetable; None: nothing was published. ``told``: only what the owners of logs tell the organiser.
    """

    held_on: date
    today: date
    participants: tuple[Participant, ...] = ()
    requests: Mapping[str, Requests] | None = None
    here: frozenset[str] | None = None
    planned: tuple[Placed, ...] | None = None
    walk_ins: frozenset[tuple[str, str]] = frozenset()
    states: Mapping[tuple[str, str], MeetingState] | None = None
    logs: tuple[ConsultationLog, ...] = ()
    answers: tuple[SurveyAnswer, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @property
    def marks(self) -> Mapping[tuple[str, str], MeetingState]:
        """Return how consultations stand where somebody marked them."""
        return self.states or {}

    @property
    def companies(self) -> tuple[Participant, ...]:
        """Return the suppliers that are planned for."""
        return tuple(
            participant
            for participant in self.participants
            if participant.kind is ParticipantKind.SUPPLIER and participant.is_coming
        )


@dataclass(frozen=True, slots=True)
class Turnout:
    """Of one kind of participant: on the list, confirmed, and how many of them (firms, people) were checked in."""

    kind: ParticipantKind
    listed: int
    confirmed: int
    came: Count
    people: Count


@dataclass(frozen=True, slots=True)
class Held:
    """Consultations. ``planned``: those of the plan, walk-ins apart, with those that were missed or called off.

    ``walk_ins``: those held beside the plan. ``unmarked``: planned ones of which nobody said how they went.
    """

    planned: Count
    held: Count
    walk_ins: Count
    company_absent: int
    investor_absent: int
    cancelled: int
    unmarked: int
    of_planned: Ratio


@dataclass(frozen=True, slots=True)
class Intention:
    """What investors said that they might put in, in whole won: binds nobody, and is no money raised.

    The sums are of the ends that were told: ``without_low`` and ``without_high`` declarations told none.
    """

    declared: int
    investors: int
    low: Count
    high: Count
    without_low: int
    without_high: int


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Meetings agreed or held within some days, by pairs; ``undated``: agreed without a day, not among the rest."""

    days: int
    scheduled: Count
    held: Count
    either: Count
    undated: int


@dataclass(frozen=True, slots=True)
class Marks:
    """What one side answered to one question of the survey, 1 to 5."""

    question: str
    n: int
    mean: Fraction | Missing
    top_two: Ratio


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """The survey of one side of the table: how many answered of those asked, and their marks."""

    side: str
    answered: Ratio
    marks: tuple[Marks, ...]


@dataclass(frozen=True, slots=True)
class Raised:
    """Money that companies were paid within some months, as told; ``unstated``: investments without an amount."""

    months: int
    until: date
    is_over: bool
    won: Count
    companies: int
    unstated: int


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A share beside a line that a demo-day agency recommends; no target of this event's own."""

    id: str
    line: Fraction
    reached: Ratio


@dataclass(frozen=True, slots=True)
class Tally:
    """Planned and held consultations of an hour (0 to 23), a table or a firm."""

    key: str
    planned: int
    held: int


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that an IR day came to."""

    turnout: tuple[Turnout, ...]
    consultations: Held
    matched: Ratio
    interest: Mapping[InterestLevel, int]
    intention: Intention
    follow_ups: FollowUps
    satisfaction: tuple[Satisfaction, ...]
    outcomes: Mapping[OutcomeKind, int]
    agreements: Mapping[Agreement, int]
    """Pairs that put something on paper, told in logs or entered since; each pair once for each kind."""
    raised: tuple[Raised, ...]
    benchmarks: tuple[Benchmark, ...]
    by_hour: tuple[Tally, ...]
    by_table: tuple[Tally, ...]
    """Tables by id, in the order of the timetable."""
