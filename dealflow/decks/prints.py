"""Words of printed lines with their boxes: letters parted at blanks and gaps, frames drawn round their ink."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from dealflow.decks.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from dealflow.decks.ppocr import Letter, Print

_CONTRAST: Final = 0.35
"""Ink differs from the ground by this share of the largest difference in its line."""
_FAINTEST: Final = 24
_BLANK: Final = 0.3
"""A blank that was not read is wider than this share of the letters' height (0.22 em) ..."""
_WIDER: Final = 2.5
"""... and than so many times the line's usual gap, so that tracked-out letters stay together."""
_DESCENDING: Final = re.compile(r"[gjpqyQ,;()\[\]{}|/$@_]")
_DESCENT: Final = 0.22
_WON: Final = re.compile(r"W(?=\d[\d,.]*)")
_BAR: Final = 0.8
_IN_NUMBER: Final = re.compile(r"[\d.,$€£₹₩%]{2}")
_LOOSE: Final = 2.0
"""Digits are equally wide, so that a 1 and a comma stand apart."""
_LETTER_REACH: Final = 0.75
"""Half a wide letter, in the heights of its line's ink."""
_MUCH: Final = 0.5
_NEAR: Final = 0.35
_SMALL: Final = 0.4
"""A dot of an i or a comma stands within a third of the letters' height, and is smaller than that."""
_DIGIT: Final = re.compile(r"\d")


def words_of(reading: Print, grey: NDArray[np.uint8], number: int) -> list[Seen]:
    """Return the words of a line, in pixels of the grey picture, under the line's number.

    Args:
        reading: what the line says.
        grey: the whole picture, rows first.
        number: the line's number.
    """
    ink = _own(_ink(grey[reading.line.y0 : reading.line.y1, reading.line.x0 : reading.line.x1]))
    runs = _parted(reading, ink)
    words = [word for run in runs if (word := _word(run, reading, ink, number)) is not None]
    return _based(words)


def unexplained(reading: Print, grey: NDArray[np.uint8]) -> float:
    """Return the share of a line's ink that stands away from every letter read in it: letters that nobody knew."""
    line = reading.line
    ink = _ink(grey[line.y0 : line.y1, line.x0 : line.x1])
    columns, rows = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    places = np.array([letter.x - line.x0 for letter in reading.letters if letter.text != " "])
    if not len(columns) or not len(places):
        return 1.0 if len(columns) else 0.0
    away = np.abs(columns[:, None] - places[None, :]).min(axis=1)
    return float((away > _LETTER_REACH * (rows[-1] - rows[0] + 1)).mean())


def _ink(piece: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return where ink stands in a piece: what differs from its most frequent shade."""
    if not piece.size:
        return np.zeros(piece.shape, dtype=np.bool_)
    away = np.abs(piece.astype(np.int16) - int(np.median(piece)))
    return np.asarray(away > max(_CONTRAST * int(away.max()), _FAINTEST))


def _own(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return a line's ink without that of the lines above and below, which its frame holds where lines stand close.

    Own are the rows of ink nearest to the frame's middle among those with much ink, and the dots and accents by them.
    """
    rows = ink.sum(axis=1)
    edges = np.flatnonzero(np.diff((rows > 0).astype(np.int8), prepend=0, append=0)).reshape(-1, 2).tolist()
    if len(edges) <= 1:
        return ink
    masses = [int(rows[start:end].sum()) for start, end in edges]
    heavy = [band for band, mass in zip(edges, masses, strict=True) if mass >= _MUCH * max(masses)]
    top, foot = min(heavy, key=lambda band: abs(band[0] + band[1] - len(rows)))
    near, small = _NEAR * (foot - top), _SMALL * (foot - top)
    own = [
        (start, end)
        for start, end in edges
        if end - start <= small and start > 0 and end < len(rows) and max(top - end, start - foot) <= near
    ]
    first, last = min(start for start, _ in [*own, (top, foot)]), max(end for _, end in [*own, (top, foot)])
    return np.asarray(ink & ((np.arange(len(rows)) >= first) & (np.arange(len(rows)) < last))[:, None])


def _parted(reading: Print, ink: NDArray[np.bool_]) -> list[list[Letter]]:
    """Return the letters word by word: parted at blanks, and where the ink leaves one that was not read."""
    rows = np.flatnonzero(ink.any(axis=1))
    high = int(rows[-1] - rows[0] + 1) if len(rows) else 1
    bare = np.asarray(~ink.any(axis=0))
    gaps = [
        _gap(bare, letter.x - reading.line.x0, other.x - reading.line.x0) for letter, other in pairwise(reading.letters)
    ]
    within = sorted(
        gap
        for gap, (letter, other) in zip(gaps, pairwise(reading.letters), strict=True)
        if letter.text != " " != other.text
    )
    least = max(_BLANK * high, _WIDER * within[len(within) // 2] if within else 0)
    runs: list[list[Letter]] = [[]]
    for place, letter in enumerate(reading.letters):
        inside = place > 0 and _IN_NUMBER.fullmatch(reading.letters[place - 1].text + letter.text) is not None
        if letter.text == " " or (place and gaps[place - 1] > least * (_LOOSE if inside else 1)):
            runs.append([])
        if letter.text != " ":
            runs[-1].append(letter)
    return [run for run in runs if run]


def _gap(bare: NDArray[np.bool_], left: float, right: float) -> int:
    """Return how wide the widest stretch without ink between two places is."""
    edges = np.flatnonzero(np.diff(bare[max(round(left), 0) : round(right)].astype(np.int8), prepend=0, append=0))
    return int((edges[1::2] - edges[::2]).max()) if len(edges) else 0


def _word(run: Sequence[Letter], reading: Print, ink: NDArray[np.bool_], number: int) -> Seen | None:
    """Return a word with its frame round its ink; nothing where no ink is."""
    left, right = _reach(run, reading)
    columns = np.flatnonzero(ink[:, left:right].any(axis=0))
    if not len(columns):
        return None
    x0, x1 = left + int(columns[0]), left + int(columns[-1]) + 1
    rows = np.flatnonzero(_own(ink[:, x0:x1]).any(axis=1))
    y0, y1 = int(rows[0]), int(rows[-1]) + 1
    text = _with_won("".join(letter.text for letter in run), run, reading.line.x0, ink)
    top, foot = reading.line.y0 + y0, reading.line.y0 + y1
    return Seen(text, _sure(run), reading.line.x0 + x0, top, reading.line.x0 + x1, foot, number, float(foot))


def _reach(run: Sequence[Letter], reading: Print) -> tuple[int, int]:
    """Return from where to where a word's ink may lie in its line: halfway to its neighbours."""
    before = [letter.x for letter in reading.letters if letter.x < run[0].x and letter.text != " "]
    after = [letter.x for letter in reading.letters if letter.x > run[-1].x and letter.text != " "]
    left = (before[-1] + run[0].x) / 2 if before else reading.line.x0
    right = (after[0] + run[-1].x) / 2 if after else reading.line.x1
    return max(round(left - reading.line.x0), 0), max(round(right - reading.line.x0), 1)


def _sure(run: Sequence[Letter]) -> float:
    """Return how sure a word is: a figure as its least sure digit, any other as its letters on average."""
    digits = [letter.sure for letter in run if _DIGIT.match(letter.text)]
    return min(digits) if digits else sum(letter.sure for letter in run) / len(run)


def _with_won(text: str, run: Sequence[Letter], x0: int, ink: NDArray[np.bool_]) -> str:
    """Return a word with the sign of the won, which is read as a W, where a bar goes through it."""
    if not _WON.match(text) or len(run) < len("W1"):
        return text
    end = round((run[0].x + run[1].x) / 2) - x0
    start = max(round(run[0].x - (run[1].x - run[0].x) / 2) - x0, 0)
    sign = ink[:, start:end]
    rows, columns = np.flatnonzero(sign.any(axis=1)), np.flatnonzero(sign.any(axis=0))
    if not len(rows):
        return text
    inner = sign[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    middle = inner[len(inner) // 5 : len(inner) * 4 // 5].mean(axis=1)
    return f"₩{text[1:]}" if len(middle) and middle.max() >= _BAR else text


def _based(words: Sequence[Seen]) -> list[Seen]:
    """Return the words of a line with the line that their letters stand on: descending ones tell nothing of it."""
    feet = sorted(word.base for word in words if not _DESCENDING.search(word.text))
    return list(_with_base(words, feet))


def _with_base(words: Sequence[Seen], feet: Sequence[float]) -> Iterator[Seen]:
    for word in words:
        if not _DESCENDING.search(word.text):
            yield word
        elif feet and word.y0 < feet[len(feet) // 2] <= word.y1:
            yield word._replace(base=feet[len(feet) // 2])
        else:
            yield word._replace(base=word.y1 - _DESCENT * (word.y1 - word.y0))
