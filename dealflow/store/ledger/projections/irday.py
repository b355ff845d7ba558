"""What the events of IR days change in the current tables."""

from __future__ import annotations

from sqlalchemy import delete
from sqlmodel import Session, col

from dealflow.domain.irday import events
from dealflow.domain.irday.timetable import plan_state
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger.projections.dispatch import keeps, put, write
from dealflow.store.ledger.tables.irday import (
    ConflictRow,
    ConsultationRow,
    DayLinkRow,
    MeetingMarkRow,
    OutcomeRow,
    ParticipantRow,
    PlanRow,
    PresenceRow,
    ProgrammeRow,
    RequestsRow,
    RoundTableRow,
    SurveyRow,
    TimetableRow,
)

keeps(events.ProgrammeKept, ProgrammeRow)
keeps(events.ParticipantKept, ParticipantRow, of="participant", changed_at="@ts")
keeps(events.RequestsKept, RequestsRow, changed_at="@ts")
keeps(events.DayLinkIssued, DayLinkRow, id="link_id", issued_at="@ts")
keeps(events.CheckedIn, PresenceRow, since="@ts")
keeps(events.MeetingMarked, MeetingMarkRow, marked_at="@ts")
keeps(events.ConsultationLogged, ConsultationRow, of="log", logged_at="@ts")
keeps(events.RoundTableKept, RoundTableRow, of="round_table", changed_at="@ts")
keeps(events.SurveyAnswered, SurveyRow, of="answer", answered_at="@ts")
keeps(events.OutcomeKept, OutcomeRow, of="outcome", kept_by="@actor", kept_at="@ts")


@write.register
def _(event: events.ConflictsKept, session: Session, recorded: Recorded) -> None:
    session.exec(
        delete(ConflictRow).where(
            col(ConflictRow.workspace) == recorded.workspace, col(ConflictRow.ir_event_id) == event.ir_event_id
        )
    )
    for conflict in event.conflicts:
        put(session, ConflictRow, recorded, conflict, ir_event_id=event.ir_event_id, seq=recorded.seq)


@write.register
def _(event: events.PlanEvent, session: Session, recorded: Recorded) -> None:
    row = session.get(PlanRow, (recorded.workspace, event.ir_event_id))
    timetable = None
    if isinstance(event, events.TimetablePublished):
        published = session.get(TimetableRow, (recorded.workspace, event.ir_event_id, event.version))
        timetable = None if published is None else published.timetable
    after = plan_state.follow(None if row is None else row.plan, recorded, timetable)
    put(session, PlanRow, recorded, after, ir_event_id=event.ir_event_id, plan=after, seq=recorded.seq)
    if isinstance(event, events.TimetableDrafted):
        put(session, TimetableRow, recorded, event)
