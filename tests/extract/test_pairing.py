from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.values.quantity import Unit
from dealflow.extract import read_claims
from tests.extract.slides import (
    Slide,
    beside_slides,
    broken_label_slides,
    deck_of,
    growth_slides,
    shared_label_slides,
    width_of,
)

if TYPE_CHECKING:
    from dealflow.domain.claims.claims import Claim

_METRICS = load_metrics()
_DRAWN = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def _said(claims: tuple[Claim, ...]) -> set[tuple[str, Decimal | None, Unit]]:
    return {(claim.metric, claim.quantity.value, claim.quantity.unit) for claim in claims}


def _wanted(slide: Slide) -> set[tuple[str, Decimal | None, Unit]]:
    return {(truth.metric, truth.value, truth.unit) for truth in slide.truths}


def _read(slide: Slide) -> set[tuple[str, Decimal | None, Unit]]:
    return _said(read_claims(deck_of(slide), _METRICS, read_on=date(2026, 11, 23)))


def _lines(*lines: str, title: str = "주요 성과", apart: float = 60) -> Slide:
    slide = Slide()
    slide.write(title, 48, 24, 28)
    for row, line in enumerate(lines):
        slide.write(line, 60, 120 + row * apart, 18)
    return slide


@_DRAWN
@given(beside_slides())
def test_words_right_of_a_big_figure_name_it(slide: Slide) -> None:
    assert _read(slide) == _wanted(slide)


@_DRAWN
@given(broken_label_slides())
def test_a_label_that_breaks_over_two_lines_under_a_figure_is_one_label(slide: Slide) -> None:
    assert _read(slide) == _wanted(slide)


@_DRAWN
@given(growth_slides())
def test_both_ends_of_a_growth_are_figures_of_their_metric(slide: Slide) -> None:
    assert _read(slide) == _wanted(slide)


@_DRAWN
@given(shared_label_slides())
def test_a_label_after_the_last_of_a_list_names_all_of_it(slide: Slide) -> None:
    assert _read(slide) == _wanted(slide)


def test_words_right_of_a_figure_that_head_the_next_figure_name_that_one() -> None:
    slide = Slide()
    slide.write("Key figures", 48, 24, 28)
    end = slide.write("$4M", 60, 160, 18)
    end = slide.write("Gross margin", end + 14, 160, 18)
    slide.write("62%", end + 14, 160, 18)
    assert _read(slide) == {("other", Decimal(4_000_000), Unit.USD), ("gross_margin", Decimal(62), Unit.PERCENT)}


def test_words_far_to_the_right_name_nothing() -> None:
    slide = Slide()
    slide.write("Key figures", 48, 24, 28)
    slide.write("$4M", 60, 160, 30)
    slide.write("ARR", 60 + width_of("$4M", 30) + 200, 166, 16)
    assert ("arr", Decimal(4_000_000), Unit.USD) not in _read(slide)


def test_different_things_of_a_list_do_not_share_the_last_label() -> None:
    assert _read(_lines("상표 4개, 특허 등록 12건")) == {("patents_registered", Decimal(12), Unit.COUNT)}


def test_a_range_of_which_nothing_grew_stays_a_range() -> None:
    (claim,) = read_claims(deck_of(_lines("Round size from $2M to $3M", title="The ask")), _METRICS)
    assert (claim.metric, claim.quantity.value_min, claim.quantity.value_max) == (
        "raise_amount",
        Decimal(2_000_000),
        Decimal(3_000_000),
    )


@pytest.mark.parametrize(
    ("lines", "metric", "value"),
    [
        (("Seeking a $5", "million Series A"), "raise_amount", 5_000_000),
        (("Trained on 12", "million labelled images"), "training_data", 12_000_000),
        (("A $47", "billion market"), "market_size", 47_000_000_000),
        (("누적 투자 유치 3억", "5천만원 완료"), "total_raised", 350_000_000),
    ],
)
def test_an_amount_torn_from_its_scale_by_a_line_break_is_one_amount(
    lines: tuple[str, ...], metric: str, value: int
) -> None:
    assert [(name, amount) for name, amount, _ in _read(_lines(*lines, title="Our plan", apart=24))] == [
        (metric, Decimal(value))
    ]


def test_items_of_the_use_of_funds_in_a_sentence_are_none_of_the_staff_and_costs() -> None:
    assert _read(_lines("인건비 40%, 연구개발 25%", title="자금 사용 계획")) == {
        ("use_of_funds", Decimal(40), Unit.PERCENT),
        ("use_of_funds", Decimal(25), Unit.PERCENT),
    }
    assert ("use_of_funds", Decimal(25), Unit.PERCENT) not in _read(_lines("연구개발 인력 비중 25%", title="회사 소개"))


def test_a_line_of_years_and_amounts_is_named_by_the_words_over_it() -> None:
    slide = Slide()
    slide.write("재무 현황", 48, 24, 28)
    slide.write("매출액", 60, 150, 14)
    slide.write("2024년 45억원", 60, 176, 22)
    assert _read(slide) == {("revenue", Decimal(4_500_000_000), Unit.KRW)}


def test_prose_left_of_prose_names_nothing_in_it() -> None:
    slide = Slide()
    slide.write("History", 48, 24, 28)
    for row, (left, right) in enumerate(
        (
            ("An investment", "The tools become"),
            ("of $1.1M made", "one product, and"),
            ("by two funds", "$1999 per month"),
        )
    ):
        slide.write(left, 60, 160 + row * 15, 12)
        slide.write(right, 230, 160 + row * 15, 12)
    assert ("total_raised", Decimal(1999), Unit.USD) not in _read(slide)


def test_a_sentence_that_tells_its_own_share_heads_no_column_below_it() -> None:
    slide = _lines("• Top 4 players combined only 22% of revenues", title="Overview")
    for row, share in enumerate(("22.70%", "22.42%")):
        slide.write(share, 300, 220 + row * 24, 16)
    assert ("revenue_mix", Decimal("22.70"), Unit.PERCENT) not in _read(slide)
    slide = _lines("Gross margin", title="Overview")
    slide.write("62.5%", 60, 160, 16)
    assert ("gross_margin", Decimal("62.5"), Unit.PERCENT) in _read(slide)
