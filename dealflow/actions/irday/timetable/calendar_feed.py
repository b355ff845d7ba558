"""A firm's day as calendars take it: what is on, and what was published once and fell away, with how often it changed.

A firm's own address (``/day/firm-.../SECRET.ics``) opens it to calendar programs; the organiser hands it out as files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.irday.links.access_links import open_link
from dealflow.actions.irday.programme.day_state import Day, load_day, run_event
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.participants.participants import Participant, ParticipantKind
from dealflow.domain.irday.timetable.calendar_history import Entry, history
from dealflow.domain.irday.timetable.plan_state import Plan
from dealflow.domain.irday.timetable.timetable import Timetable
from dealflow.domain.people.people import Organisation
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import irday, people
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["Entry", "FirmDay", "firm_day", "firm_days", "public_day", "shared_day"]


@dataclass(frozen=True, slots=True)
class FirmDay:
    """A firm's day as it was last published, in the order of time, cancelled entries included.

    ``contact``: the organiser's e-mail, empty where none is known.
    """

    day: Day
    firm: Participant
    entries: tuple[Entry, ...]
    organiser: Organisation | None = None
    contact: str = ""


def shared_day(ws: Workspace, link: str, secret: str, *, at: datetime) -> FirmDay:
    """Return the day of the firm whose own address was opened.

    Raises:
        DayLinkError: it does not open.
    """
    opened = open_link(ws, link, secret, at=at, purpose=LinkPurpose.FIRM)
    with ws.ledger.read() as session:
        day = load_day(ws, session, opened.event)
        return _firm_days(ws, session, day, (day.participant(opened.link.participant_id),))[0]


def public_day(ws: Workspace, link: str, secret: str, *, at: datetime) -> Day:
    """Return the day whose hall board's address was opened: for its published programme, not for who meets whom.

    Raises:
        DayLinkError: it does not open.
    """
    opened = open_link(ws, link, secret, at=at, purpose=LinkPurpose.BOARD)
    with ws.ledger.read() as session:
        return load_day(ws, session, opened.event)


def firm_day(looking: Looking, ir_event_id: str, participant_id: str) -> FirmDay:
    """Return a firm's day, for the organiser.

    Raises:
        NotFoundError: there is no such event or participant.
        NotAllowedError: the viewer does not run the event.
    """
    with looking.ws.ledger.read() as session:
        day = load_day(looking.ws, session, run_event(looking.within(session), ir_event_id))
        return _firm_days(looking.ws, session, day, (day.participant(participant_id),))[0]


def firm_days(looking: Looking, ir_event_id: str) -> tuple[FirmDay, ...]:
    """Return the days of all firms that have anything in them, for the organiser.

    Raises:
        NotFoundError: there is no such event.
        NotAllowedError: the viewer does not run it.
    """
    with looking.ws.ledger.read() as session:
        day = load_day(looking.ws, session, run_event(looking.within(session), ir_event_id))
        firm_days = _firm_days(looking.ws, session, day, day.participants)
    return tuple(firm_day for firm_day in firm_days if firm_day.entries)


def _firm_days(ws: Workspace, session: Session, day: Day, firms: Sequence[Participant]) -> tuple[FirmDay, ...]:
    """Return the days of these firms, as the event's history made them."""
    told = history(_past(ws, session, day, firms), _timetables(ws, session, day.plan))
    organiser = next(
        (found for found in people.organisations(session, ws.name) if found.id == day.event.organiser_id), None
    )
    return tuple(FirmDay(day, firm, told.of_firm(firm.id), organiser, _contact(day)) for firm in firms)


def _past(ws: Workspace, session: Session, day: Day, firms: Sequence[Participant]) -> tuple[Recorded, ...]:
    """Return what happened to the event and to everybody whom these firms meet, in the journal's order."""
    asked = {firm.id for firm in firms}
    timetables = _timetables(ws, session, day.plan).values()
    pairs = {(meeting.company, meeting.investor) for timetable in timetables for meeting in timetable.meetings}
    met = {firm for pair in pairs if asked & {*pair} for firm in pair}
    marked = [pair for pair in day.marks if asked & {*pair}]
    event = day.event.id
    streams = [f"ir_event:{event}", f"programme:{event}", f"timetable:{event}"]
    streams += [f"participant:{firm}" for firm in asked | met]
    streams += [f"meeting:{event}:{company}:{investor}" for company, investor in marked]
    return journal.read_streams(session, ws.name, streams)


def _timetables(ws: Workspace, session: Session, plan: Plan) -> dict[int, Timetable]:
    """Return the timetables that were published, by version."""
    found: dict[int, Timetable] = {}
    for version in {publication.version for publication in plan.publications}:
        timetable = irday.timetable(session, ws.name, plan.ir_event_id, version)
        if timetable is not None:
            found[version] = timetable
    return found


def _contact(day: Day) -> str:
    """Return the e-mail of the organiser's staff that others write to."""
    staff = (person for firm in day.participants if firm.kind is ParticipantKind.STAFF for person in firm.attendees)
    cards = (day.cards.get(person.id) for person in staff if person.contact)
    return next((card.email for card in cards if card is not None and card.email), "")
