"""A deck file's life: received, read or refused; its versions; its audience."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dealflow.domain.claims.confidentiality import Confidentiality
from dealflow.domain.claims.page import PageGap
from dealflow.domain.people.access import Audience


class DeckState(StrEnum):
    """Where a deck stands in intake."""

    QUEUED = "queued"
    READ = "read"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A company name that the deck itself gives, with where it was read, best first."""

    name: str
    source: str
    """cover, label (회사명), metadata or file_name."""
    page: int | None = None
    biz_reg_no: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """For which company and round a deck is brought, to which IR event, and who may see it; unknown company: None."""

    company_id: str | None = None
    round_label: str = ""
    ir_event_id: str | None = None
    audience: Audience = Audience.ORGANISATION


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck as it stands now; ``seq`` is the sequence number of its last event. Page numbers count from 1."""

    id: str
    sha256: str
    file_name: str
    size_bytes: int
    owner_id: str
    audience: Audience
    company_id: str | None
    round_label: str
    version: int
    ir_event_id: str | None
    state: DeckState
    refusal: str | None
    received_at: datetime
    received_by: str
    read_at: datetime | None
    page_sizes_pt: tuple[tuple[float, float], ...]
    unread_pages: tuple[int, ...]
    suggestions: tuple[Suggestion, ...]
    seq: int
    gaps: tuple[PageGap, ...] = ()
    """What of the unread pages was not read; empty for decks that were read before that was kept."""
    extractor: str = ""
    """Who read it last, as ``name/number``; empty before it is read."""
    confidentiality: Confidentiality = Confidentiality.SHARED
    may_download: bool = True
    """Whether those who see it and do not own it may take its pages away."""
    terms: str = ""
    destroy_on: date | None = None
    """The day on which its file is destroyed, announced by its owner's clock."""
