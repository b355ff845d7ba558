"""What is usual among companies: a median with its numbers, and silence where they are too few."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.claims.claim_views import Figure
from dealflow.domain.claims.claims import ClaimStatus, ReviewState, Scope
from dealflow.domain.claims.peers import Peers, peers
from dealflow.domain.values.exchange_rates import ExchangeRate, Yardstick, rate_book
from dealflow.domain.values.quantity import Quantity, Unit

ON = date(2026, 3, 20)
IN_WON = Yardstick(Unit.KRW, rate_book([ExchangeRate(Unit.USD, ON, Decimal(1400))]), ON)


def figure(
    amount: int,
    unit: Unit = Unit.KRW,
    state: ReviewState = ReviewState.PROPOSED,
    status: ClaimStatus = ClaimStatus.ACTUAL,
) -> Figure:
    return Figure("k", "d", 1, Quantity(unit, Decimal(amount)), None, status, Scope.COMPANY, state, ON, ())


def test_the_median_of_six_with_a_dollar_among_them_by_hand() -> None:
    stated = [figure(1000), figure(2000), figure(3000), figure(5000, state=ReviewState.VERIFIED), figure(9000)]
    dollars = figure(3, Unit.USD)  # 4,200 won: the two in the middle are 3,000 and 4,200
    usual = peers([*stated, dollars, None], IN_WON)
    assert usual == Peers(7, 6, verified=1, middle=Quantity(Unit.KRW, Decimal(3600)))


def test_below_five_nothing_is_told() -> None:
    assert peers([figure(1)] * 4, IN_WON) == Peers(4, 4)
    assert peers([figure(1)] * 5, IN_WON).middle == Quantity(Unit.KRW, Decimal(1))
    assert peers([], IN_WON) == Peers(0, 0)


def test_forecasts_sums_without_a_rate_and_other_units_are_counted_and_not_used() -> None:
    odd = [figure(9, status=ClaimStatus.FORECAST), figure(9, Unit.EUR), figure(9, Unit.COUNT)]
    assert peers([figure(1)] * 5 + odd, IN_WON) == Peers(
        8, 5, expected=1, unmeasured=1, others=1, middle=Quantity(Unit.KRW, Decimal(1))
    )


@given(st.lists(st.integers(0, 10**12), min_size=5, max_size=30))
def test_as_many_lie_above_the_median_as_below(amounts: list[int]) -> None:
    middle = peers([figure(amount) for amount in amounts], IN_WON).middle
    assert middle is not None
    assert middle.value is not None
    assert sum(amount < middle.value for amount in amounts) <= len(amounts) / 2
    assert sum(amount > middle.value for amount in amounts) <= len(amounts) / 2


def test_what_is_asked_for_counts_though_it_is_a_target() -> None:
    asks = [replace(figure(amount, status=ClaimStatus.TARGET), metric="raise_amount") for amount in (1, 2, 3, 4, 5)]
    forecasts = [figure(amount, status=ClaimStatus.TARGET) for amount in (1, 2, 3, 4, 5)]
    assert peers(asks, IN_WON) == Peers(size=5, count=5, middle=Quantity(Unit.KRW, Decimal(3)))
    assert peers(forecasts, IN_WON) == Peers(size=5, count=0, expected=5)
