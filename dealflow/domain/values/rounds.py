"""The ladder of investment rounds, however people write their names."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

LADDER: Final = ("Seed", "Pre-A", "Series A", "Series B", "Series C", "Pre-IPO")
"""The rounds that are offered, the earliest first."""
_WAYS: Final = (
    (5, re.compile(r"preipo|프리ipo|프리아이피오|상장전")),
    (1, re.compile(r"prea|프리a|프리시리즈a|preseriesa|브릿지a")),
    (0, re.compile(r"seed|시드|엔젤|angel|초기")),
    (2, re.compile(r"^(?:series|시리즈)?a\d*(?:라운드|round|단계)?$")),
    (3, re.compile(r"^(?:preb|프리b|(?:series|시리즈)?b\d*)(?:라운드|round|단계)?$")),
    (4, re.compile(r"^(?:prec|프리c|(?:series|시리즈)?[c-g]\d*)(?:라운드|round|단계)?$")),
)

_LETTER: Final = re.compile(r"(pre)?(series)?([a-f])([12])?(?:round)?")
_OTHERS: Final = {"seed": "Seed", "preseed": "Pre-Seed", "preipo": "Pre-IPO"}
_KOREAN: Final = (("시리즈", "series"), ("프리", "pre"), ("시드", "seed"), ("라운드", "round"))


@cache
def rung_of(text: str) -> int | None:
    """Return the place of a round on the ladder, nothing for other words: Series A2, 시리즈 A and A라운드 are one."""
    plain = "".join(sign for sign in text.casefold() if sign.isalnum())
    return next((rung for rung, way in _WAYS if plain and way.search(plain)), None)


def round_name(text: str) -> str:
    """Return the name of a round; what is no known round stays as it was written."""
    plain = re.sub(r"[\s_-]", "", text).lower()
    for korean, english in _KOREAN:
        plain = plain.replace(korean, english)
    if plain.removesuffix("round") in _OTHERS:
        return _OTHERS[plain.removesuffix("round")]
    match = _LETTER.fullmatch(plain)
    if match is None:
        return text
    letter = match[3].upper()
    return f"Pre-{letter}" if match[1] else f"Series {letter}{match[4] or ''}"
