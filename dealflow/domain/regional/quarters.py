"""Quarters of a year, in which a programme's figures are told."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from dealflow.errors import InvalidInputError

QUARTERS: Final = (1, 2, 3, 4)
_TEXT: Final = re.compile(r"(\d{4})-Q([1-4])")
_MONTHS: Final = 3


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year; ``number`` is 1 to 4. Earlier ones are less."""

    year: int
    number: int

    @property
    def ends_on(self) -> date:
        """Return its last day."""
        month = _MONTHS * self.number
        return date(self.year, month, monthrange(self.year, month)[1])

    def __str__(self) -> str:
        """Return it as addresses and ids name it: 2026-Q3."""
        return f"{self.year}-Q{self.number}"


def quarter_of(text: str) -> Quarter | None:
    """Return the quarter that a text like 2026-Q3 names; None for any other."""
    match = _TEXT.fullmatch(text)
    return Quarter(int(match[1]), int(match[2])) if match else None


def ended(first_year: int, last_year: int, today: date) -> tuple[Quarter, ...]:
    """Return the quarters of those years that are over, the latest first."""
    quarters = (Quarter(year, number) for year in range(first_year, last_year + 1) for number in QUARTERS)
    return tuple(sorted((quarter for quarter in quarters if quarter.ends_on < today), reverse=True))


def require_over(quarter: Quarter, today: date) -> None:
    """Require that a quarter is over: nobody knows its figures before.

    Raises:
        InvalidInputError: it is not.
    """
    if quarter.ends_on >= today:
        raise InvalidInputError(field="quarter", problem="quarter_not_over", value=str(quarter))
