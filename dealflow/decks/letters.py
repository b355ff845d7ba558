"""What words need beyond spaces: footnote marks cut off, copies of fake bold dropped, tracked-out letters joined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dealflow.domain.claims.page import Box, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MARK = re.compile(r"[(\[]?[\d*†‡§,]+[)\]]?")
_POWER = re.compile(r"[a-zA-Z]")
_MARK_SIZE = 0.8
_MARK_RISE = 0.15
_COPY_OVERLAP = 0.7
_ROW_PT = 6.0
"""Copies lie at most a row of this height apart: shadows fall 2 to 3 points below their letters."""
_TRACKED_LETTERS = 3
_TRACKED_SPREAD_EM = 0.12
_TRACKED_GAP_EM = 1.0


class Glyph(NamedTuple):
    """One character with its box and its baseline's place across the line (smaller is higher on the page)."""

    text: str
    box: Box
    baseline_pt: float
    size_pt: float


def union(boxes: Iterable[Box]) -> Box:
    """Return the smallest box round one or more boxes."""
    all_x0, all_y0, all_x1, all_y1 = zip(*boxes, strict=True)
    return Box(min(all_x0), min(all_y0), max(all_x1), max(all_y1))


def split_marks(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return the word's glyphs cut where a raised footnote mark begins or ends ("12.4억원" and "1)", "3.7" and "2)").

    A small raised digit after a Latin letter is a power ("m²") and stays.
    """
    tallest = max(glyphs, key=lambda glyph: glyph.size_pt)
    raised = [
        glyph.size_pt < _MARK_SIZE * tallest.size_pt
        and glyph.baseline_pt < tallest.baseline_pt - _MARK_RISE * tallest.size_pt
        for glyph in glyphs
    ]
    parts: list[list[Glyph]] = [[]]
    for index, glyph in enumerate(glyphs):
        if index and raised[index] != raised[index - 1]:
            parts.append([])
        parts[-1].append(glyph)
    whole: list[list[Glyph]] = [parts[0]]
    for part in parts[1:]:
        before, after = "".join(g.text for g in whole[-1]), "".join(g.text for g in part)
        mark = _MARK.fullmatch(after) and not _POWER.match(before[-1])
        if mark or (_MARK.fullmatch(before) and raised[0]):
            whole.append(part)
        else:
            whole[-1] = whole[-1] + part
    return whole


def without_copies(words: Iterable[Word]) -> list[Word]:
    """Return the words without those drawn again over themselves, as fake bold does."""
    first: dict[str, Word] = {}
    seen: dict[str, dict[int, list[Box]]] = {}
    singles: list[Word] = []
    for word in words:
        earlier = first.setdefault(word[0], word)
        if earlier is not word:
            rows = seen.get(word.text)
            if rows is None:
                rows = seen[word.text] = {_row(earlier): [earlier.box]}
            row = _row(word)
            if any(_is_copy(word, box) for near in (row - 1, row, row + 1) for box in rows.get(near, ())):
                continue
            rows.setdefault(row, []).append(word.box)
        singles.append(word)
    return singles


def _row(word: Word) -> int:
    return int(word.box[1] / _ROW_PT)


def _is_copy(word: Word, box: Box) -> bool:
    return abs(word.box[0] - box[0]) < word.size_pt and _share(word.box, box) > _COPY_OVERLAP


def without_tracking(words: list[Word]) -> list[Word]:
    """Return the words with letters that stand evenly apart without printed spaces joined again ("시 장 규 모")."""
    if not any(word[4] and len(word[0]) == 1 for word in words):
        return words
    joined: list[Word] = []
    run: list[Word] = []
    for word in words:
        if not run and len(word.text) > 1:
            joined.append(word)
            continue
        if run and not _continues(run, word):
            joined.extend(_join(run))
            run = []
        if len(word.text) == 1 and (word.glued or run):
            run.append(word)
        else:
            joined.extend(_join(run))
            run = []
            joined.append(word)
    joined.extend(_join(run))
    return joined


def _continues(run: Sequence[Word], word: Word) -> bool:
    last = run[-1]
    if (
        len(word.text) != 1
        or not last.glued
        or abs(word.box.y1_pt - last.box.y1_pt) > _TRACKED_SPREAD_EM * last.size_pt
    ):
        return False
    gap = word.box.x0_pt - last.box.x1_pt
    if not 0 < gap < _TRACKED_GAP_EM * last.size_pt:
        return False
    first_gap = run[1].box.x0_pt - run[0].box.x1_pt if len(run) > 1 else gap
    return abs(gap - first_gap) < _TRACKED_SPREAD_EM * last.size_pt


def _join(run: Sequence[Word]) -> Sequence[Word]:
    if len(run) < _TRACKED_LETTERS:
        return run
    text = "".join(word.text for word in run)
    box = union(word.box for word in run)
    return (run[-1]._replace(text=text, box=box, size_pt=max(word.size_pt for word in run)),)


def _share(box: Box, other: Box) -> float:
    wide = min(box.x1_pt, other.x1_pt) - max(box.x0_pt, other.x0_pt)
    high = min(box.y1_pt, other.y1_pt) - max(box.y0_pt, other.y0_pt)
    area = max(box.width_pt * box.height_pt, 1e-6)
    return wide * high / area if wide > 0 and high > 0 else 0.0
