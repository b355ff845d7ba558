"""What the hall shows and the door needs, for screens without an account: the board, the presenters, who comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.irday.links.link_access import Asker, admit
from dealflow.actions.irday.programme.day_state import visitors_of
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.irday.participants.participants import Participant, ParticipantKind
from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.irday.timetable import day_agenda
from dealflow.domain.irday.timetable.day_agenda import Line, LineKind
from dealflow.domain.people.people import IrEvent
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries.irday import Card, Presence
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["Comer", "Door", "Hall", "Place", "door", "hall", "place_lines"]

_BOARD = frozenset({LinkPurpose.BOARD})
_DESK = frozenset({LinkPurpose.DESK})


@dataclass(frozen=True, slots=True)
class Hall:
    """What is published of a day and how it stands, without names of persons; ``lines`` in the order of time."""

    event: IrEvent
    programme: Programme
    published: bool
    version: int
    lines: tuple[Line, ...]
    states: Mapping[tuple[str, str], MeetingState]
    firms: Mapping[str, Participant]
    minute: int
    position: int

    @property
    def late(self) -> dict[str, int]:
        """Return the tables and stages that run over, with the minutes."""
        return day_agenda.overrunning(self.lines, self.states, self.minute)


@dataclass(frozen=True, slots=True)
class Place:
    """A table or a stage with what is on there and what comes next; ``late``: minutes that it runs over."""

    place: str
    now: Line | None
    then: Line | None
    late: int = 0


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody who is expected, with the firm and whether that person is here."""

    attendee_id: str
    firm: Participant
    card: Card
    presence: Presence | None

    @property
    def is_here(self) -> bool:
        """Say whether the person is here."""
        return self.presence is not None and self.presence.is_here

    @property
    def is_of_firm(self) -> bool:
        """Say whether the person comes for a firm of the programme, not as an attendee of their own."""
        return self.firm.kind is not ParticipantKind.VISITOR


@dataclass(frozen=True, slots=True)
class Door:
    """Who is expected at an event, by firm; and what each firm's day begins with."""

    event: IrEvent
    programme: Programme
    comers: tuple[Comer, ...]
    lines: tuple[Line, ...]
    minute: int

    @property
    def here(self) -> int:
        """Return how many people are here."""
        return sum(comer.is_here for comer in self.comers)

    @property
    def firms_here(self) -> int:
        """Return how many firms somebody is here of."""
        return len({comer.firm.id for comer in self.comers if comer.is_here and comer.is_of_firm})

    @property
    def firms(self) -> int:
        """Return how many firms are expected."""
        return len({comer.firm.id for comer in self.comers if comer.is_of_firm})

    def next_of(self, participant_id: str) -> Line | None:
        """Return what a firm has to do next."""
        mine = (line for line in self.lines if participant_id in {line.company, line.investor})
        return next((line for line in mine if line.span.end_min > self.minute), None)


def hall(ws: Workspace, asker: Asker, ir_event_id: str, *, at: datetime) -> Hall:
    """Return what the board shows: the published plan only, and what runs over.

    Raises:
        NotAllowedError, NotFoundError, DayLinkError: who asks may not see it; there is no such event.
    """
    with ws.ledger.read() as session:
        event = admit(ws, session, asker, ir_event_id, at=at, doors=_BOARD).event
        programme, _ = irday.programme(session, ws.name, event.id)
        plan, _ = irday.plan(session, ws.name, event.id)
        marks = irday.meeting_marks(session, ws.name, event.id)
        firms = {participant.id: participant for participant in irday.participants(session, ws.name, event.id)}
    lines = [*day_agenda.placed(programme, plan.published)]
    if plan.published is not None:
        lines += day_agenda.fixed_lines(programme)
    return Hall(
        event=event,
        programme=programme,
        published=plan.published is not None,
        version=plan.published_number,
        lines=tuple(sorted(lines, key=lambda line: (line.span, line.place))),
        states={pair: mark.state for pair, mark in marks.items()},
        firms=firms,
        minute=day_agenda.minute_of(event.held_on, at),
        position=ws.ledger.position(),
    )


def place_lines(hall: Hall, kind: LineKind) -> tuple[Place, ...]:
    """Return the tables (or stages) at which something is on or still to come, in the programme's order."""
    lines = [line for line in hall.lines if line.kind is kind and not day_agenda.falls_away(line, hall.states)]
    order = [*(table.id for table in hall.programme.tables), *(room.id for room in hall.programme.rooms)]
    rank = {place: number for number, place in enumerate(order)}
    by_place: dict[str, list[Line]] = {}
    for line in lines:
        by_place.setdefault(line.place, []).append(line)
    late, places = hall.late, []
    for place, mine in sorted(by_place.items(), key=lambda item: (rank.get(item[0], len(rank)), item[0])):
        now = next((other_line for other_line in mine if _is_on(other_line, hall)), None)
        then = next(
            (other_line for other_line in mine if _is_to_come(other_line, hall) and other_line is not now),
            None,
        )
        if now or then:
            places.append(Place(place, now, then, late.get(place, 0)))
    return tuple(places)


def _is_on(line: Line, hall: Hall) -> bool:
    """Say whether something is on: in its time and not over yet, or still running after it."""
    state = hall.states.get(line.pair, MeetingState.PLANNED)
    if state is MeetingState.RUNNING:
        return line.span.start_min <= hall.minute <= line.span.end_min + day_agenda.LONGEST_OVERRUN_MIN
    return state is not MeetingState.HELD and line.span.start_min <= hall.minute < line.span.end_min


def _is_to_come(line: Line, hall: Hall) -> bool:
    """Say whether something begins later; what was held before its time comes no more."""
    return line.span.start_min > hall.minute and hall.states.get(line.pair) is not MeetingState.HELD


def door(ws: Workspace, asker: Asker, ir_event_id: str, *, at: datetime) -> Door:
    """Return who is expected, by firm and name.

    Raises:
        NotAllowedError, NotFoundError, DayLinkError: who asks may not see it; there is no such event.
    """
    with ws.ledger.read() as session:
        event = admit(ws, session, asker, ir_event_id, at=at, doors=_DESK).event
        programme, _ = irday.programme(session, ws.name, event.id)
        plan, _ = irday.plan(session, ws.name, event.id)
        comers = _comers(ws, session, event)
    return Door(
        event=event,
        programme=programme,
        comers=comers,
        lines=day_agenda.placed(programme, plan.published),
        minute=day_agenda.minute_of(event.held_on, at),
    )


def _comers(ws: Workspace, session: Session, event: IrEvent) -> tuple[Comer, ...]:
    cards = irday.cards(session, ws.name, event.id)
    here = irday.presences(session, ws.name, event.id)
    comers = [
        Comer(attendee.id, firm, cards.get(attendee.id, Card(attendee.id)), here.get(attendee.id))
        for firm in (*irday.participants(session, ws.name, event.id), *visitors_of(ws, session, event.id))
        if firm.is_coming
        for attendee in firm.attendees
    ]
    return tuple(sorted(comers, key=lambda comer: (comer.firm.name_ko, comer.card.name, comer.attendee_id)))
