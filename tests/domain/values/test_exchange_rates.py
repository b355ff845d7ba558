"""Amounts are converted at the rate that stood on a day; where none stood, that is the answer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.values.exchange_rates import (
    FOREIGN,
    Converted,
    ExchangeRate,
    NoRate,
    Yardstick,
    convert,
    convert_quantity,
    quoted_per,
    rate_book,
)
from dealflow.domain.values.quantity import Bound, Quantity, Unit

MAY, JUNE = date(2026, 5, 4), date(2026, 6, 1)
DOLLAR_IN_MAY = ExchangeRate(Unit.USD, MAY, Decimal("1391.20"))
DOLLAR_IN_JUNE = ExchangeRate(Unit.USD, JUNE, Decimal(1400))
YEN = ExchangeRate(Unit.JPY, MAY, Decimal("921.5"), 100)
BOOK = rate_book([DOLLAR_IN_JUNE, YEN, DOLLAR_IN_MAY])


def test_ten_million_dollars_in_won_by_hand() -> None:
    converted = convert(Decimal(10_000_000), Unit.USD, Unit.KRW, BOOK, on=date(2026, 5, 31))
    assert converted == Converted(Decimal(13_912_000_000), (DOLLAR_IN_MAY,))


def test_a_rate_stands_from_its_day_until_the_next() -> None:
    for on, rate in ((MAY, DOLLAR_IN_MAY), (date(2026, 5, 31), DOLLAR_IN_MAY), (JUNE, DOLLAR_IN_JUNE)):
        assert BOOK.standing(Unit.USD, on) == rate
    assert BOOK.standing(Unit.USD, date(2026, 5, 3)) is None


def test_yen_are_quoted_by_the_hundred_and_cross_to_dollars_by_way_of_the_won() -> None:
    assert quoted_per(Unit.JPY) == 100
    assert convert(Decimal(2_000_000), Unit.JPY, Unit.KRW, BOOK, on=JUNE) == Converted(Decimal(18_430_000), (YEN,))
    crossed = convert(Decimal(2_000_000), Unit.JPY, Unit.USD, BOOK, on=JUNE)
    assert isinstance(crossed, Converted)
    assert crossed.amount == Decimal(18_430_000) / 1400
    assert crossed.rates == (YEN, DOLLAR_IN_JUNE)


def test_where_no_rate_stands_that_is_the_answer_and_not_zero() -> None:
    assert convert(Decimal(1), Unit.EUR, Unit.KRW, BOOK, on=JUNE) == NoRate(Unit.EUR, JUNE)
    assert convert(Decimal(1), Unit.USD, Unit.KRW, BOOK, on=date(2026, 5, 3)) == NoRate(Unit.USD, date(2026, 5, 3))
    assert convert(Decimal(7), Unit.EUR, Unit.EUR, BOOK, on=JUNE) == Converted(Decimal(7))
    with pytest.raises(ValueError, match="no currencies"):
        convert(Decimal(1), Unit.COUNT, Unit.KRW, BOOK, on=JUNE)


def test_the_last_rate_typed_in_for_a_day_counts() -> None:
    book = rate_book([DOLLAR_IN_MAY, ExchangeRate(Unit.USD, MAY, Decimal(1392))])
    assert book.standing(Unit.USD, MAY) == ExchangeRate(Unit.USD, MAY, Decimal(1392))
    assert book.currencies == (Unit.KRW, Unit.USD)


def test_both_ends_of_a_range_are_converted_and_keep_their_bound() -> None:
    dollars = Quantity(Unit.USD, value_min=Decimal(2), value_max=Decimal(3), bound=Bound.AT_LEAST, approx=True)
    assert convert_quantity(dollars, Unit.KRW, BOOK, on=JUNE) == Quantity(
        Unit.KRW, value_min=Decimal(2800), value_max=Decimal(4200), bound=Bound.AT_LEAST, approx=True
    )
    assert convert_quantity(Quantity(Unit.EUR, Decimal(1)), Unit.KRW, BOOK, on=JUNE) == NoRate(Unit.EUR, JUNE)


@given(
    st.decimals(1, 10**12, places=2),
    st.sampled_from(FOREIGN),
    st.decimals("0.01", 5000, places=2),
    st.sampled_from([1, 100]),
)
def test_there_and_back_is_the_same_amount(amount: Decimal, currency: Unit, won: Decimal, per: int) -> None:
    book = rate_book([ExchangeRate(currency, MAY, won, per)])
    there = convert(amount, currency, Unit.KRW, book, on=JUNE)
    assert isinstance(there, Converted)
    back = convert(there.amount, Unit.KRW, currency, book, on=JUNE)
    assert isinstance(back, Converted)
    assert abs(back.amount - amount) <= amount * Decimal("1e-20")


def test_a_yardstick_leaves_what_is_no_money_and_names_the_rates_that_it_takes() -> None:
    stick = Yardstick(Unit.KRW, BOOK, JUNE)
    people = Quantity(Unit.COUNT, Decimal(42))
    euros, dollars = Quantity(Unit.EUR, Decimal(1)), Quantity(Unit.USD, Decimal(2))
    assert stick.measured(people) is people
    assert stick.measured(euros) == NoRate(Unit.EUR, JUNE)
    assert stick.measured(dollars) == Quantity(Unit.KRW, Decimal(2800))
    assert stick.rates_for([people, euros, dollars]) == (DOLLAR_IN_JUNE,)
    assert Yardstick(Unit.USD, BOOK, JUNE).rates_for([Quantity(Unit.KRW, Decimal(1))]) == (DOLLAR_IN_JUNE,)
    assert stick.rates_for([people]) == ()
