from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.claims.claims import ReviewReason
from dealflow.extract import read_claims
from dealflow.extract.confidence import confidence_of
from tests.extract.slides import Slide, deck_of

REASONS = st.frozensets(st.sampled_from(ReviewReason))
METRICS = load_metrics()
SIGNS = st.frozensets(
    st.sampled_from(["elsewhere", "away", "heading", "loose", "crowded", "count", "often_wrong", "rival"])
)


@pytest.mark.parametrize(
    ("reasons", "is_named", "signs", "sure"),
    [
        (set(), True, (), 0.95),
        (set(), True, ("elsewhere",), 0.93),
        (set(), True, ("elsewhere", "away"), 0.79),
        (set(), True, ("elsewhere", "heading"), 0.83),
        (set(), True, ("elsewhere", "crowded"), 0.6),
        ({ReviewReason.UNIT_GUESSED}, True, (), 0.9),
        (set(), False, (), 0.42),
        ({ReviewReason.SCOPE_UNKNOWN}, True, (), 0.08),
        ({ReviewReason.OCR}, True, (), 0.81),
    ],
)
def test_each_kind_of_reading_is_as_sure_as_the_model_says(
    reasons: set[ReviewReason], signs: tuple[str, ...], sure: float, *, is_named: bool
) -> None:
    assert confidence_of(reasons, is_named=is_named, signs=set(signs), letters=1.0) == sure


@given(REASONS, REASONS, SIGNS, SIGNS, st.floats(0.1, 1))
def test_another_doubt_another_sign_or_worse_letters_never_make_a_reading_surer(
    reasons: frozenset[ReviewReason],
    more: frozenset[ReviewReason],
    signs: frozenset[str],
    others: frozenset[str],
    letters: float,
) -> None:
    first = confidence_of(reasons, is_named=True, signs=signs, letters=letters)
    assert 0.05 <= first <= 0.95
    assert confidence_of(reasons | more, is_named=True, signs=signs, letters=letters) <= first
    assert confidence_of(reasons, is_named=True, signs=signs | others, letters=letters) <= first
    assert confidence_of(reasons, is_named=True, signs=signs, letters=letters / 2) <= first


def said(line: str) -> list[float]:
    slide = Slide()
    slide.write("주요 성과", 48, 24, 28)
    slide.write(line, 60, 120, 18)
    return [claim.confidence for claim in read_claims(deck_of(slide), METRICS, read_on=date(2026, 11, 23))]


def test_a_label_of_its_own_line_is_surer_than_a_word_that_leaves_the_metric_open() -> None:
    (clear,), (open_one,) = said("수주잔고 45억원"), said("이용료 단가 45만원")
    assert clear > open_one


def test_a_page_without_figures_says_nothing_of_being_sure() -> None:
    assert said("우리는 오래된 회사입니다") == []
