"""Attendees who register by themselves, through the event's public address: a seat or a place on the waiting list.

Names, organisations, mails and phones stand beside the journal. A pass opens by its own secret, shows the QR badge, and
gives the seat back.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from dealflow.actions.irday.links.access_links import SECRET_BYTES, Opened
from dealflow.actions.irday.programme.day_state import event_of, run_event
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace, commit, new_id, record, written
from dealflow.domain.irday.events import RegistrationKept
from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.irday.registration.registrations import (
    Registration,
    RegistrationState,
    Seats,
    is_open,
    moved_up,
    state_of_next,
)
from dealflow.domain.irday.registration.registrations import seats_of as seats_in_all
from dealflow.domain.people.people import IrEvent
from dealflow.domain.values.event import By
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import DayLinkError, InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import attendees, irday
from dealflow.store.ledger.queries.attendees import About
from dealflow.store.ledger.queries.irday import Card, Presence
from dealflow.store.ledger.queries.visibility import Session

__all__ = [
    "Attendee",
    "Pass",
    "SaidOfSelf",
    "cancel",
    "find_pass",
    "open_pass",
    "register",
    "registered",
    "reissue",
    "seats_of",
    "set_state",
]

_MOST: Final = 5_000
"""Registrations of one event: an address that leaked must not fill the books."""


@dataclass(frozen=True, slots=True)
class SaidOfSelf:
    """What somebody says who registers; ``parts``: what they want to hear. The consent to keep it is the form's."""

    name: str
    organisation: str
    email: str
    title: str = ""
    phone: str = ""
    parts: tuple[str, ...] = ()
    is_portrayed: bool = False


@dataclass(frozen=True, slots=True)
class Pass:
    """A registration as its own address opens it. ``ahead``: how many wait before it; empty card: it was destroyed."""

    event: IrEvent
    programme: Programme
    registration: Registration
    card: Card
    about: About
    ahead: int


@dataclass(frozen=True, slots=True)
class Attendee:
    """A registration as the organiser sees it."""

    registration: Registration
    card: Card
    about: About
    presence: Presence | None


def register(ws: Workspace, opened: Opened, said: SaidOfSelf, *, at: datetime) -> str:
    """Keep a registration that came through the event's public address, and return the path of its pass.

    Raises:
        InvalidInputError: registration is closed or full, the mail registered already, or a text cannot be kept.
    """
    kept_said, event = _checked(said), opened.event
    secret = secrets.token_urlsafe(SECRET_BYTES)

    def work(session: Session) -> str:
        profile, _ = attendees.event_profile(session, ws.name, event.id)
        if not is_open(profile.registration, event.held_on, korean_day(at)):
            raise InvalidInputError(field="registration", problem="closed")
        there = attendees.registrations(session, ws.name, event.id)
        if len(there) >= _MOST:
            raise InvalidInputError(field="registration", problem="too_many", limit=_MOST)
        _require_new(ws, session, event.id, there, kept_said.email)
        programme, _ = irday.programme(session, ws.name, event.id)
        registration = Registration(
            id=new_id("registration", event.id, secret),
            ir_event_id=event.id,
            number=len(there) + 1,
            state=state_of_next(there, profile.registration),
            registered_at=at,
            secret_hash=_hashed(secret),
            parts=tuple(part.id for part in programme.parts if part.id in kept_said.parts),
            is_portrayed=kept_said.is_portrayed,
        )
        version = attendees.registrations_version(session, ws.name, event.id)
        record(ws, session, [RegistrationKept(registration)], By(opened.actor, at, "link"), after=version)
        card = Card(registration.id, kept_said.name, kept_said.title, kept_said.phone, kept_said.email)
        irday.keep_card(session, ws.name, event.id, card)
        attendees.keep_about(session, ws.name, event.id, About(registration.id, kept_said.organisation))
        return _path(registration.id, secret)

    return commit(ws, work)


def open_pass(ws: Workspace, registration_id: str, secret: str) -> Pass:
    """Return what a pass opens.

    Raises:
        DayLinkError: there is no such pass.
    """
    with ws.ledger.read() as session:
        return _opened(ws, session, registration_id, secret)


def cancel(ws: Workspace, registration_id: str, secret: str, *, at: datetime) -> Pass:
    """Give a seat back, let who waits longest move up, and return the pass as it then stands.

    Raises:
        DayLinkError: there is no such pass.
    """

    def work(session: Session) -> Pass:
        registration = _opened(ws, session, registration_id, secret).registration
        if registration.state is not RegistrationState.CANCELLED:
            gone = replace(registration, state=RegistrationState.CANCELLED)
            _keep(ws, session, gone, By(f"pass:{registration.id}", at, "link"))
        return _opened(ws, session, registration_id, secret)

    return commit(ws, work)


def find_pass(ws: Workspace, session: Session, registration_id: str) -> Pass | None:
    """Return a registration as its pass shows it, for letters; None: there is no such registration (any more)."""
    registration = attendees.find_registration(session, ws.name, registration_id)
    return None if registration is None else _pass_of(ws, session, registration)


def registered(looking: Looking, ir_event_id: str) -> tuple[Attendee, ...]:
    """Return who registered for an event, in the order of arrival.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run it; there is no such event.
    """
    with looking.ws.ledger.read() as session:
        run_event(looking.within(session), ir_event_id)
        name = looking.ws.name
        cards, here = irday.cards(session, name, ir_event_id), irday.presences(session, name, ir_event_id)
        abouts = attendees.abouts(session, name, ir_event_id)
        return tuple(
            Attendee(
                registration,
                cards.get(registration.id, Card(registration.id)),
                abouts.get(registration.id, About(registration.id)),
                here.get(registration.id),
            )
            for registration in attendees.registrations(session, name, ir_event_id)
        )


def seats_of(looking: Looking, ir_event_id: str) -> Seats:
    """Return how an event's seats stand.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run it; there is no such event.
    """
    with looking.ws.ledger.read() as session:
        run_event(looking.within(session), ir_event_id)
        profile, _ = attendees.event_profile(session, looking.ws.name, ir_event_id)
        states = attendees.registration_states(session, looking.ws.name, ir_event_id)
        return seats_in_all(states, profile.registration)


@transacted
def set_state(acting: Acting, ir_event_id: str, registration_id: str, state: RegistrationState) -> None:
    """Seat, put on the waiting list or cancel a registration by the organiser's word, past the seats if need be.

    Raises:
        NotFoundError: there is no such registration at the event.
        NotAllowedError: the viewer does not run the event.
    """
    registration = _found(acting, ir_event_id, registration_id)
    if registration.state is not state:
        _keep(acting.ws, acting.session, replace(registration, state=state), acting.by)


@transacted
def reissue(acting: Acting, ir_event_id: str, registration_id: str) -> str:
    """Make a pass's address anew for somebody who lost it, and return its path; the earlier one opens nothing any more.

    Raises:
        NotFoundError: there is no such registration at the event.
        NotAllowedError: the viewer does not run the event.
    """
    registration = _found(acting, ir_event_id, registration_id)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    version = attendees.registrations_version(acting.session, acting.ws.name, ir_event_id)
    acting.record([RegistrationKept(replace(registration, secret_hash=_hashed(secret)))], after=version)
    return _path(registration.id, secret)


def _found(acting: Acting, ir_event_id: str, registration_id: str) -> Registration:
    run_event(acting, ir_event_id)
    registration = attendees.find_registration(acting.session, acting.ws.name, registration_id)
    if registration is None or registration.ir_event_id != ir_event_id:
        raise NotFoundError(kind="registration", id=registration_id)
    return registration


def _path(registration_id: str, secret: str) -> str:
    return f"/day/pass-{registration_id}/{secret}"


def fill_seats(ws: Workspace, session: Session, ir_event_id: str, by: By) -> None:
    """Let those who wait move up as far as there are seats, inside a transaction."""
    profile, _ = attendees.event_profile(session, ws.name, ir_event_id)
    up = moved_up(attendees.registrations(session, ws.name, ir_event_id), profile.registration)
    if up:
        version = attendees.registrations_version(session, ws.name, ir_event_id)
        record(ws, session, [RegistrationKept(registration) for registration in up], by, after=version)


def _keep(ws: Workspace, session: Session, registration: Registration, by: By) -> None:
    version = attendees.registrations_version(session, ws.name, registration.ir_event_id)
    record(ws, session, [RegistrationKept(registration)], by, after=version)
    if registration.state is RegistrationState.CANCELLED:
        fill_seats(ws, session, registration.ir_event_id, by)


def _opened(ws: Workspace, session: Session, registration_id: str, secret: str) -> Pass:
    registration = attendees.find_registration(session, ws.name, registration_id)
    if registration is None or not hmac.compare_digest(registration.secret_hash, _hashed(secret)):
        raise DayLinkError(problem="unknown")
    return _pass_of(ws, session, registration)


def _pass_of(ws: Workspace, session: Session, registration: Registration) -> Pass:
    event_id, who = registration.ir_event_id, registration.id
    return Pass(
        event_of(ws, session, event_id),
        irday.programme(session, ws.name, event_id)[0],
        registration,
        irday.cards(session, ws.name, event_id, of=(who,)).get(who, Card(who)),
        attendees.abouts(session, ws.name, event_id, of=(who,)).get(who, About(who)),
        _ahead(ws, session, registration),
    )


def _ahead(ws: Workspace, session: Session, registration: Registration) -> int:
    """Return how many wait before a registration that waits."""
    if registration.state is not RegistrationState.WAITING:
        return 0
    return sum(
        other.state is RegistrationState.WAITING and other.number < registration.number
        for other in attendees.registrations(session, ws.name, registration.ir_event_id)
    )


def _require_new(
    ws: Workspace, session: Session, ir_event_id: str, there: tuple[Registration, ...], email: str
) -> None:
    standing = {other.id for other in there if other.state is not RegistrationState.CANCELLED}
    cards = irday.cards(session, ws.name, ir_event_id)
    if any(card.email.casefold() == email.casefold() for who, card in cards.items() if who in standing):
        raise InvalidInputError(field="email", problem="registered")


def _checked(said: SaidOfSelf) -> SaidOfSelf:
    return replace(
        said,
        name=written(said.name, "name", longest=80, required=True),
        organisation=written(said.organisation, "organisation", longest=100, required=True),
        email=written(said.email, "email", longest=100, required=True),
        title=written(said.title, "title", longest=80),
        phone=written(said.phone, "phone", longest=40),
    )


def _hashed(secret: str) -> str:
    """Return what is kept of a secret: SHA-256 in hexadecimal. It is random enough to need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
