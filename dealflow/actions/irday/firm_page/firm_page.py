"""A firm's own page of an IR day: its day, its people, what it asks for, what it logged, what it thought of the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dealflow.actions.irday.consultations import consultation_log
from dealflow.actions.irday.consultations.consultation_log import Consultation
from dealflow.actions.irday.consultations.signatures import own_signatures
from dealflow.actions.irday.contacts import contact_provision
from dealflow.actions.irday.contacts.contact_provision import OwnContacts
from dealflow.actions.irday.floor import roundtables
from dealflow.actions.irday.links.access_links import opened
from dealflow.actions.irday.links.link_access import Address
from dealflow.actions.irday.results import surveys
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.floor.floor import MeetingState, SurveyAnswer
from dealflow.domain.irday.participants.participants import INVESTORS, Attendee, Participant, Requests, opposite
from dealflow.domain.irday.programme.programme import Part, Programme
from dealflow.domain.irday.timetable import day_agenda
from dealflow.domain.irday.timetable.day_agenda import Line
from dealflow.domain.people.people import IrEvent
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import DayLinkError
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries.irday import Card, Presence

__all__ = ["FirmPage", "Person", "firm_page"]


@dataclass(frozen=True, slots=True)
class Person:
    """One of the firm's own people: who it is, and whether it was checked in."""

    attendee: Attendee
    card: Card
    presence: Presence | None

    @property
    def is_here(self) -> bool:
        """Say whether the person is here."""
        return self.presence is not None and self.presence.is_here


@dataclass(frozen=True, slots=True)
class FirmPage:
    """What a firm sees of the day: its own, the published programme, and the names of whom it may meet.

    ``others``: the confirmed firms of the other side, by id. ``firms``: the names of everybody in the programme.
    ``logs``: the firm's own logs, by company.
    """

    event: IrEvent
    firm: Participant
    programme: Programme
    published: bool
    lines: tuple[Line, ...]
    everything: tuple[Line, ...]
    states: Mapping[tuple[str, str], MeetingState]
    people: tuple[Person, ...]
    others: Mapping[str, Participant]
    firms: Mapping[str, Participant]
    requests: Requests
    requests_version: int
    logs: Mapping[str, Consultation]
    survey: SurveyAnswer | None
    tables: tuple[tuple[Part, tuple[str, ...]], ...] = ()
    """The round-tables at which the firm sits, with what it handed in to be spoken about."""
    signed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Whose name the firm signed with, by consultation (company, investor)."""
    contacts: OwnContacts | None = None
    """The contacts that it was handed and may use today; None: it was handed none."""

    @property
    def logs_consultations(self) -> bool:
        """Say whether the firm is of those who log consultations."""
        return self.firm.kind in INVESTORS

    @property
    def may_wish(self) -> bool:
        """Say whether the firm may still change whom it wishes to meet: until the plan is published."""
        return not self.published and bool(self.others)


def firm_page(ws: Workspace, address: Address, *, at: datetime) -> FirmPage:
    """Return a firm's own page.

    Raises:
        DayLinkError: the address does not open, or is no firm's.
    """
    with ws.ledger.read() as session:
        found_opened = opened(ws, session, address.link, address.secret, at=at, purpose=address.purpose)
        firm, event = found_opened.participant, found_opened.event
        if firm is None:
            raise DayLinkError(problem="unknown")
        programme, _ = irday.programme(session, ws.name, event.id)
        plan, _ = irday.plan(session, ws.name, event.id)
        firms = {participant.id: participant for participant in irday.participants(session, ws.name, event.id)}
        marks = irday.meeting_marks(session, ws.name, event.id)
        cards, here = (irday.cards(session, ws.name, event.id), irday.presences(session, ws.name, event.id))
        requests, version = irday.find_requests(session, ws.name, firm.id)
        logs = consultation_log.of_firm(ws, session, firm) if firm.kind in INVESTORS else ()
        survey = surveys.answer_of(ws, session, event.id, firm.id)
        signed = {pair: signature.name for pair, signature in own_signatures(ws, session, firm).items()}
        tables = roundtables.tables_of(ws, session, firm) if firm.is_coming else ()
        contacts = contact_provision.own_contacts_within(ws, session, event, firm, on=korean_day(at))
    lines = day_agenda.own(programme, plan.published, firm)
    pitches = day_agenda.pitches(programme, plan.published)
    return FirmPage(
        event=event,
        firm=firm,
        programme=programme,
        published=plan.published is not None,
        lines=lines,
        everything=tuple(
            sorted([*day_agenda.fixed_lines(programme), *pitches], key=lambda line: (line.span, line.place))
        ),
        states={pair: mark.state for pair, mark in marks.items() if firm.id in pair},
        people=_people(firm, cards, here),
        others={
            participant.id: participant
            for participant in firms.values()
            if participant.is_coming and participant.kind in opposite(firm.kind)
        },
        firms=firms,
        requests=requests,
        requests_version=version,
        logs={log.log.company: log for log in logs},
        survey=survey,
        tables=tables,
        signed=signed,
        contacts=contacts if contacts.lines or contacts.gone else None,
    )


def _people(firm: Participant, cards: Mapping[str, Card], here: Mapping[str, Presence]) -> tuple[Person, ...]:
    return tuple(
        Person(attendee, cards.get(attendee.id, Card(attendee.id)), here.get(attendee.id))
        for attendee in firm.attendees
    )
