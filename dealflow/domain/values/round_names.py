"""Rounds of investment by one name, however people write them: 시리즈B, series b and Series-B are Series B."""

from __future__ import annotations

import re
from typing import Final

_LETTER: Final = re.compile(r"(pre)?(series)?([a-f])([12])?(?:round)?")
_OTHERS: Final = {"seed": "Seed", "preseed": "Pre-Seed", "preipo": "Pre-IPO"}
_KOREAN: Final = (("시리즈", "series"), ("프리", "pre"), ("시드", "seed"), ("라운드", "round"))


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
