"""Plan a day: place what has to be, choose and place the rest, improve."""

from __future__ import annotations

from random import Random
from time import monotonic

from dealflow.domain.timetable import Problem, Timetable
from dealflow.domain.worth import worth
from dealflow.errors import NoTimetableError
from dealflow.schedule.anneal import Cooling, anneal
from dealflow.schedule.board import NOWHERE, Board
from dealflow.schedule.choose import choose, hopeful
from dealflow.schedule.day import Day
from dealflow.schedule.moves import Proposals
from dealflow.schedule.pitch_order import arrange
from dealflow.schedule.skeleton import Found, fill, skeleton
from dealflow.schedule.solution import Phase, Progress, Solution, Watch
from dealflow.schedule.tables import timetable_of

STEPS_A_SECOND = 60_000
"""How many steps of the search are planned for each second that is given: what a core manages that nobody else uses."""
_HOT, _COLD = 2.5, 0.7
"""From which heat to which the search cools, where an idle stretch counts eight."""
_SLOT_COST = 1.5
"""What an investor's time is worth while pitches are put together, a pitch's point being six."""


def solve(
    problem: Problem,
    *,
    seed: int = 0,
    seconds: float = 10.0,
    start: Timetable | None = None,
    progress: Watch | None = None,
) -> Solution:
    """Return the best timetable found; it breaks no rule.

    ``seconds`` sets how many steps are taken, and caps the time. What is repeatable: the same problem, seed, seconds
    and start give the same timetable, wherever the machine takes its steps within the time. Where it does not (it is
    slow or shared), or ``progress`` stops it, the search cools down early, and the timetable may be another one.
    ``start``: a timetable to begin with; what of it breaks a rule is left out.

    Raises:
        NoTimetableError: the hard requests cannot all be kept, or no way was found within the time.
    """
    began = monotonic()
    until_s = began + seconds
    day = Day(problem)
    told = Telling(day, began, progress)
    random = Random(seed)  # noqa: S311 - a search, not a secret
    choice = choose(day, seed=seed, seconds=seconds / 3)
    told.bound = choice.bound
    board = first_board(day, random, seed=seed, until_s=until_s, start=start)
    fill(board, sorted(choice.pairs, key=lambda pair: (-day.points[pair], pair)))
    fill(board, sorted(range(len(day.pairs)), key=lambda pair: (-day.points[pair], pair)))
    if told.tell(Phase.PLACE, board):
        weights = problem.weights
        scale = max(weights.gap, weights.company_gap, weights.pitch, 1) / 8
        cooling = Cooling(int(seconds * STEPS_A_SECOND), _HOT * scale, _COLD * scale, until_s - 0.03 * seconds)
        proposals = Proposals(board, random, hopeful=hopeful(day, choice))
        anneal(board, random, cooling, proposals=proposals, goes_on=lambda now: told.tell(Phase.IMPROVE, now))
    return _solution(day, board, choice.bound, began)


def first_board(day: Day, random: Random, *, seed: int, until_s: float, start: Timetable | None) -> Board:
    """Return a board on which all that has to be held is placed, and what of ``start`` goes with it.

    Raises:
        NoTimetableError: there is none, or none was found within the time.
    """
    slot_cost = _SLOT_COST * day.problem.weights.pitch / 6
    wished = arrange(day, random, slot_cost=slot_cost) if start is None else day.pitches_of(start)
    outcome, state = skeleton(day, wished, seed=seed, seconds=until_s - monotonic())
    if outcome is not Found.PLACED:
        raise NoTimetableError(explanation=None)
    board = Board(day)
    board.restore(state)
    for pair, slot in day.meetings_of(start or Timetable()):
        has_room = all(board.count[firm] < day.most[firm] for firm in board.takes[pair][:2])
        is_free = board.where[pair] < 0 and board.free_for(pair) & board.bit[slot]
        if has_room and is_free and pair not in day.ordered:
            board.change([(pair, NOWHERE, slot)])
    return board


def _solution(day: Day, board: Board, bound: int | None, began: float) -> Solution:
    timetable = timetable_of(day, board.where, board.pitch_at)
    found = worth(day.problem, timetable)
    is_optimal = bound is not None and found.total >= bound
    return Solution(timetable, found, bound, is_optimal=is_optimal, seconds=monotonic() - began)


class Telling:
    """Tells whoever watches how far the search has come, at most twice a second."""

    def __init__(self, day: Day, began: float, watch: Watch | None) -> None:
        self.day = day
        self.began = began
        self.watch = watch
        self.best = -(10**12)
        self.shown = -(10**12)
        self.kept: tuple[list[int], list[int]] = ([], [])
        self.last = 0.0
        self.bound: int | None = None

    def tell(self, phase: Phase, board: Board) -> bool:
        """Return whether to go on."""
        if self.watch is None:
            return True
        if board.total > self.best:
            self.best, self.kept = board.total, board.snapshot()
        now = monotonic()
        if now - self.last < 0.5:  # noqa: PLR2004 - twice a second
            return True
        self.last = now
        timetable = None
        if self.best > self.shown:
            self.shown = self.best
            timetable = timetable_of(self.day, *self.kept)
        return self.watch(Progress(now - self.began, self.best, self.bound, phase, timetable))
