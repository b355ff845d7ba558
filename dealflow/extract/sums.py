"""Sums that decide: amounts of a page that add up to the round that is asked for are how it is spent."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import ReviewReason
from dealflow.domain.values.quantity import MONEY
from dealflow.extract.senses import SPENDING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealflow.extract.figure import Figure
    from dealflow.extract.sheet import Sheet

_ASKED = "raise_amount"
_PARTS = 2
_MOST_PARTS = 12
_OFF = Decimal("0.005")
"""Parts are printed rounded: their sum may be off by so much of the whole."""
_DISTANCE = 24.0
_NEAR = 8.0
"""A label this near is an amount's own, unless it is the ask's."""


def take_from_sum(sheet: Sheet, figures: Sequence[Figure]) -> None:
    """Name the amounts that together are what is asked for: $2M over $900k, $700k and $400k."""
    amounts = [figure for figure in figures if not figure.dated and figure.amount.quantity.unit in MONEY]
    spending = sheet.index.named.get(SPENDING)
    for whole in amounts:
        if spending is None or whole.metric is None or whole.metric.metric.id != _ASKED or whole.from_heading:
            continue
        total = whole.amount.quantity.value
        parts = [figure for figure in amounts if figure is not whole and _is_part(figure, whole)]
        values = [figure.amount.quantity.value or Decimal(0) for figure in parts]
        if total is None or not _PARTS <= len(parts) <= _MOST_PARTS or abs(sum(values) - total) > _OFF * total:
            continue
        for figure in parts:
            figure.metric, figure.key, figure.distance, figure.from_heading = spending, "", _DISTANCE, True
            figure.reasons.add(ReviewReason.LABEL_SHARED)


def _is_part(figure: Figure, whole: Figure) -> bool:
    """Say whether an amount could be a part: less than the whole, in its money, with no name of its own near by."""
    value, total = figure.amount.quantity.value, whole.amount.quantity.value
    if value is None or total is None or not 0 < value < total:
        return False
    open_yet = figure.metric is None or figure.distance >= _NEAR or figure.metric.metric.id in {_ASKED, SPENDING}
    return open_yet and figure.amount.quantity.unit is whole.amount.quantity.unit
