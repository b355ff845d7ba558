"""Taking participants from the books: investors, operators and adopters that are known, companies with decks here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dealflow.actions.irday.participants.participants import is_same_firm, put
from dealflow.actions.irday.programme.day_state import run_event
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import new_id
from dealflow.domain.irday.participants.participants import Participant, ParticipantKind, ParticipantState, Profile
from dealflow.domain.people.access import OrganisationKind
from dealflow.store.ledger.queries import companies, irday, people
from dealflow.store.ledger.queries import decks as deck_queries

_KINDS = {
    OrganisationKind.VC: ParticipantKind.VC,
    OrganisationKind.TIPS_OPERATOR: ParticipantKind.OPERATOR,
    OrganisationKind.ADOPTER: ParticipantKind.ADOPTER,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A firm of the books that does not take part yet; ``decks`` of this event are a company's."""

    participant: Participant
    decks: int = 0


def candidates(looking: Looking, ir_event_id: str) -> tuple[Candidate, ...]:
    """Return who of the books could take part and does not: companies with a deck of this event first.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    with looking.ws.ledger.read() as session:
        run_event(looking.within(session), ir_event_id)
        return _candidates(looking.within(session), ir_event_id)


@transacted
def invite(
    acting: Acting, ir_event_id: str, chosen: Sequence[str], *, state: ParticipantState = ParticipantState.INVITED
) -> int:
    """Add firms of the books (their participants' ids, as ``candidates`` gives them) and return how many were new.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    texts = frozenset(chosen)
    run_event(acting, ir_event_id)
    participants = [
        candidate.participant
        for candidate in _candidates(acting, ir_event_id, state)
        if candidate.participant.id in texts
    ]
    for participant in participants:
        put(acting.ws, acting.session, participant, None, acting.by, after=0)
    return len(participants)


def _candidates(
    looking: Looking, ir_event_id: str, state: ParticipantState = ParticipantState.INVITED
) -> tuple[Candidate, ...]:
    there = irday.participants(looking.session, looking.ws.name, ir_event_id)
    decks: dict[str, int] = {}
    for deck in deck_queries.decks(looking.session, looking.ws.name, looking.viewer):
        if deck.ir_event_id == ir_event_id and deck.company_id is not None:
            decks[deck.company_id] = decks.get(deck.company_id, 0) + 1
    known = companies.listed(looking.session, looking.ws.name, looking.viewer) if decks else ()
    offered = [
        Candidate(
            Participant(
                id=new_id("participant", ir_event_id, "company", company.id),
                ir_event_id=ir_event_id,
                kind=ParticipantKind.SUPPLIER,
                state=state,
                name_ko=company.name,
                name_en=company.name_en,
                company_id=company.id,
                pitches=True,
                profile=Profile(biz_reg_no=company.biz_reg_no or "", region=company.region, sector=company.sector),
            ),
            decks[company.id],
        )
        for company in known
        if company.id in decks
    ]
    offered += [
        Candidate(
            Participant(
                id=new_id("participant", ir_event_id, "organisation", organisation.id),
                ir_event_id=ir_event_id,
                kind=_KINDS[organisation.kind],
                state=state,
                name_ko=organisation.name_ko,
                name_en=organisation.name_en,
                organisation_id=organisation.id,
                profile=Profile(region=organisation.region),
            )
        )
        for organisation in people.organisations(looking.session, looking.ws.name)
        if organisation.kind in _KINDS
    ]
    return tuple(
        candidate
        for candidate in offered
        if not any(
            other.kind is candidate.participant.kind and is_same_firm(candidate.participant, other) for other in there
        )
    )
