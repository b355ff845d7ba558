"""Which contacts of an event may go to which firm: those of persons whose consent in force names it, and no other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dealflow.domain.irday.participants.participants import (
    INVESTORS,
    Attendee,
    Participant,
    ParticipantKind,
    opposite,
)
from dealflow.domain.people.consents import ContactItem, EventSide, Ground, Recipient, StandingConsent, ground


class ContactScope(StrEnum):
    """Of whom a firm is handed the contacts."""

    MET = "met"
    """Those with whom its consultation was held."""
    ALL = "all"
    """Everybody of the other side who takes part."""


@dataclass(frozen=True, slots=True)
class PersonGround:
    """A person of a firm, and on what that person's contact may go to the recipient."""

    firm: Participant
    attendee: Attendee
    ground: Ground


@dataclass(frozen=True, slots=True)
class HandedContact:
    """A person whose contact was handed over: by which consents, which items. Who it is stands beside the journal."""

    subject_id: str
    firm_id: str
    consent_ids: tuple[str, ...]
    parts: tuple[ContactItem, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """Contacts that an organiser handed to a firm of its event; ``recipient`` is the firm's name of then."""

    id: str
    organisation_id: str
    ir_event_id: str
    recipient_id: str
    recipient: str
    scope: ContactScope
    contacts: tuple[HandedContact, ...]


@dataclass(frozen=True, slots=True)
class KeptHandover:
    """A handing-over with when and by whom it was done."""

    handover: Handover
    handed_at: datetime
    handed_by: str


def side_of(kind: ParticipantKind) -> EventSide | None:
    """Return on which side one of that kind takes part; None: on neither."""
    if kind is ParticipantKind.SUPPLIER:
        return EventSide.SUPPLIERS
    return EventSide.INVESTORS if kind in INVESTORS else None


def side_opposite(kind: ParticipantKind) -> EventSide | None:
    """Return to which side the contacts of one of that kind would go; None: to none."""
    if kind is ParticipantKind.SUPPLIER:
        return EventSide.INVESTORS
    return EventSide.SUPPLIERS if kind in INVESTORS else None


def recipient_of(firm: Participant) -> Recipient:
    """Return a firm as one to whom data would go."""
    names = tuple(filter(None, (firm.name_ko, firm.name_en)))
    return Recipient(names, firm.ir_event_id, side_of(firm.kind))


def others_of(
    recipient: Participant, there: Iterable[Participant], held: Collection[tuple[str, str]], scope: ContactScope
) -> tuple[Participant, ...]:
    """Return the firms of the other side who take part, of whom contacts are asked; ``held``: consultations held."""
    return tuple(
        firm
        for firm in there
        if firm.is_coming
        and firm.kind in opposite(recipient.kind)
        and (scope is ContactScope.ALL or {(firm.id, recipient.id), (recipient.id, firm.id)} & set(held))
    )


def grounds(
    recipient: Participant, firms: Iterable[Participant], consents: Sequence[StandingConsent], on: date
) -> tuple[PersonGround, ...]:
    """Return everybody of the firms, each with the ground on which the contact may go to the recipient on a day."""
    to = recipient_of(recipient)
    return tuple(
        PersonGround(firm, attendee, ground(consents, attendee.id, to, on))
        for firm in firms
        for attendee in firm.attendees
    )


def handed(persons: Iterable[PersonGround]) -> tuple[HandedContact, ...]:
    """Return those who may be handed over: nobody without a consent in force is among them."""
    return tuple(
        HandedContact(person.attendee.id, person.firm.id, person.ground.consent_ids, person.ground.parts)
        for person in persons
        if person.ground.holds
    )
