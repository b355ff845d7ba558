"""The unit and the bound that people write into a value: 100조 원, $3M, 12.3억 이상, 42%, 1,200명."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from dealflow.domain.values.quantity import Bound, Unit

SIGNS: Final[Mapping[Unit, tuple[str, ...]]] = {
    Unit.KRW: ("원", "₩", "KRW", "won"),
    Unit.USD: ("달러", "불", "US$", "$", "USD", "dollars"),
    Unit.INR: ("루피", "₹", "INR"),
    Unit.EUR: ("유로", "€", "EUR", "euro"),
    Unit.JPY: ("엔", "¥", "JPY", "yen"),
    Unit.CNY: ("위안", "CNY", "RMB"),
    Unit.GBP: ("파운드", "£", "GBP"),
    Unit.PERCENT_POINT: ("%p", "%포인트", "퍼센트포인트"),
    Unit.PERCENT: ("%", "퍼센트", "프로"),
    Unit.COUNT: ("명", "개사", "개", "건", "곳", "대", "인"),
    Unit.RATIO: ("배",),
    Unit.MONTHS: ("개월", "months"),
    Unit.YEARS: ("년", "years"),
    Unit.WEEKS: ("주간", "weeks"),
    Unit.HOURS: ("시간", "hours"),
    Unit.MINUTES: ("분", "minutes"),
    Unit.SECONDS: ("초", "seconds"),
}
"""What names a unit when it stands before or behind an amount. What is not here is no unit for us, and refused."""
_ALSO: Final[Mapping[Unit, frozenset[Unit]]] = {
    Unit.USD: frozenset({Unit.SGD, Unit.HKD, Unit.TWD, Unit.AUD, Unit.CAD, Unit.BRL}),
    Unit.JPY: frozenset({Unit.CNY}),
    Unit.PERCENT: frozenset({Unit.PERCENT_POINT}),
}
"""Units that are written with another one's sign: $ for seven dollars and reals, ¥ for yuan, % for points."""
_BOUNDS: Final = {
    "이상": Bound.AT_LEAST,
    "초과": Bound.OVER,
    "이하": Bound.AT_MOST,
    "미만": Bound.UNDER,
    "육박": Bound.NEARLY,
    "+": Bound.AT_LEAST,
}
_SOME_MORE: Final = re.compile(r"([\d조억만천백십])여$")
"""300여 개, 12억여 원: about so many."""
_BY_LENGTH: Final = sorted(
    ((sign.casefold(), unit) for unit, signs in SIGNS.items() for sign in signs), key=lambda pair: -len(pair[0])
)


_SCALES: Final[Mapping[Decimal, str]] = {
    Decimal(10) ** power: word
    for power, word in enumerate(
        ("", "십", "백", "천", "만", "십만", "백만", "천만", "억", "십억", "백억", "천억", "조")
    )
}


def fits(typed: Unit | None, unit: Unit) -> bool:
    """Say whether what was written with an amount may mean ``unit``: nothing may mean any."""
    return typed in {None, unit} or (typed is not None and unit in _ALSO.get(typed, frozenset()))


@dataclass(frozen=True, slots=True)
class TypedValue:
    """A value as typed, taken apart: its amount, and the unit, the bound and the doubt that were written with it."""

    amount: str
    unit: Unit | None = None
    bound: Bound | None = None
    approx: bool = False


def typed_scale(unit: Unit | None, factor: Decimal | None) -> str:
    """Return how a person would write a head's unit and factor behind a number: 백만원, 천달러, %, 명.

    Nothing where the factor is none that has a word.
    """
    scale = "" if factor is None else _SCALES.get(factor)
    sign = "" if unit is None else SIGNS.get(unit, ("",))[0]
    return "" if scale is None else scale + sign


def taken_apart(text: str) -> TypedValue:
    """Return a typed value in its parts; what names nothing stays in the amount, where it is refused."""
    typed = _taken_apart(text)
    rounded = _SOME_MORE.sub(r"\1", typed.amount)
    return typed if rounded == typed.amount else replace(typed, amount=rounded, approx=True)


def _taken_apart(text: str) -> TypedValue:
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    bound, approx = None, False
    for word, meant in _BOUNDS.items():
        if plain.endswith(word) and len(plain) > len(word):
            plain, bound = plain.removesuffix(word).strip(), meant
            break
    if plain.startswith("약"):
        plain, approx = plain.removeprefix("약").strip(), True
    folded = plain.casefold()
    for sign, unit in _BY_LENGTH:
        if folded.endswith(sign) and re.search(r"\d", folded):
            return TypedValue(plain[: -len(sign)].strip(), unit, bound, approx)
        minus = re.match(r"[-−–△▲(]?", folded)
        lead = minus.end() if minus else 0
        if folded[lead:].startswith(sign):
            return TypedValue(plain[:lead] + plain[lead + len(sign) :].strip(), unit, bound, approx)
    return TypedValue(plain, None, bound, approx)
