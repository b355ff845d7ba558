"""Text of people and decks, made harmless: shown letter by letter, neither markup nor a link."""

from __future__ import annotations

import re
from typing import Final

_MARKUP: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:])")
_MARKS: Final = re.compile(r"([\\`*_\[\]~$])")
_ADDRESS: Final = re.compile(r"(?i)(\bhttps?:|\bwww)(?=//|\.)")
_JOINED: Final = "\N{WORD JOINER}"
"""Stands between letters without being seen; it keeps what looks like an address from becoming a link."""


def harmless(text: str) -> str:
    """Return the text so that Markdown shows it letter by letter: deck text must never become markup, nor a link.

    Escapes alone do not keep an address from becoming a link, since Markdown looks for those last of all.
    """
    return _MARKUP.sub(r"\\\1", _ADDRESS.sub(rf"\1{_JOINED}", " ".join(text.split())))


def without_marks(text: str) -> str:
    """Return our own words, lines and stops as they are, so that a name within them becomes neither mark nor link."""
    return _MARKS.sub(r"\\\1", _ADDRESS.sub(rf"\1{_JOINED}", text))
