from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from reportlab.lib.colors import red

from dealflow.decks.pdf import read_pdf
from dealflow.decks.render import page_picture
from dealflow.errors import InvalidInputError, UnreadableDeckError

if TYPE_CHECKING:
    from conftest import Draw
    from reportlab.pdfgen.canvas import Canvas


def test_a_page_becomes_a_jpeg_of_its_size(slide: bytes) -> None:
    picture = Image.open(io.BytesIO(page_picture(slide, 1, dpi=144)))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (1920, 1080))


def test_the_same_page_is_drawn_to_the_same_bytes(slide: bytes) -> None:
    assert page_picture(slide, 1) == page_picture(slide, 1)


def test_the_words_box_lies_over_the_words_ink(slide: bytes) -> None:
    picture = Image.open(io.BytesIO(page_picture(slide, 1, dpi=72))).convert("L")
    box = next(word.box for word in read_pdf(slide).pages[0].words if word.text == "12.4억원")
    inside = picture.crop((int(box.x0_pt), int(box.y0_pt), int(box.x1_pt) + 1, int(box.y1_pt) + 1))
    above = picture.crop((int(box.x0_pt), int(box.y0_pt) - 40, int(box.x1_pt), int(box.y0_pt) - 5))
    assert inside.getextrema()[0] < 60
    assert above.getextrema()[0] > 200


def test_colours_are_as_drawn(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFillColor(red)
        canvas.rect(0, 0, 960, 540, stroke=0, fill=1)

    middle = Image.open(io.BytesIO(page_picture(draw(page), 1))).getpixel((100, 100))
    assert middle == pytest.approx((254, 0, 0), abs=3)


def test_a_huge_page_is_drawn_small(draw: Draw) -> None:
    picture = page_picture(draw(lambda canvas: canvas.drawString(9, 9, "x"), size=(14_400, 7_200)), 1)
    assert Image.open(io.BytesIO(picture)).size == (4000, 2000)


@pytest.mark.parametrize("page", [0, 2, -1])
def test_a_page_that_is_not_there_is_an_error(slide: bytes, page: int) -> None:
    with pytest.raises(InvalidInputError):
        page_picture(slide, page)


def test_bytes_that_are_no_document_are_an_error() -> None:
    with pytest.raises(UnreadableDeckError) as refusal:
        page_picture(b"nothing", 1)
    assert refusal.value.reason == "damaged"
