"""The figures that a viewer may see, to be taken out: of one company or of all, with their decks."""

from __future__ import annotations

from dataclasses import dataclass

from dealflow.actions.claims.review import ClaimView, claims_of
from dealflow.actions.platform.context import Looking
from dealflow.domain.claims.claims import ReviewState
from dealflow.domain.claims.deck import Deck
from dealflow.domain.people.access import Act, require
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import decks as deck_queries


@dataclass(frozen=True, slots=True)
class FiguresOut:
    """Figures with what names them: companies and decks by id."""

    views: tuple[ClaimView, ...]
    companies: dict[str, str]
    decks: dict[str, Deck]


def figures(looking: Looking, company_id: str | None = None) -> FiguresOut:
    """Return the figures of a company's decks, or of all decks, that the viewer may see; rejected ones are left out.

    Raises:
        NotAllowedError: the viewer's role sees no decks.
    """
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        companies = company_queries.companies(session, looking.ws.name, looking.viewer)
        wanted_ids = [company.id for company in companies] if company_id is None else [company_id]
        decks = deck_queries.decks(session, looking.ws.name, looking.viewer, wanted_ids)
        views = claims_of(looking.within(session), decks)
    standing = tuple(view for view in views if view.state is not ReviewState.REJECTED and not view.superseded)
    names = {company.id: company.name for company in companies}
    return FiguresOut(standing, names, {deck.id: deck for deck in decks})
