"""Labels with the words beside them: the lines of a company's profile, and ``label: value`` in one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dealflow.domain.claims.page import Box
    from dealflow.extract.layout import Cell
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

_LINE = re.compile(r"^(?P<before>[\W_]*)(?P<label>[^:：|]{2,24}?)\s?[:：|]\s?(?P<value>\S.*?)\s*$")
_TRANSLATION = re.compile(r"(?<=[가-힣)])\s[A-Za-z][A-Za-z .&/'-]*$")
_MARKS = " \t:：|●▪■◆▶•·-*"
_FARTHEST = 30.0
"""A value stands at most this many heights to the right of its label."""
_CONTINUES = 1.1
"""A gap of less than this many heights between two cells of a value is a space."""
_OVERLAP = 0.5
_PITCH = 1.6
_TALL = 14.0
_LONGEST_LABEL = 30


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A label and its value; ``stacked``: other labels of a profile stand over or under the label."""

    label: str
    value: str
    label_spot: Spot
    value_spots: tuple[Spot, ...]
    value_start: int
    """Where the value begins in its first cell."""
    label_boxes: tuple[Box, ...]
    stacked: bool

    @property
    def cell(self) -> Cell:
        """Return the first cell of the value."""
        return self.value_spots[0].cell

    def boxes_of(self, start: int, end: int) -> tuple[Box, ...]:
        """Return the boxes around ``value[start:end]``."""
        boxes: list[Box] = []
        at = -self.value_start
        for spot in self.value_spots:
            boxes.extend(spot.cell.boxes_of(max(0, start - at), max(0, end - at)))
            at += len(spot.cell.text) + 1
        return tuple(boxes)


def pairs_of(sheet: Sheet, profile: re.Pattern[str]) -> list[Pair]:
    """Return the labels of a page with the words to their right, from top to bottom."""
    stack = [spot for spot in sheet.spots if profile.fullmatch(_named(spot.cell.text))]
    pairs = [*_in_lines(sheet), *_side_by_side(sheet, profile, stack)]
    return sorted(pairs, key=lambda pair: (pair.cell.y0, pair.cell.x0))


def _named(text: str) -> str:
    """Return a label without its marks, and without the English that follows its Korean."""
    return _TRANSLATION.sub("", text.strip(_MARKS))


def _in_lines(sheet: Sheet) -> Iterator[Pair]:
    for spot in sheet.spots:
        match = _LINE.match(spot.cell.text)
        if match is not None:
            boxes = spot.cell.boxes_of(*match.span("label"))
            yield Pair(_named(match["label"]), match["value"], spot, (spot,), match.start("value"), boxes, stacked=True)


def _side_by_side(sheet: Sheet, profile: re.Pattern[str], stack: list[Spot]) -> Iterator[Pair]:
    for spot in sheet.spots:
        label = _named(spot.cell.text)
        if not spot.has_words or len(label) > _LONGEST_LABEL:
            continue
        beside = _value_of(sheet, spot)
        value = " ".join(spot.cell.text for spot in beside)
        if not beside or profile.fullmatch(_named(value)):
            continue
        boxes = spot.cell.boxes_of(0, len(spot.cell.text))
        yield Pair(label, value, spot, beside, 0, boxes, stacked=_is_stacked(spot, stack))


def _value_of(sheet: Sheet, label: Spot) -> tuple[Spot, ...]:
    """Return the cells to the right on the label's line that read as one value, from left to right."""
    cell = label.cell
    line = sorted((other for other in sheet.spots if _is_right_of(other.cell, cell)), key=lambda other: other.cell.x0)
    if not line or line[0].cell.x0 - cell.x1 > _FARTHEST * cell.size:
        return ()
    value = [line[0]]
    for other in line[1:]:
        if other.cell.x0 - value[-1].cell.x1 > _CONTINUES * cell.size:
            break
        value.append(other)
    below = _next_line(sheet, label, value[0]) if len(value) == 1 else None
    return (*value, below) if below is not None else tuple(value)


def _next_line(sheet: Sheet, label: Spot, value: Spot) -> Spot | None:
    """Return the line right under a value that goes on with it: as far to the left, and no label before it."""
    cell = value.cell
    paragraph = cell.paragraph
    for other in sheet.spots:
        here = other.cell
        if other is value or here.paragraph is not paragraph or abs(here.x0 - cell.x0) > 1:
            continue
        if 0 < here.y0 - cell.y0 < _PITCH * cell.size and not any(
            _is_right_of(here, left.cell) and left.cell.x0 >= label.cell.x0 - 1 for left in sheet.spots
        ):
            return other
    return None


def _is_right_of(other: Cell, cell: Cell) -> bool:
    shared = min(other.y1, cell.y1) - max(other.y0, cell.y0)
    return other.x0 >= cell.x1 - 1 and shared > _OVERLAP * min(other.y1 - other.y0, cell.y1 - cell.y0)


def _is_stacked(label: Spot, stack: list[Spot]) -> bool:
    """Say whether another label of a profile stands over or under this one: one line of labels heads a table."""
    cell = label.cell
    near = 0.8 * cell.size
    return any(
        other is not label
        and cell.size < abs(other.cell.middle_y - cell.middle_y) < _TALL * cell.size
        and (
            abs(other.cell.x0 - cell.x0) < near
            or abs(other.cell.x1 - cell.x1) < near
            or abs(other.cell.middle_x - cell.middle_x) < near
        )
        for other in stack
    )
