"""The tables of companies, decks, claims and the words on them."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field

from dealflow.domain.claims.claims import Aggregation, Claim, ClaimStatus, Correction, Origin, Scope, Verdict
from dealflow.domain.claims.company import CompanyProfile
from dealflow.domain.claims.confidentiality import Confidentiality, ViewWay
from dealflow.domain.claims.deck import DeckState, Suggestion
from dealflow.domain.claims.page import PageGap
from dealflow.domain.people.access import Audience
from dealflow.domain.values.quantity import Unit
from dealflow.store.ledger.columns import UtcTime, kept_as, word_of
from dealflow.store.ledger.tables.journal import Row


class CompanyRow(Row, table=True):
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
    registered_by: str | None = None
    changed_at: datetime = Field(sa_type=UtcTime)
    merged_into: str | None = None
    """The company that this one turned out to be. Decks and engagements bear that one's id then."""
    former_names: ClassVar[tuple[str, ...]] = ()
    """Of other rows, those that were merged into it: who asks fills them in (``queries.companies``)."""
    seq: int


class CompanyProfileRow(Row, table=True):
    """What a house notes of a company for itself; ``seq`` is the last of its stream."""

    __tablename__ = "company_profile"
    __table_args__ = (Index("ix_company_profile_owner", "workspace", "owner_id"),)

    workspace: str = Field(primary_key=True)
    company_id: str = Field(primary_key=True)
    owner_id: str = Field(primary_key=True)
    profile: CompanyProfile = kept_as("profile_json", CompanyProfile)
    is_archived: bool
    changed_at: datetime = Field(sa_type=UtcTime)
    seq: int


class ContactRow(Row, table=True):
    """A person of a company in a house's books; who it is stands in ContactCard. Destroyed ones leave no row."""

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_company", "workspace", "company_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    company_id: str
    owner_id: str
    is_referrer: bool
    changed_at: datetime = Field(sa_type=UtcTime)
    seq: int


class ContactCard(Row, table=True):
    """How a person is called and reached, outside the journal, so that it can be destroyed (PIPA article 21)."""

    __tablename__ = "contact_card"

    workspace: str = Field(primary_key=True)
    contact_id: str = Field(primary_key=True)
    name: str
    position: str
    phone: str
    email: str
    note: str


class DeckRow(Row, table=True):
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
    filed_under: str | None = None
    """The company that a person named; ``company_id`` is what that one was merged into since."""
    round_label: str
    version: int
    ir_event_id: str | None = None
    state: DeckState = Field(sa_type=word_of(DeckState))
    refusal: str | None = None
    received_at: datetime = Field(sa_type=UtcTime)
    received_by: str
    received_through: str
    confidentiality: Confidentiality = Field(sa_type=word_of(Confidentiality))
    """For whom a shared deck is."""
    may_download: bool
    terms: str
    """Of an NDA."""
    terms_hash: str
    read_at: datetime | None = Field(default=None, sa_type=UtcTime)
    reader: str
    extractor: str
    page_sizes_pt: tuple[tuple[float, float], ...] = kept_as("page_sizes_json", tuple[tuple[float, float], ...])
    """Width and height of each page in points; empty before the deck is read."""
    unread: tuple[int | PageGap, ...] = kept_as("unread_pages_json", tuple[int | PageGap, ...])
    """The pages that were not read wholly, each with what is missing on it where that was kept."""
    suggestions: tuple[Suggestion, ...] = kept_as("suggestions_json", tuple[Suggestion, ...])
    """The company names that the deck gives, best first."""
    destroy_on: date | None = None
    """The day on which its file is destroyed."""
    seq: int

    @property
    def unread_pages(self) -> tuple[int, ...]:
        """Return the 1-based numbers of the pages that were not read wholly."""
        return tuple(page if isinstance(page, int) else page.page for page in self.unread)

    @property
    def gaps(self) -> tuple[PageGap, ...]:
        """Return what of these pages was not read, where that was kept."""
        return tuple(page for page in self.unread if isinstance(page, PageGap))


class DeckListedRow(Row, table=True):
    """A house on the list of a deck."""

    __tablename__ = "deck_listed"

    workspace: str = Field(primary_key=True)
    deck_id: str = Field(primary_key=True)
    organisation_id: str = Field(primary_key=True)


class NdaRow(Row, table=True):
    """Which terms of a deck a person agreed to last."""

    __tablename__ = "nda"

    workspace: str = Field(primary_key=True)
    deck_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    organisation_id: str
    terms_hash: str
    accepted_at: datetime = Field(sa_type=UtcTime)
    seq: int


class DeckViewRow(Row, table=True):
    """That somebody saw a page of a deck: beside the journal, kept for as long as the owner's house says."""

    __tablename__ = "deck_view"
    __table_args__ = (Index("ix_deck_view_person", "workspace", "person_id"),)

    workspace: str = Field(primary_key=True)
    deck_id: str = Field(primary_key=True)
    page: int = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    way: ViewWay = Field(primary_key=True, sa_type=word_of(ViewWay))
    at: datetime = Field(primary_key=True, sa_type=UtcTime)
    """The moment, to the minute."""
    organisation_id: str


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
    claim: Claim = kept_as("claim_json", Claim)
    read_at: datetime = Field(sa_type=UtcTime)


class VerificationRow(Row, table=True):
    """An organisation's last word on a claim (REOPENED: it took its word back); ``seq`` is the last of its stream."""

    __tablename__ = "verification"
    __table_args__ = (Index("ix_verification_deck", "workspace", "deck_id"),)

    workspace: str = Field(primary_key=True)
    claim_id: str = Field(primary_key=True)
    organisation_id: str = Field(primary_key=True)
    deck_id: str
    verdict: Verdict = Field(sa_type=word_of(Verdict))
    correction: Correction | None = kept_as("correction_json", Correction)
    note: str
    verified_by: str
    verified_at: datetime = Field(sa_type=UtcTime)
    seq: int
