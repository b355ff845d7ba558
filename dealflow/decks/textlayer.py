"""The words of one page's text layer: one call for its characters, two for each word's box. Every deck pays for it."""

from __future__ import annotations

import ctypes
import re
import sys
import unicodedata
from ctypes import byref, c_double, c_float, string_at
from struct import Struct
from typing import TYPE_CHECKING

from dealflow.decks import drawn, pdfium
from dealflow.decks.legible import is_real
from dealflow.decks.letters import Glyph, split_marks, union
from dealflow.domain.claims.page import Word

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile("[^\\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INNER_DIGIT = re.compile(r"(\D+)\d.*\D", re.DOTALL)
_NUMBER_ENDS = frozenset("0123456789.,%)")
_SAME_SIZE = 0.9
_DARK = drawn.Ink.DARK
_made = tuple.__new__
_BUFFER_BYTES = 1 << 16
_BUFFER = ctypes.create_string_buffer(_BUFFER_BYTES)
"""Where PDFium writes a page's characters; whoever reads a page holds the lock."""

_Look = tuple[float | None, bool]
"""How surely a word is seen (None: not at all), and whether the gap after it was made up."""


class TextLayer:
    """The text of one open page; hold the lock while using it."""

    def __init__(self, text: int, view: pdfium.View, drawing: drawn.Drawing) -> None:
        self._text = text
        self._asked = pdfium.passed(text)
        self._view = view
        self._drawing = drawing
        self._characters = characters_of(text)
        self._write = str if _is_plain(self._characters) else _written
        self._rectangle = pdfium.Rectangle()
        self._object = -1
        self._ink = drawn.Ink.DARK
        self.owners: list[int] = []
        """The text object of each word that was yielded."""

    def words(self) -> Iterator[Word]:
        """Yield the words in the order of the content, those off the page and drawn twice included.

        Letters that were never printed, for want of a map from glyphs to Unicode, give no words at all.
        """
        if not is_real(self._text, self._characters):
            return
        ends = (c_float * 8)()
        first_out, last_out = byref(ends), byref(ends, 4 * 4)
        unpack = Struct("8f").unpack_from
        loose_box, handle, is_sideways = pdfium.loose_box, self._asked, self._view.turns % 2 == 1
        for match in _WORD.finditer(self._characters):
            start, end = match.span()
            if not loose_box(handle, start, first_out) or not loose_box(handle, end - 1, last_out):
                continue
            sides = left, top, right, bottom, other_left, other_top, other_right, other_bottom = unpack(ends)
            if is_sideways:
                size, other_size = right - left, other_right - other_left
            else:
                size, other_size = top - bottom, other_top - other_bottom
            look = self._look(start, end, (left + right) / 2, (bottom + top) / 2)
            if not size * _SAME_SIZE <= other_size <= size / _SAME_SIZE or self._has_inner_size(start, end, size):
                for word in self._uneven(range(start, end), look):
                    self.owners.append(self._object)
                    yield word
                continue
            if end - start > 1 and (abs(other_bottom - bottom) > abs(other_left - left)) is not is_sideways:
                size = top - bottom if is_sideways else right - left
            self.owners.append(self._object)
            yield self._word(match.group(), sides, size, look)

    def _word(self, characters: str, sides: tuple[float, ...], size: float, look: _Look) -> Word:
        sure, glued = look
        left, top, right, bottom, other_left, other_top, other_right, other_bottom = sides
        box = self._view.box(
            left if left < other_left else other_left,  # noqa: FURB136 -- every word pays for it
            bottom if bottom < other_bottom else other_bottom,  # noqa: FURB136 -- every word pays for it
            right if right > other_right else other_right,  # noqa: FURB136 -- every word pays for it
            top if top > other_top else other_top,  # noqa: FURB136 -- every word pays for it
        )
        glued = glued and not self._drawing.prints_space_after(box, self._view)
        return _made(Word, (self._write(characters), box, size, sure or 1.0, glued, sure is None))

    def _look(self, start: int, end: int, x: float, y: float) -> _Look:
        """Return how a word is seen; the gap is only asked about after digits and lone letters, where it matters."""
        text_handle, characters = self._asked, self._characters
        handle = pdfium.char_object(text_handle, start)
        if handle != self._object:
            self._object = handle
            self._ink = drawn.ink_of(text_handle, start, handle)
        sure = 1.0 if self._ink is _DARK else self._drawing.confidence(self._ink, x, y)
        glued = (
            (end - start == 1 or characters[end - 1] in _NUMBER_ENDS)
            and characters[end : end + 1] == " "
            and pdfium.is_generated(text_handle, end) == 1
        )
        return sure, glued

    def _has_inner_size(self, start: int, end: int, size: float) -> bool:
        """Return whether digits within a word ("약12억원") are larger or smaller than its ends."""
        inner = _INNER_DIGIT.match(self._characters, start, end)
        if inner is None:
            return False
        rectangle = self._rectangle
        pdfium.loose_box(self._asked, inner.end(1), byref(rectangle))
        tall = rectangle.top - rectangle.bottom
        if self._view.turns % 2:
            tall = rectangle.right - rectangle.left
        return not size * _SAME_SIZE <= tall <= size / _SAME_SIZE

    def _uneven(self, places: range, look: _Look) -> Iterator[Word]:
        """Yield the words of glyphs of several sizes: a big number with its small unit is one, a mark is cut off."""
        sure, glued = look
        glyphs = self._glyphs(places)
        parts = split_marks(glyphs) if glyphs else []
        for part in parts:
            box = union(glyph.box for glyph in part)
            written = self._write("".join(glyph.text for glyph in part))
            is_last_glued = glued and part is parts[-1] and not self._drawing.prints_space_after(box, self._view)
            size = max(glyph.size_pt for glyph in part)
            yield Word(written, box, size, sure or 1.0, is_last_glued, sure is None)

    def _glyphs(self, places: range) -> list[Glyph]:
        rectangle, across, up = self._rectangle, c_double(), c_double()
        place = self._view.box
        glyphs = []
        for index in places:
            if pdfium.loose_box(self._asked, index, byref(rectangle)):
                pdfium.char_origin(self._text, index, byref(across), byref(up))
                box = place(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
                origin = place(across.value, up.value, across.value, up.value)
                glyphs.append((self._characters[index], box, origin))
        if not glyphs:
            return []
        (_, first, _), (_, last, _) = glyphs[0], glyphs[-1]
        is_level = abs(last.x0_pt - first.x0_pt) >= abs(last.y0_pt - first.y0_pt)
        return [
            Glyph(character, box, origin.y0_pt if is_level else 0.0, box.height_pt if is_level else box.width_pt)
            for character, box, origin in glyphs
        ]


def characters_of(text: int) -> str:
    """Return a page's characters, one Python character for each index of PDFium's, control characters included."""
    count = pdfium.count_chars(text)
    if count <= 0:
        return ""
    buffer = _buffer_for(2 * count + 2)
    written = pdfium.get_text(text, 0, count, buffer) - 1
    characters = string_at(buffer, 2 * count).decode("utf-16-le", "surrogatepass")
    if written == count and len(characters) == count and not _SURROGATE.search(characters):
        return characters
    handle = pdfium.passed(text)
    codes = (pdfium.get_unicode(handle, index) for index in range(count))
    return _SURROGATE.sub("\x00", "".join(chr(code) if code <= sys.maxunicode else "\x00" for code in codes))


def _buffer_for(size: int) -> ctypes.Array[ctypes.c_char]:
    """Return zeros to write to: usually the same place again, since ctypes makes a type for each new size."""
    if size > _BUFFER_BYTES:
        return ctypes.create_string_buffer(size)
    ctypes.memset(_BUFFER, 0, size)
    return _BUFFER


def _is_plain(characters: str) -> bool:
    """Return whether no part of the characters changes by being written."""
    return characters.isascii() or (unicodedata.is_normalized("NFC", characters) and not _INVISIBLE.search(characters))


def _written(characters: str) -> str:
    """Return the characters composed (NFC), without those that have no shape of their own."""
    if characters.isascii():
        return characters
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", characters))
