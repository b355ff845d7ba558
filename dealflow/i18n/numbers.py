"""Figures as people read them: 153억 원 and ₩15.3B, 2024년 3분기 and Q3 2024."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.values.korean_days import SEOUL
from dealflow.domain.values.period import Period, PeriodKind, told_span
from dealflow.domain.values.quantity import DURATIONS, MONEY, Bound, Quantity, Unit
from dealflow.i18n import Language, t

if TYPE_CHECKING:
    from collections.abc import Callable

_SCALES = {
    Language.KO: (10**12, 10**8, 10**4),
    Language.EN: (10**12, 10**9, 10**6, 10**3),
}
_EXACT_PLACES = 4
"""A scaled amount with more decimals than this is written out in full where exactness was asked for."""
_LARGE = 100
_LONG_WON = 10**8
_FIGURE = re.compile(r"\d[\d,.]*")
_MONTHS_TO_HALF = 6
_YEAR_ONLY, _YEAR_AND_MONTH = 4, 7
_MOST_KEPT = 10_000
"""Numbers and days in words that are kept: a tenth of drawing a review was writing the same ones again."""


def plain(value: Decimal, lang: str) -> str:
    """Return the number with grouped thousands and every decimal that it has; nothing is never minus nothing."""
    return _plain(value or Decimal(0), lang)


@lru_cache(_MOST_KEPT)
def _plain(value: Decimal, lang: str) -> str:
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return str(format_decimal(value, format="#,##0" + ("." + "0" * places if places else ""), locale=lang))


def rounded(value: Decimal, places: int) -> Decimal:
    """Return the number rounded half up, without trailing zeros."""
    decimal = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP).normalize()
    return decimal if int(decimal.as_tuple().exponent) <= 0 else decimal.quantize(Decimal(1))


def scaled(value: Decimal, lang: str, *, exact: bool) -> str:
    """Return a large amount in its language's units: 153억, 15.3B; ``exact``: in full where that would lose digits."""
    for scale in _SCALES[Language(lang)]:
        if abs(value) < scale:
            continue
        share = value / scale
        decimal = rounded(share, _EXACT_PLACES if exact else (1 if abs(share) >= _LARGE else 2))
        if exact and decimal != share:
            break
        return t(f"number.scale.{scale}", lang, amount=plain(decimal, lang))
    return plain(value, lang)


def money(value: Decimal, unit: Unit, lang: str, *, exact: bool = False) -> str:
    """Return an amount of money: 153억 원, ₩15.3B, -2.4억 원, 120만 달러."""
    sign, amount = ("-" if value < 0 else ""), scaled(abs(value), lang, exact=exact)
    spaced = f"{amount} " if lang == Language.KO and amount[-1] not in "0123456789" else amount
    return sign + t(f"number.money.{unit.value}", lang, amount=spaced)


def won(amount: int, lang: str) -> str:
    """Return an amount of won as it is: 20억 원, 15.345억 원, and every digit where units would round it.

    The one formatter of money that was agreed, approved or paid: what it returns is never rounded.
    """
    return money(Decimal(amount), Unit.KRW, lang, exact=True)


def won_told(amount: int, lang: str) -> str:
    """Return an amount of won as it is, and about how much that is where it is a long row of digits.

    9,999,995,000원(약 100억 원): what nobody reads at a glance keeps its digits all the same.
    """
    exact = won(amount, lang)
    if exact != won_in_full(amount, lang) or abs(amount) < _LONG_WON:
        return exact
    return t("number.won_told", lang, exact=exact, near=money(Decimal(amount), Unit.KRW, lang))


def won_in_full(amount: int, lang: str) -> str:
    """Return an amount of won digit by digit, for columns and sums: 999,980,100원."""
    return ("-" if amount < 0 else "") + t("number.money.KRW", lang, amount=plain(Decimal(abs(amount)), lang))


def percent(value: Decimal | float, lang: str, *, places: int | None = None) -> str:
    """Return a percentage (``42.3`` -> 42.3%), with all its decimals unless ``places`` says how many."""
    exact = Decimal(str(value))
    return f"{plain(exact if places is None else rounded(exact, places), lang)}%"


def amount(value: Decimal, unit: Unit, lang: str, *, exact: bool = False) -> str:
    """Return one amount with its unit."""
    if unit in MONEY:
        return money(value, unit, lang, exact=exact)
    if unit is Unit.PERCENT:
        return percent(value, lang)
    if unit in DURATIONS:
        return t(f"number.{unit.value}", lang, amount=plain(value, lang), n=1 if value == 1 else 2)
    if unit in {Unit.PERCENT_POINT, Unit.RATIO}:
        return t(f"number.{unit.value}", lang, amount=plain(value, lang))
    return plain(value, lang)


def _ends(low: str, high: str) -> dict[str, str]:
    """Return both ends of a range, their common unit said once: 15~20억 원, ₩2–3B."""
    before, after = _FIGURE.split(low, maxsplit=1)[0], _FIGURE.split(low)[-1]
    if (before, after) != (_FIGURE.split(high, maxsplit=1)[0], _FIGURE.split(high)[-1]):
        return {"low": low, "high": high}
    return {"low": low.removesuffix(after), "high": high.removeprefix(before)}


@cache
def _counters() -> dict[str, str]:
    """Return what Korean puts behind bare counts, by metric."""
    return {metric.id: metric.counter_ko for metric in load_metrics() if metric.counter_ko}


def quantity(q: Quantity, lang: str, *, exact: bool = False, of: str = "") -> str:
    """Return the quantity as printed on our screens, with about, range and bound: 약 153억 원 이상, ₩2B–₩3B.

    ``of``: the id of the metric that it is of; Korean counts people, cases and machines by words of their own: 42명.
    """
    if q.text is not None:
        return loose_day(q.text, lang) if q.unit is Unit.DATE else q.text
    if q.value_min is not None and q.value_max is not None:
        low, high = (amount(end, q.unit, lang, exact=exact) for end in (q.value_min, q.value_max))
        words = t("number.range", lang, **_ends(low, high))
    elif q.value is not None:
        words = amount(q.value, q.unit, lang, exact=exact)
    if q.unit is Unit.COUNT and lang == Language.KO:
        words += _counters().get(of, "")
    if q.bound is not None:
        words = t(f"number.bound.{q.bound.value}", lang, amount=words)
    says_about = q.approx and q.bound is not Bound.NEARLY  # whose words say so already
    return t("number.approx", lang, amount=words) if says_about else words


@lru_cache(_MOST_KEPT)
def day(on: date, lang: str) -> str:
    """Return a day: 2026. 11. 23. or Nov 23, 2026."""
    return str(format_date(on, format="medium", locale=lang))


@lru_cache(_MOST_KEPT)
def weekday(on: date, lang: str) -> str:
    """Return the day of the week in its short form: 일, Sun."""
    return format_date(on, "ccc", locale=lang)


@lru_cache(_MOST_KEPT)
def moment(at: datetime, lang: str) -> str:
    """Return a point of time, on Korean clocks: 2026. 11. 24. 00:30 or Nov 24, 2026, 00:30."""
    pattern = "y. M. d. HH:mm" if lang == Language.KO else "MMM d, y, HH:mm"
    return str(format_datetime(at.astimezone(SEOUL), format=pattern, locale=lang))


@lru_cache(_MOST_KEPT)
def month(on: date, lang: str) -> str:
    """Return a month: 2024년 3월 or Mar 2024."""
    return str(format_date(on, format="y년 M월" if lang == Language.KO else "MMM y", locale=lang))


def loose_day(text: str, lang: str) -> str:
    """Return ``2018``, ``2018-H2``, ``2018-Q4``, ``2018-11`` or ``2018-11-21`` in words, any other text as it is."""
    span = told_span(text)
    if span is None:
        return text
    start, end = span
    if "H" in text:
        return _half(start, end, lang)
    if "Q" in text:
        return _quarter(start, end, lang)
    if len(text) == _YEAR_ONLY:
        return t("number.year", lang, year=start.year)
    return month(start, lang) if len(text) == _YEAR_AND_MONTH else day(start, lang)


def _half(start: date, _end: date, lang: str) -> str:
    return t(f"number.half.{1 if start.month <= _MONTHS_TO_HALF else 2}", lang, year=start.year)


def _quarter(start: date, _end: date, lang: str) -> str:
    return t("number.quarter", lang, year=start.year, quarter=(start.month + 2) // 3)


def _span(start: date, end: date, lang: str) -> str:
    """Return whole years as years, anything else as months."""
    is_years = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    if is_years:
        return t("number.years_span", lang, start=start.year, end=end.year)
    return t("number.span", lang, start=month(start, lang), end=month(end, lang))


_PERIODS: dict[PeriodKind, Callable[[date, date, str], str]] = {
    PeriodKind.YEAR: lambda start, _end, lang: t("number.year", lang, year=start.year),
    PeriodKind.HALF: _half,
    PeriodKind.QUARTER: _quarter,
    PeriodKind.MONTH: lambda start, _end, lang: month(start, lang),
    PeriodKind.AS_OF: lambda _start, end, lang: t("number.as_of", lang, day=day(end, lang)),
    PeriodKind.SPAN: _span,
    PeriodKind.TRAILING_YEAR: lambda _start, end, lang: t("number.ltm", lang, day=month(end, lang)),
    PeriodKind.YEAR_TO_DATE: lambda start, end, lang: t("number.ytd", lang, year=start.year, day=month(end, lang)),
}


def period(p: Period | None, lang: str) -> str:
    """Return the period in words; as printed where its days are not known; nothing for no period."""
    if p is None:
        return ""
    start, end = p.start or p.end, p.end or p.start
    if start is None or end is None or p.kind not in _PERIODS:
        return p.label
    return _PERIODS[p.kind](start, end, lang)


def size(size_bytes: int, lang: str) -> str:
    """Return a file's size in kilobytes or megabytes."""
    kilobytes = Decimal(size_bytes) / 1024
    if kilobytes < 1024:  # noqa: PLR2004  the binary thousand
        return t("number.size.kb", lang, amount=plain(max(Decimal(1), rounded(kilobytes, 0)), lang))
    return t("number.size.mb", lang, amount=plain(rounded(kilobytes / 1024, 1), lang))
