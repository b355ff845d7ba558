"""Organisations, their people and the IR events they hold, as current facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dealflow.domain.people.access import OrganisationKind, Role


@dataclass(frozen=True, slots=True)
class Organisation:
    """An investor, operator, organiser, supplier or adopter."""

    id: str
    name_ko: str
    name_en: str
    kind: OrganisationKind
    region: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """What a person says of an organisation that is to be registered; ``name_en`` may be empty."""

    name_ko: str
    name_en: str
    kind: OrganisationKind
    region: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A person with a role in an organisation; ``name`` is empty once it was destroyed on request."""

    id: str
    name: str
    organisation_id: str
    organisation_ko: str
    organisation_en: str
    role: Role
    company_id: str | None = None
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class IrEvent:
    """The day at which companies pitch."""

    id: str
    organiser_id: str
    title_ko: str
    title_en: str
    held_on: date
    venue: str = ""
    venue_en: str = ""


@dataclass(frozen=True, slots=True)
class IrEventDetails:
    """What a person says of an IR event: its titles, its day and its venue; what is English may be empty."""

    title_ko: str
    title_en: str
    held_on: date
    venue: str = ""
    venue_en: str = ""
