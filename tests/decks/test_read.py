from __future__ import annotations

import hashlib
import io
import zlib
from typing import TYPE_CHECKING

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from dealflow.decks.read import read_deck, words_under
from dealflow.domain.claims.page import Box, Page, Source, Word
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from conftest import Draw


def refusal(data: bytes, name: str = "deck.pdf", **limits: int) -> dict[str, object]:
    with pytest.raises(UnreadableDeckError) as refused:
        read_deck(data, name, **limits)
    return refused.value.parameters


def locked(data: bytes, user: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(user_password=user, owner_password="owner", algorithm="RC4-128")  # noqa: S106 -- a test's own
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def numbered(*objects: bytes, trailer: bytes = b"trailer\n<< /Root 1 0 R >>\n") -> bytes:
    """Return a PDF of these objects, without a cross-reference table: readers find the objects themselves."""
    bodies = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, body) for number, body in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + bodies + trailer + b"%%EOF\n"


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
TEXT = stream(b"BT /F 20 Tf 50 100 Td (ARR 12) Tj ET")


def test_a_deck_comes_back_with_its_hash_and_words(slide: bytes) -> None:
    deck = read_deck(slide, "deck.pdf")
    assert deck.sha256 == hashlib.sha256(slide).hexdigest()
    assert [word.text for word in deck.pages[0].words][3:] == ["12.4억원", "2024년", "매출"]


def test_reading_twice_gives_the_same(slide: bytes) -> None:
    assert read_deck(slide) == read_deck(slide)


def test_the_name_does_not_matter(slide: bytes) -> None:
    assert read_deck(slide, "deck.jpg") == read_deck(slide, "deck.pdf")


def test_an_empty_password_opens_and_any_other_is_asked_for(slide: bytes) -> None:
    assert read_deck(locked(slide, "")).pages == read_deck(slide).pages
    assert refusal(locked(slide, "secret")) == {"reason": "encrypted"}


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "deck.pdf", {"reason": "empty"}),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100), "deck.pdf", {"reason": "damaged"}),
        (b"MZ" + bytes(100), "deck.pdf", {"reason": "unsupported", "kind": "program"}),
        (b"just words", "notes.txt", {"reason": "unsupported", "kind": "unknown"}),
        (b"just words", "deck.PDF", {"reason": "damaged"}),
        (bytes(5000), "deck.pdf", {"reason": "damaged"}),
        (b"%PDF-1.7\n", "deck.pdf", {"reason": "damaged"}),
        (b"%PDF-1.7\n%%EOF", "deck.pdf", {"reason": "damaged"}),
    ],
)
def test_what_cannot_be_a_deck_gets_its_one_reason(data: bytes, name: str, expected: dict[str, object]) -> None:
    assert refusal(data, name) == expected


def test_a_large_file_is_refused_unread() -> None:
    assert refusal(b"%PDF-" + bytes(100), max_bytes=100) == {"reason": "too_large", "bytes": 105, "limit": 100}


def test_ten_thousand_pages_are_refused() -> None:
    kids = b" ".join([b"3 0 R"] * 10_000)
    data = numbered(CATALOGUE, b"<< /Type /Pages /Kids [" + kids + b"] /Count 10000 >>", PAGE, TEXT, FONT)
    assert refusal(data) == {"reason": "too_many_pages", "pages": 10_000, "limit": 300}


def test_a_deck_of_pictures_is_image_only(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("RGB", (8, 8), "red")), 0, 0, 960, 540)

    assert refusal(draw(page, page)) == {"reason": "image_only", "pages": 2}


def test_a_deck_of_outlines_is_image_only_too(draw: Draw) -> None:
    assert refusal(draw(lambda canvas: canvas.circle(300, 300, 50, fill=1))) == {"reason": "image_only", "pages": 1}


def test_blank_pages_are_empty(draw: Draw) -> None:
    assert refusal(draw(lambda _: None, lambda _: None)) == {"reason": "empty", "pages": 2}


def test_a_lost_trailer_is_replaced() -> None:
    data = numbered(CATALOGUE, PAGES, PAGE, TEXT, FONT, trailer=b"")
    (page,) = read_deck(data).pages
    assert [word.text for word in page.words] == ["ARR", "12"]
    assert page.words[0].box.x0_pt == pytest.approx(50, abs=0.5)


def test_a_page_tree_that_contains_itself_ends() -> None:
    data = numbered(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>", PAGE, TEXT, FONT)
    assert any(page.words for page in read_deck(data).pages)


def test_a_script_that_runs_on_opening_is_refused_by_its_name() -> None:
    catalogue = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"
    assert refusal(numbered(catalogue, PAGES, PAGE, TEXT, FONT)) == {"reason": "javascript"}


def test_a_page_packed_like_a_bomb_does_not_take_the_memory() -> None:
    bomb = zlib.compress(b" " * 20_000_000, 9)
    data = numbered(CATALOGUE, PAGES, PAGE, stream(bomb, b"/Filter /FlateDecode"), FONT)
    assert refusal(data)["reason"] in {"empty", "damaged"}


def test_broken_content_is_damaged_and_not_empty() -> None:
    data = numbered(CATALOGUE, PAGES, PAGE, stream(b"\x80\x0b\x60\x50", b"/Filter /PlateDecode"), FONT)
    assert refusal(data)["reason"] == "damaged"


def words_or_reason(data: bytes) -> object:
    try:
        return sum(len(page.words) for page in read_deck(data, "deck.pdf").pages)
    except UnreadableDeckError as error:
        return RefusalReason(error.reason)


@pytest.fixture(scope="module")
def sound() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(960, 540), invariant=1)
    for number in range(3):
        canvas.drawString(100, 400, f"Gasang Robotics (Fictional) ARR $3.{number}M")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_deck_cut_off_anywhere_gives_words_or_a_reason(sound: bytes, data: st.DataObject) -> None:
    assert words_or_reason(sound[: data.draw(st.integers(0, len(sound)))]) is not None


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_a_deck_with_flipped_bits_gives_words_or_a_reason(sound: bytes, data: st.DataObject) -> None:
    flipped = bytearray(sound)
    places = st.lists(st.tuples(st.integers(0, len(sound) - 1), st.integers(0, 7)), min_size=1, max_size=30)
    for place, bit in data.draw(places):
        flipped[place] ^= 1 << bit
    assert words_or_reason(bytes(flipped)) is not None


@settings(max_examples=40, deadline=None)
@given(noise=st.binary(max_size=400), place=st.integers(0, 400))
def test_noise_within_a_document_gives_words_or_a_reason(noise: bytes, place: int) -> None:
    data = numbered(CATALOGUE, PAGES, PAGE, TEXT, FONT)
    assert words_or_reason(data[:place] + noise + data[place:]) is not None


def test_the_words_under_a_box_are_read_back() -> None:
    words = tuple(Word(text, Box(x, 10, x + 50, 30), 20) for text, x in (("2024년", 0), ("매출", 60), ("12억", 120)))
    page = Page(1, 960, 540, words, Source.TEXT)
    assert words_under(page, Box(55, 5, 175, 35)) == "매출 12억"
    assert words_under(page, Box(55, 40, 175, 60)) == ""
