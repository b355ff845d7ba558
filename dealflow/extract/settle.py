"""Candidates become claims: one figure on many pages is one claim, different figures of one thing are a conflict."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

from dealflow.domain.claims.claim_views import contradict, is_listed
from dealflow.domain.claims.claims import Claim, Origin, ReviewReason, Scope
from dealflow.domain.claims.page import Source
from dealflow.domain.values.period import PeriodKind
from dealflow.domain.values.quantity import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dealflow.domain.values.quantity import Quantity
    from dealflow.extract.candidates import Candidate

_MANY = frozenset(
    {"other", "use_of_funds", "prev_rounds", "revenue_mix", "price", "expenses", "partnerships", "market_size"}
    | {"reference_sites", "deployed_units", "users_count", "customers_count", "revenue_forecast", "gov_rnd_grants"}
    | {"patents_filed", "patents_registered", "rnd_headcount", "model_accuracy", "detection_rate"}
)
"""Metrics that a deck states several times of different things; two values of them are no conflict."""


def settle(candidates: Iterable[Candidate], *, sha256: str, extractor: str) -> tuple[Claim, ...]:
    """Return the claims in the order of their first page, with the same figure put together and conflicts marked."""
    groups: dict[tuple[object, ...], list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(_same(candidate), []).append(candidate)
    conflicting = _conflicts(groups.values())
    return tuple(_claim(group, sha256, extractor, conflict=id(group[0]) in conflicting) for group in groups.values())


def _same(candidate: Candidate) -> tuple[object, ...]:
    """Return what makes two candidates one claim; an unnamed figure must also carry the same label."""
    period = candidate.period
    dated = (period.start, period.end, period.kind) if period else None
    named = candidate.label if candidate.metric in _MANY else ""
    return candidate.metric, amount_key(candidate.quantity), candidate.scope, dated, named


def amount_key(quantity: Quantity) -> tuple[object, ...]:
    """Return what makes two quantities equal: unit and amounts, however many zeros were printed."""
    return (quantity.unit, *(amount.normalize() for amount in quantity.amounts), quantity.text)


def _conflicts(groups: Iterable[list[Candidate]]) -> set[int]:
    """Return the groups (by their first candidate) that differ from another one of the same metric and period."""
    stated: defaultdict[tuple[object, ...], list[Candidate]] = defaultdict(list)
    for group in groups:
        first = group[0]
        if first.metric in _MANY or is_listed(first.metric, first.quantity):
            continue
        if first.scope in {Scope.OTHER, Scope.CUSTOMER, Scope.COMPETITOR}:
            continue
        period = first.period
        if period is not None and period.kind is PeriodKind.PROJECT_YEAR:
            continue
        when = (period.start, period.end) if period else None
        stated[first.metric, first.quantity.unit, first.scope, when, first.aggregation].append(first)
    return {
        id(candidate)
        for same in stated.values()
        for candidate in same
        if any(other is not candidate and _differ(candidate.quantity, other.quantity) for other in same)
    }


def _differ(quantity: Quantity, other: Quantity) -> bool:
    """Say whether two values of one thing contradict each other; of days, one may only be more precise."""
    return quantity.unit is not Unit.DATE or contradict(quantity, other)


def _claim(group: Sequence[Candidate], sha256: str, extractor: str, *, conflict: bool) -> Claim:
    best = max(group, key=lambda candidate: (candidate.source is not Source.OCR, candidate.confidence))
    reasons = set(best.reasons) | ({ReviewReason.CONFLICT} if conflict else set())
    evidence = tuple(dict.fromkeys(candidate.evidence for candidate in group))
    return Claim(
        id=_claim_id(sha256, best),
        metric=best.metric,
        quantity=best.quantity,
        evidence=evidence,
        label=best.label,
        scope=best.scope,
        status=best.status,
        aggregation=best.aggregation,
        period=best.period,
        subject=best.subject,
        scale_source=best.scale_source,
        origin=Origin.OCR if best.source is Source.OCR else Origin.TEXT,
        confidence=best.confidence,
        review_reasons=tuple(sorted(reasons)),
        extractor=extractor,
    )


def _claim_id(sha256: str, candidate: Candidate) -> str:
    """Return a stable id: the same deck read again by any version gives the same claim the same id."""
    box = candidate.evidence.boxes[0] if candidate.evidence.boxes else ()
    parts = (
        sha256,
        candidate.evidence.page,
        candidate.metric,
        *amount_key(candidate.quantity),
        candidate.evidence.quote,
        *(round(edge) for edge in box),
    )
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:24]
