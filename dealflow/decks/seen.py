"""Words as Tesseract saw them in a picture: which of two readings counts, and how large their type is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

SURE_ENOUGH: Final = 0.4
QUITE_SURE: Final = 0.88
_ICON: Final = 0.65
_WELL_READ: Final = 0.8
_ICON_LETTERS: Final = 2
_SAME_PLACE: Final = 0.4
_SAME_HEIGHT: Final = 0.6
_SLANTED: Final = 0.5
_RISE_EM: Final = 0.9
_DROP_EM: Final = 0.25
_HANGUL_RISE: Final = 0.85
_CAPITAL_RISE: Final = 0.72
_SMALL_RISE: Final = 0.54
"""How much of their type letters rise over their line."""
_TALL = re.compile(r"[^\Wacegmnopqrsuvwxyz_]")
_LETTER = re.compile(r"\w")
_TELLING = re.compile(r"[^\W_ㆍ]|[%$₩€¥£~→+▲△/&\-]")
"""Other marks that stand alone are bits of drawings."""
_JOINED_GAP_EM: Final = 0.2
"""Tesseract takes Hangul apart letter by letter: closer than this they are one word again."""


class Seen(NamedTuple):
    """One word as Tesseract saw it, in pixels."""

    text: str
    confidence: float
    x0: int
    y0: int
    x1: int
    y1: int
    line: int
    base: float
    """How far down the line stands that the letters stand on."""

    @property
    def high(self) -> float:
        """Return how far the letters rise over their line."""
        return max(self.base - self.y0, 1.0)


def words_of(lines: Sequence[list[Seen]]) -> list[Seen]:
    """Return the words that are read surely enough, line by line from left to right, and level on each line."""
    words: list[Seen] = []
    for number, line in enumerate(lines):
        sure = [word for word in line if word.confidence >= SURE_ENOUGH and _TELLING.search(word.text)]
        ordered = [word._replace(line=number) for word in sorted(sure, key=lambda word: word.x0)]
        words.extend(_level([word for run in _runs(ordered) for word in _without_icons(run)]))
    return _joined(words)


def _runs(line: Sequence[Seen]) -> list[list[Seen]]:
    """Return the words of a line in runs without wide gaps."""
    runs: list[list[Seen]] = []
    for word in line:
        if runs and word.x0 - runs[-1][-1].x1 < max(word.y1 - word.y0, runs[-1][-1].y1 - runs[-1][-1].y0):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _without_icons(line: list[Seen]) -> list[Seen]:
    """Return a run of words without the drawings at its ends: one or two letters, badly read."""
    rest = line
    if len(line) == 1 and _is_drawing(line[0]):
        return []
    while len(rest) > 1 and _is_icon(rest[0], rest[1:]):
        rest = rest[1:]
    while len(rest) > 1 and _is_icon(rest[-1], rest[:-1]):
        rest = rest[:-1]
    return rest


def _is_icon(word: Seen, others: Sequence[Seen]) -> bool:
    return _is_drawing(word) and max(other.confidence for other in others) >= _WELL_READ


def _is_drawing(word: Seen) -> bool:
    is_figure = word.text.isdigit() or "%" in word.text
    return len(word.text) <= _ICON_LETTERS and word.confidence < _ICON and not is_figure


def _level(line: list[Seen]) -> list[Seen]:
    """Return a line's words as high as their type is, from the rise to the drop, as a text layer has them.

    Tesseract's boxes end where the ink ends: without this a dash is a word of one point, a comma moves a line, and a
    line without tall letters is set in a smaller type.
    """
    lettered = [word for word in line if _LETTER.search(word.text)]
    if not lettered:
        return line
    tall = max(word.high for word in lettered)
    same = [word for word in lettered if word.high >= _SAME_HEIGHT * tall]
    base = sorted(word.base for word in same)[len(same) // 2]
    if max(abs(word.base - base) for word in same) > _SLANTED * tall:
        return [_typed(word, _em([word]), word.base) for word in line]
    em = _em(same)
    small = [word for word in lettered if word not in same]
    return [_typed(word, _em([word]) if word in small else em, word.base if word in small else base) for word in line]


def _em(words: Sequence[Seen]) -> float:
    """Return how large the type of words is, by how far their letters rise: Hangul, capitals, or neither."""
    tallest = max(words, key=lambda word: word.high)
    text = "".join(word.text for word in words)
    if any(map(is_hangul, text)):
        return tallest.high / _HANGUL_RISE
    return tallest.high / (_CAPITAL_RISE if _TALL.search(text) else _SMALL_RISE)


def _typed(word: Seen, em: float, base: float) -> Seen:
    return word._replace(y0=round(base - _RISE_EM * em), y1=round(base + _DROP_EM * em), base=base)


def _joined(words: Sequence[Seen]) -> list[Seen]:
    """Return the words with Hangul that Tesseract took apart put together again."""
    joined: list[Seen] = []
    for word in words:
        last = joined[-1] if joined else None
        if last is not None and last.line == word.line and _may_join(last.text[-1]) and is_hangul(word.text[0]):
            height = max(last.y1 - last.y0, word.y1 - word.y0)
            if word.x0 - last.x1 < _JOINED_GAP_EM * height:
                joined[-1] = Seen(
                    last.text + word.text,
                    min(last.confidence, word.confidence),
                    min(last.x0, word.x0),
                    min(last.y0, word.y0),
                    max(last.x1, word.x1),
                    max(last.y1, word.y1),
                    word.line,
                    last.base,
                )
                continue
        joined.append(word)
    return joined


def _may_join(letter: str) -> bool:
    """Return whether Hangul that stands close to a letter belongs to it: 2024 and 년."""
    return is_hangul(letter) or letter.isdigit() or letter == "%"


def is_hangul(letter: str) -> bool:
    """Return whether a letter is a syllable of Hangul."""
    return "가" <= letter <= "힣"


def lines_of(seen: Sequence[Seen]) -> list[list[Seen]]:
    """Return the words line by line, without lines of which nothing was read surely."""
    lines: dict[int, list[Seen]] = {}
    for word in seen:
        lines.setdefault(word.line, []).append(word)
    return [line for line in lines.values() if value_of(line) > 0]


def value_of(line: Sequence[Seen]) -> float:
    """Return how much of a line was read surely: letters of words above the floor, weighted by their confidence."""
    return sum(len(word.text) * (word.confidence - SURE_ENOUGH) for word in line)


def _frame(line: Sequence[Seen]) -> tuple[int, int, int, int]:
    return (
        min(word.x0 for word in line),
        min(word.y0 for word in line),
        max(word.x1 for word in line),
        max(word.y1 for word in line),
    )


def overlap(line: Sequence[Seen], other: Sequence[Seen]) -> float:
    """Return the share of the smaller line's frame that the two have in common."""
    ax0, ay0, ax1, ay1 = _frame(line)
    bx0, by0, bx1, by1 = _frame(other)
    wide, high = min(ax1, bx1) - max(ax0, bx0), min(ay1, by1) - max(ay0, by0)
    smaller = min((ax1 - ax0) * (ay1 - ay0), (bx1 - bx0) * (by1 - by0))
    return wide * high / smaller if wide > 0 and high > 0 and smaller > 0 else 0.0


def merged(drawn: Sequence[list[Seen]], flattened: Sequence[list[Seen]]) -> list[list[Seen]]:
    """Return the lines of both readings; of two lines at one place the surer one, whole."""
    lines: list[list[Seen]] = []
    for line in drawn:
        rivals = [other for other in flattened if overlap(line, other) > _SAME_PLACE]
        if not rivals or all(value_of(line) >= value_of(other) for other in rivals):
            lines.append(line)
    for line in flattened:
        if not any(overlap(line, other) > _SAME_PLACE for other in lines):
            lines.append(line)
    return lines
