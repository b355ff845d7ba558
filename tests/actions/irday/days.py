"""An IR day in a real workspace: the small day of the domain's tests, set up by its organiser."""

from __future__ import annotations

from datetime import date, datetime

from dealflow.actions.irday.participants import meeting_requests
from dealflow.actions.irday.programme import ir_events, programme
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, commit, record
from dealflow.domain.irday.events import ParticipantKept
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.people.access import Viewer
from dealflow.domain.people.people import IrEventDetails
from dealflow.domain.values.event import By
from tests.domain.irday import days
from tests.domain.irday.days import EVENT

ON = date(2026, 4, 1)


def set_up(
    ws: Workspace,
    organiser: Viewer,
    *,
    at: datetime,
    everybody: tuple[Participant, ...] = days.EVERYBODY,
    given: Programme | None = None,
    on: date = ON,
) -> str:
    """Return the id of an event with programme, participants, requests and conflicts."""
    ir_events.register_ir_event(
        Acting(ws, organiser, at), IrEventDetails("[모의] IR 데이", "[Mock] IR day", on), ir_event_id=EVENT
    )
    programme.keep_programme(Acting(ws, organiser, at), given or days.programme())
    for one in everybody:
        keep(ws, one, at=at)
    there = {one.id for one in everybody}
    for name in sorted(there & days.ASKED.requests.keys()):
        asked = days.ASKED.requests[name]
        meeting_requests.keep_requests(Acting(ws, organiser, at), name, asked)
    if there:
        meeting_requests.keep_conflicts(Acting(ws, organiser, at), EVENT, days.ASKED.conflicts)
    return EVENT


def keep(ws: Workspace, one: Participant, *, at: datetime, after: int = 0) -> None:
    """Keep a participant under its own id."""
    commit(ws, lambda session: record(ws, session, [ParticipantKept(one)], By("olli", at), after=after))
