"""Figures of a diagram side by side, each with its words further below: circles of markets, steps of a calculation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dealflow.extract.layout import Cell
    from dealflow.extract.spots import Spot

_LEVEL: Final = 0.6
"""Figures of one row stand level within this share of their size, their words within twice as much."""
_REACH: Final = 6.0
"""Words further below than this many heights of the figure belong to something else."""
_FEWEST: Final = 2


def captions(spots: Sequence[Spot]) -> dict[Spot, Spot]:
    """Return the words below each of two or more figures that stand level, if their words stand level too.

    Nothing may stand between a figure and its words, and both have one middle.
    """
    values = [spot for spot in spots if spot.is_value and len(spot.amounts) == 1 and not spot.is_tick]
    captions_below = {value: below for value in values if (below := _below(value.cell, spots)) is not None}
    return {
        value: below
        for value, below in captions_below.items()
        if sum(_are_level(value, other) and _are_level(below, captions_below[other], 2.0) for other in captions_below)
        >= _FEWEST
    }


def _are_level(spot: Spot, other: Spot, slack: float = 1.0) -> bool:
    size = max(spot.cell.size, other.cell.size)
    return abs(spot.cell.middle_y - other.cell.middle_y) < slack * _LEVEL * size


def _below(cell: Cell, spots: Iterable[Spot]) -> Spot | None:
    column = [
        other
        for other in spots
        if other.cell.y0 >= cell.middle_y and other.cell.x0 < cell.x1 and other.cell.x1 > cell.x0
    ]
    first = min((other for other in column if other.cell is not cell), key=lambda other: other.cell.y0, default=None)
    if first is None or not first.has_words or first.cell.y0 - cell.y1 > _REACH * cell.size:
        return None
    is_centred = abs(first.cell.middle_x - cell.middle_x) < max(cell.size, (cell.x1 - cell.x0) / 4)
    return first if is_centred and first.cell.size < cell.size else None
