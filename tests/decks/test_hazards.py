from __future__ import annotations

import io
import time
import zipfile
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from dealflow.decks import hazards
from dealflow.decks.read import read_deck
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from collections.abc import Iterator

ONE_PAGE = b"""%%PDF-1.7
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R >> endobj
4 0 obj << /Length %d /Filter %s >>
stream
%s
endstream
endobj
trailer << /Root 1 0 R >>
%%%%EOF
"""
PASSES = ""


def told(data: bytes, name: str = "deck.pdf") -> str:
    """Return the reason of a refusal, nothing for a deck that is read."""
    try:
        read_deck(data, name, with_ocr=False)
    except UnreadableDeckError as error:
        return error.reason
    return PASSES


def packed(size: int, times: int = 1) -> bytes:
    """Return so many spaces packed so many times, never held in memory unpacked."""

    def spaces() -> Iterator[bytes]:
        yield from (b" " * (1 << 20) for _ in range(size >> 20))

    pieces = spaces()
    for _ in range(times):
        pieces = _deflated(pieces)
    return b"".join(pieces)


def _deflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    pack = zlib.compressobj(9)
    yield from map(pack.compress, pieces)
    yield pack.flush()


def one_page(stream: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    return ONE_PAGE % (len(stream), filters, stream)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_bomb_is_refused_by_its_name_at_once(times: int) -> None:
    bomb = one_page(packed(1 << 27, times), b"[" + b"/FlateDecode " * times + b"]")
    assert len(bomb) < 140_000
    began = time.process_time()
    assert told(bomb) == "decompression_bomb"
    assert time.process_time() - began < 3


def test_a_stream_packed_twenty_times_is_not_unpacked_at_all() -> None:
    assert told(one_page(packed(1 << 20, 20), b"[" + b"/Fl " * 20 + b"]")) == "decompression_bomb"


def test_streams_that_together_unpack_to_more_than_a_gigabyte_are_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hazards, "FILE_BYTES", 90_000_000)
    stream = packed(50_000_000)
    once = one_page(stream)
    hazards.require_safe_pdf(once)
    with pytest.raises(UnreadableDeckError) as refused:
        hazards.require_safe_pdf(
            once + b"5 0 obj << /Filter /FlateDecode >>\nstream\n" + stream + b"\nendstream\nendobj\n"
        )
    assert refused.value.parameters == {"reason": "decompression_bomb", "limit": 90_000_000}


def test_a_white_picture_of_a_page_is_no_bomb() -> None:
    rows = zlib.compress(bytes(3 * 4960 * 7016), 9)
    head = b"5 0 obj << /Subtype /Image /Width 4960 /Height 7016 /Filter /FlateDecode >>\nstream\n"
    hazards.require_safe_pdf(one_page(zlib.compress(b"BT ET")) + head + rows + b"\nendstream\nendobj\n")


def test_a_damaged_stream_is_left_to_the_reader() -> None:
    stream = bytearray(packed(1 << 22))
    stream[len(stream) // 2] ^= 0xFF
    hazards.require_safe_pdf(one_page(bytes(stream), b"[/FlateDecode /FlateDecode]"))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=3000), st.integers(1, 400))
def test_nothing_that_unpacks_to_less_than_the_limit_is_refused(content: bytes, times: int) -> None:
    hazards.require_safe_pdf(one_page(zlib.compress(content * times)))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_whatever_the_bytes_are_the_look_ends_in_peace_or_with_a_reason(data: bytes) -> None:
    for before in (b"", b"%PDF-1.7 1 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\n", b"PK\x03\x04"):
        for check in (hazards.require_safe_pdf, hazards.require_safe_archive):
            with suppress(UnreadableDeckError):
                check(before + data)


def with_script(slide: bytes, *, hide: bool = False) -> bytes:
    """Return a deck that runs a program when it is opened, its objects packed together or not."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(slide))
    action = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Action"),
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert('Gasang Robotics (Fictional)')"),
        }
    )
    writer.root_object[NameObject("/OpenAction")] = action
    file = io.BytesIO()
    writer.write(file)
    if not hide:
        return file.getvalue()
    objects = zlib.compress(b"9 0 << /S/JavaScript /JS (app.alert) >>")
    stream = b"9 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n%s\nendstream\nendobj\n"
    return slide + stream % objects


def test_a_deck_with_a_program_is_refused_by_its_name(slide: bytes) -> None:
    assert told(slide) == PASSES
    assert told(with_script(slide)) == "javascript"


def test_a_program_packed_among_objects_is_found(slide: bytes) -> None:
    assert told(with_script(slide, hide=True)) == "javascript"


def test_a_program_whose_name_is_written_in_codes_is_found(slide: bytes) -> None:
    assert told(with_script(slide).replace(b"/JavaScript", b"/#4aava#53cript")) == "javascript"


def test_a_deck_that_opens_on_a_page_of_its_choice_is_read(slide: bytes) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(slide))
    writer.open_destination = "1"
    writer.add_attachment("figures.csv", b"year,revenue\n2024,12.4\n")
    file = io.BytesIO()
    writer.write(file)
    assert told(file.getvalue()) == PASSES


def test_ten_thousand_pages_are_refused_by_their_number() -> None:
    writer = pypdf.PdfWriter()
    for _ in range(10_000):
        writer.add_blank_page(960, 540)
    file = io.BytesIO()
    writer.write(file)
    with pytest.raises(UnreadableDeckError) as refused:
        read_deck(file.getvalue(), "many.pdf")
    assert refused.value.parameters == {"reason": "too_many_pages", "pages": 10_000, "limit": 300}


def test_an_office_file_packed_like_a_bomb_is_refused_before_it_is_opened() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/presentation.xml", bytes(50_000_000))
    assert told(file.getvalue(), "deck.pptx") == "decompression_bomb"
