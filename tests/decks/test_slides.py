from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Pt

from dealflow.actions.claims.page_image_worker import picture
from dealflow.decks import office
from dealflow.decks.pptx import read_pptx
from dealflow.decks.read import read_deck
from dealflow.decks.slides import slide_picture
from dealflow.errors import InvalidInputError, UnreadableDeckError

if TYPE_CHECKING:
    from dealflow.domain.claims.page import Box

libreoffice = pytest.mark.skipif(
    office.program() is None and os.environ.get("CI") != "true", reason="needs LibreOffice (libreoffice-impress-nogui)"
)


@pytest.fixture(scope="module")
def deck() -> bytes:
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(960), Pt(540)
    for number, hidden in enumerate((False, True), start=1):
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        frame = slide.shapes.add_textbox(Pt(100), Pt(200), Pt(400), Pt(60)).text_frame
        frame.text, frame.word_wrap = f"ARR 1{number}", True
        photo = io.BytesIO()
        Image.new("RGB", (40, 40), "red").save(photo, "PNG")
        slide.shapes.add_picture(photo, Pt(700), Pt(100), Pt(200), Pt(200))
        if hidden:
            slide._element.set("show", "0")
    presentation.slides[0].notes_slide.notes_text_frame.text = "MRR 7"
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


def is_inked(image: Image.Image, box: Box, scale: float) -> bool:
    darkest, lightest = image.convert("L").crop(tuple(round(side * scale) for side in box)).getextrema()
    return lightest - darkest > 60


def test_an_outline_shows_words_notes_and_pictures_where_they_are_read(deck: bytes) -> None:
    page = read_pptx(deck).pages[0]
    image = slide_picture(deck, 1, 144)
    assert image.size == (1920, round(page.height_pt * 2))
    assert all(is_inked(image, word.box, 2) for word in page.words)
    assert image.getpixel((1600, 400)) == (255, 0, 0)
    assert image.getpixel((1600, 800)) == (255, 255, 255)


@libreoffice
def test_libreoffice_draws_the_slides_hidden_ones_too(deck: bytes) -> None:
    pdf = office.as_pdf(deck)
    assert pdf is not None
    drawn = read_deck(pdf)
    assert ["".join(word.text for word in page.words) for page in drawn.pages] == ["ARR11", "ARR12"]
    page = read_pptx(deck).pages[0]
    image = slide_picture(deck, 1, 72, pdf)
    assert image.size == (960, round(page.height_pt))
    assert all(is_inked(image, word.box, 1) for word in page.words)
    assert image.getpixel((800, 200)) == pytest.approx((255, 0, 0), abs=4)


def test_a_drawing_of_other_slides_is_not_believed(deck: bytes, slide: bytes) -> None:
    assert slide_picture(deck, 1, 72, slide) == slide_picture(deck, 1, 72)
    assert slide_picture(deck, 1, 72, b"no pdf") == slide_picture(deck, 1, 72)


def test_a_page_of_any_kind_is_drawn_as_a_jpeg(deck: bytes, slide: bytes) -> None:
    photo = io.BytesIO()
    Image.new("RGBA", (80, 40), (0, 0, 255, 255)).save(photo, "PNG")
    sizes = [Image.open(io.BytesIO(picture(data, 1, 72))).size for data in (slide, deck, photo.getvalue())]
    assert sizes == [(960, 540), (960, round(read_pptx(deck).pages[0].height_pt)), (960, 480)]
    assert picture(slide + deck, 2, 72, len(slide)) == picture(deck, 2, 72)


@pytest.mark.parametrize("page", [0, 3])
def test_a_slide_that_is_not_there_is_an_error(deck: bytes, page: int) -> None:
    with pytest.raises(InvalidInputError):
        picture(deck, page, 72)


def test_a_deck_of_slides_comes_through_the_one_door(deck: bytes) -> None:
    assert read_deck(deck, "deck.pptx", with_ocr=False) == read_pptx(deck)
    assert read_deck(deck, "deck.pptx").pages[0].words == read_pptx(deck).pages[0].words


@pytest.mark.parametrize("end", [100, 1000, -40])
def test_half_a_deck_of_slides_is_damaged(deck: bytes, end: int) -> None:
    with pytest.raises(UnreadableDeckError) as refused:
        read_deck(deck[:end], "deck.pptx")
    assert refused.value.reason in {"damaged", "unsupported"}
