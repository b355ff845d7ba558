"""The tables of organisations, their people and IR events. Names of persons are outside the journal."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from dealflow.domain.people.access import OrganisationKind, Role
from dealflow.store.ledger.columns import word_of
from dealflow.store.ledger.tables.journal import Row


class OrganisationRow(Row, table=True):
    """An investor, operator, organiser, supplier or adopter."""

    __tablename__ = "organisation"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name_ko: str
    name_en: str
    kind: OrganisationKind = Field(sa_type=word_of(OrganisationKind))
    region: str
    is_demo: bool


class PersonRow(Row, table=True):
    """A person's place: organisation and role. The name is in PersonName."""

    __tablename__ = "person"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    organisation_id: str = Field(index=True)
    role: Role = Field(sa_type=word_of(Role))
    company_id: str | None = None
    has_left: bool = False


class PersonName(Row, table=True):
    """A person's name, outside the journal, so that it can be blanked on request (PIPA article 21)."""

    __tablename__ = "person_name"

    workspace: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    name: str


class IrEventRow(Row, table=True):
    """A day at which companies pitch."""

    __tablename__ = "ir_event"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    organiser_id: str
    title_ko: str
    title_en: str
    held_on: date
    venue: str
    venue_en: str
