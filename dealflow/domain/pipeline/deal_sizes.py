"""How large a deal is: what the company asks for, our ticket, the valuation before the money; where each is from.

What was agreed stands over what a person noted, and that over what a deck states: nothing is asked for twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import Final

from dealflow.domain.investment.deal_terms import Terms
from dealflow.domain.values.quantity import MONEY, Quantity, Unit
from dealflow.errors import InvalidInputError


class SizeField(StrEnum):
    """What a deal's size is made of."""

    ASKED = "asked"
    TICKET = "ticket"
    PRE_MONEY = "pre_money"


class SizeSource(StrEnum):
    """Where an amount is from."""

    TERMS = "terms"
    NOTED = "noted"
    DECK = "deck"


METRIC_OF: Final[Mapping[SizeField, str]] = {SizeField.ASKED: "raise_amount", SizeField.PRE_MONEY: "pre_money"}
"""The metric of the catalogue whose figure a deck states for it; no deck knows our ticket."""


@dataclass(frozen=True, slots=True)
class DealSize:
    """What a house noted of a deal's size; None: nothing is noted."""

    asked: Quantity | None = None
    ticket: Quantity | None = None
    pre_money: Quantity | None = None


NO_SIZE: Final = DealSize()


@dataclass(frozen=True, slots=True)
class Sized:
    """One amount with its source; ``claim_id`` and ``deck_id`` lead to the page where a deck states it."""

    quantity: Quantity
    source: SizeSource
    deck_id: str = ""
    claim_id: str = ""


def require_sound(size: DealSize) -> None:
    """Require that each amount is money, one amount, and more than nothing.

    Raises:
        InvalidInputError: one of them is not; ``field`` names it.
    """
    for field in fields(size):
        quantity: Quantity | None = getattr(size, field.name)
        if quantity is None:
            continue
        if quantity.unit not in MONEY or quantity.value is None:
            raise InvalidInputError(field=field.name, problem="no_amount")
        if quantity.value <= 0:
            raise InvalidInputError(field=field.name, problem="too_small", limit=0)


def sized(noted: DealSize, terms: Terms | None, stated: Mapping[SizeField, Sized]) -> dict[SizeField, Sized]:
    """Return each amount that anybody told, from the best source: terms, then what was noted, then a deck.

    What the company asks for is noted or stated; the round's total that terms name stands in only where neither is.
    """
    by_terms = {} if terms is None else _of_terms(terms)
    by_hand = {
        field: Sized(quantity, SizeSource.NOTED)
        for field in SizeField
        if (quantity := getattr(noted, field.value)) is not None
    }
    total = {SizeField.ASKED: by_terms.pop(SizeField.ASKED)} if SizeField.ASKED in by_terms else {}
    return {**total, **stated, **by_hand, **by_terms}


def _of_terms(terms: Terms) -> dict[SizeField, Sized]:
    """Return what the terms name."""
    amounts = {
        SizeField.TICKET: terms.amount_won or None,
        SizeField.PRE_MONEY: terms.pre_money_won,
        SizeField.ASKED: terms.round_total_won,
    }
    return {
        field: Sized(Quantity(Unit.KRW, Decimal(won)), SizeSource.TERMS)
        for field, won in amounts.items()
        if won is not None
    }
