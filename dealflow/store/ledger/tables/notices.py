"""The tables of notices and letters, beside the journal: they tell of events and are none."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from dealflow.domain.notices.outbox import OutboxState
from dealflow.domain.notices.preferences import NoticeKind, Preferences
from dealflow.store.ledger.columns import UtcTime, kept_as, word_of
from dealflow.store.ledger.tables.journal import Row


class NoticePreferenceRow(Row, table=True):
    """What a person wants to be told, and where."""

    __tablename__ = "notice_preference"

    workspace: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    preferences: Preferences = kept_as("preferences_json", Preferences)


class NoticeMarkRow(Row, table=True):
    """How far the journal was gone through for notices, and the last day whose deadlines were."""

    __tablename__ = "notice_mark"

    workspace: str = Field(primary_key=True)
    position: int
    day: str


class NoticeRow(Row, table=True):
    """Something of which one person is to be told: ids alone. ``letter_id`` is empty until a letter tells it."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_waiting", "workspace", "letter_id", "person_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    person_id: str
    kind: NoticeKind = Field(sa_type=word_of(NoticeKind))
    subject_id: str
    detail: str
    made_at: datetime = Field(sa_type=UtcTime)
    letter_id: str


class OutboxRow(Row, table=True):
    """A letter or a posted message: to whom, when, how often tried. Its words are forgotten once it went."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "workspace", "state", "due_at"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    kind: str
    channel: str
    person_id: str = Field(index=True)
    about: str
    """The event whose participant it is written to; empty: a person of this installation."""
    made_by: str
    address: str
    language: str
    subject: str
    content: str
    state: OutboxState = Field(sa_type=word_of(OutboxState))
    tries: int
    last_error: str
    made_at: datetime = Field(sa_type=UtcTime)
    due_at: datetime = Field(sa_type=UtcTime)
    claimed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcTime)
