"""Amounts that are no figures but the company's own name: 8퍼센트, 100percent, 29CM."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dealflow.extract.numbers import Found
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

_AS_SUBJECT = re.compile(r"(?:는|은|가|의|와|측)(?![가-힣])|['’]s\b")
"""What follows a name, hardly ever a share: 8퍼센트는, 8퍼센트의."""
_OFTEN = 5
_PAGES = 2
"""A name is printed at least so often and on so many pages, and a third of the time as a subject or owner."""
_THIRD = 3


def without_own_name(sheets: Sequence[Sheet]) -> None:
    """Take the amounts that are a name out of the cells of a deck."""
    uses: Counter[tuple[object, ...]] = Counter()
    subjects: Counter[tuple[object, ...]] = Counter()
    pages: dict[tuple[object, ...], set[int]] = {}
    for sheet in sheets:
        for spot, found in _shares(sheet):
            key = _key(found)
            uses[key] += 1
            pages.setdefault(key, set()).add(sheet.page.number)
            subjects[key] += _AS_SUBJECT.match(spot.cell.text, found.end) is not None
    names = {
        key
        for key, count in uses.items()
        if count >= _OFTEN and len(pages[key]) >= _PAGES and subjects[key] * _THIRD >= count
    }
    if not names:
        return
    for sheet in sheets:
        for spot in sheet.spots:
            spot.amounts = tuple(found for found in spot.amounts if _key(found) not in names)


def _shares(sheet: Sheet) -> Iterable[tuple[Spot, Found]]:
    return ((spot, found) for spot in sheet.spots if spot.has_words for found in spot.amounts if found.unit_printed)


def _key(found: Found) -> tuple[object, ...]:
    return found.quantity.unit, found.quantity.value, found.scaled
