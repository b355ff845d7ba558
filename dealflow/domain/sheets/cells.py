"""What single cells of a sheet say: days, words that the house has names for, texts."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from dealflow.domain.sheets.books import House
from dealflow.domain.sheets.fields import Field, SheetRow
from dealflow.domain.values.typed_days import day_of
from dealflow.domain.values.typed_text import plain
from dealflow.errors import InvalidInputError

_CLOCK: Final = re.compile(
    r"[T\s]+(?:(?:오전|오후|AM|PM)\s*)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*(?:Z|UTC|[+-]\d{2}:?\d{2}|AM|PM))?$",
    re.IGNORECASE,
)
_AMERICAN: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MOST_MONTHS: Final = 12


def day_in(row: SheetRow, use: str) -> date | None:
    """Return the day in a cell, without its time of day; None for an empty one.

    ``07/24/2025`` is a day as American programs write it; where both numbers may be months nobody can know.

    Raises:
        InvalidInputError: it is no day.
    """
    text = _CLOCK.sub("", row.cells.get(use, "").strip())
    match = _AMERICAN.fullmatch(text)
    if match is not None:
        first, second, year = (int(part) for part in match.groups())
        if first <= _MOST_MONTHS and second <= _MOST_MONTHS and first != second:
            raise InvalidInputError(field=use, problem="day_or_month", value=text)
        month, day = (first, second) if first <= _MOST_MONTHS else (second, first)
        text = f"{year:04d}-{month:02d}-{day:02d}"
    return day_of(text, use)


def past_day_in(row: SheetRow, use: str, house: House) -> date | None:
    """Return the day in a cell, which must not be to come; None for an empty one.

    Raises:
        InvalidInputError: it is no day, or a later one than today.
    """
    day = day_in(row, use)
    if day is not None and day > house.today:
        raise InvalidInputError(field=use, problem="future", value=day.isoformat())
    return day


def meant(row: SheetRow, field: Field, house: House, *, among: str = "") -> str:
    """Return the id of what a cell names, nothing for an empty cell or one that means nothing.

    ``among`` narrows the words: ``vc`` for the stages of a track.

    Raises:
        InvalidInputError: the house has no such name.
    """
    text = row.cells.get(field, "")
    if not text:
        return ""
    words = house.words.get(f"{field}:{among}" if among else field, {})
    key = plain(text)
    if key not in words:
        raise InvalidInputError(field=field, problem="unknown", value=text)
    return words[key]
