"""How long OCR may take: each picture its share of what a deck is given, so that one of noise costs no other page."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Final

CPU_S: Final = 5
"""CPU seconds that a deck is given for each of its pictures: about 1.5 are used, by a hard one three times that."""
WALL_S: Final = 10.0
"""Seconds by the clock that a deck is given for each of its pictures, on a machine that does other things too."""
_MOST = 3.0
"""No picture takes more than so many times that."""
_KEPT = 0.5
"""So much of it is kept for each picture that follows."""


@dataclass(slots=True)
class Patience:
    """When to stop: moments of the process's own time and of the clock, in seconds; and whether something was cut."""

    cpu_until: float
    wall_until: float
    is_cut: bool = False
    """A reading was ended before its end."""

    def left_s(self) -> float:
        """Return the seconds that are left, 0 if none are."""
        left = min(self.cpu_until - time.process_time(), self.wall_until - time.monotonic())
        return max(left, 0.0)

    def is_over(self) -> bool:
        """Say whether nothing is left, or a reading was cut short."""
        return self.is_cut or self.left_s() <= 0.0


def endless() -> Patience:
    """Return the patience with a picture that nobody waits for."""
    return Patience(math.inf, math.inf)


def with_pictures(count: int) -> Patience:
    """Return the patience with a deck of so many pictures, from now on."""
    return Patience(time.process_time() + CPU_S * (count + 1), time.monotonic() + WALL_S * (count + 1))


def for_next(whole: Patience, following: int) -> Patience:
    """Return the patience with the next picture, from now on: what the following ones need is kept for them."""
    cpu, wall = time.process_time(), time.monotonic()
    return Patience(
        min(cpu + _MOST * CPU_S, whole.cpu_until - _KEPT * CPU_S * following),
        min(wall + _MOST * WALL_S, whole.wall_until - _KEPT * WALL_S * following),
    )
