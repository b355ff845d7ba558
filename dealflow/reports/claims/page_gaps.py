"""Which pages of a deck were not read wholly, in words."""

from __future__ import annotations

from collections.abc import Sequence

from dealflow.domain.claims.page import Gap, PageGap
from dealflow.i18n import t


def gap_words(gaps: Sequence[Gap], lang: str) -> str:
    """Return what of a page was not read: "embedded sheet, chart"."""
    return ", ".join(t(f"enum.gap.{gap.value}", lang) for gap in gaps)


def pages_in_words(pages: Sequence[int], gaps: Sequence[PageGap], lang: str) -> str:
    """Return the pages with what is missing on them: "3 (chart), 5 (pictures)"; or the number alone."""
    known = {gap.page: gap_words(gap.gaps, lang) for gap in gaps}
    return ", ".join(
        t("decks.unread_page", lang, page=page, what=known[page]) if page in known else str(page) for page in pages
    )
