"""A lock that is handed on in the order of asking: under a plain one some writers wait for seconds."""

from __future__ import annotations

import threading
from collections import deque


class Turns:
    """One holder at a time; whoever asked first is next."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Event] = deque()

    def acquire(self, timeout_s: float) -> bool:
        """Wait for one's turn; say whether it came within the time."""
        with self._guard:
            if not self._held:
                self._held = True
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(timeout_s):
            return True
        with self._guard:
            if mine.is_set():  # it was handed over just now
                return True
            self._waiting.remove(mine)
            return False

    def release(self) -> None:
        """Hand it on to whoever waits longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False
