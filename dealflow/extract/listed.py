"""The amounts of one line that share its label: 국내 12건, 해외 3건 특허; 매출 2025년 80억, 2026년 120억."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from dealflow.extract.figure import take_label
from dealflow.extract.labels import Label

if TYPE_CHECKING:
    from dealflow.extract.figure import Figure

LISTS = frozenset({"use_of_funds", "revenue_mix"})
"""Metrics whose lists name an item beside each amount, whatever an item's own name means elsewhere."""
_LISTED = re.compile(
    r"\s?(?:,|·|/|및|and|&|\+|→|->)\s?(?:['’]?(?:20)?\d\d\s?년?(?:에는|에|엔)?\s?|(?:[가-힣A-Za-z]{1,10}\s?){0,2})"
)
"""What stands between the amounts of a list that share their label."""
_BESIDE = 6.0
"""A label this near is an amount's own."""


def with_listed(figures: list[Figure]) -> list[Figure]:
    """Return the figures of one cell, those of a list named by the label after its last or before its first."""
    for figure, following in reversed(list(pairwise(figures))):
        named, (start, end) = following.metric, following.label_span
        if figure.metric is not None or named is None or following.label_spot is not figure.spot:
            continue
        told = figure.amount.unit_printed or figure.amount.scaled
        if told and start >= following.amount.end and _are_listed(figure, following):
            take_label(figure, figure.spot, Label(start, end, (named,), following.key), named, following.distance + 1)
    for figure, following in pairwise(figures):
        named, (start, end) = figure.metric, figure.label_span
        if named is not None and named.metric.id not in LISTS and _goes_on(figure, following):
            take_label(following, figure.spot, Label(start, end, (named,), figure.key), named, figure.distance + 1)
    return figures


def _goes_on(figure: Figure, following: Figure) -> bool:
    """Say whether a list goes on under the label before its first amount."""
    before = figure.label_spot is figure.spot and figure.label_span[1] <= figure.amount.start
    open_yet = following.metric is None or following.distance > _BESIDE
    scaled_alike = figure.amount.scaled == following.amount.scaled
    return before and open_yet and scaled_alike and not figure.amount.change and _are_listed(figure, following)


def _are_listed(figure: Figure, following: Figure) -> bool:
    """Say whether two amounts of one kind stand with no more than a comma, and a year or a place, between them."""
    amount, then = figure.amount, following.amount
    alike = amount.quantity.unit is then.quantity.unit and amount.counter == then.counter
    return alike and _LISTED.fullmatch(figure.spot.cell.text[amount.end : then.start]) is not None
