"""Words of a regional programme: quarters, units, amounts and changes as people read them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dealflow.domain.regional.programmes import Indicator, Way
from dealflow.domain.regional.quarters import Quarter
from dealflow.i18n import has, t
from dealflow.i18n.numbers import percent, plain, rounded

NOTHING = "–"
"""What stands where nobody told or planned anything."""
_MILLION = 1_000_000


def quarter_words(quarter: Quarter, lang: str) -> str:
    """Return a quarter in words: 2026년 3분기, Q3 2026."""
    return t("number.quarter", lang, year=quarter.year, quarter=quarter.number)


def unit_words(unit: str, lang: str) -> str:
    """Return a unit as the reader's language has it."""
    key = f"regional.unit.{unit}"
    return t(key, lang) if has(key, lang) else unit


def millions(won: int | Decimal | None, lang: str) -> str:
    """Return an amount in millions of won, to one decimal; a dash for nothing."""
    return NOTHING if won is None else plain(rounded(Decimal(won) / _MILLION, 1), lang)


def share(part: Fraction | None, lang: str) -> str:
    """Return a share in per cent with one decimal; a dash for nothing."""
    return NOTHING if part is None else percent(rounded(Decimal(part.numerator) / part.denominator * 100, 1), lang)


def number(count: int | None, lang: str) -> str:
    """Return a whole number; a dash for nothing."""
    return NOTHING if count is None else plain(Decimal(count), lang)


def indicator_words(indicator: Indicator, value: Decimal | None, lang: str) -> str:
    """Return what an indicator came to, without its unit: millions of won, heads, or a change with its sign."""
    if value is None:
        return NOTHING
    if indicator.way is Way.CHANGE:
        words = percent(rounded(abs(value), 1), lang)
        return f"{'−' if value < 0 else '+' if value > 0 else ''}{words}"
    return millions(value, lang) if indicator.is_money else plain(rounded(value, 1), lang)


def indicator_unit(indicator: Indicator, lang: str) -> str:
    """Return the unit in which an indicator's sum is written."""
    if indicator.way is Way.CHANGE:
        return t("regional.unit.change", lang)
    return t("regional.unit.million", lang) if indicator.is_money else unit_words(indicator.unit, lang)
