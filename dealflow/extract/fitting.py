"""Whether an amount can be of a metric at all: unit, counter, direction words; and amounts that are no figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dealflow.domain.values.quantity import MONEY, Unit
from dealflow.extract.cues import cues
from dealflow.extract.labels import Named, squeezed
from dealflow.extract.tokens import COUNTED

if TYPE_CHECKING:
    from decimal import Decimal

    from dealflow.domain.values.quantity import Quantity
    from dealflow.extract.figure import Figure
    from dealflow.extract.labels import Label
    from dealflow.extract.numbers import Found

_OPERATOR_AFTER = re.compile(
    r"(?:/[^\s\d]{1,3}\s?)?(?:[×÷*]|[xX]\s)\s?\d|/\s?[\d(]\S*[만억]?\s?[×x]|[–−+-]\s?\d[\d,.]*[만억]?\)"
)
_OPERATOR_BEFORE = re.compile(r"(?:[×÷*]|\d\S*\s[xX]|[만억\d]\)\s?/)$")
BEFORE_AFTER = re.compile(r"도입 ?[전후]|적용 ?[전후]|개선 ?[전후]|before|after", re.IGNORECASE)
"""Heads of a comparison: both sides are results."""
_OF_THINGS = frozenset({"장", "매", "편", "대", "종", "톤", "쌍", "점", "ea"})
_OF_PEOPLE = frozenset({"customers_count", "users_count", "employees_total", "rnd_headcount", "partnerships"})
"""Metrics that count people and firms; sheets, machines and papers are none of them."""
_SPENT = frozenset({"expenses", "rnd_expense", "burn_rate", "use_of_funds", "cac", "bep", "other"})
"""Metrics whose amounts books put in brackets."""
_RESULT = "ref_"
"""What a customer saves may be written as a change: -30건."""
_PLACES = frozenset({"곳", "개소"})
_OF_PERSONS = frozenset({"users_count", "employees_total", "rnd_headcount"})
"""Metrics that count persons, who are counted by heads and never by places: 사용자 1,000명, 협업 브랜드 5곳."""
_COUNTS = frozenset({Unit.COUNT})
_RATIOS = frozenset({Unit.RATIO})
_COUNTING_MONEY = frozenset({Unit.INR})
"""Money whose scales count things, too: 3 lakh users."""
_MULTIPLE = 100
_REACH = 32
_CUES = cues("figure")


def is_part_of_formula(text: str, amount: Found) -> bool:
    """Say whether the amount is an operand (300만원 × 12개월) or a base (1원당); what stands after = is a result."""
    after = text[amount.end :].lstrip(" )")
    before = text[: amount.start].rstrip(" (")
    if (after.startswith("당") and amount.quantity.value == 1) or is_threshold(text, amount):
        return True
    return bool(_OPERATOR_AFTER.match(after) or _OPERATOR_BEFORE.search(before))


def is_threshold(text: str, amount: Found) -> bool:
    """Say whether an amount is what others are held against: benchmark 3x, above 4x is good, (at $5)."""
    before, after = text[max(0, amount.start - _REACH) : amount.start], text[amount.end :]
    return bool(_CUES["threshold_before"].search(before) or _CUES["threshold_after"].match(after))


def fits(named: Named, figure: Figure) -> bool:
    """Say whether the amount can be of the metric at all: its unit, printed or announced, is one of the metric's."""
    amount, unit = figure.amount, figure.amount.quantity.unit
    if _counts_something_else(named, figure) or is_below_nothing(named, amount.quantity):
        return False
    if figure.scales and not amount.unit_printed and not amount.money_guessed and not amount.scaled:
        opened = any(scale.unit is None for scale in figure.scales) and bool(named.units & MONEY)
        return opened or any(scale.unit in named.units for scale in figure.scales) or named.units == _COUNTS
    if unit in named.units or is_ratio(named, amount):
        return True
    if amount.money_guessed and amount.quantity.unit in _COUNTING_MONEY and named.units == _COUNTS:
        return True
    of_things = figure.counts_things or counts_a_noun(figure)
    open_money = unit is Unit.COUNT and not amount.unit_printed and amount.scaled and not of_things
    return open_money and bool(named.units & MONEY)


def is_below_nothing(named: Named, quantity: Quantity) -> bool:
    """Say whether an amount is a cost or a loss where a metric is neither: revenue of (44,391) is a row of costs."""
    metric = named.metric
    may_be = metric.signed or metric.id in _SPENT or metric.id.startswith(_RESULT)
    return not may_be and quantity.value is not None and quantity.value < 0 and quantity.unit in {*MONEY, Unit.COUNT}


def _counts_something_else(named: Named, figure: Figure) -> bool:
    """Say whether a count is none of the metric's: sheets are no people, shares of stock no staff."""
    amount, unit, value = figure.amount, figure.amount.quantity.unit, figure.amount.quantity.value
    if amount.counter in _OF_THINGS and named.metric.id in _OF_PEOPLE:
        return True
    if amount.counter in _PLACES and named.metric.id in _OF_PERSONS:
        return True
    if unit is not Unit.COUNT or amount.unit_printed:
        return unit is Unit.COUNT and named.units == _COUNTS and _is_broken(value)
    if figure.is_of_stock:
        return True
    in_percent = bool(figure.scales) and figure.scales[0].unit is Unit.PERCENT
    return named.units == _COUNTS and (in_percent or _is_broken(value))


def _is_broken(value: Decimal | None) -> bool:
    return value is not None and value != value.to_integral_value()


def counts_a_noun(figure: Figure) -> bool:
    """Say whether an amount counts the plural noun behind it: 9M+ smallholders, 70 million yearly licences."""
    return COUNTED.match(figure.spot.cell.text, figure.amount.end) is not None


def is_index(amount: Found) -> bool:
    """Say whether a bare number is an index from 0 to 1, as AUROC and F1 are printed."""
    value = amount.quantity.value
    return not amount.unit_printed and not amount.scaled and value is not None and 0 < value < 1


def is_ratio(named: Named, amount: Found) -> bool:
    """Say whether a bare number is an index or, of a metric that is nothing else, a multiple (LTV/CAC of 4.5)."""
    value = amount.quantity.value
    bare = not amount.unit_printed and not amount.scaled and value is not None
    multiple = bare and named.units == _RATIOS and value is not None and 0 < value < _MULTIPLE
    return Unit.RATIO in named.units and (is_index(amount) or multiple)


def fitting(label: Label, figure: Figure, context: str) -> Named | None:
    """Return the first metric of a label that the amount can be of and whose direction words stand near; else none."""
    folded = ""
    firms = label.key.endswith("고객사")
    for named in label.metrics:
        if not fits(named, figure) or (firms and figure.amount.counter == "명"):
            continue
        if named.needs:
            folded = folded or squeezed(context)
            changes = figure.amount.change != 0 or BEFORE_AFTER.search(context)
            if not changes and not any(word in folded for word in named.needs):
                continue
        return named
    return None
