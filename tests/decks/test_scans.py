"""OCR in the one door. Needs Tesseract with Korean data; a build server that lacks it must not pass silently."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader

from dealflow.actions.claims.reading_worker import read
from dealflow.decks import hangul, ocr, scans
from dealflow.decks.pdf import read_pdf
from dealflow.decks.read import read_deck
from dealflow.domain.claims.claims import Origin, ReviewReason
from dealflow.domain.claims.page import Box, DeckText, Gap, Page, PageGap, Picture, Source, Word
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Draw
    from reportlab.pdfgen.canvas import Canvas

FONTS = (
    "/usr/share/fonts/truetype/nanum/NanumGothic.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/noto/NotoSansCJK-Regular.ttc",
)
KOREAN_FONT = next((path for path in FONTS if Path(path).is_file()), None)
CAN_READ = hangul.is_available() and KOREAN_FONT is not None
tesseract = pytest.mark.skipif(
    not CAN_READ and os.environ.get("CI") != "true", reason="needs tesserocr, tesseract-ocr-kor and a Korean font"
)
LINES = ("가상로보틱스 (Fictional)", "2024년 매출 45억 원", "임직원 수 38명")
ROWS = (("Item", "2023", "2024"), ("Revenue", "9", "1,200"), ("Profit", "△7", "△310"), ("Sites", "4", "7"))
TABLE = (("Year", "2022", "2023", "2024"), ("Revenue", "1,200", "2,450", "4,530"), ("Profit", "-310", "120", "640"))


def picture(lines: tuple[str, ...] = LINES, paper: str = "white", ink: str = "black") -> Image.Image:
    drawn = Image.new("RGB", (1600, 900), paper)
    pen = ImageDraw.Draw(drawn)
    for number, line in enumerate(lines):
        pen.text((150, 150 + 180 * number), line, ink, ImageFont.truetype(str(KOREAN_FONT), 70))
    return drawn


def table() -> Image.Image:
    drawn = Image.new("RGB", (1200, 400), "white")
    pen = ImageDraw.Draw(drawn)
    for down, row in enumerate(TABLE):
        for across, text in enumerate(row):
            pen.text((60 + 290 * across, 50 + 120 * down), text, "black", ImageFont.truetype(str(KOREAN_FONT), 48))
    return drawn


def filling(image: Image.Image) -> Callable[[Canvas], object]:
    return lambda canvas: canvas.drawImage(ImageReader(image), 0, 0, 960, 540)


def beside_words(image: Image.Image) -> Callable[[Canvas], object]:
    def page(canvas: Canvas) -> None:
        canvas.drawString(60, 480, "Gasang Robotics (Fictional) at a glance")
        canvas.drawImage(ImageReader(image), 60, 100, 840, 280)

    return page


def saved(image: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def words_on(drawn: Image.Image) -> tuple[Word, ...]:
    looked = ocr.look(drawn, scans.FINDING_PX, most=scans.MOST_LINES)
    assert looked is not None
    return ocr.words_in(looked, Box(0, 0, 960, 540), drawn if looked.has_hangul else None)


def page_of(*words: Word, pictures: tuple[Box, ...] = (), share: float = 0.0, number: int = 1, mark: str = "") -> Page:
    drawn = tuple(Picture(box, mark) for box in pictures)
    return Page(number, 960, 540, words, Source.TEXT if words else Source.NONE, share, pictures=drawn)


def test_a_page_without_words_is_read_whole_and_a_picture_beside_words_alone() -> None:
    word, part = Word("매출", Box(10, 10, 50, 30), 20), Box(100, 100, 500, 400)
    pages = (page_of(word, pictures=(part,)), page_of(share=1.0, number=2), page_of(number=3), page_of(word, number=4))
    assert scans.places(DeckText("0", pages, "")) == (
        scans.Place(2, Box(0, 0, 960, 540), is_whole=True),
        scans.Place(1, part, is_whole=False),
    )


def test_what_stands_on_three_pages_is_the_template_and_not_read() -> None:
    word, part = Word("매출", Box(10, 10, 50, 30), 20), Box(100, 100, 500, 400)
    pages = [page_of(word, pictures=(part,), number=number) for number in (1, 2, 3)]
    assert [place.page for place in scans.places(DeckText("0", tuple(pages[:2]), ""))] == [1, 2]
    assert scans.places(DeckText("0", tuple(pages), "")) == ()
    others = [page_of(word, pictures=(part,), number=number, mark=str(number)) for number in (1, 2, 3)]
    assert [place.page for place in scans.places(DeckText("0", tuple(others), ""))] == [1, 2, 3]


def test_a_page_whose_words_nobody_sees_is_read_whole() -> None:
    note = Word("발표자 노트", Box(10, 500, 50, 520), 9, hidden=True)
    (place,) = scans.places(DeckText("0", (page_of(note, pictures=(Box(0, 0, 960, 540),), share=1.0),), ""))
    assert place == scans.Place(1, Box(0, 0, 960, 540), is_whole=True)


def test_at_most_sixty_pages_are_read_and_the_rest_stays_bare() -> None:
    pages = tuple(page_of(share=1.0, number=number) for number in range(1, 100))
    assert [place.page for place in scans.places(DeckText("0", pages, ""))] == list(range(1, 61))


@pytest.mark.parametrize(("wide", "most"), [(480.0, 120), (240.0, 240), (60.0, 240)])
def test_pictures_of_parts_count_as_much_as_they_cover_and_those_beyond_are_told_page_by_page(
    wide: float, most: int
) -> None:
    word = Word("매출", Box(10, 10, 50, 30), 20)
    pages = [
        page_of(word, pictures=tuple(Box(at, 100, at + wide, 640) for at in (number, number + 5)), number=number)
        for number in range(1, most // 2 + 4)
    ]
    deck = scans.with_pictures_read(DeckText("0", tuple(pages), ""), lambda _: None)
    assert len(scans.places(DeckText("0", tuple(pages), ""))) == most
    assert sum(page.unread_pictures for page in deck.pages) == 2 * len(pages) - most


@tesseract
def test_a_deck_of_pictures_is_read_with_doubt(draw: Draw) -> None:
    deck = read_deck(draw(filling(picture()), filling(picture(paper="#203864", ink="white"))), "deck.pdf")
    for page in deck.pages:
        text = " ".join(word.text for word in page.words).replace(" ", "")
        assert "2024년매출45억원" in text
        assert page.source is Source.OCR
        assert all(0 < word.confidence < 1 for word in page.words)
    assert "tesseract" in deck.reader


@tesseract
def test_a_read_word_lies_where_it_is_drawn(draw: Draw) -> None:
    (page,) = read_deck(draw(filling(picture())), "deck.pdf").pages
    word = next(word for word in page.words if word.text.startswith("2024"))
    assert word.box.x0_pt == pytest.approx(150 * 0.6, abs=6)
    assert word.box.y0_pt <= 345 * 0.6 <= 390 * 0.6 <= word.box.y1_pt


@tesseract
def test_a_big_figure_within_a_circle_is_read(draw: Draw) -> None:
    image = picture(("Estimate of the yearly market",))
    pen = ImageDraw.Draw(image)
    pen.ellipse((600, 400, 1000, 800), outline="black", width=3)
    pen.text((690, 550), "$24B", "black", ImageFont.truetype(str(KOREAN_FONT), 90))
    (page,) = read_deck(draw(filling(image)), "deck.pdf").pages
    assert "$24B" in [word.text for word in page.words]


@tesseract
def test_a_picture_of_a_table_adds_its_words_to_the_page(draw: Draw) -> None:
    (page,) = read_deck(draw(beside_words(table())), "deck.pdf").pages
    assert page.source is Source.TEXT
    sure = [word.text for word in page.words if word.confidence == 1]
    assert sure == ["Gasang", "Robotics", "(Fictional)", "at", "a", "glance"]
    doubted = [word.text for word in page.words if word.confidence < 1]
    assert {"Revenue", "1,200", "2,450", "4,530"} <= set(doubted)


def patched(image: Image.Image, *patches: tuple[float, float, str]) -> Callable[[Canvas], object]:
    """A slide that is a picture, with words set over patches that hide what stands there."""

    def page(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(image), 0, 0, 960, 540)
        for x, y, text in patches:
            canvas.setFillColorRGB(1, 1, 1)
            canvas.rect(x - 4, y - 8, 14 * len(text), 32, stroke=0, fill=1)
            canvas.setFillColorRGB(0, 0, 0)
            canvas.drawString(x, y, text)

    return page


SLIDES = (
    ("Fictional Robotics", "Revenue 2023: $4,530,000", "Customers: 64"),
    ("Fictional Robotics", "Gross margin 41%", "Raising $2,500,000"),
    ("Fictional Robotics", "ARR $1,200,000", "Churn 3%"),
)


@tesseract
def test_slides_that_are_pictures_are_read_under_the_patches_of_text_that_lie_over_them(draw: Draw) -> None:
    data = draw(*(patched(picture(lines), (90.0, 40.0, f"Figure {number}")) for number, lines in enumerate(SLIDES)))
    deck = read_deck(data, "deck.pdf")
    read_words = [[word.text for word in page.words] for page in deck.pages]
    assert [texts[:2] for texts in read_words] == [["Figure", str(number)] for number in range(3)]
    assert {"$4,530,000"} <= set(read_words[0])
    assert {"41%", "$2,500,000"} <= set(read_words[1])
    assert {"$1,200,000", "3%"} <= set(read_words[2])
    assert [page.source for page in deck.pages] == [Source.OCR] * 3


_TOLD = (
    "Fictional Robotics builds arms that sort what no other arm can sort today",
    "Revenue grew to $4,530,000 in 2024, after years of patient work with few customers",
    "Our customers renew: churn is 3% and 41 factories use what we make every day",
)


def under_title(drawn: Image.Image, *, tiles: int) -> Callable[[Canvas], object]:
    """Return a page with its title as text, and all below as pictures, so many across."""
    wide = drawn.width // tiles

    def page(canvas: Canvas) -> None:
        canvas.drawString(60, 500, "Who we are")
        for number in range(tiles):
            piece = drawn.crop((number * wide, 0, (number + 1) * wide, drawn.height))
            canvas.drawImage(ImageReader(piece), 960 / tiles * number, 0, 960 / tiles, 430)

    return page


@tesseract
@pytest.mark.parametrize("tiles", [1, 2])
def test_the_body_of_a_slide_that_is_a_picture_under_its_title_is_read(draw: Draw, tiles: int) -> None:
    drawn = Image.new("RGB", (2000 * tiles, 900), "white")
    for across in range(tiles):
        for number, line in enumerate(_TOLD[across:]):
            place = (80 + 2000 * across, 100 + 200 * number)
            ImageDraw.Draw(drawn).text(place, line, "black", ImageFont.truetype(str(KOREAN_FONT), 46))
    (page,) = read_deck(draw(under_title(drawn, tiles=tiles)), "deck.pdf").pages
    assert page.source is Source.OCR
    assert {"$4,530,000", "41", "customers"} <= {word.text for word in page.words}


def outline(canvas: Canvas, text: str, x: float, y: float) -> None:
    """Draw a line as shapes, one a letter, as programs that turn print into outlines do."""
    type_ = ImageFont.load_default(60)
    for letter in text:
        mask = type_.getmask(letter, "1")
        wide, high = mask.size
        top = type_.getbbox(letter)[1]
        shape = canvas.beginPath()
        for row in range(high):
            for column in range(wide):
                if mask.getpixel((column, row)):
                    shape.rect(x + column / 2, y - (top + row) / 2, 0.5, 0.5)
        canvas.drawPath(shape, stroke=0, fill=1)
        x += type_.getlength(letter) / 2


def outlined(*lines: str, live: str) -> Callable[[Canvas], object]:
    def page(canvas: Canvas) -> None:
        for number, line in enumerate(lines):
            outline(canvas, line, 80, 460 - 90 * number)
        canvas.drawString(900, 20, live)

    return page


def test_print_that_is_set_as_outlines_is_read_beside_a_live_page_number(draw: Draw) -> None:
    lines = ("Fictional Robotics in figures", "Revenue 2024: $4,530,000", "Gross margin 41%")
    (page,) = read_deck(draw(outlined(*lines, live="7")), "deck.pdf").pages
    assert page.words[0].text == "7"
    assert {"Revenue", "2024:", "$4,530,000", "41%"} <= {word.text for word in page.words}
    assert page.source is Source.OCR


def test_a_page_of_words_with_many_small_shapes_is_no_outline(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        for number in range(60):
            canvas.rect(20 + 15 * number, 20, 8, 8, fill=1)
        for number in range(7):
            canvas.drawString(60, 480 - 40 * number, "two words more")

    (read_page,) = read_pdf(draw(page)).pages
    assert read_page.pictures == ()


def test_a_picture_under_many_words_is_decoration(draw: Draw) -> None:
    patches = [(60.0 + 300 * (number % 3), 30.0 + 34 * (number // 3), "our fictional text") for number in range(21)]
    few, many = read_pdf(draw(patched(picture(()), *patches[:5]), patched(picture(()), *patches))).pages
    assert (len(few.pictures), len(many.pictures)) == (1, 0)


@tesseract
def test_the_ground_that_all_pages_share_is_not_read(draw: Draw) -> None:
    data = draw(*(patched(picture(SLIDES[0]), (90.0, 40.0, f"Figure {number}")) for number in range(3)))
    assert [[word.text for word in page.words] for page in read_deck(data).pages] == [
        ["Figure", str(number)] for number in range(3)
    ]


@tesseract
@pytest.mark.parametrize("lines", [("Gasang Robotics (Fictional)", "we build robots"), ()])
def test_a_picture_without_figures_adds_nothing(draw: Draw, lines: tuple[str, ...]) -> None:
    (page,) = read_deck(draw(beside_words(picture(lines))), "deck.pdf").pages
    assert all(word.confidence == 1 for word in page.words)


@tesseract
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_file_is_a_deck_of_one_page(kind: str) -> None:
    (page,) = read_deck(saved(picture(), kind), f"slide.{kind.lower()}").pages
    assert (page.width_pt, page.height_pt, page.source) == (960, 540, Source.OCR)
    assert "45억" in "".join(word.text for word in page.words)


@tesseract
def test_reading_pictures_twice_gives_the_same(draw: Draw) -> None:
    data = draw(filling(picture()))
    assert read_deck(data) == read_deck(data)


@tesseract
def test_what_ocr_read_is_marked_and_doubted(draw: Draw) -> None:
    from dealflow.catalogue.metrics import load_metrics
    from dealflow.extract import read_claims

    claims = read_claims(read_deck(draw(filling(picture())), "deck.pdf"), load_metrics())
    revenue = next(claim for claim in claims if claim.metric == "revenue")
    assert revenue.quantity.amounts == (4_500_000_000,)
    assert revenue.origin is Origin.OCR
    assert ReviewReason.OCR in revenue.review_reasons
    assert revenue.confidence < 0.9


@tesseract
def test_hangul_whose_data_are_not_installed_is_named_and_english_is_read(
    draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = ("Fictional Robotics", "Revenue in 2024: $4,530,000", "Raising $2.5M")
    data = draw(filling(picture()), filling(picture(english)))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.setattr(hangul, "_DATA_FOLDERS", ())
    korean, other = read_deck(data, "deck.pdf").pages
    assert (korean.words, korean.gaps, korean.unread_pictures) == ((), (Gap.HANGUL,), 0)
    assert {"$4,530,000", "$2.5M"} <= {word.text for word in other.words}
    reading = read(data, "deck.pdf")
    assert reading.gaps == (PageGap(1, (Gap.HANGUL,)),)
    assert [claim.evidence[0].page for claim in reading.claims if claim.metric == "revenue"] == [2]
    monkeypatch.undo()
    assert read(data, "deck.pdf").gaps == ()


def test_without_ocr_a_picture_is_refused_by_name(draw: Draw) -> None:
    for data in (saved(Image.new("RGB", (80, 45), "white"), "PNG"), draw(filling(Image.new("RGB", (8, 8), "red")))):
        with pytest.raises(UnreadableDeckError) as refused:
            read_deck(data, with_ocr=False)
        assert refused.value.parameters == {"reason": "image_only", "pages": 1}


def test_without_ocr_the_words_of_a_page_are_all_there_is(draw: Draw) -> None:
    data = draw(beside_words(Image.new("RGB", (300, 100), "white")))
    deck = read_deck(data, with_ocr=False)
    assert deck == read_pdf(data)
    assert [picture.box for picture in deck.pages[0].pictures] == [Box(60, 160, 900, 440)]
    assert scans.with_pictures_read(deck, lambda _: None) == deck
    assert scans.with_pictures_read(replace(deck, pages=()), lambda _: None).pages == ()


def test_broken_and_huge_pictures_are_refused_by_name() -> None:
    whole = saved(Image.new("RGB", (80, 45), "white"), "PNG")
    for data in (whole[:40], whole[:-30]):
        with pytest.raises(UnreadableDeckError) as refused:
            read_deck(data, "slide.png", with_ocr=False)
        assert refused.value.reason == "damaged"
    with pytest.raises(UnreadableDeckError) as refused:
        read_deck(saved(Image.new("1", (8_000, 8_000)), "PNG"), "slide.png", with_ocr=False)
    assert refused.value.reason == "too_large"


@tesseract
def test_lone_digits_and_losses_of_a_table_are_read() -> None:
    drawn = Image.new("RGB", (1920, 1080), "white")
    pen = ImageDraw.Draw(drawn)
    font = ImageFont.truetype(str(KOREAN_FONT), 36)
    for down, row in enumerate(ROWS):
        for across, text in enumerate(row):
            pen.text((200 + 560 * across, 200 + 120 * down), text, "black", font)
    words = {word.text for word in words_on(drawn)}
    assert {text for row in ROWS for text in row} <= words


@tesseract
def test_words_of_one_type_are_equally_high_whatever_their_letters() -> None:
    drawn = Image.new("RGB", (1920, 1080), "white")
    pen = ImageDraw.Draw(drawn)
    font = ImageFont.truetype(str(KOREAN_FONT), 48)
    for down, text in enumerate(("Revenue growth", "over average", "SOM 450")):
        pen.text((200, 200 + 150 * down), text, "black", font)
    heights = [word.size_pt for word in words_on(drawn)]
    assert len(heights) == 6
    assert max(heights) < 1.25 * min(heights)
