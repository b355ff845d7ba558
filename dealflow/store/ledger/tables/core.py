"""The tables: the journal with its head, and the current state that projections write from it.

Every table belongs to a workspace. Only ``person_name`` is no projection: names can be asked to be destroyed, so they
never stand in the journal.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, MetaData, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from dealflow.domain.claims.claims import (
    Aggregation,
    Claim,
    ClaimStatus,
    Correction,
    Origin,
    Scope,
    Verdict,
    Verification,
)
from dealflow.domain.claims.deck import DeckState, Suggestion
from dealflow.domain.claims.page import PageGap
from dealflow.domain.people.access import Audience, OrganisationKind, Role
from dealflow.domain.pipeline.funnel import Engagement, Status
from dealflow.domain.values.quantity import Unit
from dealflow.store.ledger import codec
from dealflow.store.ledger.columns import UtcTime, word_of

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """The root of all tables of the ledger."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=_NAMES)


class JournalRow(Row, table=True):
    """One event. Rows are only ever added: triggers refuse everything else."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("workspace", "stream", "seq"),)

    workspace: str = Field(primary_key=True)
    position: int = Field(primary_key=True, sa_type=BigInteger)
    stream: str
    seq: int
    ts: datetime = Field(sa_type=UtcTime)
    actor: str
    source: str
    kind: str
    payload: str
    prev_hash: str
    hash: str


class HeadRow(Row, table=True):
    """The end of a workspace's chain; its lock is what orders the writers."""

    __tablename__ = "head"

    workspace: str = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger)
    hash: str


class Organisation(Row, table=True):
    """An investor, operator, organiser, supplier or adopter."""

    __tablename__ = "organisation"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name_ko: str
    name_en: str
    kind: OrganisationKind = Field(sa_type=word_of(OrganisationKind))
    region: str
    is_demo: bool


class Person(Row, table=True):
    """A person's place: organisation and role. The name is in PersonName."""

    __tablename__ = "person"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    organisation_id: str = Field(index=True)
    role: Role = Field(sa_type=word_of(Role))
    company_id: str | None = None


class PersonName(Row, table=True):
    """A person's name, outside the journal, so that it can be blanked on request (PIPA article 21)."""

    __tablename__ = "person_name"

    workspace: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    name: str


class IrEvent(Row, table=True):
    """A day at which companies pitch."""

    __tablename__ = "ir_event"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    organiser_id: str
    title_ko: str
    title_en: str
    held_on: date
    venue: str


class Company(Row, table=True):
    """A company as last amended; ``owner_id`` names the organisation that found it for itself, empty for all."""

    __tablename__ = "company"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    name_en: str
    biz_reg_no: str | None = Field(default=None, index=True)
    region: str
    sector: str
    is_demo: bool
    owner_id: str = ""
    registered_at: datetime = Field(sa_type=UtcTime)
    changed_at: datetime = Field(sa_type=UtcTime)
    seq: int


class Deck(Row, table=True):
    """A deck file and where it stands; ``seq`` is the last event of its stream."""

    __tablename__ = "deck"
    __table_args__ = (
        Index("ix_deck_sha256", "workspace", "sha256"),
        Index("ix_deck_company", "workspace", "company_id"),
        Index("ix_deck_state", "workspace", "state"),
    )

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    sha256: str
    file_name: str
    size_bytes: int = Field(sa_type=BigInteger)
    owner_id: str
    audience: Audience = Field(sa_type=word_of(Audience))
    company_id: str | None = None
    round_label: str
    version: int
    ir_event_id: str | None = None
    state: DeckState = Field(sa_type=word_of(DeckState))
    refusal: str | None = None
    received_at: datetime = Field(sa_type=UtcTime)
    received_by: str
    received_through: str
    read_at: datetime | None = Field(default=None, sa_type=UtcTime)
    reader: str
    extractor: str
    page_sizes_json: str
    unread_pages_json: str
    suggestions_json: str
    seq: int

    @property
    def page_sizes_pt(self) -> tuple[tuple[float, float], ...]:
        """Return width and height of each page in points; empty before the deck is read."""
        return codec.decode_sizes(self.page_sizes_json)

    @property
    def unread_pages(self) -> tuple[int, ...]:
        """Return the 1-based numbers of the pages that were not read wholly."""
        return codec.decode_pages(self.unread_pages_json)

    @property
    def gaps(self) -> tuple[PageGap, ...]:
        """Return what of these pages was not read, where that was kept."""
        return codec.decode_gaps(self.unread_pages_json)

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """Return the company names that the deck gives, best first."""
        return codec.decode_suggestions(self.suggestions_json)


class ClaimRow(Row, table=True):
    """A claim of a deck: the columns to filter by, and the whole of it as JSON.

    The key holds the deck, since two firms may each hold a private copy of one file, whose claims then have equal ids.
    ``organisation_id`` is set for claims that a person of that organisation added by hand. ``superseded``: a later
    reading no longer gives this claim, but an organisation has had its word on it. ``amount`` is for sorting only.
    """

    __tablename__ = "claim"
    __table_args__ = (
        ForeignKeyConstraint(["workspace", "deck_id"], ["deck.workspace", "deck.id"]),
        Index("ix_claim_id", "workspace", "id"),
        Index("ix_claim_metric", "workspace", "metric"),
    )

    workspace: str = Field(primary_key=True)
    deck_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    organisation_id: str | None = None
    added_by: str | None = None
    ordinal: int
    page: int
    metric: str
    unit: Unit = Field(sa_type=word_of(Unit))
    amount: float | None = None
    scope: Scope = Field(sa_type=word_of(Scope))
    status: ClaimStatus = Field(sa_type=word_of(ClaimStatus))
    aggregation: Aggregation = Field(sa_type=word_of(Aggregation))
    period_start: date | None = None
    period_end: date | None = None
    origin: Origin = Field(sa_type=word_of(Origin))
    confidence: float
    superseded: bool
    claim_json: str
    read_at: datetime = Field(sa_type=UtcTime)

    @property
    def claim(self) -> Claim:
        """Return the claim."""
        return codec.decode_claim(self.claim_json)


class VerificationRow(Row, table=True):
    """An organisation's last word on a claim (REOPENED: it took its word back); ``seq`` is the last of its stream."""

    __tablename__ = "verification"
    __table_args__ = (Index("ix_verification_deck", "workspace", "deck_id"),)

    workspace: str = Field(primary_key=True)
    claim_id: str = Field(primary_key=True)
    organisation_id: str = Field(primary_key=True)
    deck_id: str
    verdict: Verdict = Field(sa_type=word_of(Verdict))
    correction_json: str | None = None
    note: str
    verified_by: str
    verified_at: datetime = Field(sa_type=UtcTime)
    seq: int

    @property
    def correction(self) -> Correction | None:
        """Return what the person set instead, if anything."""
        return codec.decode_correction(self.correction_json)

    @property
    def verification(self) -> Verification:
        """Return the word as the domain's value."""
        return Verification(
            claim_id=self.claim_id,
            organisation_id=self.organisation_id,
            verdict=self.verdict,
            verified_by=self.verified_by,
            verified_at=self.verified_at,
            correction=self.correction,
            note=self.note,
        )


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

    @property
    def engagement(self) -> Engagement:
        """Return the engagement as the domain's value."""
        return Engagement(
            id=self.id,
            owner_id=self.owner_id,
            company_id=self.company_id,
            investor_id=self.investor_id,
            track=self.track,
            round_label=self.round_label,
            stage=self.stage,
            status=self.status,
            opened_at=self.opened_at,
            stage_since=self.stage_since,
            last_event_at=self.last_event_at,
            version=self.version,
            assignee_id=self.assignee_id,
            next_step=self.next_step,
            next_due=self.next_due,
            reason=self.reason,
            joined_id=self.joined_id,
        )


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
