"""Who takes part in an IR event, for what, and what they ask for. Names of persons are kept outside the journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from dealflow.domain.timetable import Span


class ParticipantKind(StrEnum):
    """As what a firm or guest takes part."""

    SUPPLIER = "supplier"
    OPERATOR = "operator"
    VC = "vc"
    ADOPTER = "adopter"
    JUDGE = "judge"
    GUEST = "guest"
    PRESS = "press"
    STAFF = "staff"


INVESTORS: Final = frozenset({ParticipantKind.OPERATOR, ParticipantKind.VC, ParticipantKind.ADOPTER})
"""Who sits opposite the suppliers in consultations. Adopters are no investors, but sit there as well."""


class ParticipantState(StrEnum):
    """How far a participation has come."""

    INVITED = "invited"
    APPLIED = "applied"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Consent(StrEnum):
    """What a participant agreed to, each by itself."""

    PERSONAL_DATA = "personal_data"
    THIRD_PARTY = "third_party"
    """Handing the application and the deck to the investors of the event."""
    PORTRAIT = "portrait"
    MATERIALS = "materials"
    """Keeping and using the materials after the event."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person who comes for a participant; ``id`` finds the name, which may have been destroyed.

    ``away``: when this person is not there. ``sits``: takes part in consultations.
    """

    id: str
    presents: bool = False
    sits: bool = True
    away: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Mandate:
    """What an investor looks for; empty: anything. Money in whole won."""

    sectors: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    ticket_low: int | None = None
    ticket_high: int | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """A firm or guest at an event.

    ``company_id`` or ``organisation_id`` says which of the books' records it is, where it is one. ``apart``: the
    people who sit in consultations take a table each instead of one together. ``least`` and ``most`` consultations:
    None as the programme says.
    """

    id: str
    ir_event_id: str
    kind: ParticipantKind
    state: ParticipantState
    name_ko: str
    name_en: str = ""
    company_id: str | None = None
    organisation_id: str | None = None
    attendees: tuple[Attendee, ...] = ()
    away: tuple[Span, ...] = ()
    pitches: bool = False
    apart: bool = False
    least: int | None = None
    most: int | None = None
    consents: tuple[Consent, ...] = ()
    mandate: Mandate = field(default_factory=Mandate)
    equipment: str = ""
    note: str = ""

    @property
    def is_coming(self) -> bool:
        """Say whether it is planned for: confirmed."""
        return self.state is ParticipantState.CONFIRMED


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom a participant wants to meet; ``rank`` 1 is the dearest."""

    participant_id: str
    rank: int


@dataclass(frozen=True, slots=True)
class Requests:
    """What a participant asks for: whom to meet, whom not to meet, whose pitches to hear."""

    wishes: tuple[Wish, ...] = ()
    vetoes: tuple[str, ...] = ()
    hears: tuple[str, ...] = ()


class Interest(StrEnum):
    """Why two should not be brought together, or only knowingly."""

    COMPETITOR_PORTFOLIO = "competitor_portfolio"
    EXISTING_INVESTOR = "existing_investor"
    RELATED = "related"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ConflictOfInterest:
    """A conflict of interest between a company and an investor, both by participant id; they do not meet."""

    company: str
    investor: str
    why: Interest
    note: str = ""
