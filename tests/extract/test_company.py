from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.claims.deck import Suggestion
from dealflow.domain.values.register_numbers import biz_reg_no_valid
from dealflow.extract.company import suggest_company
from tests.extract.slides import Slide, deck_of


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        ("000-00-00001", False),
        ("000-00-00009", False),
        ("000-00-00000", True),
        ("0000000000", True),
        ("000-00-0000", False),
        ("abc-de-fghij", False),
        ("", False),
    ],
)
def test_the_check_digit_of_a_register_number(number: str, *, holds: bool) -> None:
    assert biz_reg_no_valid(number) is holds


@given(st.text(alphabet="0123456789", min_size=9, max_size=9))
def test_exactly_one_last_digit_holds(first: str) -> None:
    assert sum(biz_reg_no_valid(first + last) for last in "0123456789") == 1


def _cover(*lines: tuple[str, float]) -> Slide:
    slide = Slide()
    for row, (text, size) in enumerate(lines):
        slide.write(text, 80, 120 + row * 80, size)
    return slide


def test_the_label_comes_before_the_cover_and_the_file_name() -> None:
    cover = _cover(("가온비전(가상)", 40), ("Investor Relations 2026", 16))
    second = _cover(("회사명", 14))
    second.write("주식회사 가온비전아이(가상)", 300, 120, 14)
    assert suggest_company(deck_of(cover, second), "IR_라온(가상)_2026.pdf") == (
        Suggestion("주식회사 가온비전아이(가상)", "label", 2),
        Suggestion("가온비전(가상)", "cover", 1),
        Suggestion("라온(가상)", "file_name"),
    )


def test_a_register_number_is_kept_only_where_its_check_digit_holds() -> None:
    held = _cover(("가온비전(가상)", 40), ("사업자등록번호 000-00-00000", 14))
    failed = _cover(("가온비전(가상)", 40), ("사업자등록번호 000-00-00001", 14))
    assert suggest_company(deck_of(held), "")[0].biz_reg_no == "000-00-00000"
    assert suggest_company(deck_of(failed), "")[0].biz_reg_no is None


def test_a_deck_that_names_nobody_suggests_nobody() -> None:
    assert suggest_company(deck_of(_cover(("Investor Relations", 40))), "deck.pdf") == ()


def test_blanks_that_a_page_sets_around_a_brackets_words_are_no_part_of_a_name() -> None:
    deck = deck_of(_cover(("회사명: 다온로보틱스 ( 가상 )", 20)))
    assert suggest_company(deck, "scan.pdf")[0].name == "다온로보틱스(가상)"


@pytest.mark.parametrize(
    "spoken",
    [
        "□ 일반현황",
        "4. 재무 정보",
        "[붙임 2] 사업계획서",
        "추정해 보겠습니다.",
        "We enable every",
        "Location : Korea",
        "Turn every order",
    ],
)
def test_a_heading_or_a_piece_of_a_sentence_is_no_name(spoken: str) -> None:
    assert suggest_company(deck_of(_cover((spoken, 40))), "") == ()


def test_a_phrase_that_is_set_in_lines_is_no_name() -> None:
    slide = Slide()
    for row, line in enumerate(("Everyday tools", "for makers", "and growers")):
        slide.write(line, 80, 120 + row * 48, 40)
    assert suggest_company(deck_of(slide), "") == ()


def test_a_heading_says_in_brackets_whose_it_is() -> None:
    names = [found.name for found in suggest_company(deck_of(_cover(("4. 재무 정보(가온비전)", 30))), "")]
    assert names == ["가온비전"]


@pytest.mark.parametrize(
    "proof", ["ask@gaonvision.example", "https://www.gaonvision.example/ir", "GaonVision makes cameras"]
)
def test_what_the_deck_bears_out_comes_before_the_largest_words_of_its_cover(proof: str) -> None:
    deck = deck_of(_cover(("Bright Mornings", 40)), _cover((proof, 14)), _cover(("GaonVision", 14)))
    assert suggest_company(deck, "gaonvision_seed_v3.pdf")[0].name.lower() == "gaonvision"


def test_of_a_file_name_what_the_deck_prints_is_kept_as_printed() -> None:
    deck = deck_of(_cover(("Investor Relations", 40)), _cover(("GaonVision sees", 14)))
    assert suggest_company(deck, "gaonvision one pager.pdf") == (Suggestion("GaonVision", "file_name"),)


def test_a_row_of_rivals_names_nobody() -> None:
    slide = Slide()
    for column, (head, name) in enumerate(
        (("Category", "Company"), ("Competitor 1", "Haemaru"), ("Competitor 2", "Raon"))
    ):
        slide.write(head, 80 + 200 * column, 120, 14)
        slide.write(name, 80 + 200 * column, 150, 14)
    cover = _cover(("Investor Relations", 40))
    assert suggest_company(deck_of(cover, slide), "") == ()
