from __future__ import annotations

from decimal import Decimal

import pytest

from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.claims.claims import Scope
from dealflow.domain.claims.page import Box, DeckText, Page, Word
from dealflow.domain.values.quantity import Unit
from dealflow.extract import read_claims
from tests.extract.slides import Slide, deck_of

_SEED = "자동차 부품 품질 검사를 위한 AI 비전검사 및 AI 설비 예지 보전을 통해 불량률 42.3% 감소와 생산성 20.8% 향상"


def _deck(sentence: str) -> DeckText:
    words, left = [], 40.0
    for word in sentence.split():
        right = left + 12.0 * len(word)
        words.append(Word(word, Box(left, 100, right, 115), 12))
        left = right + 4
    return DeckText("0" * 64, (Page(1, max(960.0, left), 540, tuple(words)),), "test")


def test_a_customers_results_are_no_figures_of_the_company() -> None:
    claims = read_claims(_deck(_SEED), load_metrics())
    assert [(c.metric, c.quantity.value, c.quantity.unit, c.scope, c.label) for c in claims] == [
        ("ref_defect_reduction", Decimal("42.3"), Unit.PERCENT, Scope.CUSTOMER, "불량률 감소"),
        ("ref_productivity_gain", Decimal("20.8"), Unit.PERCENT, Scope.CUSTOMER, "생산성 향상"),
    ]


def test_the_quote_holds_the_value_with_its_direction() -> None:
    claims = read_claims(_deck(_SEED), load_metrics())
    assert [claim.evidence[0].quote for claim in claims] == ["불량률 42.3% 감소", "생산성 20.8% 향상"]


@pytest.mark.parametrize("words_above", range(1, len(_SEED.split())))
def test_a_line_break_anywhere_changes_nothing(words_above: int) -> None:
    words = _SEED.split()
    slide = Slide()
    slide.write(" ".join(words[:words_above]), 60, 200, 12)
    slide.write(" ".join(words[words_above:]), 60, 218, 12)
    claims = read_claims(deck_of(slide), load_metrics())
    assert [(c.metric, c.quantity.value, c.scope, c.label) for c in claims] == [
        ("ref_defect_reduction", Decimal("42.3"), Scope.CUSTOMER, "불량률 감소"),
        ("ref_productivity_gain", Decimal("20.8"), Scope.CUSTOMER, "생산성 향상"),
    ]


def test_a_page_without_figures_gives_no_claims() -> None:
    assert read_claims(_deck("당사는 좋은 회사입니다 2025"), load_metrics()) == ()
