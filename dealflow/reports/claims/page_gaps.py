"""Which pages of a deck were not read wholly, in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dealflow.decks import hangul
from dealflow.domain.claims.page import Gap, PageGap
from dealflow.i18n import t


def gap_words(gaps: Sequence[Gap], lang: str) -> str:
    """Return what of a page was not read: "embedded sheet, chart"."""
    return ", ".join(t(f"enum.gap.{gap.value}", lang) for gap in gaps)


def pages_in_words(pages: Sequence[int], gaps: Sequence[PageGap], lang: str) -> str:
    """Return the pages with what is missing on them: "3 (chart), 5 (pictures)"; or the number alone.

    Where Hangul in pictures could not be read, the one command that mends it follows.
    """
    known = {gap.page: gap_words(gap.gaps, lang) for gap in gaps}
    named = ", ".join(
        t("decks.unread_page", lang, page=page, what=known[page]) if page in known else str(page) for page in pages
    )
    remedy = remedy_words([gap for page_gap in gaps for gap in page_gap.gaps], lang)
    return f"{named}. {remedy}" if remedy else named


def remedy_words(gaps: Collection[Gap], lang: str) -> str:
    """Return how what is missing can be read after all; nothing where only a person can add it."""
    return t("decks.unread_remedy", lang, command=hangul.INSTALL) if Gap.HANGUL in gaps else ""
