"""The tables of decisions: funds, committees, deals, operators, company facts, filings, tracks and holidays.

What is folded from a stream (``domain.sessions.follow`` and its like) is kept whole as JSON, beside the columns that
queries filter by.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from dealflow.domain.investment.committee import CommitteeSession, Fund, Result, SessionKind
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.pipeline.funnel import Track
from dealflow.domain.tips.operators import Operator
from dealflow.store.ledger import codec
from dealflow.store.ledger.columns import UtcTime, word_of
from dealflow.store.ledger.tables.core import Row


class FundRow(Row, table=True):
    """A fund of a house."""

    __tablename__ = "fund"
    __table_args__ = (Index("ix_fund_owner", "workspace", "owner_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner_id: str
    fund_json: str
    seq: int

    @property
    def fund(self) -> Fund:
        """Return the fund."""
        return codec.decode_state(Fund, self.fund_json)


class DealRow(Row, table=True):
    """The money side of an engagement, private to ``owner_id``; its stream is the engagement's."""

    __tablename__ = "deal"

    workspace: str = Field(primary_key=True)
    engagement_id: str = Field(primary_key=True)
    owner_id: str
    deal_json: str

    @property
    def deal(self) -> Deal:
        """Return the deal."""
        return codec.decode_state(Deal, self.deal_json)


class SessionRow(Row, table=True):
    """A committee session, private to ``owner_id``; ``seq`` is the last event of its stream."""

    __tablename__ = "committee_session"
    __table_args__ = (Index("ix_committee_session_owner", "workspace", "owner_id", "held_at"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner_id: str
    kind: SessionKind = Field(sa_type=word_of(SessionKind))
    held_at: datetime = Field(sa_type=UtcTime)
    is_closed: bool
    session_json: str
    seq: int

    @property
    def session(self) -> CommitteeSession:
        """Return the session with its agenda, votes and results."""
        return codec.decode_state(CommitteeSession, self.session_json)


class AgendaRow(Row, table=True):
    """Where an agenda item stands, to find an engagement's sessions; the rest of it is in its session."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        Index("ix_agenda_item_engagement", "workspace", "engagement_id"),
        Index("ix_agenda_item_owner", "workspace", "owner_id", "result"),
    )

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    session_id: str
    owner_id: str
    engagement_id: str
    company_id: str
    fund_id: str
    result: Result | None = Field(default=None, sa_type=word_of(Result))
    resolved_at: datetime | None = Field(default=None, sa_type=UtcTime)


class OperatorRow(Row, table=True):
    """A TIPS operator; ``seq`` is the last event of its stream."""

    __tablename__ = "operator"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    organisation_id: str
    operator_json: str
    seq: int

    @property
    def operator(self) -> Operator:
        """Return the operator with its members, slots and recommendations."""
        return codec.decode_state(Operator, self.operator_json)


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
    values_json: str
    changed_at: datetime = Field(sa_type=UtcTime)
    seq: int

    @property
    def field_values(self) -> tuple[tuple[str, str], ...]:
        """Return the sheet's fields with their values, in order."""
        return codec.decode_pairs(self.values_json)


class TrackRow(Row, table=True):
    """A track as an administrator last edited it."""

    __tablename__ = "track"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    track_json: str
    edited_by: str
    edited_at: datetime = Field(sa_type=UtcTime)
    seq: int

    @property
    def track(self) -> Track:
        """Return the track."""
        return codec.decode_state(Track, self.track_json)


class HolidayRow(Row, table=True):
    """A day declared closed or open over what the calendar knows."""

    __tablename__ = "holiday"

    workspace: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    is_closed: bool
    name: str
