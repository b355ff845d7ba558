"""Cells as other programs write them, put as people here write them: their days, owners, numbered names, HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum
from typing import Final

from dealflow.domain.sheets.fields import Field, stage_of_day
from dealflow.domain.values.korean_days import korean_day
from dealflow.mail.html_text import text_of_html

_DAYS: Final = frozenset({Field.CHANGED_ON, Field.OPENED_ON, Field.CLOSED_ON, Field.NEXT_DUE})
_WORDS: Final = frozenset({Field.NOTE, Field.ABOUT, Field.NEXT_STEP, Field.REASON})
_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?=\D|$)")
_DAY_FIRST: Final = re.compile(r"(?P<day>\d{1,2})[-\s](?P<month>[A-Za-z]{3,9})\.?[-\s,]+(?P<year>\d{4})(?=\D|$)")
_MONTH_FIRST: Final = re.compile(r"(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})(?=\D|$)")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MOST_MONTHS: Final = 12
_TAG: Final = re.compile(r"</?(?:p|div|br|ul|ol|li|span|strong|em|b|i|u|a|h[1-6]|table)\b[^<>]*>", re.IGNORECASE)
_LONGEST: Final = 40_000
"""More than any cell of a sheet holds."""
_MAIL_BESIDE: Final = re.compile(r"\s*[(<\[][^()<>\[\]@\s]{1,64}@[^()<>\[\]\s]{1,200}[)>\]]")
_NUMBER_BESIDE: Final = re.compile(r"(?<=\S)\s*\(\d{4,20}\)$")


class DayOrder(Enum):
    """Which comes first in 07/04/2025, as the other days of the same file tell."""

    UNKNOWN = "unknown"
    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


def day_order(uses: Sequence[str], lines: Iterable[Sequence[str]]) -> DayOrder:
    """Return the order in which a file writes its days: told by those whose day is past the twelfth, if they agree."""
    places = [place for place, use in enumerate(uses) if _is_day(use)]
    orders = set()
    for cells in lines:
        for place in places:
            match = _SLASHED.match(cells[place])
            if match is None:
                continue
            if int(match[1]) > _MOST_MONTHS:
                orders.add(DayOrder.DAY_FIRST)
            if int(match[2]) > _MOST_MONTHS:
                orders.add(DayOrder.MONTH_FIRST)
    return orders.pop() if len(orders) == 1 else DayOrder.UNKNOWN


def put_plainly(use: str, cell: str, order: DayOrder, *, numbers_names: bool) -> str:
    """Return what a cell says without the program's ways. ``numbers_names``: it writes its own number after a name."""
    if _is_day(use):
        return _day(cell, order)
    if use in _WORDS and _TAG.search(cell):
        return text_of_html(cell, most=_LONGEST)[0].strip()
    if use == Field.ASSIGNEE:
        return _MAIL_BESIDE.sub("", cell).strip() or cell
    if use == Field.NAME and numbers_names:
        return _NUMBER_BESIDE.sub("", cell)
    return cell


def _is_day(use: str) -> bool:
    return use in _DAYS or stage_of_day(use) is not None


def _day(cell: str, order: DayOrder) -> str:
    """Return a day as it is written here; a moment that knows its zone is the Korean day of it."""
    match = _SLASHED.match(cell)
    if match is not None:
        first, second, year = match.groups()
        if order is DayOrder.UNKNOWN:
            return cell
        month, day = (first, second) if order is DayOrder.MONTH_FIRST else (second, first)
        return f"{year}-{month}-{day}{cell[match.end() :]}"
    named = _DAY_FIRST.match(cell) or _MONTH_FIRST.match(cell)
    if named is not None and named["month"][:3].lower() in _MONTHS:
        month = str(_MONTHS.index(named["month"][:3].lower()) + 1)
        return f"{named['year']}-{month}-{named['day']}{cell[named.end() :].replace(' at ', ' ')}"
    return _korean(cell)


def _korean(cell: str) -> str:
    try:
        moment = datetime.fromisoformat(cell.removesuffix("UTC").strip() + "+00:00" * cell.endswith("UTC"))
        return korean_day(moment).isoformat() if moment.tzinfo is not None else cell
    except (ValueError, OverflowError):
        return cell
