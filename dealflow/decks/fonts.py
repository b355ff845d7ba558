"""Fonts of this machine that know Hangul, as fontconfig tells them."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from typing import Final

_ANSWERS_S: Final = 5.0


def korean_families() -> int | None:
    """Return how many families of fonts know Hangul, None where no program tells."""
    listing = _told("fc-list", ":lang=ko", "family")
    return None if listing is None else len(set(listing.splitlines()))


@cache
def korean_font() -> str:
    """Return the file of a font that knows Hangul, or nothing."""
    file, _, languages = (_told("fc-match", "--format", "%{file}\n%{lang}", "sans:lang=ko") or "").partition("\n")
    return file if "ko" in languages.split("|") else ""


def _told(name: str, *arguments: str) -> str | None:
    """Return what a program of fontconfig prints; None where it is not installed or fails."""
    program = shutil.which(name)
    if program is None:
        return None
    try:
        listing = subprocess.run(  # noqa: S603 -- fontconfig's own program, found on the path; its arguments stand above
            [program, *arguments], capture_output=True, check=True, timeout=_ANSWERS_S, text=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return listing.stdout
