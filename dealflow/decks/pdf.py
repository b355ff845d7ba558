"""Words with boxes out of a PDF's text layer, by PDFium."""

from __future__ import annotations

import ctypes
import hashlib
import re
import sys
import unicodedata
from ctypes import byref, c_double
from typing import TYPE_CHECKING

from dealflow.decks import drawn, pdfium, render
from dealflow.decks.letters import Glyph, split_marks, union, without_copies, without_tracking
from dealflow.domain.deck import RefusalReason
from dealflow.domain.page import DeckText, Page, Source, Word
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PAGES = 300
READER = f"pdfium {pdfium.BUILD}, words 1"

_WORD = re.compile("[^\\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SAME_SIZE = 0.9


def read_pdf(data: bytes, *, sha256: str | None = None, max_pages: int = MAX_PAGES) -> DeckText:
    """Return the text layer of a PDF, page by page; a page without words has the source ``none``.

    Args:
        data: the file's bytes.
        sha256: its hash, where the caller has it already.
        max_pages: more pages than these are refused.

    Raises:
        UnreadableDeckError: ``encrypted``, ``damaged``, ``empty`` or ``too_many_pages``.
    """
    with pdfium.document(data) as opened:
        with pdfium.LOCK:
            count = pdfium.count_pages(opened)
        if count <= 0:
            raise UnreadableDeckError(reason=RefusalReason.EMPTY)
        if count > max_pages:
            raise UnreadableDeckError(reason=RefusalReason.TOO_MANY_PAGES, pages=count, limit=max_pages)
        pages = tuple(_read_page(opened, index) for index in range(count))
        title = pdfium.title_of(opened)
    return DeckText(sha256 or hashlib.sha256(data).hexdigest(), pages, READER, title)


def _read_page(opened: int, index: int) -> Page:
    with pdfium.page(opened, index) as handle:
        if handle is None:
            return Page(index + 1, 0.0, 0.0, (), Source.NONE)
        view = pdfium.view_of(handle)
        drawing = drawn.look(handle, view)
        text = pdfium.load_text(handle)
        try:
            words = _seen(_words(text, view, drawing), handle, view) if text else ()
        finally:
            if text:
                pdfium.close_text(text)
    return Page(
        index + 1,
        round(view.width_pt, 3),
        round(view.height_pt, 3),
        words,
        Source.TEXT if words else Source.NONE,
        drawing.picture_share,
        drawing.rules,
    )


def _words(text: int, view: pdfium.View, drawing: drawn.Drawing) -> tuple[Word, ...]:
    width, height = view.width_pt, view.height_pt
    found = [
        word
        for word in _boxed(text, view, drawing)
        if 0 <= (word.box.x0_pt + word.box.x1_pt) / 2 <= width and 0 <= (word.box.y0_pt + word.box.y1_pt) / 2 <= height
    ]
    return tuple(without_tracking(without_copies(found)))


def _seen(words: tuple[Word, ...], page_handle: int, view: pdfium.View) -> tuple[Word, ...]:
    """Return the words, those thought hidden looked for in the drawn page: outlines may show what its text does not."""
    suspects = [word.box for word in words if word.hidden]
    if not suspects:
        return words
    inked = iter(render.inked(page_handle, view, suspects))
    return tuple(word._replace(hidden=not next(inked)) if word.hidden else word for word in words)


def _characters(text: int) -> str:
    """Return the page's characters, one Python character for each index of PDFium's, control characters included."""
    count = pdfium.count_chars(text)
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    written = pdfium.get_text(text, 0, count, buffer) - 1
    characters = buffer.raw[: 2 * count].decode("utf-16-le", "surrogatepass")
    if written == count and len(characters) == count and not _SURROGATE.search(characters):
        return characters
    codes = (pdfium.get_unicode(text, index) for index in range(count))
    return _SURROGATE.sub("\x00", "".join(chr(code) if code <= sys.maxunicode else "\x00" for code in codes))


def _boxed(text: int, view: pdfium.View, drawing: drawn.Drawing) -> Iterator[Word]:
    characters = _characters(text)
    first, last = pdfium.Rectangle(), pdfium.Rectangle()
    first_out, last_out = byref(first), byref(last)
    sideways = view.turns % 2 == 1
    loose_box, is_generated = pdfium.loose_box, pdfium.is_generated
    for match in _WORD.finditer(characters):
        start, end = match.span()
        if not loose_box(text, start, first_out) or not loose_box(text, end - 1, last_out):
            continue
        left, bottom, right, top = first.left, first.bottom, first.right, first.top
        other_left, other_bottom, other_right, other_top = last.left, last.bottom, last.right, last.top
        if sideways:
            tall, other_tall = right - left, other_right - other_left
        else:
            tall, other_tall = top - bottom, other_top - other_bottom
        if other_tall < _SAME_SIZE * tall or tall < _SAME_SIZE * other_tall:
            yield from _mixed(text, characters, start, end, view, drawing)
            continue
        size = tall
        if end - start > 1 and (abs(other_bottom - bottom) > abs(other_left - left)) is not sideways:
            size = top - bottom if sideways else right - left
        box = view.box(min(left, other_left), min(bottom, other_bottom), max(right, other_right), max(top, other_top))
        glued = characters[end : end + 1] == " " and is_generated(text, end) == 1
        glued = glued and not drawing.prints_space_after(box)
        sure = drawing.confidence(text, start, box)
        yield Word(_written(match.group()), box, size, sure or 1.0, glued, sure is None)


def _mixed(
    text: int, characters: str, start: int, end: int, view: pdfium.View, drawing: drawn.Drawing
) -> Iterator[Word]:
    """Yield the words of glyphs of several sizes: a big number with its small unit is one, a mark is cut off."""
    glyphs = _glyphs(text, characters, range(start, end), view)
    if not glyphs:
        return
    parts = split_marks(glyphs)
    glued = characters[end : end + 1] == " " and pdfium.is_generated(text, end) == 1
    glued = glued and not drawing.prints_space_after(glyphs[-1].box)
    for part in parts:
        box = union(glyph.box for glyph in part)
        sure = drawing.confidence(text, start, box)
        size = max(glyph.size_pt for glyph in part)
        written = _written("".join(glyph.text for glyph in part))
        yield Word(written, box, size, sure or 1.0, glued and part is parts[-1], sure is None)


def _glyphs(text: int, characters: str, places: range, view: pdfium.View) -> list[Glyph]:
    rectangle, across, up = pdfium.Rectangle(), c_double(), c_double()
    found = []
    for index in places:
        if pdfium.loose_box(text, index, byref(rectangle)):
            pdfium.char_origin(text, index, byref(across), byref(up))
            box = view.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            origin = view.box(across.value, up.value, across.value, up.value)
            found.append((characters[index], box, origin))
    if not found:
        return []
    (_, first, _), (_, last, _) = found[0], found[-1]
    level = abs(last.x0_pt - first.x0_pt) >= abs(last.y0_pt - first.y0_pt)
    return [
        Glyph(character, box, origin.y0_pt if level else 0.0, box.height_pt if level else box.width_pt)
        for character, box, origin in found
    ]


def _written(characters: str) -> str:
    """Return the characters composed (NFC), without those that have no shape of their own."""
    if characters.isascii():
        return characters
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", characters))
