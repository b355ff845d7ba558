"""Axes and bars of charts: marks with equal steps are no figures, numbers beside them are labels of bars."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealflow.extract.spots import Spot

_AXIS = 4
"""So many amounts with equal steps are an axis."""
_AXIS_AMONG_OTHERS = 5
"""So many where other amounts stand on the same line."""
_UNEVEN_PLACES = 0.1
_TITLE_GAP = 6.0
"""The title of an axis stands so many heights from its marks at most."""
_ON_LINE = 0.3
"""Middles of one line of a table differ by less than this share of the height."""
_UPRIGHT = 1.6
"""A cell so much taller than its type is a turned one."""
_ROUNDED = 0.011
_OFF_SCALE = 0.04
"""How far the rounded number of a mark may stand off its place, of the axis."""
_UNEVEN = 0.035
"""How much the steps of an axis differ at most, of its end and of a step: figures that grow year by year are none."""


def mark_ticks(spots: Sequence[Spot]) -> None:
    """Mark the cells that are an axis: four or more amounts in one column or row, with equal steps."""
    values = [
        spot for spot in spots if spot.is_value and len(spot.amounts) == 1 and not spot.amounts[0].quantity.is_range
    ]
    usual = median(spot.cell.size for spot in values) if values else 1.0
    for along_x in (False, True):
        lanes: dict[tuple[int, int], list[Spot]] = {}
        for spot in values:
            cell = spot.cell
            place = cell.y1 if along_x else cell.x1
            centre = cell.y1 if along_x else cell.middle_x
            size = max(min(cell.size, usual), 1.0)
            for key in {
                (0, round(place / size)),
                (1, round(centre / size)),
                (2, round((cell.y1 if along_x else cell.x0) / size)),
            }:
                lanes.setdefault(key, []).append(spot)
        for lane in lanes.values():
            if len(lane) < _AXIS or _is_labelled(lane, spots, along_x=along_x):
                continue
            lane.sort(key=lambda spot: spot.cell.x0 if along_x else spot.cell.y0)
            if _even_steps(lane) or (not along_x and _is_scale_down_to_nothing(lane)):
                marks = lane
            else:
                marks = _axes_within(lane, along_x=along_x)
            for spot in marks:
                spot.is_tick = True


def _axes_within(lane: Sequence[Spot], *, along_x: bool) -> list[Spot]:
    """Return the marks of axes in a lane that holds several, as of charts beside each other.

    Both their numbers and their distances have equal steps: figures of a table, in equal columns, hardly ever have.
    """
    marks: list[Spot] = []
    run: list[Spot] = []
    for spot in lane:
        if len(run) > 1 and not (_even_steps([*run, spot]) and _even_places([*run, spot], along_x=along_x)):
            marks += run if len(run) >= _AXIS_AMONG_OTHERS else []
            run = run[-1:]
        run.append(spot)
    return marks + (run if len(run) >= _AXIS_AMONG_OTHERS else [])


def _even_places(run: Sequence[Spot], *, along_x: bool) -> bool:
    places = [spot.cell.middle_x if along_x else spot.cell.middle_y for spot in run]
    steps = [after - before for before, after in pairwise(places)]
    return all(abs(step - steps[0]) <= _UNEVEN_PLACES * steps[0] for step in steps)


def _is_labelled(lane: Sequence[Spot], spots: Sequence[Spot], *, along_x: bool) -> bool:
    """Say whether a lane is a table's: a column of amounts with words left of each, or a row behind words of its own.

    The marks of an axis have no words on their lines; a turned title stands beside a few of them at most.
    """
    words = [spot.cell for spot in spots if spot.has_words and spot.cell.y1 - spot.cell.y0 < _UPRIGHT * spot.cell.size]

    def has_words(spot: Spot) -> bool:
        cell = spot.cell
        near = _ON_LINE * cell.size
        return any(one.x1 <= cell.x0 + 1 and abs(one.middle_y - cell.middle_y) < near for one in words)

    if along_x:
        return has_words(min(lane, key=lambda spot: spot.cell.x0))
    return sum(map(has_words, lane)) >= len(lane) - 1


def mark_chart_labels(spots: Sequence[Spot]) -> None:
    """Mark three or more bare numbers of one size to the right of a vertical axis, inside its range and height."""
    ticks = [spot for spot in spots if spot.is_tick]
    if len(ticks) < _AXIS:
        return
    left = min(ticks, key=lambda spot: spot.cell.x0)
    axis = [spot for spot in ticks if abs(spot.cell.x1 - left.cell.x1) < left.cell.size]
    if len(axis) < _AXIS:
        return
    top, bottom = min(spot.cell.y0 for spot in axis), max(spot.cell.y1 for spot in axis)
    highest = max(spot.amounts[0].quantity.value or 0 for spot in axis)
    labels = [
        spot
        for spot in spots
        if spot.is_value
        and not spot.is_tick
        and len(spot.amounts) == 1
        and spot.cell.x0 > left.cell.x1
        and top - spot.cell.size <= spot.cell.y0
        and spot.cell.y1 <= bottom + 0.2 * spot.cell.size
        and 0 < (spot.amounts[0].quantity.value or 0) <= highest
    ]
    if len(labels) >= _AXIS - 1:
        for spot in labels:
            spot.in_chart = True


def _is_scale_down_to_nothing(lane: list[Spot]) -> bool:
    """Say whether amounts from top to bottom fall evenly to nought (and below), set at even distances.

    The steps of such an axis may be rounded: 22, 17, 11, 5.5, 0.
    """
    numbers = [float(spot.amounts[0].quantity.value or 0) for spot in lane]
    places = [spot.cell.middle_y for spot in lane]
    if 0 not in numbers or places[-1] - places[0] <= 0 or numbers[0] <= numbers[-1]:
        return False
    reach = numbers[0] - numbers[-1]
    return all(
        abs(numbers[0] - reach * (place - places[0]) / (places[-1] - places[0]) - number) <= _OFF_SCALE * reach
        for place, number in zip(places, numbers, strict=True)
    )


def _even_steps(lane: list[Spot]) -> bool:
    numbers = [float(spot.amounts[0].quantity.value or 0) for spot in lane]
    steps = [after - before for before, after in pairwise(numbers)]
    size = max(abs(number) for number in numbers)
    return steps[0] != 0 and all(
        abs(step - steps[0]) <= min(_ROUNDED * size, _UNEVEN * abs(steps[0])) for step in steps
    )


def axis_of(title: Spot, spots: Sequence[Spot]) -> tuple[float, float] | None:
    """Return the top and foot of the axis that a cell is the title of: it stands left of marks, at their height.

    A title over an axis, as charts of offices put it, counts too. Nothing where no axis is near.
    """
    cell = title.cell
    marks = [spot.cell for spot in spots if spot.is_tick and abs(spot.cell.x0 - cell.x1) < _TITLE_GAP * spot.cell.size]
    beside = [one for one in marks if one.x0 >= cell.x0]
    if len(beside) < _AXIS:
        return None
    top, foot = min(one.y0 for one in beside), max(one.y1 for one in beside)
    size = beside[0].size
    if cell.y1 < top - _TITLE_GAP * size or cell.y0 > foot + size:
        return None
    return top - _TITLE_GAP * size, foot + size
