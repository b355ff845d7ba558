"""Plan a day: place what has to be, choose and place the rest, improve; prove it best where the day is small."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from time import monotonic

from ortools.sat.python import cp_model

from dealflow.domain.irday.timetable.clashes import clashes
from dealflow.domain.irday.timetable.objective import worth
from dealflow.domain.irday.timetable.timetable import Problem, Timetable
from dealflow.errors import NoTimetableError
from dealflow.schedule.anneal import Cooling, anneal
from dealflow.schedule.board import NOWHERE, Board, State
from dealflow.schedule.breaks import Breaks, fewest_by_tables, is_about_breaks, race
from dealflow.schedule.choose import Choice, choose, hopeful
from dealflow.schedule.day import Day
from dealflow.schedule.explain import explain
from dealflow.schedule.explanation import Explanation
from dealflow.schedule.model import whole
from dealflow.schedule.moves import Proposals
from dealflow.schedule.pitch_order import arrange
from dealflow.schedule.skeleton import Found, fill, skeleton, solver_of
from dealflow.schedule.solution import Phase, Solution, Watch
from dealflow.schedule.tables import timetable_of
from dealflow.schedule.telling import Telling
from dealflow.schedule.valued import Valued

STEPS_A_SECOND = 60_000
"""How many steps of the search are planned for each second that is given: what a core manages that nobody else uses."""
_HOT, _COLD = 2.0, 0.4
"""From which heat to which the search cools, where an idle stretch counts eight."""
_SLOT_COST = 3.0
"""What an investor's time is worth while pitches are put together, a pitch's point being six."""
_STRETCH_SHARE = 0.25
"""How much of an idle stretch is feared between two rows of pitches that an investor hears."""
_SMALL = 1_500
"""So many possible places of all acts make a day that is tried to be solved as a whole."""
_SMALL_EFFORT = 4.0
_EXPLAIN_S = 20.0
_PLACE_S = 10.0
"""So long is tried at least to place what has to be held, whatever time is given: a shared machine may be slow."""
_BOUND_S = 10.0
"""How long a day about breaks is looked at with its tables alone."""
_FIRST_S = 5.0
"""How long a day about breaks is annealed, for the provers to begin with."""


def solve(
    problem: Problem,
    *,
    seed: int = 0,
    seconds: float = 10.0,
    steps: int | None = None,
    start: Timetable | None = None,
    progress: Watch | None = None,
) -> Solution:
    """Return the best timetable found; it breaks no rule.

    ``seconds`` sets how many steps are taken unless ``steps`` says so, and caps the time. What is repeatable: the same
    problem, seed, seconds (or steps) and start give the same timetable, wherever the machine takes its steps within the
    time. Where it does not (it is slow or shared), or ``progress`` stops it, the search cools down early, and the
    timetable may be another one. So it may be on days on which every consultation must be held and only idle stretches
    count: there two solvers race, and only the worth that they prove is the same. ``start``: a timetable to begin with;
    what of it breaks a rule is left out.

    Raises:
        NoTimetableError: the hard requests cannot all be kept, or no way was found within the time.
    """
    began = monotonic()
    day = Day(problem)
    telling = Telling(day, began, progress)
    random = Random(seed)  # noqa: S311 - a search, not a secret
    until_s = began + seconds
    choice = choose(day, seed=seed, seconds=seconds / 2)
    telling.bound = choice.bound
    board = first_board(day, random, seed=seed, until_s=until_s, start=start)
    if is_about_breaks(day):
        _bound_breaks(board, telling, seed=seed, seconds=min(_BOUND_S, seconds / 4))
        first_s = min(_FIRST_S, seconds / 4)
        cooling = _cooling(day, int(first_s * STEPS_A_SECOND), until_s=monotonic() + 0.97 * first_s)
        _improve(board, choice, random, telling, cooling)
        return _fewest_breaks(board, telling, seed=seed, until_s=until_s)
    fill(board, sorted(choice.pairs, key=lambda pair: (-day.points[pair], pair)))
    fill(board, sorted(range(len(day.pairs)), key=lambda pair: (-day.points[pair], pair)))
    if problem.spread is not None:
        return _whole(board, telling, seed=seed, until_s=until_s, effort=None)
    if _is_small(day):
        proved = _whole(board, telling, seed=seed, until_s=until_s, effort=_SMALL_EFFORT)
        if proved.is_optimal:
            return proved
    if telling.tell(Phase.PLACE, board):
        cooling = _cooling(day, steps or int(seconds * STEPS_A_SECOND), until_s=until_s - 0.03 * seconds)
        _improve(board, choice, random, telling, cooling)
    return _solution(board, telling)


def first_board(day: Day, random: Random, *, seed: int, until_s: float, start: Timetable | None) -> Board:
    """Return a board on which all that has to be held is placed, and what of ``start`` goes with it.

    Raises:
        NoTimetableError: there is none, or none was found within the time.
    """
    weights = day.problem.weights
    costs = {"slot_cost": _SLOT_COST * weights.pitch / 6, "stretch_cost": _STRETCH_SHARE * weights.gap}
    seconds = (until_s - monotonic()) / 6
    wished = arrange(day, random, **costs, seconds=seconds) if start is None else day.pitches_of(start)
    outcome, state = skeleton(day, wished, seed=seed, seconds=max(until_s - monotonic(), _PLACE_S))
    if outcome is not Found.PLACED:
        explanation = explain(day.problem, seed=seed, seconds=_EXPLAIN_S)
        is_possible = False if outcome is Found.NONE else explanation.is_possible
        raise NoTimetableError(explanation=replace(explanation, is_possible=is_possible))
    board = Board(day)
    board.restore(state)
    for pair, slot in day.meetings_of(start or Timetable()):
        has_room = all(board.count[firm] < day.most[firm] for firm in board.takes[pair][:2])
        is_free = board.where[pair] < 0 and board.free_for(pair) & board.bit[slot]
        if has_room and is_free and pair not in day.ordered:
            board.change([(pair, NOWHERE, slot)])
    return board


def _cooling(day: Day, steps: int, *, until_s: float) -> Cooling:
    """Return how the search for a day cools down: from heat to heat by what the day's weights count."""
    weights = day.problem.weights
    scale = max(weights.gap, weights.company_gap, weights.pitch, 1) / 8
    return Cooling(steps, _HOT * scale, _COLD * scale, until_s)


def _improve(board: Board, choice: Choice, random: Random, telling: Telling, cooling: Cooling) -> None:
    """Anneal, within the time that is left."""
    proposals = Proposals(board, random, hopeful=hopeful(board.day, choice) if choice.pairs else None)

    def goes_on(now: Board) -> bool:
        return telling.tell(Phase.IMPROVE, now) and (telling.bound is None or now.total < telling.bound)

    anneal(board, random, cooling, proposals=proposals, goes_on=goes_on)


def _is_small(day: Day) -> bool:
    acts = range(len(day.pairs) + len(day.pitchers))
    return sum(len(day.where_of(act)) for act in acts) <= _SMALL


def _whole(board: Board, telling: Telling, *, seed: int, until_s: float, effort: float | None) -> Solution:
    """Return what the model of the whole day gives; the board takes it up, if it is better than what stands there.

    Raises:
        NoTimetableError: idle stretches cannot be spread as evenly as asked, or no such way was found in time.
    """
    day = board.day
    model = Valued(day, whole(day))
    model.hint(*board.snapshot())
    seconds = until_s - monotonic()
    solver = solver_of(seed=seed, seconds=seconds, effort=effort or 1e6)
    solver.parameters.linearization_level = 2
    status = solver.solve(model.cp)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        before, pair = board.total, board.snapshot()
        board.restore(model.read(solver))
        if board.total < before and day.problem.spread is None:
            board.restore(pair)
        telling.lower_bound_to(int(solver.best_objective_bound + 1e-6))
    elif day.problem.spread is not None:
        raise NoTimetableError(explanation=None)
    return _solution(board, telling)


def _bound_breaks(board: Board, telling: Telling, *, seed: int, seconds: float) -> None:
    """Lower the bound to what the tables allow.

    Raises:
        NoTimetableError: they do not allow the day with its idle stretches so evenly spread.
    """
    fewest = fewest_by_tables(board.day, seed=seed, seconds=seconds)
    if fewest is None:
        raise NoTimetableError(explanation=Explanation(is_possible=False))
    telling.lower_bound_to(_without_stretches(board) - fewest)


def _without_stretches(board: Board) -> int:
    """Return what the board's consultations were worth if nobody had an idle stretch."""
    return board.total - sum(board.now)


def _fewest_breaks(board: Board, telling: Telling, *, seed: int, until_s: float) -> Solution:
    """Return the timetable with the fewest idle stretches, proved or the best that was found.

    Raises:
        NoTimetableError: they cannot be spread as evenly as asked, or no such way was found in time.
    """
    day = board.day
    ceiling = _without_stretches(board)
    if board.total == telling.bound:
        return _solution(board, telling)
    model = Breaks(day)
    model.hint(*board.snapshot())

    def watch(value: int, bound: int, state: State) -> bool:
        telling.lower_bound_to(ceiling - bound)
        return telling.tell_of(Phase.PROVE, ceiling - value, state)

    pair = race(model, seed=seed, seconds=until_s - monotonic(), watch=watch)
    if pair is not None:
        telling.lower_bound_to(ceiling - pair[1])
    annealed = _solution(board, telling)
    is_sound = not clashes(day.problem, annealed.timetable)
    if pair is None and not is_sound:
        raise NoTimetableError(explanation=None)
    if pair is not None:
        board.restore(pair[0])
    proved = _solution(board, telling)
    return annealed if is_sound and annealed.worth.total > proved.worth.total else proved


def _solution(board: Board, telling: Telling) -> Solution:
    timetable = timetable_of(board.day, board.where, board.pitch_at)
    found_worth = worth(board.day.problem, timetable)
    is_optimal = telling.bound is not None and found_worth.total >= telling.bound
    return Solution(timetable, found_worth, telling.bound, is_optimal=is_optimal, seconds=monotonic() - telling.began)
