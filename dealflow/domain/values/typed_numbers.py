"""Numbers as people type them: grouped by threes or not at all, whole, within bounds; what is none is refused."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from dealflow.errors import InvalidInputError

_NUMBER: Final = re.compile(r"\d[\d,]*")
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+")
_COUNTER: Final = re.compile(r"(?:명|인|개|건|일|분|년|회|주|석|원)$")


def ungrouped(text: str, field: str) -> str:
    """Return the text without the commas that part its digits by threes.

    Raises:
        InvalidInputError: commas stand elsewhere, so that nobody can say what was meant: 1,0000 or 12,34.
    """
    for match in _NUMBER.finditer(text):
        if "," in match.group() and not _GROUPED.fullmatch(match.group()):
            raise InvalidInputError(field=field, problem="wrong_groups", value=text)
    if text.startswith(",") or re.search(r"[^\d],|,$|\.\d*,", text):
        raise InvalidInputError(field=field, problem="wrong_groups", value=text)
    return text.replace(",", "")


def whole_within(text: str, field: str, *, least: int, most: int) -> int | None:
    """Return the typed whole number: 12, 1,200, 12명; None for nothing.

    Raises:
        InvalidInputError: it is no whole number, or less than ``least`` or more than ``most``.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        return None
    plain = _COUNTER.sub("", ungrouped(plain.replace("−", "-"), field))
    if not re.fullmatch(r"[+-]?\d{1,30}(?:\.0*)?", plain):
        fraction = re.fullmatch(r"[+-]?\d*\.\d+", plain) is not None
        raise InvalidInputError(field=field, problem="not_whole" if fraction else "no_number", value=text)
    number = int(plain.partition(".")[0])
    if not least <= number <= most:
        raise InvalidInputError(field=field, problem="number_out_of_range", value=text, least=least, most=most)
    return number
