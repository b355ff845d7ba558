from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject
from reportlab.lib.utils import ImageReader

from dealflow.decks.read import read_deck
from dealflow.decks.traits import Traits, traits_of

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from tests.decks.conftest import Draw


def words(data: bytes) -> list[str]:
    return [word.text for page in read_deck(data, with_ocr=False).pages for word in page.words]


def noise() -> ImageReader:
    chance = random.Random(1)  # noqa: S311 -- no secret
    return ImageReader(Image.frombytes("RGB", (60, 40), bytes(chance.randrange(256) for _ in range(60 * 40 * 3))))


def test_words_under_a_box_drawn_later_are_left_out_and_those_over_it_stay(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(100, 400, "Pre-money 30bn")
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(90, 390, 400, 40, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(100, 400, "Pre-money 25bn")

    assert words(draw(page)) == ["Pre-money", "25bn"]


def test_only_the_covered_part_of_a_line_is_left_out(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(100, 400, "Revenue 2025 12bn")
        canvas.setFillColorRGB(0.9, 0.9, 1)
        canvas.rect(100 + canvas.stringWidth("Revenue 2025 "), 390, 200, 40, stroke=0, fill=1)

    assert words(draw(page)) == ["Revenue", "2025"]


@pytest.mark.parametrize("alpha", [0.0, 0.5, 0.95])
def test_what_shines_through_stays(draw: Draw, alpha: float) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(100, 400, "Revenue 12bn")
        canvas.setFillAlpha(alpha)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(90, 390, 400, 40, stroke=0, fill=1)

    assert words(draw(page)) == ["Revenue", "12bn"]


def test_a_frame_or_a_ring_over_words_hides_nothing(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(100, 400, "Revenue 12bn")
        canvas.rect(90, 390, 400, 40, stroke=1, fill=0)
        ring = canvas.beginPath()
        ring.circle(160, 405, 200)
        ring.circle(160, 405, 190)
        canvas.drawPath(ring, stroke=0, fill=1, fillMode=0)

    assert words(draw(page)) == ["Revenue", "12bn"]


def test_a_photograph_hides_words_and_a_scan_keeps_its_text_layer(draw: Draw) -> None:
    def photograph(canvas: Canvas) -> None:
        canvas.drawString(100, 400, "old 9bn")
        canvas.drawString(100, 100, "new 12bn")
        canvas.drawImage(noise(), 50, 350, 400, 150)

    def scan(canvas: Canvas) -> None:
        canvas.drawString(100, 400, "scanned 9bn")
        canvas.drawImage(noise(), 0, 0, 960, 540)

    assert words(draw(photograph)) == ["new", "12bn"]
    page = read_deck(draw(scan), with_ocr=False).pages[0]
    assert [(word.text, word.confidence, word.hidden) for word in page.words] == [
        ("scanned", 0.7, False),
        ("9bn", 0.7, False),
    ]


def test_of_two_copies_at_one_place_one_stays(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        for _ in range(2):
            canvas.setFillColorRGB(0.8, 0.9, 1)
            canvas.rect(90, 390, 400, 40, stroke=0, fill=1)
            canvas.setFillColorRGB(0, 0, 0)
            canvas.drawString(100, 400, "Revenue 12bn")

    assert words(draw(page)) == ["Revenue", "12bn"]


@pytest.mark.parametrize("seed", range(8))
def test_of_drawn_boxes_and_words_those_on_top_are_read(draw: Draw, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- no secret
    places = [(60 + 300 * across, 60 + 80 * down) for across in range(3) for down in range(6)]
    covered = {place for place in places if chance.random() < 0.4}

    def page(canvas: Canvas) -> None:
        for at, (x, y) in enumerate(places):
            canvas.drawString(x, y, f"w{at}")
        for x, y in sorted(covered, key=lambda _: chance.random()):
            canvas.setFillColorRGB(*(chance.choice((1.0, 0.95, 0.2)) for _ in range(3)))
            canvas.rect(x - 5, y - 8, 90, 34, stroke=0, fill=1)

    assert set(words(draw(page))) == {f"w{at}" for at, place in enumerate(places) if place not in covered}


def with_layer(data: bytes, *, off: bool, inside_form: bool = False) -> bytes:
    """Return the PDF whose text between the marks lies in a layer, on or off by default."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    layer = writer._add_object(
        DictionaryObject({NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("old")})
    )
    page = writer.pages[0]
    if inside_form:
        form = StreamObject()
        form.set_data(b"BT /F1 20 Tf 100 200 Td (Revenue 9bn) Tj ET")
        form.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
        form[NameObject("/BBox")] = page.mediabox
        form[NameObject("/OC")] = layer
        form[NameObject("/Resources")] = page["/Resources"]
        page["/Resources"][NameObject("/XObject")] = DictionaryObject({NameObject("/Old"): writer._add_object(form)})
        content = page.get_contents().get_data() + b"\n/Old Do"
    else:
        page["/Resources"][NameObject("/Properties")] = DictionaryObject({NameObject("/MC0"): layer})
        content = page.get_contents().get_data().replace(b"BT 1 0 0 1 100 300", b"/OC /MC0 BDC BT 1 0 0 1 100 300")
        content += b"\nEMC"
    written = StreamObject()
    written.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(written)
    shown = DictionaryObject({NameObject("/Order"): ArrayObject([layer])})
    if off:
        shown[NameObject("/OFF")] = ArrayObject([layer])
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): shown}
    )
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize("inside_form", [False, True])
@pytest.mark.parametrize("off", [False, True])
def test_words_in_a_layer_that_is_off_are_left_out(draw: Draw, off: bool, inside_form: bool) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(100, 400, "Revenue 12bn")
        if not inside_form:
            canvas.drawString(100, 300, "Revenue 9bn")

    data = with_layer(draw(page), off=off, inside_form=inside_form)
    assert words(data) == (["Revenue", "12bn"] if off else ["Revenue", "12bn", "Revenue", "9bn"])


def test_traits_are_read_from_bytes_and_are_never_an_error() -> None:
    assert traits_of(b"%PDF-1.7 << /OCProperties << /D << /OFF [ 1 0 R ] >> >> >>") == Traits(True, False)
    assert traits_of(b"<< /Type /Catalog /Collection << /View /D >> >>") == Traits(False, True)
    assert traits_of(b"1 0 obj << /Type /ObjStm /Length 3 >> stream\nabc\nendstream") == Traits(False, False)
    assert traits_of(b"") == Traits(False, False)
