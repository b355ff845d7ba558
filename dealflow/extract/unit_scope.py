"""The one resolver of units: cell, row, column, table, page and deck each say a money, a scale, both or neither.

What is printed in the cell is final. What it leaves open comes from the nearest scope that says it; a money that only
the page or the deck says is a doubt.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from dealflow.domain.claims.claims import ReviewReason, ScaleSource
from dealflow.domain.values.quantity import MONEY, Quantity, Unit
from dealflow.extract.cues import cues
from dealflow.extract.fitting import counts_a_noun, is_ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealflow.extract.figure import Figure
    from dealflow.extract.numbers import Found
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

_CUES = cues("figure")
_UNNAMED_HEADS = 1
"""A bare number that no metric names takes a head's unit only where there is one head."""
_DEAREST = Decimal(10) ** 15
"""No head makes an amount of money larger: it serves other cells."""
_OUTFLOWS = frozenset({"burn_rate", "expenses", "rnd_expense"})
"""What flows out by its nature is told without a sign, however its table prints it."""
_PER_PIECE = frozenset({"price", "arpu", "cac", "ltv", "avg_contract_value"})
"""What one customer or piece costs is printed in full, whatever a table's head says."""


class Resolved(NamedTuple):
    """An amount in its final unit, and where its scale was printed."""

    quantity: Quantity
    source: ScaleSource


def deck_money(sheets: Sequence[Sheet]) -> Unit | None:
    """Return the money that the pages print most, in amounts and in heads; nothing where they print none."""
    printed = Counter(
        amount.quantity.unit
        for sheet in sheets
        for spot in sheet.spots
        for amount in spot.amounts
        if amount.quantity.unit in MONEY
    )
    printed.update(
        scale.unit
        for sheet in sheets
        for announced in sheet.announced
        for scale in announced.scales
        if scale.unit in MONEY
    )
    return printed.most_common(1)[0][0] if printed else None


def resolve(sheet: Sheet, figure: Figure, deck: Unit | None) -> Resolved | None:
    """Return the amount of a figure in its final unit and sign; nothing where its metric can have no such unit."""
    amount, quantity = figure.amount, figure.amount.quantity
    source = ScaleSource.TEXT if amount.scaled else ScaleSource.NONE
    if amount.unit_printed or amount.money_guessed:
        headed = _scaled_by_head(figure)
        if headed is not None:
            quantity, source = headed, ScaleSource.HEADER
    else:
        headed = None if amount.scaled else _by_head(sheet, figure, deck)
        if headed is not None:
            quantity, source = headed, ScaleSource.HEADER
        elif amount.scaled and not (figure.counts_things or counts_a_noun(figure)):
            money = _money_of(sheet, figure, deck)
            if money is None and figure.metric is not None and quantity.unit not in figure.metric.units:
                return None
            quantity = replace(quantity, unit=money) if money is not None else quantity
    if source is ScaleSource.HEADER:
        figure.reasons.add(ReviewReason.UNIT_FROM_HEADER)
    return _of_metric(figure, quantity, source)


def _of_metric(figure: Figure, quantity: Quantity, source: ScaleSource) -> Resolved | None:
    """Return the amount with its sign, as a multiple or count where its metric is one; nothing where it cannot be."""
    named = figure.metric
    if named is not None:
        if Unit.RATIO in named.units and is_ratio(named, figure.amount):
            quantity = replace(quantity, unit=Unit.RATIO)
        if figure.amount.money_guessed and quantity.unit not in named.units and Unit.COUNT in named.units:
            quantity = replace(quantity, unit=Unit.COUNT)
        if quantity.unit not in named.units:
            return None
        if named.metric.id in _OUTFLOWS and quantity.value is not None:
            return Resolved(replace(quantity, value=abs(quantity.value)), source)
    return Resolved(_signed(figure, quantity), source)


def _scaled_by_head(figure: Figure) -> Quantity | None:
    """Return an amount whose money is printed and whose scale only its table's head prints: $ 4.2 under in millions."""
    amount = figure.amount
    if amount.scaled or amount.quantity.unit not in MONEY or not figure.spot.is_value:
        return None
    if figure.metric is not None and figure.metric.metric.id in _PER_PIECE:
        return None
    for scale in figure.scales:
        if scale.factor is not None and scale.unit in {None, amount.quantity.unit}:
            return _times(amount.quantity, scale.factor) if scale.factor > 1 else None
    return None


def _by_head(sheet: Sheet, figure: Figure, deck: Unit | None) -> Quantity | None:
    """Return a bare number in the unit that its row, column or table announces; nothing where none fits."""
    named = figure.metric
    heads = [scale for scale in figure.scales if scale.unit is not None or scale.factor is not None]
    for scale in heads:
        unit = scale.unit
        if unit is None:
            unit = _open_unit(sheet, figure, deck)
        lonely = named is None and (len(heads) <= _UNNAMED_HEADS or unit is Unit.COUNT)
        if unit is None or not (lonely or (named is not None and unit in named.units)):
            continue
        factor = scale.factor or next(
            (head.factor for head in heads if head.factor is not None and head.unit in {None, unit}), Decimal(1)
        )
        quantity = _times(replace(figure.amount.quantity, unit=unit), factor)
        if max(map(abs, quantity.amounts), default=Decimal(0)) < _DEAREST:
            return quantity
    return None


def _open_unit(sheet: Sheet, figure: Figure, deck: Unit | None) -> Unit | None:
    """Return the unit of a bare number whose head prints a scale only: a count's, or the money around it."""
    if figure.metric is not None:
        if not figure.metric.units & MONEY:
            return Unit.COUNT if Unit.COUNT in figure.metric.units else None
    elif _CUES["of_things"].search(figure.label or ""):
        return Unit.COUNT
    return _money_of(sheet, figure, deck)


def _money_of(sheet: Sheet, figure: Figure, deck: Unit | None) -> Unit | None:
    """Return the money that the nearest scope prints for an amount without one; nothing for a count.

    A head, the amount's line, its row and its column say it for any amount; page and deck only where a metric of money
    names it.
    """
    named = figure.metric
    if named is not None and not named.units & MONEY:
        return None
    headed = next((scale.unit for scale in figure.scales if scale.unit in MONEY), None)
    if headed is not None:
        return headed
    if named is not None and figure.amount.quantity.unit in named.units and not figure.scales:
        return None
    beside = _only(figure.spot.amounts) or _only(_around(sheet, figure.spot))
    if beside is None and (named is not None or figure.scales):
        beside = deck_money([sheet]) or deck
    if beside is not None:
        figure.reasons.add(ReviewReason.UNIT_GUESSED)
    return beside


def _only(amounts: Sequence[Found]) -> Unit | None:
    """Return the money that amounts print, if it is one."""
    money = {amount.quantity.unit for amount in amounts if amount.quantity.unit in MONEY and amount.unit_printed}
    return money.pop() if len(money) == 1 else None


def _around(sheet: Sheet, spot: Spot) -> list[Found]:
    """Return the amounts of the values in a value's row and column."""
    if not spot.is_value:
        return []
    column = (
        other
        for other in sheet.spots
        if other is not spot and other.cell.x0 < spot.cell.x1 and spot.cell.x0 < other.cell.x1
    )
    values = [other for other in (*sheet.beside(spot), *column) if other.is_value]
    return [amount for other in values for amount in other.amounts]


def _times(quantity: Quantity, factor: Decimal) -> Quantity:
    def by(amount: Decimal | None) -> Decimal | None:
        return None if amount is None else amount * factor

    return replace(
        quantity, value=by(quantity.value), value_min=by(quantity.value_min), value_max=by(quantity.value_max)
    )


def _signed(figure: Figure, quantity: Quantity) -> Quantity:
    """Return the amount with the sign that ▲, brackets or the word loss give it.

    Brackets round a bare number or a money that is all of its cell are a minus, whatever names it; round a share or a
    note beside another amount they are none.
    """
    if quantity.value is None or quantity.value <= 0:
        return quantity
    mark, money = figure.amount.mark, quantity.unit in MONEY
    if mark == "(" and figure.is_bracketed:
        return replace(quantity, value=-quantity.value)
    if figure.metric is None or not figure.metric.metric.signed:
        return quantity
    if _CUES["negative"].search(figure.spot.cell.text[: figure.amount.start]):
        return replace(quantity, value=-quantity.value)
    lost = bool(_CUES["loss"].search(figure.label)) and not _CUES["loss_or_gain"].search(figure.label)
    if mark == "▼" or (mark == "▲" and money) or (mark == "(" and figure.spot.is_value) or (lost and money):
        if mark in {"▲", "▼"}:
            figure.reasons.add(ReviewReason.SIGN_AMBIGUOUS)
        return replace(quantity, value=-quantity.value)
    return quantity
