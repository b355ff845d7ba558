from __future__ import annotations

from decimal import Decimal

import pytest

from dealflow.domain.claims.claims import ReviewReason
from dealflow.domain.values.quantity import Unit
from tests.extract.paper import claims_of, claims_on, named


def test_the_scale_of_a_head_serves_a_money_that_is_printed_without_one() -> None:
    claims = claims_of("Crores of rupees", ("", "FY24", "FY25"), ("Revenue", "₹1.7", "₹5.2"), title="Financials")
    assert {(claim.metric, claim.quantity.value, claim.quantity.unit) for claim in claims} == {
        ("revenue", Decimal(17_000_000), Unit.INR),
        ("revenue", Decimal(52_000_000), Unit.INR),
    }


def test_a_scale_that_is_printed_is_final_whatever_the_head_says() -> None:
    claims = claims_of("($ in millions)", ("", "2024", "2025"), ("Revenue", "$300k", "$1.2M"), title="Financials")
    assert {claim.quantity.value for claim in claims} == {Decimal(300_000), Decimal(1_200_000)}


def test_a_price_is_printed_in_full_whatever_the_head_says() -> None:
    claims = claims_of("($ in millions)", ("", "2024", "2025"), ("Price", "$9", "$12"), title="Financials")
    assert {claim.quantity.value for claim in claims} == {Decimal(9), Decimal(12)}


def test_a_money_that_only_the_page_says_is_a_doubt() -> None:
    claim = named("arr", "ARR 3.2M", "Cash: €900k", title="Key facts")
    assert (claim.quantity.value, claim.quantity.unit) == (Decimal(3_200_000), Unit.EUR)
    assert ReviewReason.UNIT_GUESSED in claim.review_reasons


def test_a_count_of_a_noun_never_becomes_money() -> None:
    claims = claims_of("roughly 70 million yearly licences are sold", "Price $2 a month", title="Market")
    assert (Decimal(70_000_000), Unit.COUNT) in {(claim.quantity.value, claim.quantity.unit) for claim in claims}


@pytest.mark.parametrize("printed", ["(1,204)", "△1,204", "-1,204"])
def test_brackets_and_signs_are_a_minus_whatever_names_the_row(printed: str) -> None:
    claims = claims_of("(단위: 백만원)", ("", "2023", "2024"), ("기타포괄손익", "118,930", printed), title="재무 현황")
    assert {claim.quantity.value for claim in claims} == {Decimal(118_930_000_000), Decimal(-1_204_000_000)}


def test_a_row_names_its_amounts_before_the_title_far_over_their_table() -> None:
    rows = (
        ("", "2025E", "2026E"),
        ("Total OPEX", "€(920,359)", "€(1,716,236)"),
    )
    claims = claims_of(*rows, ("EBITDA", "-€150,309", "€2,303,763"), title="Revenue Projection")
    told = {(claim.metric, claim.quantity.value) for claim in claims}
    assert {("expenses", Decimal(920_359)), ("expenses", Decimal(1_716_236))} <= told
    assert {("ebitda", Decimal(-150_309)), ("ebitda", Decimal(2_303_763))} <= told
    assert not any(metric.startswith("revenue") for metric, _ in told)


def test_a_head_at_the_foot_of_a_page_serves_the_next_pages_table() -> None:
    claims = claims_on(
        ("Our story", ["We make kelp.", "", "", "", "", "Financials (USD thousand)"]),
        ("Figures", [("", "2023", "2024"), ("Revenue", "410", "980")]),
    )
    assert [claim.quantity.value for claim in claims if claim.metric == "revenue"] == [
        Decimal(410_000),
        Decimal(980_000),
    ]
