"""Words as a reader gives them, before they are laid out: run together, led by dots, drawn twice."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from dealflow.domain.claims.page import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dealflow.domain.claims.page import Word

WIDE = "\u1100"
"""Letters from here on are as wide as high."""
_THOUSANDS = re.compile(r"[△▲−-]?\d{1,3}(?:,\d{3})+")
_GLUED = re.compile(rf"[^\d,]*?(?:{_THOUSANDS.pattern}){{2,}}")
_LEADER = re.compile(r"[.·…_]{4,}|…{2,}")
_TWO_NUMBERS = 10
_BOTH = 2


def unglued(word: Word) -> Iterable[Word]:
    """Give a word, or the label and numbers that a tight table ran together (순이익△450,000△410,000).

    Dots that lead from a label to its amount (Sales ........ 4.1) are no words.
    """
    if "..." in word.text or "···" in word.text or "……" in word.text:
        return _without_leader(word)
    if len(word.text) < _TWO_NUMBERS or word.text.count(",") < _BOTH:
        return (word,)
    glued = _GLUED.fullmatch(word.text)
    if glued is None:
        return (word,)
    return _cut(word, [0, *(part.start() for part in _THOUSANDS.finditer(word.text)), len(word.text)])


def _without_leader(word: Word) -> tuple[Word, ...]:
    """Return what stands before and after the dots of a leader; a word with three dots only is left whole."""
    leader = _LEADER.search(word.text)
    if leader is None:
        return (word,)
    start, end = leader.span()
    parts = _cut(word, [0, start, end, len(word.text)])
    return tuple(part for part in parts if not _LEADER.fullmatch(part.text))


def _cut(word: Word, cuts: Sequence[int]) -> tuple[Word, ...]:
    """Return a word cut before the letters at ``cuts``, the parts that are empty left out."""
    x0, y0, x1, y1 = word.box
    widths = [1.0 if letter >= WIDE else 0.58 for letter in word.text]
    scale = (x1 - x0) / sum(widths)
    return tuple(
        word._replace(
            text=word.text[start:end],
            box=Box(x0 + sum(widths[:start]) * scale, y0, x0 + sum(widths[:end]) * scale, y1),
            glued=False,
        )
        for start, end in pairwise(cuts)
        if end > start
    )


def drawn_once(row: list[tuple[float, float, Word]]) -> Iterable[tuple[float, float, Word]]:
    """Give the words of a line from left to right, without pieces drawn over a whole word (13 on 13.34)."""
    row.sort(key=lambda placed: (round(placed[0]), -placed[2].box[2]))
    widest: Word | None = None
    for placed in row:
        word = placed[2]
        if widest is not None and word.box[2] <= widest.box[2] + 1:
            if len(word.text) < len(widest.text) and word.text in widest.text:
                continue
        else:
            widest = word
        yield placed
