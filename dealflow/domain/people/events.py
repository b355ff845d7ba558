"""What can happen to organisations, their people and their IR events, and to a person's own secrets.

As in every area: ids of persons only (names can be asked to be destroyed), and new fields get defaults, so that old
payloads can always be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from dealflow.domain.people.absences import Absence
from dealflow.domain.people.access import OrganisationKind, Role
from dealflow.domain.people.api_tokens import TokenScope
from dealflow.domain.people.consents import ConsentRecord
from dealflow.domain.people.house import HouseSettings, TwoPersonAct


@dataclass(frozen=True, slots=True)
class OrganisationRegistered:
    """An investor, operator, organiser, supplier or adopter became known, or changed: all its values anew."""

    kind: ClassVar[str] = "organisation_registered"
    organisation_id: str
    name_ko: str
    name_en: str
    organisation_kind: OrganisationKind
    region: str = ""
    is_demo: bool = False

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"organisation:{self.organisation_id}"


@dataclass(frozen=True, slots=True)
class PersonRegistered:
    """A person got a role in an organisation. The name is kept outside the journal."""

    kind: ClassVar[str] = "person_registered"
    person_id: str
    organisation_id: str
    role: Role
    company_id: str | None = None

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"person:{self.person_id}"


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """A person got another role in the same organisation."""

    kind: ClassVar[str] = "person_changed"
    person_id: str
    role: Role

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"person:{self.person_id}"


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """A person left: what they did stays theirs, and they see and do nothing any more."""

    kind: ClassVar[str] = "person_left"
    person_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"person:{self.person_id}"


@dataclass(frozen=True, slots=True)
class PersonReturned:
    """Somebody who had left is back, with the role of then."""

    kind: ClassVar[str] = "person_returned"
    person_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"person:{self.person_id}"


@dataclass(frozen=True, slots=True)
class IrEventRegistered:
    """An IR event (the day at which companies pitch) was set up, or changed: all its values anew."""

    kind: ClassVar[str] = "ir_event_registered"
    ir_event_id: str
    organiser_id: str
    title_ko: str
    title_en: str
    held_on: date
    venue: str = ""
    venue_en: str = ""

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"ir_event:{self.ir_event_id}"


@dataclass(frozen=True, slots=True)
class CalendarFeedKept:
    """A person got a new secret address for their calendar, or gave it up; only the secret's hash is kept."""

    kind: ClassVar[str] = "calendar_feed_kept"
    person_id: str
    secret_hash: str
    """Empty: no address opens."""

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"feed:{self.person_id}"


@dataclass(frozen=True, slots=True)
class ApiTokenKept:
    """A person made a token for programs, or revoked it; only the secret's hash is kept."""

    kind: ClassVar[str] = "api_token_kept"
    person_id: str
    token_id: str
    name: str
    secret_hash: str
    """Empty: the token opens nothing any more."""
    scopes: tuple[TokenScope, ...] = (TokenScope.READ, TokenScope.MOVE)
    """What it may do: tokens that were made before there were scopes could list and move."""
    ends_at: datetime | None = None
    """None: a year after it was made."""

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"api_tokens:{self.person_id}"


@dataclass(frozen=True, slots=True)
class HouseSettingsKept:
    """A house changed its settings: all their values anew."""

    kind: ClassVar[str] = "house_settings_kept"
    organisation_id: str
    settings: HouseSettings

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"house:{self.organisation_id}"


@dataclass(frozen=True, slots=True)
class AbsenceKept:
    """Somebody is away, with or without a person who votes for them; or it was taken back."""

    kind: ClassVar[str] = "absence_kept"
    absence: Absence

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"absence:{self.absence.id}"


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A person agreed to a use of their data; who it is stands beside the journal."""

    kind: ClassVar[str] = "consent_given"
    consent: ConsentRecord

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"consent:{self.consent.id}"


@dataclass(frozen=True, slots=True)
class ConsentDeclined:
    """A person was asked for a consent and said no."""

    kind: ClassVar[str] = "consent_declined"
    consent: ConsentRecord

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"consent:{self.consent.id}"


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    """A person took a consent back."""

    kind: ClassVar[str] = "consent_withdrawn"
    consent_id: str
    organisation_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"consent:{self.consent_id}"


@dataclass(frozen=True, slots=True)
class PersonalDataDestroyed:
    """Personal data were destroyed: of which ids, by which rule (a retention kind, or on request). No names."""

    kind: ClassVar[str] = "personal_data_destroyed"
    destruction_id: str
    organisation_id: str
    what: str
    subject_ids: tuple[str, ...]
    reason: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"destruction:{self.destruction_id}"


@dataclass(frozen=True, slots=True)
class ActProposed:
    """An act that needs two people was entered by the first."""

    kind: ClassVar[str] = "act_proposed"
    proposal_id: str
    owner_id: str
    act: TwoPersonAct
    subject_id: str
    payload: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"proposal:{self.proposal_id}"


@dataclass(frozen=True, slots=True)
class ActSettled:
    """The second person confirmed an act, or it was declined."""

    kind: ClassVar[str] = "act_settled"
    proposal_id: str
    is_confirmed: bool
    note: str = ""

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"proposal:{self.proposal_id}"


HouseEvent = (
    HouseSettingsKept
    | AbsenceKept
    | ConsentGiven
    | ConsentDeclined
    | ConsentWithdrawn
    | PersonalDataDestroyed
    | ActProposed
    | ActSettled
)
PeopleEvent = (
    OrganisationRegistered
    | PersonRegistered
    | PersonChanged
    | PersonLeft
    | PersonReturned
    | IrEventRegistered
    | CalendarFeedKept
    | ApiTokenKept
    | HouseEvent
)
