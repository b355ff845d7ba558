"""Letters to the people of an event: whom they go to, what was written to each before, handed to the post once each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.irday.programme import day_state
from dealflow.actions.irday.programme.day_state import Day
from dealflow.actions.irday.timetable import calendar_feed
from dealflow.actions.irday.timetable.calendar_feed import FirmDay
from dealflow.actions.notices import outbox
from dealflow.actions.notices.outbox import Content, Letter
from dealflow.actions.notices.sent_letters import SentLetter, as_sent
from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import new_id
from dealflow.domain.irday.participants.participants import Participant, ParticipantState
from dealflow.domain.notices.merge import EventLetterKind
from dealflow.domain.notices.outbox import OutboxState
from dealflow.errors import InvalidInputError, NotAllowedError
from dealflow.store.ledger.queries import notices as queries

_STATES = {
    EventLetterKind.INVITATION: frozenset({ParticipantState.INVITED}),
    EventLetterKind.REMINDER: frozenset({ParticipantState.CONFIRMED}),
    EventLetterKind.CHANGE: frozenset({ParticipantState.CONFIRMED}),
}


@dataclass(frozen=True, slots=True)
class Addressee:
    """One firm of an event with the person who is written to; ``email`` is empty where none is known.

    ``written_at``: when a letter of the kind last went or was to go; ``is_changed``: slots of the firm moved since.
    """

    firm_day: FirmDay
    person_name: str
    email: str
    written_at: datetime | None
    is_changed: bool

    @property
    def firm(self) -> Participant:
        """Return the firm."""
        return self.firm_day.firm


@dataclass(frozen=True, slots=True)
class Written:
    """A letter of one addressee, as it would go."""

    addressee: Addressee
    content: Content


def addressees(looking: Looking, ir_event_id: str, kind: EventLetterKind) -> tuple[Addressee, ...]:
    """Return whom letters of a kind may go to, by firm; a change notice only to whom the timetable has anything for.

    Raises:
        NotFoundError, NotAllowedError: there is no such event; the viewer does not run it.
    """
    day = day_state.day_of(looking, ir_event_id)
    _require_run(looking, day)
    days = {one.firm.id: one for one in calendar_feed.firm_days(looking, ir_event_id)}
    with looking.ws.ledger.read() as session:
        rows = queries.letters_about(session, looking.ws.name, ir_event_id)
    last: dict[str, datetime] = {}
    for row in rows:
        if row.kind == kind.value and row.state is not OutboxState.FAILED:
            last[row.person_id] = max(row.made_at, last.get(row.person_id, row.made_at))
    chosen = [firm for firm in day.participants if firm.state in _STATES[kind]]
    if kind is EventLetterKind.CHANGE:
        chosen = [firm for firm in chosen if firm.id in days]
    houses = {house.id: house for house in people.organisations(looking.ws)}
    organiser = houses.get(day.event.organiser_id)
    return tuple(
        _addressee(day, firm, days.get(firm.id) or FirmDay(day, firm, (), organiser), last.get(firm.id))
        for firm in chosen
    )


def _addressee(day: Day, firm: Participant, firm_day: FirmDay, written_at: datetime | None) -> Addressee:
    comers = sorted(firm.attendees, key=lambda attendee: not attendee.contact)
    cards = [day.cards[attendee.id] for attendee in comers if attendee.id in day.cards]
    card = next((card for card in cards if card.email), cards[0] if cards else None)
    changed = max((entry.changed_at for entry in firm_day.entries), default=None)
    is_changed = changed is not None and (written_at is None or changed > written_at)
    return Addressee(firm_day, card.name if card else "", card.email if card else "", written_at, is_changed)


@transacted
def send(acting: Acting, ir_event_id: str, kind: EventLetterKind, letters: Sequence[Written], lang: str) -> int:
    """Hand letters to the post, each once, and return how many; the same words to the same firm go no second time.

    Raises:
        PostError: no post is set up.
        NotFoundError, NotAllowedError: there is no such event; the viewer does not run it.
        InvalidInputError: one of them has nobody to go to.
    """
    outbox.office_of(acting.ws)
    _require_run(acting, day_state.day_of(acting, ir_event_id))
    count = 0
    for written in letters:
        addressee, content = written.addressee, written.content
        if not addressee.email:
            raise InvalidInputError(field="email", problem="missing", value=addressee.firm.name_ko)
        files = [file.text for file in content.files if not file.is_picture]
        letter = Letter(
            id=new_id(
                "event", ir_event_id, kind, addressee.firm.id, addressee.email, content.subject, content.text, *files
            ),
            kind=kind.value,
            address=addressee.email,
            language=lang,
            content=content,
            person_id=addressee.firm.id,
            about=ir_event_id,
            made_by=acting.viewer.person_id,
        )
        count += outbox.put(acting.session, acting.ws.name, letter, at=acting.at)
    return count


def letters_about(looking: Looking, ir_event_id: str) -> tuple[SentLetter, ...]:
    """Return what was written to whom of an event and when, the latest first, for who runs it.

    Raises:
        NotFoundError, NotAllowedError: there is no such event; the viewer does not run it.
    """
    _require_run(looking, day_state.day_of(looking, ir_event_id))
    with looking.ws.ledger.read() as session:
        return tuple(map(as_sent, queries.letters_about(session, looking.ws.name, ir_event_id)))


def _require_run(looking: Looking, day: Day) -> None:
    """Require that the viewer runs an event (the day of an event is the organiser's already; said once more here)."""
    if day.event.organiser_id != looking.viewer.organisation_id:
        raise NotAllowedError(act="run_events", role=looking.viewer.role.value)
