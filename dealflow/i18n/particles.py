"""Korean particles by the last sound before them: 온새미데이터(가상)을(를) -> 온새미데이터(가상)을.

Words with names in them write both forms, ``을(를)``; ``settled`` keeps the one that the name asks for. Brackets and
quotation marks after the last letter have no sound. Digits are read in Korean (1 일, 3 삼), Latin letters by the sound
that most words with that ending have: L, M, N and NG close, the rest are open.
"""

from __future__ import annotations

import re
from typing import Final

_PAIRS: Final = {
    "을(를)": ("을", "를"),
    "이(가)": ("이", "가"),
    "은(는)": ("은", "는"),
    "와(과)": ("과", "와"),
    "과(와)": ("과", "와"),
    "(으)로": ("으로", "로"),
    "(이)라": ("이라", "라"),
}
"""Each written pair with the form after a closed and after an open sound."""
_WRITTEN: Final = re.compile("|".join(map(re.escape, _PAIRS)))
_SILENT: Final = "()[]{}<>'\"‘’“”「」『』.,*_`\\ "
_FIRST: Final = 0xAC00
_LAST: Final = 0xD7A3
_CODAS: Final = 28
_RIEUL: Final = 8
"""The coda ㄹ, after which ~(으)로 is 로."""
_CLOSED_DIGITS: Final = frozenset("013678")
_RIEUL_DIGITS: Final = frozenset("178")
_CLOSED_LETTERS: Final = frozenset("lmn")


def settled(words: str) -> str:
    """Return the words with each pair of particles settled by the sound before it; one without any stays as it is."""
    parts: list[str] = []
    end = 0
    for pair in _WRITTEN.finditer(words):
        parts.append(words[end : pair.start()])
        end = pair.end()
        sound = _sound("".join(parts))
        if sound is None:
            parts.append(pair.group())
            continue
        is_closed, is_rieul = sound
        closed, opened = _PAIRS[pair.group()]
        parts.append(closed if is_closed and not (is_rieul and opened == "로") else opened)
    return "".join(parts) + words[end:]


def _sound(before: str) -> tuple[bool, bool] | None:
    """Return whether the last sound is closed, and whether by ㄹ; None where nothing is spoken."""
    spoken = before.rstrip(_SILENT)
    if not spoken:
        return None
    last = spoken[-1]
    if _FIRST <= ord(last) <= _LAST:
        coda = (ord(last) - _FIRST) % _CODAS
        return coda > 0, coda == _RIEUL
    if last.isdigit():
        return last in _CLOSED_DIGITS, last in _RIEUL_DIGITS
    if last.isascii() and last.isalpha():
        is_closed = last.lower() in _CLOSED_LETTERS or spoken[-2:].lower() == "ng"
        return is_closed, last.lower() == "l"
    return None
