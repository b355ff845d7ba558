"""Pages that nobody laid out: pieces of decks thrown on a grid, so that what stands where is not what rules expect."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from dealflow.catalogue.metrics import load_metrics
from dealflow.catalogue.wording import load_wordings
from dealflow.domain.claims.page import Box, DeckText, Page, Source, Word
from dealflow.extract import read, read_claims
from dealflow.extract.company import suggest_company
from dealflow.extract.spots import spots_of
from tests.extract.slides import HEIGHT, WIDTH, Slide, deck_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dealflow.extract.candidates import Candidate
    from dealflow.extract.sheet import Sheet

_DECKS_SAY = """
매출액 영업이익 투자유치 기업가치 고객사 수 시장 규모 TAM SAM SOM Revenue ARR MRR users raise pre-money
post-money growth YoY CAGR CAC LTV churn 1억 5,000만원 10억 원 $ $1.5 Million million 2.3 bn ₹ 4 crore lakh 12
34% % 100 000 2024 2024년 Q3 '25 FY26 (E) 1Q25 목표 계획 예상 forecast actual 단위: 백만원 (단위 : 천원) (USD in
thousands) 명 개사 건 x 3.5x ~ - – • ▪ 1. ( ) 12~15억 50-60% 1,200 △300 (200) ▲ 개월 months since 2019.03
2026-01-02 시리즈A Series Pre-A 누적 대비 감소 of 및 : / · , . 특허 등록 3건 직원 15명 120만 점유율 자금 사용
마케팅 R&D 30% NPS BEP 경쟁사 주식회사 가온 Inc. 월 Total 합계
"""
_PIECES = _DECKS_SAY.split()
_METRICS = load_metrics()
_WORDINGS = load_wordings()


def _word(chance: Random, x: float, y: float, size: float, *, is_drawn: bool) -> Word:
    text = chance.choice(_PIECES)
    wide = sum(size if letter >= "\u1100" else size * 0.55 for letter in text)
    sure = chance.choice((0.5, 0.7, 0.9, 0.97)) if is_drawn else 1.0
    return Word(text, Box(x, y, x + wide, y + size * 1.2), size, sure, glued=chance.random() < 0.05)


def _any_page(chance: Random, number: int) -> Page:
    words: list[Word] = []
    is_drawn = chance.random() < 0.5
    for _ in range(chance.randint(1, 60)):
        size = chance.choice((8.0, 10.0, 10.0, 12.0, 12.0, 12.0, 18.0, 28.0, 44.0))
        x = chance.choice((40, 40, 200, 360, 520, 700)) + chance.choice((0, 0, 0, 3, 9))
        y = chance.randint(0, 40) * 13 + chance.choice((0, 0, 1, 4))
        for _ in range(chance.randint(1, 5)):
            words.append(_word(chance, x, y, size, is_drawn=is_drawn))
            x = words[-1].box.x1_pt + size * chance.choice((0.1, 0.28, 0.28, 0.28, 1.2))
    return Page(number, WIDTH, HEIGHT, tuple(words), Source.OCR if is_drawn else Source.TEXT)


def _any_deck(seed: int) -> DeckText:
    chance = Random(seed)  # noqa: S311 -- draws tests, no secrets
    return DeckText("5" * 64, tuple(_any_page(chance, number + 1) for number in range(chance.randint(1, 3))), "test")


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 400, 50))
def test_pages_laid_out_by_chance_are_read_to_their_end(first: int) -> None:
    for seed in range(first, first + 50):
        deck = _any_deck(seed)
        suggest_company(deck, "deck.pdf")
        claims = read_claims(deck, _METRICS, wordings=_WORDINGS)
        assert all(claim.evidence for claim in claims), seed


def test_every_cell_stands_in_its_paragraph_once_also_where_two_became_one() -> None:
    joined = 0
    for seed in range(150):
        for page in _any_deck(seed).pages:
            for spot in spots_of(page):
                paragraph = spot.cell.paragraph
                assert paragraph is not None
                assert sum(piece is spot.cell for piece in paragraph.cells) == 1
                assert paragraph.text[paragraph.offset_of(spot.cell) :].startswith(spot.cell.text)
                joined += len({round(box[2].y0_pt) for box in spot.cell.spans}) > 1
    assert joined > 50, "nothing was torn"


def test_a_page_on_which_reading_fails_is_named_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    slides = [Slide(), Slide(), Slide()]
    for number, slide in enumerate(slides, 1):
        slide.write(f"매출액 {number}0억원", 100, 200, 20)
    candidates_of = read.candidates_of

    def failing(sheet: Sheet, **others: object) -> Iterator[Candidate]:
        if sheet.page.number == 2:
            raise IndexError
        return candidates_of(sheet, **others)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(read, "candidates_of", failing)
    failed: set[int] = set()
    claims = read_claims(deck_of(*slides), _METRICS, wordings=_WORDINGS, failed=failed)
    assert failed == {2}
    assert {claim.evidence[0].page for claim in claims} == {1, 3}
    with pytest.raises(IndexError):
        read_claims(deck_of(*slides), _METRICS, wordings=_WORDINGS)
