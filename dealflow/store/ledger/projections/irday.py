"""What the events of IR days change in the current tables."""

from __future__ import annotations

from sqlalchemy import delete
from sqlmodel import Session, col

from dealflow.domain.irday import events
from dealflow.domain.irday.timetable import plan_state
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger import codec
from dealflow.store.ledger.projections.dispatch import write
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


@write.register
def _(event: events.ProgrammeKept, session: Session, recorded: Recorded) -> None:
    session.merge(
        ProgrammeRow(
            workspace=recorded.workspace,
            ir_event_id=event.ir_event_id,
            programme_json=codec.encode_state(event.programme),
            seq=recorded.seq,
        )
    )


@write.register
def _(event: events.ParticipantKept, session: Session, recorded: Recorded) -> None:
    session.merge(
        ParticipantRow(
            workspace=recorded.workspace,
            id=event.participant.id,
            ir_event_id=event.participant.ir_event_id,
            organisation_id=event.participant.organisation_id,
            company_id=event.participant.company_id,
            participant_json=codec.encode_state(event.participant),
            changed_at=recorded.ts,
            seq=recorded.seq,
        )
    )


@write.register
def _(event: events.RequestsKept, session: Session, recorded: Recorded) -> None:
    session.merge(
        RequestsRow(
            workspace=recorded.workspace,
            participant_id=event.participant_id,
            ir_event_id=event.ir_event_id,
            requests_json=codec.encode_state(event.requests),
            changed_at=recorded.ts,
            seq=recorded.seq,
        )
    )


@write.register
def _(event: events.ConflictsKept, session: Session, recorded: Recorded) -> None:
    session.exec(
        delete(ConflictRow).where(
            col(ConflictRow.workspace) == recorded.workspace, col(ConflictRow.ir_event_id) == event.ir_event_id
        )
    )
    for conflict in event.conflicts:
        session.merge(
            ConflictRow(
                workspace=recorded.workspace,
                ir_event_id=event.ir_event_id,
                company=conflict.company,
                investor=conflict.investor,
                why=conflict.why,
                note=conflict.note,
                seq=recorded.seq,
            )
        )


@write.register
def _(event: events.PlanEvent, session: Session, recorded: Recorded) -> None:
    row = session.get(PlanRow, (recorded.workspace, event.ir_event_id))
    timetable = None
    if isinstance(event, events.TimetablePublished):
        kept = session.get(TimetableRow, (recorded.workspace, event.ir_event_id, event.version))
        timetable = None if kept is None else kept.timetable
    after = plan_state.follow(None if row is None else row.plan, recorded, timetable)
    session.merge(
        PlanRow(
            workspace=recorded.workspace,
            ir_event_id=event.ir_event_id,
            plan_json=codec.encode_state(after),
            seq=recorded.seq,
        )
    )
    if isinstance(event, events.TimetableDrafted):
        session.merge(
            TimetableRow(
                workspace=recorded.workspace,
                ir_event_id=event.ir_event_id,
                version=event.version,
                timetable_json=codec.encode_state(event.timetable),
            )
        )


@write.register
def _(event: events.DayLinkIssued, session: Session, recorded: Recorded) -> None:
    session.merge(
        DayLinkRow(
            workspace=recorded.workspace,
            id=event.link_id,
            ir_event_id=event.ir_event_id,
            purpose=event.purpose,
            participant_id=event.participant_id,
            secret_hash=event.secret_hash,
            expires_at=event.expires_at,
            issued_at=recorded.ts,
            seq=recorded.seq,
        )
    )


@write.register
def _(event: events.CheckedIn, session: Session, recorded: Recorded) -> None:
    session.merge(
        PresenceRow(
            workspace=recorded.workspace,
            attendee_id=event.attendee_id,
            ir_event_id=event.ir_event_id,
            participant_id=event.participant_id,
            is_here=event.is_here,
            channel=event.channel,
            since=recorded.ts,
            seq=recorded.seq,
        )
    )


@write.register
def _(event: events.MeetingMarked, session: Session, recorded: Recorded) -> None:
    session.merge(
        MeetingMarkRow(
            workspace=recorded.workspace,
            ir_event_id=event.ir_event_id,
            company=event.company,
            investor=event.investor,
            state=event.state,
            note=event.note,
            marked_at=recorded.ts,
            seq=recorded.seq,
        )
    )


@write.register
def _(event: events.ConsultationLogged, session: Session, recorded: Recorded) -> None:
    log = event.log
    session.merge(
        ConsultationRow(
            workspace=recorded.workspace,
            id=log.id,
            ir_event_id=log.ir_event_id,
            owner_id=log.owner_id,
            company=log.company,
            investor=log.investor,
            engagement_id=log.engagement_id,
            is_told=log.is_told,
            log_json=codec.encode_state(log),
            logged_at=recorded.ts,
            seq=recorded.seq,
        )
    )


@write.register
def _(event: events.RoundTableKept, session: Session, recorded: Recorded) -> None:
    session.merge(
        RoundTableRow(
            workspace=recorded.workspace,
            ir_event_id=event.round_table.ir_event_id,
            part_id=event.round_table.part_id,
            round_table_json=codec.encode_state(event.round_table),
            changed_at=recorded.ts,
            seq=recorded.seq,
        )
    )


@write.register
def _(event: events.SurveyAnswered, session: Session, recorded: Recorded) -> None:
    session.merge(
        SurveyRow(
            workspace=recorded.workspace,
            participant_id=event.answer.participant_id,
            ir_event_id=event.answer.ir_event_id,
            answer_json=codec.encode_state(event.answer),
            answered_at=recorded.ts,
            seq=recorded.seq,
        )
    )


@write.register
def _(event: events.OutcomeKept, session: Session, recorded: Recorded) -> None:
    session.merge(
        OutcomeRow(
            workspace=recorded.workspace,
            id=event.outcome.id,
            ir_event_id=event.outcome.ir_event_id,
            stands=event.stands,
            outcome_json=codec.encode_state(event.outcome),
            kept_by=recorded.actor,
            kept_at=recorded.ts,
            seq=recorded.seq,
        )
    )
