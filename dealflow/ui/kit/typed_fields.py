"""What a person types, read exactly: amounts (153억, 1조 2,000억, 15.3B), quantities, periods. Wrong input is told."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from dealflow.domain.values.period import Period, PeriodKind, told_span, written_day
from dealflow.domain.values.quantity import WORDED, Bound, Quantity, Unit
from dealflow.domain.values.typed_numbers import added_up, ungrouped
from dealflow.domain.values.typed_units import TypedValue, fits, taken_apart
from dealflow.errors import InvalidInputError

_ORNAMENT: Final = re.compile(r"[\s₩$€¥₹%]|원|달러|유로|위안|엔|루피|약")
_LARGEST: Final = Decimal(10) ** 18
"""A hundred times the world's output in won: what is more was typed by mistake."""
_MINUS: Final = ("-", "−", "–", "△", "▲", "(")


def amount(text: str, field: str = "value") -> Decimal:
    """Return the typed amount: plain, grouped, with Korean or English scale words, negative with -, △ or brackets.

    Raises:
        InvalidInputError: it is no amount, its commas part no thousands, or it is beyond any amount of this field.
    """
    bare = _ORNAMENT.sub("", unicodedata.normalize("NFKC", text))
    negative = bare.startswith(_MINUS)
    bare = ungrouped(bare.strip("".join(_MINUS) + "+)"), field)
    total = added_up(bare)
    if total is None:
        raise InvalidInputError(field=field, problem="no_number", value=text)
    if total > _LARGEST:
        raise InvalidInputError(field=field, problem="amount_too_large", value=text)
    return -total if negative else total


def whole(text: str, field: str) -> int:
    """Return a typed whole number (won or shares).

    Raises:
        InvalidInputError: it is no number, not a whole one, or bears a unit that counts neither won nor shares.
    """
    if taken_apart(text).unit not in {None, Unit.KRW, Unit.COUNT}:
        raise InvalidInputError(field=field, problem="not_won", value=text)
    value = amount(text, field)
    if value != value.to_integral_value():
        raise InvalidInputError(field=field, problem="not_whole", value=text)
    return int(value)


def quantity(form: Mapping[str, object]) -> Quantity:
    """Return the quantity of a form with ``value``, ``high``, ``unit``, ``bound`` and ``approx``.

    A unit or a bound that is written into the value says what the form's own says, or is refused.

    Raises:
        InvalidInputError: the value is missing, no amount or of another unit or bound, or the range runs backwards.
    """
    unit = Unit(text_of(form, "unit"))
    value, high = text_of(form, "value"), text_of(form, "high")
    if not value:
        raise InvalidInputError(field="value", problem="missing")
    if unit in WORDED:
        return Quantity(unit, text=_day(value) if unit is Unit.DATE else value)
    chosen = Bound(text_of(form, "bound")) if text_of(form, "bound") else None
    first = _part(value, "value", unit)
    if chosen is not None and first.bound not in {None, chosen}:
        raise InvalidInputError(field="value", problem="other_bound", value=value)
    bound, approx = chosen or first.bound, form.get("approx") is True or first.approx
    low = amount(first.amount)
    if not high:
        return Quantity(unit, low, bound=bound, approx=approx)
    top = amount(_part(high, "high", unit).amount, "high")
    if top <= low:
        raise InvalidInputError(field="high", problem="backwards", value=high)
    return Quantity(unit, value_min=low, value_max=top, bound=bound, approx=approx)


def end_of(text: str, field: str, *, units: Sequence[Unit], usual: Unit) -> Quantity | None:
    """Return a typed end of a range of amounts, 10억 or $1M or 30%, in ``usual`` where no unit is written.

    Raises:
        InvalidInputError: it is no amount, or its unit is none of ``units``.
    """
    if not text.strip():
        return None
    typed = taken_apart(text)
    if typed.unit is not None and not any(fits(typed.unit, unit) for unit in units):
        raise InvalidInputError(field=field, problem="other_unit", value=text)
    return Quantity(typed.unit or usual, amount(typed.amount, field))


def _part(text: str, field: str, unit: Unit) -> TypedValue:
    """Return a typed value in its parts.

    Raises:
        InvalidInputError: another unit is written into it.
    """
    typed = taken_apart(text)
    if not fits(typed.unit, unit):
        raise InvalidInputError(field=field, problem="other_unit", value=text)
    return typed


def _day(text: str) -> str:
    """Return a typed date as it is kept: 2026, 2026-H2, 2026-Q4, 2026-12 or 2026-12-31."""
    if told_span(text) is not None:
        return text
    read = period(text)
    written = written_day(read) if read is not None else None
    if written is None:
        raise InvalidInputError(field="value", problem="no_period", value=text)
    return written


def text_of(form: Mapping[str, object], name: str) -> str:
    """Return a field of the form as trimmed text; nothing where it is missing."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def written_period(p: Period | None) -> str:
    """Return the period as it may be typed: 2024, 2024 H1, 2024 Q3, 2024-03, 2024-12-31; else as printed."""
    if p is None:
        return ""
    start, end = p.start or p.end, p.end or p.start
    if start is None or end is None:
        return p.label
    ways = {
        PeriodKind.YEAR: f"{start.year}",
        PeriodKind.HALF: f"{start.year} H{1 if start.month < 7 else 2}",  # noqa: PLR2004  July begins the second half
        PeriodKind.QUARTER: f"{start.year} Q{(start.month + 2) // 3}",
        PeriodKind.MONTH: f"{start:%Y-%m}",
        PeriodKind.AS_OF: f"{end:%Y-%m-%d}",
        PeriodKind.SPAN: f"{start:%Y-%m} ~ {end:%Y-%m}",
    }
    return ways.get(p.kind, p.label)


def _months(kind: PeriodKind, year: int, first: int, last: int) -> Period:
    return Period(kind, "", date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _span(first: str, last: str, *rest: str) -> Period:
    start = date(int(first), int(last or 1), 1)
    year, month = int(rest[0]), int(rest[1] or 12)
    return Period(PeriodKind.SPAN, "", start, date(year, month, monthrange(year, month)[1]))


def _year(text: str) -> int:
    """Return a year of four digits, or of two as in 24.03."""
    number = int(text)
    return number if number >= _THIS_CENTURY else _THIS_CENTURY + number


def _quarter(year: str, number: str) -> Period:
    last = 3 * int(number)
    return _months(PeriodKind.QUARTER, int(year), last - 2, last)


def _as_of(year: str, month: str, day: str) -> Period:
    on = date(int(year), int(month), int(day))
    return Period(PeriodKind.AS_OF, "", on, on)


_Y: Final = r"((?:19|20)\d\d)"
_SHORT: Final = r"['’]?(\d\d)"
_THIS_CENTURY: Final = 2000
_PERIODS: Final[tuple[tuple[re.Pattern[str], Callable[..., Period]], ...]] = (
    (re.compile(_Y + r"년?"), lambda y: _months(PeriodKind.YEAR, int(y), 1, 12)),
    (re.compile(_Y + r"년?[. -]*(?:Q([1-4])|([1-4])(?:Q|분기))", re.IGNORECASE), lambda y, a, b: _quarter(y, a or b)),
    (re.compile(_Y + r"년?[. -]*(?:H1|1H|상반기)", re.IGNORECASE), lambda y: _months(PeriodKind.HALF, int(y), 1, 6)),
    (re.compile(_Y + r"년?[. -]*(?:H2|2H|하반기)", re.IGNORECASE), lambda y: _months(PeriodKind.HALF, int(y), 7, 12)),
    (re.compile(_Y + r"(?:년 ?|[.-] ?)(\d\d?)월?"), lambda y, m: _months(PeriodKind.MONTH, int(y), int(m), int(m))),
    (re.compile(_Y + r"[.년-] ?(\d\d?)[.월-] ?(\d\d?)[.일]?(?: 기준)?"), _as_of),
    (re.compile(r"FY ?'?((?:20)?\d\d)", re.IGNORECASE), lambda y: _months(PeriodKind.YEAR, _year(y), 1, 12)),
    (re.compile(_SHORT + r"[.] ?(\d\d?)[.월]?"), lambda y, m: _months(PeriodKind.MONTH, _year(y), int(m), int(m))),
    (re.compile(_SHORT + r"[.] ?(\d\d?)[.] ?(\d\d?)[.]?"), lambda y, m, d: _as_of(str(_year(y)), m, d)),
    (
        re.compile(_SHORT + r"(?:년? ?|[.])?(?:Q([1-4])|([1-4])(?:Q|분기))", re.IGNORECASE),
        lambda y, a, b: _quarter(str(_year(y)), a or b),
    ),
    (re.compile(r"([1-4])Q ?'?(\d\d)", re.IGNORECASE), lambda q, y: _quarter(str(_year(y)), q)),
    (
        re.compile(r"([12])H ?'?(\d\d)", re.IGNORECASE),
        lambda h, y: _months(PeriodKind.HALF, _year(y), 6 * int(h) - 5, 6 * int(h)),
    ),
    (re.compile(_SHORT + r"년"), lambda y: _months(PeriodKind.YEAR, _year(y), 1, 12)),
    (re.compile(_Y + r"(?:[.-](\d\d?))? ?[~–-] ?" + _Y + r"(?:[.-](\d\d?))?"), _span),
)


def period(text: str) -> Period | None:
    """Return the typed period, labelled as typed; None for nothing.

    Raises:
        InvalidInputError: it is no period that we read, or no day of the calendar.
    """
    words = " ".join(unicodedata.normalize("NFKC", text).split())
    if not words:
        return None
    for pattern, period_of in _PERIODS:
        match = pattern.fullmatch(words)
        if match is None:
            continue
        try:
            read = period_of(*(group or "" for group in match.groups()))
        except ValueError as error:
            raise InvalidInputError(field="period", problem="no_period", value=text) from error
        return Period(read.kind, words, read.start, read.end)
    raise InvalidInputError(field="period", problem="no_period", value=text)
