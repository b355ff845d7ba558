"""The terms form: what stands in it is the terms, and terms come back from it as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.investment.deal_terms import (
    CoInvestor,
    Conversion,
    ForeignMoney,
    FundLine,
    Instrument,
    ShareBase,
    Terms,
)
from dealflow.domain.investment.share_math import round_of
from dealflow.ui.investment import terms_fields, terms_tables

FULL = Terms(
    instrument=Instrument.RCPS,
    lines=(FundLine("f1", 1_000_000_000),),
    pre_money_won=10_000_000_000,
    issued_shares=1_000_000,
    diluted_shares=1_100_000,
    price_base=ShareBase.ISSUED,
    par_won=500,
    round_total_won=3_000_000_000,
    co_investors=(CoInvestor("나무벤처스(가상)", 500_000_000, "나무 1호(가상)"),),
    conversion=Conversion(refix_floor_percent=Decimal(70), redemption_percent=Decimal("6.5"), participating=True),
    foreign=ForeignMoney("USD", Decimal("1000000.50"), Decimal("1380.1"), date(2026, 3, 2)),
    rights=("tag_along", "director"),
    closing_on=date(2026, 4, 1),
    note="비고",
)  # fmt: skip
won = st.none() | st.integers(1, 10**13)


def test_terms_come_back_from_the_form_as_they_were() -> None:
    assert terms_fields.terms_of(terms_fields.fields_of(FULL), ["f1", "f2"]) == (FULL, ())


@given(won, won, won, st.integers(1, 10**12), st.sampled_from(Instrument), st.sampled_from(["", "yes", "no"]))
def test_whatever_is_agreed_survives_the_form(
    pre: int | None, price: int | None, issued: int | None, amount: int, instrument: Instrument, flag: str
) -> None:
    wanted = terms_fields.sensible_fields(instrument)
    terms = Terms(
        instrument=instrument,
        lines=(FundLine("f1", amount),),
        pre_money_won=pre if "pre_money" in wanted else None,
        price_won=price if "price" in wanted else None,
        issued_shares=issued,
        diluted_shares=issued,
        conversion=Conversion(
            participating={"yes": True, "no": False}.get(flag) if "participating" in wanted else None
        ),
    )
    assert terms_fields.terms_of(terms_fields.fields_of(terms), ["f1"])[0] == terms


def test_what_cannot_be_read_is_told_and_left_out() -> None:
    terms, problems = terms_fields.terms_of(
        {**terms_fields.fields_of(FULL), "par": "오백", "issued_shares": "1.5주", "co_amount:0": ""}, ["f1"]
    )
    assert (terms.par_won, terms.issued_shares, terms.co_investors) == (None, None, ())
    assert {(each.field, each.problem) for each in problems} == {
        ("par", "no_number"),
        ("issued_shares", "no_number"),
        ("co_investor", "incomplete"),
        ("price", "missing"),
    }


def test_an_instrument_keeps_only_the_terms_that_it_can_have() -> None:
    fields = {**terms_fields.fields_of(FULL), "instrument": "common"}
    terms, problems = terms_fields.terms_of(fields, ["f1"])
    assert problems == ()
    assert terms == replace(FULL, instrument=Instrument.COMMON, conversion=Conversion())


def test_a_difference_names_the_fields_that_changed_only() -> None:
    after = replace(FULL, pre_money_won=12_000_000_000, note="")
    assert terms_fields.changed(FULL, after) == (
        ("pre_money", "10,000,000,000", "12,000,000,000"),
        ("note", "비고", ""),
    )


def test_a_billion_at_33700_fails_a_minimum_of_a_billion_and_the_words_say_what_would_do() -> None:
    terms = replace(FULL, price_won=33_700, round_total_won=None, co_investors=())
    reached, words = terms_tables.minimum(round_of(terms), 1_000_000_000, "ko")
    assert not reached
    assert words == (
        "최소 선투자 10억 원에 19,900원 모자랍니다: 29,673주 × 33,700원 = 999,980,100원. "
        "29,674주, 1,000,013,800원이면 충족합니다."
    )
