"""A firm's own consultations, for its people in the app: its days with what stands when, and what it has logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.irday.consultations import consultation_log
from dealflow.actions.irday.consultations.consultation_log import Consultation
from dealflow.actions.irday.programme.day_state import event_of
from dealflow.actions.platform.context import Looking
from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.irday.participants.participants import INVESTORS, Participant
from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.irday.timetable import day_agenda
from dealflow.domain.irday.timetable.day_agenda import Line, LineKind
from dealflow.domain.people.access import Act, Role, may, require
from dealflow.domain.people.people import IrEvent
from dealflow.store.ledger.queries import irday, pipeline

__all__ = ["HistoryRow", "OwnDay", "history", "own_days"]


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A firm's own day at one event: what it does when, how that stands, and what it logged. Nothing of other firms."""

    event: IrEvent
    firm: Participant
    programme: Programme
    published: bool
    lines: tuple[Line, ...]
    states: Mapping[tuple[str, str], MeetingState]
    firms: Mapping[str, Participant]
    logs: Mapping[str, Consultation]
    minute: int

    @property
    def logs_consultations(self) -> bool:
        """Say whether the firm is of those who log consultations."""
        return self.firm.kind in INVESTORS

    @property
    def to_log(self) -> tuple[Line, ...]:
        """Return the consultations that are over or held and of which nothing is logged."""
        return tuple(
            line
            for line in self.lines
            if line.kind is LineKind.MEETING
            and line.company not in self.logs
            and not day_agenda.falls_away(line, self.states)
            and (line.span.end_min <= self.minute or self.states.get(line.pair) is MeetingState.HELD)
        )


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One logged consultation with its event and company; ``track``: where its engagement is, empty without one."""

    consultation: Consultation
    event: IrEvent
    company: Participant | None
    track: str = ""


def own_days(looking: Looking, *, at: datetime) -> tuple[OwnDay, ...]:
    """Return the days at which the viewer's own firm takes part, the latest first.

    Raises:
        NotAllowedError: the viewer's role sees no event.
    """
    require(looking.viewer, Act.SEE_DECKS)
    logs = consultation_log.own(looking)
    days = []
    with looking.ws.ledger.read() as session:
        for firm in irday.participations(session, looking.ws.name, looking.viewer):
            event = event_of(looking.ws, session, firm.ir_event_id)
            programme, _ = irday.programme(session, looking.ws.name, event.id)
            plan, _ = irday.plan(session, looking.ws.name, event.id)
            marks = irday.meeting_marks(session, looking.ws.name, event.id)
            there = irday.participants(session, looking.ws.name, event.id)
            mine = {log.log.company: log for log in logs if log.log.investor == firm.id}
            days.append(
                OwnDay(
                    event=event,
                    firm=firm,
                    programme=programme,
                    published=plan.published is not None,
                    lines=day_agenda.own(programme, plan.published, firm),
                    states={pair: mark.state for pair, mark in marks.items() if firm.id in pair},
                    firms={participant.id: participant for participant in there},
                    logs=mine,
                    minute=day_agenda.minute_of(event.held_on, at),
                )
            )
    return tuple(sorted(days, key=lambda own_day: (own_day.event.held_on, own_day.event.id), reverse=True))


def history(looking: Looking) -> tuple[HistoryRow, ...]:
    """Return everything that the viewer's own firm has logged, at all events, the latest first."""
    if looking.viewer.role is Role.COMPANY_GUEST or not may(looking.viewer, Act.SEE_PIPELINE):
        return ()
    logs = consultation_log.own(looking)
    with looking.ws.ledger.read() as session:
        events = {text: event_of(looking.ws, session, text) for text in {log.log.ir_event_id for log in logs}}
        firms = {firm.id: firm for event in events for firm in irday.participants(session, looking.ws.name, event)}
        tracks = {
            engagement.id: engagement.track
            for engagement in pipeline.engagements(session, looking.ws.name, looking.viewer)
        }
    return tuple(
        HistoryRow(log, events[log.log.ir_event_id], firms.get(log.log.company), tracks.get(log.log.engagement_id, ""))
        for log in logs
    )
