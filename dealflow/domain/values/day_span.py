"""A span of a day, in minutes since its midnight (of the first day, where an event has several)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From ``start_min`` until before ``end_min``."""

    start_min: int
    end_min: int

    def overlaps(self, other: Span, *, apart_min: int = 0) -> bool:
        """Say whether the two share a moment, or leave less than ``apart_min`` minutes between them."""
        return self.start_min < other.end_min + apart_min and other.start_min < self.end_min + apart_min

    def covers(self, other: Span) -> bool:
        """Say whether ``other`` lies inside."""
        return self.start_min <= other.start_min and other.end_min <= self.end_min
