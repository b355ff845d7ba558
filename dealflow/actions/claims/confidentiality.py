"""For whom a shared deck is: said by its owner, asked by every query; the terms to which its readers agree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import written
from dealflow.domain.claims.confidentiality import Confidentiality, Confinement, terms_hash
from dealflow.domain.claims.deck import Deck
from dealflow.domain.claims.events import DeckConfined, NdaAccepted
from dealflow.domain.people.access import Act, Audience, Role, may_keep_deck, require
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import deck_rights, decks

_LONGEST_TERMS: Final = 10_000


@dataclass(frozen=True, slots=True)
class OfferedDeck:
    """A deck that opens once its reader agrees to its terms: whose it is, of which company, and the terms."""

    id: str
    company: str
    company_en: str
    owner_id: str
    terms: str

    @property
    def name(self) -> str:
        """Return the company's name as it is called."""
        return self.company


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who agreed to the terms of a deck, and whether those are still the terms."""

    person_id: str
    organisation_id: str
    at: datetime
    is_current: bool


def confinement(looking: Looking, deck_id: str) -> Confinement:
    """Return for whom a deck is, to those who keep it.

    Raises:
        NotFoundError: there is none that the viewer may see.
        NotAllowedError: it is somebody else's.
    """
    with looking.ws.ledger.read() as session:
        _kept(looking.within(session), deck_id)
        return deck_rights.confinement(session, looking.ws.name, deck_id)


@transacted
def confine(acting: Acting, deck_id: str, confinement: Confinement) -> None:
    """Say for whom a shared deck is from now on.

    Raises:
        NotFoundError: there is none that the viewer may see, or no such house.
        NotAllowedError: it is somebody else's.
        InvalidInputError: it is shared with nobody, or list, event or terms are missing.
    """
    deck = _kept(acting, deck_id)
    cleaned = replace(
        confinement,
        listed=tuple(sorted(set(confinement.listed))),
        terms=written(confinement.terms, "terms", longest=_LONGEST_TERMS),
    )
    _require_sense(acting, deck, cleaned)
    if cleaned != deck_rights.confinement(acting.session, acting.ws.name, deck_id):
        acting.record([DeckConfined(deck_id, cleaned)], after=deck.seq)


def _require_sense(looking: Looking, deck: Deck, confinement: Confinement) -> None:
    if deck.audience is not Audience.EVENT:
        raise InvalidInputError(field="deck", problem="not_shared", value=deck.id)
    if confinement.level is Confidentiality.EVENT and deck.ir_event_id is None:
        raise InvalidInputError(field="ir_event", problem="missing")
    if confinement.level is Confidentiality.LISTED and not confinement.listed:
        raise InvalidInputError(field="organisation", problem="missing")
    if confinement.level is Confidentiality.NDA and not confinement.terms:
        raise InvalidInputError(field="terms", problem="missing")
    houses = {house.id for house in people.organisations(looking.ws)}
    for listed in confinement.listed:
        if listed not in houses:
            raise NotFoundError(kind="organisation", id=listed)


@remembered
def offered(looking: Looking) -> tuple[OfferedDeck, ...]:
    """Return the decks that open once the viewer agrees to their terms, newest first."""
    with looking.ws.ledger.read() as session:
        rows = deck_rights.offered(session, looking.ws.name, looking.viewer)
    return tuple(OfferedDeck(row.id, name, name_en, row.owner_id, row.terms) for row, name, name_en in rows)


@transacted
def agree(acting: Acting, deck_id: str, terms: str) -> None:
    """Agree to the terms of a deck, as they were read; the journal keeps who, when and to which words.

    Raises:
        NotFoundError: no such deck is offered to the viewer.
        InvalidInputError: the terms are others by now.
    """
    require(acting.viewer, Act.SEE_DECKS)
    rows = deck_rights.offered(acting.session, acting.ws.name, acting.viewer)
    deck = next((row for row, _, _ in rows if row.id == deck_id), None)
    if deck is None:
        raise NotFoundError(kind="deck", id=deck_id)
    if deck.terms != terms:
        raise InvalidInputError(field="terms", problem="changed", value=deck_id)
    viewer = acting.viewer
    event = NdaAccepted(deck_id, viewer.person_id, viewer.organisation_id, deck.terms_hash)
    acting.record([event], after=len(journal.read_stream(acting.session, acting.ws.name, event.stream)))


def agreements(looking: Looking, deck_id: str) -> tuple[Agreement, ...]:
    """Return who agreed to the terms of a deck, to those who keep it.

    Raises:
        NotFoundError: there is none that the viewer may see.
        NotAllowedError: it is somebody else's.
    """
    with looking.ws.ledger.read() as session:
        deck = _kept(looking.within(session), deck_id)
        rows = deck_rights.agreements(session, looking.ws.name, deck_id)
    current = terms_hash(deck.terms)
    return tuple(Agreement(person, house, at, hashed == current) for person, house, at, hashed in rows)


def _kept(looking: Looking, deck_id: str) -> Deck:
    """Return a deck that the viewer's house keeps.

    Raises:
        NotFoundError: there is none that the viewer may see.
        NotAllowedError: it is somebody else's; a company's guest does not say for whom it is.
    """
    deck = decks.find_deck(looking.session, looking.ws.name, looking.viewer, deck_id)
    if deck is None:
        raise NotFoundError(kind="deck", id=deck_id)
    viewer, act = looking.viewer, Act.EDIT_COMPANIES
    keeps = may_keep_deck(viewer, act, owner_id=deck.owner_id, audience=deck.audience, company_id=deck.company_id)
    if viewer.role is Role.COMPANY_GUEST or not keeps or deck.owner_id != viewer.organisation_id:
        raise NotAllowedError(act=act.value, role=viewer.role.value)
    return deck
