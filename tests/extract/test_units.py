from __future__ import annotations

from decimal import Decimal

import pytest

from dealflow.domain.values.quantity import Unit
from dealflow.extract.announced import Scale, announced_scales
from dealflow.extract.units import korean_factor


@pytest.mark.parametrize(
    ("text", "scales"),
    [
        ("(단위: 백만원)", [(Unit.KRW, 10**6)]),
        ("요약 손익 (단위 : 억원, %)", [(Unit.KRW, 10**8), (Unit.PERCENT, 1)]),
        ("[단위: 천원]", [(Unit.KRW, 10**3)]),
        ("※ 단위: 천원", [(Unit.KRW, 10**3)]),
        ("매출액(백만원)", [(Unit.KRW, 10**6)]),
        ("연 총수익(원)", [(Unit.KRW, 1)]),
        ("임직원 수(명)", [(Unit.COUNT, 1)]),
        ("Summary (KRW mn)", [(Unit.KRW, 10**6)]),
        ("(US $ mln)", [(Unit.USD, 10**6)]),
        ("Dollars (Millions)", [(Unit.USD, 10**6)]),
        ("Figures in rupees thousand", [(Unit.INR, 10**3)]),
        ("Crores of rupees", [(Unit.INR, 10**7)]),
        ("All figures in INR lakhs", [(Unit.INR, 10**5)]),
        ("Sales (Cr)", [(Unit.INR, 10**7)]),
        ("매출(억)", [(Unit.KRW, 10**8)]),
        ("US$'000", [(Unit.USD, 10**3)]),
        ("Size ($ Mn)", [(Unit.USD, 10**6)]),
    ],
)
def test_a_unit_announced_once_serves_the_table(text: str, scales: list[tuple[Unit, int]]) -> None:
    assert announced_scales(text) == tuple(Scale(unit, Decimal(factor)) for unit, factor in scales)


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("Revenue (in thousands)", Scale(None, Decimal(1000))),
        ("Total users (000's)", Scale(None, Decimal(1000))),
        ("Price in USD", Scale(Unit.USD, None)),
        ("Revenue ($)", Scale(Unit.USD, None)),
    ],
)
def test_what_a_head_leaves_open_stays_open(text: str, scale: Scale) -> None:
    assert announced_scales(text) == (scale,)


@pytest.mark.parametrize("text", ["매출액", "가온비전(가상)", "(주)예시", "[중기부]", "단위", ""])
def test_brackets_that_announce_nothing_give_nothing(text: str) -> None:
    assert announced_scales(text) == ()


def test_korean_scales_multiply() -> None:
    assert [korean_factor(scale) for scale in ("", "천", "백만", "천만", "억", "십억", "조")] == [
        1,
        10**3,
        10**6,
        10**7,
        10**8,
        10**9,
        10**12,
    ]
