from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dealflow.domain.investment.deal_terms import (
    CoInvestor,
    Conversion,
    Deal,
    ForeignMoney,
    FundLine,
    Instrument,
    Payment,
    Terms,
)
from dealflow.domain.investment.terms_validation import check_payment, check_terms
from dealflow.domain.values.field_problem import Problem

EOK = 100_000_000
TERMS = Terms(
    Instrument.RCPS,
    (FundLine("f1", 20 * EOK),),
    pre_money_won=150 * EOK,
    issued_shares=800_000,
    diluted_shares=1_000_000,
    par_won=500,
)
PAID = Payment("p", "f1", "house", 1_999_995_000, 133_333, 15_000, Instrument.RCPS, date(2099, 4, 1))
DEAL = Deal("e", "house", (TERMS,))


def test_good_terms_and_payments_have_no_problem() -> None:
    assert check_terms(TERMS) == ()
    assert check_payment(DEAL, PAID) == ()


# Any: a change is any field of the terms.
@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"lines": ()}, [("lines", "missing")]),
        ({"lines": (FundLine("f1", 0),)}, [("amount", "not_positive")]),
        ({"lines": (FundLine("f1", EOK), FundLine("f1", EOK))}, [("lines", "repeated")]),
        ({"lines": (FundLine("f1", 14_999),)}, [("amount", "below_price")]),
        ({"lines": (FundLine("f1", 15_000),)}, []),
        ({"co_investors": (CoInvestor("누리투자(가상)", -1),)}, [("amount", "not_positive")]),
        ({"round_total_won": 20 * EOK - 1}, [("round_total", "below_parts")]),
        ({"round_total_won": 20 * EOK}, []),
        ({"pre_money_won": None}, [("price", "missing")]),
        ({"price_won": 0}, [("price", "not_positive")]),
        ({"pre_money_won": 999_999}, [("price", "not_positive")]),
        ({"price_won": 499}, [("price", "below_par")]),
        ({"price_won": 500}, []),
        ({"diluted_shares": 799_999}, [("diluted_shares", "below_issued")]),
        ({"instrument": Instrument.SECONDARY, "lines": (FundLine("f1", 800_000 * 15_000),)}, []),
        ({"instrument": Instrument.SECONDARY, "lines": (FundLine("f1", 800_001 * 15_000),)}, [("stake", "over_whole")]),
        ({"instrument": Instrument.SAFE}, [("cap", "missing")]),
        ({"instrument": Instrument.SAFE, "conversion": Conversion(cap_won=EOK)}, []),
        ({"conversion": Conversion(refix_floor_percent=Decimal(101))}, [("refix_floor", "out_of_range")]),
        ({"conversion": Conversion(ratio=Decimal(0))}, [("ratio", "not_positive")]),
        ({"conversion": Conversion(coupon_percent=Decimal(-1))}, [("coupon", "negative")]),
        ({"foreign": ForeignMoney("USD", Decimal(0), Decimal(1300), date(2099, 1, 1))}, [("foreign", "not_positive")]),
    ],
)
def test_each_flaw_of_terms_is_told_beside_its_field(change: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert [(each.field, each.problem) for each in check_terms(replace(TERMS, **change))] == found


def test_tranches_may_use_up_a_line_and_no_more() -> None:
    first = replace(PAID, amount_won=999_990_000, shares=66_666)
    second = replace(PAID, id="q", amount_won=1_000_005_000, shares=66_667)
    deal = replace(DEAL, payments=(first,))
    assert check_payment(deal, second) == ()
    third = replace(second, amount_won=1_000_020_000, shares=66_668)
    over = Problem("payments", "over_line", {"holder": "f1", "paid_won": 2_000_010_000, "line_won": 2_000_000_000})
    assert check_payment(deal, third) == (over,)
    assert check_payment(replace(DEAL, payments=(replace(first, voided_because="오입력"),)), third) == ()


def test_a_payment_that_contradicts_itself_or_its_terms_is_told() -> None:
    odd = replace(PAID, amount_won=2_000_000_000)
    told = {"amount_won": 2_000_000_000, "product_won": 1_999_995_000}
    assert check_payment(DEAL, odd) == (Problem("amount", "not_shares_by_price", told),)
    assert check_payment(Deal("e", "house"), PAID) == (Problem("terms", "missing"),)
    assert check_payment(DEAL, replace(PAID, fund_id="f9")) == (Problem("fund", "no_line", {"holder": "f9"}),)
    assert check_payment(DEAL, replace(PAID, instrument=Instrument.CPS)) == (
        Problem("instrument", "differs", {"agreed": "rcps"}),
    )


def test_a_share_is_paid_at_the_price_that_was_agreed_and_at_any_where_none_was() -> None:
    agreed = Deal("e", "house", (replace(TERMS, price_won=15_000),))
    cheaper = replace(PAID, amount_won=133_333 * 14_999, price_won=14_999)
    assert check_payment(agreed, PAID) == ()
    assert check_payment(agreed, cheaper) == (Problem("price", "differs", {"agreed": 15_000}),)
    assert check_payment(DEAL, cheaper) == ()
