"""An IR day as a whole: who may run it, and everything that is known of it at one moment.

The organiser whose event it is runs it. What investors noted of consultations is not here: it is in their own books.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.irday.participants.participants import ConflictOfInterest, Participant, Requests
from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.irday.registration.registrations import as_participant
from dealflow.domain.irday.timetable.plan_state import Plan
from dealflow.domain.people.access import may_run_event
from dealflow.domain.people.people import IrEvent
from dealflow.errors import NotAllowedError, NotFoundError
from dealflow.store.ledger.queries import attendees, irday, people
from dealflow.store.ledger.queries.irday import Card, MeetingMark, Presence
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["Card", "Day", "MeetingMark", "Presence", "day_of", "event_of", "events_run_by", "load_day", "run_event"]


@dataclass(frozen=True, slots=True)
class Day:
    """An IR day at one moment, with the versions of the records that are kept as a whole."""

    event: IrEvent
    programme: Programme
    programme_version: int
    participants: tuple[Participant, ...]
    requests: Mapping[str, Requests]
    conflicts: tuple[ConflictOfInterest, ...]
    plan: Plan
    plan_version: int
    presences: Mapping[str, Presence]
    marks: Mapping[tuple[str, str], MeetingMark]
    cards: Mapping[str, Card]
    walk_ins: frozenset[tuple[str, str]] = frozenset()
    """Pairs that came into the plan because somebody asked at the door."""
    visitors: tuple[Participant, ...] = ()
    """Attendees who registered by themselves, each as a participant of one person; no firm of the programme."""

    def participant(self, participant_id: str) -> Participant:
        """Return the participant of that id.

        Raises:
            NotFoundError: there is none at this event.
        """
        for participant in self.participants:
            if participant.id == participant_id:
                return participant
        raise NotFoundError(kind="participant", id=participant_id)

    def state_of(self, company: str, investor: str) -> MeetingState:
        """Return how the consultation of the two stands."""
        mark = self.marks.get((company, investor))
        return MeetingState.PLANNED if mark is None else mark.state


def event_of(ws: Workspace, session: Session, ir_event_id: str) -> IrEvent:
    """Return the event of that id.

    Raises:
        NotFoundError: there is none.
    """
    for event in people.ir_events(session, ws.name):
        if event.id == ir_event_id:
            return event
    raise NotFoundError(kind="ir_event", id=ir_event_id)


@remembered
def run_event(looking: Looking, ir_event_id: str) -> IrEvent:
    """Return the event that the viewer is about to change.

    Raises:
        NotFoundError: there is none.
        NotAllowedError: it is not run by the viewer's organisation, or the viewer's role runs no events.
    """
    event = event_of(looking.ws, looking.session, ir_event_id)
    if not may_run_event(looking.viewer, event.organiser_id):
        raise NotAllowedError(act="run_event", role=looking.viewer.role.value)
    return event


@remembered
def events_run_by(looking: Looking) -> tuple[IrEvent, ...]:
    """Return the events that the viewer may run, the latest first."""
    with looking.ws.ledger.read() as session:
        events = people.ir_events(session, looking.ws.name)
    return tuple(event for event in events if may_run_event(looking.viewer, event.organiser_id))


@remembered
def day_of(looking: Looking, ir_event_id: str) -> Day:
    """Return everything that is known of an event, for who runs it.

    Raises:
        NotFoundError: there is no such event.
        NotAllowedError: the viewer does not run it.
    """
    with looking.ws.ledger.read() as session:
        return load_day(looking.ws, session, run_event(looking.within(session), ir_event_id))


def load_day(ws: Workspace, session: Session, event: IrEvent, *, with_visitors: bool = True) -> Day:
    """Return everything that is known of an event. For actions that have checked who asks.

    ``with_visitors``: also who registered by themselves, who may be thousands.
    """
    participants = irday.participants(session, ws.name, event.id)
    ours = None if with_visitors else {attendee.id for firm in participants for attendee in firm.attendees}
    programme, programme_version = irday.programme(session, ws.name, event.id)
    plan, plan_version = irday.plan(session, ws.name, event.id)
    return Day(
        event=event,
        programme=programme,
        programme_version=programme_version,
        participants=participants,
        requests=irday.requests(session, ws.name, event.id),
        conflicts=irday.conflicts(session, ws.name, event.id),
        plan=plan,
        plan_version=plan_version,
        presences=irday.presences(session, ws.name, event.id),
        marks=irday.meeting_marks(session, ws.name, event.id),
        cards=irday.cards(session, ws.name, event.id, of=ours),
        walk_ins=irday.walk_ins(session, ws.name, plan),
        visitors=visitors_of(ws, session, event.id) if with_visitors else (),
    )


def visitors_of(ws: Workspace, session: Session, ir_event_id: str) -> tuple[Participant, ...]:
    """Return who registered for an event, in the order of arrival, as the door and the badges take everybody."""
    registered = attendees.registrations(session, ws.name, ir_event_id)
    if not registered:
        return ()
    abouts = attendees.abouts(session, ws.name, ir_event_id)
    return tuple(
        as_participant(registration, about.organisation if (about := abouts.get(registration.id)) else "")
        for registration in registered
    )
