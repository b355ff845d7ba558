"""Why a file could not be read. By itself: every sandboxed worker loads it before it reads a page."""

from __future__ import annotations

from enum import StrEnum


class RefusalReason(StrEnum):
    """Why a file could not be read; each has words and a remedy in the catalogues (``refusal.<reason>``)."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    EMPTY = "empty"
    IMAGE_ONLY = "image_only"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    DECOMPRESSION_BOMB = "decompression_bomb"
    """A little that unpacks to more than any document holds."""
    JAVASCRIPT = "javascript"
    """A program inside the file."""
    PORTFOLIO = "portfolio"
    """A PDF that only wraps other files."""
    READER_CRASHED = "reader_crashed"
    RETENTION = "retention"
    """Its owner's time for keeping it was over: the file was destroyed."""
    MISSING = "missing"
    """Its file is no longer where the decks are kept."""
