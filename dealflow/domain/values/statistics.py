"""Two honest figures of small samples: a share with its interval, and a median over what has not ended yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Final

_Z_95: Final = 1.959963984540054
"""The normal quantile of a two-sided interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, with the ends between which the true share lies with 95 % confidence (0 to 1)."""

    part: int
    whole: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """Return the share itself."""
        return self.part / self.whole


def wilson(part: int, whole: int) -> Share | None:
    """Return a share with its Wilson score interval, nothing where there is no whole (Wilson 1927).

    Raises:
        ValueError: the part is no part of the whole.
    """
    if not 0 <= part <= whole:
        message = f"{part} is no part of {whole}"
        raise ValueError(message)
    if not whole:
        return None
    share, square = part / whole, _Z_95**2
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    reach = _Z_95 * sqrt(share * (1 - share) / whole + square / (4 * whole**2)) / (1 + square / whole)
    low = 0.0 if part == 0 else max(0.0, middle - reach)
    high = 1.0 if part == whole else min(1.0, middle + reach)
    return Share(part, whole, low, high)


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long something lasted, or has lasted so far (``ended`` is False then), in days."""

    days: int
    ended: bool
    times: int = 1
    """How many lasted just so."""


@dataclass(frozen=True, slots=True)
class MedianTime:
    """The time after which half have ended; ``days`` is None while more than half have not, as far as is known."""

    days: int | None
    ended: int
    lasting: int

    @property
    def n(self) -> int:
        """Return how many were looked at."""
        return self.ended + self.lasting


def kaplan_meier_median(spans: Iterable[Lasting]) -> MedianTime:
    """Return the median by the product-limit estimate: what lasts counts as long as it was seen (Kaplan-Meier 1958).

    What ends and what lasts on the same day: the endings come first, as is usual.
    """
    ends: Counter[int] = Counter()
    seen: Counter[int] = Counter()
    for span in spans:
        ends[span.days] += span.times if span.ended else 0
        seen[span.days] += span.times
    at_risk = total = sum(seen.values())
    ended, surviving, median = sum(ends.values()), 1.0, None
    for days in sorted(seen):
        surviving *= 1 - ends[days] / at_risk
        at_risk -= seen[days]
        if surviving <= 0.5 + 1e-12:
            median = days
            break
    return MedianTime(median, ended, total - ended)
