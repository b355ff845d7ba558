"""What Outlook wraps into winmail.dat is taken out of it; what cannot be is kept as it came, and named."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.mail.letter import read_letter
from dealflow.mail.winmail import files_in
from tests.mail.letters_made import plain, with_file

PDF = b"%PDF-1.7 fictional"


def attribute(level: int, name: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, name, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def wrapped(*files: tuple[bytes, str, bytes]) -> bytes:
    """A wrapping as Outlook writes it: short title in CP949, long name in UTF-16 among the properties."""
    out = b"\x78\x9f\x3e\x22\x01\x00" + attribute(1, 0x00089006, b"\x00\x00\x01\x00")
    for short, long, data in files:
        out += attribute(2, 0x00069002, b"\x01\x00" + b"\xff" * 12)
        out += attribute(2, 0x0006800F, data) + attribute(2, 0x00018010, short + b"\0")
        if long:
            name = (long + "\0").encode("utf-16-le")
            properties = struct.pack("<I", 1) + b"\x1f\x00\x07\x37" + struct.pack("<II", 1, len(name)) + name
            out += attribute(2, 0x00069005, properties)
    return out


def test_the_decks_in_a_wrapping_hang_on_the_letter_under_their_long_names() -> None:
    data = wrapped((b"IR~1.PDF", "가온비전 IR 자료(가상).pdf", PDF), ("소개서.pdf".encode("cp949"), "", PDF + b"2"))
    letter = read_letter(with_file(plain("붙임"), "winmail.dat", data, "application/ms-tnef").as_bytes())
    assert [(file.name, file.data) for file in letter.attachments] == [
        ("가온비전 IR 자료(가상).pdf", PDF),
        ("소개서.pdf", PDF + b"2"),
    ]
    assert letter.problems == ()


@pytest.mark.parametrize("cut", [7, 40, -3])
def test_a_wrapping_that_is_cut_off_is_kept_as_it_came_and_named(cut: int) -> None:
    data = wrapped((b"IR.PDF", "", PDF))[:cut]
    letter = read_letter(with_file(plain("붙임"), "winmail.dat", data, "application/ms-tnef").as_bytes())
    assert [(file.name, file.data) for file in letter.attachments] == [("winmail.dat", data)]
    assert letter.problems == ("wrapped_unreadable",)


def test_a_wrapping_without_a_file_says_nothing() -> None:
    letter = read_letter(with_file(plain("본문"), "winmail.dat", wrapped(), "application/ms-tnef").as_bytes())
    assert (letter.attachments, letter.problems) == ((), ())


@given(tail=st.binary(max_size=120))
def test_no_bytes_break_the_reading_of_a_wrapping(tail: bytes) -> None:
    files_in(b"\x78\x9f\x3e\x22\x01\x00" + tail)
    files_in(wrapped((b"a", "가", tail))[: len(tail) * 2])
