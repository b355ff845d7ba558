"""Charts of several series: bars side by side over one year belong to the legend's entries in their order."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import ReviewReason
from dealflow.extract.fitting import fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealflow.extract.figure import Figure
    from dealflow.extract.labels import Label, Named
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

_DISTANCE = 24.0
_FAR = 20.0
"""What a chart's title gave, a legend may take."""
_FEWEST_YEARS = 2
_MOST_SERIES = 4
_LEVEL = 0.5
_LETTERS = 0.5
"""A legend's entry is mostly the label of its metric."""


def take_from_legend(sheet: Sheet, figures: Sequence[Figure]) -> None:
    """Name the bars of a chart by its legend, where each year has as many bars side by side as the legend has entries.

    Bars that stand over each other (lines, stacks) keep what they have: their order says nothing.
    """
    bars: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        spot = figure.spot
        dated = sheet.column_period(spot) if spot.is_value and not figure.dated and not sheet.row_labels(spot) else None
        if dated is not None and (figure.metric is None or figure.distance >= _FAR):
            bars[dated.period.label].append(figure)
    counts = {len(group) for group in bars.values()}
    if len(bars) < _FEWEST_YEARS or len(counts) != 1 or not 1 < max(counts) <= _MOST_SERIES:
        return
    entries = _legend(sheet, max(counts))
    if entries is None:
        return
    for group in bars.values():
        group.sort(key=lambda figure: figure.spot.cell.middle_x)
    if not all(_is_side_by_side(group) for group in bars.values()):
        return
    for group in bars.values():
        for figure, (spot, label, named) in zip(group, entries, strict=True):
            if fits(named, figure):
                figure.metric, figure.key, figure.distance = named, label.key, _DISTANCE
                figure.label_spot, figure.label_span = spot, (label.start, label.end)
                figure.reasons |= {ReviewReason.LABEL_FAR, ReviewReason.MULTIPLE_READING}


def _is_side_by_side(group: Sequence[Figure]) -> bool:
    cells = [figure.spot.cell for figure in group]
    return all(right.middle_x - left.middle_x > left.size for left, right in pairwise(cells))


def _legend(sheet: Sheet, count: int) -> list[tuple[Spot, Label, Named]] | None:
    """Return the entries of the one legend with so many: cells in one line or column, each mostly another label."""
    entries: list[tuple[Spot, Label, Named]] = []
    for spot in sheet.spots:
        labels = sheet.labels(spot)
        if not spot.has_words or spot.amounts or len(labels) != 1:
            continue
        label = labels[0]
        if len(label.key) >= _LETTERS * len(spot.cell.text.split("(")[0].replace(" ", "")):
            entries.append((spot, label, label.metrics[0]))
    for first in entries:
        cell = first[0].cell
        level = [one for one in entries if abs(one[0].cell.middle_y - cell.middle_y) < 0.5 * cell.size]
        stacked = [
            one for one in entries if abs(one[0].cell.x0 - cell.x0) < cell.size and one[0].cell.size == cell.size
        ]
        level.sort(key=lambda one: one[0].cell.x0)
        for legend in (level, stacked):
            if len(legend) == count and len({one[2].metric.id for one in legend}) == count:
                return legend
    return None
