"""Figures that belong together share a name: one row, one heading over them all, shares that are parts of one whole."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import ReviewReason
from dealflow.domain.values.quantity import MONEY, Unit
from dealflow.extract.fitting import fits
from dealflow.extract.headings import heading_text
from dealflow.extract.series import take_from_legend
from dealflow.extract.siblings import take_from_alike, take_margins
from dealflow.extract.sums import take_from_sum
from dealflow.extract.titles import named_by, take_from_corners, take_from_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealflow.extract.figure import Figure
    from dealflow.extract.sheet import Sheet

_GROUPED = MONEY | {Unit.PERCENT}
_FEWEST = 2
_WHOLE = (99, 101)
_PARTS = 3
_DISTANCE = 24.0
_LEVEL = 0.6


def with_shared_names(sheet: Sheet, figures: list[Figure]) -> list[Figure]:
    """Return the figures, those without a name named by their row, by the heading of their group or by its parts."""
    unnamed = [figure for figure in figures if figure.metric is None and figure.spot.is_value and not figure.dated]
    if unnamed:
        _by_row(figures, unnamed)
        take_from_alike(sheet, figures)
        _by_whole(sheet, figures)
        take_from_corners(sheet, unnamed)
        _by_heading(sheet, [figure for figure in unnamed if figure.metric is None])
        take_from_title(sheet, figures)
    take_from_legend(sheet, figures)
    take_from_sum(sheet, figures)
    take_margins(sheet, figures)
    return figures


def _by_row(figures: Sequence[Figure], unnamed: Sequence[Figure]) -> None:
    """Give the values of a row the name that its label gave to their neighbours."""
    for figure in unnamed:
        cell = figure.spot.cell
        mates = [
            other
            for other in figures
            if other.metric is not None
            and not other.from_heading
            and other.label_spot is not None
            and other.spot.is_value
            and other.amount.quantity.unit is figure.amount.quantity.unit
            and abs(other.spot.cell.middle_y - cell.middle_y) < _LEVEL * cell.size
            and other.label_spot.cell.x1 <= min(cell.x0, other.spot.cell.x0) + 1
        ]
        if mates and len({id(mate.metric) for mate in mates}) == 1 and figure.spot is not mates[0].spot:
            _take(figure, mates[0])


def _take(figure: Figure, mate: Figure) -> None:
    figure.metric, figure.key, figure.distance = mate.metric, mate.key, mate.distance
    figure.label_spot, figure.label_span, figure.label_text = mate.label_spot, mate.label_span, mate.label_text
    figure.reasons.add(ReviewReason.LABEL_SHARED)


def _by_whole(sheet: Sheet, figures: Sequence[Figure]) -> None:
    """Give shares that make a whole the name that one of them has by its heading or the words around it."""
    shares: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.amount.quantity.unit is Unit.PERCENT and figure.amount.quantity.value is not None:
            shares[heading_text(sheet, figure.spot)].append(figure)
    for parts in shares.values():
        named = {figure.metric.metric.id: figure for figure in parts if figure.metric is not None}
        whole = sum(figure.amount.quantity.value or 0 for figure in parts)
        if len(parts) < _PARTS or len(named) != 1 or not _WHOLE[0] <= whole <= _WHOLE[1]:
            continue
        model = next(iter(named.values()))
        for figure in parts:
            if figure.metric is None:
                figure.metric, figure.distance, figure.from_heading = model.metric, _DISTANCE, True
                figure.reasons |= {ReviewReason.LABEL_SHARED, ReviewReason.MULTIPLE_READING}


def _is_grouped(sheet: Sheet, figure: Figure) -> bool:
    """Say whether a heading may name an amount: printed money and shares, and counts over or beside their years."""
    amount = figure.amount
    if amount.quantity.unit in _GROUPED:
        return amount.unit_printed or amount.scaled or bool(figure.scales)
    if amount.quantity.unit is not Unit.COUNT or figure.scales:
        return False
    figure.in_series = sheet.column_period(figure.spot) is not None or sheet.row_period(figure.spot) is not None
    return figure.in_series


def _by_heading(sheet: Sheet, unnamed: Sequence[Figure]) -> None:
    """Give figures of one unit under one heading, or on one page, the metric that heading or title names."""
    groups: defaultdict[tuple[Unit, str], list[Figure]] = defaultdict(list)
    for figure in unnamed:
        if _is_grouped(sheet, figure):
            groups[figure.amount.quantity.unit, heading_text(sheet, figure.spot)].append(figure)
    for (_, heading), group in groups.items():
        if len(group) < _FEWEST:
            continue
        for text in dict.fromkeys([heading, sheet.title]):
            heading_metric = named_by(sheet, text, group[0])
            if heading_metric is None:
                continue
            for figure in group:
                if fits(heading_metric[0], figure):
                    figure.metric, figure.key, figure.distance = heading_metric[0], heading_metric[1].key, _DISTANCE
                    figure.from_heading = True
                    figure.reasons |= {ReviewReason.LABEL_FAR, ReviewReason.MULTIPLE_READING}
            break
