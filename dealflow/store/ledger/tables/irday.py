"""The tables of IR days: programme, participants, requests, plans, addresses, presence, consultations, outcomes.

What a form keeps whole is kept whole as JSON, beside the columns that queries filter by.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from dealflow.domain.irday.contacts.provision import Handover
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.floor.floor import (
    CheckInChannel,
    ConsultationLog,
    MeetingState,
    Outcome,
    RoundTable,
    SurveyAnswer,
    Topics,
)
from dealflow.domain.irday.participants.participants import Interest, Participant, ParticipantState, Requests
from dealflow.domain.irday.programme.part_contents import EventProfile, PartContent
from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.irday.registration.registrations import Registration, RegistrationState
from dealflow.domain.irday.results.event_record import EventRecord
from dealflow.domain.irday.timetable.plan_state import Plan
from dealflow.domain.irday.timetable.timetable import Timetable
from dealflow.store.ledger.columns import UtcTime, kept_as, word_of
from dealflow.store.ledger.tables.journal import Row


class AttendeeName(Row, table=True):
    """The name of a person who comes to an event, and how to reach them: outside the journal, to be blanked."""

    __tablename__ = "attendee_name"
    __table_args__ = (Index("ix_attendee_name_event", "workspace", "ir_event_id"),)

    workspace: str = Field(primary_key=True)
    attendee_id: str = Field(primary_key=True)
    ir_event_id: str
    name: str
    title: str = ""
    phone: str = ""
    email: str = ""


class AttendeeAbout(Row, table=True):
    """What more is said of a person at an event: whose person, and the life that a programme book tells."""

    __tablename__ = "attendee_about"
    __table_args__ = (Index("ix_attendee_about_event", "workspace", "ir_event_id"),)

    workspace: str = Field(primary_key=True)
    attendee_id: str = Field(primary_key=True)
    ir_event_id: str
    organisation: str = ""
    name_en: str = ""
    bio_ko: str = ""
    bio_en: str = ""


class ConsultationSignature(Row, table=True):
    """Who signed the log of a consultation: a name and, where it was drawn, its picture; to be destroyed.

    ``picture``: a PNG in base64, empty where only the name was typed.
    """

    __tablename__ = "consultation_signature"

    workspace: str = Field(primary_key=True)
    ir_event_id: str = Field(primary_key=True)
    company: str = Field(primary_key=True)
    investor: str = Field(primary_key=True)
    by_investor: bool = Field(primary_key=True)
    attendee_id: str
    name: str
    picture: str
    signed_at: datetime = Field(sa_type=UtcTime)


class EventProfileRow(Row, table=True):
    """What an event says of itself in public."""

    __tablename__ = "event_profile"

    workspace: str = Field(primary_key=True)
    ir_event_id: str = Field(primary_key=True)
    profile: EventProfile = kept_as("profile_json", EventProfile)
    seq: int


class PartContentRow(Row, table=True):
    """What a part of an event holds."""

    __tablename__ = "part_content"

    workspace: str = Field(primary_key=True)
    ir_event_id: str = Field(primary_key=True)
    part_id: str = Field(primary_key=True)
    content: PartContent = kept_as("content_json", PartContent)
    seq: int


class RegistrationRow(Row, table=True):
    """An attendee who registered; ``seq`` is the place in the event's one stream of them."""

    __tablename__ = "registration"
    __table_args__ = (Index("ix_registration_event", "workspace", "ir_event_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    ir_event_id: str
    state: RegistrationState = Field(sa_type=word_of(RegistrationState))
    registration: Registration = kept_as("registration_json", Registration, remembered=4096)
    seq: int


class EventRecordRow(Row, table=True):
    """What is told of an event afterwards."""

    __tablename__ = "event_record"

    workspace: str = Field(primary_key=True)
    ir_event_id: str = Field(primary_key=True)
    record: EventRecord = kept_as("record_json", EventRecord)
    seq: int


class ProgrammeRow(Row, table=True):
    """An event's programme."""

    __tablename__ = "programme"

    workspace: str = Field(primary_key=True)
    ir_event_id: str = Field(primary_key=True)
    programme: Programme = kept_as("programme_json", Programme)
    seq: int


class ProgrammeTemplateRow(Row, table=True):
    """A house's own template of a programme."""

    __tablename__ = "programme_template"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    organisation_id: str
    name_ko: str
    name_en: str
    is_dropped: bool
    programme: Programme = kept_as("programme_json", Programme)
    seq: int


class ParticipantRow(Row, table=True):
    """A firm or guest at an event."""

    __tablename__ = "participant"
    __table_args__ = (
        Index("ix_participant_event", "workspace", "ir_event_id"),
        Index("ix_participant_organisation", "workspace", "organisation_id"),
        Index("ix_participant_company", "workspace", "company_id"),
    )

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    ir_event_id: str
    organisation_id: str | None = None
    company_id: str | None = None
    state: ParticipantState = Field(sa_type=word_of(ParticipantState))
    participant: Participant = kept_as("participant_json", Participant, remembered=2048)
    changed_at: datetime = Field(sa_type=UtcTime)
    seq: int


class RequestsRow(Row, table=True):
    """What a participant asks for."""

    __tablename__ = "requests"
    __table_args__ = (Index("ix_requests_event", "workspace", "ir_event_id"),)

    workspace: str = Field(primary_key=True)
    participant_id: str = Field(primary_key=True)
    ir_event_id: str
    requests: Requests = kept_as("requests_json", Requests)
    changed_at: datetime = Field(sa_type=UtcTime)
    seq: int


class ConflictRow(Row, table=True):
    """A conflict of interest between two participants."""

    __tablename__ = "conflict_of_interest"

    workspace: str = Field(primary_key=True)
    ir_event_id: str = Field(primary_key=True)
    company: str = Field(primary_key=True)
    investor: str = Field(primary_key=True)
    why: Interest = Field(sa_type=word_of(Interest))
    note: str
    seq: int


class PlanRow(Row, table=True):
    """An event's plan: its versions and publications, the latest and the published timetable."""

    __tablename__ = "plan"

    workspace: str = Field(primary_key=True)
    ir_event_id: str = Field(primary_key=True)
    plan: Plan = kept_as("plan_json", Plan, remembered=8)
    seq: int


class TimetableRow(Row, table=True):
    """The timetable of one version."""

    __tablename__ = "timetable"

    workspace: str = Field(primary_key=True)
    ir_event_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    timetable: Timetable = kept_as("timetable_json", Timetable, remembered=32)


class DayLinkRow(Row, table=True):
    """An address without an account; an empty hash opens nothing."""

    __tablename__ = "day_link"
    __table_args__ = (Index("ix_day_link_event", "workspace", "ir_event_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    ir_event_id: str
    purpose: LinkPurpose = Field(sa_type=word_of(LinkPurpose))
    participant_id: str
    secret_hash: str
    expires_at: datetime = Field(sa_type=UtcTime)
    issued_at: datetime = Field(sa_type=UtcTime)
    seq: int


class ContactHandoverRow(Row, table=True):
    """Contacts that an organiser handed to a firm, by which consents; who the persons are stands beside the journal."""

    __tablename__ = "contact_handover"
    __table_args__ = (
        Index("ix_contact_handover_organisation", "workspace", "organisation_id"),
        Index("ix_contact_handover_recipient", "workspace", "recipient_id"),
    )

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    organisation_id: str
    ir_event_id: str
    recipient_id: str
    handover: Handover = kept_as("handover_json", Handover)
    handed_at: datetime = Field(sa_type=UtcTime)
    handed_by: str
    seq: int


class PresenceRow(Row, table=True):
    """Whether a person is there, since when, and how that became known."""

    __tablename__ = "presence"
    __table_args__ = (Index("ix_presence_event", "workspace", "ir_event_id"),)

    workspace: str = Field(primary_key=True)
    attendee_id: str = Field(primary_key=True)
    ir_event_id: str
    participant_id: str
    is_here: bool
    channel: CheckInChannel = Field(sa_type=word_of(CheckInChannel))
    since: datetime = Field(sa_type=UtcTime)
    seq: int


class MeetingMarkRow(Row, table=True):
    """How a consultation stands, beyond being planned."""

    __tablename__ = "meeting_mark"

    workspace: str = Field(primary_key=True)
    ir_event_id: str = Field(primary_key=True)
    company: str = Field(primary_key=True)
    investor: str = Field(primary_key=True)
    state: MeetingState = Field(sa_type=word_of(MeetingState))
    note: str
    marked_at: datetime = Field(sa_type=UtcTime)
    seq: int


class ConsultationRow(Row, table=True):
    """An investor's log of a consultation, private to ``owner_id``."""

    __tablename__ = "consultation"
    __table_args__ = (
        Index("ix_consultation_event", "workspace", "ir_event_id"),
        Index("ix_consultation_owner", "workspace", "owner_id"),
        Index("ix_consultation_engagement", "workspace", "engagement_id"),
    )

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    ir_event_id: str
    owner_id: str
    company: str
    investor: str
    engagement_id: str
    is_told: bool
    log: ConsultationLog = kept_as("log_json", ConsultationLog)
    logged_at: datetime = Field(sa_type=UtcTime)
    seq: int


class RoundTableRow(Row, table=True):
    """What was said at a round-table."""

    __tablename__ = "round_table"

    workspace: str = Field(primary_key=True)
    ir_event_id: str = Field(primary_key=True)
    part_id: str = Field(primary_key=True)
    round_table: RoundTable = kept_as("round_table_json", RoundTable)
    changed_at: datetime = Field(sa_type=UtcTime)
    seq: int


class TopicsRow(Row, table=True):
    """What a member of a round-table hands in to be spoken about."""

    __tablename__ = "round_table_topics"

    workspace: str = Field(primary_key=True)
    ir_event_id: str = Field(primary_key=True)
    part_id: str = Field(primary_key=True)
    participant_id: str = Field(primary_key=True)
    topics: Topics = kept_as("topics_json", Topics)
    seq: int


class SurveyRow(Row, table=True):
    """One participant's answer to the survey."""

    __tablename__ = "survey_answer"
    __table_args__ = (Index("ix_survey_answer_event", "workspace", "ir_event_id"),)

    workspace: str = Field(primary_key=True)
    participant_id: str = Field(primary_key=True)
    ir_event_id: str
    answer: SurveyAnswer = kept_as("answer_json", SurveyAnswer)
    answered_at: datetime = Field(sa_type=UtcTime)
    seq: int


class OutcomeRow(Row, table=True):
    """What came of an event for a company."""

    __tablename__ = "outcome"
    __table_args__ = (Index("ix_outcome_event", "workspace", "ir_event_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    ir_event_id: str
    stands: bool
    outcome: Outcome = kept_as("outcome_json", Outcome)
    kept_by: str
    kept_at: datetime = Field(sa_type=UtcTime)
    seq: int
