"""What is tried, in order, when PDFium cannot open a file or a page: new ends, then pypdf's text without boxes."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from dealflow.decks import pdf
from dealflow.domain.claims.page import Box, DeckText, Page, Source, Word
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    import pypdf

_CATALOGUE = re.compile(rb"/Type\s*/Catalog\b")
MENDED = "mended"
"""Stands in the reader's name when the file had lost its start or its end: pages may be missing."""
_PAGE = re.compile(rb"/Type\s*/Page\b")
_HEADER = b"%PDF-"
_HEADER_WITHIN = 1024
_DICTIONARY_BYTES = 2000
_OBJECT = re.compile(rb"(\d{1,9})\s+(\d{1,5})\s+obj\b")
_MENDABLE = frozenset((RefusalReason.DAMAGED, RefusalReason.EMPTY))
_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
_WORD = re.compile("[^\\s\x00-\x1f\x7f-\x9f]+")


def read_any_pdf(data: bytes, *, sha256: str, max_pages: int = pdf.MAX_PAGES) -> DeckText:
    """Return the text of a PDF by the first reader that can open it.

    Pages that PDFium cannot load come from pypdf with the source ``plain``: words without boxes (all zero).

    Raises:
        UnreadableDeckError: the first reader's reason, if every reader fails.
    """
    try:
        deck = pdf.read_pdf(data, sha256=sha256, max_pages=max_pages)
    except UnreadableDeckError as error:
        if error.reason not in _MENDABLE or not data:
            raise
        return _read_mended(data, sha256, max_pages, error)
    return _with_broken_pages(data, deck)


def with_new_ends(data: bytes) -> bytes | None:
    """Return the bytes with a header and a trailer of their own, which names the last catalogue, or a new one.

    A new catalogue lists all pages in the order of the file. Returns None if neither a catalogue nor a page is found.
    """
    numbers = [int(match.group(1)) for match in _OBJECT.finditer(data)]
    if not numbers:
        return None
    free = max(numbers) + 1
    root, extra = _last_catalogue(data), b""
    if root is None:
        pages = _page_references(data)
        if not pages:
            return None
        root, extra = (free, 0), _new_catalogue(pages, free)
    end = b"\ntrailer\n<< /Root %d %d R /Size %d >>\nstartxref\n0\n%%%%EOF\n" % (*root, free + 2)
    start = b"" if _HEADER in data[:_HEADER_WITHIN] else _HEADER + b"1.7\n"
    return start + data + b"\nendstream\nendobj\n" + extra + end


def _new_catalogue(pages: list[bytes], free: int) -> bytes:
    catalogue = b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n" % (free, free + 1)
    return catalogue + b"%d 0 obj\n<< /Type /Pages /Count %d /Kids [%s] >>\nendobj\n" % (
        free + 1,
        len(pages),
        b" ".join(pages),
    )


def _page_references(data: bytes) -> list[bytes]:
    """Return the references of all objects that say they are pages, in the file's order, each once."""
    heads = (_head_before(data, match.start()) for match in _PAGE.finditer(data))
    return list(dict.fromkeys(b"%d %d R" % head for head in heads if head is not None))


def _last_catalogue(data: bytes) -> tuple[int, int] | None:
    """Return the number and generation of the last object that says it is a catalogue."""
    heads = (_head_before(data, match.start()) for match in reversed(list(_CATALOGUE.finditer(data))))
    return next((head for head in heads if head is not None), None)


def _head_before(data: bytes, place: int) -> tuple[int, int] | None:
    """Return the number and generation of the object that a place in the file lies in, or None."""
    before = data[max(place - _DICTIONARY_BYTES, 0) : place]
    heads = list(_OBJECT.finditer(before))
    if not heads or b"endobj" in before[heads[-1].end() :]:
        return None
    return int(heads[-1].group(1)), int(heads[-1].group(2))


def read_plain(data: bytes, *, sha256: str, max_pages: int = pdf.MAX_PAGES) -> DeckText:
    """Return pypdf's text of a PDF: words without boxes (all zero), pages of the source ``plain``.

    Raises:
        UnreadableDeckError: ``empty`` if all pages are sound and have no text, else ``damaged``, ``too_many_pages``.
    """
    texts = _plain_texts(data, max_pages)
    if not any(text.strip() for text in texts):
        has_lost_pages = not texts and _PAGE.search(data)
        raise UnreadableDeckError(
            reason=RefusalReason.DAMAGED if has_lost_pages else RefusalReason.EMPTY, pages=len(texts)
        )
    pages = tuple(_plain_page(Page(number, 0.0, 0.0, ()), text) for number, text in enumerate(texts, start=1))
    return DeckText(sha256, pages, _plain_reader())


def _read_mended(data: bytes, sha256: str, max_pages: int, error: UnreadableDeckError) -> DeckText:
    mended = with_new_ends(data)
    if mended is None:
        return read_plain(data, sha256=sha256, max_pages=max_pages)
    try:
        deck = pdf.read_pdf(mended, sha256=sha256, max_pages=max_pages)
    except UnreadableDeckError as second:
        if second.reason not in _MENDABLE:
            raise second from error
        return read_plain(data, sha256=sha256, max_pages=max_pages)
    return replace(deck, reader=f"{deck.reader}; {MENDED}")


def _with_broken_pages(data: bytes, deck: DeckText) -> DeckText:
    broken = frozenset(page.number for page in deck.pages if not page.width_pt)
    if not broken:
        return deck
    try:
        texts = dict(enumerate(_plain_texts(data, len(deck.pages), only=broken), start=1))
    except UnreadableDeckError:
        return deck
    pages = tuple(
        _plain_page(page, texts.get(page.number, "")) if page.number in broken else page for page in deck.pages
    )
    return replace(deck, pages=pages, reader=f"{deck.reader}; {_plain_reader()}")


def _plain_page(page: Page, text: str) -> Page:
    words = tuple(
        Word(unicodedata.normalize("NFC", match.group()), _NOWHERE, 0.0, 0.5) for match in _WORD.finditer(text)
    )
    return replace(page, words=words, source=Source.PLAIN if words else Source.NONE)


def _plain_texts(data: bytes, max_pages: int, only: frozenset[int] | None = None) -> list[str]:
    """Return each page's text, ``""`` where a page is not wanted or broken beside sound ones.

    Raises:
        UnreadableDeckError: ``damaged`` if the file cannot be opened, or if pages are broken and no other has text.
    """
    import pypdf  # costs 0.17 s to import; sound files never need it

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = list(pypdf.PdfReader(io.BytesIO(data), strict=False).pages[: max_pages + 1])
    except _pypdf_failures() as error:
        raise UnreadableDeckError(reason=RefusalReason.DAMAGED) from error
    if len(pages) > max_pages:
        raise UnreadableDeckError(reason=RefusalReason.TOO_MANY_PAGES, limit=max_pages)
    texts = [_plain_text(page) if only is None or number in only else "" for number, page in enumerate(pages, start=1)]
    if None in texts and not any(texts):
        raise UnreadableDeckError(reason=RefusalReason.DAMAGED)
    return [text or "" for text in texts]


def _plain_text(page: pypdf.PageObject) -> str | None:
    try:
        return page.extract_text()
    except _pypdf_failures():
        return None


def _pypdf_failures() -> tuple[type[Exception], ...]:
    """Return what pypdf is seen to raise on damaged files: its own errors, and those of what it trips over."""
    from pypdf import errors

    stumbles = (ArithmeticError, AssertionError, AttributeError, ImportError, LookupError, OSError, RuntimeError)
    return (errors.PyPdfError, errors.DeprecationError, TypeError, ValueError, *stumbles)


def _plain_reader() -> str:
    import pypdf

    return f"pypdf {pypdf.__version__}"
