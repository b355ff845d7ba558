"""Whether an amount is one that an analyst would record: a question of the amount and its place, hardly of its name.

Printed money, shares and multiples always are; counts and spans of time where they count or claim something.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import ScaleSource
from dealflow.domain.values.quantity import DURATIONS, MONEY, Quantity, Unit
from dealflow.extract import units
from dealflow.extract.cues import cues
from dealflow.extract.fitting import counts_a_noun
from dealflow.extract.labels import squeezed
from dealflow.extract.naming import is_rate

if TYPE_CHECKING:
    from dealflow.extract.figure import Figure

_CUES = cues("figure")
_PLACEHOLDER = re.compile(r"[^\d]{0,4}0(?:0+|,000)(?![\d.])")
"""00억원, $0,000: a figure yet to be filled in."""
_SHARES = frozenset({Unit.PERCENT, Unit.RATIO, Unit.PERCENT_POINT})
_NOISE = re.compile(r"^\W*$")
_HUNDRED = 100
_KOREAN_NOUN = re.compile(r"(?:의)?\s?[가-힣]{2,}")
_FEW = 10
"""3대 과제 are three great tasks, no machines; a few of something are steps of a list."""
_TWO = 2
_NOUN_BEHIND = 28
"""A noun with its adjectives begins at most so many letters behind its number."""
_LABEL_AFTER = 12
_CAPTION = 1.12
"""A number so much larger than its words is a card's (as in ``neighbours``)."""
_NEXT_CELLS = 16
"""A bare number counts where one of its nearest cells names it."""


def is_recordable(figure: Figure, quantity: Quantity, source: ScaleSource) -> bool:
    """Say whether an amount is a figure at all."""
    amount, by_header = figure.amount, source is ScaleSource.HEADER
    if _is_each_or_blank(figure, quantity):
        return False
    unit_known = amount.unit_printed or amount.scaled or by_header
    if figure.metric is not None:
        counts = _counts_things(figure, quantity) or _counts_its_label(figure, quantity)
        return unit_known or quantity.unit is Unit.RATIO or figure.in_series or _is_counted(figure) or counts
    if figure.is_card or figure.spot.in_chart or is_rate(figure, quantity) or _counts_things(figure, quantity):
        return True
    if quantity.unit in MONEY or quantity.unit in _SHARES:
        return unit_known
    return bool(figure.label and not _NOISE.match(figure.label)) and _is_figure_of_its_own(figure, quantity, source)


def _is_each_or_blank(figure: Figure, quantity: Quantity) -> bool:
    """Say whether an amount says each (1개 거점, 1인 가구), or is yet to be filled in (00억원)."""
    if quantity.value == 1 and figure.amount.counter and not figure.is_card:
        return True
    return quantity.value == 0 and _PLACEHOLDER.match(figure.spot.cell.text, figure.amount.start) is not None


def _counts_things(figure: Figure, quantity: Quantity) -> bool:
    """Say whether a bare number counts the noun behind it: 3,300+ members, 9M smallholders, 410 farms.

    A few of something (3 steps) are no figure; ten, a scale or a plus make one.
    """
    if quantity.unit is not Unit.COUNT or figure.spot.cell.confidence < 1:
        return False
    least = max(quantity.amounts, default=0)
    if figure.amount.unit_printed:
        counted = figure.amount.counter == "개" and _KOREAN_NOUN.match(figure.spot.cell.text, figure.amount.end)
        return bool(counted) and (quantity.approx or quantity.bound is not None or least >= _HUNDRED)
    many = figure.amount.scaled or quantity.bound is not None or quantity.approx or least >= _FEW
    return many and counts_a_noun(figure)


def _counts_its_label(figure: Figure, quantity: Quantity) -> bool:
    """Say whether a bare number counts the very noun that names it: 3 pending patents."""
    if quantity.unit is not Unit.COUNT or (quantity.value or 0) < _TWO or figure.label_spot is not figure.spot:
        return False
    return 0 <= figure.label_span[0] - figure.amount.end < _NOUN_BEHIND and counts_a_noun(figure)


def _is_figure_of_its_own(figure: Figure, quantity: Quantity, source: ScaleSource) -> bool:
    """Say whether a count or span that no metric names still looks like one that an analyst would record."""
    amount, unit = figure.amount, quantity.unit
    if unit in DURATIONS:
        return figure.spot.is_value or _is_span_of_a_claim(figure)
    if unit is not Unit.COUNT or source is ScaleSource.HEADER:
        return True
    if amount.unit_printed:
        few = amount.counter == "대" and (quantity.value or 0) <= _FEW
        return (amount.counter in units.EVERYDAY_COUNTERS and not few) or figure.spot.is_value
    return figure.spot.is_value and (amount.scaled or quantity.approx or _is_over_its_caption(figure))


def _is_span_of_a_claim(figure: Figure) -> bool:
    """Say whether a span of time is what is claimed: within 11 months, saves 14 hours, 2~3년 내, 9+ years of work."""
    text, amount = figure.spot.cell.text, figure.amount
    if amount.quantity.bound is not None or amount.quantity.is_range or amount.change:
        return True
    return bool(_CUES["span_before"].search(text[: amount.start]) or _CUES["span_after"].match(text, amount.end))


def _is_over_its_caption(figure: Figure) -> bool:
    """Say whether a bare number is set larger than the words that stand nearest to it: a card of any size."""
    cell, value = figure.spot.cell, figure.amount.quantity.value
    caption = figure.near[0].cell if figure.near else None
    if caption is None or value is None or value < _FEW:
        return False
    return cell.size > _CAPTION * caption.size


def _is_counted(figure: Figure) -> bool:
    """Say whether a bare number stands close enough to the label of a count to be one."""
    quantity = figure.amount.quantity
    if figure.from_heading:
        return False
    if quantity.value is not None and quantity.value < _TWO:
        return bool(re.search(r"[=:]\s?$", figure.spot.cell.text[: figure.amount.start]))
    loose = figure.metric is not None and figure.key in figure.metric.loose
    if loose and not figure.is_card and figure.distance > 1 and not _is_all_of_its_cell(figure):
        return False
    if figure.spot.is_value:
        return figure.distance < _NEXT_CELLS
    value = quantity.value if quantity.value is not None else quantity.value_max
    return figure.distance <= _LABEL_AFTER and value is not None and value == value.to_integral_value()


def _is_all_of_its_cell(figure: Figure) -> bool:
    """Say whether the label is its row's whole name (Sites | 42), no word among others."""
    return figure.label_spot is not None and squeezed(figure.label_spot.cell.text) == figure.key
