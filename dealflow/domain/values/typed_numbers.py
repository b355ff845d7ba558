"""Numbers as people type them: grouped by threes or not at all, scaled, whole, within bounds; else they are refused."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from dealflow.domain.values.typed_text import bare
from dealflow.errors import InvalidInputError

_NUMBER: Final = re.compile(r"\d[\d,]*")
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+")
_COUNTER: Final = re.compile(r"(?:명|인|개|건|일|분|년|회|주|석|원)$")
_SCALES: Final = {
    "조": 10**12, "억": 10**8, "만": 10**4,
    "t": 10**12, "bn": 10**9, "b": 10**9, "mn": 10**6, "mm": 10**6, "m": 10**6, "k": 10**3,
    "trillion": 10**12, "billion": 10**9, "million": 10**6, "thousand": 10**3, "crore": 10**7, "lakh": 10**5,
}  # fmt: skip
_WITHIN: Final = {"천": 1000, "백": 100, "십": 10, "": 1}
"""What counts within a scale: 5천3백만 is (5천 + 3백) times 만."""
_WORDS: Final = "|".join(sorted((word for word in _SCALES if word), key=len, reverse=True))
_PART: Final = re.compile(
    rf"(\d+(?:\.\d+)?|\.\d+)([천백십]?)((?:{_WORDS})(?:(?<=lakh|rore|sand|lion)s)?|)", re.IGNORECASE
)


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


def added_up(plain: str) -> Decimal | None:
    """Return the amount of digits with scale words, each smaller than the one before: 1조2000억, 5천3백만, 15.3B.

    ``plain`` has neither blanks nor commas. None: it is no amount.
    """
    total = section = Decimal(0)
    place, above, above_within = 0, max(_SCALES.values()) + 1, max(_WITHIN.values()) + 1
    while match := _PART.match(plain, place):
        within, scale = _WITHIN[match[2]], _SCALES.get(match[3].lower().removesuffix("s"))
        if within >= above_within or (scale is not None and scale >= above):
            return None
        section, above_within = section + Decimal(match[1]) * within, within
        if scale is not None:
            total, section = total + section * scale, Decimal(0)
            above, above_within = scale, max(_WITHIN.values()) + 1
        place = match.end()
    return total + section if plain and place == len(plain) else None


def whole_within(text: str, field: str, *, least: int, most: int) -> int | None:
    """Return the typed whole number: 12, 1,200, 12명; None for nothing.

    Raises:
        InvalidInputError: it is no whole number, or less than ``least`` or more than ``most``.
    """
    plain = bare(text)
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
