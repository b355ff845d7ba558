from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.claims.page import Box, Page, Word
from dealflow.extract.layout import cells_of, join_paragraphs
from tests.extract.slides import Slide


def _texts(slide: Slide) -> list[str]:
    return [cell.text for cell in cells_of(slide.page())]


def test_words_of_a_line_make_one_cell_and_columns_make_two() -> None:
    slide = Slide()
    slide.write("누적 투자유치 48억원", 60, 100, 14)
    slide.write("고객사 86개사", 400, 100, 14)
    assert _texts(slide) == ["누적 투자유치 48억원", "고객사 86개사"]


def test_a_big_figure_and_its_small_unit_are_one_cell() -> None:
    slide = Slide(words=[Word("182", Box(60, 100, 140, 148), 40), Word("억원", Box(143, 121, 175, 143), 18)])
    assert _texts(slide) == ["182 억원"]


def test_numbers_of_a_tight_table_are_cells_of_their_own() -> None:
    slide = Slide()
    slide.write("영업이익 △920 △1,240 △310", 60, 100, 14)
    assert _texts(slide) == ["영업이익", "△920", "△1,240", "△310"]


def test_numbers_that_a_reader_ran_together_part_at_their_thousands() -> None:
    slide = Slide(words=[Word("610,0001,150,000", Box(60, 100, 188, 117), 14)])
    assert _texts(slide) == ["610,000", "1,150,000"]


def test_a_number_torn_by_kerning_is_mended() -> None:
    torn = [Word("1", Box(60, 100, 68, 117), 14, glued=True), Word("2,345", Box(68.5, 100, 105, 117), 14)]
    assert _texts(Slide(words=torn)) == ["12,345"]


def test_text_drawn_twice_to_look_bold_counts_once() -> None:
    bold = [Word("매출", Box(60, 100, 88, 117), 14), Word("매출", Box(60.4, 100, 88.4, 117), 14)]
    assert _texts(Slide(words=bold)) == ["매출"]


def test_words_off_the_page_are_left_out() -> None:
    assert _texts(Slide(words=[Word("777억원", Box(-200, 100, -120, 117), 14)])) == []


def test_lines_that_continue_each_other_are_a_paragraph() -> None:
    slide = Slide()
    slide.write("We took one round of", 60, 100, 14)
    slide.write("financing in 2007", 60, 119, 14)
    slide.write("Another card", 400, 100, 14)
    cells = cells_of(slide.page())
    join_paragraphs(cells)
    assert sorted({cell.paragraph.text for cell in cells if cell.paragraph}) == [
        "Another card",
        "We took one round of\nfinancing in 2007",
    ]


def test_the_box_of_a_part_covers_its_words_and_no_more() -> None:
    slide = Slide()
    slide.write("매출 45억 달성", 60, 100, 10)
    (cell,) = cells_of(slide.page())
    (box,) = cell.boxes_of(3, 6)
    words = {word.text: word.box for word in slide.words}
    assert box == words["45억"]


@given(st.permutations(range(6)))
def test_the_order_of_words_does_not_matter(order: list[int]) -> None:
    slide = Slide()
    slide.write("고객사 86개사 누적", 60, 100, 14)
    slide.write("매출 45억 달성", 60, 140, 14)
    mixed = Page(1, 960, 540, tuple(slide.words[place] for place in order))
    assert [cell.text for cell in cells_of(mixed)] == ["고객사 86개사 누적", "매출 45억 달성"]
