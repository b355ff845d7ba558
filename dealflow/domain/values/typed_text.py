"""What a person typed, as it is compared and parsed."""

from __future__ import annotations

import unicodedata


def bare(text: str) -> str:
    """Return a text without any blank, with full-width signs as usual ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())
