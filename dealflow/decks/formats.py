"""Excel's number formats: a stored value and its format code in, the text that a chart or a sheet shows out.

ECMA-376 part 1, 18.8.31. Days come out as ISO dates, as fine as the format shows them (2025-01-31, 2025-01,
2025), since "Jan-25" can be read in two ways.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

GENERAL: Final = "General"
_GENERAL = re.compile(r"^\s*(?:general|standard|g/표준|g/標準)\s*$", re.IGNORECASE)
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<money>[^\]-]*)(?:-[^\]]*)?\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/표준|G/標準)|(?P<power>[Ee][+-])|(?P<sign>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"^(<=|>=|<>|<|>|=)\s*(-?[\d.]+)$")
_ELAPSED = re.compile(r"^(h+|m+|s+)$", re.IGNORECASE)
_PLACES: Final = "0#?"
_OF_DAYS: Final = frozenset("ymdhsYMDHSaAeE年月日")
_EXACT_DIGITS: Final = 15
"""What a double holds for sure; more are traces of its arithmetic."""
_GENERAL_DIGITS: Final = 10
_NOT_NIL = re.compile("[1-9]")
_LONG: Final = 10_000
_LEAP_BUG: Final = 60
"""Serial 60 is 29 February 1900, a day that never was (Lotus 1-2-3); later serials count it."""
_LATEST_SERIAL: Final = 2_958_465
"""31 December 9999."""
_COMPARED = {
    "<": lambda value, limit: value < limit,
    "<=": lambda value, limit: value <= limit,
    ">": lambda value, limit: value > limit,
    ">=": lambda value, limit: value >= limit,
    "=": lambda value, limit: value == limit,
    "<>": lambda value, limit: value != limit,
}


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a format: literals and signs in order, and the numbers that it is for."""

    pieces: tuple[tuple[str, str], ...]
    """``("text", "원")``, ``("place", "0")``; or general, point, comma, percent, day or value, and the sign."""
    condition: tuple[str, Decimal] | None = None

    @property
    def shows_days(self) -> bool:
        """Return whether it shows a moment: letters of days or hours, and no place for a digit before them."""
        kinds = [kind for kind, _ in self.pieces]
        return "day" in kinds and "place" not in kinds[: kinds.index("day")]


def is_of_days(code: str) -> bool:
    """Return whether a format shows a number as a day or an hour."""
    return not _GENERAL.match(code) and _sections(code)[0].shows_days


def day_of(serial: float, *, date1904: bool = False) -> date | None:
    """Return the day of a serial number in the 1900 or the 1904 system; None for what is none (below 0, after 9999)."""
    if not 0 <= serial <= _LATEST_SERIAL:
        return None
    whole = int(serial)
    if date1904:
        return date(1904, 1, 1) + timedelta(whole)
    return date(1899, 12, 30 if whole >= _LEAP_BUG else 31) + timedelta(whole)


def formatted(
    value: float, code: str = GENERAL, *, date1904: bool = False, exact: bool = False, grouped: bool = False
) -> str:
    """Return a value as its format shows it; "" where the format shows nothing (``;;;``).

    Args:
        value: the stored number.
        code: the format's code; an empty one is General.
        date1904: which day 0 is.
        grouped: part the thousands of numbers from 10,000 on that have no format: "12000" alone could be a postcode.
        exact: keep the digits that the format would round away: its scale, percent sign and words hold all the same.
            Where only an axis has the format, nobody sees a value rounded by it.
    """
    number = Decimal(f"{value:.{_EXACT_DIGITS}g}")
    if not code or _GENERAL.match(code):
        return f"{number:,.0f}" if grouped and _is_long(number) else _general(number)
    section, is_signed = _for(number, _sections(code))
    if section is None:
        return _general(number)
    if section.shows_days:
        return _moment(value, section, date1904=date1904)
    text = _number(abs(number), section, exact=exact)
    return f"-{text}" if number < 0 and is_signed and _NOT_NIL.search(text) else text


def _is_long(number: Decimal) -> bool:
    return abs(number) >= _LONG and number == number.to_integral_value()


def _general(number: Decimal) -> str:
    if number == number.to_integral_value():
        return f"{number:.0f}"
    return f"{Decimal(f'{number:.{_GENERAL_DIGITS}g}').normalize():f}"


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    """Return the sections of a format, at least one."""
    sections: list[_Section] = []
    pieces: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    for match in _PIECE.finditer(code):
        if match["sign"] == ";":
            sections.append(_Section(tuple(pieces), condition))
            pieces, condition = [], None
        elif match["bracket"] is not None:
            limit = _CONDITION.match(match["bracket"])
            condition = (limit[1], Decimal(limit[2])) if limit else condition
            if _ELAPSED.match(match["bracket"]):
                pieces.append(("day", "h"))
        else:
            pieces.extend(_piece(match))
    return (*sections, _Section(tuple(pieces), condition))


def _piece(match: re.Match[str]) -> list[tuple[str, str]]:
    if (literal := match["quoted"] or match["escaped"] or match["money"]) is not None:
        return [("text", literal)]
    if match["power"] or match["general"]:
        return [("general", match[0])]
    sign = match["sign"]
    if sign is None:
        return []
    kind = {".": "point", ",": "comma", "%": "percent", "@": "value"}.get(sign)
    if kind is None:
        kind = "place" if sign in _PLACES else "day" if sign in _OF_DAYS else "text"
    return [(kind, sign)]


def _for(number: Decimal, sections: tuple[_Section, ...]) -> tuple[_Section | None, bool]:
    """Return the section for a number, and whether a minus is to be written before it."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _COMPARED[section.condition[0]](number, section.condition[1]):
                return section, True
        return None, True
    if number < 0 and len(sections) > 1:
        return sections[1], False
    return sections[2 if number == 0 and len(sections) > 2 else 0], True  # noqa: PLR2004 -- the third is for zero


def _number(number: Decimal, section: _Section, *, exact: bool) -> str:
    """Return a number without its sign as a section shows it."""
    pieces = section.pieces
    if any(kind == "general" for kind, _ in pieces):
        return _written_out(number, pieces)
    places = [at for at, (kind, _) in enumerate(pieces) if kind == "place"]
    if not places:
        return "".join(text for kind, text in pieces if kind in {"text", "percent", "day"}).strip()
    point = next((at for at, (kind, _) in enumerate(pieces) if kind == "point" and at < places[-1]), None)
    before = [at for at in places if point is None or at < point]
    after = [pieces[at][1] for at in places if point is not None and at > point]
    number = number * 100 ** sum(kind == "percent" for kind, _ in pieces) / 1000 ** _scaling(pieces, places, point)
    whole, fraction = _digits(number, len(after), sum(sign == "0" for sign in after), exact=exact)
    head = _before_the_point(whole, pieces, before, has_groups=_has_groups(pieces, before))
    tail = f".{fraction}" if fraction else ""
    end = point if point is not None else (before[-1] + 1 if before else 0)
    rest = "".join(text for at, (kind, text) in enumerate(pieces) if at >= end and kind in {"text", "percent", "day"})
    return f"{head}{tail}{rest}".strip()


def _written_out(number: Decimal, pieces: tuple[tuple[str, str], ...]) -> str:
    """Return a number as General does, with the words around it; powers of ten (1.2E+03) are written out too."""
    at = next(at for at, (kind, _) in enumerate(pieces) if kind == "general")
    before, after = ("".join(text for kind, text in part if kind == "text") for part in (pieces[:at], pieces[at:]))
    return f"{before}{_general(number)}{after}".strip()


def _scaling(pieces: tuple[tuple[str, str], ...], places: list[int], point: int | None) -> int:
    """Return how many commas follow the last digit before the point and the last of all: each divides by 1,000."""
    ends = {places[-1]} | {max((at for at in places if point is not None and at < point), default=places[-1])}
    count = 0
    for end in ends:
        at = end + 1
        while at < len(pieces) and pieces[at][0] == "comma":
            count, at = count + 1, at + 1
    return count


def _has_groups(pieces: tuple[tuple[str, str], ...], before: list[int]) -> bool:
    return bool(before) and any(kind == "comma" for kind, _ in pieces[before[0] : before[-1]])


def _digits(number: Decimal, most: int, least: int, *, exact: bool) -> tuple[str, str]:
    """Return the digits before and after the point, rounded half up as Excel does."""
    if exact:
        written = Decimal(f"{number:.{_EXACT_DIGITS}g}")
        exponent = written.normalize().as_tuple().exponent
        most = max(most, -exponent if isinstance(exponent, int) else 0)
    rounded = number.quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    digits = fraction.rstrip("0")
    return whole, digits.ljust(least, "0")


def _before_the_point(whole: str, pieces: tuple[tuple[str, str], ...], before: list[int], *, has_groups: bool) -> str:
    """Return the part before the point: digits from the right into their places, literals kept between them."""
    least = sum(pieces[at][1] == "0" for at in before)
    left = list((whole if whole != "0" or least else "").rjust(least, "0"))
    written: list[str] = []
    count = 0

    def take() -> None:
        nonlocal count
        if has_groups and count and count % 3 == 0:
            written.append(",")
        written.append(left.pop())
        count += 1

    end = before[-1] + 1 if before else 0
    for at in reversed(range(end)):
        kind, text = pieces[at]
        if kind == "place" and left:
            take()
            while at == before[0] and left:
                take()
        elif kind in {"text", "day", "percent"}:
            written.append(text)
    return "".join(reversed(written))


def _moment(value: float, section: _Section, *, date1904: bool) -> str:
    """Return a day as fine as a section shows it, or the hour where it shows only that."""
    signs = {sign.lower() for kind, sign in section.pieces if kind == "day"}
    has_year, has_day, has_hour = bool(signs & {"y", "e", "年"}), bool(signs & {"d", "日"}), "h" in signs
    has_month = "m" in signs or "月" in signs
    day = day_of(value, date1904=date1904)
    if day is None:
        return _general(Decimal(f"{value:.{_EXACT_DIGITS}g}"))
    if has_hour and not has_year and not has_day:
        minutes = round(value % 1 * 1440)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if has_day:
        return day.isoformat()
    if has_month:
        return f"{day:%Y-%m}"
    return f"{day:%Y}" if has_year else day.isoformat()
