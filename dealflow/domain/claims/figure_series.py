"""A company's figures through time: each metric as a series over the periods that its figures speak of.

The day at which a deck came in is never a figure's period: what names no period stands beside the series, not in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, Protocol

from dealflow.domain.claims.claim_views import CERTAIN, EXPECTED, UNNAMED, Brought, ClaimView
from dealflow.domain.claims.claims import Aggregation, ClaimStatus, Metric, ReviewState, Scope
from dealflow.domain.values.period import Period, PeriodKind
from dealflow.domain.values.quantity import WORDED, Quantity, Unit


class Pace(StrEnum):
    """What one step of a series is: figures of years and of quarters are never one line."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    MOMENT = "moment"
    """As of a day: head counts, balances."""
    OTHER = "other"
    """Spans, the last twelve months, the year to date."""


class Standing(StrEnum):
    """Whether a figure has happened, as far as it says so."""

    HAPPENED = "happened"
    EXPECTED = "expected"
    UNTOLD = "untold"


_PACES: Final[Mapping[PeriodKind, Pace]] = {
    PeriodKind.YEAR: Pace.YEAR,
    PeriodKind.HALF: Pace.HALF,
    PeriodKind.QUARTER: Pace.QUARTER,
    PeriodKind.MONTH: Pace.MONTH,
    PeriodKind.AS_OF: Pace.MOMENT,
}
_ORDER: Final = tuple(Pace)
EXPECTED_OF: Final[Mapping[str, str]] = {"revenue_forecast": "revenue"}
"""Metrics that are another one as expected: they stand in its series, not in one of their own."""
_USUAL: Final = {Aggregation.UNKNOWN, Aggregation.ANNUAL, Aggregation.QUARTERLY, Aggregation.MONTHLY}
"""Sums over the period itself: what the period says already, so that they make one series."""


class NamedDeck(Brought, Protocol):
    """A deck as far as series care: which it is, and when it came in."""

    @property
    def id(self) -> str:
        """Return the deck's id."""
        ...


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a series with the way back to its evidence.

    ``is_latest``: no newer deck states the same thing of the same period. ``in_same_deck``: it is the same deck that
    states it otherwise, as a round number on its cover. ``has_rivals``: another value of the same deck stands for the
    same thing. ``aggregation`` is unknown where the period says it already.
    """

    claim_id: str
    deck_id: str
    page: int
    quantity: Quantity
    period: Period | None
    standing: Standing
    state: ReviewState
    scope: Scope
    said_at: datetime
    is_latest: bool = True
    in_same_deck: bool = False
    has_rivals: bool = False
    metric: str = ""
    aggregation: Aggregation = Aggregation.UNKNOWN
    subject: str = ""

    @property
    def on(self) -> date | None:
        """Return the last day of its period; None where it names none."""
        return None if self.period is None else self.period.end or self.period.start

    @property
    def amount(self) -> Decimal | None:
        """Return the amount by which it is drawn: a range's upper end."""
        return max(self.quantity.amounts, default=None)


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one metric in one unit and pace, by period, then by when they were said; all have a period."""

    metric: str
    unit: Unit
    pace: Pace
    aggregation: Aggregation
    subject: str
    points: tuple[Point, ...]

    @property
    def latest(self) -> tuple[Point, ...]:
        """Return what the newest deck says of each period."""
        return tuple(point for point in self.points if point.is_latest)


@dataclass(frozen=True, slots=True)
class MetricHistory:
    """All of a metric: its series, the longest first, and the figures that name no period."""

    metric: Metric
    series: tuple[Series, ...]
    undated: tuple[Point, ...]

    @property
    def main(self) -> Series | None:
        """Return the series to show first; None where no figure names a period."""
        return self.series[0] if self.series else None

    @property
    def size(self) -> int:
        """Return how many figures there are."""
        return sum(len(series.points) for series in self.series) + len(self.undated)


def histories(
    views: Iterable[ClaimView], decks: Iterable[NamedDeck], metrics: Sequence[Metric]
) -> tuple[MetricHistory, ...]:
    """Return the history of each metric that the company's figures speak of in numbers, in the catalogue's order.

    Other people's figures (a market's, a customer's) stand in only for metrics that are theirs.
    """
    said = {deck.id: deck.received_at for deck in decks}
    by_metric: dict[str, list[ClaimView]] = defaultdict(list)
    for view in views:
        if view.deck_id in said and view.state is not ReviewState.REJECTED and not view.superseded:
            by_metric[EXPECTED_OF.get(view.metric, view.metric)].append(view)
    own = [metric for metric in metrics if metric.id != UNNAMED and metric.id not in EXPECTED_OF]
    made = (_history(metric, by_metric[metric.id], said) for metric in own)
    return tuple(history for history in made if history.size)


def _history(metric: Metric, views: Iterable[ClaimView], said: Mapping[str, datetime]) -> MetricHistory:
    fitting = [
        view for view in views if view.scope in {metric.scope, Scope.UNKNOWN} and view.quantity.unit not in WORDED
    ]
    groups: dict[tuple[Unit, Pace, Aggregation, str], list[Point]] = defaultdict(list)
    undated: list[Point] = []
    for view in fitting:
        point = _point(view, said[view.deck_id])
        if point.on is None:
            undated.append(point)
        else:
            groups[_line_of(point)].append(point)
    series = [
        Series(metric.id, unit, pace, aggregation, subject, _in_order(points))
        for (unit, pace, aggregation, subject), points in groups.items()
    ]
    series.sort(key=lambda line: (-len(line.latest), _ORDER.index(line.pace), line.unit.value, line.subject))
    return MetricHistory(metric, tuple(series), tuple(sorted(undated, key=lambda point: point.said_at, reverse=True)))


def _line_of(point: Point) -> tuple[Unit, Pace, Aggregation, str]:
    """Return what figures must share to be one line."""
    pace = _PACES.get(point.period.kind, Pace.OTHER) if point.period is not None else Pace.OTHER
    return point.quantity.unit, pace, point.aggregation, point.subject


def _point(view: ClaimView, said_at: datetime) -> Point:
    return Point(
        claim_id=view.claim.id,
        deck_id=view.deck_id,
        page=view.page,
        quantity=view.quantity,
        period=view.period,
        standing=Standing.EXPECTED if view.metric in EXPECTED_OF else standing_of(view.status),
        state=view.state,
        scope=view.scope,
        said_at=said_at,
        has_rivals=bool(view.rivals),
        metric=view.metric,
        aggregation=Aggregation.UNKNOWN if view.aggregation in _USUAL else view.aggregation,
        subject=view.claim.subject or "",
    )


def standing_of(status: ClaimStatus) -> Standing:
    """Return whether a figure of that status has happened, as far as it says so."""
    if status in EXPECTED:
        return Standing.EXPECTED
    return Standing.UNTOLD if status is ClaimStatus.UNKNOWN else Standing.HAPPENED


def _in_order(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return points by period and when they were said, the newest statement of each period marked.

    Of one deck's own values of a period the verified one stands, else the exact one, else the first.
    """
    ordered = sorted(points, key=lambda point: (point.on or date.min, point.said_at, point.page, point.claim_id))
    newest: dict[object, Point] = {}
    for point in ordered:
        known = newest.get(_moment_of(point))
        if known is None or _weight(point) > _weight(known):
            newest[_moment_of(point)] = point
    return tuple(_beside(point, newest[_moment_of(point)]) for point in ordered)


def _beside(point: Point, newest: Point) -> Point:
    """Return a point marked as the one that counts for its period, or as one beside it."""
    is_latest = newest is point
    return replace(point, is_latest=is_latest, in_same_deck=not is_latest and newest.deck_id == point.deck_id)


def _moment_of(point: Point) -> tuple[object, ...]:
    period = point.period
    return (None, None) if period is None else (period.start, period.end or period.start)


def _weight(point: Point) -> tuple[object, ...]:
    """Return what makes a statement of a period the one that counts.

    The newest deck, what happened, what somebody saw, and the exact amount before one that the deck itself calls about.
    """
    return point.said_at, point.standing is Standing.HAPPENED, point.state in CERTAIN, not point.quantity.approx


def change_of(series: Series) -> Decimal | None:
    """Return by how many per cent the last figure that happened differs from the one before; None where it cannot be.

    Expected figures are no growth yet.
    """
    past = [point.amount for point in series.latest if point.standing is Standing.HAPPENED and point.amount is not None]
    if len(past) < 2 or past[-2] <= 0:  # noqa: PLR2004  a change needs two
        return None
    return (past[-1] - past[-2]) / past[-2] * 100
