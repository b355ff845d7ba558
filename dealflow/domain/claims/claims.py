"""Figures with their proof: metrics, evidence, claims, and what people said of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dealflow.domain.claims.deck import Suggestion
from dealflow.domain.claims.page import Box, PageGap, Word
from dealflow.domain.values.period import Period
from dealflow.domain.values.quantity import Quantity, Unit

ASK = "raise_amount"
VALUATION = ("pre_money", "post_money")
"""The metrics that say what a company asks for, and at which valuation."""
MANY_VALUED = frozenset(
    {"use_of_funds", "revenue_mix", "prev_rounds", "price", "founder_stake", "other", "adoption_stat", "partnerships"}
)
"""Metrics of which a deck rightly states several values at once: rounds, holders' stakes, prices, items of a list."""


class Scope(StrEnum):
    """Whose figure it is. A wrong scope is worse than a missed number: unknown is the default, never company."""

    COMPANY = "company"
    MARKET = "market"
    CUSTOMER = "customer"
    PRODUCT = "product"
    COMPETITOR = "competitor"
    OTHER = "other"
    UNKNOWN = "unknown"


class ClaimStatus(StrEnum):
    """Whether it has happened. Unknown is the default, never actual."""

    ACTUAL = "actual"
    PRELIMINARY = "preliminary"
    FORECAST = "forecast"
    TARGET = "target"
    COMMITTED = "committed"
    IN_TALKS = "in_talks"
    UNKNOWN = "unknown"


class Aggregation(StrEnum):
    """What the amount was summed over: 연간, 분기, 월, 누적, 건당."""

    ANNUAL = "annual"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    DAILY = "daily"
    CUMULATIVE = "cumulative"
    AVERAGE = "average"
    PER_UNIT = "per_unit"
    UNKNOWN = "unknown"


class Origin(StrEnum):
    """Who read the figure off the page, or that the company said it when asked."""

    TEXT = "text"
    OCR = "ocr"
    PERSON = "person"
    ANSWER = "answer"
    """The company's answer to a question about its deck: the quote is the answer's, the page is the one asked about."""


class ScaleSource(StrEnum):
    """Where the multiplier of the amount was printed: beside it, in a header (단위: 백만원), or nowhere."""

    CELL = "cell"
    HEADER = "header"
    TEXT = "text"
    NONE = "none"


class ReviewReason(StrEnum):
    """Why a person should look twice."""

    SCOPE_UNKNOWN = "scope_unknown"
    STATUS_UNKNOWN = "status_unknown"
    SIGN_AMBIGUOUS = "sign_ambiguous"
    UNIT_FROM_HEADER = "unit_from_header"
    UNIT_GUESSED = "unit_guessed"
    LABEL_FAR = "label_far"
    LABEL_SHARED = "label_shared"
    CONFLICT = "conflict"
    HIDDEN_TEXT = "hidden_text"
    OCR = "ocr"
    NO_BOX = "no_box"
    MULTIPLE_READING = "multiple_reading"
    EXAMPLE_LIKE = "example_like"
    NO_PROOF = "no_proof"
    """Added by hand without a box or words from the page: it is kept, and never verified."""
    CHECK_DIGIT = "check_digit"
    """A register number's check digit does not hold: misprinted, misread or made up."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One line of the metric catalogue (catalogue/metrics.toml), which people of the field edit."""

    id: str
    section: str
    name_ko: str
    name_en: str
    labels_ko: tuple[str, ...]
    labels_en: tuple[str, ...]
    units: tuple[Unit, ...]
    scope: Scope
    """Where the label usually points; the words around it decide."""
    aggregation: Aggregation = Aggregation.UNKNOWN
    signed: bool = False
    headline: bool = False
    """Shown as a column of the company list unless a person chooses others."""
    heading: bool = False
    """Its label, used as a heading, names every figure below it (자금사용계획)."""
    needs: tuple[str, ...] = ()
    """At least one of these stands near the label where the metric is meant (감소, 향상)."""
    avoid: tuple[str, ...] = ()
    """The label does not count where one of these stands beside it."""
    loose: tuple[str, ...] = ()
    """Labels that leave the metric open; their claims go to review."""
    counter_ko: str = ""
    """What Korean puts behind a bare count of it (명, 건)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a claim was read: the page, the boxes around the value and its label, and the words themselves."""

    page: int
    boxes: tuple[Box, ...]
    label_boxes: tuple[Box, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that a deck states of somebody, with its proof. It cannot exist without evidence."""

    id: str
    metric: str
    quantity: Quantity
    evidence: tuple[Evidence, ...]
    label: str
    scope: Scope = Scope.UNKNOWN
    status: ClaimStatus = ClaimStatus.UNKNOWN
    aggregation: Aggregation = Aggregation.UNKNOWN
    period: Period | None = None
    subject: str | None = None
    scale_source: ScaleSource = ScaleSource.NONE
    origin: Origin = Origin.TEXT
    confidence: float = 0.0
    review_reasons: tuple[ReviewReason, ...] = ()
    extractor: str = ""

    def __post_init__(self) -> None:
        """Refuse a claim without evidence."""
        if not self.evidence:
            message = "a claim needs evidence"
            raise ValueError(message)


class Verdict(StrEnum):
    """What a person said of a claim; REOPENED takes an earlier word back."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    REOPENED = "reopened"


class ReviewState(StrEnum):
    """How a claim stands for one organisation. Only verified and corrected values feed rankings and reports."""

    PROPOSED = "proposed"
    VERIFIED = "verified"
    CORRECTED = "corrected"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Correction:
    """The fields that a person set instead of the extractor's; the original claim is kept beside it."""

    metric: str
    quantity: Quantity
    scope: Scope
    status: ClaimStatus
    aggregation: Aggregation
    period: Period | None


@dataclass(frozen=True, slots=True)
class Verification:
    """One organisation's word on one claim."""

    claim_id: str
    organisation_id: str
    verdict: Verdict
    verified_by: str
    verified_at: datetime
    correction: Correction | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file says, before anybody knows whose it is; ``unread_pages`` (from 1) were not read wholly."""

    extractor: str
    reader: str
    page_sizes_pt: tuple[tuple[float, float], ...]
    unread_pages: tuple[int, ...]
    suggestions: tuple[Suggestion, ...]
    claims: tuple[Claim, ...]
    gaps: tuple[PageGap, ...] = ()
    """What of these pages was not read."""
    words: tuple[tuple[Word, ...], ...] = ()
    """The words that whoever looks at a page sees, page by page: to be looked for, no part of the record."""
