"""The words that scale and name an amount: 천만, 억, mn, crore, 달러, %p, 개사. Data for the number grammar."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from dealflow.domain.values.quantity import Unit

SMALL: dict[str, int] = {"십": 10, "백": 100, "천": 1_000}
"""Korean multipliers inside a group of four digits."""

BIG: dict[str, int] = {"만": 10**4, "억": 10**8, "조": 10**12}
"""Korean multipliers between groups of four digits."""

SCALES: dict[str, int] = {
    **dict.fromkeys(("k", "thousand", "thousands"), 10**3),
    **dict.fromkeys(("m", "mm", "mn", "mln", "mil", "million", "millions"), 10**6),
    **dict.fromkeys(("b", "bn", "bln", "billion", "billions"), 10**9),
    **dict.fromkeys(("t", "tn", "trn", "trillion", "trillions"), 10**12),
    **dict.fromkeys(("lakh", "lakhs", "lac"), 10**5),
    **dict.fromkeys(("cr", "crore", "crores"), 10**7),
}
"""English and Indian multipliers, casefolded."""

CURRENCIES: dict[str, Unit] = {
    **dict.fromkeys(("원", "₩", "￦", "krw", "won", "원화"), Unit.KRW),
    **dict.fromkeys(("달러", "불", "弗", "$", "us$", "u$", "usd", "dollar", "dollars", "미화"), Unit.USD),
    **dict.fromkeys(("엔", "엔화", "jpy", "yen", "円"), Unit.JPY),
    **dict.fromkeys(("위안", "위안화", "cny", "rmb", "yuan"), Unit.CNY),
    **dict.fromkeys(("유로", "€", "eur", "euro", "euros"), Unit.EUR),
    **dict.fromkeys(("루피", "₹", "inr", "rs", "rs.", "rupee", "rupees"), Unit.INR),
    "¥": Unit.JPY,
}
"""Words and signs of money, casefolded."""

SHARES: dict[str, tuple[Unit, Decimal]] = {
    **dict.fromkeys(("%", "％", "퍼센트", "프로", "percent", "per cent", "pct"), (Unit.PERCENT, Decimal(1))),
    **dict.fromkeys(
        ("%p", "％p", "%포인트", "퍼센트포인트", "pp", "p.p.", "percentagepoint", "percentagepoints", "%pt"),
        (Unit.PERCENT_POINT, Decimal(1)),
    ),
    **dict.fromkeys(("bp", "bps"), (Unit.PERCENT_POINT, Decimal("0.01"))),
    **dict.fromkeys(("배", "배수", "x", "×", "times", "fold", "-fold"), (Unit.RATIO, Decimal(1))),
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


class Scale(NamedTuple):
    """A unit printed once for many cells: 단위: 백만원 is (KRW, 1000000)."""

    unit: Unit
    factor: Decimal


_KOREAN_MONEY = re.compile(r"([십백천]?[만억조]|[십백천])?(원|달러|불|엔|위안|유로|루피)")
_ENGLISH_MONEY = re.compile(
    r"(us\$|\$|₩|￦|€|¥|₹|usd|krw|eur|jpy|cny|rmb|inr|won|dollars?|rs\.?)?(?:in)?"
    r"(thousands?|millions?|billions?|trillions?|mln|bln|mil|mm|mn|bn|tn|lakhs?|crores?|cr|k|m|b)?"
    r"(us\$|\$|₩|usd|krw|eur|jpy|cny|rmb|inr|won|dollars?)?"
)
_ANNOUNCED = re.compile(
    r"단위\s*[:：;]?\s*|units?\s*[:：]\s*|(?<![a-z])in\s+(?=us\$|\$|krw|usd|thousand|million|billion)"
)
_NO_UNIT = frozenset({"년", "mo", "min", "s", "주", "달", "사", "인", "회", "장", "점", "편"})
"""Words that mean something else in brackets: (주) is a company, (인) a seal."""
_BRACKETED = re.compile(r"[(\[（【<〈]\s*([^()\[\]（）【】<>〈〉]{1,30})\s*[)\]）】>〉]")


def announced_scales(text: str) -> tuple[Scale, ...]:
    """Return the units that a header, title, corner or foot announces for other cells, in its order.

    ``(단위: 백만원, %)`` gives won by the million and per cent; a text that announces nothing gives nothing.
    """
    folded = text.casefold()
    for inside in (match.group(1) for match in _BRACKETED.finditer(folded)):
        found = _scales(_ANNOUNCED.sub("", inside))
        if found:
            return found
    announced = _ANNOUNCED.search(folded)
    if announced:
        return _scales(re.split(r"[)\]）】>]", folded[announced.end() :], maxsplit=1)[0])
    return ()


def _scales(listed: str) -> tuple[Scale, ...]:
    scales = [_scale(part.replace(" ", "")) for part in re.split(r"[,，/·]", listed)]
    return tuple(scale for scale in scales if scale) if scales and scales[0] else ()


def _scale(word: str) -> Scale | None:
    korean = _KOREAN_MONEY.fullmatch(word)
    if korean:
        return Scale(CURRENCIES[korean.group(2)], Decimal(korean_factor(korean.group(1) or "")))
    if word in SHARES or (word in DURATIONS and word not in _NO_UNIT):
        return Scale(*(SHARES.get(word) or DURATIONS[word]))
    return _count_scale(word) or _english_scale(word)


def _count_scale(word: str) -> Scale | None:
    if (word in COUNTERS and word not in _NO_UNIT) or word in {"환자수", "people", "persons", "count", "#", "number"}:
        return Scale(Unit.COUNT, Decimal(1))
    if re.fullmatch(r"[십백천]?만(명|개|건|대)|천(명|개|건|대)", word):
        return Scale(Unit.COUNT, Decimal(korean_factor(word[:-1])))
    return None


def _english_scale(word: str) -> Scale | None:
    english = _ENGLISH_MONEY.fullmatch(word) if word else None
    if english is None or not (english.group(1) or english.group(3) or len(english.group(2) or "") > 1):
        return None
    currency = CURRENCIES.get(english.group(1) or english.group(3) or "$", Unit.USD)
    return Scale(currency, Decimal(SCALES.get(english.group(2) or "", 1)))


def korean_factor(scale: str) -> int:
    """Return what 천만 or 억 multiplies by; an empty text is one."""
    factor = 1
    for letter in scale:
        factor *= SMALL.get(letter) or BIG[letter]
    return factor
