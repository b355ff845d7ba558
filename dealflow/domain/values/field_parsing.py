"""What people type into forms and sheets, as values: amounts of won, spans of the day, yes, days, counts, lists."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from dealflow.domain.values.day_span import Span
from dealflow.domain.values.typed_days import minute_of
from dealflow.domain.values.typed_numbers import added_up, ungrouped, whole_within
from dealflow.domain.values.typed_text import bare
from dealflow.errors import InvalidInputError

_TO: Final = re.compile(r"[~\-–—∼〜]|부터")
_HALF: Final = re.compile("오전|오후|am|pm", re.IGNORECASE)
_DAY: Final = re.compile(r"((?:19|20)\d{2})(?:[-./년](\d{1,2})(?:[-./월](\d{1,2})일?|월?)?|년)?\.?")
_PLAIN: Final = re.compile(r"[\d.]+")
_MOST_WON: Final = 10**15
"""Two fifths of what the country earns in a year: what is more was typed by mistake."""
_MOST_COUNTED: Final = 10**9
"""People, companies and years are fewer."""
_YES: Final = frozenset(
    {"o", "ㅇ", "○", "◯", "y", "yes", "예", "네", "동의", "동의함", "1", "true", "v", "✓", "✔", "유"}
)
_NO: Final = frozenset(
    {"", "x", "ㅌ", "×", "n", "no", "아니오", "아니요", "미동의", "동의안함", "0", "false", "-", "무"}
)
_LAST_HOUR: Final = 24


def won_of(text: str, field: str, *, unit: int = 1) -> int | None:
    """Return an amount of whole won: ``3,000,000,000``, ``30억 5천만원``, ``₩3bn``; a bare number counts ``unit``.

    Raises:
        InvalidInputError: it is no amount of won.
    """
    plain = ungrouped(bare(text).lower().removeprefix("₩").removeprefix("krw").removeprefix("약"), field)
    if plain in {"", "-", "원"}:
        return None
    total = added_up(plain.removesuffix("원"))
    if total is not None and _PLAIN.fullmatch(plain):
        total *= unit
    if total is None or total != total.to_integral_value() or total > _MOST_WON:
        raise InvalidInputError(field=field, problem="no_amount", value=text)
    return int(total)


SMALL_HOURS_MIN: Final = 6 * 60
"""Until six in the morning an end before its beginning is the next day's: no event begins and ends then."""


def spans_of(text: str, field: str) -> tuple[Span, ...]:
    """Return spans of the event's first day: ``10:00~11:30, 14시-15시``; an open end is midnight's.

    Raises:
        InvalidInputError: it is no list of spans, or one ends before it begins.
    """
    pieces = re.split(r"[,;/\n]|및|and", unicodedata.normalize("NFKC", text))
    return tuple(sorted({_span(piece.strip(), field) for piece in pieces if piece.strip()}))


def _span(text: str, field: str) -> Span:
    ends = [end.strip() for end in _TO.split(text.removesuffix("까지"))]
    halves = {_HALF.search(end) is not None for end in ends if end}
    if len(ends) != 2 or len(halves) != 1:  # noqa: PLR2004  # two ends; of 오후 2시~4시 nobody says which half 4시 is
        raise InvalidInputError(field=field, problem="no_span", value=text)
    try:
        start, end = (minute_of(end, field) for end in ends)
    except InvalidInputError as error:
        raise InvalidInputError(field=field, problem="no_span", value=text) from error
    return over_midnight(start or 0, _LAST_HOUR * 60 if end is None else end, field, text)


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


def yes_of(text: str, field: str) -> bool:
    """Return whether a cell says yes (O, Y, 동의) or no; nothing written is no.

    Raises:
        InvalidInputError: it says neither.
    """
    plain = bare(text).casefold()
    if plain not in _YES | _NO:
        raise InvalidInputError(field=field, problem="flag", value=text)
    return plain in _YES


def loose_day_of(text: str, field: str) -> str:
    """Return a year, month or day in its usual form: ``2019년 3월`` is ``2019-03``; nothing for nothing.

    Raises:
        InvalidInputError: there is no such day.
    """
    plain = bare(text).split("T")[0]
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
    plain = bare(text).removeprefix("약")
    return None if plain == "-" else whole_within(plain, field, least=0, most=_MOST_COUNTED)


def list_of(text: str) -> tuple[str, ...]:
    """Return the words of a list, separated by commas, semicolons, slashes or lines; each once."""
    words = (" ".join(piece.split()) for piece in re.split(r"[,;/\n、·]", unicodedata.normalize("NFC", text)))
    return tuple(dict.fromkeys(word for word in words if word and word != "-"))
