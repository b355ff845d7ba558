"""Plan a day: place what has to be, choose and place the rest, improve."""

from __future__ import annotations

from random import Random
from time import monotonic

from dealflow.domain.clashes import clashes
from dealflow.domain.timetable import Act, Problem, Timetable
from dealflow.domain.worth import worth
from dealflow.errors import NoTimetableError
from dealflow.schedule.anneal import Cooling, anneal
from dealflow.schedule.board import Board
from dealflow.schedule.day import Day
from dealflow.schedule.moves import Proposals
from dealflow.schedule.skeleton import Found, fill, skeleton
from dealflow.schedule.solution import Phase, Progress, Solution, Watch
from dealflow.schedule.tables import timetable_of

STEPS_A_SECOND = 20_000
"""How many steps of the search are planned for each second that is given: what a slow machine manages."""


def solve(
    problem: Problem,
    *,
    seed: int = 0,
    seconds: float = 10.0,
    start: Timetable | None = None,
    progress: Watch | None = None,
) -> Solution:
    """Return the best timetable found; it breaks no rule.

    ``seconds`` sets how many steps are taken and caps the time: the same problem, seed, seconds and start give the same
    timetable wherever the machine takes its steps within the time, and perhaps another one where it does not.
    ``start``: a timetable to begin with; what of it breaks a rule is left out.

    Raises:
        NoTimetableError: the hard requests cannot all be kept, or no way was found within the time.
    """
    began = monotonic()
    day = Day(problem)
    told = Telling(day, began, progress)
    board = first_board(day, seed=seed, seconds=seconds, start=start)
    told.tell(Phase.PLACE, board, None)
    random = Random(seed)  # noqa: S311 - a search, not a secret
    proposals = Proposals(board, random)
    cooling = Cooling(int(seconds * STEPS_A_SECOND), hot=6.0, cold=1.5, until_s=began + seconds * 0.95)
    anneal(board, random, cooling, proposals=proposals, goes_on=lambda now: told.tell(Phase.IMPROVE, now, None))
    timetable = timetable_of(day, board.where, board.pitch_at)
    found = worth(problem, timetable)
    assert not clashes(problem, timetable)  # noqa: S101 - a fault of ours, never of who asks
    return Solution(timetable, found, None, is_optimal=False, seconds=monotonic() - began)


def first_board(day: Day, *, seed: int, seconds: float, start: Timetable | None) -> Board:
    """Return a board on which all that has to be held is placed, and more where it easily fits.

    Raises:
        NoTimetableError: there is none, or none was found within the time.
    """
    outcome, (where, pitch_at) = skeleton(day, seed=seed, seconds=seconds)
    if outcome is not Found.PLACED:
        raise NoTimetableError(explanation=None)
    board = Board(day)
    board.restore((where, pitch_at))
    if start is not None:
        fill(board, [day.pair_of[act] for act in _met(start) if act in day.pair_of])
    wished = sorted(range(len(day.pairs)), key=lambda pair: -day.points[pair])
    fill(board, wished)
    return board


def _met(start: Timetable) -> list[Act]:
    return [Act(each.company, each.investor) for each in start.meetings]


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

    def tell(self, phase: Phase, board: Board, bound: int | None) -> bool:
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
        return self.watch(Progress(now - self.began, self.best, bound, phase, timetable))
