"""Contacts of an event's persons handed to firms of the other side: by consents in force alone, each time recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from dealflow.actions.irday.links.access_links import opened
from dealflow.actions.irday.links.link_access import Address
from dealflow.actions.irday.programme.day_state import Day, load_day, run_event
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace, new_id
from dealflow.domain.irday.contacts.events import ContactsHandedOver
from dealflow.domain.irday.contacts.provision import (
    ContactScope,
    HandedContact,
    Handover,
    KeptHandover,
    PersonGround,
    grounds,
    handed,
    others_of,
    recipient_of,
    side_of,
)
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.people.consents import ContactItem, StandingConsent, ground
from dealflow.domain.people.people import IrEvent
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries import personal_data as queries
from dealflow.store.ledger.queries.irday import Card
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["ContactLine", "OwnContacts", "Provision", "hand_over", "handed_lines", "own_contacts", "provision"]

_MOST: Final = 500
"""Firms in one go: more than any event has."""


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A line of what is handed over: a person's card with what the consent covers, or a firm without consent (None)."""

    firm: Participant
    card: Card | None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Provision:
    """Everything that decides which contacts of an event may go to whom on a day, and what went before.

    ``asked``: when a person was asked last, by id.
    """

    day: Day
    consents: tuple[StandingConsent, ...]
    asked: Mapping[str, datetime]
    handovers: tuple[KeptHandover, ...]
    on: date

    def persons(self, recipient: Participant, scope: ContactScope) -> tuple[PersonGround, ...]:
        """Return everybody whose contact the recipient would be handed, each with the ground or without."""
        firms = others_of(recipient, self.day.participants, _held(self.day), scope)
        reachable = self.day.cards
        return tuple(
            person for person in grounds(recipient, firms, self.consents, self.on) if person.attendee.id in reachable
        )

    def received_by(self, subject_id: str) -> tuple[KeptHandover, ...]:
        """Return who was handed a person's contact, the latest first."""
        return tuple(
            kept for kept in self.handovers if any(one.subject_id == subject_id for one in kept.handover.contacts)
        )


@dataclass(frozen=True, slots=True)
class OwnContacts:
    """What a firm was handed and may still use today; ``gone``: firms of whose persons one took the consent back."""

    event: IrEvent
    firm: Participant
    lines: tuple[ContactLine, ...]
    gone: tuple[Participant, ...]


def provision(looking: Looking, ir_event_id: str, *, on: date) -> Provision:
    """Return what decides over the contacts of an event, for who runs it.

    Raises:
        NotFoundError, NotAllowedError: there is no such event; the viewer does not run it.
    """
    with looking.ws.ledger.read() as session:
        return _provision(looking.within(session), ir_event_id, on)


@transacted
def hand_over(
    acting: Acting, ir_event_id: str, recipient_ids: Sequence[str], scope: ContactScope
) -> tuple[Handover, ...]:
    """Hand firms the contacts of the other side whose consents allow it today, record it, and return what went.

    Firms for whom nobody's consent stands are handed nothing.

    Raises:
        InvalidInputError: for none of the firms a consent stands, or one of them does not take part.
        NotFoundError, NotAllowedError: there is no such firm at the event; the viewer does not run it.
    """
    if not 0 < len(recipient_ids) <= _MOST:
        raise InvalidInputError(field="recipient", problem="missing")
    known = _provision(acting, ir_event_id, korean_day(acting.at))
    done = []
    for recipient_id in dict.fromkeys(recipient_ids):
        recipient = known.day.participant(recipient_id)
        if not recipient.is_coming or side_of(recipient.kind) is None:
            raise InvalidInputError(field="recipient", problem="unknown", value=recipient.name_ko)
        contacts = handed(known.persons(recipient, scope))
        if contacts:
            done.append(_handover(acting, known.day.event, recipient, scope, contacts))
    if not done:
        raise InvalidInputError(field="contacts", problem="no_consent")
    for handover in done:
        acting.record([ContactsHandedOver(handover)], after=0)
    return tuple(done)


def _handover(
    acting: Acting, event: IrEvent, recipient: Participant, scope: ContactScope, contacts: tuple[HandedContact, ...]
) -> Handover:
    return Handover(
        id=new_id("handover", event.id, recipient.id, scope, acting.at),
        organisation_id=event.organiser_id,
        ir_event_id=event.id,
        recipient_id=recipient.id,
        recipient=recipient.name_ko,
        scope=scope,
        contacts=contacts,
    )


def handed_lines(known: Provision, kept: KeptHandover) -> tuple[ContactLine, ...]:
    """Return the lines of a handing-over as its file may hold them today: whose consent ended is not among them."""
    handover = kept.handover
    recipient = known.day.participant(handover.recipient_id)
    lines = _lines(recipient, (kept,), known.day.participants, known.day.cards, known)
    firms = {line.firm.id for line in lines}
    others = others_of(recipient, known.day.participants, _held(known.day), handover.scope)
    return _in_order((*lines, *(ContactLine(firm, None) for firm in others if firm.id not in firms)))


def own_contacts(ws: Workspace, address: Address, *, at: datetime) -> OwnContacts:
    """Return what a firm was handed and may use today, by its own page's address.

    Raises:
        DayLinkError: the address does not open, or is no firm's.
    """
    with ws.ledger.read() as session:
        found = opened(ws, session, address.link, address.secret, at=at, purpose=LinkPurpose.FIRM)
        firm = found.participant
        if firm is None:
            raise NotFoundError(kind="participant", id=address.link)
        return own_contacts_within(ws, session, found.event, firm, on=korean_day(at))


def own_contacts_within(ws: Workspace, session: Session, event: IrEvent, firm: Participant, *, on: date) -> OwnContacts:
    """Return what a firm was handed and may use today, inside a transaction of a caller that checked who asks."""
    handovers = queries.handovers_to(session, ws.name, firm.id)
    if not handovers:
        return OwnContacts(event, firm, (), ())
    known = _Known(queries.consents(session, ws.name, event.organiser_id), on)
    there = irday.participants(session, ws.name, event.id)
    lines = _lines(firm, handovers, there, irday.cards(session, ws.name, event.id), known)
    here = {line.card.attendee_id for line in lines if line.card}
    lost = {one.firm_id for kept in handovers for one in kept.handover.contacts if one.subject_id not in here}
    return OwnContacts(event, firm, lines, tuple(other for other in there if other.id in lost))


@dataclass(frozen=True, slots=True)
class _Known:
    """Consents of a day."""

    consents: tuple[StandingConsent, ...]
    on: date


def _lines(
    recipient: Participant,
    handovers: Sequence[KeptHandover],
    there: Sequence[Participant],
    cards: Mapping[str, Card],
    known: Provision | _Known,
) -> tuple[ContactLine, ...]:
    """Return the persons who were handed over and whose consents stand, with the items that were and still may be."""
    firms = {firm.id: firm for firm in there}
    went: dict[str, tuple[str, set[ContactItem]]] = {}
    for kept in handovers:
        for one in kept.handover.contacts:
            went.setdefault(one.subject_id, (one.firm_id, set()))[1].update(one.parts)
    lines = []
    for subject_id, (firm_id, parts) in went.items():
        standing = ground(known.consents, subject_id, recipient_of(recipient), known.on)
        if standing.holds and subject_id in cards and firm_id in firms:
            card = masked(cards[subject_id], [part for part in standing.parts if part in parts])
            lines.append(ContactLine(firms[firm_id], card, standing.until))
    return _in_order(lines)


def masked(card: Card, parts: Sequence[ContactItem]) -> Card:
    """Return a card with nothing but the items that a consent covers."""
    values = {part.value: getattr(card, part.value) for part in parts}
    return Card(card.attendee_id, **values)


def _in_order(lines: Sequence[ContactLine]) -> tuple[ContactLine, ...]:
    return tuple(
        sorted(lines, key=lambda line: (line.card is None, line.firm.name_ko, line.card.name if line.card else ""))
    )


def _held(day: Day) -> frozenset[tuple[str, str]]:
    return frozenset(pair for pair, mark in day.marks.items() if mark.state is MeetingState.HELD and pair[1])


def _provision(looking: Looking, ir_event_id: str, on: date) -> Provision:
    session, name = looking.session, looking.ws.name
    event = run_event(looking, ir_event_id)
    asked = {
        link.id.removeprefix(f"{LinkPurpose.CONSENT.value}-"): link.issued_at
        for link in irday.links(session, name, ir_event_id)
        if link.purpose is LinkPurpose.CONSENT
    }
    return Provision(
        load_day(looking.ws, session, event),
        queries.consents(session, name, event.organiser_id),
        asked,
        tuple(
            kept
            for kept in queries.handovers(session, name, event.organiser_id)
            if kept.handover.ir_event_id == ir_event_id
        ),
        on,
    )
