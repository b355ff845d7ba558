"""The words that scale and name an amount: 천만, 억, mn, crore, 달러, %p, 개사. Data for the number grammar."""

from __future__ import annotations

from decimal import Decimal

from dealflow.domain.values.quantity import Unit
from dealflow.extract.money import load_money

SMALL: dict[str, int] = {"십": 10, "백": 100, "천": 1_000}
"""Korean multipliers inside a group of four digits."""

BIG: dict[str, int] = {"만": 10**4, "억": 10**8, "조": 10**12}
"""Korean multipliers between groups of four digits."""

_MONEY = load_money()

SCALES: dict[str, int] = {
    word.casefold(): scale.factor for scale in _MONEY.scales for word in (*scale.words, *scale.exact, *scale.near_money)
}
"""Latin multipliers, casefolded."""

IMPLIED: dict[str, Unit] = {
    word.casefold(): scale.money
    for scale in _MONEY.scales
    if scale.money is not None
    for word in (*scale.words, *scale.exact, *scale.near_money)
}
"""The money that a scale belongs to where none is printed: crore and lakh are Indian."""

NEAR_MONEY = frozenset(letter for scale in _MONEY.scales for letter in scale.near_money)
"""Scale letters that are physical units too (5 L, 3 t, 2 m): scales only beside money."""

CURRENCIES: dict[str, Unit] = {
    word.replace(" ", "").casefold(): currency.unit
    for currency in _MONEY.currencies
    for word in (*currency.signs, *currency.words)
}
"""Words and signs of money, casefolded, without spaces."""

MONEY_PHRASES = frozenset(word.casefold() for currency in _MONEY.currencies for word in currency.words if " " in word)
"""Words of money that are more than one: US dollars, pounds sterling."""

SHARES: dict[str, tuple[Unit, Decimal]] = {
    **dict.fromkeys(("%", "％", "퍼센트", "프로", "percent", "per cent", "pct"), (Unit.PERCENT, Decimal(1))),
    **dict.fromkeys(
        ("%p", "％p", "%포인트", "퍼센트포인트", "pp", "p.p.", "percentagepoint", "percentagepoints", "%pt"),
        (Unit.PERCENT_POINT, Decimal(1)),
    ),
    **dict.fromkeys(("bp", "bps"), (Unit.PERCENT_POINT, Decimal("0.01"))),
    **dict.fromkeys(("배", "배수", ":1", "x", "×", "times", "fold", "-fold"), (Unit.RATIO, Decimal(1))),
}
"""Percentages, points and multiples with their factor."""

DURATIONS: dict[str, tuple[Unit, Decimal]] = {
    **dict.fromkeys(("개월", "달", "month", "months", "mo", "mos"), (Unit.MONTHS, Decimal(1))),
    **dict.fromkeys(("년간", "년차", "년", "year", "years", "yr", "yrs"), (Unit.YEARS, Decimal(1))),
    **dict.fromkeys(("주간", "주일", "주차", "주", "week", "weeks", "wk", "wks"), (Unit.WEEKS, Decimal(1))),
    **dict.fromkeys(("시간", "hour", "hours", "hr", "hrs"), (Unit.HOURS, Decimal(1))),
    **dict.fromkeys(("분", "minute", "minutes", "min", "mins"), (Unit.MINUTES, Decimal(1))),
    **dict.fromkeys(("초", "second", "seconds", "sec", "secs", "s"), (Unit.SECONDS, Decimal(1))),
    "ms": (Unit.SECONDS, Decimal("0.001")),
    "밀리초": (Unit.SECONDS, Decimal("0.001")),
}
"""Spans of time with their factor."""

COUNTERS = (
    "개사",
    "개국",
    "개소",
    "개점",
    "개사업장",
    "개기업",
    "개기관",
    "개공장",
    "개라인",
    "개",
    "명",
    "인",
    "곳",
    "건",
    "대",
    "종",
    "사",
    "호점",
    "회",
    "매",
    "편",
    "장",
    "팀",
    "가구",
    "세대",
    "라인",
    "품목",
    "만주",
    "점",
    "쌍",
    "석",
    "그루",
    "마리",
    "톤",
    "ea",
    "EA",
)
"""Korean counters; a count keeps the one it was printed with."""

EVERYDAY_COUNTERS = frozenset({"명", "건", "개사", "곳", "개소", "대", "사", "호점", "개점", "가구", "인"})
"""Counters that make a figure of their own; 개, 종 or 회 count anything and need a label."""


def korean_factor(scale: str) -> int:
    """Return what 천만 or 억 multiplies by; an empty text is one."""
    factor = 1
    for letter in scale:
        factor *= SMALL.get(letter) or BIG[letter]
    return factor
