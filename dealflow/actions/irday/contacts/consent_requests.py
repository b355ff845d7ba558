"""Asking persons of an event whether their contact may go to the other side, and what each answers by their own link.

No, and taking back, are as easy as yes, and nothing depends on them. Every answer is a consent record of its own.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from dealflow.actions.irday.links.access_links import SECRET_BYTES, link_id, path_of
from dealflow.actions.irday.programme.day_state import event_of, run_event
from dealflow.actions.platform.context import Acting, transacted
from dealflow.actions.platform.workspace import Workspace, commit, new_id, record
from dealflow.domain.irday.contacts.provision import KeptHandover, side_opposite
from dealflow.domain.irday.events import DayLinkIssued, LinkPurpose
from dealflow.domain.irday.participants.participants import Attendee, Participant, opposite
from dealflow.domain.people.consents import (
    ConsentRecord,
    ContactItem,
    EventSide,
    Ground,
    Purpose,
    Recipient,
    StandingConsent,
    SubjectKind,
    ground,
)
from dealflow.domain.people.events import ConsentDeclined, ConsentGiven, ConsentWithdrawn
from dealflow.domain.people.house import DEFAULT_MONTHS, RetentionKind, month_later
from dealflow.domain.people.people import IrEvent
from dealflow.domain.values.event import By, Event
from dealflow.domain.values.korean_days import SEOUL, korean_day
from dealflow.errors import DayLinkError, InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import houses, irday
from dealflow.store.ledger.queries import personal_data as queries
from dealflow.store.ledger.queries.irday import Card
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["Request", "answer", "ask", "given_by_form", "request_of", "used_until"]

_AT_LEAST: Final = timedelta(days=30)
_MOST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Request:
    """What a person is asked: by whom, for which event, to whom the contact would go, and what stands.

    ``recipients``: the firms of the other side that take part now. ``received``: who was handed the contact already.
    """

    event: IrEvent
    firm: Participant
    card: Card
    side: EventSide
    recipients: tuple[Participant, ...]
    until: date
    ground: Ground
    received: tuple[KeptHandover, ...]
    link: str


def used_until(ws: Workspace, event: IrEvent) -> date:
    """Return the last day on which a recipient of an event's contacts may use them, for a form that says so."""
    with ws.ledger.read() as session:
        return ask_until(ws, session, event)


def ask_until(ws: Workspace, session: Session, event: IrEvent) -> date:
    """Return the last day on which a recipient may use what it is handed: as the organiser's clock says, or a year."""
    settings = houses.settings_of(session, ws.name, event.organiser_id)[0]
    kind = RetentionKind.PARTICIPANTS
    return month_later(event.held_on, settings.months(kind) or DEFAULT_MONTHS[kind])


@transacted
def ask(acting: Acting, ir_event_id: str, attendee_ids: Sequence[str]) -> dict[str, str]:
    """Make persons' own addresses, where each says yes or no, and return the paths; earlier ones open no more.

    Raises:
        NotFoundError: there is no such person at the event, or nothing is known of them any more.
        InvalidInputError: nobody is asked, or the firm sits opposite nobody.
        NotAllowedError: the viewer does not run the event.
    """
    event = run_event(acting, ir_event_id)
    if not 0 < len(attendee_ids) <= _MOST:
        raise InvalidInputError(field="attendee", problem="missing")
    until = ask_until(acting.ws, acting.session, event)
    expires = max(datetime.combine(until, time(23, 59), SEOUL).astimezone(UTC), acting.at + _AT_LEAST)
    firms = {
        attendee.id: firm
        for firm in irday.participants(acting.session, acting.ws.name, ir_event_id)
        for attendee in firm.attendees
    }
    cards = irday.cards(acting.session, acting.ws.name, ir_event_id)
    paths = {}
    for attendee_id in dict.fromkeys(attendee_ids):
        firm = firms.get(attendee_id)
        if firm is None or attendee_id not in cards:
            raise NotFoundError(kind="person", id=attendee_id)
        if side_opposite(firm.kind) is None:
            raise InvalidInputError(field="attendee", problem="unknown", value=firm.name_ko)
        secret = secrets.token_urlsafe(SECRET_BYTES)
        name = link_id(LinkPurpose.CONSENT, attendee_id)
        issued = DayLinkIssued(name, ir_event_id, LinkPurpose.CONSENT, firm.id, _hashed(secret), expires)
        before = irday.find_link(acting.session, acting.ws.name, name)
        acting.record([issued], after=0 if before is None else before.version)
        paths[attendee_id] = path_of(name, secret)
    return paths


def request_of(ws: Workspace, attendee_id: str, secret: str, *, at: datetime) -> Request:
    """Return what a person is asked by their own address; it opens also when the firm no longer takes part.

    Raises:
        DayLinkError: there is no such address, it was revoked or has expired, or nothing is known of the person.
    """
    with ws.ledger.read() as session:
        return _request(ws, session, attendee_id, secret, at)


def answer(ws: Workspace, attendee_id: str, secret: str, *, agrees: bool, at: datetime) -> Request:
    """Keep what a person answers, and return what stands then. The same answer twice is one.

    No takes back every consent to hand their contact to somebody of this event or of none.

    Raises:
        DayLinkError: as ``request_of``.
        InvalidInputError: the time for which they would agree is over.
    """

    def work(session: Session) -> Request:
        asked = _request(ws, session, attendee_id, secret, at)
        doer = By(f"link:{asked.link}", at, "link")
        if agrees:
            _agree(ws, session, asked, doer)
        else:
            _decline(ws, session, asked, doer)
        return _request(ws, session, attendee_id, secret, at)

    return commit(ws, work)


def given_by_form(
    ws: Workspace, session: Session, participant: Participant, subject_ids: Sequence[str], doer: By
) -> None:
    """Keep that the persons who filled an application in agreed there, inside a transaction of the caller's."""
    event, side = event_of(ws, session, participant.ir_event_id), side_opposite(participant.kind)
    until = ask_until(ws, session, event)
    if side is None or until < korean_day(doer.at):
        return
    for subject_id in subject_ids:
        consent = _record(event, subject_id, side, until, doer.at)
        record(ws, session, [ConsentGiven(replace(consent, source="application"))], doer, after=0)


def _agree(ws: Workspace, session: Session, asked: Request, doer: By) -> None:
    if asked.ground.holds and set(asked.ground.parts) == set(ContactItem):
        return
    if asked.until < korean_day(doer.at):
        raise InvalidInputError(field="kept_until", problem="past", value=asked.until.isoformat())
    consent = _record(asked.event, asked.card.attendee_id, asked.side, asked.until, doer.at)
    record(ws, session, [ConsentGiven(consent)], doer, after=0)


def _decline(ws: Workspace, session: Session, asked: Request, doer: By) -> None:
    """Take back what stands; where nothing does, keep that the answer was no, once."""
    event, subject = asked.event, asked.card.attendee_id
    mine = [one for one in queries.consents(session, ws.name, event.organiser_id) if _is_about(one, subject, event.id)]
    standing = [one for one in mine if one.withdrawn_at is None and not one.consent.is_declined]
    for one in standing:
        version = _version(ws, session, one.consent.id)
        withdrawn: Event = ConsentWithdrawn(one.consent.id, event.organiser_id)
        record(ws, session, [withdrawn], doer, after=version)
    if not standing and not any(one.consent.is_declined for one in mine[:1]):
        consent = replace(_record(event, subject, asked.side, None, doer.at), is_declined=True)
        record(ws, session, [ConsentDeclined(consent)], doer, after=0)


def _is_about(standing: StandingConsent, subject_id: str, ir_event_id: str) -> bool:
    consent = standing.consent
    return (
        consent.subject_id == subject_id
        and consent.purpose is Purpose.THIRD_PARTY
        and consent.about in {"", ir_event_id}
    )


def _version(ws: Workspace, session: Session, consent_id: str) -> int:
    known = queries.find_consent(session, ws.name, consent_id)
    if known is None:
        raise NotFoundError(kind="consent", id=consent_id)
    return known[2]


def _record(event: IrEvent, subject_id: str, side: EventSide, until: date | None, at: datetime) -> ConsentRecord:
    return ConsentRecord(
        id=new_id("consent", event.organiser_id, subject_id, Purpose.THIRD_PARTY, side, at),
        organisation_id=event.organiser_id,
        subject_kind=SubjectKind.ATTENDEE,
        subject_id=subject_id,
        purpose=Purpose.THIRD_PARTY,
        items="",
        kept_until=until,
        about=event.id,
        given_on=korean_day(at),
        source="link",
        side=side,
        parts=tuple(ContactItem),
    )


def _request(ws: Workspace, session: Session, attendee_id: str, secret: str, at: datetime) -> Request:
    name = link_id(LinkPurpose.CONSENT, attendee_id)
    link = irday.find_link(session, ws.name, name)
    if (
        link is None
        or link.purpose is not LinkPurpose.CONSENT
        or not hmac.compare_digest(link.secret_hash, _hashed(secret))
    ):
        raise DayLinkError(problem="unknown")
    if link.expires_at <= at:
        raise DayLinkError(problem="expired")
    event = event_of(ws, session, link.ir_event_id)
    there = irday.participants(session, ws.name, event.id)
    firm = next((firm for firm in there if _has(firm, attendee_id)), None)
    card = irday.cards(session, ws.name, event.id).get(attendee_id)
    side = None if firm is None else side_opposite(firm.kind)
    if firm is None or card is None or side is None:
        raise DayLinkError(problem="gone")
    consents = queries.consents(session, ws.name, event.organiser_id)
    return Request(
        event=event,
        firm=firm,
        card=card,
        side=side,
        recipients=tuple(other for other in there if other.is_coming and other.kind in opposite(firm.kind)),
        until=ask_until(ws, session, event),
        ground=ground(consents, attendee_id, Recipient((), event.id, side), korean_day(at)),
        received=tuple(
            kept
            for kept in queries.handovers(session, ws.name, event.organiser_id)
            if kept.handover.ir_event_id == event.id
            and any(one.subject_id == attendee_id for one in kept.handover.contacts)
        ),
        link=name,
    )


def _has(firm: Participant, attendee_id: str) -> bool:
    attendees: tuple[Attendee, ...] = firm.attendees
    return any(attendee.id == attendee_id for attendee in attendees)


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
