"""What a person typed, as it is kept, compared and parsed."""

from __future__ import annotations

import unicodedata

from dealflow.errors import InvalidInputError


def bare(text: str) -> str:
    """Return a text without any blank, with full-width signs as usual ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def plain(text: str) -> str:
    """Return a text as names are compared: composed, without spaces, hyphens and case."""
    composed = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in composed if sign.isalnum())


def written(text: str, field: str, *, longest: int = 200, required: bool = False) -> str:
    """Return a person's text as it is kept: composed (NFC), without control characters and outer spaces.

    Raises:
        InvalidInputError: it is longer than ``longest`` characters, or missing though required.
    """
    kept_text = "".join(
        sign for sign in unicodedata.normalize("NFC", text) if sign in "\n\t" or _is_printable(sign)
    ).strip()
    if required and not kept_text:
        raise InvalidInputError(field=field, problem="missing")
    if len(kept_text) > longest:
        raise InvalidInputError(field=field, problem="too_long", limit=longest)
    return kept_text


def _is_printable(sign: str) -> bool:
    """Say whether a character is no control sign, half pair or unassigned one."""
    return unicodedata.category(sign) not in {"Cc", "Cs", "Cn"}
