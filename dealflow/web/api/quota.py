"""How many requests a token may make: a bucket that fills evenly, told in the headers of every answer."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

_KEPT: Final = 10_000
"""Tokens that are remembered; the longest unused are forgotten first."""
_MINUTE_S: Final = 60


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left to a token; ``wait_s``: after how long there is one more, 0 where there is one."""

    limit: int
    left: int
    wait_s: int
    full_s: int

    @property
    def headers(self) -> dict[str, str]:
        """Return what is told of it."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.left),
            "RateLimit-Reset": str(self.full_s),
        }


class Quota:
    """So many requests a minute for each name, all of them at once if need be."""

    def __init__(self, per_minute: int) -> None:
        self._limit = max(1, per_minute)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, name: str) -> Standing:
        """Count one request of a name and return how it stands; ``wait_s`` above 0: it is one too many."""
        now_s = time.monotonic()  # for pace only: no answer depends on the time of day
        per_s = self._limit / _MINUTE_S
        with self._lock:
            left, seen_s = self._buckets.pop(name, (float(self._limit), now_s))
            left = min(float(self._limit), left + (now_s - seen_s) * per_s)
            wait_s = 0 if left >= 1 else math.ceil((1 - left) / per_s)
            left -= 0 if wait_s else 1
            self._buckets[name] = (left, now_s)
            while len(self._buckets) > _KEPT:
                self._buckets.popitem(last=False)
        return Standing(self._limit, int(left), wait_s, math.ceil((self._limit - left) / per_s))
