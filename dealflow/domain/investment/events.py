"""What can happen to funds, terms, payments and committees.

As in every area: ids of persons only (names can be asked to be destroyed), and new fields get defaults, so that old
payloads can always be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from dealflow.domain.investment.committee import (
    AgendaItem,
    Ballot,
    Channel,
    ConditionState,
    Fund,
    Mark,
    Resolution,
    SessionKind,
)
from dealflow.domain.investment.deal_scoring import CardCriterion, DealScore
from dealflow.domain.investment.deal_terms import Commitment, Payment, Terms
from dealflow.domain.values.event import OfEngagement
from dealflow.domain.values.exchange_rates import ExchangeRate
from dealflow.domain.values.quantity import Unit


class _OfRates:
    """What events of a house's exchange rates share: the stream that orders them."""

    __slots__ = ()
    owner_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"exchange_rates:{self.owner_id}"


class _OfScores:
    """What events of a deal's scores share: the stream that orders them."""

    __slots__ = ()
    engagement_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"deal_scores:{self.engagement_id}"


class _OfMemo:
    """What events of an investment report share: the stream that orders them."""

    __slots__ = ()
    owner_id: str
    subject_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"memo:{self.owner_id}:{self.subject_id}"


class _OfSession:
    """What events of a committee session share: the stream that orders them."""

    __slots__ = ()
    session_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"session:{self.session_id}"


@dataclass(frozen=True, slots=True)
class FundKept:
    """A fund was registered or its voters and rule changed; the value is the whole of it as it stands now."""

    kind: ClassVar[str] = "fund_kept"
    fund: Fund

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"fund:{self.fund.id}"


@dataclass(frozen=True, slots=True)
class ExchangeRateKept(_OfRates):
    """A house typed in a rate; a later one of the same currency and day takes its place."""

    kind: ClassVar[str] = "exchange_rate_kept"
    owner_id: str
    rate: ExchangeRate


@dataclass(frozen=True, slots=True)
class ExchangeRateWithdrawn(_OfRates):
    """A rate was typed in by mistake: the one of an earlier day stands again."""

    kind: ClassVar[str] = "exchange_rate_withdrawn"
    owner_id: str
    currency: Unit
    day: date


@dataclass(frozen=True, slots=True)
class ScorecardEdited:
    """A house changed by what it scores the deals of a track; the values are the new ones, all of them."""

    kind: ClassVar[str] = "scorecard_edited"
    owner_id: str
    track_id: str
    criteria: tuple[CardCriterion, ...]

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"scorecard:{self.owner_id}:{self.track_id}"


@dataclass(frozen=True, slots=True)
class DealScored(_OfScores):
    """Somebody gave their marks for a deal outside a committee; later ones take the place of earlier."""

    kind: ClassVar[str] = "deal_scored"
    engagement_id: str
    owner_id: str
    given: DealScore


@dataclass(frozen=True, slots=True)
class DealScoreWithdrawn(_OfScores):
    """Somebody took their marks for a deal back."""

    kind: ClassVar[str] = "deal_score_withdrawn"
    engagement_id: str
    owner_id: str
    reviewer_id: str


@dataclass(frozen=True, slots=True)
class MemoSectionWritten(_OfMemo):
    """Somebody wrote a section of an investment report; it stays when the report is made anew.

    ``subject_id``: the engagement, or the company where there is none; ``made_from``: what had been made by then.
    """

    kind: ClassVar[str] = "memo_section_written"
    owner_id: str
    subject_id: str
    section: str
    lang: str
    text: str
    made_from: str


@dataclass(frozen=True, slots=True)
class MemoSectionRestored(_OfMemo):
    """A section of an investment report is what the books make of it again."""

    kind: ClassVar[str] = "memo_section_restored"
    owner_id: str
    subject_id: str
    section: str
    lang: str


@dataclass(frozen=True, slots=True)
class TermsSet(OfEngagement):
    """New terms: they make void what a main committee approved before. ``version`` counts from 1."""

    kind: ClassVar[str] = "terms_set"
    engagement_id: str
    version: int
    terms: Terms


@dataclass(frozen=True, slots=True)
class CommitmentGiven(OfEngagement):
    """A letter of commitment was given."""

    kind: ClassVar[str] = "commitment_given"
    engagement_id: str
    commitment: Commitment


@dataclass(frozen=True, slots=True)
class PaymentMade(OfEngagement):
    """Money was paid in."""

    kind: ClassVar[str] = "payment_made"
    engagement_id: str
    payment: Payment


@dataclass(frozen=True, slots=True)
class PaymentVoided(OfEngagement):
    """A payment was entered by mistake or returned."""

    kind: ClassVar[str] = "payment_voided"
    engagement_id: str
    payment_id: str
    because: str


@dataclass(frozen=True, slots=True)
class PaymentProven(OfEngagement):
    """The file that shows a payment was named, or (no id) is no longer."""

    kind: ClassVar[str] = "payment_proven"
    engagement_id: str
    payment_id: str
    document_id: str


@dataclass(frozen=True, slots=True)
class SessionConvened(_OfSession):
    """A committee was called."""

    kind: ClassVar[str] = "session_convened"
    session_id: str
    owner_id: str
    session_kind: SessionKind
    held_at: datetime
    place: str
    title: str
    criteria: tuple[str, ...] = ()
    linked_session_id: str | None = None


@dataclass(frozen=True, slots=True)
class SessionChanged(_OfSession):
    """Time, place or title changed; the values are the new ones, all of them."""

    kind: ClassVar[str] = "session_changed"
    session_id: str
    held_at: datetime
    place: str
    title: str


@dataclass(frozen=True, slots=True)
class ItemTabled(_OfSession):
    """A company was put before a fund; the voters and the rule are kept as they were then."""

    kind: ClassVar[str] = "item_tabled"
    session_id: str
    item: AgendaItem


@dataclass(frozen=True, slots=True)
class AttendanceKept(_OfSession):
    """Who was present, all of them."""

    kind: ClassVar[str] = "attendance_kept"
    session_id: str
    present: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VoteCast(_OfSession):
    """A voter's word; a later one of the same voter takes its place until the item is resolved."""

    kind: ClassVar[str] = "vote_cast"
    session_id: str
    item_id: str
    voter_id: str
    ballot: Ballot
    opinion: str = ""
    condition: str = ""
    channel: Channel = Channel.ROOM
    delegate_id: str = ""
    """Who voted for a voter who is away; empty: nobody."""


@dataclass(frozen=True, slots=True)
class VoterRecused(_OfSession):
    """A voter stands aside on an item; an earlier vote of theirs no longer counts."""

    kind: ClassVar[str] = "voter_recused"
    session_id: str
    item_id: str
    voter_id: str
    interest: str


@dataclass(frozen=True, slots=True)
class VoteLinkIssued(_OfSession):
    """A one-time address was made for a remote voter; an earlier one of the same voter no longer opens."""

    kind: ClassVar[str] = "vote_link_issued"
    session_id: str
    voter_id: str
    secret_hash: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class VoteLinkUsed(_OfSession):
    """A remote voter handed in all votes; the address opens no more."""

    kind: ClassVar[str] = "vote_link_used"
    session_id: str
    voter_id: str


@dataclass(frozen=True, slots=True)
class ScoreGiven(_OfSession):
    """A reviewer's marks for an item; a later one takes the place of an earlier until all are in."""

    kind: ClassVar[str] = "score_given"
    session_id: str
    item_id: str
    reviewer_id: str
    marks: tuple[Mark, ...]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ItemResolved(_OfSession):
    """An item ended."""

    kind: ClassVar[str] = "item_resolved"
    session_id: str
    item_id: str
    resolution: Resolution


@dataclass(frozen=True, slots=True)
class ConditionSettled(_OfSession):
    """A condition was met, waived or opened again."""

    kind: ClassVar[str] = "condition_settled"
    session_id: str
    item_id: str
    condition_id: str
    state: ConditionState
    proof: str = ""
    settled_on: date | None = None


@dataclass(frozen=True, slots=True)
class SessionClosed(_OfSession):
    """The session is over and its minutes are written."""

    kind: ClassVar[str] = "session_closed"
    session_id: str
    minutes: str
    early_because: str = ""


DealEvent = TermsSet | CommitmentGiven | PaymentMade | PaymentVoided | PaymentProven
SessionEvent = (
    SessionConvened
    | SessionChanged
    | ItemTabled
    | AttendanceKept
    | VoteCast
    | VoterRecused
    | VoteLinkIssued
    | VoteLinkUsed
    | ScoreGiven
    | ItemResolved
    | ConditionSettled
    | SessionClosed
)
RateEvent = ExchangeRateKept | ExchangeRateWithdrawn
MemoEvent = MemoSectionWritten | MemoSectionRestored
ScoreEvent = ScorecardEdited | DealScored | DealScoreWithdrawn
InvestmentEvent = FundKept | DealEvent | SessionEvent | RateEvent | ScoreEvent | MemoEvent
