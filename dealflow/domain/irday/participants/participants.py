"""Who takes part in an IR event, for what, and what they ask for. Names of persons are kept outside the journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from dealflow.domain.pipeline.funnel import CONSULTING
from dealflow.domain.values.day_span import Span


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
    VISITOR = "visitor"
    """Registered by themselves: kept as registrations, never entered among the firms."""


ENTERED: Final = tuple(kind for kind in ParticipantKind if kind is not ParticipantKind.VISITOR)
"""The kinds as which an organiser enters somebody."""

INVESTORS: Final = frozenset(map(ParticipantKind, CONSULTING))
"""Who sits opposite the suppliers in consultations. Adopters are no investors, but sit there as well."""
INVESTING: Final = INVESTORS - {ParticipantKind.ADOPTER}
"""Who might invest: what is counted of investors is counted of these alone."""


def opposite(kind: ParticipantKind) -> frozenset[ParticipantKind]:
    """Return who sits opposite one of that kind in consultations; nobody sits opposite guests."""
    if kind is ParticipantKind.SUPPLIER:
        return INVESTORS
    return frozenset({ParticipantKind.SUPPLIER}) if kind in INVESTORS else frozenset()


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

    ``away``: when this person is not there. ``sits``: takes part in consultations. ``contact``: whom the organiser
    writes to.
    """

    id: str
    presents: bool = False
    sits: bool = True
    away: tuple[Span, ...] = ()
    contact: bool = False


@dataclass(frozen=True, slots=True)
class Mandate:
    """What an investor looks for; empty: anything. Money in whole won."""

    sectors: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    ticket_low: int | None = None
    ticket_high: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom a participant wants to meet; ``rank`` 1 is the dearest."""

    participant_id: str
    rank: int


@dataclass(frozen=True, slots=True)
class Awaited:
    """A wish or veto for somebody who does not take part yet, by the name that was written; ``rank`` as of a wish."""

    name: str
    rank: int = 0
    is_veto: bool = False


@dataclass(frozen=True, slots=True)
class Requests:
    """What a participant asks for: whom to meet, whom not to meet, whose pitches to hear.

    ``awaited``: whom it asks for and who is not there yet; it becomes a wish when a firm of that name is entered.
    """

    wishes: tuple[Wish, ...] = ()
    vetoes: tuple[str, ...] = ()
    hears: tuple[str, ...] = ()
    awaited: tuple[Awaited, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What a firm says of itself when it applies: declared, verified by nobody. Money in whole won; None: not said.

    ``founded`` is a year, a month or a day (``2019``, ``2019-03``, ``2019-03-12``). ``deck_id``: the deck handed in.
    """

    biz_reg_no: str = ""
    founded: str = ""
    region: str = ""
    sector: str = ""
    product: str = ""
    headcount: int | None = None
    revenue: int | None = None
    revenue_year: int | None = None
    round_label: str = ""
    raise_won: int | None = None
    deck_id: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """An application for a participation that is confirmed already, as it came; the organiser takes it over or not."""

    at: datetime
    name_ko: str
    name_en: str
    attendees: tuple[Attendee, ...]
    away: tuple[Span, ...]
    consents: tuple[Consent, ...]
    mandate: Mandate
    equipment: str
    profile: Profile
    requests: Requests


@dataclass(frozen=True, slots=True)
class Participant:
    """A firm or guest at an event.

    ``company_id`` or ``organisation_id`` says which of the books' records it is, where it is one. ``apart``: the
    people who sit in consultations take a table each instead of one together. ``least`` and ``most`` consultations:
    None as the programme says. ``profile`` is what it declares of itself. ``asked``: what somebody with the call's
    address would have changed of a participation that is confirmed already; it counts once the organiser takes it over.
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
    profile: Profile = field(default_factory=Profile)
    asked: Asked | None = None

    @property
    def is_coming(self) -> bool:
        """Say whether it is planned for: confirmed."""
        return self.state is ParticipantState.CONFIRMED


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
