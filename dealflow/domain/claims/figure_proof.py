"""What shows that a figure added by hand stands on its page: words that are there, or a box over a picture of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from dealflow.domain.claims.page import Box, Word
from dealflow.domain.values.quantity import Quantity
from dealflow.domain.values.typed_text import bare
from dealflow.errors import InvalidInputError

_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")


def proof_of(words: Sequence[Word], boxes: Sequence[Box], quote: str, typed: str, quantity: Quantity) -> str:
    """Return the words that prove a figure: the quote, else what stands under the box; none where there is neither.

    ``words`` are the page's own; a page without any is a picture, which only a box can point at. ``typed`` is the value
    as the person wrote it.

    Raises:
        InvalidInputError: the quote does not stand on the page, or neither it nor what is under the box is this value.
    """
    seen = [word for word in words if not word.hidden]
    under = " ".join(word.text for word in seen if any(_is_in(word.box, box) for box in boxes))
    if not boxes and not quote:
        return ""
    if not seen:
        if not boxes:
            raise InvalidInputError(field="proof", problem="picture_needs_box")
        return quote or typed
    if quote:
        if bare(quote).casefold() not in bare("".join(word.text for word in seen)).casefold():
            raise InvalidInputError(field="quote", problem="not_on_page", value=quote)
        if not states(quote, typed, quantity):
            raise InvalidInputError(field="quote", problem="lacks_value", value=quote)
        return quote
    if under and not states(under, typed, quantity):
        raise InvalidInputError(field="proof", problem="not_under_box", value=under)
    return under or typed


def states(text: str, typed: str, quantity: Quantity) -> bool:
    """Say whether a text states a value: as it was typed, or by a number with the same digits (45.3억, 4,530백만)."""
    if bare(typed).casefold() in bare(text).casefold() or quantity.text is not None:
        return True
    amounts = [amount for amount in (quantity.value, quantity.value_min, quantity.value_max) if amount is not None]
    there = {_digits(number.replace(",", "")) for number in _NUMBER.findall(unicodedata.normalize("NFKC", text))}
    return all(_digits(f"{abs(amount):f}") in there for amount in amounts)


def _digits(number: str) -> str:
    """Return what is left of a number in every scale: its digits without the zeros around them."""
    plain = f"{Decimal(number):f}".replace(".", "").strip("0")
    return plain or "0"


def _is_in(word: Box, box: Box) -> bool:
    """Say whether a word's middle lies in the box."""
    x, y = (word.x0_pt + word.x1_pt) / 2, (word.y0_pt + word.y1_pt) / 2
    return box.x0_pt <= x <= box.x1_pt and box.y0_pt <= y <= box.y1_pt
