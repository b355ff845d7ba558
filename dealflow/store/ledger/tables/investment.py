"""The tables of funds, deals and committees.

What is folded from a stream is kept whole as JSON, beside the columns that queries filter by.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from dealflow.domain.investment.committee import CommitteeSession, Fund, Result, SessionKind
from dealflow.domain.investment.deal_scoring import DealScore
from dealflow.domain.investment.deal_terms import Deal
from dealflow.store.ledger.columns import UtcTime, kept_as, word_of
from dealflow.store.ledger.tables.journal import Row


class FundRow(Row, table=True):
    """A fund of a house."""

    __tablename__ = "fund"
    __table_args__ = (Index("ix_fund_owner", "workspace", "owner_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner_id: str
    fund: Fund = kept_as("fund_json", Fund)
    seq: int


class DealRow(Row, table=True):
    """The money side of an engagement, private to ``owner_id``; its stream is the engagement's."""

    __tablename__ = "deal"

    workspace: str = Field(primary_key=True)
    engagement_id: str = Field(primary_key=True)
    owner_id: str
    deal: Deal = kept_as("deal_json", Deal)


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
    session: CommitteeSession = kept_as("session_json", CommitteeSession)
    seq: int


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


class DealScoreRow(Row, table=True):
    """One person's marks for a deal, private to ``owner_id``."""

    __tablename__ = "deal_score"
    __table_args__ = (Index("ix_deal_score_owner", "workspace", "owner_id"),)

    workspace: str = Field(primary_key=True)
    engagement_id: str = Field(primary_key=True)
    reviewer_id: str = Field(primary_key=True)
    owner_id: str
    given: DealScore = kept_as("given_json", DealScore)
    given_at: datetime = Field(sa_type=UtcTime)
    seq: int
