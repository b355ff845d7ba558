"""Who should meet whom: each company's fit with each investor's mandate, read off what the organiser may know.

That is the event's decks (figures that a person vouched for before those merely read), the companies' applications and
the books' records. No firm's private deck or word counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from dealflow.actions.claims.review import claims_of
from dealflow.actions.irday.programme.day_state import run_event
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.claim_views import CERTAIN, ClaimView, Figure, figure
from dealflow.domain.claims.company import Company
from dealflow.domain.claims.deck import Deck
from dealflow.domain.irday.participants.mandate_fit import Basis, CompanyFacts, Fit, Known, fit_of
from dealflow.domain.irday.participants.participants import INVESTORS, Participant, ParticipantKind, ParticipantState
from dealflow.domain.people.access import Audience
from dealflow.domain.values.quantity import Unit
from dealflow.store.ledger.queries import companies, irday
from dealflow.store.ledger.queries import decks as deck_queries

__all__ = ["Basis", "CompanyFacts", "Fit", "Known", "facts_of", "fits"]

_METRICS: Final = ("round", "raise_amount", "hq_location")
_ORDER: Final = (Basis.VERIFIED, Basis.DECLARED, Basis.BOOKS, Basis.READ)
"""What counts first where several sources speak: a figure that nobody verified comes last."""
_GONE: Final = frozenset({ParticipantState.DECLINED, ParticipantState.WITHDRAWN})


def fits(looking: Looking, ir_event_id: str) -> dict[tuple[str, str], Fit]:
    """Return the fit of every company with every investor that has a mandate, by participant ids.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    with looking.ws.ledger.read() as session:
        run_event(looking.within(session), ir_event_id)
        there = [
            participant
            for participant in irday.participants(session, looking.ws.name, ir_event_id)
            if participant.state not in _GONE
        ]
        facts = facts_of(looking.within(session), ir_event_id, there)
    investors = [participant for participant in there if participant.kind in INVESTORS]
    return {
        (company, investor.id): fit for company, known in facts.items() for investor in investors
        if (fit := fit_of(known, investor.mandate)).reasons
    }  # fmt: skip


def facts_of(looking: Looking, ir_event_id: str, there: Sequence[Participant]) -> dict[str, CompanyFacts]:
    """Return what is known of the companies among the participants, by participant id."""
    suppliers = [participant for participant in there if participant.kind is ParticipantKind.SUPPLIER]
    decks = {
        deck.id: deck
        for deck in deck_queries.decks(looking.session, looking.ws.name, looking.viewer)
        if deck.ir_event_id == ir_event_id and deck.audience is Audience.EVENT
    }
    claims: dict[str, list[ClaimView]] = defaultdict(list)
    for view in claims_of(looking, list(decks.values()), set(_METRICS)) if decks else ():
        claims[view.company_id or ""].append(view)
    books = {company.id: company for company in companies.companies(looking.session, looking.ws.name, looking.viewer)}
    return {
        supplier.id: _facts(
            looking.ws, supplier, books.get(supplier.company_id or ""), claims.get(supplier.company_id or "", []), decks
        )
        for supplier in suppliers
    }


def _facts(
    ws: Workspace,
    supplier: Participant,
    company: Company | None,
    claims: Sequence[ClaimView],
    decks: dict[str, Deck],
) -> CompanyFacts:
    profile = supplier.profile
    figures = {name: figure(ws.metric(name), claims, decks) for name in _METRICS}
    texts = {name: _text(cited) for name, cited in figures.items()}
    return CompanyFacts(
        sectors=_best(_told(Basis.BOOKS, company.sector if company else ""), _told(Basis.DECLARED, profile.sector),
                      _told(Basis.DECLARED, profile.product)),
        rounds=_best(texts["round"], _told(Basis.DECLARED, profile.round_label)),
        raises=_best(_money(figures["raise_amount"]), _declared(profile.raise_won)),
        regions=_best(texts["hq_location"], _told(Basis.BOOKS, company.region if company else ""),
                      _told(Basis.DECLARED, profile.region)),
    )  # fmt: skip


def _best(*facts: Known | None) -> tuple[Known, ...]:
    """Return what is known, the best source first."""
    return tuple(sorted(_there(facts), key=lambda fact: _ORDER.index(fact.basis)))


def _there(facts: Iterable[Known | None]) -> list[Known]:
    return [fact for fact in facts if fact is not None]


def _told(basis: Basis, text: str) -> Known | None:
    return Known(basis, text) if text else None


def _declared(won: int | None) -> Known | None:
    return None if won is None else Known(Basis.DECLARED, low=won, high=won)


def _basis(cited: Figure) -> Basis:
    return Basis.VERIFIED if cited.state in CERTAIN else Basis.READ


def _text(cited: Figure | None) -> Known | None:
    if cited is None or not cited.quantity.text:
        return None
    return Known(
        _basis(cited), cited.quantity.text, claim_id=cited.claim_id, deck_id=cited.deck_id, page=cited.page
    )  # fmt: skip


def _money(cited: Figure | None) -> Known | None:
    """Return an amount of won that a deck says; other currencies are not turned into won."""
    if cited is None or cited.quantity.unit is not Unit.KRW or not cited.quantity.amounts:
        return None
    low, high = (int(end(cited.quantity.amounts)) for end in (min, max))
    return Known(
        _basis(cited), low=low, high=high, claim_id=cited.claim_id, deck_id=cited.deck_id, page=cited.page
    )  # fmt: skip
