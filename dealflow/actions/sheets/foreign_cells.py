"""Cells as other programs write them, put as people here write them: their days, owners, numbered names, HTML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
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
_NEARLY_ALL: Final = 0.9
_TAG: Final = re.compile(r"</?(?:p|div|br|ul|ol|li|span|strong|em|b|i|u|a|h[1-6]|table)\b[^<>]*>", re.IGNORECASE)
_LONGEST: Final = 40_000
"""More than any cell of a sheet holds."""
_MAIL_BESIDE: Final = re.compile(r"\s*[(<\[][^()<>\[\]@\s]{1,64}@[^()<>\[\]\s]{1,200}[)>\]]")
_NUMBER_BESIDE: Final = re.compile(r"(?<=\S)\s*\(\d{4,20}\)$")


class DayOrder(StrEnum):
    """Which comes first in 07/04/2025."""

    UNKNOWN = "unknown"
    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


@dataclass(frozen=True, slots=True)
class SlashedDays:
    """How a sheet's days with slashes tell which of their numbers is the month: ``example`` is one that does not."""

    month_first: int = 0
    day_first: int = 0
    either: int = 0
    example: str = ""

    @property
    def order(self) -> DayOrder:
        """Return the order that nearly all of those that tell have: one mistyped day does not decide for the others."""
        told = self.month_first + self.day_first
        if not told or max(self.month_first, self.day_first) < _NEARLY_ALL * told:
            return DayOrder.UNKNOWN
        return DayOrder.MONTH_FIRST if self.month_first > self.day_first else DayOrder.DAY_FIRST


def slashed_days(uses: Sequence[str], lines: Iterable[Sequence[str]]) -> SlashedDays:
    """Return how many days tell their order, being past the twelfth, and how many could be read either way."""
    places = [place for place, use in enumerate(uses) if _is_day(use)]
    counts: Counter[DayOrder] = Counter()
    example = ""
    for cells in lines:
        for place in places:
            match = _SLASHED.match(cells[place])
            if match is None or match[1] == match[2]:
                continue
            orders = [
                order
                for order, month in ((DayOrder.MONTH_FIRST, match[1]), (DayOrder.DAY_FIRST, match[2]))
                if int(month) <= _MOST_MONTHS
            ]
            counts[orders[0] if len(orders) == 1 else DayOrder.UNKNOWN] += 1
            example = example or (match[0] if len(orders) > 1 else "")
    return SlashedDays(counts[DayOrder.MONTH_FIRST], counts[DayOrder.DAY_FIRST], counts[DayOrder.UNKNOWN], example)


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
