"""Words become lines, cells and paragraphs by geometry alone: a reader's text order is never trusted.

A *cell* is a run of words on one baseline without a wide gap: a line of a paragraph, a table cell, the figure of a
card. A *paragraph* is a stack of cells of one size that continue each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain, pairwise
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from dealflow.domain.claims.page import Box, Source
from dealflow.extract.numbers import plain
from dealflow.extract.torn_words import WIDE, drawn_once, unglued
from dealflow.extract.turned import strips

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dealflow.domain.claims.page import Page, Word

_DESCENT = 0.2
"""How much of a word's box lies under its baseline."""
_SAME_LINE = 0.34
"""Baselines of one line differ by less than this share of the smaller height."""
_GAP = 0.75
"""A gap wider than this share of the smaller height starts another cell."""
_NUMBER = re.compile(r"[△▲▽▼+−–\-]?\(?[\d,]*\d(?:\.\d+)?[%％]?\)?|['’]?(?:20)?\d\d년?\(?[AEFP]\)?")
"""Two such words side by side are two cells, however close a table sets them."""
_DIGIT = re.compile(r"\d")
_BIG_GAP = 0.55
"""Big figures of cards are set tighter and stand side by side."""
_FAR_COLUMN = 4.0
"""A number further to the right than this many heights says nothing of the words before it (November 2017)."""
_LARGE = 1.5
_SPACE = 0.12
_NO_KERNING = 0.3
"""A wider gap than this share of the height tears no number, even where the text has no space."""
_TORN = 0.17
"""No printed blank is narrower than this share of the type size (of 17 decks' text layers the narrowest was 0.18): such
gaps inside numbers, and inside the words of a page that is set with tracking, tear what is one word."""
_KERNED = 0.05
"""How far the point of a number that is drawn piece by piece may run into the digits before it, of the type size."""
_TRACKED = 0.25
"""A page with more than this share of torn gaps, between pieces of one or two letters, is set with tracking."""
_PIECE = 2.6
_FEW_GAPS = 12
_IN_NUMBER = frozenset("0123456789.,")
_POINTS = frozenset(".,")
_LONE_SIGN = re.compile(r"[$₩￦€¥£₹]|(?:US|S|HK|A|C|R|NT)\$|Rs\.?")
_SIGN_REACH = 5.0
"""A currency sign set to the left edge of its table cell stands at most this many heights before its amount."""
_HEAD_OF_THOUSANDS = re.compile(r"[△▲(−-]?\d{1,3}")
_GROUP = re.compile(r"\d{3}\)?")
_THIN = 0.4
"""A blank between groups of three digits is narrower than this share of the height; columns stand further apart."""
_LINE_PITCH = 1.75
_SAME_SIZE = 1.18


@dataclass(slots=True)
class Cell:
    """A run of words on one line; ``spans`` tells where each word stands in ``text``."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    spans: list[tuple[int, int, Box]]
    index: int = 0
    hidden: bool = False
    confidence: float = 1.0
    paragraph: Paragraph | None = None

    @property
    def middle_y(self) -> float:
        """Return the height of the cell's middle."""
        return (self.y0 + self.y1) / 2

    @property
    def middle_x(self) -> float:
        """Return the cell's middle from the left."""
        return (self.x0 + self.x1) / 2

    @property
    def box(self) -> Box:
        """Return the cell's box."""
        return Box(self.x0, self.y0, self.x1, self.y1)

    def boxes_of(self, start: int, end: int) -> tuple[Box, ...]:
        """Return the boxes around ``text[start:end]``, one a line; of a long word only the letters that are meant.

        Words whose place is unknown give none.
        """
        spans = [span for span in self.spans if span[0] < end and span[1] > start and span[2][3] > span[2][1]]
        parts = [_trimmed(self.text, span, start, end) for span in spans]
        lines: list[list[Box]] = []
        for part in parts:
            if lines and part[1] < lines[-1][0][3] - 0.3 * (part[3] - part[1]):
                lines[-1].append(part)
            else:
                lines.append([part])
        return tuple(_union(line) for line in lines)


@dataclass(slots=True)
class Paragraph:
    """Cells that continue each other from line to line."""

    cells: list[Cell] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the lines with a line break between them."""
        return "\n".join(cell.text for cell in self.cells)

    def offset_of(self, cell: Cell) -> int:
        """Return where a cell's text begins in the paragraph's."""
        start = 0
        for piece in self.cells:
            if piece is cell:
                return start
            start += len(piece.text) + 1
        return start

    def cell_at(self, place: int) -> tuple[Cell, int]:
        """Return the cell that holds the letter at ``place`` of the paragraph's text, and where the cell begins."""
        start = 0
        for cell in self.cells:
            if place <= start + len(cell.text):
                return cell, start
            start += len(cell.text) + 1
        last = self.cells[-1]
        return last, start - len(last.text) - 1


def cells_of(page: Page) -> list[Cell]:
    """Return the cells of a page from top to bottom and left to right; words off the page are left out.

    A page whose words have no places is one cell.
    """
    if page.source is Source.PLAIN:
        return [_cell([(1.0, word) for word in page.words])] if page.words else []
    bands = strips(page.words)
    aside = {id(word) for band in bands for word in band}
    inked = sorted((row for row in _inked(page) if id(row[2]) not in aside), key=itemgetter(0))
    heights = sorted([height for _, height, _ in inked])
    large = _LARGE * heights[len(heights) // 2] if heights else 0.0
    rows: list[list[tuple[float, float, Word]]] = []
    anchor = lowest = 0.0
    for baseline, height, word in inked:
        if rows and baseline - anchor <= _SAME_LINE * min(height, lowest):
            rows[-1].append((word.box[0], height, word))
            lowest = min(lowest, height)
        else:
            rows.append([(word.box[0], height, word)])
            anchor, lowest = baseline, height
    torn = _TORN if _is_tracked(page) else 0.0
    cells = [_cell(run) for row in rows for run in _runs(_whole(row, torn), large)]
    cells.extend(_cell([(word.box[2] - word.box[0], word) for word in band]) for band in bands)
    cells.sort(key=attrgetter("y0", "x0"))
    for index, cell in enumerate(cells):
        cell.index = index
    return cells


def _inked(page: Page) -> Iterable[tuple[float, float, Word]]:
    width, height = page.width_pt, page.height_pt
    for word in chain.from_iterable(map(unglued, page.words)):
        x0, y0, x1, y1 = word.box
        if word.text and x1 > 0 and y1 > 0 and x0 < width and y0 < height and y1 > y0:
            tall = min(y1 - y0, word.size_pt * 1.6) if word.size_pt > 0 else y1 - y0
            yield y1 - _DESCENT * (y1 - y0), max(tall, 1.0), word


def _is_tracked(page: Page) -> bool:
    """Say whether letters of a page are set so wide that the reader tore its words to pieces."""
    gaps: list[tuple[float, int]] = []
    for word, after in pairwise(page.words):
        gap = (after.box[0] - word.box[2]) / max(word.size_pt, 1.0)
        if abs(word.box[3] - after.box[3]) < _SAME_LINE * word.size_pt and 0 <= gap < 1:
            gaps.append((gap, min(len(word.text), len(after.text))))
    narrow = [letters for gap, letters in gaps if gap < _TORN]
    return len(narrow) >= max(_FEW_GAPS, _TRACKED * len(gaps)) and sum(narrow) < _PIECE * len(narrow)


def _whole(row: list[tuple[float, float, Word]], torn: float) -> list[tuple[float, float, Word]]:
    """Return the words of a line, from left to right, with torn numbers (and words, below a gap of ``torn``) whole."""
    whole: list[tuple[float, float, Word]] = []
    for x0, height, word in sorted(drawn_once(row), key=itemgetter(0)):
        if whole:
            first, tall, last = whole[-1]
            gap = (x0 - last.box[2]) / max(word.size_pt, 1.0)
            between = last.text[-1] in _IN_NUMBER and word.text[0] in _IN_NUMBER
            least = -_KERNED if {last.text[-1], word.text[0]} & _POINTS else 0.0
            if -torn < gap < torn or (between and last.text[-1] + word.text[0] != ",," and least < gap < _TORN):
                joined = last._replace(text=last.text + word.text, box=_union([last.box, word.box]), glued=word.glued)
                whole[-1] = (first, max(tall, height), joined)
                continue
        whole.append((x0, height, word))
    return whole


def _runs(row: list[tuple[float, float, Word]], large: float) -> Iterable[list[tuple[float, Word]]]:
    """Give the words of a line in runs; numbers side by side are cells of a table, and so is the first of them."""
    row.sort(key=itemgetter(0))
    runs: list[list[tuple[float, Word]]] = []
    reach = 0.0
    for x0, height, word in row:
        if not runs:
            runs.append([(height, word)])
            reach = word.box[2]
            continue
        tall, previous = runs[-1][-1]
        if word.text == previous.text and abs(x0 - previous.box[0]) < 0.3 * height:
            continue  # drawn twice to look bold
        loose = not previous.glued or x0 - previous.box[2] > _NO_KERNING * height
        apart = loose and bool(_NUMBER.fullmatch(previous.text.strip())) and bool(_NUMBER.fullmatch(word.text))
        if apart and _goes_on(runs[-1], word, height):
            runs[-1][-1] = (tall, previous._replace(glued=True))
            runs[-1].append((height, word._replace(text=f"\u00a0{word.text}")))
            reach = word.box[2]
            continue
        if len(runs[-1]) == 1 and _LONE_SIGN.fullmatch(previous.text) and _NUMBER.fullmatch(word.text):
            apart = x0 - reach > _SIGN_REACH * height
            if not apart:
                runs[-1].append((height, word))
                reach = word.box[2]
                continue
        compound = previous.text[-1] in "조억" and word.text[0].isdigit()
        numbered = not compound and (_DIGIT.search(word.text) or _DIGIT.search(previous.text))
        share = _BIG_GAP if numbered and min(height, tall) > large else _GAP
        if x0 - reach > share * min(height, tall) or apart:
            if apart and len(runs[-1]) > 1 and x0 - reach < _FAR_COLUMN * height:
                runs.append([runs[-1].pop()])
            runs.append([(height, word)])
            reach = word.box[2]
        else:
            runs[-1].append((height, word))
            reach = max(reach, word.box[2])
    return runs


def _goes_on(run: list[tuple[float, Word]], word: Word, height: float) -> bool:
    """Say whether a group of three digits belongs to the number before it: 5 812 300."""
    previous = run[-1][1]
    is_head = _HEAD_OF_THOUSANDS.fullmatch(previous.text) or previous.text.startswith("\u00a0")
    thin = word.box[0] - previous.box[2] < _THIN * height
    return bool(thin and is_head and _GROUP.fullmatch(word.text))


def _cell(run: list[tuple[float, Word]]) -> Cell:
    spans: list[tuple[int, int, Box]] = []
    parts: list[str] = []
    length = 0
    previous: Word | None = None
    for height, word in run:
        joined = previous is None or word.text[0] == "\u00a0"
        if previous is not None and not joined and not (previous.glued and _is_torn(previous, word, _SPACE * height)):
            parts.append(" ")
            length += 1
        text = plain(word.text)
        parts.append(text)
        spans.append((length, length + len(text), word.box))
        length += len(text)
        previous = word
    box = _union([span[2] for span in spans])
    return Cell(
        text="".join(parts),
        x0=box[0],
        y0=box[1],
        x1=box[2],
        y1=box[3],
        size=max(height for height, _ in run),
        spans=spans,
        hidden=any(word.hidden for _, word in run),
        confidence=min(word.confidence for _, word in run),
    )


def _is_torn(left: Word, right: Word, gap: float) -> bool:
    """Say whether two words may be one number torn by kerning: a digit stands close before a digit, comma or %."""
    close = right.box[0] - left.box[2] <= gap
    return close and left.text[-1].isdigit() and (right.text[0].isdigit() or right.text[0] in ",.%")


def _union(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _trimmed(text: str, span: tuple[int, int, Box], start: int, end: int) -> Box:
    """Return the part of a word's box where ``start`` to ``end`` stand, a letter wider on each side."""
    first, last, box = span
    if last - first <= end - start + 12:
        return box
    widths = [1.0 if letter >= WIDE else 0.58 for letter in text[first:last]]
    scale = (box[2] - box[0]) / sum(widths)
    left = sum(widths[: max(0, start - first)]) - 1
    right = sum(widths[: min(last, end) - first]) + 1
    return Box(box[0] + max(0.0, left) * scale, box[1], min(box[2], box[0] + right * scale), box[3])


def join_paragraphs(cells: Sequence[Cell]) -> None:
    """Give every cell its paragraph: the cells above and below that it continues."""
    open_ones: list[Paragraph] = []
    for cell in cells:
        lowest = cell.y1 - _LINE_PITCH * cell.size * _SAME_SIZE
        open_ones = [paragraph for paragraph in open_ones if paragraph.cells[-1].y1 > lowest]
        home = next((paragraph for paragraph in reversed(open_ones) if _continues(paragraph.cells[-1], cell)), None)
        if home is None:
            home = Paragraph()
            open_ones.append(home)
        home.cells.append(cell)
        cell.paragraph = home


def _continues(above: Cell, below: Cell) -> bool:
    size = min(above.size, below.size)
    if max(above.size, below.size) > size * _SAME_SIZE:
        return False
    pitch = below.y1 - above.y1
    if not 0.5 * size < pitch < _LINE_PITCH * size or below.text[0] in "•▪▶►■●-–✓※*":
        return False
    return (
        abs(below.x0 - above.x0) < 0.9 * size
        or abs(below.middle_x - above.middle_x) < 0.7 * size
        or (abs(below.x1 - above.x1) < 0.5 * size and below.x0 >= above.x0)
    )


def in_line(cell: Cell, other: Cell) -> bool:
    """Say whether two cells stand in one column: their left edges, right edges or middles agree."""
    near = 0.6 * min(cell.size, other.size)
    return (
        abs(cell.x0 - other.x0) < near or abs(cell.x1 - other.x1) < near or abs(cell.middle_x - other.middle_x) < near
    )


def off_column(head: Cell, cell: Cell) -> float:
    """Return how far a cell stands from under its head, by the nearest of their edges and middles."""
    return min(abs(head.x0 - cell.x0), abs(head.x1 - cell.x1), abs(head.middle_x - cell.middle_x))
