"""IR days as they stand: programme, participants, requests, plans, addresses, the floor, consultations, outcomes.

What is private to a firm (its requests, its consultations) is filtered here by the viewer; the rest is for actions to
guard, since addresses without an account read it too.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from dealflow.domain.irday.events import LinkPurpose, PlanOrigin
from dealflow.domain.irday.floor.floor import (
    CheckInChannel,
    ConsultationLog,
    MeetingState,
    Outcome,
    RoundTable,
    SurveyAnswer,
)
from dealflow.domain.irday.participants.participants import ConflictOfInterest, Participant, Requests
from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.irday.timetable.plan_state import Plan
from dealflow.domain.irday.timetable.timetable import Timetable
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.values.register_numbers import require_no_resident_number
from dealflow.store.ledger.mapping import columns_of, value_of
from dealflow.store.ledger.queries.visibility import in_books
from dealflow.store.ledger.tables.irday import (
    AttendeeAbout,
    AttendeeName,
    ConflictRow,
    ConsultationRow,
    ConsultationSignature,
    DayLinkRow,
    MeetingMarkRow,
    OutcomeRow,
    ParticipantRow,
    PlanRow,
    PresenceRow,
    ProgrammeRow,
    ProgrammeTemplateRow,
    RequestsRow,
    RoundTableRow,
    SurveyRow,
    TimetableRow,
)


@dataclass(frozen=True, slots=True)
class Card:
    """Who a person at an event is, and how to reach them; empty where it was destroyed or never given."""

    attendee_id: str
    name: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class DayLink:
    """An address without an account; ``secret_hash`` is empty once it was revoked."""

    id: str
    ir_event_id: str
    purpose: LinkPurpose
    participant_id: str
    secret_hash: str
    expires_at: datetime
    issued_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a person is there, and since when."""

    attendee_id: str
    participant_id: str
    is_here: bool
    channel: CheckInChannel
    since: datetime
    version: int


@dataclass(frozen=True, slots=True)
class MeetingMark:
    """How a consultation stands, since when."""

    company: str
    investor: str
    state: MeetingState
    note: str
    marked_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Consultation:
    """A consultation's log with the moment it arrived and its version."""

    log: ConsultationLog
    logged_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class HouseTemplate:
    """A house's own template of a programme; ``programme`` is of no event."""

    id: str
    name_ko: str
    name_en: str
    programme: Programme
    version: int


def programme(session: Session, workspace: str, ir_event_id: str) -> tuple[Programme, int]:
    """Return an event's programme with its version; an empty one of version 0 where none was made."""
    row = session.get(ProgrammeRow, (workspace, ir_event_id))
    return (Programme(ir_event_id), 0) if row is None else (row.programme, row.seq)


def programme_templates(session: Session, workspace: str, viewer: Viewer) -> tuple[HouseTemplate, ...]:
    """Return the templates of programmes of the viewer's own house that were not dropped, by name."""
    query = select(ProgrammeTemplateRow).where(
        ProgrammeTemplateRow.workspace == workspace,
        in_books(viewer, col(ProgrammeTemplateRow.organisation_id)),
        ~col(ProgrammeTemplateRow.is_dropped),
    )
    rows = session.exec(query.order_by(ProgrammeTemplateRow.name_ko, ProgrammeTemplateRow.id))
    return tuple(value_of(HouseTemplate, row, version="seq") for row in rows)


def participants(session: Session, workspace: str, ir_event_id: str) -> tuple[Participant, ...]:
    """Return an event's participants, by kind and Korean name."""
    query = select(ParticipantRow).where(
        ParticipantRow.workspace == workspace, ParticipantRow.ir_event_id == ir_event_id
    )
    stored = (row.participant for row in session.exec(query))
    return tuple(sorted(stored, key=lambda participant: (participant.kind, participant.name_ko, participant.id)))


def find_participant(session: Session, workspace: str, participant_id: str) -> tuple[Participant, int] | None:
    """Return a participant with its version, nothing if there is none."""
    row = session.get(ParticipantRow, (workspace, participant_id))
    return None if row is None else (row.participant, row.seq)


def participations(session: Session, workspace: str, viewer: Viewer) -> tuple[Participant, ...]:
    """Return the participants, at whatever event, that the viewer's own firm is: as an organisation or its company."""
    mine = col(ParticipantRow.organisation_id) == viewer.organisation_id
    if viewer.role is Role.COMPANY_GUEST:
        mine = col(ParticipantRow.company_id) == (viewer.company_id or "")
    query = select(ParticipantRow).where(ParticipantRow.workspace == workspace, mine).order_by(ParticipantRow.id)
    return tuple(row.participant for row in session.exec(query))


def cards(session: Session, workspace: str, ir_event_id: str, *, of: Collection[str] | None = None) -> dict[str, Card]:
    """Return who the people of an event, or some of them, are, by attendee id."""
    query = select(AttendeeName).where(AttendeeName.workspace == workspace, AttendeeName.ir_event_id == ir_event_id)
    if of is not None:
        query = query.where(col(AttendeeName.attendee_id).in_(sorted(of)))
    return {row.attendee_id: value_of(Card, row) for row in session.exec(query)}


def keep_card(session: Session, workspace: str, ir_event_id: str, card: Card) -> None:
    """Keep a person's card beside the journal, in the place of an earlier one.

    Raises:
        InvalidInputError: it holds what may be a resident number.
    """
    require_no_resident_number(card)
    session.merge(AttendeeName(workspace=workspace, **columns_of(AttendeeName, card, ir_event_id=ir_event_id)))


def destroy_cards(session: Session, workspace: str, attendee_ids: frozenset[str]) -> None:
    """Destroy the names of these people, the ways to reach them, what was told of their lives, and what they signed."""
    for attendee_id in sorted(attendee_ids):
        for table in (AttendeeName, AttendeeAbout):
            row = session.get(table, (workspace, attendee_id))
            if row is not None:
                session.delete(row)
    signed = select(ConsultationSignature).where(
        ConsultationSignature.workspace == workspace, col(ConsultationSignature.attendee_id).in_(sorted(attendee_ids))
    )
    for signature in session.exec(signed):
        session.delete(signature)


def requests(session: Session, workspace: str, ir_event_id: str) -> dict[str, Requests]:
    """Return what the participants of an event ask for, by participant. For the organiser, and for planning."""
    rows = session.exec(
        select(RequestsRow).where(RequestsRow.workspace == workspace, RequestsRow.ir_event_id == ir_event_id)
    )
    return {row.participant_id: row.requests for row in rows}


def find_requests(session: Session, workspace: str, participant_id: str) -> tuple[Requests, int]:
    """Return what a participant asks for with its version; nothing asked of version 0 where it never did."""
    row = session.get(RequestsRow, (workspace, participant_id))
    return (Requests(), 0) if row is None else (row.requests, row.seq)


def conflicts(session: Session, workspace: str, ir_event_id: str) -> tuple[ConflictOfInterest, ...]:
    """Return the conflicts of interest known at an event, in order."""
    query = select(ConflictRow).where(ConflictRow.workspace == workspace, ConflictRow.ir_event_id == ir_event_id)
    return tuple(
        value_of(ConflictOfInterest, row)
        for row in session.exec(query.order_by(ConflictRow.company, ConflictRow.investor))
    )


def plan(session: Session, workspace: str, ir_event_id: str) -> tuple[Plan, int]:
    """Return an event's plan with its version; an empty one of version 0 where nothing was planned."""
    row = session.get(PlanRow, (workspace, ir_event_id))
    return (Plan(ir_event_id), 0) if row is None else (row.plan, row.seq)


def timetable(session: Session, workspace: str, ir_event_id: str, version: int) -> Timetable | None:
    """Return the timetable of a version, nothing if there is none."""
    row = session.get(TimetableRow, (workspace, ir_event_id, version))
    return None if row is None else row.timetable


def walk_ins(session: Session, workspace: str, plan: Plan) -> frozenset[tuple[str, str]]:
    """Return the pairs (company, investor) that came into a plan on the day, because somebody asked at the door."""
    pairs: set[tuple[str, str]] = set()
    for version in plan.versions:
        if version.origin is PlanOrigin.WALK_IN:
            now, was = (
                timetable(session, workspace, plan.ir_event_id, number) for number in (version.number, version.base)
            )
            pairs |= _pairs(now) - _pairs(was)
    return frozenset(pairs)


def _pairs(timetable: Timetable | None) -> set[tuple[str, str]]:
    return set() if timetable is None else {(meeting.company, meeting.investor) for meeting in timetable.meetings}


def find_link(session: Session, workspace: str, link_id: str) -> DayLink | None:
    """Return an address by its id, nothing if there is none."""
    row = session.get(DayLinkRow, (workspace, link_id))
    return None if row is None else _link(row)


def links(session: Session, workspace: str, ir_event_id: str) -> tuple[DayLink, ...]:
    """Return the addresses of an event, by id."""
    query = select(DayLinkRow).where(DayLinkRow.workspace == workspace, DayLinkRow.ir_event_id == ir_event_id)
    return tuple(_link(row) for row in session.exec(query.order_by(DayLinkRow.id)))


def presences(session: Session, workspace: str, ir_event_id: str) -> dict[str, Presence]:
    """Return who was checked in at an event, by attendee."""
    rows = session.exec(
        select(PresenceRow).where(PresenceRow.workspace == workspace, PresenceRow.ir_event_id == ir_event_id)
    )
    return {row.attendee_id: _presence(row) for row in rows}


def find_presence(session: Session, workspace: str, attendee_id: str) -> Presence | None:
    """Return whether a person was checked in, nothing if that was never said."""
    row = session.get(PresenceRow, (workspace, attendee_id))
    return None if row is None else _presence(row)


def meeting_marks(session: Session, workspace: str, ir_event_id: str) -> dict[tuple[str, str], MeetingMark]:
    """Return how the consultations of an event stand, by company and investor; those only planned are missing."""
    rows = session.exec(
        select(MeetingMarkRow).where(MeetingMarkRow.workspace == workspace, MeetingMarkRow.ir_event_id == ir_event_id)
    )
    return {(row.company, row.investor): _mark(row) for row in rows}


def find_mark(session: Session, workspace: str, ir_event_id: str, company: str, investor: str) -> MeetingMark | None:
    """Return how one consultation stands, nothing where it is only planned."""
    row = session.get(MeetingMarkRow, (workspace, ir_event_id, company, investor))
    return None if row is None else _mark(row)


def own_consultations(
    session: Session, workspace: str, organisation_id: str, ir_event_id: str | None = None
) -> tuple[Consultation, ...]:
    """Return the logs in the books of an organisation, of one event or all, the latest first."""
    query = select(ConsultationRow).where(
        ConsultationRow.workspace == workspace, ConsultationRow.owner_id == organisation_id
    )
    if ir_event_id is not None:
        query = query.where(ConsultationRow.ir_event_id == ir_event_id)
    rows = session.exec(query.order_by(col(ConsultationRow.logged_at).desc(), ConsultationRow.id))
    return tuple(value_of(Consultation, row, version="seq") for row in rows)


def find_consultation(session: Session, workspace: str, consultation_id: str) -> Consultation | None:
    """Return a log by its id, nothing if there is none. For actions that have checked whose it is."""
    row = session.get(ConsultationRow, (workspace, consultation_id))
    return None if row is None else value_of(Consultation, row, version="seq")


def logs_of(
    session: Session, workspace: str, ir_event_id: str, company: str, investor: str
) -> tuple[Consultation, ...]:
    """Return the logs of one consultation, by id. For actions: never for a screen of another firm or the organiser."""
    rows = session.exec(
        select(ConsultationRow)
        .where(
            ConsultationRow.workspace == workspace,
            ConsultationRow.ir_event_id == ir_event_id,
            ConsultationRow.company == company,
            ConsultationRow.investor == investor,
        )
        .order_by(ConsultationRow.id)
    )
    return tuple(value_of(Consultation, row, version="seq") for row in rows)


def told_consultations(session: Session, workspace: str, ir_event_id: str) -> tuple[ConsultationLog, ...]:
    """Return what the owners of an event's logs tell the organiser: no note, no requests, no engagement."""
    query = select(ConsultationRow).where(
        ConsultationRow.workspace == workspace,
        ConsultationRow.ir_event_id == ir_event_id,
        col(ConsultationRow.is_told),
    )
    return tuple(_told(row.log) for row in session.exec(query.order_by(ConsultationRow.id)))


def round_tables(session: Session, workspace: str, ir_event_id: str) -> dict[str, tuple[RoundTable, int]]:
    """Return what was said at the round-tables of an event with their versions, by part."""
    rows = session.exec(
        select(RoundTableRow).where(RoundTableRow.workspace == workspace, RoundTableRow.ir_event_id == ir_event_id)
    )
    return {row.part_id: (row.round_table, row.seq) for row in rows}


def survey_answers(session: Session, workspace: str, ir_event_id: str) -> tuple[SurveyAnswer, ...]:
    """Return the answers to an event's survey, by participant."""
    query = select(SurveyRow).where(SurveyRow.workspace == workspace, SurveyRow.ir_event_id == ir_event_id)
    return tuple(row.answer for row in session.exec(query.order_by(SurveyRow.participant_id)))


def outcomes(session: Session, workspace: str, ir_event_id: str) -> tuple[Outcome, ...]:
    """Return what came of an event and stands, the earliest first."""
    query = select(OutcomeRow).where(
        OutcomeRow.workspace == workspace, OutcomeRow.ir_event_id == ir_event_id, col(OutcomeRow.stands)
    )
    stored = (row.outcome for row in session.exec(query))
    return tuple(sorted(stored, key=lambda outcome: (outcome.on, outcome.id)))


def _presence(row: PresenceRow) -> Presence:
    return value_of(Presence, row, version="seq")


def _mark(row: MeetingMarkRow) -> MeetingMark:
    return value_of(MeetingMark, row, version="seq")


def _link(row: DayLinkRow) -> DayLink:
    return value_of(DayLink, row, version="seq")


def _told(log: ConsultationLog) -> ConsultationLog:
    return ConsultationLog(
        id=log.id,
        ir_event_id=log.ir_event_id,
        owner_id=log.owner_id,
        company=log.company,
        investor=log.investor,
        typed_at=log.typed_at,
        interest=log.interest,
        intention_low=log.intention_low,
        intention_high=log.intention_high,
        next_step=log.next_step,
        next_due=log.next_due,
        agreed=log.agreed,
    )
