"""What a file is, by its content and never by its name."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Kind(StrEnum):
    """A file's kind, as told by its first bytes, or by what lies in its archive."""

    EMPTY = "empty"
    PDF = "pdf"
    ZIP = "zip"
    PPTX = "pptx"
    DOCX = "docx"
    XLSX = "xlsx"
    HWPX = "hwpx"
    HWP = "hwp"
    OFFICE_97 = "office_97"
    """An OLE file: an old office document, or a new one under a password."""
    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    TIFF = "tiff"
    PROGRAM = "program"
    HTML = "html"
    UNKNOWN = "unknown"


ENDINGS: Final = MappingProxyType(
    {
        Kind.PDF: (".pdf",),
        Kind.PPTX: (".pptx", ".ppsx", ".potx", ".pptm", ".ppsm", ".potm"),
        Kind.DOCX: (".docx", ".docm", ".dotx", ".dotm"),
        Kind.JPEG: (".jpg", ".jpeg"),
        Kind.PNG: (".png",),
        Kind.WEBP: (".webp",),
    }
)
"""The kinds that are read as decks, and how their files are called: whoever takes decks asks here."""
DOCUMENTS: Final = frozenset({Kind.PDF, Kind.PPTX, Kind.DOCX})
"""The kinds that a company hands in; pictures of pages are for those who were sent nothing better."""
KNOWN_ENDINGS: Final = frozenset(ending for endings in ENDINGS.values() for ending in endings)
REFUSED_ENDINGS: Final = frozenset({".ppt", ".doc", ".hwp", ".hwpx", ".key"})
"""Decks all the same: they are taken in and refused by name, with the way out, rather than passed over."""
_PDF_HEADER_WITHIN = 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HWP_MARK = b"HWP Document File"
_HWP_MARK_WITHIN = 1_000_000
_STARTS = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF8", Kind.GIF),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"MZ", Kind.PROGRAM),
    (b"\x7fELF", Kind.PROGRAM),
)
_INSIDE = (
    ("ppt/presentation.xml", Kind.PPTX),
    ("word/document.xml", Kind.DOCX),
    ("xl/workbook.xml", Kind.XLSX),
    ("Contents/content.hpf", Kind.HWPX),
)


def kind_of(data: bytes) -> Kind:
    """Return what the bytes are; ``unknown`` if no known beginning is found, never an error."""
    if not data:
        return Kind.EMPTY
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive_kind(data)
    if data.startswith(_OLE):
        return Kind.HWP if _HWP_MARK in data[:_HWP_MARK_WITHIN] else Kind.OFFICE_97
    return _kind_by_head(data[:_PDF_HEADER_WITHIN])


def _kind_by_head(head: bytes) -> Kind:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.WEBP
    if b"%PDF-" in head:
        return Kind.PDF
    opening = head.lstrip().lower()
    return Kind.HTML if opening.startswith((b"<!doctype html", b"<html")) else Kind.UNKNOWN


def _archive_kind(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return Kind.ZIP
    return next((kind for name, kind in _INSIDE if name in names), Kind.ZIP)
