"""Exact quantities as decks print them: an amount or a range, its bound, and its unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """What an amount counts. Money is absolute (won, dollars), percentages are per hundred."""

    KRW = "KRW"
    USD = "USD"
    INR = "INR"
    EUR = "EUR"
    JPY = "JPY"
    CNY = "CNY"
    GBP = "GBP"
    SGD = "SGD"
    HKD = "HKD"
    TWD = "TWD"
    AUD = "AUD"
    CAD = "CAD"
    CHF = "CHF"
    BRL = "BRL"
    AED = "AED"
    VND = "VND"
    IDR = "IDR"
    THB = "THB"
    PERCENT = "percent"
    PERCENT_POINT = "percent_point"
    COUNT = "count"
    RATIO = "ratio"
    MONTHS = "months"
    YEARS = "years"
    WEEKS = "weeks"
    HOURS = "hours"
    MINUTES = "minutes"
    SECONDS = "seconds"
    DATE = "date"
    TEXT = "text"


MONEY = frozenset(
    {
        Unit.KRW,
        Unit.USD,
        Unit.INR,
        Unit.EUR,
        Unit.JPY,
        Unit.CNY,
        Unit.GBP,
        Unit.SGD,
        Unit.HKD,
        Unit.TWD,
        Unit.AUD,
        Unit.CAD,
    }
    | {Unit.CHF, Unit.BRL, Unit.AED, Unit.VND, Unit.IDR, Unit.THB}
)
DURATIONS = frozenset({Unit.MONTHS, Unit.YEARS, Unit.WEEKS, Unit.HOURS, Unit.MINUTES, Unit.SECONDS})
WORDED = frozenset({Unit.DATE, Unit.TEXT})


class Bound(StrEnum):
    """How the printed amount limits the true one: 이상, 초과, 이하, 미만, 육박."""

    AT_LEAST = "ge"
    OVER = "gt"
    AT_MOST = "le"
    UNDER = "lt"
    NEARLY = "near"


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as printed.

    ``value`` holds a single amount; a range has ``value_min`` and ``value_max`` and no ``value``.
    Dates (``2018``, ``2018-11`` or ``2018-11-21``) and words stand in ``text``, with no amounts.
    """

    unit: Unit
    value: Decimal | None = None
    value_min: Decimal | None = None
    value_max: Decimal | None = None
    bound: Bound | None = None
    approx: bool = False
    text: str | None = None

    def __post_init__(self) -> None:
        """Refuse a quantity that says nothing, or that is both a range and an amount."""
        ranged = self.value_min is not None and self.value_max is not None
        if (self.unit in WORDED) != (self.text is not None):
            message = f"text belongs to dates and words only: {self.unit}"
            raise ValueError(message)
        if self.text is None and (self.value is not None) == ranged:
            message = "a quantity is either one amount or a range"
            raise ValueError(message)

    @property
    def is_range(self) -> bool:
        """Say whether two ends were printed."""
        return self.value_min is not None

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """Return the single amount, both ends of the range, or nothing for words."""
        return tuple(amount for amount in (self.value, self.value_min, self.value_max) if amount is not None)
