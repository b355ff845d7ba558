"""Units printed once for many cells: (단위: 백만원), USD thousand, figures in rupees lakh, 매출(억)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from dealflow.domain.values.quantity import Unit
from dealflow.extract.units import (
    COUNTERS,
    CURRENCIES,
    DURATIONS,
    IMPLIED,
    MONEY_PHRASES,
    SCALES,
    SHARES,
    korean_factor,
)

if TYPE_CHECKING:
    from dealflow.extract.spots import Spot


class Scale(NamedTuple):
    """What a head says of the cells that it serves: a unit, a factor, or both; 단위: 백만원 is (KRW, 1000000).

    What it leaves open (``None``) the next wider head may say.
    """

    unit: Unit | None
    factor: Decimal | None


class Announced(NamedTuple):
    """A cell that announces a unit for others, with it."""

    spot: Spot
    scales: tuple[Scale, ...]


_KOREAN_MONEY = re.compile(r"([십백천]?[만억조]|[십백천])?(원|달러|불|엔|위안|유로|루피|파운드)")
_KOREAN_SCALE = re.compile(r"[십백천]?[만억조]|백만|천")
_PHRASES = "|".join(re.escape(phrase).replace(r"\ ", r"\s?") for phrase in sorted(MONEY_PHRASES, key=len, reverse=True))
_WORD = re.compile(_PHRASES + r"|us\s?\$|[a-z]{0,2}[$¥£]|[₩￦€₹₫฿]|['’]?000['’]?s?|rs\.?|[a-z]+")
_FILL = frozenset(
    {
        "in",
        "of",
        "the",
        "all",
        "figures",
        "figure",
        "amounts",
        "amount",
        "numbers",
        "values",
        "are",
        "is",
        "and",
        "stated",
    }
    | {
        "shown",
        "expressed",
        "reported",
        "unless",
        "otherwise",
        "noted",
        "note",
        "currency",
        "unit",
        "units",
    }
)
"""Words that may stand around a unit in its head: all figures are in thousands of dollars."""
_ANNOUNCED = re.compile(r"단위\s*[:：;]?\s*|units?\s*[:：]\s*")
_IN = re.compile(r"(?<![a-z])in\s+")
_NO_UNIT = frozenset({"년", "mo", "min", "s", "주", "달", "사", "인", "회", "장", "점", "편"})
"""Words that mean something else in brackets: (주) is a company, (인) a seal."""
_BRACKETED = re.compile(r"[(\[（【<〈]\s*([^()\[\]（）【】<>〈〉]{1,30})\s*[)\]）】>〉]")
_ZEROS = Decimal(1000)
_MOST_WORDS = 9


_HEADED = re.compile(
    r"단위|[(\[<（【〈]|\bin\s|units?\b|[$₩€¥£₹]|\b(?:usd|krw|eur|inr|gbp|rs|crores?|lakhs?|thousands?|millions?|billions?)\b",
    re.IGNORECASE,
)
_MOST_LETTERS = 70


def may_announce(text: str) -> bool:
    """Say whether a cell could announce a unit; the grammar of units decides."""
    return len(text) <= _MOST_LETTERS and _HEADED.search(text) is not None


def announced_scales(text: str) -> tuple[Scale, ...]:
    """Return the units that a header, title, corner or foot announces for other cells, in its order.

    ``(단위: 백만원, %)`` gives won by the million and per cent; sentences like ``Figures in rupees thousand`` and
    ``Dollars (Mn)`` count too; a text that announces nothing gives nothing.
    """
    folded = text.casefold()
    for match in _BRACKETED.finditer(folded):
        scales = _scales(_ANNOUNCED.sub("", match.group(1)))
        if scales:
            return (_with_money(scales[0], folded[: match.start()]), *scales[1:])
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
    """Return the unit of a sentence (figures in rupees thousand) or of a cell that is all unit (Crores of rupees)."""
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
    if whole and (rest or len(words) > _MOST_WORDS or (factor is None and not _is_code(words, text))):
        return None
    return Scale(unit, factor) if unit is not None or factor is not None else None


def _is_code(words: list[str], text: str) -> bool:
    """Say whether a text is a money's sign alone; won and pounds mean other things, too."""
    return len(words) == 1 and not words[0].isalpha() and text.strip() == words[0]


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
    r"(us\$|[a-z]{0,2}[$¥£]|[₩￦€₹₫฿]|usd|krw|eur|jpy|inr|gbp|sgd|rs\.?)?\s?(?:in\s)?(k|m|mm|mn|b|bn|t|tn|cr|l|mil|bil|mio|mrd|['’]?000['’]?s?)\.?"
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
