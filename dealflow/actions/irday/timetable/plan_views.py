"""A plan as it is looked at: one version with its worth, its clashes, what is open, and what could go where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.irday.programme.day_state import Day, load_day, run_event
from dealflow.actions.irday.timetable.fit_points import fits_of
from dealflow.actions.irday.timetable.plans import asked_of, judge, problem_for, since_of, timetable_of
from dealflow.actions.platform.context import Looking
from dealflow.domain.irday.timetable.hard_rules import Clash
from dealflow.domain.irday.timetable.manual_edits import things
from dealflow.domain.irday.timetable.objective import Worth, worth
from dealflow.domain.irday.timetable.open_slots import Openings, openings
from dealflow.domain.irday.timetable.timetable import Act, Pin, Problem, Timetable
from dealflow.domain.irday.timetable.timetable_diff import Changes, changes
from dealflow.domain.irday.timetable.unmet_requests import Short, Unmet, gaps, short, unmet, wished

_BESIDE = 80
"""How many unplaced wishes are offered beside the grid, the dearest first."""


@dataclass(frozen=True, slots=True)
class PlanView:
    """One version of an event's plan; ``number`` 0: nothing was planned yet.

    ``beside``: wished consultations that are not placed, the dearest first, with their dearest rank. ``asked``: how
    many consultations are wished for, ``met``: how many of them are placed. ``keeps_back``: what of the clashes keeps
    the version from being published. ``since_min``: what began before it is
    past; None off the day itself.
    """

    day: Day
    number: int
    timetable: Timetable
    problem: Problem
    worth: Worth
    clashes: tuple[Clash, ...]
    keeps_back: tuple[Clash, ...]
    openings: Openings
    beside: Mapping[Act, int]
    unmet: tuple[Unmet, ...]
    wish_count: int
    met: int
    short: tuple[Short, ...]
    gaps: Mapping[str, int]
    since_min: int | None

    @property
    def is_latest(self) -> bool:
        """Say whether it is the version that can be worked on."""
        return self.number == self.day.plan.number

    @property
    def is_published(self) -> bool:
        """Say whether people go by it."""
        return 0 < self.number == self.day.plan.published_number

    @property
    def pins(self) -> dict[Act, Pin]:
        """Return what stays where it is."""
        return dict(self.day.plan.pins)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs from one version to another, and what both are worth by the day as it stands now."""

    day: Day
    changes: Changes
    worth_before: Worth
    worth_after: Worth


def plan_view(looking: Looking, ir_event_id: str, version: int | None = None, *, at: datetime) -> PlanView:
    """Return a version of an event's plan, the latest unless one is asked for.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run the event; there is no such event or version.
    """
    with looking.ws.ledger.read() as session:
        day = load_day(looking.ws, session, run_event(looking.within(session), ir_event_id))
        number = day.plan.number if version is None else version
        timetable = timetable_of(looking.ws, session, day.plan, number) if number else Timetable()
        fits = fits_of(looking.within(session), day)
    return viewed(day, number, timetable, fits, at=at)


def viewed(
    day: Day, number: int, timetable: Timetable, fits: Mapping[tuple[str, str], int], *, at: datetime
) -> PlanView:
    """Return what is to be seen of a version."""
    problem, since, application = problem_for(day, fits, at), since_of(day, at), asked_of(day, fits)
    wishes = wished(day.participants, application)
    points = {Act(pair.company, pair.investor): pair.points for pair in problem.pairs}
    placed = things(timetable)
    missing = sorted((act for act in wishes if act not in placed), key=lambda act: (-points.get(act, -1), str(act)))
    seen = openings(problem, timetable, missing)
    return PlanView(
        day=day,
        number=number,
        timetable=timetable,
        problem=problem,
        worth=worth(problem, timetable),
        clashes=judge(day, timetable, None, at=at, problem=problem).new if number else (),
        keeps_back=judge(day, timetable, day.plan.published, at=at, problem=problem).keeps_back if number else (),
        openings=seen,
        beside={act: wishes[act] for act in [act for act in missing if act in points][:_BESIDE]},
        unmet=unmet(problem, timetable, day.participants, application, seen),
        wish_count=len(wishes),
        met=len(wishes) - len(missing),
        short=short(problem, timetable),
        gaps=gaps(problem, timetable),
        since_min=since,
    )


def compared(looking: Looking, ir_event_id: str, before: int, after: int) -> Comparison:
    """Return what differs from one version to another.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run the event; there is no such event or version.
    """
    with looking.ws.ledger.read() as session:
        day = load_day(looking.ws, session, run_event(looking.within(session), ir_event_id))
        first, second = (timetable_of(looking.ws, session, day.plan, number) for number in (before, after))
        problem = problem_for(day, fits_of(looking.within(session), day))
    return Comparison(day, changes(first, second), worth(problem, first), worth(problem, second))
