"""Tables that are pictures in Word and PowerPoint files are read where they stand, and become doubted figures."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import docx
import pptx
import pytest
from docx.shared import Inches
from PIL import Image, ImageDraw, ImageFont
from pptx.util import Inches as PptxInches

from dealflow.actions.claims.reading_worker import read
from dealflow.decks.read import read_deck
from dealflow.domain.claims.claims import Origin, ReviewReason

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealflow.domain.claims.page import Box

ROWS = (
    ("USD", "2023", "2024"),
    ("Revenue", "$1,204,500", "$2,450,000"),
    ("Gross margin", "41%", "47%"),
    ("Cash balance", "$318,000", "$905,250"),
)


def table(high_px: int = 520) -> io.BytesIO:
    drawn = Image.new("RGB", (1400, high_px), "#f4f6fb")
    pen, type_ = ImageDraw.Draw(drawn), ImageFont.load_default(44)
    for down, row in enumerate(ROWS):
        for across, text in enumerate(row):
            pen.text((40 + 460 * across, 40 + 120 * down), text, "#203864", type_)
    file = io.BytesIO()
    drawn.save(file, "PNG")
    file.seek(0)
    return file


def word_file() -> bytes:
    document = docx.Document()
    document.add_paragraph("Answers of Fictional Robotics to the questions of its investors")
    document.add_paragraph("3. Your figures of the last two years:")
    document.add_picture(table(), width=Inches(6))
    document.add_paragraph("Customers: 64")
    return saved(document)


def slides() -> bytes:
    deck = pptx.Presentation()
    for title in ("Fictional Robotics at a glance", "Fictional Robotics in figures"):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
    slide.shapes.add_picture(table(), PptxInches(1), PptxInches(2), PptxInches(7), PptxInches(2.6))
    return saved(deck)


def slides_that_are_pictures() -> bytes:
    """A deck of exported pictures, one a slide, with a speaker's notes and a page number over each."""
    deck = pptx.Presentation()
    for number in range(1, 5):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        marked = Image.open(table(1050))
        marked.putpixel((0, 0), (number, 0, 0))
        file = io.BytesIO()
        marked.save(file, "PNG")
        file.seek(0)
        slide.shapes.add_picture(file, 0, 0, deck.slide_width, deck.slide_height)
        slide.shapes.add_textbox(PptxInches(9), PptxInches(7), PptxInches(1), PptxInches(0.4)).text_frame.text = "7"
        slide.notes_slide.notes_text_frame.text = f"Say this on slide {number}"
    return saved(deck)


def saved(file: object) -> bytes:
    written = io.BytesIO()
    file.save(written)  # type: ignore[attr-defined]  # of python-docx and python-pptx alike
    return written.getvalue()


def texts(row: int) -> set[str]:
    return {word for cell in ROWS[row] for word in cell.split()}


def is_within(inner: Box, outer: Box) -> bool:
    return (
        outer.x0_pt - 2 <= inner.x0_pt
        and inner.x1_pt <= outer.x1_pt + 2
        and outer.y0_pt - 2 <= (inner.y0_pt + inner.y1_pt) / 2 <= outer.y1_pt + 2
    )


@pytest.mark.parametrize("make", [word_file, slides])
def test_a_picture_of_a_table_is_read_at_its_place(make: Callable[[], bytes]) -> None:
    page = read_deck(make()).pages[-1]
    doubted = [word for word in page.words if word.confidence < 1]
    assert set().union(*(texts(row) for row in range(4))) <= {word.text for word in doubted}
    ((place, _),) = page.pictures
    assert all(is_within(word.box, place) for word in doubted)
    tops = {word.text: word.box.y0_pt for word in doubted}
    assert tops["$1,204,500"] == pytest.approx(tops["Revenue"], abs=4)


@pytest.mark.parametrize("make", [word_file, slides])
def test_its_figures_are_claims_that_say_where_they_come_from(make: Callable[[], bytes]) -> None:
    claims = [claim for claim in read(make(), "file").claims if claim.origin is Origin.OCR]
    told = {
        (claim.metric, claim.quantity.value, claim.period.label if claim.period is not None else "") for claim in claims
    }
    assert {("revenue", Decimal(1_204_500), "2023"), ("revenue", Decimal(2_450_000), "2024")} <= told
    assert {("gross_margin", Decimal(47), "2024"), ("cash_balance", Decimal(905_250), "2024")} <= told
    assert all(ReviewReason.OCR in claim.review_reasons for claim in claims)


def test_slides_that_are_pictures_with_a_page_number_over_each_are_no_template() -> None:
    pages = read_deck(slides_that_are_pictures()).pages
    assert [{"$2,450,000", "47%"} <= {word.text for word in page.words} for page in pages] == [True] * 4


@pytest.mark.parametrize("make", [word_file, slides])
def test_without_ocr_the_words_beside_a_picture_are_read_all_the_same(make: Callable[[], bytes]) -> None:
    deck = read_deck(make(), with_ocr=False)
    assert all(word.confidence == 1 for page in deck.pages for word in page.words)
    reading = read(make(), "file", with_ocr=False)
    assert len(reading.unread_pages) == 1
