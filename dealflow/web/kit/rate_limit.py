"""How often one address may be used: enough for a firm's phones, too little for a machine that hammers."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from threading import Lock
from typing import Final

_KEPT: Final = 10_000
"""Addresses that are remembered; the longest unused are forgotten first."""


class Pace:
    """A limit of so many uses within so many seconds, for each name."""

    def __init__(self, at_most: int, within_s: float) -> None:
        self._at_most, self._within_s = at_most, within_s
        self._uses: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def is_open(self, name: str) -> bool:
        """Say whether one more use would be within the limit, without counting it."""
        now_s = time.monotonic()  # for pace only: no answer depends on the time of day
        with self._lock:
            uses = self._uses.get(name, ())
            return sum(used_s > now_s - self._within_s for used_s in uses) < self._at_most

    def lets_in(self, name: str) -> bool:
        """Count one more use and say whether it is within the limit."""
        now_s = time.monotonic()  # for pace only: no answer depends on the time of day
        with self._lock:
            uses = self._uses.setdefault(name, deque())
            self._uses.move_to_end(name)
            while uses and uses[0] <= now_s - self._within_s:
                uses.popleft()
            if len(uses) >= self._at_most:
                return False
            uses.append(now_s)
            while len(self._uses) > _KEPT:
                self._uses.popitem(last=False)
            return True
