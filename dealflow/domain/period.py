"""The time that a figure speaks of, as printed: a fiscal year, a quarter, a day it stood at, a span."""

from __future__ import annotations

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
