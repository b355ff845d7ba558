"""Consents of people: kept with purpose, items and recipient; taken back; asked before data go to somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dealflow.actions.people import personal_data
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import new_id, written
from dealflow.domain.people.access import Act, require
from dealflow.domain.people.consents import ConsentRecord, Purpose, StandingConsent, may_hand_over
from dealflow.domain.people.events import ConsentGiven, ConsentWithdrawn
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import personal_data as queries


def consents(looking: Looking) -> tuple[StandingConsent, ...]:
    """Return the consents that the viewer's house keeps, the latest first.

    Raises:
        NotAllowedError: the viewer does not look after the house's people.
    """
    require(looking.viewer, Act.MANAGE_PEOPLE)
    with looking.ws.ledger.read() as session:
        return queries.consents(session, looking.ws.name, looking.viewer.organisation_id)


@transacted
def keep(acting: Acting, consent: ConsentRecord) -> str:
    """Keep that a person agreed to a use of their data, and return the consent's id.

    Raises:
        NotAllowedError: the viewer does not look after the house's people.
        NotFoundError: the house holds nothing of such a person.
        InvalidInputError: what is agreed to is not said, or a third party is not named.
    """
    house = acting.viewer.organisation_id
    personal_data.require_subject(acting, consent.subject_kind, consent.subject_id)
    recipient = written(consent.recipient, "recipient", required=consent.purpose is Purpose.THIRD_PARTY)
    if consent.given_on is not None and consent.kept_until is not None and consent.kept_until < consent.given_on:
        raise InvalidInputError(field="kept_until", problem="before_start", value=consent.kept_until.isoformat())
    kept = replace(
        consent,
        id=new_id("consent", house, consent.subject_id, consent.purpose, recipient, acting.at),
        organisation_id=house,
        items=written(consent.items, "items", required=True),
        recipient=recipient,
        source=written(consent.source, "source"),
    )
    acting.record([ConsentGiven(kept)], after=0)
    return kept.id


@transacted
def withdraw(acting: Acting, consent_id: str) -> None:
    """Keep that a person took a consent back: nothing is handed over by it any more.

    Raises:
        NotAllowedError: the viewer does not look after the house's people.
        NotFoundError: the house keeps no such consent.
    """
    require(acting.viewer, Act.MANAGE_PEOPLE)
    known = queries.find_consent(acting.session, acting.ws.name, consent_id)
    if known is None or known[0].organisation_id != acting.viewer.organisation_id:
        raise NotFoundError(kind="consent", id=consent_id)
    if not known[1]:
        acting.record([ConsentWithdrawn(consent_id, known[0].organisation_id)], after=known[2])


def handed_over(looking: Looking, subject_ids: tuple[str, ...], recipient: str, *, on: date) -> tuple[str, ...]:
    """Return those of the people whose data may go to a recipient on a day, by a consent that names them.

    Raises:
        NotAllowedError: the viewer does not look after the house's people.
    """
    standing = consents(looking)
    return tuple(subject for subject in subject_ids if may_hand_over(standing, subject, recipient, on))


def receivers(looking: Looking, subject_id: str) -> tuple[str, ...]:
    """Return to whom the viewer's house handed a person's contact, the latest first, each once.

    Raises:
        NotAllowedError: the viewer does not look after the house's people.
    """
    require(looking.viewer, Act.MANAGE_PEOPLE)
    with looking.ws.ledger.read() as session:
        handovers = queries.handovers(session, looking.ws.name, looking.viewer.organisation_id)
    return tuple(
        dict.fromkeys(
            kept.handover.recipient
            for kept in handovers
            if any(contact.subject_id == subject_id for contact in kept.handover.contacts)
        )
    )
