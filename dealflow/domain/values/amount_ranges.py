"""Amounts that a printed figure may stand for: rounding, "about" and bounds, and how such spans are reckoned with.

Printed figures are rounded, so every amount is a span: 2 % to each side, 10 % where the deck itself says "about", open
towards the side of a bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dealflow.domain.values.quantity import Bound, Quantity

ROUNDING = Decimal("0.02")
ROUNDING_APPROX = Decimal("0.10")
_FAR = Decimal("1e30")


@dataclass(frozen=True, slots=True)
class Span:
    """The amounts that a printed figure may stand for, both ends included, and the one that is printed."""

    low: Decimal
    printed: Decimal
    high: Decimal

    def meets(self, other: Span) -> bool:
        """Say whether the two could be the same amount."""
        return self.low <= other.high and other.low <= self.high

    def plus(self, other: Span) -> Span:
        """Return the span of the sum."""
        return Span(self.low + other.low, self.printed + other.printed, self.high + other.high)

    def minus(self, other: Span) -> Span:
        """Return the span of the difference."""
        return Span(self.low - other.high, self.printed - other.printed, self.high - other.low)

    def times(self, factor: Decimal) -> Span:
        """Return the span times a positive factor."""
        return Span(self.low * factor, self.printed * factor, self.high * factor)

    def over(self, other: Span) -> Span | None:
        """Return the span of the quotient; nothing where the divisor may be zero or less."""
        if other.low <= 0:
            return None
        quotients = [top / bottom for top in (self.low, self.high) for bottom in (other.low, other.high)]
        return Span(min(quotients), self.printed / other.printed, max(quotients))


def span(quantity: Quantity) -> Span:
    """Return the amounts that a quantity may stand for.

    Raises:
        ValueError: the quantity has no amount (a date or words).
    """
    if not quantity.amounts:
        message = f"no amount: {quantity}"
        raise ValueError(message)
    share = ROUNDING_APPROX if quantity.approx or quantity.bound is Bound.NEARLY else ROUNDING
    low, high = min(quantity.amounts), max(quantity.amounts)
    low, high = low - abs(low) * share, high + abs(high) * share
    if quantity.bound in {Bound.AT_LEAST, Bound.OVER}:
        high = _FAR
    if quantity.bound in {Bound.AT_MOST, Bound.UNDER}:
        low = -_FAR
    return Span(low, middle(quantity), high)


def is_below(quantity: Quantity, other: Quantity) -> bool:
    """Say whether one amount is surely less than the other of the same unit, however both are rounded."""
    return quantity.unit is other.unit and span(quantity).high < span(other).low


def middle(quantity: Quantity) -> Decimal:
    """Return the amount, or the middle of the range, for showing what was expected."""
    return sum(quantity.amounts, Decimal(0)) / len(quantity.amounts)
