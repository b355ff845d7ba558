from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.claims.claims import ReviewReason, Scope
from dealflow.extract import read_claims
from tests.extract.slides import Slide, deck_of

_METRICS = load_metrics()


def _read(line: str, title: str, today: date = date(2026, 11, 23)) -> list[tuple[str, Decimal | None, Scope]]:
    slide = Slide()
    slide.write(title, 48, 24, 28)
    slide.write(line, 60, 160, 18)
    claims = read_claims(deck_of(slide), _METRICS, read_on=today)
    return [(claim.metric, claim.quantity.value, claim.scope) for claim in claims]


@pytest.mark.parametrize(
    ("line", "share"),
    [
        ("60% of buyers shop online", 60),
        ("Mobile accounts for 38% of all sales", 38),
        ("1인 가구 비중 33.4%", "33.4"),
        ("응답자의 72%가 불편하다고 답함", 72),
        ("수입 비중 13.7%로 증가", "13.7"),
    ],
)
def test_a_share_told_on_a_page_about_the_market_is_the_markets(line: str, share: int | str) -> None:
    title = "시장 현황" if line[-1] > "z" or "비중" in line else "Market"
    assert _read(line, title) == [("market_share", Decimal(share), Scope.MARKET)]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("60% of our members", "Product"),
        ("생존율 30% 증가", "시장 현황"),
        ("20% discount", "Market"),
        ("설치 시간의 60%", "제품 소개"),
    ],
)
def test_other_shares_are_no_share_of_a_market(line: str, title: str) -> None:
    assert "market_share" not in {metric for metric, _, _ in _read(line, title)}


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 99), st.sampled_from(["Gets", "Captures", "Wins", "Takes about"]))
def test_a_share_that_is_captured_is_the_companys(share: int, verb: str) -> None:
    assert _read(f"{verb} {share}% of the top cities", "Potential outcomes") == [
        ("market_share", Decimal(share), Scope.COMPANY)
    ]


@pytest.mark.parametrize(
    ("line", "title", "said"),
    [
        ("630 million trips booked per year", "Market", ("market_size", 630_000_000, Scope.MARKET)),
        ("Paid search wins $31 billion of investment", "Why now?", ("market_size", 31_000_000_000, Scope.MARKET)),
        ("$25B spent on online ads every year", "Market", ("market_size", 25_000_000_000, Scope.MARKET)),
        ("The next $1 billion company", "Our vision", ("pre_money", 1_000_000_000, Scope.COMPANY)),
        ("Online sales are growing 22% annually", "Market", ("market_cagr", 22, Scope.MARKET)),
        ("인건비 30% 절감", "도입 효과", ("ref_cost_saving", 30, Scope.CUSTOMER)),
    ],
)
def test_what_no_label_names_is_named_by_its_size_and_the_words_around(
    line: str, title: str, said: tuple[str, int, Scope]
) -> None:
    metric, value, scope = said
    assert _read(line, title) == [(metric, Decimal(value), scope)]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Led growth to a $120M business", "Our team"),
        ("$31 billion of investment", "Our team"),
        ("630 million trips booked per year", "Product"),
        ("3 million requests", "Product"),
    ],
)
def test_careers_and_products_have_no_market_and_are_worth_nothing(line: str, title: str) -> None:
    assert not {metric for metric, _, _ in _read(line, title)} & {"pre_money", "market_size"}


def test_a_round_on_the_page_that_asks_for_money_is_this_round_unless_it_is_past() -> None:
    assert _read("$3M Series A at $12M pre-money", "The ask") == [
        ("raise_amount", Decimal(3_000_000), Scope.COMPANY),
        ("pre_money", Decimal(12_000_000), Scope.COMPANY),
    ]
    assert _read("2019 Series A $3M", "The ask") == [("prev_rounds", Decimal(3_000_000), Scope.COMPANY)]
    assert _read("Series A $3M raised", "Company history")[0][0] in {"prev_rounds", "total_raised"}


def test_a_metric_that_only_the_words_around_give_goes_to_review() -> None:
    slide = Slide()
    slide.write("Market", 48, 24, 28)
    slide.write("60% of buyers shop online", 60, 160, 18)
    (claim,) = read_claims(deck_of(slide), _METRICS)
    assert ReviewReason.MULTIPLE_READING in claim.review_reasons


def test_a_multiple_may_be_printed_without_its_sign_but_a_count_is_none() -> None:
    assert _read("LTV:CAC ratio of 4.5", "Unit economics") == [("ltv_cac", Decimal("4.5"), Scope.COMPANY)]
    assert _read("LTV:CAC ratio of 4,500", "Unit economics") == []


def _tabled(title: str, *rows: tuple[str, str]) -> list[tuple[str, str | None, Decimal | None, Scope]]:
    slide = Slide()
    slide.write(title, 48, 24, 28)
    for number, (name, cell) in enumerate(rows):
        slide.write(name, 60, 160 + 30 * number, 18)
        slide.write(cell, 400, 160 + 30 * number, 18)
    claims = read_claims(deck_of(slide), _METRICS, read_on=date(2026, 11, 23))
    return [(claim.metric, claim.subject, claim.quantity.value, claim.scope) for claim in claims]


@pytest.mark.parametrize("head", ["Share", "Market share", "점유율", "시장 점유율 (%)"])
def test_a_column_of_shares_on_a_page_about_the_market_names_its_rows(head: str) -> None:
    read = _tabled("Market segments", ("Segment", head), ("Gasang Retail", "64.0%"), ("Gasang Office", "15.0%"))
    assert {(metric, value) for metric, _, value, _ in read} == {
        ("market_share", Decimal("64.0")),
        ("market_share", Decimal("15.0")),
    }
    assert not any(scope is Scope.COMPANY for *_, scope in read)


@pytest.mark.parametrize(("title", "head"), [("Shareholders", "Share"), ("Market segments", "Margin gain")])
def test_a_share_of_the_stock_and_another_columns_per_cent_are_no_share_of_a_market(title: str, head: str) -> None:
    read = _tabled(title, ("Name", head), ("Gasang Retail", "64.0%"), ("Gasang Office", "15.0%"))
    assert "market_share" not in {metric for metric, *_ in read}


def test_a_rivals_share_says_whose_it_is() -> None:
    read = _tabled("Competition", ("Name", "Share"), ("Gasang Retail", "64.0%"), ("Gasang Office", "15.0%"))
    assert {(metric, subject) for metric, subject, *_ in read} == {
        ("market_share", "Gasang Retail"),
        ("market_share", "Gasang Office"),
    }
    assert not any(scope is Scope.COMPANY for *_, scope in read)


@pytest.mark.parametrize("printed", ["(44,391)", "-44,391", "△44,391"])
def test_a_row_of_costs_under_a_heading_of_revenue_is_no_revenue(printed: str) -> None:
    slide = Slide()
    slide.write("FINANCIALS Revenues", 60, 40, 30)
    for number, year in enumerate(("2026", "2027")):
        slide.write(year, 400 + 150 * number, 110, 14)
    for row, (label, amount) in enumerate(
        (("Revenue", "€120,000"), ("Founders", f"€{printed}"), ("Wages", f"€{printed}"))
    ):
        slide.write(label, 60, 150 + 30 * row, 14)
        for number in range(2):
            slide.write(amount, 400 + 150 * number, 150 + 30 * row, 14)
    claims = read_claims(deck_of(slide), _METRICS)
    assert any(claim.metric.startswith("revenue") for claim in claims)
    assert not [claim for claim in claims if claim.metric.startswith("revenue") and (claim.quantity.value or 0) < 0]
