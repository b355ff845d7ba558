"""What the events of IR days change in the current tables."""

from __future__ import annotations

from dealflow.domain.irday import events
from dealflow.domain.irday.contacts.events import ContactsHandedOver
from dealflow.domain.irday.timetable import plan_state
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger.projections.current import Tables
from dealflow.store.ledger.projections.dispatch import keeps, keeps_nothing, put, write
from dealflow.store.ledger.tables.irday import (
    ConflictRow,
    ConsultationRow,
    ContactHandoverRow,
    DayLinkRow,
    EventProfileRow,
    EventRecordRow,
    MeetingMarkRow,
    OutcomeRow,
    PartContentRow,
    ParticipantRow,
    PlanRow,
    PresenceRow,
    ProgrammeRow,
    ProgrammeTemplateRow,
    RegistrationRow,
    RequestsRow,
    RoundTableRow,
    SurveyRow,
    TimetableRow,
    TopicsRow,
)

keeps(events.ProgrammeKept, ProgrammeRow)
keeps(events.ProgrammeTemplateKept, ProgrammeTemplateRow, id="template_id")
keeps(events.ParticipantKept, ParticipantRow, of="participant", changed_at="@ts")
keeps(events.RequestsKept, RequestsRow, changed_at="@ts")
keeps(events.DayLinkIssued, DayLinkRow, id="link_id", issued_at="@ts")
keeps(events.MeetingMarked, MeetingMarkRow, marked_at="@ts")
keeps(events.ConsultationLogged, ConsultationRow, of="log", logged_at="@ts")
keeps(events.RoundTableKept, RoundTableRow, of="round_table", changed_at="@ts")
keeps(events.SurveyAnswered, SurveyRow, of="answer", answered_at="@ts")
keeps(events.OutcomeKept, OutcomeRow, of="outcome", kept_by="@actor", kept_at="@ts")
keeps(events.EventProfileKept, EventProfileRow)
keeps(events.PartContentKept, PartContentRow, of="content")
keeps(events.RegistrationKept, RegistrationRow, of="registration")
keeps(events.EventRecordKept, EventRecordRow)
keeps(events.TopicsKept, TopicsRow, of="topics")
keeps(ContactsHandedOver, ContactHandoverRow, of="handover", handed_at="@ts", handed_by="@actor")
keeps_nothing(events.ConsultationSigned)


@write.register
def _(event: events.CheckedIn, tables: Tables, recorded: Recorded) -> None:
    put(tables, PresenceRow, recorded, event, since=event.since or recorded.ts, seq=recorded.seq)


@write.register
def _(event: events.ConflictsKept, tables: Tables, recorded: Recorded) -> None:
    tables.remove(ConflictRow, {"workspace": recorded.workspace, "ir_event_id": event.ir_event_id})
    for conflict in event.conflicts:
        put(tables, ConflictRow, recorded, conflict, ir_event_id=event.ir_event_id, seq=recorded.seq)


@write.register
def _(event: events.PlanEvent, tables: Tables, recorded: Recorded) -> None:
    row = tables.find(PlanRow, recorded.workspace, event.ir_event_id)
    timetable = None
    if isinstance(event, events.TimetablePublished):
        published = tables.find(TimetableRow, recorded.workspace, event.ir_event_id, event.version)
        timetable = None if published is None else published.timetable
    after = plan_state.follow(None if row is None else row.plan, recorded, timetable)
    put(tables, PlanRow, recorded, after, ir_event_id=event.ir_event_id, plan=after, seq=recorded.seq)
    if isinstance(event, events.TimetableDrafted):
        put(tables, TimetableRow, recorded, event)
