"""What is looked for: parts of words in any case and spacing, initials, and what is shown around a hit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.values.search_words import Piece, grams, holds, initials, places, query_of, snippet


@pytest.mark.parametrize(
    ("text", "looked_for"),
    [
        ("방사선 민감제 개발", "방사선민감제"),
        ("방사선민감제", "방사선 민감"),
        ("VSPharmTech Inc.", "vspharm"),
        ("ＡＲＲ $10M", "arr"),
        ("매출 12.3억 원", "12.3억원"),
        ("가온비전(가상)", "ㄱㅇㅂ"),
        ("브이에스팜텍", "ㅍㅌ"),
    ],
)
def test_a_text_holds_a_part_of_its_words_in_any_case_and_spacing_and_its_initials(text: str, looked_for: str) -> None:
    assert holds(text, query_of(looked_for))


def test_every_word_must_stand_in_the_text() -> None:
    assert holds("ARR 10억, 고객사 47곳", query_of("고객사 arr"))
    assert not holds("ARR 10억, 고객사 47곳", query_of("고객사 mrr"))


def test_one_sign_is_too_little_and_nothing_is_nothing() -> None:
    assert query_of("가").is_too_short
    assert not query_of("").is_too_short
    assert not query_of("  ").words
    assert not query_of("가 나다").is_too_short


def test_initials_are_those_of_syllables_alone() -> None:
    assert initials("가온비전 AI 2호(쌍)") == "ㄱㅇㅂㅈㅎㅆ"


def test_a_snippet_shows_the_first_place_with_the_words_marked() -> None:
    assert snippet("우리는 방사선 민감제를 만든다", query_of("방사선민감제")) == (
        Piece("우리는 ", is_hit=False),
        Piece("방사선 민감제", is_hit=True),
        Piece("를 만든다", is_hit=False),
    )
    far = snippet("가 " * 200 + "목표 매출", query_of("매출"))
    assert far[0] == Piece("…", is_hit=False)
    assert Piece("매출", is_hit=True) in far


def test_the_words_of_a_page_in_which_a_hit_stands_are_named_also_across_their_borders() -> None:
    assert places(["방사선", "민감", "제를", "개발"], query_of("선민감제")) == (0, 1, 2)
    assert places(["ARR", "10", "arr"], query_of("arr")) == (0, 2)
    assert places(["하나"], query_of("둘셋")) == ()


@given(st.text(max_size=60), st.integers(0, 60), st.integers(2, 8))
def test_whatever_part_of_a_text_is_looked_for_its_pairs_stand_among_the_texts(text: str, at: int, long: int) -> None:
    part = text[at : at + long]
    query = query_of(part)
    if (
        query.words
        and holds(text, query)
        and not any(sign in "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎㄲㄸㅃㅆㅉ" for sign in part)
    ):
        assert query.grams <= grams(text)


@given(st.text(max_size=200), st.text(max_size=12))
def test_a_snippet_is_made_of_any_text_and_any_query(text: str, looked_for: str) -> None:
    pieces = snippet(text, query_of(looked_for))
    assert all(piece.text for piece in pieces)
