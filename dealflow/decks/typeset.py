"""Words laid out where a format keeps no place for them: lines broken to a width, letters as wide as in most fonts.

Office files know the place of a shape or a paragraph, never of a word. Words laid out here stay neighbours as they are
when the program draws them, and the picture that shows them is drawn from the same places.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dealflow.domain.claims.page import Box, Word

LEADING: Final = 1.2
"""Height of a line, in sizes of its letters."""
_SPACE_EM: Final = 0.3
_WIDE_EM: Final = 0.95
_UPPER_EM: Final = 0.68
NARROW_EM: Final = 0.54
_THIN_EM: Final = 0.28
_THIN: Final = frozenset("iljtfrI.,:;'|!()[]/")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line before it is placed: its words and their size."""

    text: str
    size_pt: float
    align: str = "left"


def wrapped(text: str, size: float, width: float) -> Iterator[str]:
    """Yield a text in lines that fit a width, broken between words."""
    line: list[str] = []
    used = 0.0
    for word in text.split():
        wide = width_of(word, size)
        if line and used + wide > max(width, size):
            yield " ".join(line)
            line, used = [], 0.0
        line.append(word)
        used += wide + _SPACE_EM * size
    if line:
        yield " ".join(line)


def height_of(lines: Sequence[Line]) -> float:
    """Return how high lines are together."""
    return sum(line.size_pt * LEADING for line in lines)


def placed(lines: Sequence[Line], box: Box, anchor: str, *, hidden: bool = False) -> Iterator[Word]:
    """Yield the words of the lines at their places in the box, made smaller where they would not fit.

    Args:
        lines: what is printed.
        box: where.
        anchor: top, middle or bottom.
        hidden: nobody who looks at the page sees these words.
    """
    total = height_of(lines)
    if not total:
        return
    squeeze = min(1.0, box.height_pt / total) if box.height_pt > 0 else 1.0
    free = max(0.0, box.height_pt - total * squeeze)
    y = box.y0_pt + {"top": 0.0, "middle": free / 2, "bottom": free}[anchor]
    for line in lines:
        size = line.size_pt * squeeze
        yield from _line_words(line, size, box, y, hidden=hidden)
        y += size * LEADING


def _line_words(line: Line, size: float, box: Box, y: float, *, hidden: bool) -> Iterator[Word]:
    words = unicodedata.normalize("NFC", line.text).split()
    widths = [width_of(word, size) for word in words]
    total = sum(widths) + _SPACE_EM * size * max(0, len(words) - 1)
    squeeze = min(1.0, box.width_pt / total) if total and box.width_pt > 0 else 1.0
    x = box.x0_pt + {"left": 0.0, "center": 0.5, "right": 1.0}[line.align] * max(0.0, box.width_pt - total * squeeze)
    for word, width in zip(words, widths, strict=True):
        yield Word(word, Box(x, y, x + width * squeeze, y + size * LEADING), size, hidden=hidden)
        x += (width + _SPACE_EM * size) * squeeze


def width_of(word: str, size: float) -> float:
    """Return how wide a word is in most fonts of a size."""
    return sum(map(_em, word)) * size


@lru_cache(maxsize=4096)
def _em(letter: str) -> float:
    """Return how wide a letter is in most fonts, as a share of their size."""
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE_EM
    if letter.isupper():
        return _UPPER_EM
    return _THIN_EM if letter in _THIN else NARROW_EM
