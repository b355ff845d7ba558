from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.investment.conversions import (
    Converted,
    Through,
    convert_safe,
    refix_floor,
    refixed_price,
    shares_on_conversion,
)
from dealflow.domain.investment.deal_terms import Conversion
from dealflow.errors import InvalidInputError

EOK = 100_000_000
SEVENTY = Decimal(70)


@pytest.mark.parametrize(
    ("fair", "price"), [(12_000, 10_000), (10_000, 10_000), (9_999, 9_999), (7_000, 7_000), (6_999, 7_000), (1, 7_000)]
)
def test_refixing_follows_the_value_down_to_its_limit_and_never_up(fair: int, price: int) -> None:
    assert refixed_price(10_000, SEVENTY, fair) == price
    assert refixed_price(10_000, None, fair) == 10_000


def test_the_refixed_sample_converts_into_142857_shares() -> None:
    assert shares_on_conversion(10 * EOK, refix_floor(10_000, SEVENTY)) == 142_857


def test_the_limit_is_rounded_up_so_that_it_holds() -> None:
    assert refix_floor(33_333, SEVENTY) == 23_334


def test_a_safe_takes_the_better_of_cap_and_discount() -> None:
    def converted(cap: int | None, discount: int | None) -> Converted:
        agreed = Conversion(cap_won=cap, discount_percent=None if discount is None else Decimal(discount))
        return convert_safe(EOK, agreed, next_pre_money_won=100 * EOK, next_shares=1_000_000)

    assert converted(25 * EOK, None) == Converted(40_000, 2_500, Through.CAP, 10_000, 2_500, None)
    assert converted(None, 20) == Converted(12_500, 8_000, Through.DISCOUNT, 10_000, None, 8_000)
    assert converted(25 * EOK, 20) == Converted(40_000, 2_500, Through.CAP, 10_000, 2_500, 8_000)
    assert converted(95 * EOK, 20) == Converted(12_500, 8_000, Through.DISCOUNT, 10_000, 9_500, 8_000)
    assert converted(120 * EOK, None) == Converted(10_000, 10_000, Through.ROUND, 10_000, 12_000, None)


def test_impossible_figures_are_refused() -> None:
    for limit in (Decimal(0), Decimal(101)):
        with pytest.raises(InvalidInputError):
            refix_floor(10_000, limit)
    with pytest.raises(InvalidInputError):
        refixed_price(10_000, SEVENTY, 0)
    for discount, shares in ((Decimal(100), 1), (Decimal(20), 0)):
        with pytest.raises(InvalidInputError):
            convert_safe(EOK, Conversion(discount_percent=discount), next_pre_money_won=EOK, next_shares=shares)


@given(st.integers(1, 10**8), st.integers(1, 100), st.integers(1, 10**8), st.integers(1, 10**12))
def test_a_lower_value_never_gives_fewer_shares_nor_more_than_the_limit(
    price: int, limit: int, fair: int, paid: int
) -> None:
    now = shares_on_conversion(paid, refixed_price(price, Decimal(limit), fair))
    assert paid // price <= now <= shares_on_conversion(paid, refix_floor(price, Decimal(limit)))
