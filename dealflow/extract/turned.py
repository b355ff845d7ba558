"""Text that runs up or down: a turned page is set upright before it is read, a turned axis title becomes a cell.

Told by the boxes alone: a word of some letters that is clearly taller than wide is turned.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from dealflow.domain.claims.page import Box, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealflow.domain.claims.page import Word

_LETTERS = 3
_LATIN = 4
"""Shorter Latin words may be taller than wide as they stand (fit, III)."""
_TALL = 1.25
"""A turned word is so much taller than wide, and as tall as its letters are long (III is tall and stands upright)."""
_WIDE, _USUAL = 1.0, 0.55
_NARROW = dict.fromkeys("iIljtf1.,:;'|!()[]", 0.3)
"""Widths of letters, of the type size."""
_MOSTLY = 0.6
"""A page with this share of its longer words turned is turned as a whole."""
_FEWEST = 3
_SAME_STRIP = 0.5


def is_turned(word: Word) -> bool:
    """Say whether a word runs up or down."""
    if len(word.text) < (_LETTERS if max(word.text) >= "\u1100" else _LATIN):
        return False
    tall, wide = word.box.height_pt, word.box.width_pt
    if tall <= _TALL * wide:
        return False
    length = word.size_pt * sum(_WIDE if letter >= "\u1100" else _NARROW.get(letter, _USUAL) for letter in word.text)
    return length <= 0 or abs(tall - length) < abs(wide - length)


def turn_of(page: Page) -> int:
    """Return how a whole page is turned: 1 where its text runs upwards, -1 downwards, 0 where it stands upright."""
    longer = [word for word in page.words if len(word.text) >= _LETTERS]
    turned = [word for word in longer if is_turned(word)]
    if len(turned) < _FEWEST or len(turned) < _MOSTLY * len(longer):
        return 0
    return 1 if runs_up(turned) else -1


def runs_up(words: Sequence[Word]) -> bool:
    """Say whether turned words follow each other upwards, in the reader's order."""
    steps = [
        before.box[1] - after.box[1]
        for before, after in pairwise(words)
        if abs(before.box[0] - after.box[0]) < _SAME_STRIP * (before.box[2] - before.box[0])
    ]
    return sum(step > 0 for step in steps) * 2 >= len(steps)


def upright(page: Page, turn: int) -> Page:
    """Return a turned page as it reads: its words' boxes turned by 90 degrees, width and height exchanged."""
    words = tuple(word._replace(box=_turned(word.box, page, turn)) for word in page.words)
    rules = tuple(_turned(box, page, turn) for box in page.rules)
    pictures = tuple(picture._replace(box=_turned(picture.box, page, turn)) for picture in page.pictures)
    return replace(page, width_pt=page.height_pt, height_pt=page.width_pt, words=words, rules=rules, pictures=pictures)


def _turned(box: Box, page: Page, turn: int) -> Box:
    x0, y0, x1, y1 = box
    if turn > 0:
        return Box(page.height_pt - y1, x0, page.height_pt - y0, x1)
    return Box(y0, page.width_pt - x1, y1, page.width_pt - x0)


def turned_back(box: Box, page: Page, turn: int) -> Box:
    """Return a box of an upright reading where it stands on the turned ``page``."""
    x0, y0, x1, y1 = box
    if turn > 0:
        return Box(y0, page.height_pt - x1, y1, page.height_pt - x0)
    return Box(page.width_pt - y1, x0, page.width_pt - y0, x1)


def strips(words: Sequence[Word]) -> list[list[Word]]:
    """Return the turned words of an upright page by their strip, in reading order: axis titles, side bands.

    Shorter words that stand in a strip belong to it.
    """
    strips: list[list[Word]] = []
    tall = [word for word in words if word.box[3] - word.box[1] > _TALL * (word.box[2] - word.box[0])]
    if not any(map(is_turned, tall)):
        return strips
    for word in words:
        home = next((strip for strip in strips if any(_in_strip(neighbour, word) for neighbour in strip)), None)
        if home is not None and (is_turned(word) or len(word.text) < _LATIN):
            home.append(word)
        elif is_turned(word):
            strips.append([word])
    for strip in strips:
        strip.extend(word for word in words if _is_left_out(word, strip))
        up = runs_up(sorted(strip, key=words.index))
        strip.sort(key=lambda word: -word.box[3] if up else word.box[1])
    return strips


def _is_left_out(word: Word, strip: Sequence[Word]) -> bool:
    """Say whether a short word came before the longer ones of its strip."""
    return len(word.text) < _LATIN and word not in strip and any(_in_strip(neighbour, word) for neighbour in strip)


def _in_strip(word: Word, other: Word) -> bool:
    wide = word.box[2] - word.box[0]
    gap = max(word.box[1] - other.box[3], other.box[1] - word.box[3])
    return abs(word.box[0] - other.box[0]) < _SAME_STRIP * wide and gap < 1.5 * wide
