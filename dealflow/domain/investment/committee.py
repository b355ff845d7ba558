"""The investment committee: sessions, agenda, votes, scores, results and conditions.

The preliminary committee binds nothing; the main one binds per fund. Outward results are 가결, 부결 and 취소 only
(what KVIC's filing accepts); the house's own words map to them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from dealflow.domain.claims.claims import ClaimStatus, Scope
from dealflow.domain.claims.page import Box
from dealflow.domain.values.period import Period
from dealflow.domain.values.quantity import Quantity


class SessionKind(StrEnum):
    """Which committee meets."""

    PRELIMINARY = "preliminary"
    MAIN = "main"


class PassRule(StrEnum):
    """How many of the votes must be in favour."""

    MAJORITY = "majority"
    TWO_THIRDS = "two_thirds"
    UNANIMOUS = "unanimous"
    CHAIR_CONSENT = "chair_consent"
    """A majority, the chair (대표펀드매니저) among it."""


class Ballot(StrEnum):
    """One vote."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Channel(StrEnum):
    """How a vote came in."""

    ROOM = "room"
    LINK = "link"
    WRITTEN = "written"
    PROXY = "proxy"


class Result(StrEnum):
    """What became of an agenda item, in the house's words."""

    PASSED = "passed"
    CONDITIONAL = "conditional"
    REJECTED = "rejected"
    HELD = "held"
    """No result: a new session is needed."""
    WITHDRAWN = "withdrawn"


class Outward(StrEnum):
    """What a filing says: 가결, 부결, 취소."""

    PASSED = "passed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class ConditionState(StrEnum):
    """How a condition of an approval stands; payment waits until it is met or waived."""

    OPEN = "open"
    MET = "met"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Appointment:
    """When (UTC-aware) and where a committee meets, and under which title."""

    held_at: datetime
    place: str
    title: str


@dataclass(frozen=True, slots=True)
class VotingRule:
    """A house's or fund's own rule (규약): no law sets a quorum. Shares as whole numbers: 2 of 3 must attend."""

    attend_of: tuple[int, int] = (2, 3)
    pass_rule: PassRule = PassRule.TWO_THIRDS
    abstention_counts: bool = True
    """Whether an abstention stays in the number of which the share in favour is taken."""
    proxy_allowed: bool = False
    remote_allowed: bool = True
    least_heads: int = 1
    """How many must attend at the least, however many stand aside; funds kept before this was asked have one."""


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund (투자조합) with its voters. ``chair_id``: its lead manager (대표펀드매니저)."""

    id: str
    owner_id: str
    name_ko: str
    name_en: str
    mother_fund_backed: bool
    voters: tuple[str, ...]
    chair_id: str | None = None
    rule: VotingRule = VotingRule()
    size_won: int | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """One voter's last word on one item."""

    voter_id: str
    ballot: Ballot
    opinion: str
    condition: str
    channel: Channel
    cast_at: datetime
    delegate_id: str = ""
    """Who voted for the voter, who was away; empty: nobody."""


@dataclass(frozen=True, slots=True)
class Recusal:
    """A voter who stands aside because of an interest."""

    voter_id: str
    interest: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Points for one criterion, 0 to 100."""

    criterion: str
    points: int


@dataclass(frozen=True, slots=True)
class Score:
    """One reviewer's marks; the others' stay hidden until all are in."""

    reviewer_id: str
    marks: tuple[Mark, ...]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of an approval, whose it is, until when, and how it was met."""

    id: str
    text: str
    owner_id: str
    due: date | None
    state: ConditionState = ConditionState.OPEN
    proof: str = ""
    settled_by: str = ""
    settled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a condition comes to be met (by which proof), waived (for which reason) or open again, and on which day."""

    state: ConditionState
    proof: str = ""
    settled_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReliedClaim:
    """A verified claim that a decision relied upon, as it stood then: a later correction does not reach back."""

    claim_id: str
    deck_id: str
    metric: str
    quantity: Quantity
    scope: Scope
    status: ClaimStatus
    period: Period | None
    page: int
    boxes: tuple[Box, ...]
    quote: str
    corrected: bool
    """Whether a person set the value instead of the deck's own."""
    verified_by: str
    verified_at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes as they were counted."""

    eligible: int
    attending: int
    in_favour: int
    against: int
    abstained: int
    recused: int
    quorate: bool
    carried: bool


@dataclass(frozen=True, slots=True)
class Resolution:
    """How an item ended, on what count, and on which claims."""

    result: Result
    tally: Tally | None
    conditions: tuple[Condition, ...]
    relied: tuple[ReliedClaim, ...]
    resolved_by: str
    resolved_at: datetime
    note: str = ""
    early_because: str = ""
    """Why it was resolved before the meeting's own day; empty: it was not."""


@dataclass(frozen=True, slots=True)
class ProposedResolution:
    """How an item is to end: with a ``result`` of its own (None: the votes decide), and what an approval carries."""

    result: Result | None = None
    conditions: tuple[Condition, ...] = ()
    relied: tuple[ReliedClaim, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One company before one fund. ``terms_version``: the terms that are voted on (0: none, preliminary only)."""

    id: str
    engagement_id: str
    company_id: str
    fund_id: str
    terms_version: int
    voters: tuple[str, ...]
    chair_id: str | None
    rule: VotingRule
    papers: tuple[str, ...] = ()
    """Names of the papers laid before the committee (investment report, compliance list, ESG report, ...)."""
    votes: tuple[Vote, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    scores: tuple[Score, ...] = ()
    resolution: Resolution | None = None
    linked_item_id: str | None = None
    """The item of an earlier session whose approval new terms made void."""


@dataclass(frozen=True, slots=True)
class VoteLink:
    """A one-time address for a remote voter; only the hash of its secret is kept."""

    voter_id: str
    secret_hash: str
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CommitteeSession:
    """One meeting of a committee, private to the house that holds it."""

    id: str
    owner_id: str
    kind: SessionKind
    held_at: datetime
    place: str
    title: str
    items: tuple[AgendaItem, ...] = ()
    links: tuple[VoteLink, ...] = ()
    present: tuple[str, ...] = ()
    minutes: str = ""
    closed_at: datetime | None = None
    early_because: str = ""
    """Why it was closed before its own day; empty: it was not."""
    linked_session_id: str | None = None
    criteria: tuple[str, ...] = field(default=())
    """Ids of the scoring criteria (catalogue/criteria.toml); empty: no scoring."""
