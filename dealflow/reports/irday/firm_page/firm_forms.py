"""The other forms of a firm's own page: whom it wishes to meet, and what it thought of the day."""

from __future__ import annotations

from collections.abc import Mapping
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
    """Whom a firm may choose (name and id), whom it chose by rank (``""``: nobody yet), whom it will not meet.

    ``names``: whom it wishes to meet as that is kept; ``is_refused``: what is chosen was not taken.
    """

    firms: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]
    vetoes: frozenset[str]
    names: tuple[str, ...]
    is_refused: bool


@dataclass(frozen=True, slots=True)
class Survey:
    """The survey's questions with what was answered (``""``: nothing), and the words."""

    answers: tuple[tuple[str, str], ...]
    comment: str
    is_refused: bool


def wishes(page: FirmPage, lang: str, refused: Mapping[str, str] | None = None) -> Wishes:
    """Return whom the firm wishes to meet, with room for one more; ``refused``: what was posted and not taken."""
    ranked = [wish.participant_id for wish in sorted(page.requests.wishes, key=lambda wish: wish.rank)]
    chosen, vetoes = ranked, frozenset(page.requests.vetoes)
    if refused is not None:
        chosen = [refused.get(f"wish-{rank}", "") for rank in range(_MOST)]
        chosen = chosen[: max((rank for rank, firm in enumerate(chosen, 1) if firm), default=0)]
        vetoes = frozenset(firm for firm in page.others if f"veto-{firm}" in refused)
    count = min(_MOST, max(_LEAST, len(chosen) + 1), len(page.others))
    return Wishes(
        firms=tuple(sorted((name_of(firm, lang), firm.id) for firm in page.others.values())),
        chosen=(*chosen, *[""] * count)[:count],
        vetoes=vetoes,
        names=tuple(name_of(page.firms[wish], lang) for wish in ranked if wish in page.firms),
        is_refused=refused is not None,
    )


def survey(page: FirmPage, refused: Mapping[str, str] | None = None) -> Survey:
    """Return the survey with what the firm answered before, or with what was posted and not taken."""
    if refused is not None:
        answers = tuple((name, refused.get(name, "")) for name in QUESTIONS)
        return Survey(answers, refused.get("comment", ""), is_refused=True)
    marks = [(name, getattr(page.survey, name) if page.survey else None) for name in QUESTIONS]
    answers = tuple((name, "" if mark is None else str(mark)) for name, mark in marks)
    return Survey(answers, page.survey.comment if page.survey else "", is_refused=False)
