"""What the hall shows and the door needs, for screens without an account: the board, the presenters, who comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.irday.links.link_access import Asker, admit
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.irday.participants.participants import Participant
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
        return sum(one.is_here for one in self.comers)

    @property
    def firms_here(self) -> int:
        """Return how many firms somebody is here of."""
        return len({one.firm.id for one in self.comers if one.is_here})

    @property
    def firms(self) -> int:
        """Return how many firms are expected."""
        return len({one.firm.id for one in self.comers})

    def next_of(self, participant_id: str) -> Line | None:
        """Return what a firm has to do next."""
        mine = (one for one in self.lines if participant_id in {one.company, one.investor})
        return next((one for one in mine if one.span.end_min > self.minute), None)


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
        firms = {one.id: one for one in irday.participants(session, ws.name, event.id)}
    lines = [*day_agenda.placed(programme, plan.published)]
    if plan.published is not None:
        lines += day_agenda.standing(programme)
    return Hall(
        event=event,
        programme=programme,
        published=plan.published is not None,
        version=plan.published_number,
        lines=tuple(sorted(lines, key=lambda one: (one.span, one.place))),
        states={pair: mark.state for pair, mark in marks.items()},
        firms=firms,
        minute=day_agenda.minute_of(event.held_on, at),
        position=ws.ledger.position(),
    )


def place_lines(given: Hall, kind: LineKind) -> tuple[Place, ...]:
    """Return the tables (or stages) at which something is on or still to come, in the programme's order."""
    lines = [one for one in given.lines if one.kind is kind and not day_agenda.falls_away(one, given.states)]
    order = [*(table.id for table in given.programme.tables), *(room.id for room in given.programme.rooms)]
    rank = {place: number for number, place in enumerate(order)}
    by_place: dict[str, list[Line]] = {}
    for one in lines:
        by_place.setdefault(one.place, []).append(one)
    late, found = given.late, []
    for place, mine in sorted(by_place.items(), key=lambda each: (rank.get(each[0], len(rank)), each[0])):
        now = next((one for one in mine if _is_on(one, given)), None)
        then = next((one for one in mine if one.span.start_min > given.minute and one is not now), None)
        if now or then:
            found.append(Place(place, now, then, late.get(place, 0)))
    return tuple(found)


def _is_on(line: Line, given: Hall) -> bool:
    """Say whether something is on: in its time and not over yet, or still running after it."""
    state = given.states.get(line.pair, MeetingState.PLANNED)
    if state is MeetingState.RUNNING:
        return line.span.start_min <= given.minute <= line.span.end_min + day_agenda.LONGEST_OVERRUN_MIN
    return state is not MeetingState.HELD and line.span.start_min <= given.minute < line.span.end_min


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
    found = [
        Comer(one.id, firm, cards.get(one.id, Card(one.id)), here.get(one.id))
        for firm in irday.participants(session, ws.name, event.id)
        if firm.is_coming
        for one in firm.attendees
    ]
    return tuple(sorted(found, key=lambda one: (one.firm.name_ko, one.card.name, one.attendee_id)))
