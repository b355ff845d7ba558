"""One company's figures of a metric by year, what happened and what is expected told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from dealflow.domain.claims.claim_views import CERTAIN, EXPECTED, ClaimView
from dealflow.domain.claims.claims import Aggregation, Metric, Origin, ReviewState, Scope
from dealflow.domain.values.period import PeriodKind

_LAST_DAY = (12, 31)


def by_year(metric: Metric, views: Iterable[ClaimView], received: Mapping[str, datetime]) -> dict[int, ClaimView]:
    """Return for each whole year the one figure to show: verified before proposed, happened before expected, newest.

    ``received``: when each deck came in. Rejected figures, other people's and parts of a year are left out.
    """
    best: dict[int, ClaimView] = {}
    for view in views:
        year = _year_of(view)
        fits = view.metric == metric.id and view.scope in {metric.scope, Scope.UNKNOWN}
        if year is None or not fits or view.state is ReviewState.REJECTED:
            continue
        known = best.get(year)
        if known is None or _merit(view, metric, received) > _merit(known, metric, received):
            best[year] = view
    return dict(sorted(best.items()))


def _year_of(view: ClaimView) -> int | None:
    period = view.period
    if period is None:
        return None
    if period.kind is PeriodKind.YEAR and period.end is not None:
        return period.end.year
    if period.kind is PeriodKind.AS_OF and period.end is not None and (period.end.month, period.end.day) == _LAST_DAY:
        return period.end.year
    return None


def _merit(view: ClaimView, metric: Metric, received: Mapping[str, datetime]) -> tuple[object, ...]:
    return (
        view.state in CERTAIN,
        view.status not in EXPECTED,
        view.aggregation in {metric.aggregation, Aggregation.ANNUAL, Aggregation.UNKNOWN},
        view.claim.origin is Origin.ANSWER,
        received[view.deck_id],
        view.claim.confidence,
        view.claim.id,
    )
