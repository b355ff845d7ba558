"""The other forms of a firm's own page: whom it wishes to meet, and what it thought of the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dealflow.actions.irday.firm_page.firm_page import FirmPage
from dealflow.actions.irday.results.surveys import QUESTIONS
from dealflow.i18n import name_of

_LEAST: Final = 3
_MOST: Final = 10
"""Ranks that are offered: three even where nothing is wished for yet, and never a list that nobody ranks."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Whom a firm may choose (name and id), whom it chose by rank (``""``: nobody yet), and the names of those."""

    firms: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]
    names: tuple[str, ...]


def wishes(page: FirmPage, lang: str) -> Wishes:
    """Return whom the firm wishes to meet, with room for one more."""
    ranked = [wish.participant_id for wish in sorted(page.requests.wishes, key=lambda wish: wish.rank)]
    count = min(_MOST, max(_LEAST, len(ranked) + 1), len(page.others))
    return Wishes(
        firms=tuple(sorted((name_of(firm, lang), firm.id) for firm in page.others.values())),
        chosen=(*ranked, *[""] * count)[:count],
        names=tuple(name_of(page.firms[wish], lang) for wish in ranked if wish in page.firms),
    )


def survey(page: FirmPage) -> tuple[tuple[str, int | None], ...]:
    """Return the survey's questions with what the firm answered before."""
    return tuple((question, getattr(page.survey, question) if page.survey else None) for question in QUESTIONS)
