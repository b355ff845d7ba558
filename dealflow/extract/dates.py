"""Printed dates that name a year, which can be figures themselves (founded, launched)."""

from __future__ import annotations

import re

from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.extract.numbers import Found, plain
from dealflow.extract.tokens import DATE

_DIGIT = re.compile(r"\d")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CENTURY_TURN = 60


def find_dates(text: str) -> tuple[Found, ...]:
    """Return the printed dates that name a year, as ``2018``, ``2018-11`` or ``2018-11-21``, from left to right."""
    if not _DIGIT.search(text):
        return ()
    return tuple(
        Found(match.start(), match.end(), Quantity(Unit.DATE, text=written))
        for match in DATE.finditer(plain(text))
        if (written := _iso(match))
    )


def _iso(match: re.Match[str]) -> str:
    """Return the date as ISO text, as far as it is printed."""
    group = match.groupdict()
    year = group["y1"] or group["y2"] or group["y3"] or group["y7"] or ""
    short = group["s4"] or group["s5"] or group["s6"]
    if short:
        year = f"{19 if int(short) >= _CENTURY_TURN else 20}{short}"
    name = group["n3"] or group["n4"]
    month = group["m1"] or group["m2"] or group["m5"] or group["m6"]
    if name:
        month = str(_MONTHS.index(name[:3].casefold()) + 1)
    day = group["d1"] or group["d2"] or group["d3"]
    parts = [year, *(f"{int(part):02d}" for part in (month, day if month else None) if part)]
    return "-".join(parts)
