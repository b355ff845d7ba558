"""How claims stand for one viewer: whose word counts, which values contradict each other, which figure to show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import combinations
from typing import Protocol

from dealflow.domain.claims.claims import (
    MANY_VALUED,
    Aggregation,
    Claim,
    ClaimStatus,
    Metric,
    Origin,
    ReviewState,
    Scope,
    Verdict,
    Verification,
)
from dealflow.domain.claims.deck import Deck
from dealflow.domain.people.access import Audience, Viewer, owns
from dealflow.domain.values.korean_days import korean_day
from dealflow.domain.values.period import Period, PeriodKind, told_span
from dealflow.domain.values.quantity import Bound, Quantity, Unit

UNNAMED = "other"
"""The metric of figures that no line of the catalogue names; two of them never speak of the same thing."""
CERTAIN = frozenset({ReviewState.VERIFIED, ReviewState.CORRECTED})
EXPECTED = frozenset({ClaimStatus.FORECAST, ClaimStatus.TARGET, ClaimStatus.IN_TALKS})
ROUNDING = Decimal("0.05")
"""How far an amount printed with 약 or ~ may lie from an exact one and still be the same."""

_MANY_OTHERS = frozenset({Scope.CUSTOMER, Scope.COMPETITOR, Scope.OTHER})
"""There are several of them: their figures contradict each other only where both name the same one."""
_PARTS_OF_A_YEAR = frozenset({PeriodKind.HALF, PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.YEAR_TO_DATE})

_TOLD_APART = frozenset({"biz_reg_no", "corp_reg_no", "round"})
"""Of facts in words only these contradict each other: elsewhere other words add to the first, or say the same."""

_STATES = {
    Verdict.ACCEPTED: ReviewState.VERIFIED,
    Verdict.CORRECTED: ReviewState.CORRECTED,
    Verdict.REJECTED: ReviewState.REJECTED,
    Verdict.REOPENED: ReviewState.PROPOSED,
}


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as one viewer sees it: the original, and the effective values (corrected ones where corrected).

    ``verification`` and ``verified_by_name`` are the viewer's own organisation's; another firm's stay hidden even
    where its word counts (the owner of a deck that was submitted to the event). ``version`` counts the own
    organisation's acts on the claim. ``superseded``: a later reading of the deck no longer gives it; ``look_again``:
    the own organisation vouched for it before that reading; ``instead``: the claim now read off the same words.
    ``doubted``: nobody confirmed it and another figure says that it is misread or of another round (``doubts``).
    """

    claim: Claim
    deck_id: str
    company_id: str | None
    state: ReviewState
    metric: str
    quantity: Quantity
    scope: Scope
    status: ClaimStatus
    aggregation: Aggregation
    period: Period | None
    verification: Verification | None = None
    verified_by_name: str | None = None
    rivals: tuple[str, ...] = ()
    version: int = 0
    superseded: bool = False
    look_again: bool = False
    instead: str | None = None
    doubted: bool = False

    @property
    def page(self) -> int:
        """Return the 1-based page of the first evidence."""
        return self.claim.evidence[0].page


@dataclass(frozen=True, slots=True)
class Figure:
    """The one value of a metric to show for a company, with the way back to its evidence."""

    claim_id: str
    deck_id: str
    page: int
    quantity: Quantity
    period: Period | None
    status: ClaimStatus
    scope: Scope
    state: ReviewState
    as_of: date
    rivals: tuple[str, ...]
    metric: str = ""


def word_that_counts(viewer: Viewer, deck: Deck, words: Iterable[Verification]) -> Verification | None:
    """Return the word on a claim that counts for the viewer: own, else the owner's of an event deck, else none."""
    standing = {word.organisation_id: word for word in words if word.verdict is not Verdict.REOPENED}
    own = standing.get(viewer.organisation_id)
    if own is not None and owns(viewer, own.organisation_id):
        return own
    return standing.get(deck.owner_id) if deck.audience is Audience.EVENT else None


def view(claim: Claim, deck: Deck, viewer: Viewer, words: Iterable[Verification] = ()) -> ClaimView:
    """Return the claim as the viewer sees it, without rivals and names."""
    word = word_that_counts(viewer, deck, words)
    stated = word.correction if word is not None and word.correction is not None else claim
    mine = word is not None and owns(viewer, word.organisation_id)
    return ClaimView(
        claim=claim,
        deck_id=deck.id,
        company_id=deck.company_id,
        state=ReviewState.PROPOSED if word is None else _STATES[word.verdict],
        metric=stated.metric,
        quantity=stated.quantity,
        scope=stated.scope,
        status=stated.status,
        aggregation=stated.aggregation,
        period=stated.period,
        verification=word if mine else None,
    )


def is_listed(metric: str, quantity: Quantity) -> bool:
    """Say whether two values of a metric told in words stand side by side (awards, names in two languages)."""
    return quantity.unit is Unit.TEXT and metric not in _TOLD_APART


def contradict(quantity: Quantity, other: Quantity) -> bool:
    """Say whether two quantities of one unit cannot both be meant: bounds and roundings are heard."""
    if quantity.text is not None or other.text is not None:
        return not _words_agree(quantity.text or "", other.text or "")
    low, high = _limits(quantity)
    other_low, other_high = _limits(other)
    return high < other_low or other_high < low


def _words_agree(text: str, other: str) -> bool:
    """Say whether one text only says more than the other: 2018 and 2018-11, 2026-H2 and 2026-Q4."""
    first, second = told_span(text), told_span(other)
    if first is not None and second is not None:
        return (first[0] <= second[0] and second[1] <= first[1]) or (second[0] <= first[0] and first[1] <= second[1])
    return text.startswith(other) or other.startswith(text)


def _limits(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest amount that the printed quantity can mean."""
    low, high = min(quantity.amounts), max(quantity.amounts)
    if quantity.approx:
        low, high = low - abs(low) * ROUNDING, high + abs(high) * ROUNDING
    if quantity.bound in {Bound.AT_LEAST, Bound.OVER}:
        high = Decimal("Infinity")
    if quantity.bound in {Bound.AT_MOST, Bound.UNDER}:
        low = Decimal("-Infinity")
    if quantity.bound is Bound.NEARLY:
        low -= abs(low) * ROUNDING
    return low, high


def with_rivals(views: Sequence[ClaimView]) -> tuple[ClaimView, ...]:
    """Return the same claims, each with the ids of those that give another value for the same thing.

    The same thing: company, metric, scope, unit, period, subject, and both expected or both not. Without a period two
    decks do not contradict each other, since time passed between them. Rejected claims contradict nobody, and so do
    figures of customers and competitors without a name: they may be of different ones.
    """
    groups: dict[object, list[ClaimView]] = defaultdict(list)
    for view in views:
        of_whom = (view.scope not in _MANY_OTHERS and view.metric not in MANY_VALUED) or view.claim.subject
        apart = view.metric != UNNAMED and not is_listed(view.metric, view.quantity)
        if view.state is not ReviewState.REJECTED and apart and of_whom:
            groups[_thing(view)].append(view)
    rivals: dict[str, list[str]] = defaultdict(list)
    for same in groups.values():
        for view, other in combinations(same, 2):
            if contradict(view.quantity, other.quantity):
                rivals[view.claim.id].append(other.claim.id)
                rivals[other.claim.id].append(view.claim.id)
    return tuple(replace(claim_view, rivals=tuple(rivals.get(claim_view.claim.id, ()))) for claim_view in views)


def _thing(view: ClaimView) -> object:
    """Return what the claim speaks of, as a key."""
    when: object = view.deck_id
    if view.period is not None:
        span = (view.period.start, view.period.end)
        when = (view.period.kind, view.period.label) if span == (None, None) else span
    return (
        view.company_id or view.deck_id,
        view.metric,
        view.scope,
        view.quantity.unit,
        when,
        view.claim.subject,
        view.aggregation,
        view.status in EXPECTED,
    )


class Brought(Protocol):
    """A deck as far as its figures care: when it came in."""

    @property
    def received_at(self) -> datetime:
        """Return the moment at which it came in."""
        ...


def figure(metric: Metric, views: Iterable[ClaimView], decks: Mapping[str, Brought]) -> Figure | None:
    """Return the figure to show for the metric, or nothing.

    Other people's figures (a market's, a customer's) do not stand in for the company's, nor do doubted ones. Then:
    verified before proposed, what happened before what is expected, the usual aggregation, whole years before parts of
    one, the latest period, what the company answered when asked, the newest deck.
    """
    fitting = [
        view
        for view in views
        if view.metric == metric.id
        and view.state is not ReviewState.REJECTED
        and not view.doubted
        and view.scope in {metric.scope, Scope.UNKNOWN}
    ]
    if not fitting:
        return None
    best = max(fitting, key=lambda view: _merit(view, metric, decks[view.deck_id]))
    return Figure(
        claim_id=best.claim.id,
        deck_id=best.deck_id,
        page=best.page,
        quantity=best.quantity,
        period=best.period,
        status=best.status,
        scope=best.scope,
        state=best.state,
        as_of=_as_of(best, decks[best.deck_id]),
        rivals=best.rivals,
        metric=metric.id,
    )


def _as_of(view: ClaimView, deck: Brought) -> date:
    """Return the last day that the figure speaks of: the period's end, else the day the deck came in."""
    return view.period.end if view.period is not None and view.period.end else korean_day(deck.received_at)


def _latest(view: ClaimView, deck: Brought) -> date:
    """Return how recent the figure is: a head count without a date stands now, an amount without a year anywhen."""
    if view.period is None and view.quantity.unit is not Unit.COUNT:
        return date.min
    return _as_of(view, deck)


def _merit(view: ClaimView, metric: Metric, deck: Brought) -> tuple[object, ...]:
    """Return what makes a claim the better figure, in order of weight."""
    return (
        view.state in CERTAIN,
        view.scope is metric.scope,
        view.status not in EXPECTED,
        view.aggregation in {metric.aggregation, Aggregation.ANNUAL, Aggregation.UNKNOWN},
        view.period is None or view.period.kind not in _PARTS_OF_A_YEAR or metric.aggregation is Aggregation.MONTHLY,
        view.status is not ClaimStatus.UNKNOWN,
        _latest(view, deck),
        view.claim.origin is Origin.ANSWER,
        deck.received_at,
        view.claim.confidence,
        view.claim.id,
    )
