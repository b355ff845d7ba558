"""Letters to attendees: registered, waiting, a seat fell free. Each goes once, in the language of the form.

The address of a pass is known to its owner alone, so a letter that is written later leads to the first one, and carries
the QR code, which opens the door by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dealflow.actions.irday.registration import public_programme, registrations
from dealflow.actions.irday.registration.public_programme import PublicProgramme
from dealflow.actions.irday.registration.registrations import Pass
from dealflow.actions.notices import outbox
from dealflow.actions.notices.outbox import Content, Letter
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, new_id
from dealflow.domain.irday.registration.registrations import RegistrationState
from dealflow.domain.values.korean_days import korean_day
from dealflow.store.ledger.queries import notices as queries
from dealflow.store.ledger.queries import people


class AttendeeLetterKind(StrEnum):
    """What a letter to an attendee says."""

    SEATED = "attendee_seated"
    WAITING = "attendee_waiting"
    FREED = "attendee_freed"
    CANCELLED = "attendee_cancelled"


_KINDS = {
    RegistrationState.SEATED: AttendeeLetterKind.SEATED,
    RegistrationState.WAITING: AttendeeLetterKind.WAITING,
    RegistrationState.CANCELLED: AttendeeLetterKind.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class AttendeeLetter:
    """What a letter is written from. ``url``: the pass's whole address; empty where only its owner knows it."""

    kind: AttendeeLetterKind
    attendee_pass: Pass
    programme: PublicProgramme
    language: str
    at: datetime
    url: str = ""


Write = Callable[[AttendeeLetter], Content]


def of_pass(
    attendee_pass: Pass, programme: PublicProgramme, language: str, *, at: datetime, url: str
) -> AttendeeLetter:
    """Return the letter that says how a registration stands."""
    return AttendeeLetter(_KINDS[attendee_pass.registration.state], attendee_pass, programme, language, at, url)


def confirm(ws: Workspace, letter: AttendeeLetter, write: Write, *, made_by: str = "") -> bool:
    """Put a letter that says how a registration stands into the outbox; False: it went, or there is no way for it."""
    registration = letter.attendee_pass.registration
    return _queue(ws, letter, write, new_id("attendee", letter.kind, registration.secret_hash), made_by)


def write_anew(acting: Acting, ir_event_id: str, registration_id: str, language: str, base_url: str) -> AttendeeLetter:
    """Make a pass's address anew, and return the letter that says it; the earlier address opens nothing any more.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run the event; there is no such registration at it.
    """
    path = registrations.reissue(acting, ir_event_id, registration_id)
    attendee_pass = registrations.open_pass(acting.ws, registration_id, path.rpartition("/")[2])
    programme = public_programme.book(acting, ir_event_id, at=acting.at)
    return of_pass(attendee_pass, programme, language, at=acting.at, url=f"{base_url}{path}?lang={language}")


def tell_moved_up(ws: Workspace, write: Write, *, at: datetime) -> int:
    """Write to everybody who was told to wait and has a seat by now, once; return how many letters."""
    if not outbox.is_mail_set_up(ws):
        return 0
    with ws.ledger.read() as session:
        events = {event.id: event for event in people.ir_events(session, ws.name) if event.held_on >= korean_day(at)}
        rows = queries.letters_of_kinds(session, ws.name, set(AttendeeLetterKind), set(events))
        told = {row.person_id for row in rows if row.kind != AttendeeLetterKind.WAITING}
        languages = {row.person_id: row.language for row in rows if row.person_id not in told}
        passes = [registrations.find_pass(ws, session, who) for who in languages]
    up = [found for found in passes if found and found.registration.state is RegistrationState.SEATED]
    programmes = {
        event_id: public_programme.of_event(ws, events[event_id], at=at) for event_id in {p.event.id for p in up}
    }
    count = 0
    for attendee_pass in up:
        registration = attendee_pass.registration
        letter = AttendeeLetter(
            AttendeeLetterKind.FREED,
            attendee_pass,
            programmes[registration.ir_event_id],
            languages[registration.id],
            at,
        )
        count += _queue(ws, letter, write, new_id("attendee", letter.kind, registration.id), "")
    return count


def _queue(ws: Workspace, letter: AttendeeLetter, write: Write, letter_id: str, made_by: str) -> bool:
    attendee_pass = letter.attendee_pass
    if not outbox.is_mail_set_up(ws) or not attendee_pass.card.email:
        return False
    posted = Letter(
        id=letter_id,
        kind=letter.kind.value,
        address=attendee_pass.card.email,
        language=letter.language,
        content=write(letter),
        person_id=attendee_pass.registration.id,
        about=attendee_pass.event.id,
        made_by=made_by,
    )
    return outbox.queue(ws, posted, at=letter.at)
