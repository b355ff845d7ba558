"""The words that scale and name an amount: 천만, 억, mn, crore, 달러, %p, 개사. Data for the number grammar."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from dealflow.domain.values.quantity import Unit
from dealflow.extract.money import load_money

SMALL: dict[str, int] = {"십": 10, "백": 100, "천": 1_000}
"""Korean multipliers inside a group of four digits."""

BIG: dict[str, int] = {"만": 10**4, "억": 10**8, "조": 10**12}
"""Korean multipliers between groups of four digits."""

_MONEY = load_money()

SCALES: dict[str, int] = {
    word.casefold(): scale.factor
    for scale in _MONEY.scales
    for word in (*scale.words, *scale.exact, *scale.near_money)
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


class Scale(NamedTuple):
    """What a head says of the cells that it serves: a unit, a factor, or both; 단위: 백만원 is (KRW, 1000000).

    What it leaves open (``None``) the next wider head may say.
    """

    unit: Unit | None
    factor: Decimal | None


_KOREAN_MONEY = re.compile(r"([십백천]?[만억조]|[십백천])?(원|달러|불|엔|위안|유로|루피|파운드)")
_KOREAN_SCALE = re.compile(r"[십백천]?[만억조]|백만|천")
_WORD = re.compile(r"us\s?\$|[a-z]{0,2}\$|[₩￦€¥£₹]|['’]?000['’]?s?|rs\.?|[a-z]+")
_FILL = frozenset(
    {"in", "of", "the", "all", "figures", "figure", "amounts", "amount", "numbers", "values", "are", "is", "and", "stated"}
    | {"shown", "expressed", "reported", "unless", "otherwise", "noted", "note", "currency", "unit", "units", "otherwise"}
)
"""Words that may stand around a unit in its head: all figures are in thousands of dollars."""
_ANNOUNCED = re.compile(r"단위\s*[:：;]?\s*|units?\s*[:：]\s*")
_IN = re.compile(r"(?<![a-z])in\s+")
_NO_UNIT = frozenset({"년", "mo", "min", "s", "주", "달", "사", "인", "회", "장", "점", "편"})
"""Words that mean something else in brackets: (주) is a company, (인) a seal."""
_BRACKETED = re.compile(r"[(\[（【<〈]\s*([^()\[\]（）【】<>〈〉]{1,30})\s*[)\]）】>〉]")
_ZEROS = Decimal(1000)
_MOST_WORDS = 9


def announced_scales(text: str) -> tuple[Scale, ...]:
    """Return the units that a header, title, corner or foot announces for other cells, in its order.

    ``(단위: 백만원, %)`` gives won by the million and per cent; ``Figures in rupees thousand`` and ``Dollars (Millions)``
    count too; a text that announces nothing gives nothing.
    """
    folded = text.casefold()
    for match in _BRACKETED.finditer(folded):
        found = _scales(_ANNOUNCED.sub("", match.group(1)))
        if found:
            return (_with_money(found[0], folded[: match.start()]), *found[1:])
    announced = _ANNOUNCED.search(folded)
    if announced:
        return _scales(re.split(r"[)\]）】>]", folded[announced.end() :], maxsplit=1)[0])
    return _in_words(folded)


def _with_money(scale: Scale, before: str) -> Scale:
    """Return the scale with the money that the words right before its bracket name: Dollars (Millions)."""
    words = _WORD.findall(before)
    money = CURRENCIES.get(words[-1]) if words and scale.unit is None else None
    return scale._replace(unit=money) if money is not None else scale


def _in_words(folded: str) -> tuple[Scale, ...]:
    """Return the unit of a sentence (figures in rupees thousand) or of a cell that is nothing else (Crores of rupees)."""
    if any(letter.isdigit() for letter in folded.replace("000", "")):
        return ()
    for match in _IN.finditer(folded):
        scale = _head_of(folded[match.end() :], whole=False)
        if scale is not None:
            return (_with_money(scale, folded[: match.start()]),)
    scale = _head_of(folded, whole=True)
    return (scale,) if scale is not None else ()


def _head_of(text: str, *, whole: bool) -> Scale | None:
    """Return what the money and scale words at the start of a text say; ``whole``: nothing else may stand in it."""
    unit: Unit | None = None
    factor: Decimal | None = None
    words = _WORD.findall(text)
    for word in words[:_MOST_WORDS]:
        money, scale = CURRENCIES.get(word.replace(" ", "")), _factor(word)
        if money is not None and unit in {None, money}:
            unit = money
        elif scale is not None and factor is None:
            factor = scale
            unit = unit or IMPLIED.get(word)
        elif word in _FILL:
            continue
        elif whole or (unit is None and factor is None):
            return None
        else:
            break
    rest = re.sub(r"[\s.,:;*()'’\[\]&-]", "", _WORD.sub("", text))
    if whole and (rest or len(words) > _MOST_WORDS or (factor is None and not _is_code(words))):
        return None
    return Scale(unit, factor) if unit is not None or factor is not None else None


def _is_code(words: list[str]) -> bool:
    """Say whether the words name a money by its sign or code alone; won and pounds mean other things, too."""
    return len(words) == 1 and not words[0].isalpha()


def _factor(word: str) -> Decimal | None:
    if "000" in word:
        return _ZEROS
    factor = SCALES.get(word)
    return Decimal(factor) if factor is not None and (len(word) > 1 or word == "k") else None


def _scales(listed: str) -> tuple[Scale, ...]:
    scales = [_scale(part.strip()) for part in re.split(r"[,，/·]", listed)]
    return tuple(scale for scale in scales if scale) if scales and scales[0] else ()


def _scale(part: str) -> Scale | None:
    word = part.replace(" ", "")
    korean = _KOREAN_MONEY.fullmatch(word)
    if korean:
        return Scale(CURRENCIES[korean.group(2)], Decimal(korean_factor(korean.group(1) or "")))
    if _KOREAN_SCALE.fullmatch(word):
        return Scale(Unit.KRW if word[-1] in "억조" else None, Decimal(korean_factor(word)))
    if word in SHARES or (word in DURATIONS and word not in _NO_UNIT):
        return Scale(*(SHARES.get(word) or DURATIONS[word]))
    return _count_scale(word) or _english_scale(part)


def _count_scale(word: str) -> Scale | None:
    if (word in COUNTERS and word not in _NO_UNIT) or word in {"환자수", "people", "persons", "count", "#", "number"}:
        return Scale(Unit.COUNT, Decimal(1))
    if re.fullmatch(r"[십백천]?만(명|개|건|대)|천(명|개|건|대)", word):
        return Scale(Unit.COUNT, Decimal(korean_factor(word[:-1])))
    return None


_GLUED = re.compile(
    r"(us\$|[a-z]{0,2}\$|[₩￦€¥£₹]|usd|krw|eur|jpy|inr|gbp|sgd|rs\.?)?\s?(?:in\s)?(k|m|mm|mn|b|bn|t|tn|cr|l|mil|bil|mio|mrd|['’]?000['’]?s?)\.?"
    r"(us\$|[$₩￦€¥£₹]|usd|krw|eur|jpy|inr|gbp|sgd|rs\.?)?"
)
"""A money glued to its scale: $mm, US$k, ₹Cr, €000."""


def _english_scale(part: str) -> Scale | None:
    glued = _GLUED.fullmatch(part.strip())
    if glued is not None:
        money = CURRENCIES.get((glued.group(1) or glued.group(3) or "").replace(" ", ""))
        letter = glued.group(2)
        factor = _ZEROS if "000" in letter else Decimal(SCALES[letter])
        money = money or IMPLIED.get(letter if len(letter) > 1 else "")
        return Scale(money, factor) if money is not None or len(letter) > 1 else None
    head = _head_of(part, whole=True)
    return head if head is not None else _of_money_alone(part)


def _of_money_alone(part: str) -> Scale | None:
    """Return the money that a bracket holds alone: ($), (USD), (won); a word says that no scale goes with it."""
    money = CURRENCIES.get(part.replace(" ", ""))
    if money is None:
        return None
    return Scale(money, Decimal(1) if part.isalpha() and len(part) > _CODE else None)


_CODE = 3


def korean_factor(scale: str) -> int:
    """Return what 천만 or 억 multiplies by; an empty text is one."""
    factor = 1
    for letter in scale:
        factor *= SMALL.get(letter) or BIG[letter]
    return factor
