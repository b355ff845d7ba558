"""Plan the rest of a day again: as little as possible of the published plan changes."""

from __future__ import annotations

from random import Random
from time import monotonic

from dealflow.domain.irday.timetable.objective import worth
from dealflow.schedule.anneal import Cooling, anneal
from dealflow.schedule.board import NOWHERE, Board
from dealflow.schedule.changing_plan import ChangingPlan
from dealflow.schedule.day import Day
from dealflow.schedule.minimal_change import least_change
from dealflow.schedule.moves import Proposals
from dealflow.schedule.remaining import RunningDay, rest_of, together
from dealflow.schedule.skeleton import fill as fill_greedily
from dealflow.schedule.solution import Phase, Progress, Solution, Watch

_FILL_STEPS = 4_000
"""Steps of the search for each second that is given to filling holes."""


def replan(
    running: RunningDay,
    *,
    seed: int = 0,
    seconds: float = 10.0,
    fill: bool = False,
    progress: Watch | None = None,
) -> Solution:
    """Return the published plan with the fewest changes that the problem, as it is now, asks for.

    What began before the minute that the day has reached stays as it was, even if the problem would no longer allow it.
    Of what was to come, as much as possible stays where it is; the rest moves, and what finds no place falls away, even
    if it must be held: ``clashes(problem, timetable, since_min=now_min)`` tells of that, and is empty otherwise. With
    ``fill``, holes are then filled with pairs that were not in the plan, and nothing else moves for them.

    ``is_optimal``: no plan changes less. Repeatable where the time suffices.
    """
    began = monotonic()
    problem, rest = running.problem, rest_of(running)
    day = Day(rest.problem)
    plan = ChangingPlan(day, rest)
    goes_on = True

    def heard() -> bool:
        nonlocal goes_on
        if progress is not None and goes_on:
            now = together(rest.past, plan.timetable())
            total = worth(problem, now).total
            goes_on = progress(Progress(monotonic() - began, total, None, Phase.REPLAN, now))
        return goes_on

    is_least = least_change(plan, seed=seed, until_s=began + seconds, heard=heard)
    fill = fill and heard()
    timetable = together(rest.past, plan.timetable())
    if fill:
        _fill(plan, seed=seed, until_s=began + seconds)
        timetable = together(rest.past, plan.timetable())
    return Solution(timetable, worth(problem, timetable), None, is_optimal=is_least, seconds=monotonic() - began)


def _fill(plan: ChangingPlan, *, seed: int, until_s: float) -> None:
    """Put new pairs into the holes; what is already in the plan stays."""
    day = plan.day
    board = Board(day)
    board.restore((plan.where, plan.pitch_at))
    placed = {pair for pair, slot in enumerate(plan.where) if slot != NOWHERE}
    pitches = range(len(day.pairs), len(day.pairs) + len(day.pitchers))
    fill_greedily(board, sorted(range(len(day.pairs)), key=lambda pair: -day.points[pair]))
    random = Random(seed)  # noqa: S311 - a search, not a secret
    seconds = max(0.1, until_s - monotonic())
    cooling = Cooling(int(_FILL_STEPS * seconds), hot=6.0, cold=1.5, until_s=until_s)
    proposals = Proposals(board, random, frozen=frozenset({*placed, *pitches}))
    anneal(board, random, cooling, proposals=proposals, goes_on=lambda _: True)
    plan.where, plan.pitch_at = board.snapshot()
