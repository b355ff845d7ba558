"""What a company does, in its deck's own words: offered where the house noted nothing of it."""

from __future__ import annotations

from typing import Final

from dealflow.actions.companies.proposals import Field, Proposal
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.domain.claims.deck import Deck
from dealflow.domain.claims.page import Page
from dealflow.domain.people.access import Act, require
from dealflow.extract.introduction import PAGES, introduction
from dealflow.store.ledger.queries import companies, decks, search

_NEWEST: Final = 3
"""Of so many decks the first that says it is heard; older ones tell of an older business."""


@remembered
def proposed_about(looking: Looking, company_id: str) -> Proposal | None:
    """Return what the newest decks that the viewer may see say of what the company does; None where they do not."""
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        company = companies.find_company(session, looking.ws.name, looking.viewer, company_id)
        if company is None:
            return None
        own = decks.decks(session, looking.ws.name, looking.viewer, [company.id])
        newest = sorted(own, key=lambda deck: deck.received_at, reverse=True)[:_NEWEST]
        for deck in newest:
            names = (*company.names, *(suggestion.name for suggestion in deck.suggestions))
            found = introduction(_first_pages(looking.within(session), deck), names)
            if found is not None:
                return Proposal(Field.ABOUT, found.text, deck_id=deck.id, page=found.page)
    return None


def _first_pages(looking: Looking, deck: Deck) -> tuple[Page, ...]:
    """Return the first pages of a deck with their words, without those whose words were not kept."""
    sizes = deck.page_sizes_pt[:PAGES]
    words = (
        search.page_words(looking.session, looking.ws.name, looking.viewer, deck.id, number)
        for number in range(1, len(sizes) + 1)
    )
    return tuple(
        Page(number, *size, kept) for number, (size, kept) in enumerate(zip(sizes, words, strict=True), 1) if kept
    )
