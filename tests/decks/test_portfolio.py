from __future__ import annotations

import io

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from dealflow.actions.claims.intake import Unpacked, unpack
from dealflow.decks.portfolio import attached
from dealflow.decks.read import read_deck
from dealflow.errors import UnreadableDeckError


def with_attached(files: dict[str, bytes], *, is_portfolio: bool = True) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    for name, data in files.items():
        writer.add_attachment(name, data)
    if is_portfolio:
        writer.root_object[NameObject("/Collection")] = DictionaryObject({NameObject("/View"): NameObject("/D")})
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_the_files_of_a_portfolio_are_taken_in_as_decks(slide: bytes) -> None:
    files = {"IR_소개서.pdf": slide, "answers.xlsx": b"PK\x03\x04 rest"}
    data = with_attached(files)
    assert dict(attached(data)) == files
    assert sorted(unpack("portfolio.pdf", data)) == sorted(Unpacked(name, content) for name, content in files.items())


def test_a_deck_with_attached_files_stays_a_deck(slide: bytes) -> None:
    data = with_attached({"sheet.xlsx": b"x"}, is_portfolio=False)
    assert unpack("deck.pdf", data) == (Unpacked("deck.pdf", data),)
    assert unpack("slide.pdf", slide) == (Unpacked("slide.pdf", slide),)


def test_names_of_attached_files_are_no_paths(slide: bytes) -> None:
    (member,) = unpack("p.pdf", with_attached({"../../etc/deck.pdf": slide}))
    assert member.file_name == "deck.pdf"


def test_a_portfolio_read_as_a_deck_says_what_it_is() -> None:
    data = with_attached({})
    assert unpack("p.pdf", data) == (Unpacked("p.pdf", data),)
    with pytest.raises(UnreadableDeckError) as refused:
        read_deck(data)
    assert refused.value.reason == "portfolio"
