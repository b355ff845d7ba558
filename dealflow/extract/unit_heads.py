"""Which of the units that a page announces serves a bare number: its own table's or chart's, not its neighbour's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dealflow.extract.announced import announced_scales
from dealflow.extract.charts import axis_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealflow.extract.announced import Announced, Scale
    from dealflow.extract.layout import Cell
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

_FAR = 12.0
"""A value further to the right than this many heights stands in another table."""
_TABLE = 12.0
"""A table's first row stands at most so many heights over the row that takes its unit."""
_MANY_COLUMNS = 3
_UNDER = 5.0
"""Values within so many heights under a unit are what it heads."""


class _Span(NamedTuple):
    """How far a row of a table reaches, in points."""

    x0: float
    x1: float


def scales_of(sheet: Sheet, spot: Spot, near: Sequence[Spot]) -> tuple[Scale, ...]:
    """Return the units that the row, the column or the table of a bare number announces, the nearest first."""
    scales: list[Scale] = []
    for other in near:
        first, last = sheet.column_part(other, spot)
        scales.extend(announced_scales(other.cell.text[first:last]))
    reaching = [head for head in sheet.announced if head.spot not in near and _reaches(sheet, head, spot, near)]
    head = serving(sheet, spot, reaching)
    if head is not None:
        scales.extend(head.scales)
    if not any(scale.factor is not None for scale in scales):
        scales.extend(_of_row_above(sheet, spot) or (sheet.inherited if not sheet.announced else ()))
    return tuple(dict.fromkeys(scales))


def _reaches(sheet: Sheet, unit: Announced, spot: Spot, near: Sequence[Spot]) -> bool:
    """Say whether a unit can be a value's at all: an axis' title serves its chart, a column's head its column."""
    span = axis_of(unit.spot, sheet.spots)
    if span is not None:
        return span[0] <= spot.cell.middle_y <= span[1]
    head, cell = unit.spot.cell, spot.cell
    if _shares_column(head, cell) or "단위" in head.text or "unit" in head.text.casefold():
        return True
    over = [other.cell for other in near if other.cell.y1 <= cell.y0 + 1]
    level = any(abs(other.middle_y - head.middle_y) < head.size for other in over)
    return not (level and _heads_column(sheet, unit.spot))


def _heads_column(sheet: Sheet, head: Spot) -> bool:
    """Say whether amounts stand in the column right under a cell."""
    foot = head.cell.y1 + _UNDER * head.cell.size
    return any(
        other.is_value and other.amounts and _shares_column(other.cell, head.cell)
        for other in sheet.between(head.cell.y1, foot)
    )


def _of_row_above(sheet: Sheet, spot: Spot) -> tuple[Scale, ...]:
    """Return the unit that the nearest row above prints in its label, where its values stand in the same column.

    The first row of a table often says it for all: Sales ($mm) | 1.1 | 7.7, EBITDA | 0.5 | 4.4.
    """
    cell = spot.cell
    rows = [
        announced
        for announced in sheet.announced
        if announced.spot.cell.y1 <= cell.y0
        and announced.spot.cell.x1 <= cell.x0
        and cell.y0 - announced.spot.cell.y1 < _TABLE * cell.size
        and _is_of_its_row(sheet, announced.spot)
        and _columns(sheet, announced.spot) >= _MANY_COLUMNS
        and any(_is_bare(other) and _shares_column(other.cell, cell) for other in sheet.beside(announced.spot))
    ]
    nearest = max(rows, key=lambda announced: announced.spot.cell.y1, default=None)
    return nearest.scales if nearest is not None else ()


def _columns(sheet: Sheet, label: Spot) -> int:
    return sum(_is_bare(other) and other.cell.x0 >= label.cell.x1 for other in sheet.beside(label))


def _shares_column(cell: Cell, other: Cell) -> bool:
    return cell.x0 < other.x1 and other.x0 < cell.x1


def serving(sheet: Sheet, spot: Spot, announced: Sequence[Announced]) -> Announced | None:
    """Return the unit that serves a bare number; nothing where none of them does.

    The unit of a row (a chart's series 매출(억원) with its values) serves that row only. A unit that heads values of
    its own serves none over it that have a unit over them. Of two tables side by side each has its own, whether their
    units stand over their left or their right end.
    """
    heads = [
        announced for announced in announced if announced.spot is not spot and not _is_of_its_row(sheet, announced.spot)
    ]
    if len(heads) > 1:
        over = [head for head in heads if head.spot.cell.middle_y < spot.cell.middle_y]
        heads = [head for head in heads if head in over or not (over and _heads_values(sheet, head.spot))]
        span = _row_of(sheet, spot)
        heads = heads if _is_in_table(span, spot) else _of_its_side(sheet, spot, heads)
        return min(heads, key=lambda head: _apart(head.spot.cell, spot, span), default=None)
    return heads[0] if heads else None


def _is_of_its_row(sheet: Sheet, head: Spot) -> bool:
    """Say whether a cell names its own row in its own unit: 매출(억원) | 21.3 | 45.3."""
    text = head.cell.text.casefold()
    if "단위" in text or "unit" in text or not sheet.labels(head):
        return False
    return any(_is_bare(other) and other.cell.x0 >= head.cell.x1 for other in sheet.beside(head))


def _is_bare(spot: Spot) -> bool:
    """Say whether a cell holds nothing but an amount without a unit."""
    return spot.is_value and not spot.is_period and any(not amount.unit_printed for amount in spot.amounts)


def _row_of(sheet: Sheet, spot: Spot) -> _Span:
    """Return how far the row of a value reaches: from its label to the last value before other words."""
    x0 = min((label.cell.x0 for label in sheet.row_labels(spot)), default=spot.cell.x0)
    x1 = spot.cell.x1
    for other in sorted(sheet.beside(spot), key=lambda neighbour: neighbour.cell.x0):
        if other.cell.x0 < spot.cell.x1:
            continue
        if not other.is_value or other.cell.x0 - x1 > _FAR * spot.cell.size:
            break
        x1 = max(x1, other.cell.x1)
    return _Span(x0, x1)


def _is_in_table(span: _Span, spot: Spot) -> bool:
    """Say whether a value's row has a label."""
    return span.x0 < spot.cell.x0


def _heads_values(sheet: Sheet, head: Spot) -> bool:
    """Say whether bare numbers stand right under a unit."""
    cell = head.cell
    foot = cell.y1 + _UNDER * cell.size
    below = (bare for bare in sheet.spots if _is_bare(bare) and cell.y1 <= bare.cell.middle_y <= foot)
    return any(_touches(_row_of(sheet, bare), head) for bare in below)


def _touches(span: _Span, head: Spot) -> bool:
    return span.x0 - head.cell.size <= head.cell.x1 and head.cell.x0 <= span.x1 + head.cell.size


def _of_its_side(sheet: Sheet, spot: Spot, heads: Sequence[Announced]) -> list[Announced]:
    """Return the units without those of charts side by side that stand over the wrong end of the value's chart.

    Where no value stands left of the first of some units in one line, they stand over the left ends of their charts;
    where none stands right of the last, over their right ends. Where both or neither holds, all stay.
    """
    level = [head for head in heads if any(head is not other and _is_level(head, other) for other in heads)]
    if not level:
        return list(heads)
    level.sort(key=lambda head: head.spot.cell.x0)
    first, last = level[0].spot.cell, level[-1].spot.cell
    below = [bare.cell for bare in sheet.spots if _is_bare(bare) and bare.cell.middle_y > first.middle_y]
    at_left = all(cell.x1 > first.x0 for cell in below)
    at_right = all(cell.x0 < last.x1 for cell in below)
    if at_left == at_right:
        return list(heads)
    cell = spot.cell
    own = (
        [head for head in level if head.spot.cell.x0 < cell.x1][-1:]
        if at_left
        else [head for head in level if head.spot.cell.x1 > cell.x0][:1]
    )
    return [head for head in heads if head not in level or head in own]


def _is_level(announced: Announced, other: Announced) -> bool:
    return abs(announced.spot.cell.middle_y - other.spot.cell.middle_y) < announced.spot.cell.size


def _apart(cell: Cell, spot: Spot, span: _Span) -> float:
    """Return how far a unit stands from a row; below counts double, since units stand over their cells."""
    drop = spot.cell.middle_y - cell.middle_y
    side = max(0.0, cell.x0 - span.x1, span.x0 - cell.x1)
    return (drop if drop > 0 else -2 * drop) + side
