"""What can happen to companies, decks and claims.

As in every area: ids of persons only (names can be asked to be destroyed), and new fields get defaults, so that old
payloads can always be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from dealflow.domain.claims.claims import Claim, Correction, Verdict
from dealflow.domain.claims.company import CompanyProfile
from dealflow.domain.claims.confidentiality import Confinement
from dealflow.domain.claims.deck import Suggestion
from dealflow.domain.claims.page import PageGap
from dealflow.domain.people.access import Audience


class _OfCompany:
    """What events of a company share: the stream that orders them."""

    __slots__ = ()
    company_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"company:{self.company_id}"


class _OfDeck:
    """What events of a deck share: the stream that orders them."""

    __slots__ = ()
    deck_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"deck:{self.deck_id}"


@dataclass(frozen=True, slots=True)
class CompanyRegistered(_OfCompany):
    """A company became known; ``name`` is its main name, ``name_en`` may be empty."""

    kind: ClassVar[str] = "company_registered"
    company_id: str
    name: str
    name_en: str = ""
    biz_reg_no: str | None = None
    region: str = ""
    sector: str = ""
    is_demo: bool = False
    owner_id: str = ""
    """The organisation that found the company for itself; empty: everyone of the workspace may know of it."""


@dataclass(frozen=True, slots=True)
class CompanyAmended(_OfCompany):
    """A person changed a company's details; the values are the new ones, all of them."""

    kind: ClassVar[str] = "company_amended"
    company_id: str
    name: str
    name_en: str = ""
    biz_reg_no: str | None = None
    region: str = ""
    sector: str = ""


@dataclass(frozen=True, slots=True)
class CompanyWithdrawn(_OfCompany):
    """The company should never have been registered (an import that was taken back): nobody knows of it any more."""

    kind: ClassVar[str] = "company_withdrawn"
    company_id: str


@dataclass(frozen=True, slots=True)
class CompanyMerged(_OfCompany):
    """A person said that a company is another one: its decks and engagements are that one's until it is taken back."""

    kind: ClassVar[str] = "company_merged"
    company_id: str
    into_id: str


@dataclass(frozen=True, slots=True)
class CompanyUnmerged(_OfCompany):
    """A person took back that the company is another one: what was filed under it is its own again."""

    kind: ClassVar[str] = "company_unmerged"
    company_id: str
    from_id: str


@dataclass(frozen=True, slots=True)
class CompanyProfileKept:
    """A house noted how it sees a company; the values are the new ones, all of them."""

    kind: ClassVar[str] = "company_profile_kept"
    company_id: str
    owner_id: str
    profile: CompanyProfile

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"company_profile:{self.company_id}:{self.owner_id}"


@dataclass(frozen=True, slots=True)
class CompanyShelved:
    """A house put a company away from its lists, or took it out again."""

    kind: ClassVar[str] = "company_shelved"
    company_id: str
    owner_id: str
    is_archived: bool

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"company_profile:{self.company_id}:{self.owner_id}"


@dataclass(frozen=True, slots=True)
class ContactKept:
    """A house keeps a person of a company, or the one who referred it. Who it is stands beside the journal."""

    kind: ClassVar[str] = "contact_kept"
    contact_id: str
    company_id: str
    owner_id: str
    is_referrer: bool = False

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"contact:{self.contact_id}"


@dataclass(frozen=True, slots=True)
class ContactDestroyed:
    """A house destroyed what it kept of a person."""

    kind: ClassVar[str] = "contact_destroyed"
    contact_id: str
    company_id: str
    owner_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"contact:{self.contact_id}"


@dataclass(frozen=True, slots=True)
class DeckReceived(_OfDeck):
    """A deck file came in and was stored under its content hash; it waits to be read."""

    kind: ClassVar[str] = "deck_received"
    deck_id: str
    sha256: str
    file_name: str
    size_bytes: int
    owner_id: str
    audience: Audience
    company_id: str | None = None
    round_label: str = ""
    version: int = 1
    ir_event_id: str | None = None
    """``company_id``, ``round_label`` and ``version`` as known at intake; DeckAssigned may change them."""


@dataclass(frozen=True, slots=True)
class DeckRead(_OfDeck):
    """A deck was read: its pages, the company names that it gives, and its claims."""

    kind: ClassVar[str] = "deck_read"
    deck_id: str
    extractor: str
    reader: str
    page_sizes_pt: tuple[tuple[float, float], ...]
    suggestions: tuple[Suggestion, ...]
    claims: tuple[Claim, ...]
    unread_pages: tuple[int, ...] = ()
    """1-based numbers of pages that were not read wholly."""
    gaps: tuple[PageGap, ...] = ()
    """What of these pages was not read; journals before December 2026 do not tell."""


@dataclass(frozen=True, slots=True)
class DeckRefused(_OfDeck):
    """A deck could not be read; ``reason`` is one of domain.claims.refusals.RefusalReason.

    ``extractor`` tried to read it, as ``name/number``; empty where it was refused before anything read it, or in
    journals that do not tell.
    """

    kind: ClassVar[str] = "deck_refused"
    deck_id: str
    reason: str
    extractor: str = ""


@dataclass(frozen=True, slots=True)
class DeckRequeued(_OfDeck):
    """A person asked for a deck to be read (again)."""

    kind: ClassVar[str] = "deck_requeued"
    deck_id: str


@dataclass(frozen=True, slots=True)
class DeckShelved(_OfDeck):
    """Its owner's time for keeping a deck is over: its file is to be destroyed on a day."""

    kind: ClassVar[str] = "deck_shelved"
    deck_id: str
    destroy_on: date


@dataclass(frozen=True, slots=True)
class DeckReturned(_OfDeck):
    """A deck whose destruction was announced is kept after all."""

    kind: ClassVar[str] = "deck_returned"
    deck_id: str


@dataclass(frozen=True, slots=True)
class DeckAssigned(_OfDeck):
    """A person confirmed whose deck it is; ``version`` counts the decks of that company and round, from 1."""

    kind: ClassVar[str] = "deck_assigned"
    deck_id: str
    company_id: str
    round_label: str
    version: int
    audience: Audience | None = None
    """Who may see it from now on; None: as before."""


@dataclass(frozen=True, slots=True)
class ClaimAdded:
    """A person added a figure that the extractor missed; it belongs to that person's organisation."""

    kind: ClassVar[str] = "claim_added"
    deck_id: str
    organisation_id: str
    claim: Claim

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"review:{self.claim.id}:{self.organisation_id}"


@dataclass(frozen=True, slots=True)
class ClaimVerified:
    """An organisation's word on a claim; REOPENED takes its last word back (that is how undo is written)."""

    kind: ClassVar[str] = "claim_verified"
    claim_id: str
    deck_id: str
    organisation_id: str
    verdict: Verdict
    correction: Correction | None = None
    note: str = ""

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"review:{self.claim_id}:{self.organisation_id}"


@dataclass(frozen=True, slots=True)
class DeckConfined(_OfDeck):
    """Its owner said for whom a shared deck is; the values are the new ones, all of them."""

    kind: ClassVar[str] = "deck_confined"
    deck_id: str
    confinement: Confinement


@dataclass(frozen=True, slots=True)
class NdaAccepted:
    """A person agreed to the terms of a deck."""

    kind: ClassVar[str] = "nda_accepted"
    deck_id: str
    person_id: str
    organisation_id: str
    terms_hash: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"nda:{self.deck_id}:{self.person_id}"


CompanyEvent = (
    CompanyRegistered
    | CompanyAmended
    | CompanyWithdrawn
    | CompanyMerged
    | CompanyUnmerged
    | CompanyProfileKept
    | CompanyShelved
    | ContactKept
    | ContactDestroyed
)
ClaimsEvent = (
    CompanyEvent
    | DeckReceived
    | DeckRead
    | DeckRefused
    | DeckRequeued
    | DeckShelved
    | DeckReturned
    | DeckAssigned
    | DeckConfined
    | NdaAccepted
    | ClaimAdded
    | ClaimVerified
)
