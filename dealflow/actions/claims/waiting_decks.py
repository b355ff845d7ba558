"""The decks whose figures wait for a word of the viewer's organisation."""

from __future__ import annotations

from dataclasses import dataclass

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.domain.people.access import Act, require
from dealflow.store.ledger.queries import claims as claim_queries
from dealflow.store.ledger.queries import companies
from dealflow.store.ledger.queries import decks as deck_queries


@dataclass(frozen=True, slots=True)
class Waiting:
    """A deck with claims that wait for the viewer's organisation, on ``first_page`` the first of them (0: none)."""

    deck_id: str
    file_name: str
    company_name: str
    company_name_en: str
    to_review: int
    total: int
    look_again: int = 0
    first_page: int = 0


@remembered
def waiting(looking: Looking) -> tuple[Waiting, ...]:
    """Return the decks with claims that wait for the viewer's organisation, or for its second look, most first."""
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        decks = deck_queries.decks(session, looking.ws.name, looking.viewer)
        counts = deck_queries.claim_counts(session, looking.ws.name, looking.viewer)
        again = claim_queries.second_looks(session, looking.ws.name, looking.viewer)
        those = {deck.company_id for deck in decks if deck.company_id is not None}
        names = {
            company.id: (company.name, company.name_en)
            for company in companies.among(session, looking.ws.name, looking.viewer, those)
        }
    counted = [(deck, counts.get(deck.id, deck_queries.ClaimCount())) for deck in decks]
    decks_waiting = [
        Waiting(
            deck.id,
            deck.file_name,
            *names.get(deck.company_id or "", ("", "")),
            to_review=count.to_review,
            total=count.claims,
            look_again=again.get(deck.id, 0),
            first_page=count.first_page,
        )
        for deck, count in counted
        if count.to_review or deck.id in again
    ]
    return tuple(
        sorted(
            decks_waiting,
            key=lambda waiting_deck: (
                -waiting_deck.to_review - waiting_deck.look_again,
                waiting_deck.file_name,
                waiting_deck.deck_id,
            ),
        )
    )
