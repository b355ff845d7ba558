from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.investment.returns import Flow, face_multiple, multiple, percent, yearly_rate
from dealflow.errors import InvalidInputError

START = date(2024, 1, 1)


def test_multiples_are_exact() -> None:
    assert multiple(1_999_995_000, 5_999_985_000) == 3
    assert face_multiple(15_000, 500) == 30
    for call in (multiple, face_multiple):
        with pytest.raises(InvalidInputError):
            call(0, 0)


def test_the_rate_of_a_textbook_example() -> None:
    flows = [
        Flow(date(2008, 1, 1), -10_000),
        Flow(date(2008, 3, 1), 2_750),
        Flow(date(2008, 10, 30), 4_250),
        Flow(date(2009, 2, 15), 3_250),
        Flow(date(2009, 4, 1), 2_750),
    ]
    assert yearly_rate(flows) == pytest.approx(0.373362535, abs=1e-8)


def test_a_doubling_in_365_days_is_a_hundred_percent_and_a_loss_is_below_zero() -> None:
    assert yearly_rate([Flow(START, -100), Flow(START + timedelta(365), 200)]) == pytest.approx(1.0, abs=1e-8)
    assert yearly_rate([Flow(START, -100), Flow(START + timedelta(365), 40)]) == pytest.approx(-0.6, abs=1e-8)


def test_no_rate_where_money_goes_one_way_or_on_one_day_only() -> None:
    assert yearly_rate([]) is None
    assert yearly_rate([Flow(START, -100), Flow(START + timedelta(9), -1)]) is None
    assert yearly_rate([Flow(START, -100), Flow(START, 100)]) is None


@given(st.integers(10**3, 10**13), st.integers(1, 365 * 100), st.floats(-0.5, 3))
def test_the_rate_found_is_the_rate_by_which_the_money_grew(amount: int, days: int, rate: float) -> None:
    back = round(amount * (1 + rate) ** (days / 365)) if days < 3650 else amount
    if back > 0:
        found = yearly_rate([Flow(START, -amount), Flow(START + timedelta(days), back)])
        assert found is not None
        grown = amount * (1 + found) ** (days / 365)
        assert grown == pytest.approx(back, rel=1e-5)


@pytest.mark.parametrize(
    ("part", "shown"), [(Fraction(1, 3), "33.3333"), (Fraction(2, 3), "66.6667"), (Fraction(1), "100.0000")]
)
def test_a_fraction_is_rounded_for_the_eye_only(part: Fraction, shown: str) -> None:
    assert percent(part) == Decimal(shown)
