"""What currencies were worth in won, day by day, as a house typed it in; amounts converted at the rate that stood.

A rate stands from its day until the next one of its currency. Nothing is fetched and nothing is guessed: where none
stands, that is the answer (``NoRate``), and what could not be converted is counted apart, never taken for zero.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from dealflow.domain.values.quantity import MONEY, Quantity, Unit

FOREIGN: Final[tuple[Unit, ...]] = tuple(unit for unit in Unit if unit in MONEY and unit is not Unit.KRW)
"""The currencies for which a rate can be typed in, those of decks first."""
_BY_HUNDRED: Final = frozenset({Unit.JPY, Unit.VND, Unit.IDR})
"""Korean banks quote these for a hundred units."""


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """What ``per`` units of a currency were worth in won on a day, and where the house read it."""

    currency: Unit
    day: date
    won: Decimal
    per: int = 1
    source: str = ""


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in another currency and the rates behind it: none in its own, two where neither is the won."""

    amount: Decimal
    rates: tuple[ExchangeRate, ...] = ()


@dataclass(frozen=True, slots=True)
class NoRate:
    """No rate of the currency stood on the day: the amount cannot be converted."""

    currency: Unit
    on: date


@dataclass(frozen=True, slots=True)
class RateBook:
    """A house's rates by currency, each in the order of its days."""

    by_currency: Mapping[Unit, tuple[ExchangeRate, ...]]

    def standing(self, currency: Unit, on: date) -> ExchangeRate | None:
        """Return the currency's rate of the last day up to ``on``; None where none was typed in for one."""
        known = self.by_currency.get(currency, ())
        place = bisect_right(known, on, key=lambda rate: rate.day)
        return known[place - 1] if place else None

    @property
    def currencies(self) -> tuple[Unit, ...]:
        """Return the currencies that amounts can be shown in: the won, and those with a rate."""
        return (Unit.KRW, *(unit for unit in FOREIGN if self.by_currency.get(unit)))


def rate_book(rates: Iterable[ExchangeRate]) -> RateBook:
    """Return the rates as a book; of one currency and day the last one counts."""
    days: dict[Unit, dict[date, ExchangeRate]] = defaultdict(dict)
    for rate in rates:
        days[rate.currency][rate.day] = rate
    return RateBook(
        MappingProxyType({unit: tuple(by_day[day] for day in sorted(by_day)) for unit, by_day in days.items()})
    )


def quoted_per(currency: Unit) -> int:
    """Return for how many units banks quote a currency: 100 yen, one dollar."""
    return 100 if currency in _BY_HUNDRED else 1


def convert(amount: Decimal, currency: Unit, into: Unit, book: RateBook, *, on: date) -> Converted | NoRate:
    """Return an amount of money in another currency at the rates that stood ``on`` a day, by way of the won.

    Raises:
        ValueError: one of the two is no currency.
    """
    if not {currency, into} <= MONEY:
        message = f"no currencies: {currency}, {into}"
        raise ValueError(message)
    if currency is into:
        return Converted(amount)
    used: list[ExchangeRate] = []
    for foreign in (currency, into):
        if foreign is Unit.KRW:
            continue
        rate = book.standing(foreign, on)
        if rate is None:
            return NoRate(foreign, on)
        used.append(rate)
    if currency is not Unit.KRW:
        amount = amount * used[0].won / used[0].per
    if into is not Unit.KRW:
        amount = amount * used[-1].per / used[-1].won
    return Converted(amount, tuple(used))


def convert_quantity(quantity: Quantity, into: Unit, book: RateBook, *, on: date) -> Quantity | NoRate:
    """Return a quantity of money in another currency: both ends of a range, with the same bound.

    Raises:
        ValueError: it is no money.
    """
    ends: list[Decimal] = []
    for end in quantity.amounts:
        converted = convert(end, quantity.unit, into, book, on=on)
        if isinstance(converted, NoRate):
            return converted
        ends.append(converted.amount)
    if quantity.is_range:
        return replace(quantity, unit=into, value_min=ends[0], value_max=ends[1])
    return replace(quantity, unit=into, value=ends[0])


@dataclass(frozen=True, slots=True)
class Yardstick:
    """By what amounts of money are compared: one currency, at the rates that stood on a day."""

    currency: Unit
    book: RateBook
    on: date

    def measured(self, quantity: Quantity) -> Quantity | NoRate:
        """Return a quantity of money in the one currency; any other quantity as it is."""
        if quantity.unit not in MONEY:
            return quantity
        return convert_quantity(quantity, self.currency, self.book, on=self.on)

    def rates_for(self, quantities: Iterable[Quantity]) -> tuple[ExchangeRate, ...]:
        """Return the rates by which quantities are measured, each once, by currency."""
        foreign = {quantity.unit for quantity in quantities if quantity.unit in MONEY} - {self.currency}
        units = (foreign | {self.currency}) - {Unit.KRW} if foreign else foreign
        rates = (self.book.standing(unit, self.on) for unit in FOREIGN if unit in units)
        return tuple(rate for rate in rates if rate is not None)
