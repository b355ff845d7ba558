"""The tables of the API, beside the journal: whose tokens are, answers to be given again, webhooks, what they sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from dealflow.store.ledger.columns import UtcTime
from dealflow.store.ledger.tables.journal import Row


class ApiTokenRow(Row, table=True):
    """Whose token it is, so that it need not say so itself, and when it was last used. Its secret is in the journal."""

    __tablename__ = "api_token"

    workspace: str = Field(primary_key=True)
    token_id: str = Field(primary_key=True)
    person_id: str = Field(index=True)
    used_at: datetime | None = Field(default=None, sa_type=UtcTime)


class ApiAnswerRow(Row, table=True):
    """What was answered to a request with a key of its own: the same request is answered the same for a day."""

    __tablename__ = "api_answer"

    workspace: str = Field(primary_key=True)
    token_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    request_hash: str
    status: int
    body: str
    answered_at: datetime = Field(sa_type=UtcTime, index=True)


class WebhookRow(Row, table=True):
    """An address that is told of changes, as far as its person may see them; ``position``: told up to there."""

    __tablename__ = "webhook"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    person_id: str = Field(index=True)
    url: str
    secret: str
    records: str
    """The kinds of records that it is told of, separated by blanks; empty: of all."""
    is_on: bool
    position: int = Field(sa_type=BigInteger)
    made_at: datetime = Field(sa_type=UtcTime)


class WebhookDeliveryRow(Row, table=True):
    """One letter to a webhook: what it says, how often it was tried, when it is tried next."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (Index("ix_webhook_delivery_next", "workspace", "next_at"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    webhook_id: str = Field(index=True)
    body: str
    state: str
    """waiting, delivered or given_up."""
    attempts: int
    answer: str
    """The last status or why there was none; empty before the first attempt."""
    made_at: datetime = Field(sa_type=UtcTime)
    tried_at: datetime | None = Field(default=None, sa_type=UtcTime)
    next_at: datetime | None = Field(default=None, sa_type=UtcTime)
