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
UNTOLD = ReviewReason.STATUS_UNKNOWN


@pytest.mark.parametrize(
    ("reasons", "is_named", "weak", "sure"),
    [
        (set(), True, 0, 0.98),
        (set(), True, 3, 0.98),
        ({UNTOLD}, True, 0, 0.97),
        ({UNTOLD}, True, 1, 0.95),
        ({UNTOLD}, True, 2, 0.9),
        ({UNTOLD}, True, 5, 0.9),
        ({UNTOLD, ReviewReason.UNIT_GUESSED}, True, 2, 0.85),
        (set(), False, 0, 0.42),
        ({ReviewReason.SCOPE_UNKNOWN}, True, 0, 0.08),
        ({ReviewReason.OCR}, True, 0, 0.83),
    ],
)
def test_each_kind_of_reading_is_as_sure_as_the_table_says(
    reasons: set[ReviewReason], weak: int, sure: float, *, is_named: bool
) -> None:
    assert confidence_of(reasons, is_named=is_named, weak=weak, letters=1.0) == sure


@given(REASONS, REASONS, st.sampled_from([True, False]), st.integers(0, 7), st.floats(0.1, 1))
def test_another_doubt_another_weak_sign_or_worse_letters_never_make_a_reading_surer(
    reasons: frozenset[ReviewReason],
    more: frozenset[ReviewReason],
    named: bool,  # noqa: FBT001 - hypothesis gives it by its place
    weak: int,
    letters: float,
) -> None:
    first = confidence_of(reasons, is_named=named, weak=weak, letters=letters)
    assert 0.05 <= first <= 0.98
    assert confidence_of(reasons | more, is_named=named, weak=weak, letters=letters) <= first
    assert confidence_of(reasons, is_named=named, weak=weak + 1, letters=letters) <= first
    assert confidence_of(reasons, is_named=named, weak=weak, letters=letters / 2) <= first
    assert confidence_of(reasons, is_named=False, weak=weak, letters=letters) <= first


def said(line: str) -> list[float]:
    slide = Slide()
    slide.write("주요 성과", 48, 24, 28)
    slide.write(line, 60, 120, 18)
    return [claim.confidence for claim in read_claims(deck_of(slide), METRICS, read_on=date(2026, 11, 23))]


@pytest.mark.parametrize(
    ("line", "sure"),
    [
        ("2024년 매출액 45억원 달성", 0.98),
        ("수주잔고 45억원", 0.97),
        ("수주잔고: 두 공장과 여러 해 약정을 맺은 물량을 모두 합하면 45억원", 0.95),
        ("이용료 단가: 두 공장과 여러 해 약정을 맺은 물량을 모두 합하면 45만원", 0.9),
    ],
)
def test_the_fewer_words_bear_a_figure_out_the_less_sure_its_reading(line: str, sure: float) -> None:
    assert said(line) == [sure]


def test_a_page_without_figures_says_nothing_of_being_sure() -> None:
    assert said("우리는 오래된 회사입니다") == []
