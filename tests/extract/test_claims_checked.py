"""What is read off a deck is checked against itself, in Korean and in English: it adds up, or both sides are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dealflow.domain.claims.consistency_checks import Answer, Stated, check_all
from tests.extract.paper import TODAY, claims_of

if TYPE_CHECKING:
    from tests.extract.paper import Line


def answers(check: str, title: str, *lines: Line) -> list[Answer]:
    """Return what one check says of the figures of a page."""
    stated = [
        Stated(
            claim_id=claim.id,
            metric=claim.metric,
            quantity=claim.quantity,
            scope=claim.scope,
            status=claim.status,
            aggregation=claim.aggregation,
            period=claim.period,
            page=claim.evidence[0].page,
        )
        for claim in claims_of(*lines, title=title)
    ]
    return [found.answer for found in check_all(stated, year=TODAY.year) if found.check == check]


PAGES: list[tuple[str, str, list[str], str, str]] = [
    (
        "growth_follows_revenue",
        "재무 현황",
        ["2024년 매출액 20억원", "2025년 매출액 33.7억원"],
        "2025년 매출 성장률 68.5%",
        "2025년 매출 성장률 120%",
    ),
    (
        "growth_follows_revenue",
        "Financials",
        ["FY2024 revenue $2M", "FY2025 revenue $3.37M"],
        "FY2025 revenue growth 68.5%",
        "FY2025 revenue growth 120%",
    ),
    ("markets_nest", "시장 규모", ["TAM 1,000억원", "SAM 300억원"], "SOM 30억원", "SOM 400억원"),
    ("markets_nest", "Market size", ["TAM: $1B", "SAM: $300M"], "SOM: $30M", "SOM: $400M"),
    (
        "post_is_pre_plus_raise",
        "투자 유치 계획",
        ["Pre 밸류 150억원", "모집금액 30억원"],
        "Post 밸류 180억원",
        "Post 밸류 200억원",
    ),
    (
        "post_is_pre_plus_raise",
        "The ask",
        ["Pre-money valuation $15M", "Round size $3M"],
        "Post-money valuation $18M",
        "Post-money valuation $20M",
    ),
    ("arr_is_twelve_mrr", "핵심 지표", ["MRR 1.5억원"], "ARR 18억원", "ARR 15억원"),
    ("arr_is_twelve_mrr", "Key figures", ["MRR $150K"], "ARR $1.8M", "ARR $1.5M"),
    (
        "runway_is_cash_over_burn",
        "재무 현황",
        ["현금성자산 13.5억원", "월 소진액 0.9억원"],
        "런웨이 15개월",
        "런웨이 24개월",
    ),
    (
        "runway_is_cash_over_burn",
        "Financials",
        ["Cash balance $1.35M", "Burn rate $90K"],
        "Runway 15 months",
        "Runway 24 months",
    ),
    (
        "margins_follow_amounts",
        "재무 현황",
        ["2025년 매출액 45억원", "2025년 영업이익 9억원"],
        "2025년 영업이익률 20%",
        "2025년 영업이익률 35%",
    ),
    (
        "margins_follow_amounts",
        "Financials",
        ["FY2025 revenue $4.5M", "FY2025 operating profit $0.9M"],
        "FY2025 operating margin 20%",
        "FY2025 operating margin 35%",
    ),
    ("engineers_are_staff", "회사 소개", ["임직원 수 42명"], "연구개발 인력 28명", "연구개발 인력 60명"),
    ("engineers_are_staff", "About us", ["Employees: 42"], "R&D headcount: 28", "R&D headcount: 60"),
    ("uses_add_up", "자금 사용 계획", ["연구개발 45%", "마케팅 30%"], "운영자금 25%", "운영자금 10%"),
    ("uses_add_up", "Use of funds", ["R&D 45%", "Marketing 30%"], "Operations 25%", "Operations 10%"),
]


@pytest.mark.parametrize(
    ("check", "title", "lines", "right", "wrong"), PAGES, ids=[f"{page[0]}-{page[1]}" for page in PAGES]
)
def test_a_page_adds_up_or_both_sides_are_shown(
    check: str, title: str, lines: list[str], right: str, wrong: str
) -> None:
    assert set(answers(check, title, *lines, right)) == {Answer.AGREES}
    assert Answer.DISAGREES in answers(check, title, *lines, wrong)


@pytest.mark.parametrize(
    ("title", "first", "second"),
    [
        ("재무 현황", "2025년 매출액 12억원", "2025년 매출액 12억 달러"),
        ("Financials", "FY2025 revenue ₩12M", "FY2025 revenue $12M"),
    ],
)
def test_won_here_and_dollars_there_look_like_a_slip(title: str, first: str, second: str) -> None:
    assert answers("unit_slips", title, first, second) == [Answer.DISAGREES]
    assert answers("unit_slips", title, first) == []


def test_a_page_without_two_figures_is_not_judged() -> None:
    assert answers("post_is_pre_plus_raise", "투자 유치 계획", "Pre 밸류 150억원") == []
