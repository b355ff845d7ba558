"""Which passwords are taken: long ones that nobody would try first. Nothing about signs, nothing about age.

Source: NIST SP 800-63B rev. 4, section 3.1.1.2: length, a list of what is expected, no rules of composition.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Final

LEAST: Final = 12
MOST: Final = 200
_EXPECTED: Final = (
    *("password", "passw0rd", "qwerty", "asdf", "zxcv", "letmein", "welcome", "admin", "iloveyou", "dealflow", "tips"),
    *("비밀번호", "관리자", "심사역", "1q2w3e4r", "qwer1234", "abc123", "1234567890", "0987654321"),
)
"""What people and keyboards begin with: what is left beside it must still be long."""


def problem_of(password: str, login: str) -> str | None:
    """Return why a password is not taken (``short``, ``long``, ``expected``), None if it is."""
    text = plain(password)
    if len(text) < LEAST:
        return "short"
    if len(text) > MOST:
        return "long"
    left = text.casefold()
    for part in (*re.split(r"[@.]", login.casefold()), *_EXPECTED):
        if len(part) >= 3:  # noqa: PLR2004  # shorter ones stand in every text
            left = left.replace(part, "")
    is_monotone = len(set(left)) < 5 or _runs(left)  # noqa: PLR2004  # aaaaaaaaaaaa, abababababab
    return "expected" if len(left) < LEAST // 2 or is_monotone else None


def plain(password: str) -> str:
    """Return a password as it is hashed: composed, so that every keyboard types the same Hangul."""
    return unicodedata.normalize("NFC", password)


def _runs(text: str) -> bool:
    """Say whether a text is one run of neighbours: 123456789012, abcdefghijkl."""
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    return sum(step in {1, -1} for step in steps) > 0.8 * max(1, len(steps))
