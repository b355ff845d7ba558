from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.investment.deal_terms import CoInvestor, Conversion, FundLine, Instrument, ShareBase, Terms
from dealflow.domain.investment.returns import percent
from dealflow.domain.investment.share_math import (
    Bought,
    Reach,
    Round,
    Side,
    Stake,
    price_of,
    reach,
    round_of,
    whole_shares,
)
from dealflow.errors import InvalidInputError

EOK = 100_000_000
TERMS = Terms(
    Instrument.RCPS,
    (FundLine("f1", 20 * EOK),),
    pre_money_won=150 * EOK,
    issued_shares=800_000,
    diluted_shares=1_000_000,
)


def test_the_worked_example_to_the_won() -> None:
    stake = Stake(Fraction(133_333, 933_333), Fraction(133_333, 1_133_333))
    bought = Bought(Side.FUND, "f1", 2_000_000_000, 133_333, 133_333, 1_999_995_000, stake)
    outcome = round_of(TERMS)
    assert outcome == Round(15_000, (bought,), 16_999_995_000)
    assert bought.left_over_won == 5_000
    assert (outcome.own_shares, outcome.own_paid_won, outcome.own_stake) == (133_333, 1_999_995_000, stake)
    assert percent(Fraction(133_333, 1_133_333)) == Decimal("11.7647")


def test_ten_eok_at_33700_a_share_does_not_reach_ten_eok_and_one_share_more_does() -> None:
    short = reach(10 * EOK, 10 * EOK, 33_700)
    assert short == Reach(1_000_000_000, 29_673, 999_980_100, 29_674, 1_000_013_800)
    assert (short.reached, short.short_won) == (False, 19_900)
    enough = reach(10 * EOK, 1_000_013_800, 33_700)
    assert (enough.shares, enough.paid_won, enough.reached, enough.short_won) == (29_674, 1_000_013_800, True, 0)


def test_post_money_counts_the_whole_round_and_not_the_own_amount_alone() -> None:
    shared = replace(
        TERMS,
        lines=(FundLine("f1", 10 * EOK), FundLine("f2", 5 * EOK)),
        co_investors=(CoInvestor("누리투자(가상)", 5 * EOK),),
        round_total_won=30 * EOK,
    )
    outcome = round_of(shared)
    assert [(each.side, each.holder, each.shares, each.paid_won) for each in outcome.bought] == [
        (Side.FUND, "f1", 66_666, 999_990_000),
        (Side.FUND, "f2", 33_333, 499_995_000),
        (Side.CO_INVESTOR, "누리투자(가상)", 33_333, 499_995_000),
        (Side.REST, "rest", 66_666, 999_990_000),
    ]
    assert outcome.post_money_won == 1_199_998 * 15_000
    assert (outcome.shares, outcome.paid_won) == (199_998, 2_999_970_000)
    assert outcome.own_stake == Stake(Fraction(99_999, 999_998), Fraction(99_999, 1_199_998))


def test_the_stake_depends_on_the_base_and_the_price_on_the_base_that_was_agreed() -> None:
    issued = replace(TERMS, price_base=ShareBase.ISSUED)
    assert price_of(issued) == 18_750
    assert round_of(issued).post_money_won == (800_000 + 106_666) * 18_750
    assert price_of(replace(TERMS, price_won=14_900)) == 14_900


def test_the_sample_of_preferred_shares_is_ten_percent() -> None:
    sample = Terms(Instrument.RCPS, (FundLine("f", 10 * EOK),), pre_money_won=90 * EOK, diluted_shares=900_000)
    outcome = round_of(sample)
    assert (outcome.price_won, outcome.shares, outcome.post_money_won) == (10_000, 100_000, 100 * EOK)
    assert outcome.own_stake == Stake(None, Fraction(1, 10))


def test_a_safe_buys_no_shares_now_and_bonds_count_only_when_fully_diluted() -> None:
    safe = round_of(replace(TERMS, instrument=Instrument.SAFE, pre_money_won=None))
    assert (safe.shares, safe.paid_won, safe.post_money_won) == (0, 20 * EOK, None)
    assert safe.bought[0].converted is None
    assert safe.own_stake == Stake(Fraction(0), None)
    bond = round_of(replace(TERMS, instrument=Instrument.CB))
    assert bond.paid_won == 20 * EOK
    assert bond.own_stake == Stake(Fraction(0), Fraction(133_333, 1_133_333))


def test_shares_of_a_holder_add_none_to_the_company() -> None:
    sold = round_of(replace(TERMS, instrument=Instrument.SECONDARY))
    assert sold.post_money_won == 150 * EOK
    assert sold.own_stake == Stake(Fraction(133_333, 800_000), Fraction(133_333, 1_000_000))


def test_preferred_shares_dilute_by_their_ratio() -> None:
    doubled = round_of(replace(TERMS, conversion=Conversion(ratio=Decimal("1.5"))))
    assert doubled.own_stake == Stake(Fraction(133_333, 933_333), Fraction(199_999, 1_199_999))


def test_no_price_and_bad_figures_are_refused() -> None:
    for flawed in (replace(TERMS, pre_money_won=None), replace(TERMS, diluted_shares=None)):
        with pytest.raises(InvalidInputError) as refusal:
            round_of(flawed)
        assert refusal.value.parameters == {"field": "price", "problem": "missing", "value": "rcps"}
    for amount, price in ((1, 0), (-1, 5)):
        with pytest.raises(InvalidInputError):
            whole_shares(amount, price)


@given(st.integers(0, 10**13), st.integers(1, 10**8))
def test_what_is_paid_falls_short_of_the_amount_by_less_than_a_share(amount: int, price: int) -> None:
    paid = whole_shares(amount, price) * price
    assert paid <= amount < paid + price


@given(st.integers(1, 10**12), st.integers(0, 10**12), st.integers(1, 10**7))
def test_the_needed_purchase_reaches_the_minimum_and_one_share_less_does_not(
    minimum: int, amount: int, price: int
) -> None:
    asked = reach(minimum, amount, price)
    assert asked.reached == (asked.shares >= asked.needed_shares)
    assert asked.needed_won - price < minimum <= asked.needed_won
    assert asked.short_won == max(0, minimum - asked.paid_won)


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=4), st.integers(1, 10**7), st.integers(1, 10**9))
def test_post_money_is_shares_after_times_price(amounts: list[int], price: int, before: int) -> None:
    lines = tuple(FundLine(f"f{place}", amount) for place, amount in enumerate(amounts))
    outcome = round_of(Terms(Instrument.COMMON, lines, price_won=price, issued_shares=before, diluted_shares=before))
    assert outcome.post_money_won == before * price + outcome.paid_won
    assert outcome.own_stake.issued == outcome.own_stake.diluted == Fraction(outcome.shares, before + outcome.shares)
