"""The tables of organisations, their people and IR events. Names of persons are outside the journal."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from dealflow.domain.people.access import OrganisationKind, Role
from dealflow.domain.people.consents import ConsentRecord
from dealflow.domain.people.house import HouseSettings, TwoPersonAct
from dealflow.domain.people.two_person import ProposalState
from dealflow.store.ledger.columns import UtcTime, kept_as, word_of
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


class HouseRow(Row, table=True):
    """A house's own settings."""

    __tablename__ = "house"

    workspace: str = Field(primary_key=True)
    organisation_id: str = Field(primary_key=True)
    settings: HouseSettings = kept_as("settings_json", HouseSettings)
    seq: int


class AbsenceRow(Row, table=True):
    """When somebody is away, and who votes for them."""

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_organisation", "workspace", "organisation_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    organisation_id: str
    person_id: str
    from_day: date
    until_day: date
    delegate_id: str
    is_withdrawn: bool
    seq: int


class ConsentRow(Row, table=True):
    """One consent of one person; who it is stands beside the journal."""

    __tablename__ = "consent"
    __table_args__ = (
        Index("ix_consent_organisation", "workspace", "organisation_id"),
        Index("ix_consent_subject", "workspace", "subject_id"),
    )

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    organisation_id: str
    subject_id: str
    about: str
    consent: ConsentRecord = kept_as("consent_json", ConsentRecord)
    given_at: datetime = Field(sa_type=UtcTime)
    kept_by: str
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcTime)
    seq: int


class DestructionRow(Row, table=True):
    """That personal data were destroyed: whose, by which rule. No names."""

    __tablename__ = "destruction"
    __table_args__ = (Index("ix_destruction_organisation", "workspace", "organisation_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    organisation_id: str
    what: str
    subject_ids: tuple[str, ...] = kept_as("subject_ids_json", tuple[str, ...])
    reason: str
    destroyed_at: datetime = Field(sa_type=UtcTime)
    destroyed_by: str
    seq: int


class ProposalRow(Row, table=True):
    """An act that needs two people, as the first entered it, and what became of it."""

    __tablename__ = "proposal"
    __table_args__ = (Index("ix_proposal_owner", "workspace", "owner_id", "state"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner_id: str
    act: TwoPersonAct = Field(sa_type=word_of(TwoPersonAct))
    subject_id: str
    payload: str
    proposed_by: str
    proposed_at: datetime = Field(sa_type=UtcTime)
    state: ProposalState = Field(sa_type=word_of(ProposalState))
    settled_by: str
    settled_at: datetime | None = Field(default=None, sa_type=UtcTime)
    seq: int


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
