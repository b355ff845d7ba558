"""Amounts that a line break tore apart are put together again: 1억 / 5,000만원, $1.5 over Million."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from dealflow.extract.layout import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TORN_ABOVE = re.compile(r"(?:\d[\d,.]*\s?[조억천만백십]*|[$₩€¥₹])$")
_TORN_BELOW = re.compile(
    r"(?:\d[\d,]*\s?(?:[천백십]?만|억|[천백]\s?원)|[조억만]?\s?(?:원|달러|불)(?![가-힣])|[조억만](?![가-힣])|%"
    r"|(?:thousand|million|billion|trillion|percent)\b)"
)
_AMOUNT: Final = re.compile(r"(?:[$₩￦€¥£₹~약<>]|(?:US|S|HK|A|C)\$|USD|KRW|EUR|GBP|INR|SGD|Rs\.?)*\s?\d[\d,.]*\+?")
_SCALE: Final = re.compile(
    r"(?:thousand|million|billion|trillion|mn|bn|crores?|lakhs?|cr|천만|백만|[조억만천])\.?\s?(?:원|달러|개|명|건|won|dollars|euros)?\+?",
    re.IGNORECASE,
)
_SMALLER: Final = 0.2
_CLOSE: Final = 0.8


def mended(cells: Sequence[Cell]) -> Iterator[Cell]:
    """Give the cells with amounts that a line break tore apart put together again (1억 / 5,000만원)."""
    taken: set[int] = set()
    for cell in cells:
        if id(cell) in taken:
            continue
        paragraph = cell.paragraph
        if paragraph is not None and len(paragraph.cells) > 1 and _TORN_ABOVE.search(cell.text):
            following = next((below for above, below in pairwise(paragraph.cells) if above is cell), None)
            if following is not None and _TORN_BELOW.match(following.text) and _is_torn(cell.text, following.text):
                taken.add(id(following))
                yield _together(cell, following)
                continue
        scale = scale_below(cell, cells)
        if scale is not None and id(scale) not in taken:
            taken.add(id(scale))
            yield _together(cell, scale)
            continue
        yield cell


def _is_torn(above: str, below: str) -> bool:
    """Say whether two lines are one amount: 1억 before 5,000만원, a bare number before its unit."""
    tail = above.rstrip()[-1]
    if tail.isdigit():
        return not below[0].isdigit()
    return below[0].isdigit() and tail in "조억만$₩€¥₹"


def _together(above: Cell, below: Cell) -> Cell:
    """Return two cells as one, which takes the place of both in their paragraphs."""
    apart = below.text[0].isdigit() or below.text[0].islower()
    space = " " if apart and above.text[-1:] not in "$₩€¥₹" else ""
    shift = len(above.text) + len(space)
    whole = Cell(
        text=f"{above.text}{space}{below.text}",
        x0=min(above.x0, below.x0),
        y0=above.y0,
        x1=max(above.x1, below.x1),
        y1=below.y1,
        size=above.size,
        spans=[*above.spans, *((start + shift, end + shift, box) for start, end, box in below.spans)],
        index=above.index,
        hidden=above.hidden or below.hidden,
        confidence=min(above.confidence, below.confidence),
        paragraph=above.paragraph,
    )
    if above.paragraph is not None:
        above.paragraph.cells[:] = [whole if cell is above else cell for cell in above.paragraph.cells]
    if below.paragraph is not None:
        below.paragraph.cells[:] = [cell for cell in below.paragraph.cells if cell is not below]
    return whole


def scale_below(cell: Cell, cells: Sequence[Cell]) -> Cell | None:
    """Return the cell that is nothing but the scale of an amount right over it: $1.5 over Million, in smaller type."""
    if not _AMOUNT.fullmatch(cell.text.strip()):
        return None
    for other in cells:
        gap = other.y0 - cell.y1
        is_near = -_CLOSE * other.size < gap < _CLOSE * other.size and other.middle_y > cell.middle_y
        aligned = abs(other.middle_x - cell.middle_x) < cell.size or abs(other.x0 - cell.x0) < cell.size / 2
        sized = _SMALLER * cell.size < other.size <= cell.size * 1.2
        if is_near and aligned and sized and _SCALE.fullmatch(other.text.strip()):
            return other
    return None
