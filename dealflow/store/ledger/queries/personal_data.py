"""Where personal data of a house's people, events and contacts stand, since when, and how they are destroyed.

Each is asked for one house: what another house keeps is never among it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from dealflow.domain.irday.contacts.provision import KeptHandover
from dealflow.domain.irday.participants.participants import Consent, Participant, ParticipantState
from dealflow.domain.irday.registration.registrations import as_participant
from dealflow.domain.people.consents import ConsentRecord, StandingConsent
from dealflow.domain.values.korean_days import korean_day
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.queries import attendees
from dealflow.store.ledger.tables.award import ApplicantCard, AwardApplicationRow, AwardRow
from dealflow.store.ledger.tables.claims import CompanyRow, ContactCard, ContactRow
from dealflow.store.ledger.tables.irday import AttendeeName, ContactHandoverRow, ParticipantRow
from dealflow.store.ledger.tables.notices import OutboxRow
from dealflow.store.ledger.tables.people import ConsentRow, DestructionRow, IrEventRow

__all__ = [
    "AwardPerson",
    "ContactPerson",
    "Destroyed",
    "EventPerson",
    "KeptHandover",
    "award_people",
    "consents",
    "contact_people",
    "destroy_letters",
    "destructions",
    "event_people",
    "find_consent",
    "handovers",
    "handovers_to",
    "letters_about_events",
]


@dataclass(frozen=True, slots=True)
class EventPerson:
    """A person of an event: the card, the event, and as whose person, in which state."""

    id: str
    name: str
    title: str
    phone: str
    email: str
    ir_event_id: str
    event_ko: str
    event_en: str
    held_on: date
    firm: str
    participant_id: str
    state: ParticipantState | None
    consents: tuple[Consent, ...]

    @property
    def is_handed_over(self) -> bool:
        """Say whether the firm agreed to third parties: the investors of the event."""
        return Consent.THIRD_PARTY in self.consents


@dataclass(frozen=True, slots=True)
class ContactPerson:
    """A person of a company in a house's books."""

    id: str
    name: str
    title: str
    phone: str
    email: str
    note: str
    company_id: str
    company: str
    since: date
    seq: int


@dataclass(frozen=True, slots=True)
class AwardPerson:
    """Whom to write to about an application for an award; ``entry_id``: the case that came of it, empty: none.

    ``closed_on``: the last day of the call.
    """

    id: str
    representative: str
    name: str
    title: str
    phone: str
    email: str
    where: str
    entry_id: str
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Destroyed:
    """An entry of the register of destructions."""

    id: str
    organisation_id: str
    what: str
    subject_ids: tuple[str, ...]
    reason: str
    destroyed_at: datetime
    destroyed_by: str


def event_people(session: Session, workspace: str, organiser_id: str) -> tuple[EventPerson, ...]:
    """Return the people of all events that a house runs whose cards stand, by event and name."""
    rows = session.exec(
        select(AttendeeName, IrEventRow)
        .join(
            IrEventRow,
            (col(IrEventRow.workspace) == col(AttendeeName.workspace))
            & (col(IrEventRow.id) == col(AttendeeName.ir_event_id)),
        )
        .where(AttendeeName.workspace == workspace, IrEventRow.organiser_id == organiser_id)
        .order_by(col(IrEventRow.held_on), IrEventRow.id, AttendeeName.name, AttendeeName.attendee_id)
    ).all()
    whose = _whose(session, workspace, {event.id for _, event in rows})
    return tuple(_event_person(card, event, whose.get(card.attendee_id)) for card, event in rows)


def _whose(session: Session, workspace: str, event_ids: Collection[str]) -> dict[str, Participant]:
    """Return the participants of events by the ids of their people."""
    query = select(ParticipantRow).where(
        ParticipantRow.workspace == workspace, col(ParticipantRow.ir_event_id).in_(sorted(event_ids))
    )
    firms = {
        attendee.id: row.participant
        for row in session.exec(query)
        for attendee in (
            *row.participant.attendees,
            *(row.participant.asked.attendees if row.participant.asked else ()),
        )
    }
    visitors = (
        as_participant(registration, about.organisation if (about := abouts.get(registration.id)) else "")
        for event_id in sorted(event_ids)
        for abouts in (attendees.abouts(session, workspace, event_id),)
        for registration in attendees.registrations(session, workspace, event_id)
    )
    return firms | {visitor.id: visitor for visitor in visitors}


def _event_person(card: AttendeeName, event: IrEventRow, firm: Participant | None) -> EventPerson:
    return EventPerson(
        id=card.attendee_id,
        name=card.name,
        title=card.title,
        phone=card.phone,
        email=card.email,
        ir_event_id=event.id,
        event_ko=event.title_ko,
        event_en=event.title_en,
        held_on=event.held_on,
        firm=firm.name_ko if firm else "",
        participant_id=firm.id if firm else "",
        state=firm.state if firm else None,
        consents=firm.consents if firm else (),
    )


def contact_people(session: Session, workspace: str, owner_id: str) -> tuple[ContactPerson, ...]:
    """Return the people of companies in a house's books, by company and name."""
    rows = session.exec(
        select(ContactRow, ContactCard, CompanyRow)
        .join(
            ContactCard,
            (col(ContactCard.workspace) == col(ContactRow.workspace)) & (col(ContactCard.contact_id) == ContactRow.id),
        )
        .join(
            CompanyRow,
            (col(CompanyRow.workspace) == col(ContactRow.workspace)) & (col(CompanyRow.id) == ContactRow.company_id),
            isouter=True,
        )
        .where(ContactRow.workspace == workspace, ContactRow.owner_id == owner_id)
        .order_by(ContactRow.company_id, ContactCard.name, ContactRow.id)
    )
    return tuple(
        ContactPerson(
            id=row.id,
            name=card.name,
            title=card.position,
            phone=card.phone,
            email=card.email,
            note=card.note,
            company_id=row.company_id,
            company=company.name if company else "",
            since=korean_day(row.changed_at),
            seq=row.seq,
        )
        for row, card, company in rows
    )


def award_people(session: Session, workspace: str, owner_id: str) -> tuple[AwardPerson, ...]:
    """Return whom to write to about applications for a house's awards, by award and name."""
    rows = session.exec(
        select(ApplicantCard, AwardApplicationRow, AwardRow)
        .join(
            AwardApplicationRow,
            (col(AwardApplicationRow.workspace) == col(ApplicantCard.workspace))
            & (col(AwardApplicationRow.id) == col(ApplicantCard.application_id)),
        )
        .join(
            AwardRow,
            (col(AwardRow.workspace) == col(ApplicantCard.workspace)) & (col(AwardRow.id) == ApplicantCard.award_id),
        )
        .where(ApplicantCard.workspace == workspace, ApplicantCard.owner_id == owner_id)
        .order_by(ApplicantCard.award_id, ApplicantCard.name, ApplicantCard.application_id)
    )
    return tuple(
        AwardPerson(
            id=card.application_id,
            representative=card.representative,
            name=card.name or card.representative,
            title=card.title,
            phone=card.phone,
            email=card.email,
            where=" · ".join(filter(None, (row.application.name_ko, award.award.title_ko))),
            entry_id=row.application.entry_id,
            closed_on=award.award.closes_on,
        )
        for card, row, award in rows
    )


def letters_about_events(session: Session, workspace: str, organiser_id: str) -> tuple[OutboxRow, ...]:
    """Return the letters that were written to the people of a house's events, the oldest first."""
    events = select(IrEventRow.id).where(IrEventRow.workspace == workspace, IrEventRow.organiser_id == organiser_id)
    rows = session.exec(
        select(OutboxRow)
        .where(OutboxRow.workspace == workspace, col(OutboxRow.about).in_(events))
        .order_by(col(OutboxRow.made_at), OutboxRow.id)
    )
    return tuple(rows)


def destroy_letters(session: Session, workspace: str, letter_ids: Collection[str]) -> None:
    """Destroy that letters were written: addresses, subjects and what became of them."""
    for letter_id in sorted(letter_ids):
        row = session.get(OutboxRow, (workspace, letter_id))
        if row is not None:
            session.delete(row)


def consents(session: Session, workspace: str, organisation_id: str) -> tuple[StandingConsent, ...]:
    """Return the consents that a house keeps, the latest first."""
    rows = session.exec(
        select(ConsentRow)
        .where(ConsentRow.workspace == workspace, ConsentRow.organisation_id == organisation_id)
        .order_by(col(ConsentRow.given_at).desc(), ConsentRow.id)
    )
    return tuple(StandingConsent(row.consent, row.given_at, row.kept_by, row.withdrawn_at) for row in rows)


def find_consent(session: Session, workspace: str, consent_id: str) -> tuple[ConsentRecord, bool, int] | None:
    """Return a consent, whether it was withdrawn, and its version; None: there is none."""
    row = session.get(ConsentRow, (workspace, consent_id))
    return None if row is None else (row.consent, row.withdrawn_at is not None, row.seq)


def destructions(session: Session, workspace: str, organisation_id: str) -> tuple[Destroyed, ...]:
    """Return what a house destroyed, the latest first."""
    rows = session.exec(
        select(DestructionRow)
        .where(DestructionRow.workspace == workspace, DestructionRow.organisation_id == organisation_id)
        .order_by(col(DestructionRow.destroyed_at).desc(), DestructionRow.id)
    )
    return tuple(value_of(Destroyed, row) for row in rows)


def handovers(session: Session, workspace: str, organisation_id: str) -> tuple[KeptHandover, ...]:
    """Return what contacts a house handed to whom, the latest first."""
    return _handovers(session, workspace, col(ContactHandoverRow.organisation_id) == organisation_id)


def handovers_to(session: Session, workspace: str, recipient_id: str) -> tuple[KeptHandover, ...]:
    """Return what contacts a firm of an event was handed, the latest first. For actions that checked who asks."""
    return _handovers(session, workspace, col(ContactHandoverRow.recipient_id) == recipient_id)


def _handovers(session: Session, workspace: str, whose: ColumnElement[bool]) -> tuple[KeptHandover, ...]:
    rows = session.exec(
        select(ContactHandoverRow)
        .where(ContactHandoverRow.workspace == workspace, whose)
        .order_by(col(ContactHandoverRow.handed_at).desc(), ContactHandoverRow.id)
    )
    return tuple(value_of(KeptHandover, row) for row in rows)
