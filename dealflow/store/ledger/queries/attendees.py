"""What an event says of itself, what its parts hold, who registered, and who signed what.

For actions that have checked who asks: addresses without an account read some of it too.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from dealflow.domain.irday.floor.floor import Topics
from dealflow.domain.irday.programme.part_contents import EventProfile, PartContent
from dealflow.domain.irday.registration.registrations import Registration, RegistrationState
from dealflow.domain.irday.results.event_record import EventRecord
from dealflow.domain.values.register_numbers import require_no_resident_number
from dealflow.store.ledger.mapping import columns_of, value_of
from dealflow.store.ledger.tables.irday import (
    AttendeeAbout,
    ConsultationSignature,
    EventProfileRow,
    EventRecordRow,
    PartContentRow,
    RegistrationRow,
    TopicsRow,
)


@dataclass(frozen=True, slots=True)
class About:
    """What more is said of a person at an event; empty where it was destroyed or never said."""

    attendee_id: str
    organisation: str = ""
    name_en: str = ""
    bio_ko: str = ""
    bio_en: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed the log of a consultation, for which side. ``picture``: a PNG in base64, empty: typed only."""

    company: str
    investor: str
    by_investor: bool
    attendee_id: str
    name: str
    picture: str
    signed_at: datetime


def event_profile(session: Session, workspace: str, ir_event_id: str) -> tuple[EventProfile, int]:
    """Return what an event says of itself with its version; an empty profile of version 0 where it says nothing."""
    row = session.get(EventProfileRow, (workspace, ir_event_id))
    return (EventProfile(ir_event_id), 0) if row is None else (row.profile, row.seq)


def part_contents(session: Session, workspace: str, ir_event_id: str) -> dict[str, tuple[PartContent, int]]:
    """Return what the parts of an event hold with their versions, by part; parts that hold nothing are missing."""
    query = select(PartContentRow).where(
        PartContentRow.workspace == workspace, PartContentRow.ir_event_id == ir_event_id
    )
    return {row.part_id: (row.content, row.seq) for row in session.exec(query)}


def registrations(session: Session, workspace: str, ir_event_id: str) -> tuple[Registration, ...]:
    """Return who registered for an event, in the order of arrival."""
    query = select(RegistrationRow).where(
        RegistrationRow.workspace == workspace, RegistrationRow.ir_event_id == ir_event_id
    )
    stored = (row.registration for row in session.exec(query))
    return tuple(sorted(stored, key=lambda registration: registration.number))


def registrations_version(session: Session, workspace: str, ir_event_id: str) -> int:
    """Return how far an event's stream of registrations has come."""
    query = select(func.max(RegistrationRow.seq)).where(
        RegistrationRow.workspace == workspace, RegistrationRow.ir_event_id == ir_event_id
    )
    return session.exec(query).one() or 0


def find_registration(session: Session, workspace: str, registration_id: str) -> Registration | None:
    """Return a registration by its id, nothing if there is none."""
    row = session.get(RegistrationRow, (workspace, registration_id))
    return None if row is None else row.registration


def registration_states(session: Session, workspace: str, ir_event_id: str) -> tuple[RegistrationState, ...]:
    """Return how the registrations for an event stand: enough to count seats."""
    query = select(RegistrationRow.state).where(
        RegistrationRow.workspace == workspace, RegistrationRow.ir_event_id == ir_event_id
    )
    return tuple(map(RegistrationState, session.exec(query)))


def abouts(
    session: Session, workspace: str, ir_event_id: str, *, of: Collection[str] | None = None
) -> dict[str, About]:
    """Return what more is said of the people of an event, or of some of them, by attendee id."""
    query = select(AttendeeAbout).where(AttendeeAbout.workspace == workspace, AttendeeAbout.ir_event_id == ir_event_id)
    if of is not None:
        query = query.where(col(AttendeeAbout.attendee_id).in_(sorted(of)))
    return {row.attendee_id: value_of(About, row) for row in session.exec(query)}


def keep_about(session: Session, workspace: str, ir_event_id: str, about: About) -> None:
    """Keep what more is said of a person beside the journal, in the place of what was said before.

    Raises:
        InvalidInputError: it holds what may be a resident number.
    """
    require_no_resident_number(about)
    columns = columns_of(AttendeeAbout, about, ir_event_id=ir_event_id)
    session.merge(AttendeeAbout(workspace=workspace, **columns))


def event_record(session: Session, workspace: str, ir_event_id: str) -> tuple[EventRecord, int]:
    """Return what is told of an event afterwards with its version; an empty record of version 0 where nothing is."""
    row = session.get(EventRecordRow, (workspace, ir_event_id))
    return (EventRecord(ir_event_id), 0) if row is None else (row.record, row.seq)


def signatures(session: Session, workspace: str, ir_event_id: str) -> tuple[Signature, ...]:
    """Return who signed at an event, by consultation and side."""
    query = select(ConsultationSignature).where(
        ConsultationSignature.workspace == workspace, ConsultationSignature.ir_event_id == ir_event_id
    )
    stored = (value_of(Signature, row) for row in session.exec(query))
    return tuple(sorted(stored, key=lambda signature: (signature.company, signature.investor, signature.by_investor)))


def keep_signature(session: Session, workspace: str, ir_event_id: str, signature: Signature) -> None:
    """Keep a signature beside the journal, in the place of an earlier one of its side.

    Raises:
        InvalidInputError: the name holds what may be a resident number.
    """
    require_no_resident_number(signature.name)
    columns = columns_of(ConsultationSignature, signature, ir_event_id=ir_event_id)
    session.merge(ConsultationSignature(workspace=workspace, **columns))


def topics(session: Session, workspace: str, ir_event_id: str) -> tuple[tuple[Topics, int], ...]:
    """Return what the members of an event's round-tables handed in, with versions, by part and participant."""
    query = select(TopicsRow).where(TopicsRow.workspace == workspace, TopicsRow.ir_event_id == ir_event_id)
    return tuple(
        (row.topics, row.seq) for row in session.exec(query.order_by(TopicsRow.part_id, TopicsRow.participant_id))
    )
