"""What heads a part of a page: the larger words over a cell, and the unit with which a page ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealflow.extract.announced import Scale
    from dealflow.extract.layout import Cell
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

_HEAD_SIZE = 1.15
"""A heading is so much larger than the words that it heads."""
_OVER_BODY = 1.05
_ASIDE = 0.3
"""What a step to the right costs beside a step down: a heading stands over the left end of its part."""
_MOST_HEAD = 70
_LOWER = 0.6
"""A unit below this share of a page, with no values below it, heads the next page's table."""


def heading_text(sheet: Sheet, spot: Spot) -> str:
    """Return the words of the heading over a cell; nothing where there is none."""
    head = heading_over(sheet, spot)
    return head.text if head is not None else ""


def heading_over(sheet: Sheet, spot: Spot) -> Cell | None:
    """Return the nearest larger words over a cell that begin left of its end: they head what follows to the right.

    None where there are none.
    """
    cell = spot.cell
    smallest = max(_HEAD_SIZE * min(cell.size, sheet.body_size), _OVER_BODY * sheet.body_size)
    best: tuple[float, Cell] | None = None
    for other in sheet.between(0.0, cell.y0):
        head = other.cell
        if head.size < smallest or not other.has_words or other.is_value or len(head.text) > _MOST_HEAD:
            continue
        if head.x0 > cell.x1 or head.y1 > cell.y0 + 0.3 * cell.size:
            continue
        away = cell.y0 - head.y1 + _ASIDE * max(0.0, cell.x0 - head.x1)
        if best is None or away < best[0]:
            best = (away, head)
    return best[1] if best else None


def last_unit(sheet: Sheet) -> tuple[Scale, ...]:
    """Return the unit that a page's foot announces for the next page's table; none where values follow it."""
    foot = [announced for announced in sheet.announced if announced.spot.cell.y0 > _LOWER * sheet.page.height_pt]
    last = max(foot, key=lambda announced: announced.spot.cell.y0, default=None)
    if last is None or any(spot.is_value and spot.cell.y0 >= last.spot.cell.y0 for spot in sheet.spots):
        return ()
    return last.scales
