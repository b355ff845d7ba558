from __future__ import annotations

import pytest

from dealflow.catalogue.metrics import load_metrics
from dealflow.extract.labels import catalogue_index, squeezed

_INDEX = catalogue_index(load_metrics())


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("매출총이익률", "gross_margin"),
        ("매 출 액", "revenue"),
        ("영업이익률", "operating_margin"),
        ("Gross Margins", "gross_margin"),
        ("고객사수", "customers_count"),
        ("Customer lifetime value", "ltv"),
        ("year on year growth", "revenue_growth_yoy"),
        ("PoC 전환율", "poc_conversion"),
        ("누적 투자유치", "total_raised"),
    ],
)
def test_the_longest_label_wins_and_spaces_do_not_count(text: str, metric: str) -> None:
    (label,) = _INDEX.find(text)
    assert label.metrics[0].metric.id == metric
    assert text[label.start : label.end].rstrip("s") == text.rstrip("s")


@pytest.mark.parametrize("text", ["Sam went home", "scarring", "marketing", "GMS", "insomnia", ""])
def test_latin_labels_match_whole_words_and_acronyms_in_capitals_only(text: str) -> None:
    assert _INDEX.find(text) == ()


def test_a_label_does_not_count_beside_a_word_that_it_avoids() -> None:
    assert _INDEX.find("매출채권") == ()


def test_two_labels_in_a_line_are_both_found_in_order() -> None:
    found = [label.metrics[0].metric.id for label in _INDEX.find("불량률 감소와 생산성 향상")]
    assert found == ["ref_defect_reduction", "ref_productivity_gain"]


def test_squeezing_drops_spaces_hyphens_and_case() -> None:
    assert squeezed("Year-on Year ") == "yearonyear"


def test_a_short_label_does_not_run_from_inside_one_word_into_the_next() -> None:
    assert [label.key for label in _INDEX.find("2개사 고객사 수")] == ["고객사수"]
    assert [label.key for label in _INDEX.find("현장 사 고 건수")] == ["사고건수"]


@pytest.mark.parametrize("text", ["post-demo conversion", "revenue-based lending", "a TAM-like estimate"])
def test_the_first_half_of_a_compound_is_no_label(text: str) -> None:
    assert not {"post_money", "revenue", "tam"} & {m.metric.id for label in _INDEX.find(text) for m in label.metrics}


@pytest.mark.parametrize(
    ("text", "metric"), [("post-money", "post_money"), ("revenue - 12", "revenue"), ("TAM-12", "tam")]
)
def test_a_label_before_a_dash_or_a_number_is_one(text: str, metric: str) -> None:
    assert metric in {m.metric.id for label in _INDEX.find(text) for m in label.metrics}
