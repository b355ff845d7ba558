"""What people type into forms and sheets, as values: amounts of won, spans of the day, yes, days, counts, lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from dealflow.domain.values.day_span import Span
from dealflow.domain.values.typed_numbers import ungrouped
from dealflow.errors import InvalidInputError

_SCALES: Final[Mapping[str, int]] = {
    "조": 10**12, "천억": 10**11, "백억": 10**10, "십억": 10**9, "억": 10**8, "천만": 10**7, "백만": 10**6, "만": 10**4,
    "천": 10**3, "bn": 10**9, "b": 10**9, "mn": 10**6, "m": 10**6, "k": 10**3,
}  # fmt: skip
_PART: Final = re.compile(rf"(\d+(?:\.\d+)?)({'|'.join(sorted(_SCALES, key=len, reverse=True))})?")
_CLOCK: Final = r"(\d{1,2})(?::(\d{2})|시(\d{1,2})분|시(반)?)"
_SPAN: Final = re.compile(rf"(?:{_CLOCK})?(?:[~\-–—∼〜]|부터)(?:{_CLOCK})?(?:까지)?")
_DAY: Final = re.compile(r"((?:19|20)\d{2})(?:[-./년](\d{1,2})(?:[-./월](\d{1,2})일?|월?)?|년)?\.?")
_YES: Final = frozenset(
    {"o", "ㅇ", "○", "◯", "y", "yes", "예", "네", "동의", "동의함", "1", "true", "v", "✓", "✔", "유"}
)
_NO: Final = frozenset(
    {"", "x", "ㅌ", "×", "n", "no", "아니오", "아니요", "미동의", "동의안함", "0", "false", "-", "무"}
)
_LAST_HOUR: Final = 24


def _bare(text: str) -> str:
    """Return a text without spaces, full-width signs as usual ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def won_of(text: str, field: str, *, unit: int = 1) -> int | None:
    """Return an amount of whole won: ``3,000,000,000``, ``30억 5천만원``, ``₩3bn``; a bare number counts ``unit``.

    Raises:
        InvalidInputError: it is no amount of won.
    """
    plain = ungrouped(_bare(text).lower().removeprefix("₩").removeprefix("krw").removeprefix("약"), field)
    scaled = plain.endswith("원")
    plain = plain.removesuffix("원")
    if not plain or plain == "-":
        return None
    total, place = Decimal(0), 0
    while place < len(plain):
        match = _PART.match(plain, place)
        if match is None:
            raise InvalidInputError(field=field, problem="no_amount", value=text)
        bare = match[2] is None
        total += (
            Decimal(match[1])
            * (unit if bare and not scaled and match.span() == (0, len(plain)) else 1)
            * (1 if bare else _SCALES[match[2]])
        )
        place = match.end()
    if total != total.to_integral_value() or total > 10**15:
        raise InvalidInputError(field=field, problem="no_amount", value=text)
    return int(total)


SMALL_HOURS_MIN: Final = 6 * 60
"""Until six in the morning an end before its beginning is the next day's: no event begins and ends then."""


def spans_of(text: str, field: str) -> tuple[Span, ...]:
    """Return spans of the event's first day: ``10:00~11:30, 14시-15시``; an open end is midnight's.

    Raises:
        InvalidInputError: it is no list of spans, or one ends before it begins.
    """
    spans = []
    for piece in re.split(r"[,;/\n]|및|and", unicodedata.normalize("NFKC", text)):
        plain = "".join(piece.split())
        if not plain:
            continue
        match = _SPAN.fullmatch(plain)
        if match is None or not any(match.groups()):
            raise InvalidInputError(field=field, problem="no_span", value=piece.strip())
        start = _minute(match.groups()[:4], field, text, otherwise=0)
        end = _minute(match.groups()[4:], field, text, otherwise=_LAST_HOUR * 60)
        spans.append(over_midnight(start, end, field, piece.strip()))
    return tuple(sorted(set(spans)))


def over_midnight(start: int, end: int, field: str, text: str = "") -> Span:
    """Return from one minute of a day until another; an end in the small hours is the next day's (22:00-00:00).

    Raises:
        InvalidInputError: it ends before it begins: 15:00-14:00 is a slip, and no night.
    """
    if end <= start and end <= SMALL_HOURS_MIN:
        end += _LAST_HOUR * 60
    if end <= start:
        raise InvalidInputError(field=field, problem="before_start", value=text)
    return Span(start, end)


def _minute(parts: tuple[str | None, ...], field: str, text: str, *, otherwise: int) -> int:
    hours, minutes, spoken, half = parts
    if hours is None:
        return otherwise
    minute = int(hours) * 60 + int(minutes or spoken or 0) + (30 if half else 0)
    if minute > _LAST_HOUR * 60 or int(minutes or spoken or 0) > 59:  # noqa: PLR2004  # clocks
        raise InvalidInputError(field=field, problem="no_span", value=text)
    return minute


def yes_of(text: str, field: str) -> bool:
    """Return whether a cell says yes (O, Y, 동의) or no; nothing written is no.

    Raises:
        InvalidInputError: it says neither.
    """
    plain = _bare(text).casefold()
    if plain not in _YES | _NO:
        raise InvalidInputError(field=field, problem="flag", value=text)
    return plain in _YES


def loose_day_of(text: str, field: str) -> str:
    """Return a year, month or day in its usual form: ``2019년 3월`` is ``2019-03``; nothing for nothing.

    Raises:
        InvalidInputError: there is no such day.
    """
    plain = _bare(text).split("T")[0]
    if not plain:
        return ""
    match = _DAY.fullmatch(plain) or re.fullmatch(r"((?:19|20)\d{2})(\d{2})(\d{2})", plain)
    if match is None:
        match = re.fullmatch(r"((?:19|20)\d{2})-(\d{2})-(\d{2})[\d:.]*", plain)
    if match is None:
        raise InvalidInputError(field=field, problem="date", value=text)
    year, month, day = match[1], match[2], match[3]
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise InvalidInputError(field=field, problem="date", value=text) from error
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])


def count_of(text: str, field: str) -> int | None:
    """Return a whole number: ``42``, ``1,200명``; nothing for nothing.

    Raises:
        InvalidInputError: it is none.
    """
    plain = ungrouped(_bare(text).removeprefix("약"), field)
    if not plain or plain == "-":
        return None
    match = re.fullmatch(r"(\d{1,9})(?:\.0+)?(?:명|인|년|개|회|건|)", plain)
    if match is None:
        raise InvalidInputError(field=field, problem="count", value=text)
    return int(match[1])


def list_of(text: str) -> tuple[str, ...]:
    """Return the words of a list, separated by commas, semicolons, slashes or lines; each once."""
    words = (" ".join(piece.split()) for piece in re.split(r"[,;/\n、·]", unicodedata.normalize("NFC", text)))
    return tuple(dict.fromkeys(word for word in words if word and word != "-"))
