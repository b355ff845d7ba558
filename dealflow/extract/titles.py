"""Names from further away: the corner of a table for its rows, a page's title for its one number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import ReviewReason
from dealflow.domain.values.quantity import DURATIONS, MONEY, Unit
from dealflow.extract.fitting import fits, fitting
from dealflow.extract.labels import squeezed
from dealflow.extract.nearness import labels_within
from dealflow.extract.senses import take_sense

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealflow.extract.figure import Figure
    from dealflow.extract.labels import Label, Named
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

_OF_HEADING = 0.3
"""A label that is less of its heading is a word among others."""
_TRENDS = re.compile(
    r"추이|및|목표|현황|전망|계획|실적|성장|변화|연도별|월별|분기별|누적|요약|지표"
    r"|\b(?:growth|trend|history|historical|overview|forecast|projections?|projected|over time"
    r"|by (?:year|quarter|month)|chart|and|our|the|annual|monthly|quarterly|total|summary)\b",
    re.IGNORECASE,
)
"""Words of a title that say how a figure is shown, not what it is."""
_DISTANCE = 24.0
_LARGEST = 0.8
"""Numbers of this share of a page's largest one stand beside it, not under it."""
_COLUMNS = 2
_TOLD = MONEY | DURATIONS | {Unit.PERCENT, Unit.RATIO}


def named_by(sheet: Sheet, text: str, figure: Figure) -> tuple[Named, Label] | None:
    """Return the metric that a heading names for a figure, where its label is a good part of the heading."""
    letters = len(squeezed(_TRENDS.sub("", text)))
    labels = labels_within(sheet.index.find(text), figure, text, sheet.index)
    for label in sorted(labels, key=lambda label: -len(label.key)):
        named = fitting(label, figure, text)
        if named is not None and label.key not in named.loose and len(label.key) >= _OF_HEADING * letters:
            return named, label
    return None


def take_from_corners(sheet: Sheet, unnamed: Sequence[Figure]) -> None:
    """Name the rows of a table, whose own labels name nothing, by the cell left of its years: EBITDA | 2025 | 2026."""
    heads = sheet.period_rows_of(_COLUMNS)
    corners = [(spot, corner) for spot in heads if (corner := _corner(sheet, spot)) is not None]
    for figure in unnamed:
        cell = figure.spot.cell
        over = [(head, corner) for head, corner in corners if head.cell.y1 <= cell.y0 + 1 and corner.cell.x0 < cell.x0]
        if figure.metric is not None or not over or not sheet.row_labels(figure.spot):
            continue
        _, corner = max(over, key=lambda pair: pair[0].cell.y1)
        best = named_by(sheet, corner.cell.text, figure)
        if best is not None and sheet.column_period(figure.spot) is not None:
            figure.metric, figure.key, figure.distance = best[0], best[1].key, _DISTANCE
            figure.reasons.add(ReviewReason.LABEL_SHARED)


def _corner(sheet: Sheet, first: Spot) -> Spot | None:
    """Return the cell with words left of a table's first year."""
    left = [one for one in sheet.beside(first) if one.has_words and one.cell.x1 <= first.cell.x0 and not one.amounts]
    return max(left, key=lambda one: one.cell.x1, default=None)


def take_from_title(sheet: Sheet, figures: Sequence[Figure]) -> None:
    """Name the one large number of a page by the page's title, where nothing nearer does: MRR over $84k."""
    values = [figure for figure in figures if figure.spot.is_value and not figure.dated]
    largest = max((figure.spot.cell.size for figure in values), default=0.0)
    large = [figure for figure in values if figure.spot.cell.size >= _LARGEST * largest]
    if len(large) != 1 or large[0].metric is not None:
        return
    figure = large[0]
    if not _is_told(figure):
        return
    best = named_by(sheet, sheet.title, figure)
    if best is not None and fits(best[0], figure):
        figure.metric, figure.key, figure.distance = best[0], best[1].key, _DISTANCE
        figure.from_heading = True
        figure.reasons.add(ReviewReason.LABEL_FAR)
    else:
        take_sense(sheet, figure, caption=sheet.title)


def _is_told(figure: Figure) -> bool:
    amount = figure.amount
    return amount.quantity.unit in _TOLD or amount.unit_printed or amount.scaled
