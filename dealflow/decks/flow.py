"""A flow of paragraphs, tables and pictures laid out on sheets: for documents that keep no pages.

Where the document tells its breaks, a sheet is as high as what stands between them; where it tells none, as high as the
paper, and what does not fit goes on to the next.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from dealflow.decks.typeset import LEADING, Line, height_of, placed
from dealflow.domain.claims.page import Box, Gap, Page, Picture, Source, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PADDING_PT: Final = 3.0
_AFTER_PT: Final = 4.0
_RULE_PT: Final = 0.5


class Paper(NamedTuple):
    """The size of a sheet and its margins in points."""

    width_pt: float = 595.3
    height_pt: float = 841.9
    left_pt: float = 72.0
    right_pt: float = 72.0
    top_pt: float = 72.0
    bottom_pt: float = 72.0

    @property
    def text_pt(self) -> float:
        """Return how wide the text is."""
        return max(self.width_pt - self.left_pt - self.right_pt, self.width_pt / 4)


class Cell(NamedTuple):
    """A table's cell: its lines, and how many columns it takes."""

    lines: tuple[Line, ...]
    columns: int = 1


@dataclass(frozen=True, slots=True)
class LaidPicture:
    """A picture's file and its place: the sheet from 1, and the box."""

    page: int
    box: Box
    data: bytes


@dataclass(slots=True)
class _Sheet:
    y: float
    words: list[Word] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    gaps: set[Gap] = field(default_factory=set)
    is_empty: bool = True


class Flow:
    """Sheets being filled from the top. Without ``has_breaks`` a full sheet is followed by another."""

    def __init__(self, paper: Paper, *, has_breaks: bool) -> None:
        self._paper = paper
        self._has_breaks = has_breaks
        self._sheets = [_Sheet(paper.top_pt)]
        self.pictures: list[LaidPicture] = []

    @property
    def width_pt(self) -> float:
        """Return how wide the text is."""
        return self._paper.text_pt

    @property
    def count(self) -> int:
        """Return how many sheets there are."""
        return len(self._sheets)

    def break_page(self) -> None:
        """Go on with a new sheet, unless nothing stands on this one."""
        if not self._sheets[-1].is_empty:
            self._sheets.append(_Sheet(self._paper.top_pt))

    def add_lines(self, lines: Sequence[Line], indent_pt: float = 0.0) -> None:
        """Add the lines of a paragraph, one by one to the sheet that has room."""
        for line in lines:
            height = line.size_pt * LEADING
            x0, y0 = self._paper.left_pt + indent_pt, self._room(height)
            box = Box(x0, y0, self._paper.left_pt + self.width_pt, y0 + height)
            self._sheets[-1].words.extend(placed([line], box, "top"))
        if lines:
            self._sheets[-1].y += _AFTER_PT

    def add_row(self, cells: Sequence[Cell], widths: Sequence[float]) -> None:
        """Add a row of a table whose columns are so wide; its frame is drawn as rules."""
        height = max((height_of(cell.lines) for cell in cells), default=0.0) + 2 * _PADDING_PT
        y0 = self._room(height)
        sheet, column, x0 = self._sheets[-1], 0, self._paper.left_pt
        for cell in cells:
            x1 = x0 + sum(widths[column : column + cell.columns])
            inner = Box(x0 + _PADDING_PT, y0 + _PADDING_PT, x1 - _PADDING_PT, y0 + height - _PADDING_PT)
            sheet.words.extend(placed(cell.lines, inner, "top"))
            sheet.rules.extend(_frame(Box(x0, y0, x1, y0 + height)))
            column, x0 = column + cell.columns, x1

    def add_words(self, words: Iterable[Word], height_pt: float) -> None:
        """Add words that are laid out already, from the top left of a place of such height."""
        y0 = self._room(height_pt)
        x0 = self._paper.left_pt
        for word in words:
            box = Box(word.box.x0_pt + x0, word.box.y0_pt + y0, word.box.x1_pt + x0, word.box.y1_pt + y0)
            self._sheets[-1].words.append(word._replace(box=box))

    def add_picture(self, data: bytes, width_pt: float, height_pt: float) -> None:
        """Add a picture, smaller where the text is narrower than it."""
        scale = min(1.0, self.width_pt / max(width_pt, 1.0))
        y0 = self._room(height_pt * scale)
        box = Box(self._paper.left_pt, y0, self._paper.left_pt + width_pt * scale, y0 + height_pt * scale)
        self._sheets[-1].pictures.append(Picture(box, hashlib.sha256(data).hexdigest()))
        self.pictures.append(LaidPicture(self.count, box, data))

    def add_gap(self, gap: Gap) -> None:
        """Note that something here could not be read."""
        self._sheets[-1].gaps.add(gap)

    def end_table(self) -> None:
        """Leave a little room after a table."""
        self._sheets[-1].y += _AFTER_PT

    def pages(self) -> tuple[Page, ...]:
        """Return the sheets as pages, each at least as high as the paper."""
        return tuple(self._page(number, sheet) for number, sheet in enumerate(self._sheets, start=1))

    def _page(self, number: int, sheet: _Sheet) -> Page:
        paper = self._paper
        height = max(paper.height_pt, sheet.y + paper.bottom_pt)
        share = sum(picture.box.width_pt * picture.box.height_pt for picture in sheet.pictures) / (
            paper.width_pt * height
        )
        return Page(
            number,
            paper.width_pt,
            height,
            tuple(sheet.words),
            Source.TEXT if sheet.words else Source.NONE,
            min(1.0, round(share, 2)),
            tuple(sheet.rules),
            tuple(sheet.pictures),
            gaps=tuple(sorted(sheet.gaps)),
        )

    def _room(self, height_pt: float) -> float:
        """Return where something so high begins, on a new sheet where the paper has no room for it."""
        full = self._paper.height_pt - self._paper.bottom_pt
        if not self._has_breaks and self._sheets[-1].y + height_pt > full:
            self.break_page()
        sheet = self._sheets[-1]
        y0, sheet.y, sheet.is_empty = sheet.y, sheet.y + height_pt, False
        return y0


def _frame(box: Box) -> list[Box]:
    thin = _RULE_PT
    return [
        Box(box.x0_pt, box.y0_pt, box.x1_pt, box.y0_pt + thin),
        Box(box.x0_pt, box.y1_pt, box.x1_pt, box.y1_pt + thin),
        Box(box.x0_pt, box.y0_pt, box.x0_pt + thin, box.y1_pt),
        Box(box.x1_pt, box.y0_pt, box.x1_pt + thin, box.y1_pt),
    ]
