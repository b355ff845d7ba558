"""Money as people type it into a field: 30억, 3,000,000,000원, $3M, 100만 달러."""

from __future__ import annotations

from typing import Final

from dealflow.domain.values.quantity import MONEY, Quantity, Unit
from dealflow.domain.values.typed_numbers import added_up, ungrouped
from dealflow.domain.values.typed_text import bare
from dealflow.domain.values.typed_units import taken_apart
from dealflow.errors import InvalidInputError

_MOST: Final = 10**17


def money_of(text: str, field: str, *, usual: Unit = Unit.KRW) -> Quantity | None:
    """Return an amount of money, in ``usual`` where no currency is written; nothing for nothing.

    Raises:
        InvalidInputError: it is no amount, none of money, or larger than any that there is.
    """
    if bare(text) in {"", "-", "–"}:
        return None
    value = taken_apart(text)
    unit = value.unit or usual
    amount = added_up(ungrouped(bare(value.amount).lower(), field))
    if amount is None or unit not in MONEY or not 0 < amount <= _MOST:
        raise InvalidInputError(field=field, problem="no_amount", value=text)
    return Quantity(unit, amount, bound=value.bound, approx=value.approx)
