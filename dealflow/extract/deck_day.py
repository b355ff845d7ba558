"""The deck's own day, which parts what has happened from what is to come: from its cover, else from its pages' feet."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from dealflow.domain.values.period import PeriodKind
from dealflow.domain.values.quantity import MONEY, Unit
from dealflow.extract.layout import cells_of
from dealflow.extract.numbers import find_quantities
from dealflow.extract.periods import find_periods

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from dealflow.domain.claims.page import DeckText, Page
    from dealflow.extract.layout import Cell

_COVER_WORDS = 60
"""A first page with more words, or with money or shares, is no cover; its dates are not the deck's."""
_FIGURES = MONEY | {Unit.PERCENT}
_HEAD, _FOOT = 0.06, 0.92
"""What stands above and below these shares of a page is its furniture."""
_FEWEST_FEET = 3
_LINE = 60
_YEAR = re.compile(r"(?:19|20)\d\d|['’]\d\d")


def deck_day(deck: DeckText) -> date | None:
    """Return the last day of the month that the cover, else the foot of most pages names; nothing where none does."""
    if not deck.pages:
        return None
    return _of_cover(deck.pages[0]) or _of_feet(deck.pages)


def _of_cover(page: Page) -> date | None:
    if len(page.words) > _COVER_WORDS:
        return None
    cells = cells_of(page)
    if any(amount.quantity.unit in _FIGURES for cell in cells for amount in find_quantities(cell.text)):
        return None
    days = {day for cell in cells for day in _months_in(cell.text)}
    return days.pop() if len(days) == 1 else None


def _of_feet(pages: Sequence[Page]) -> date | None:
    """Return the month that stands at one height at the head or foot of most pages: furniture, no figure's period."""
    feet: Counter[tuple[date, int]] = Counter()
    for page in pages:
        feet.update({(day, round(cell.y0 / 10)) for cell in _edges(page) for day in _months_in(cell.text)})
    (day, _), count = max(feet.items(), key=lambda foot: foot[1], default=((None, 0), 0))
    return day if count >= max(_FEWEST_FEET, len(pages) / 2) else None


def _edges(page: Page) -> Iterator[Cell]:
    """Give the short lines at the head and foot of a page; only where a year stands there is anything laid out."""
    top, foot = _HEAD * page.height_pt, _FOOT * page.height_pt
    words = tuple(word for word in page.words if word.box.y1_pt < top or word.box.y0_pt > foot)
    if not any(map(_YEAR.search, (word.text for word in words))):
        return iter(())
    return (cell for cell in cells_of(replace(page, words=words)) if len(cell.text) <= _LINE)


def _months_in(text: str) -> Iterator[date]:
    for dated in find_periods(text):
        if dated.period.kind in {PeriodKind.MONTH, PeriodKind.AS_OF} and dated.period.end is not None:
            yield dated.period.end
