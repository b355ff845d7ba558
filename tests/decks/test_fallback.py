from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dealflow.decks.fallback import read_any_pdf, read_plain, with_new_ends
from dealflow.domain.claims.page import Box, Source
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from conftest import Draw

NOWHERE = Box(0, 0, 0, 0)


def pdf(*objects: bytes, trailer: bytes = b"trailer\n<< /Root 1 0 R >>\n") -> bytes:
    bodies = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, body) for number, body in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + bodies + trailer + b"%%EOF\n"


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
CONTENT = b"<< /Length 40 >>\nstream\nBT /F 20 Tf 50 100 Td (ARR 12) Tj ET    \nendstream"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def test_plain_words_stand_nowhere_and_are_believed_half(slide: bytes) -> None:
    deck = read_plain(slide, sha256="x")
    (page,) = deck.pages
    assert (page.source, deck.reader.split()[0]) == (Source.PLAIN, "pypdf")
    assert [word.text for word in page.words][:3] == ["Gasang", "Robotics", "(Fictional)"]
    assert {(word.box, word.confidence) for word in page.words} == {(NOWHERE, 0.5)}


def test_plain_reading_of_blank_pages_is_empty(draw: Draw) -> None:
    with pytest.raises(UnreadableDeckError) as refusal:
        read_plain(draw(lambda _: None), sha256="x")
    assert refusal.value.parameters == {"reason": "empty", "pages": 1}


def test_plain_reading_keeps_the_limit_on_pages(draw: Draw) -> None:
    with pytest.raises(UnreadableDeckError) as refusal:
        read_plain(draw(*[lambda canvas: canvas.drawString(9, 9, "x")] * 3), sha256="x", max_pages=2)
    assert refusal.value.parameters == {"reason": "too_many_pages", "limit": 2}


def test_plain_reading_of_noise_is_damaged() -> None:
    with pytest.raises(UnreadableDeckError) as refusal:
        read_plain(b"%PDF-1.7 and nothing more", sha256="x")
    assert refusal.value.reason == "damaged"


def test_a_new_trailer_names_the_last_catalogue() -> None:
    older = b"9 0 obj\n<< /Type /Catalog /Pages 8 0 R >>\nendobj\n"
    mended = with_new_ends(older + b"12 3 obj\n<< /Pages 2 0 R /Type/Catalog >>\nendobj\n")
    assert mended is not None
    assert b"/Root 12 3 R /Size 15" in mended.rpartition(b"trailer")[2]


@pytest.mark.parametrize("data", [b"", b"1 0 obj\n<< /Type /Pages >>\nendobj", b"/Type /Catalog"])
def test_without_a_catalogue_or_a_page_there_is_no_new_trailer(data: bytes) -> None:
    assert with_new_ends(data) is None


def test_a_page_that_cannot_be_loaded_does_not_take_the_others_away() -> None:
    pages = b"<< /Type /Pages /Kids [3 0 R 9 0 R 3 0 R] /Count 3 >>"
    deck = read_any_pdf(pdf(CATALOGUE, pages, PAGE, CONTENT, FONT), sha256="x")
    assert [[word.text for word in page.words] for page in deck.pages if page.source is Source.TEXT] == [
        ["ARR", "12"],
        ["ARR", "12"],
    ]


def test_what_no_reader_can_open_keeps_its_reason() -> None:
    with pytest.raises(UnreadableDeckError) as refusal:
        read_any_pdf(pdf(b"<< /Type /Nothing >>", b"<< >>"), sha256="x")
    assert refusal.value.reason == "damaged"


def test_a_deck_cut_off_within_a_stream_keeps_the_pages_before_the_cut() -> None:
    whole = pdf(b"<< >>", b"<< >>", PAGE, CONTENT, FONT, PAGE, b"<< /Length 900 >>\nstream\n" + b"7 8 9 0 " * 40)
    deck = read_any_pdf(whole[: whole.index(b"7 8 9") + 100], sha256="x")
    assert [[word.text for word in page.words] for page in deck.pages] == [["ARR", "12"], ["ARR", "12"]]
    assert deck.reader.endswith("; mended")


def test_a_deck_that_lost_its_start_is_read() -> None:
    whole = pdf(b"<< >>", CATALOGUE, b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>", PAGE, CONTENT, FONT)
    whole = whole.replace(b"/Contents 4 0 R", b"/Contents 5 0 R").replace(b"/F 5 0 R", b"/F 6 0 R")
    whole = whole.replace(b"/Pages 2 0 R", b"/Pages 3 0 R").replace(b"trailer\n<< /Root 1 0 R >>", b"")
    deck = read_any_pdf(bytes(range(128, 256)) * 20 + whole[12:], sha256="x")
    assert [[word.text for word in page.words] for page in deck.pages] == [["ARR", "12"]]
