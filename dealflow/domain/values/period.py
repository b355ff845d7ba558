"""The time that a figure speaks of, as printed: a fiscal year, a quarter, a day it stood at, a span."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PeriodKind(StrEnum):
    """How long the period is, or how it is anchored."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    AS_OF = "as_of"
    SPAN = "span"
    TRAILING_YEAR = "ltm"
    YEAR_TO_DATE = "ytd"
    PROJECT_YEAR = "project_year"


@dataclass(frozen=True, slots=True)
class Period:
    """A period with its printed label; ``start`` and ``end`` are whole days, both included, where they are known."""

    kind: PeriodKind
    label: str
    start: date | None = None
    end: date | None = None


_WRITTEN = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d\d)(?:-(\d\d))?))?")


def written_day(period: Period) -> str | None:
    """Return a period as the value of a date (2026, 2026-H2, 2026-Q4, 2026-12, 2026-12-31); None where it is none."""
    start, end = period.start or period.end, period.end or period.start
    if start is None or end is None:
        return None
    ways = {
        PeriodKind.YEAR: f"{start:%Y}",
        PeriodKind.HALF: f"{start:%Y}-H{(start.month + 5) // 6}",
        PeriodKind.QUARTER: f"{start:%Y}-Q{(start.month + 2) // 3}",
        PeriodKind.MONTH: f"{start:%Y-%m}",
        PeriodKind.AS_OF: end.isoformat(),
    }
    return ways.get(period.kind)


def told_span(text: str) -> tuple[date, date] | None:
    """Return the first and last day that a date's value can mean; None where it is no such value."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    year, half, quarter, month, day = (int(group) if group else 0 for group in match.groups())
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if month:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        last = 6 * half or 3 * quarter or 12
        first = last - 5 if half else last - 2 if quarter else 1
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])
    except ValueError:
        return None
