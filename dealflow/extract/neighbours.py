"""The cells that may name an amount, the likeliest first: left of it, over it, under it, and right of a big figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealflow.extract.layout import Cell
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

_CARD_GAP = 2.5
"""Lines further below a figure belong to something else."""
_CARD_LABEL = 36
"""Longer lines under a figure are sentences of their own."""
_CARD = 1.12
"""A figure so much larger than the words beside it is a card's."""
_TITLE = 1.8
"""Type so much larger than an amount's is a title over its table, not its column's head."""
_RIGHT_GAP = 3.0
"""Words further to the right of a figure, in its heights, belong to something else."""
_SAME_ROW = 0.35
_EVENT_GAP = 12.0
"""A date with words of its own is no answer to a label further to the left than so many heights."""


def near_cells(sheet: Sheet, spot: Spot) -> list[Spot]:
    """Return the cells that may name an amount of ``spot``, the likeliest first."""
    left = sheet.row_labels(spot)
    if not spot.is_value:
        return left[:1]
    cell = spot.cell
    ranked: list[tuple[float, Spot]] = [
        (max(0.0, cell.x0 - other.cell.x1) / max(cell.size, 1.0) * 0.6 + rank * 6, other)
        for rank, other in enumerate(left)
    ]
    ranked.extend(_over_and_under(sheet, spot))
    if not left and (right := _right_of(sheet, spot)) is not None:
        gap = max(0.0, right.cell.x0 - cell.x1) / max(cell.size, 1.0)
        ranked.append(((0.8 if _is_card(cell, right.cell) else 6.5) + gap, right))
    if not ranked and spot in sheet.captions:
        return [sheet.captions[spot]]
    ranked.sort(key=lambda item: item[0])
    return [other for _, other in ranked]


def is_of_another_date(sheet: Sheet, label: Spot, spot: Spot) -> bool:
    """Say whether a label is not that of the date in ``spot``: another stands between, or far off words of its own."""
    cell, named = spot.cell, label.cell
    if spot.has_words and cell.x0 - named.x1 > _EVENT_GAP * cell.size:
        return True
    dated = [other for other in sheet.spots if (other.dates or other.is_period) and other not in (spot, label)]
    in_row = [other.cell for other in dated if other in sheet.beside(spot)]
    if any(named.x1 <= date_cell.x0 + 1 and date_cell.x1 <= cell.x0 + 1 for date_cell in in_row):
        return True
    in_column = [other.cell for other in dated if other.cell.x0 < cell.x1 and cell.x0 < other.cell.x1]
    return any(named.y1 <= date_cell.middle_y <= cell.y0 for date_cell in in_column)


def _over_and_under(sheet: Sheet, spot: Spot) -> list[tuple[float, Spot]]:
    cell, ranked = spot.cell, []
    over = sheet.over(spot)
    in_table = bool(over) and sheet.continues_column(spot)
    for rank, other in enumerate(over):
        gap = max(0.0, cell.y0 - other.cell.y1) / max(min(cell.size, other.cell.size), 1.0)
        heads_column = in_table and other.cell.size < _TITLE * cell.size
        ranked.append((2.5 + (1.0 if heads_column else gap * 2) + rank * 6, other))
    for rank, other in enumerate([] if in_table else sheet.under(spot)[:1]):
        gap = max(0.0, other.cell.y0 - cell.y1) / max(min(cell.size, other.cell.size), 1.0)
        if gap < _CARD_GAP and len(other.cell.text) <= _CARD_LABEL:
            ranked.append(((0.5 if _is_card(cell, other.cell) else 6.0) + gap * 2 + rank * 6, other))
    return ranked


def _is_card(value: Cell, label: Cell) -> bool:
    return value.size > label.size * _CARD


def _right_of(sheet: Sheet, spot: Spot) -> Spot | None:
    """Return the words right of a figure on its line, unless they are the label of the next figure in the row."""
    cell = spot.cell
    row = sorted(
        (other for other in sheet.spots if other.cell.x0 >= cell.x1 - 1 and _in_row(other.cell, cell)),
        key=lambda other: (other.cell.x0, other.cell.y0),
    )
    if not row:
        return None
    first = row[0]
    if not first.has_words or first.amounts or first.cell.x0 - cell.x1 > _RIGHT_GAP * max(cell.size, 8.0):
        return None
    then = next((other for other in row[1:] if other.cell.x0 >= first.cell.x1 - 1), None)
    return None if then is not None and then.is_value and then.amounts else first


def _in_row(cell: Cell, other: Cell) -> bool:
    shared = min(cell.y1, other.y1) - max(cell.y0, other.y0)
    return shared > _SAME_ROW * min(cell.y1 - cell.y0, other.y1 - other.y0)
