"""What an investment brought back: multiples and the yearly rate of return on dated flows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dealflow.errors import InvalidInputError

TOLERANCE = 1e-9
"""How far a yearly rate may be from the true one (0.1 = 10 % a year)."""
_HIGHEST = 1e6
_DAYS_A_YEAR = 365
_SIX_NINES = 6
_FLOAT_POWERS = 290
"""Powers of ten that a float holds with room for the amounts."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Won on a day, as the investor sees them: paid out below zero, received above."""

    on: date
    amount_won: int


def multiple(invested_won: int, returned_won: int) -> Fraction:
    """Return how many times the money came back (MOIC).

    Raises:
        InvalidInputError: nothing was invested.
    """
    if invested_won <= 0:
        raise InvalidInputError(field="invested", problem="not_positive", value=invested_won)
    return Fraction(returned_won, invested_won)


def face_multiple(price_won: int, par_won: int) -> Fraction:
    """Return how many times its par value a share costs (액면배수).

    Raises:
        InvalidInputError: the par value is not positive.
    """
    if par_won <= 0:
        raise InvalidInputError(field="par", problem="not_positive", value=par_won)
    return Fraction(price_won, par_won)


def yearly_rate(flows: Sequence[Flow]) -> float | None:
    """Return the rate at which the flows are worth nothing together on their first day (XIRR), within ``TOLERANCE``.

    Years have 365 days, as in spreadsheets. By bisection between -99.9999 % and a millionfold; None: money goes one
    way only or on one day only, or no rate in that range does it. Flows that change their direction more than once may
    have several rates; one of them comes back.
    """
    if not flows or all(flow.amount_won >= 0 for flow in flows) or all(flow.amount_won <= 0 for flow in flows):
        return None
    first = min(flow.on for flow in flows)
    dated = [((flow.on - first).days / _DAYS_A_YEAR, flow.amount_won) for flow in flows]
    longest = max(years for years, _ in dated)
    if longest == 0:
        return None
    low, high = 10 ** -min(_SIX_NINES, _FLOAT_POWERS / longest) - 1, _HIGHEST
    at_low = _present_value(dated, low)
    if at_low * _present_value(dated, high) > 0:
        return None
    while high - low > TOLERANCE * max(1.0, abs(low)):
        middle = (low + high) / 2
        value = _present_value(dated, middle)
        if value == 0:
            return middle
        if (value > 0) == (at_low > 0):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def percent(fraction: Fraction, places: int = 4) -> Decimal:
    """Return a fraction as a percentage, rounded half up to ``places`` decimals."""
    scaled = fraction * 100 * 10**places
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).scaleb(-places)


def _present_value(dated: Sequence[tuple[float, int]], rate: float) -> float:
    """Return what amounts in so many years are worth now, at a yearly rate."""
    return sum(float(amount * (1 + rate) ** -years) for years, amount in dated)
