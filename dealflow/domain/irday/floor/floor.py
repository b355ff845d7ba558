"""What happens on the day: who is there, how consultations went, what was said, and what people thought of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class MeetingState(StrEnum):
    """How a planned consultation stands."""

    PLANNED = "planned"
    RUNNING = "running"
    HELD = "held"
    COMPANY_ABSENT = "company_absent"
    INVESTOR_ABSENT = "investor_absent"
    CANCELLED = "cancelled"


NOT_HELD = frozenset({MeetingState.COMPANY_ABSENT, MeetingState.INVESTOR_ABSENT, MeetingState.CANCELLED})


class CheckInChannel(StrEnum):
    """How somebody was checked in."""

    QR = "qr"
    NAME = "name"
    LINK = "link"
    """By the firm itself, on its own page."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Somebody comes, by which way it was noted, or (``is_here`` false) has gone again.

    ``ago_s``: how many seconds before it was delivered it was noted: on a phone that had no connection then.
    """

    attendee_id: str
    channel: CheckInChannel
    is_here: bool = True
    ago_s: int = 0


class InterestLevel(StrEnum):
    """How much an investor is interested after a consultation (관심도 상/중/하)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class NextStepKind(StrEnum):
    """What was agreed at the table."""

    NONE = "none"
    MATERIALS = "materials"
    MEETING = "meeting"
    SITE_VISIT = "site_visit"
    OTHER = "other"


class Agreement(StrEnum):
    """What both sides of a consultation agreed to put on paper; each is counted once for a pair."""

    MOU = "mou"
    LOI = "loi"
    NDA = "nda"
    POC = "poc"


@dataclass(frozen=True, slots=True)
class ConsultationLog:
    """What an investor noted of a consultation, private to ``owner_id`` but for what ``is_told`` tells the organiser.

    The intention is what the investor said it might put in, in whole won: non-binding, never counted as raised. With
    ``is_told`` the organiser learns interest, intention and next step; note and requests are never told. ``typed_at``
    is when it was typed, which is earlier than when it arrived if the connection was lost.
    """

    id: str
    ir_event_id: str
    owner_id: str
    company: str
    investor: str
    typed_at: datetime
    interest: InterestLevel | None = None
    intention_low: int | None = None
    intention_high: int | None = None
    requests: str = ""
    next_step: NextStepKind = NextStepKind.NONE
    next_step_text: str = ""
    next_due: date | None = None
    note: str = ""
    is_told: bool = True
    engagement_id: str = ""
    agreed: tuple[Agreement, ...] = ()
    """Told to the organiser as the interest is."""


@dataclass(frozen=True, slots=True)
class RoundTableAction:
    """Something that was promised at a round-table; ``participant_id`` is the organisation that does it."""

    text: str
    participant_id: str = ""
    owner: str = ""
    due: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class RoundTable:
    """What was said at a round-table: agenda, who came, difficulties, suggestions for policy, actions."""

    part_id: str
    ir_event_id: str
    agenda: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    """Participant ids."""
    difficulties: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    actions: tuple[RoundTableAction, ...] = ()


@dataclass(frozen=True, slots=True)
class Topics:
    """What a member of a round-table would speak about there, handed in before: difficulties, one a line."""

    ir_event_id: str
    part_id: str
    participant_id: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    """One participant's satisfaction, 1 to 5 each, None where left out; and a free word."""

    participant_id: str
    ir_event_id: str
    overall: int | None = None
    matching: int | None = None
    venue: int | None = None
    again: int | None = None
    comment: str = ""


class OutcomeKind(StrEnum):
    """What came of a consultation, months later, as somebody declared it."""

    FOLLOW_UP_MEETING = "follow_up_meeting"
    DUE_DILIGENCE = "due_diligence"
    TERM_SHEET = "term_sheet"
    INVESTED = "invested"
    CONTRACT = "contract"
    """A supply contract with an adopter."""
    MOU = "mou"
    LOI = "loi"
    NDA = "nda"
    POC = "poc"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an event for a company, declared by a participant or noted by the organiser; money in whole won."""

    id: str
    ir_event_id: str
    company: str
    investor: str
    kind: OutcomeKind
    on: date
    amount: int | None = None
    note: str = ""
