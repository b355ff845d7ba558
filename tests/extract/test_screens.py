"""A product's screen gives no figures; a page of key figures does, whatever it is called."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.claims.claims import ClaimStatus, Scope
from dealflow.extract import read_claims
from tests.extract.slides import Slide, deck_of, width_of

if TYPE_CHECKING:
    from dealflow.domain.claims.claims import Claim

_METRICS = load_metrics()
_TODAY = date(2026, 11, 23)


def _tiles(title: str, note: str = "", log: str = "") -> Slide:
    slide = Slide()
    slide.write(title, 48, 30, 26)
    for place, (label, value) in enumerate((("가동률", "92.4%"), ("고객사 수", "31개사"), ("매출액", "45억원"))):
        slide.write(label, 80 + place * 280, 180, 12)
        slide.write(value, 80 + place * 280, 200, 26)
    for row in range(4 if log else 0):
        slide.write(f"09:1{row}:0{row} {log}", 80, 280 + row * 24, 12)
    if note:
        slide.write(note, 48, 440, 12)
    return slide


def _read(slide: Slide) -> tuple[Claim, ...]:
    return read_claims(deck_of(slide), _METRICS, read_on=_TODAY)


@pytest.mark.parametrize(
    "slide",
    [
        _tiles("제품 화면"),
        _tiles("서비스 화면 구성"),
        _tiles("Product screenshots"),
        _tiles("솔루션 소개", "※ 화면의 수치는 예시입니다."),
        _tiles("Our solution", "* Sample data for illustration."),
        _tiles("제품 소개", log="라인 3 정상"),
    ],
)
def test_the_tiles_of_a_product_screen_are_nobodys_figures(slide: Slide) -> None:
    assert _read(slide) == ()


@pytest.mark.parametrize(
    "slide",
    [
        _tiles("핵심 지표 대시보드"),
        _tiles("KPI dashboard"),
        _tiles("제품 도입 현황", "※ 2026년 9월 말 기준"),
        _tiles("투자 유치 계획", "※ 예시 데이터는 별도 첨부"),
    ],
)
def test_key_figures_that_look_like_tiles_are_read(slide: Slide) -> None:
    assert {(claim.metric, claim.quantity.value) for claim in _read(slide)} == {
        ("ref_oee", Decimal("92.4")),
        ("customers_count", Decimal(31)),
        ("revenue", Decimal(4_500_000_000)),
    }


def test_a_sentence_on_the_page_of_a_screen_still_speaks_for_the_company() -> None:
    slide = _tiles("제품 화면")
    slide.write("당사 누적 고객사 48개사가 매일 사용", 60, 400, 16)
    assert [(claim.metric, claim.quantity.value, claim.scope) for claim in _read(slide)] == [
        ("customers_count", Decimal(48), Scope.COMPANY)
    ]


def test_years_set_tight_over_a_table_head_their_own_columns() -> None:
    slide = Slide()
    slide.write("요약 손익 (단위: 백만원)", 48, 40, 22)
    heads = ("2024", "2025", "2026(E)", "2027(E)", "2028(E)")
    for column, (head, value) in enumerate(zip(heads, ("1,130", "1,920", "3,300", "5,640", "8,910"), strict=True)):
        slide.write(head, 240 + column * 64, 120, 14)
        slide.words[-1] = slide.words[-1]._replace(glued=column < len(heads) - 1)
        slide.write(value, 290 + column * 64 - width_of(value, 12), 160, 12)
    slide.write("매출액", 60, 160, 14)
    assert [(c.period.label, c.quantity.value, c.status) for c in _read(slide) if c.period] == [
        ("2024", Decimal(1_130_000_000), ClaimStatus.ACTUAL),
        ("2025", Decimal(1_920_000_000), ClaimStatus.ACTUAL),
        ("2026(E)", Decimal(3_300_000_000), ClaimStatus.FORECAST),
        ("2027(E)", Decimal(5_640_000_000), ClaimStatus.FORECAST),
        ("2028(E)", Decimal(8_910_000_000), ClaimStatus.FORECAST),
    ]
