"""The tables of engagements and their stays, and of what is changed over what is shipped: tracks, business days."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlmodel import Field

from dealflow.domain.pipeline.deal_sizes import NO_SIZE, DealSize
from dealflow.domain.pipeline.funnel import Status, Track
from dealflow.store.ledger.columns import UtcTime, kept_as, word_of
from dealflow.store.ledger.tables.journal import Row


class EngagementRow(Row, table=True):
    """An engagement as it stands, private to ``owner_id``; ``version`` is the last event of its stream."""

    __tablename__ = "engagement"
    __table_args__ = (
        Index("ix_engagement_owner_track", "workspace", "owner_id", "track"),
        Index("ix_engagement_company", "workspace", "company_id"),
    )

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner_id: str
    company_id: str
    filed_under: str | None = None
    """The company with which it was opened; ``company_id`` is what that one was merged into since."""
    investor_id: str
    track: str
    round_label: str
    stage: str
    status: Status = Field(sa_type=word_of(Status))
    opened_at: datetime = Field(sa_type=UtcTime)
    stage_since: datetime = Field(sa_type=UtcTime)
    last_event_at: datetime = Field(sa_type=UtcTime)
    version: int
    assignee_id: str | None = None
    next_step: str
    next_due: date | None = None
    reason: str | None = None
    ir_event_id: str | None = None
    source: str
    joined_id: str | None = None
    size: DealSize = kept_as("size_json", DealSize, remembered=4096, usual=NO_SIZE)
    tags: tuple[str, ...] = kept_as("tags_json", tuple[str, ...], remembered=1024, usual=())


class StageInterval(Row, table=True):
    """One stay of an engagement at one stage; ``seq`` is the event that began it. At most one is open."""

    __tablename__ = "stage_interval"
    __table_args__ = (
        ForeignKeyConstraint(["workspace", "engagement_id"], ["engagement.workspace", "engagement.id"]),
        Index(
            "ux_stage_interval_open",
            "workspace",
            "engagement_id",
            unique=True,
            sqlite_where=text("left_at is null"),
            postgresql_where=text("left_at is null"),
        ),
    )

    workspace: str = Field(primary_key=True)
    engagement_id: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    stage: str
    entered_at: datetime = Field(sa_type=UtcTime)
    left_at: datetime | None = Field(default=None, sa_type=UtcTime)


class SavedViewRow(Row, table=True):
    """A saved view of a screen: its maker's own, or shared within the house ``owner_id``."""

    __tablename__ = "saved_view"
    __table_args__ = (Index("ix_saved_view_owner", "workspace", "owner_id", "screen"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner_id: str
    person_id: str
    screen: str
    name: str
    query: str
    is_shared: bool
    is_dropped: bool
    seq: int


class TrackRow(Row, table=True):
    """A track as an administrator last edited it."""

    __tablename__ = "track"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    track: Track = kept_as("track_json", Track)
    edited_by: str
    edited_at: datetime = Field(sa_type=UtcTime)
    seq: int


class HolidayRow(Row, table=True):
    """A day declared closed or open over what the calendar knows."""

    __tablename__ = "holiday"

    workspace: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    is_closed: bool
    name: str
