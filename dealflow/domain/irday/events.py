"""The journal's vocabulary for an IR day: programme, participants, requests, plans, and what happened on the floor.

As in every area: ids of persons only, and new fields get defaults. What a form keeps as a whole is kept whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from dealflow.domain.irday.contacts.events import ContactsHandedOver
from dealflow.domain.irday.floor.floor import (
    CheckInChannel,
    ConsultationLog,
    MeetingState,
    Outcome,
    RoundTable,
    SurveyAnswer,
    Topics,
)
from dealflow.domain.irday.participants.participants import ConflictOfInterest, Participant, Requests
from dealflow.domain.irday.programme.part_contents import EventProfile, PartContent
from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.irday.registration.registrations import Registration
from dealflow.domain.irday.results.event_record import EventRecord
from dealflow.domain.irday.timetable.timetable import Act, Pin, Timetable


class _OfPlan:
    """What events of an event's plan share: the stream that orders them."""

    __slots__ = ()
    ir_event_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"timetable:{self.ir_event_id}"


class PlanOrigin(StrEnum):
    """Where a version of the timetable comes from."""

    SOLVED = "solved"
    BY_HAND = "by_hand"
    REPLANNED = "replanned"
    ROLLED_BACK = "rolled_back"
    WALK_IN = "walk_in"


class LinkPurpose(StrEnum):
    """What an address without an account opens."""

    APPLY = "apply"
    """The call for participation: anybody who has it may apply."""
    FIRM = "firm"
    """A participant's own page: its day, its wishes, its logs."""
    BOARD = "board"
    """The board in the hall."""
    DESK = "desk"
    """Check-in at the door."""
    PUBLIC = "public"
    """The programme for everybody, and the form by which attendees register."""
    CONSENT = "consent"
    """A person's own page: whether their contact may go to the other side, and to whom it went."""


@dataclass(frozen=True, slots=True)
class ProgrammeKept:
    """The programme as it now stands, whole."""

    kind: ClassVar[str] = "programme_kept"
    ir_event_id: str
    programme: Programme

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"programme:{self.ir_event_id}"


@dataclass(frozen=True, slots=True)
class ProgrammeTemplateKept:
    """A house's own template of a programme, whole; ``is_dropped``: it is offered no more."""

    kind: ClassVar[str] = "programme_template_kept"
    template_id: str
    organisation_id: str
    name_ko: str
    name_en: str
    programme: Programme
    is_dropped: bool = False

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"programme_template:{self.template_id}"


@dataclass(frozen=True, slots=True)
class ParticipantKept:
    """A participant as it now stands, whole."""

    kind: ClassVar[str] = "participant_kept"
    participant: Participant

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"participant:{self.participant.id}"


@dataclass(frozen=True, slots=True)
class RequestsKept:
    """What a participant asks for, whole."""

    kind: ClassVar[str] = "requests_kept"
    ir_event_id: str
    participant_id: str
    requests: Requests

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"requests:{self.participant_id}"


@dataclass(frozen=True, slots=True)
class ConflictsKept:
    """Every conflict of interest that is known at an event."""

    kind: ClassVar[str] = "conflicts_kept"
    ir_event_id: str
    conflicts: tuple[ConflictOfInterest, ...]

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"conflicts:{self.ir_event_id}"


@dataclass(frozen=True, slots=True)
class TimetableDrafted(_OfPlan):
    """A version of the timetable was made, counted from 1. ``base``: the version that it goes out from, 0: none.

    ``as_of_min``: the minute of the event from which a plan of the rest holds; what began before it was left alone.
    """

    kind: ClassVar[str] = "timetable_drafted"
    ir_event_id: str
    version: int
    origin: PlanOrigin
    timetable: Timetable
    base: int = 0
    seed: int | None = None
    note: str = ""
    as_of_min: int | None = None


@dataclass(frozen=True, slots=True)
class TimetablePublished(_OfPlan):
    """A version became the one that people go by."""

    kind: ClassVar[str] = "timetable_published"
    ir_event_id: str
    version: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class PinsKept(_OfPlan):
    """What stays where it is, whatever is planned anew: all pins."""

    kind: ClassVar[str] = "pins_kept"
    ir_event_id: str
    pins: tuple[tuple[Act, Pin], ...]


@dataclass(frozen=True, slots=True)
class DayLinkIssued:
    """An address without an account was made; only its secret's hash is kept. An earlier one of the same id is void.

    ``participant_id`` is empty for addresses that belong to the event. An empty hash: nothing opens any more.
    """

    kind: ClassVar[str] = "day_link_issued"
    link_id: str
    ir_event_id: str
    purpose: LinkPurpose
    participant_id: str
    secret_hash: str
    expires_at: datetime

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"day_link:{self.link_id}"


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """A person came, or (``is_here`` false) was checked in by mistake or left."""

    kind: ClassVar[str] = "checked_in"
    ir_event_id: str
    participant_id: str
    attendee_id: str
    is_here: bool
    channel: CheckInChannel
    since: datetime | None = None
    """When it was noted, where that was before it arrived here: on a phone without a connection."""

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"presence:{self.attendee_id}"


@dataclass(frozen=True, slots=True)
class MeetingMarked:
    """How a consultation stands; both by participant id."""

    kind: ClassVar[str] = "meeting_marked"
    ir_event_id: str
    company: str
    investor: str
    state: MeetingState
    note: str = ""

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"meeting:{self.ir_event_id}:{self.company}:{self.investor}"


@dataclass(frozen=True, slots=True)
class ConsultationLogged:
    """An investor's log of a consultation as it now stands, whole."""

    kind: ClassVar[str] = "consultation_logged"
    log: ConsultationLog

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"consultation:{self.log.id}"


@dataclass(frozen=True, slots=True)
class RoundTableKept:
    """What was said at a round-table, whole."""

    kind: ClassVar[str] = "round_table_kept"
    round_table: RoundTable

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"round_table:{self.round_table.ir_event_id}:{self.round_table.part_id}"


@dataclass(frozen=True, slots=True)
class SurveyAnswered:
    """A participant answered the survey; a later answer takes the place of an earlier."""

    kind: ClassVar[str] = "survey_answered"
    answer: SurveyAnswer

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"survey:{self.answer.participant_id}"


@dataclass(frozen=True, slots=True)
class OutcomeKept:
    """What came of an event for a company, months later; ``stands`` false: it was entered by mistake."""

    kind: ClassVar[str] = "outcome_kept"
    outcome: Outcome
    stands: bool = True

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"outcome:{self.outcome.id}"


@dataclass(frozen=True, slots=True)
class EventProfileKept:
    """What an event says of itself in public, whole."""

    kind: ClassVar[str] = "event_profile_kept"
    ir_event_id: str
    profile: EventProfile

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"event_profile:{self.ir_event_id}"


@dataclass(frozen=True, slots=True)
class PartContentKept:
    """What a part of an event holds, whole."""

    kind: ClassVar[str] = "part_content_kept"
    content: PartContent

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"part_content:{self.content.ir_event_id}:{self.content.part_id}"


@dataclass(frozen=True, slots=True)
class RegistrationKept:
    """A registration as it now stands; all of an event are one stream, so that no seat is given twice."""

    kind: ClassVar[str] = "registration_kept"
    registration: Registration

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"registrations:{self.registration.ir_event_id}"


@dataclass(frozen=True, slots=True)
class EventRecordKept:
    """What is told of an event afterwards, whole: photographs, press, settlement."""

    kind: ClassVar[str] = "event_record_kept"
    ir_event_id: str
    record: EventRecord

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"event_record:{self.ir_event_id}"


@dataclass(frozen=True, slots=True)
class ConsultationSigned:
    """A side of a consultation signed its log; name and picture stand beside the journal. ``is_drawn``: by hand."""

    kind: ClassVar[str] = "consultation_signed"
    ir_event_id: str
    company: str
    investor: str
    by_investor: bool
    is_drawn: bool

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"signature:{self.ir_event_id}:{self.company}:{self.investor}"


@dataclass(frozen=True, slots=True)
class TopicsKept:
    """What a member of a round-table hands in to be spoken about, whole."""

    kind: ClassVar[str] = "topics_kept"
    topics: Topics

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"topics:{self.topics.ir_event_id}:{self.topics.part_id}:{self.topics.participant_id}"


PlanEvent = TimetableDrafted | TimetablePublished | PinsKept

DayEvent = (
    ProgrammeKept
    | ProgrammeTemplateKept
    | ParticipantKept
    | RequestsKept
    | ConflictsKept
    | PlanEvent
    | DayLinkIssued
    | CheckedIn
    | MeetingMarked
    | ConsultationLogged
    | RoundTableKept
    | SurveyAnswered
    | OutcomeKept
    | EventProfileKept
    | PartContentKept
    | RegistrationKept
    | EventRecordKept
    | ConsultationSigned
    | TopicsKept
    | ContactsHandedOver
)
