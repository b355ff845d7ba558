"""Names that pass between figures by how they stand: cards alike to named ones, and rows of shares under their sums."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from dealflow.domain.claims.claims import ReviewReason
from dealflow.domain.values.quantity import Unit
from dealflow.extract.fitting import fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealflow.extract.figure import Figure
    from dealflow.extract.sheet import Sheet

_FEWEST = 2
_ALIKE = 0.15
"""Letters of cards that belong together differ by less of their size."""
_NEARLY = 0.5
"""So much may the size differ that OCR gives to letters of one line."""
_MOST = 12
"""More amounts on a page are no cards."""
_OFF = 0.6
"""Cards stand in a line or under each other where their middles differ by less of their letters' size."""
_DISTANCE = 24.0
_BELOW = 2.5
"""A row of shares stands at most so many lines under its sums."""
_MARGIN_OF: Final = {
    "ebitda": "ebitda_margin",
    "gross_profit": "gross_margin",
    "operating_profit": "operating_margin",
    "net_income": "net_margin",
}
_SHARE_ROW = re.compile(
    r"^\W*(?:as )?(?:a )?%?\s*(?:as )?(?:a )?(?:of (?:total |net )?(?:revenues?|sales|turnover)|margins?\s*\(?%?\)?)"
    r"\W*$"
    r"|^\W*(?:매출(?:액)? ?대비(?: ?비율)?|이익[률율]|마진[률율]?)\W*$",
    re.IGNORECASE,
)
"""A row's label that says of what it is a share, and not which part: % of revenue."""


def take_from_alike(sheet: Sheet, figures: Sequence[Figure]) -> None:
    """Give a card's amount the name that one label gave to two or more cards of its page: printed alike, or in line.

    A title over a few big numbers names the nearest ones; amounts of a table are no cards.
    """
    cards = [figure for figure in figures if _is_card(sheet, figure)]
    named: defaultdict[tuple[int, str, Unit], list[Figure]] = defaultdict(list)
    for figure in cards:
        if figure.metric is not None and figure.label_spot is not None:
            named[id(figure.label_spot), figure.metric.metric.id, figure.amount.quantity.unit].append(figure)
    groups = [group for group in named.values() if len(group) >= _FEWEST]
    for figure in cards if len(cards) <= _MOST else ():
        alike = [group for group in groups if any(_is_alike(figure, other) for other in group)]
        if figure.metric is None and len(alike) == 1:
            _take(figure, alike[0][0])


def _is_card(sheet: Sheet, figure: Figure) -> bool:
    """Say whether an amount with its printed unit stands alone in its cell and in no row of a table."""
    amount = figure.amount
    is_whole = figure.spot.is_value and not figure.dated and (amount.unit_printed or amount.money_guessed)
    return is_whole and not sheet.row_labels(figure.spot)


def _is_alike(figure: Figure, other: Figure) -> bool:
    """Say whether two cards of one unit have letters of one size, or stand in one line or column with nearly that."""
    mine, theirs = figure.spot.cell, other.spot.cell
    if figure is other or figure.amount.quantity.unit is not other.amount.quantity.unit:
        return False
    if abs(mine.size - theirs.size) <= _ALIKE * theirs.size:
        return True
    in_column = min(abs(mine.middle_x - theirs.middle_x), abs(mine.x0 - theirs.x0)) < _OFF * theirs.size
    in_line = in_column or abs(mine.middle_y - theirs.middle_y) < _OFF * theirs.size
    return in_line and abs(mine.size - theirs.size) <= _NEARLY * theirs.size


def _take(figure: Figure, model: Figure) -> None:
    if model.metric is None or not fits(model.metric, figure):
        return
    figure.metric, figure.key, figure.distance = model.metric, model.key, _DISTANCE
    figure.label_spot, figure.label_span, figure.label_text = model.label_spot, model.label_span, model.label_text
    figure.reasons |= {ReviewReason.LABEL_SHARED, ReviewReason.LABEL_FAR}


def take_margins(sheet: Sheet, figures: Sequence[Figure]) -> None:
    """Name shares in a row that says only of what, by the sums in the row over it: % of revenue under EBITDA."""
    sums = [
        figure
        for figure in figures
        if figure.metric is not None
        and figure.metric.metric.id in _MARGIN_OF
        and figure.amount.quantity.unit is not Unit.PERCENT
        and figure.spot.is_value
    ]
    for figure in figures if sums else ():
        if figure.amount.quantity.unit is not Unit.PERCENT or not figure.spot.is_value:
            continue
        if not any(_SHARE_ROW.match(spot.cell.text) for spot in sheet.row_labels(figure.spot)[:1]):
            continue
        cell = figure.spot.cell
        over = [
            other
            for other in sums
            if other.spot.cell.x0 < cell.x1
            and cell.x0 < other.spot.cell.x1
            and 0 < cell.middle_y - other.spot.cell.middle_y < _BELOW * max(cell.size, other.spot.cell.size)
        ]
        best = max(over, key=lambda other: other.spot.cell.middle_y, default=None)
        margin = sheet.index.named.get(_MARGIN_OF[best.metric.metric.id]) if best and best.metric else None
        if best is not None and margin is not None:
            figure.metric, figure.key, figure.distance = margin, "", best.distance
            figure.label_spot, figure.label_span = best.label_spot, best.label_span
            figure.label_text = best.label_text
            figure.reasons |= {ReviewReason.LABEL_SHARED, ReviewReason.MULTIPLE_READING}
