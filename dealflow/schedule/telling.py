"""Progress as it is told to whoever watches."""

from __future__ import annotations

from time import monotonic

from dealflow.schedule.board import Board, State
from dealflow.schedule.day import Day
from dealflow.schedule.solution import Phase, Progress, Watch
from dealflow.schedule.tables import timetable_of

_EVERY_S = 0.5


class Telling:
    """Tells whoever watches how far the search has come, at most twice a second; ``bound``: no timetable has more."""

    def __init__(self, day: Day, began: float, watch: Watch | None) -> None:
        self.day = day
        self.began = began
        self.watch = watch
        self.bound: int | None = None
        self._best: int | None = None
        self._kept: State | None = None
        self._last = 0.0

    def lower_bound_to(self, bound: int) -> None:
        """Take up a bound, if it is sharper."""
        self.bound = bound if self.bound is None else min(bound, self.bound)

    def tell(self, phase: Phase, board: Board) -> bool:
        """Tell of what stands on the board, if it is the best so far, and return whether to go on."""
        if self.watch is None:
            return True
        if self._best is None or board.total > self._best:
            self._best, self._kept = board.total, board.snapshot()
        return self._say(phase)

    def tell_of(self, phase: Phase, total: int, state: State) -> bool:
        """Tell of a better state, and return whether to go on."""
        self._best, self._kept = total, state
        return self.watch is None or self._say(phase)

    def _say(self, phase: Phase) -> bool:
        now = monotonic()
        if self.watch is None or now - self._last < _EVERY_S:
            return True
        self._last = now
        pair, self._kept = self._kept, None
        timetable = timetable_of(self.day, *pair) if pair else None
        return self.watch(Progress(now - self.began, self._best, self.bound, phase, timetable))
