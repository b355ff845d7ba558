from __future__ import annotations

import io
import threading
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf.generic import RectangleObject
from reportlab.lib.colors import Color, navy, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from dealflow.decks import legible
from dealflow.decks.pdf import READER, read_pdf
from dealflow.domain.claims.page import Source
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from conftest import Draw

KOREAN = "HYGothic-Medium"


def texts(data: bytes, page: int = 1) -> list[str]:
    return [word.text for word in read_pdf(data).pages[page - 1].words]


def rewritten(data: bytes, change: object) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_words_come_with_their_boxes_in_points_from_the_top_left(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Courier", 20)  # every glyph is 0.6 em wide: 12 points
        canvas.drawString(100, 400, "ARR $3.2M")

    deck = read_pdf(draw(page))
    (read,) = deck.pages
    assert (deck.reader, read.number, read.width_pt, read.height_pt, read.source) == (READER, 1, 960, 540, Source.TEXT)
    assert [word.text for word in read.words] == ["ARR", "$3.2M"]
    first, second = (word.box for word in read.words)
    assert (first.x0_pt, first.x1_pt) == pytest.approx((100, 136), abs=0.1)
    assert (second.x0_pt, second.x1_pt) == pytest.approx((148, 208), abs=0.1)
    assert first.y0_pt < 540 - 400 - 10 < 540 - 400 < first.y1_pt  # round the capitals, down below the baseline
    assert read.words[1].size_pt == pytest.approx(20, abs=4)


def test_a_big_number_and_its_small_unit_are_one_word(slide: bytes) -> None:
    assert texts(slide) == ["Gasang", "Robotics", "(Fictional)", "12.4억원", "2024년", "매출"]


def test_a_big_number_between_small_words_gives_the_box_its_height(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        x = 100.0
        for text, size in (("약", 20), ("12", 60), ("억원", 20)):
            canvas.setFont(KOREAN, size)
            canvas.drawString(x, 300, text)
            x += canvas.stringWidth(text, KOREAN, size)

    (word,) = read_pdf(draw(page)).pages[0].words
    assert word.text == "약12억원"
    assert word.size_pt == word.box.height_pt == pytest.approx(60, abs=12)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_gives_boxes_as_it_is_displayed(slide: bytes, turn: int) -> None:
    page = read_pdf(rewritten(slide, lambda writer: writer.pages[0].rotate(turn))).pages[0]
    word = next(word for word in page.words if word.text == "매출")
    upright = next(word for word in read_pdf(slide).pages[0].words if word.text == "매출").box
    expected = {
        0: (upright.x0_pt, upright.y0_pt),
        90: (540 - upright.y1_pt, upright.x0_pt),
        180: (960 - upright.x1_pt, 540 - upright.y1_pt),
        270: (upright.y0_pt, 960 - upright.x1_pt),
    }[turn]
    assert (page.width_pt, page.height_pt) == ((540, 960) if turn % 180 else (960, 540))
    assert (word.box.x0_pt, word.box.y0_pt) == pytest.approx(expected, abs=0.01)
    assert word.size_pt == pytest.approx(upright.height_pt, abs=0.1)


def test_a_cropped_page_is_measured_from_its_visible_corner_and_loses_what_is_cut_off(slide: bytes) -> None:
    def crop(writer: pypdf.PdfWriter) -> None:
        writer.pages[0].cropbox = RectangleObject((90, 200, 500, 380))

    page = read_pdf(rewritten(slide, crop)).pages[0]
    whole = {word.text: word.box for word in read_pdf(slide).pages[0].words}
    assert (page.width_pt, page.height_pt) == (410, 180)
    assert [word.text for word in page.words] == ["12.4억원", "2024년", "매출"]
    assert page.words[0].box.x0_pt == pytest.approx(whole["12.4억원"].x0_pt - 90, abs=0.01)
    assert page.words[0].box.y0_pt == pytest.approx(whole["12.4억원"].y0_pt - (540 - 380), abs=0.01)


def test_text_outside_the_page_is_left_out(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(100, 100, "seen")
        canvas.drawString(1000, 100, "777")
        canvas.drawString(100, -50, "666")

    assert texts(draw(page)) == ["seen"]


def test_fake_bold_is_read_once(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        for shift in (0, 0.4, 0.8):
            canvas.drawString(100 + shift, 100, "24.8%")

    assert texts(draw(page)) == ["24.8%"]


def test_the_same_figure_at_two_places_is_read_twice(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(100, 100, "24.8%")
        canvas.drawString(300, 100, "24.8%")

    assert texts(draw(page)) == ["24.8%", "24.8%"]


def test_a_footnote_mark_is_cut_off_its_number_and_a_power_is_not(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        for y, body, mark in ((300, "3.7", "2)"), (200, "4,000m", "2")):
            canvas.setFont("Helvetica", 30)
            canvas.drawString(100, y, body)
            width = canvas.stringWidth(body, "Helvetica", 30)
            canvas.setFont("Helvetica", 14)
            canvas.drawString(100 + width, y + 14, mark)

    assert texts(draw(page)) == ["3.7", "2)", "4,000m2"]


def test_letters_are_composed_and_shapeless_characters_dropped(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont(KOREAN, 20)
        canvas.drawString(100, 100, unicodedata.normalize("NFD", "매출액"))

    assert all(word == unicodedata.normalize("NFC", word) for word in texts(draw(page)))


def test_a_gap_without_a_printed_space_is_told(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(100, 300, "60.1")
        canvas.drawString(100 + canvas.stringWidth("60.1", "Helvetica", 20) + 6, 300, "bn")
        canvas.drawString(100, 200, "60.1 bn")

    words = read_pdf(draw(page)).pages[0].words
    assert [(word.text, word.glued) for word in words] == [
        ("60.1", True),
        ("bn", False),
        ("60.1", False),
        ("bn", False),
    ]


def test_spaced_out_letters_are_joined(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont(KOREAN, 20)
        for index, letter in enumerate("시장규모"):
            canvas.drawString(100 + 32 * index, 300, letter)
        canvas.setFont("Helvetica", 20)
        canvas.drawString(100, 200, "a b c d")

    assert texts(draw(page)) == ["시장규모", "a", "b", "c", "d"]


def test_words_without_ink_are_marked_hidden(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFillColor(white)
        canvas.drawString(100, 400, "white-on-white")
        canvas.setFillColor(navy)
        canvas.rect(90, 290, 300, 40, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.drawString(100, 300, "white-on-navy")
        canvas.setFillColor(navy)
        canvas.drawString(100, 100, "ink")
        invisible = canvas.beginText(100, 200)
        invisible.setTextRenderMode(3)
        invisible.textOut("no-ink")
        canvas.drawText(invisible)

    words = read_pdf(draw(page)).pages[0].words
    assert {word.text: word.hidden for word in words} == {
        "white-on-white": True,
        "white-on-navy": False,
        "no-ink": True,
        "ink": False,
    }


def test_transparent_text_over_its_own_outline_is_seen(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        for left in (105, 120, 135):
            canvas.rect(left, 300, 4, 14, fill=1)
        canvas.setFillColor(Color(0, 0, 0, alpha=0))
        canvas.drawString(100, 300, "outlined")
        canvas.drawString(100, 200, "nowhere")

    words = read_pdf(draw(page)).pages[0].words
    assert {word.text: word.hidden for word in words} == {"outlined": False, "nowhere": True}


def test_a_filled_form_field_is_read(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(100, 300, "Revenue")
        canvas.acroForm.textfield(name="revenue", x=200, y=290, width=200, height=30, value="153")

    assert sorted(texts(draw(page))) == ["153", "Revenue"]


def test_pictures_and_lines_are_reported(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(700, 100, "beside")
        canvas.drawImage(ImageReader(Image.new("RGB", (8, 8), "red")), 0, 0, 480, 540)
        canvas.line(500, 300, 900, 300)

    read = read_pdf(draw(page)).pages[0]
    assert read.picture_share == pytest.approx(0.5, abs=0.03)
    (rule,) = read.rules
    assert (rule.x0_pt, rule.x1_pt) == pytest.approx((500, 900), abs=1.5)
    assert rule.y0_pt == pytest.approx(240, abs=1.5)


def test_a_page_without_words_has_no_source_and_tells_whether_anything_is_drawn(draw: Draw) -> None:
    drawn, blank = read_pdf(draw(lambda canvas: canvas.rect(0, 0, 480, 540), lambda _: None)).pages
    assert (drawn.words, drawn.source, drawn.picture_share) == ((), Source.NONE, pytest.approx(0.5, abs=0.05))
    assert (blank.words, blank.source, blank.picture_share) == ((), Source.NONE, 0.0)


def test_the_documents_own_title_is_given(slide: bytes) -> None:
    titled = rewritten(slide, lambda writer: writer.add_metadata({"/Title": "가상로보틱스(가상) IR"}))
    assert read_pdf(titled).title == "가상로보틱스(가상) IR"


def test_too_many_pages_are_refused_by_their_number(draw: Draw) -> None:
    with pytest.raises(UnreadableDeckError) as refusal:
        read_pdf(draw(*[lambda canvas: canvas.drawString(9, 9, "x")] * 4), max_pages=3)
    assert refusal.value.parameters == {"reason": "too_many_pages", "pages": 4, "limit": 3}


def test_threads_reading_at_once_get_what_one_gets_alone(slide: bytes) -> None:
    alone = read_pdf(slide)
    read = []
    threads = [threading.Thread(target=lambda: read.extend(read_pdf(slide) for _ in range(10))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == [alone] * 40


@settings(max_examples=40, deadline=None)
@given(words=st.lists(st.text("ABCxyz0123456789.,%$매출억원", min_size=1, max_size=8), min_size=1, max_size=8))
def test_any_line_of_words_comes_back_in_boxes_from_left_to_right(words: list[str]) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(2000, 300))
    canvas.setFont(KOREAN, 18)
    canvas.drawString(50, 100, " ".join(words))
    canvas.save()
    read = read_pdf(file.getvalue()).pages[0].words
    assert [word.text for word in read] == words
    edges = [edge for word in read for edge in (word.box.x0_pt, word.box.x1_pt)]
    assert edges == sorted(edges)


def test_characters_beyond_the_first_plane_do_not_shift_the_boxes() -> None:
    font = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    pdfmetrics.registerFont(TTFont("DejaVu", font))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(960, 540))
    canvas.setFont("DejaVu", 20)
    canvas.drawString(100, 300, "\N{MATHEMATICAL DOUBLE-STRUCK CAPITAL A} ARR 12")
    canvas.save()
    words = {word.text: word.box for word in read_pdf(file.getvalue()).pages[0].words}
    width = canvas.stringWidth("12", "DejaVu", 20)
    assert words["12"].width_pt == pytest.approx(width, abs=1)
    assert words["12"].x0_pt - words["ARR"].x1_pt == pytest.approx(canvas.stringWidth(" ", "DejaVu", 20), abs=1)


def unmapped(letters: str, *, shift: int) -> bytes:
    """Return a page whose font has no map to Unicode: its codes are glyph numbers, as careless writers leave them."""
    codes = "".join(f"{max(ord(letter) - shift, 3):04X}" for letter in letters)
    content = f"BT /F 15 Tf 100 300 Td <{codes}> Tj ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Gasang /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
        (
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Gasang /CIDToGIDMap /Identity /FontDescriptor 7 0 R"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
        ),
        (
            "<< /Type /FontDescriptor /FontName /Gasang /Flags 4 /FontBBox [0 0 1000 1000] /Ascent 900 /Descent -200"
            " /ItalicAngle 0 /CapHeight 700 /StemV 80 >>"
        ),
    )
    bodies = "".join(f"{number} 0 obj\n{body}\nendobj\n" for number, body in enumerate(objects, start=1))
    return f"%PDF-1.7\n{bodies}trailer\n<< /Root 1 0 R >>\n%%EOF".encode()


def test_letters_without_a_map_are_no_words_but_something_drawn() -> None:
    (page,) = read_pdf(unmapped("Annual recurring revenue $1.2M in 2024", shift=29)).pages
    assert (page.words, page.source) == ((), Source.NONE)
    assert page.picture_share > 0


def test_letters_without_a_map_that_read_like_language_stay_words() -> None:
    (page,) = read_pdf(unmapped("Annual recurring revenue in 2024", shift=0)).pages
    assert [word.text for word in page.words] == ["Annual", "recurring", "revenue", "in", "2024"]


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("Umsatz für das Jahr: größer als 12 Mio. €", True),
        ("2024년 매출 45억 원", True),
        ("\uf0b7 매출 \uf0b7 이익 \uf0b7 투자 유치 현황", True),
        ("\ue123\ue124\ue125\ue126\ue127\ue128 2024", False),
        ("¸ÅÃâ¾×Àº 45¾ï¿øÀÔ´Ï´Ù", False),
        ("\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd 45", False),
    ],
)
def test_letters_that_nobody_writes_are_no_text(text: str, *, real: bool) -> None:
    assert legible.is_written(text) is real
