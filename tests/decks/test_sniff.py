from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.decks.sniff import Kind, kind_of


def archive(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", Kind.EMPTY),
        (b"%PDF-1.7\n", Kind.PDF),
        (b"mail header\r\n" * 20 + b"%PDF-1.4", Kind.PDF),
        (b"\n" * 2000 + b"%PDF-1.4", Kind.UNKNOWN),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", Kind.JPEG),
        (b"\x89PNG\r\n\x1a\n", Kind.PNG),
        (b"GIF89a", Kind.GIF),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", Kind.WEBP),
        (b"II*\x00", Kind.TIFF),
        (b"MZ\x90\x00", Kind.PROGRAM),
        (b"\x7fELF", Kind.PROGRAM),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + b"HWP Document File", Kind.HWP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, Kind.OFFICE_97),
        (b"  <!DOCTYPE html><html>", Kind.HTML),
        (archive("ppt/presentation.xml"), Kind.PPTX),
        (archive("word/document.xml"), Kind.DOCX),
        (archive("xl/workbook.xml"), Kind.XLSX),
        (archive("Contents/content.hpf"), Kind.HWPX),
        (archive("deck.pdf"), Kind.ZIP),
        (archive(), Kind.ZIP),
        (b"PK\x03\x04 and nothing more", Kind.ZIP),
        (b"just words", Kind.UNKNOWN),
    ],
)
def test_a_file_is_told_by_its_content(data: bytes, kind: Kind) -> None:
    assert kind_of(data) is kind


@given(st.binary(max_size=3000))
def test_any_bytes_are_something(data: bytes) -> None:
    assert kind_of(data) in Kind
