from __future__ import annotations

import io

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from dealflow.decks.pptx import read_pptx
from dealflow.domain.claims.page import Box, Page, Source
from dealflow.errors import UnreadableDeckError


def saved(presentation: Presentation) -> bytes:
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


def deck() -> Presentation:
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(960), Pt(540)
    return presentation


def blank(presentation: Presentation) -> object:
    return presentation.slides.add_slide(presentation.slide_layouts[6])


def text_in(page: Page, box: Box) -> str:
    inside = [w for w in page.words if box.x0_pt <= w.box.x0_pt and w.box.x1_pt <= box.x1_pt + 0.1]
    return " ".join(w.text for w in inside if box.y0_pt <= w.box.y0_pt and w.box.y1_pt <= box.y1_pt + 0.1)


def test_a_card_keeps_its_number_over_its_label() -> None:
    presentation = deck()
    shape = blank(presentation).shapes.add_textbox(Pt(100), Pt(50), Pt(200), Pt(100))
    shape.text_frame.text = "153억 원"
    shape.text_frame.paragraphs[0].runs[0].font.size = Pt(40)
    label = shape.text_frame.add_paragraph()
    label.text = "누적 투자"
    page = read_pptx(saved(presentation)).pages[0]
    by_text = {word.text: word for word in page.words}
    assert [word.text for word in page.words] == ["153억", "원", "누적", "투자"]
    assert by_text["153억"].box.y1_pt <= by_text["누적"].box.y0_pt
    assert by_text["153억"].size_pt > by_text["누적"].size_pt
    assert all(word.box.x0_pt >= 100 and word.box.x1_pt <= 300 for word in page.words)


def test_a_table_has_its_cells_where_they_are_drawn() -> None:
    presentation = deck()
    frame = blank(presentation).shapes.add_table(2, 2, Pt(100), Pt(100), Pt(400), Pt(80))
    for down, row in enumerate((("구분", "2024"), ("매출액", "4,530"))):
        for across, text in enumerate(row):
            frame.table.cell(down, across).text = text
    page = read_pptx(saved(presentation)).pages[0]
    assert text_in(page, Box(100, 140, 300, 180)) == "매출액"
    assert text_in(page, Box(300, 140, 500, 180)) == "4,530"


def test_a_chart_gives_its_data_not_its_drawing() -> None:
    presentation = deck()
    data = CategoryChartData()
    data.categories = ["2023", "2024"]
    data.add_series("매출(억원)", (20, 45.3))
    blank(presentation).shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Pt(50), Pt(50), Pt(300), Pt(200), data)
    words = [word.text for word in read_pptx(saved(presentation)).pages[0].words]
    assert words[-5:] == ["2023", "2024", "매출(억원)", "20", "45.3"]


def test_notes_stand_below_the_slide() -> None:
    presentation = deck()
    slide = blank(presentation)
    slide.notes_slide.notes_text_frame.text = "ARR은 18억 원입니다"
    page = read_pptx(saved(presentation)).pages[0]
    assert page.height_pt > 540
    assert [word.text for word in page.words] == ["ARR은", "18억", "원입니다"]
    assert all(word.box.y0_pt >= 540 for word in page.words)


def test_a_shape_in_a_group_stands_where_it_is_seen() -> None:
    presentation = deck()
    group = blank(presentation).shapes.add_group_shape()
    group.shapes.add_textbox(Pt(0), Pt(0), Pt(100), Pt(40)).text_frame.text = "in"
    group.left, group.top, group.width, group.height = Pt(500), Pt(300), Pt(200), Pt(80)
    word = read_pptx(saved(presentation)).pages[0].words[0]
    assert 500 <= word.box.x0_pt <= 700
    assert 300 <= word.box.y0_pt <= 380


def test_a_slide_without_words_says_so() -> None:
    presentation = deck()
    blank(presentation)
    assert read_pptx(saved(presentation)).pages[0].source is Source.NONE


@pytest.mark.parametrize(("data", "reason"), [(b"PK\x03\x04 no zip", "damaged"), (saved(deck()), "empty")])
def test_what_is_no_deck_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDeckError) as refusal:
        read_pptx(data)
    assert refusal.value.reason == reason
