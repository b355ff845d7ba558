"""Who wrote a letter first, where somebody forwarded it with its words below their own."""

from __future__ import annotations

import re
from typing import Final

from dealflow.mail.letter import Person

_SUBJECT: Final = re.compile(r"^\s*(?:\[?(?:fwd?|fw|전달|wg|tr)\]?\s*[:：])", re.IGNORECASE)
_BEGINS: Final = re.compile(
    r"-{2,}\s*(?:forwarded message|original message|원본\s*메[시세]지|전달된?\s*메[시세]지)\s*-{2,}"
    r"|^begin forwarded message:|^_{10,}\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_FROM: Final = re.compile(
    r"^[>\s*]*(?:from|보낸\s*사람|보낸이|발신(?:인|자)?|작성자)\s*[:：]\s*\**\s*(?P<who>[^\n]{1,300})$",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS: Final = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")


def is_forwarded(subject: str, text: str) -> bool:
    """Say whether a letter hands another one on, by its subject or by the line over the other's words."""
    return _SUBJECT.match(subject) is not None or _BEGINS.search(text) is not None


def first_writer(subject: str, text: str) -> Person | None:
    """Return who wrote the words that were handed on; None where the letter is nobody else's or does not say."""
    if not is_forwarded(subject, text):
        return None
    begin = _BEGINS.search(text)
    for line in _FROM.finditer(text, begin.end() if begin else 0):
        address = _ADDRESS.search(line["who"])
        if address is not None:
            name = line["who"][: address.start()].strip(" \"'<[(*")
            return Person(name.removesuffix("mailto:").strip(" <[("), address.group().lower())
    return None
