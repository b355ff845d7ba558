"""How many screens are drawn at once, and who is next: a storm of arrivals must not stop those who work.

Python draws one screen at a time whatever the number of threads: two hundred that fight for its lock each take as long
as all of them. A few at once, in the order of asking, and whoever is in already before whoever arrives: the same work,
and most have their screen while the rest wait their turn. A screen that takes long (an import, a file that is read)
holds no more than its own turn, and whoever has waited for seconds goes in regardless.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_AT_ONCE: Final = 4
_PATIENCE_S: Final = 4.0


class RunTurns:
    """So many at once; those who are in before those who arrive, and among these whoever asked first."""

    def __init__(self, at_once: int, patience_s: float) -> None:
        self._guard = threading.Lock()
        self._free = at_once
        self._patience_s = patience_s
        self._working: deque[threading.Event] = deque()
        self._arriving: deque[threading.Event] = deque()

    @contextmanager
    def taken(self, *, arrives: bool) -> Iterator[None]:
        """Wait for a turn and hold it; whoever has waited long enough goes in without one."""
        has_turn = self._acquire(self._arriving if arrives else self._working)
        try:
            yield
        finally:
            if has_turn:
                self._release()

    def _acquire(self, line: deque[threading.Event]) -> bool:
        with self._guard:
            if self._free:
                self._free -= 1
                return True
            mine = threading.Event()
            line.append(mine)
        if mine.wait(self._patience_s):
            return True
        with self._guard:
            if mine.is_set():  # it was handed over just now
                return True
            line.remove(mine)
            return False

    def _release(self) -> None:
        with self._guard:
            line = self._working or self._arriving
            if line:
                line.popleft().set()
            else:
                self._free += 1


RUNS: Final = RunTurns(_AT_ONCE, _PATIENCE_S)
"""Those of this process."""
