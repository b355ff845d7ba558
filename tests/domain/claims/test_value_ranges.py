"""Figures between two amounts, money in one currency; what cannot be compared is neither in nor out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.claims.value_ranges import Place, ValueRange
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.errors import InvalidInputError
from dealflow.ui.kit.typed_fields import end_of
from tests.domain.claims.test_peers import IN_WON, figure


def won(amount: int) -> Quantity:
    return Quantity(Unit.KRW, Decimal(amount))


def test_dollars_are_held_against_won_at_the_rate_of_the_house_by_hand() -> None:
    wanted = ValueRange("revenue", least=won(4000))
    assert wanted.place_of(figure(3, Unit.USD), IN_WON) is Place.INSIDE  # 3 dollars are 4,200 won
    assert wanted.place_of(figure(2, Unit.USD), IN_WON) is Place.OUTSIDE
    in_dollars = ValueRange("revenue", most=Quantity(Unit.USD, Decimal(3)))
    assert in_dollars.place_of(figure(4200), IN_WON) is Place.INSIDE
    assert in_dollars.place_of(figure(4201), IN_WON) is Place.OUTSIDE


def test_what_has_no_rate_or_another_unit_is_told_apart_and_no_figure_lies_outside() -> None:
    wanted = ValueRange("revenue", least=won(1), most=won(10))
    assert wanted.place_of(figure(5, Unit.EUR), IN_WON) is Place.UNMEASURED
    assert wanted.place_of(figure(5, Unit.COUNT), IN_WON) is Place.UNMEASURED
    assert wanted.place_of(None, IN_WON) is Place.OUTSIDE


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
def test_both_ends_belong_to_the_range(amount: int, end: int) -> None:
    least, most = ValueRange("m", least=won(end)), ValueRange("m", most=won(end))
    assert (least.place_of(figure(amount), IN_WON) is Place.INSIDE) == (amount >= end)
    assert (most.place_of(figure(amount), IN_WON) is Place.INSIDE) == (amount <= end)


def test_an_end_is_typed_as_money_is_with_its_currency_or_refused() -> None:
    units = (Unit.KRW, Unit.USD)
    assert end_of("12.3억", "from", units=units, usual=Unit.KRW) == won(1_230_000_000)
    assert end_of("-$1M", "from", units=units, usual=Unit.KRW) == Quantity(Unit.USD, Decimal(-1_000_000))
    assert end_of(" ", "from", units=units, usual=Unit.KRW) is None
    assert end_of("30%", "from", units=(Unit.PERCENT,), usual=Unit.PERCENT) == Quantity(Unit.PERCENT, Decimal(30))
    for wrong in ("30%", "많이", "1,0000"):
        with pytest.raises(InvalidInputError):
            end_of(wrong, "from", units=units, usual=Unit.KRW)
