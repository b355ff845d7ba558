"""What stands on a card beside a name, typed into one field: telephone number, e-mail, or both."""

from __future__ import annotations

import re
from typing import Final

_EMAIL: Final = re.compile(r"[^\s,;/|<>]+@[^\s,;/|<>]+")
_BETWEEN: Final = " \t\r\n,;/|<>·"


def phone_and_email(text: str) -> tuple[str, str]:
    """Return the telephone number and the e-mail address of a text; empty where there is none."""
    found = _EMAIL.search(text)
    if found is None:
        return text.strip(_BETWEEN), ""
    parts = (text[: found.start()].strip(_BETWEEN), text[found.end() :].strip(_BETWEEN))
    return ", ".join(filter(None, parts)), found[0]
