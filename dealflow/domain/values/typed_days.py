"""A day or a time of day as people type it, in the ways that are used in Korea; what is none is refused, never dropped.

A day is written 2026-12-20, 2026.12.20, 2026. 12. 20., 2026/12/20, 20261220, 26.12.20 or 2026년 12월 20일. Without its
year, or with its month alone, it is no day. A time of day is written 14:05, 1405, 14시 5분, 14시 반, 오후 2:05 or
2:05 pm.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import Final

from dealflow.domain.values.typed_text import bare
from dealflow.errors import InvalidInputError

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2199, 12, 31)
"""No company, contract or session of this field lies outside; a typed 0226 or 20266 does."""
_THIS_CENTURY: Final = 2000
_NOON: Final = 12
_HOUR_MIN: Final = 60
_DAY_MIN: Final = 24 * 60
_WRITTEN_TOGETHER: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_IN_PARTS: Final = re.compile(
    r"(\d{4}|\d{2})(?:년|[-./])(\d{1,2})(?:월|[-./])(\d{1,2})(?:일|\.)?(?:\([월화수목금토일]\))?"
)
_CLOCK: Final = re.compile(
    r"(?P<half>오전|오후|am|pm)?(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d{2})(?::00)?|시(?:(?P<spoken>\d{1,2})분)?|시(?P<past>반))?(?P<after>am|pm)?"
)
_CLOCK_TOGETHER: Final = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})")


def day_of(text: str, field: str, *, least: date = EARLIEST, most: date = LATEST) -> date | None:
    """Return the typed day; None for nothing.

    Raises:
        InvalidInputError: it is no day of the calendar, or lies before ``least`` or after ``most``.
    """
    plain = bare(text)
    if not plain:
        return None
    match = _WRITTEN_TOGETHER.fullmatch(plain) or _IN_PARTS.fullmatch(plain)
    if match is None:
        raise InvalidInputError(field=field, problem="no_day", value=text)
    year, month, day = (int(part) for part in match.groups())
    try:
        typed = date(year if year > 99 else _THIS_CENTURY + year, month, day)  # noqa: PLR2004  two digits are a year of this century
    except ValueError as error:
        raise InvalidInputError(field=field, problem="no_such_day", value=text) from error
    if not least <= typed <= most:
        raise InvalidInputError(
            field=field, problem="day_out_of_range", value=text, least=least.isoformat(), most=most.isoformat()
        )
    return typed


def clock_of(text: str, field: str) -> time | None:
    """Return the typed time of day; None for nothing. 24:00 is midnight, as in a programme's end.

    Raises:
        InvalidInputError: it is no time of day.
    """
    minute = minute_of(text, field)
    return None if minute is None else time(minute % _DAY_MIN // _HOUR_MIN, minute % _HOUR_MIN)


def minute_of(text: str, field: str) -> int | None:
    """Return the typed time of day in minutes from midnight, 24:00 being the last; None for nothing.

    Raises:
        InvalidInputError: it is no time of day.
    """
    plain = bare(text).casefold()
    if not plain:
        return None
    match = _CLOCK_TOGETHER.fullmatch(plain) or _CLOCK.fullmatch(plain)
    if match is None:
        raise InvalidInputError(field=field, problem="no_clock", value=text)
    parts = match.groupdict()
    half = {"오전": "am", "오후": "pm"}.get(parts.get("half") or "", parts.get("half") or parts.get("after"))
    hour = int(parts["hour"])
    minute = int(parts["minute"] or parts.get("spoken") or (30 if parts.get("past") else 0))
    if half and not 1 <= hour <= _NOON:
        raise InvalidInputError(field=field, problem="no_clock", value=text)
    if half:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    if minute >= _HOUR_MIN or hour * _HOUR_MIN + minute > _DAY_MIN:
        raise InvalidInputError(field=field, problem="no_clock", value=text)
    return hour * _HOUR_MIN + minute
