"""The table of inbounds, and the words of letters, which are outside the journal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from dealflow.domain.inbound.inbound import Inbound, InboundState, InboundWords
from dealflow.store.ledger.columns import UtcTime, kept_as, word_of
from dealflow.store.ledger.tables.journal import Row


class InboundRow(Row, table=True):
    """An inbound as it stands, private to ``owner_id``, without its words."""

    __tablename__ = "inbound"
    __table_args__ = (
        Index("ix_inbound_owner", "workspace", "owner_id", "received_at"),
        Index("ix_inbound_message", "workspace", "message_hash"),
    )

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner_id: str
    message_hash: str
    state: InboundState = Field(sa_type=word_of(InboundState))
    company_id: str
    note_id: str
    reason: str
    inbound: Inbound = kept_as("inbound_json", Inbound)
    settled_by: str
    settled_at: datetime | None = Field(default=None, sa_type=UtcTime)
    received_at: datetime = Field(sa_type=UtcTime)
    seq: int


class InboundLetter(Row, table=True):
    """The words of a letter, outside the journal, so that they can be destroyed; ``domain`` is its writer's."""

    __tablename__ = "inbound_letter"

    workspace: str = Field(primary_key=True)
    inbound_id: str = Field(primary_key=True)
    domain: str
    words: InboundWords = kept_as("words_json", InboundWords)
