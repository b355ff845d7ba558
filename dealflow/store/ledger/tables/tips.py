"""The tables of operators, of what eligibility asks of companies, of reports, and of projects with a grant."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from dealflow.domain.tips.grant_projects import GrantProject
from dealflow.domain.tips.operators import Operator
from dealflow.store.ledger.columns import UtcTime, kept_as
from dealflow.store.ledger.tables.journal import Row


class OperatorRow(Row, table=True):
    """A TIPS operator; ``seq`` is the last event of its stream."""

    __tablename__ = "operator"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    organisation_id: str
    operator: Operator = kept_as("operator_json", Operator)
    seq: int


class CompanyFactRow(Row, table=True):
    """What an organisation noted of a company for eligibility; private to it."""

    __tablename__ = "company_fact"

    workspace: str = Field(primary_key=True)
    company_id: str = Field(primary_key=True)
    organisation_id: str = Field(primary_key=True)
    fact: str = Field(primary_key=True)
    value: str
    as_of: date | None = None
    valid_to: date | None = None
    proof: str
    document_id: str
    kept_by: str
    kept_at: datetime = Field(sa_type=UtcTime)


class FilingRow(Row, table=True):
    """A report to file and its state, private to ``owner_id``."""

    __tablename__ = "filing"
    __table_args__ = (Index("ix_filing_owner", "workspace", "owner_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner_id: str
    report: str
    session_id: str
    item_id: str
    state: str
    filed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    filed_by: str
    values: tuple[tuple[str, str], ...] = kept_as("values_json", tuple[tuple[str, str], ...])
    changed_at: datetime = Field(sa_type=UtcTime)
    seq: int


class SharingRow(Row, table=True):
    """Whom a house lets see its results; ``to_id`` empty: other operators that agree, too."""

    __tablename__ = "sharing"
    __table_args__ = (Index("ix_sharing_to", "workspace", "to_id"),)

    workspace: str = Field(primary_key=True)
    house_id: str = Field(primary_key=True)
    to_id: str = Field(primary_key=True)
    is_given: bool


class GrantProjectRow(Row, table=True):
    """What is known of a project with a grant, private to ``owner_id``; ``seq`` is the last event of its stream."""

    __tablename__ = "grant_project"
    __table_args__ = (Index("ix_grant_project_owner", "workspace", "owner_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner_id: str
    engagement_id: str
    project: GrantProject = kept_as("project_json", GrantProject)
    seq: int
