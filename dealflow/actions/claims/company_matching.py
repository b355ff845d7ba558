"""Whose deck is it? Companies that fit what the deck says of itself, best first. A person confirms, no machine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dealflow.actions.platform.context import Looking
from dealflow.domain.claims.company import Company
from dealflow.domain.claims.deck import Suggestion
from dealflow.domain.people.access import Act, require
from dealflow.domain.values.company_names import NEAR, plain_name, similarity
from dealflow.domain.values.register_numbers import biz_reg_no_valid, digits_of
from dealflow.errors import NotFoundError
from dealflow.store.ledger.queries import companies, decks

SAME_NUMBER = 1.0
SAME_NAME = 0.95
_NEW = 0.6
"""A new company ranks behind names that are nearly the deck's, before those that only resemble it."""
_LESS_SURE = 0.9
_HANGUL = re.compile("[가-힣]")
_IS_LATIN = re.compile(r"[\x20-\x7e]+")
_BY_ITSELF = frozenset({"cover", "label"})
"""Where a deck names its company, in two scripts as a rule."""
_MOST = 8


@dataclass(frozen=True, slots=True)
class CompanyMatch:
    """A company that the deck may be of; no ``company_id``: a new one, named by the deck.

    ``why``: biz_reg_no, name, similar_name, or for new ones where the deck says it: cover, label, metadata, file_name.
    """

    company_id: str | None
    name: str
    name_en: str
    biz_reg_no: str | None
    score: float
    why: str


def matches(looking: Looking, deck_id: str) -> tuple[CompanyMatch, ...]:
    """Return the companies that fit the deck, best first, among those that the viewer may know of.

    Raises:
        NotFoundError: there is no deck that the viewer may see.
    """
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        deck = decks.find_deck(session, looking.ws.name, looking.viewer, deck_id)
        if deck is None:
            raise NotFoundError(kind="deck", id=deck_id)
        known = companies.listed(session, looking.ws.name, looking.viewer)
    return rank(deck.suggestions, known)


def rank(suggestions: Sequence[Suggestion], known: Sequence[Company]) -> tuple[CompanyMatch, ...]:
    """Return known companies and new ones that fit the suggestions, best first.

    An equal registration number (with a right checksum) weighs most, then an equal name, then a similar one.
    """
    fitting = [match for company in known if (match := _known(company, suggestions)) is not None]
    sure = {plain_name(name) for match in fitting if match.score >= SAME_NAME for name in (match.name, match.name_en)}
    new: dict[str, CompanyMatch] = {}
    for place, suggestion in enumerate(suggestions):
        key = plain_name(suggestion.name)
        if key and key not in sure and key not in new:
            number = (
                suggestion.biz_reg_no if suggestion.biz_reg_no and biz_reg_no_valid(suggestion.biz_reg_no) else None
            )
            new[key] = CompanyMatch(None, suggestion.name, "", number, _NEW / (1 + place), suggestion.source)
    ranked = sorted(
        [*fitting, *_with_other_names(new.values())],
        key=lambda match: (-match.score, match.name, match.company_id or ""),
    )
    return tuple(ranked[:_MOST])


def _with_other_names(new: Iterable[CompanyMatch]) -> Iterator[CompanyMatch]:
    """Yield new companies; a Korean name takes the Latin one that stands in the same place for its English name."""
    known = tuple(new)
    latin = {match.why: match.name for match in reversed(known) if _IS_LATIN.fullmatch(match.name)}
    for match in known:
        is_korean = _HANGUL.search(match.name) is not None
        other = latin.get(match.why, "") if is_korean and match.why in _BY_ITSELF else ""
        yield replace(match, name_en=other) if other else match


def same_name(name: str, known: Sequence[Company]) -> Company | None:
    """Return the first company whose Korean or English name is the given one, however its form is written."""
    key = plain_name(name)
    return next((company for company in known if key and key in {plain_name(called) for called in company.names}), None)


def _known(company: Company, suggestions: Sequence[Suggestion]) -> CompanyMatch | None:
    """Return how well the company fits the best of the suggestions, or nothing."""
    score, why = max((_alike(company, suggestion) for suggestion in suggestions), default=(0.0, ""))
    if not why:
        return None
    return CompanyMatch(company.id, company.name, company.name_en, company.biz_reg_no, score, why)


def _alike(company: Company, suggestion: Suggestion) -> tuple[float, str]:
    """Return how alike a company and a suggestion are, 0 to 1, and by what."""
    number = suggestion.biz_reg_no
    if (
        number
        and company.biz_reg_no
        and biz_reg_no_valid(number)
        and digits_of(number) == digits_of(company.biz_reg_no)
    ):
        return SAME_NUMBER, "biz_reg_no"
    text = plain_name(suggestion.name)
    names = [key for name in company.names if (key := plain_name(name))]
    if not text or not names:
        return 0.0, ""
    if text in names:
        return SAME_NAME, "name"
    alike = max(similarity(text, name) for name in names)
    return (alike * _LESS_SURE, "similar_name") if alike >= NEAR else (0.0, "")
