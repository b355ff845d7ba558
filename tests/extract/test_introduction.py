"""What a deck says of what its company does: by a label, a sentence or the cover's claim, and else nothing."""

from __future__ import annotations

import pytest

from dealflow.domain.claims.page import Page
from dealflow.extract.introduction import Introduction, introduction
from tests.extract.slides import Slide

_PROSE = (
    ("We are at a turning point of our industry.", 14),
    *((f"line {n} of a page of prose", 10) for n in range(12)),
)
NAMES = ("가온비전(가상)", "Gaon Vision (Fictional)")


def page(*lines: tuple[str, float], number: int = 1) -> Page:
    slide = Slide()
    for place, (text, size) in enumerate(lines):
        slide.write(text, 60, 60 + 70 * place, size)
    return slide.page(number)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            (("가온비전 (가상)", 40), ("제조 현장의 불량을 영상으로 찾습니다", 24)),
            "제조 현장의 불량을 영상으로 찾습니다",
        ),
        (
            (("Gaon Vision", 40), ("Series A Investor Deck", 28), ("Machine vision for foundries", 24)),
            "Machine vision for foundries",
        ),
        ((("회사 소개", 30), ("사업 분야: 공장용 비전 검사 장비", 14)), "공장용 비전 검사 장비"),
        (
            (("ABOUT US", 30), ("Gaon Vision inspects castings with one camera.", 14)),
            "Gaon Vision inspects castings with one camera.",
        ),
        (
            (("회사 소개", 30), ("가온비전은 주물 불량을 찾는 검사 장비 전문 기업입니다.", 14)),
            "가온비전은 주물 불량을 찾는 검사 장비 전문 기업입니다.",
        ),
    ],
)
def test_it_is_heard_where_it_is_said(lines: tuple[tuple[str, float], ...], told: str) -> None:
    assert introduction([page(*lines)], NAMES) == Introduction(told, 1)


@pytest.mark.parametrize(
    "lines",
    [
        (("가온비전(가상) Gaon Vision (Fictional)", 40), ("2026. 10. 27.", 20)),
        (("투자제안서", 40), ("대표이사 이서연(가상)", 20), ("ir@example.com", 20)),
        (("An Kim | Bo Lee | Cy Park", 40),),
        (("다온로보틱스(가상) 회사 소개 자료집", 40),),
        (("Nuri Robot company profile for investors", 40),),
        (("1. 재무 정보와 앞으로의 계획", 30),),
        (("가온비전은 2026년에 매출 45억 원을 기록했습니다.", 14),),
        _PROSE,
    ],
)
def test_names_dates_headings_and_prose_say_nothing(lines: tuple[tuple[str, float], ...]) -> None:
    assert introduction([page(*lines)], NAMES) is None


def test_only_the_first_pages_are_heard_and_a_claim_is_a_covers() -> None:
    said = ("Gaon Vision inspects castings with one camera.", 14.0)
    assert introduction([page(said, number=5)], NAMES) is None
    assert introduction([page(("Machine vision for foundries", 24), number=2)], NAMES) is None
    assert introduction([], NAMES) is None
