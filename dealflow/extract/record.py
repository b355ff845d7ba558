"""Claims as plain rows, one for each claim and page, for JSON lines and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealflow.domain.values.quantity import WORDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from dealflow.domain.claims.claims import Claim
    from dealflow.domain.claims.page import Box
    from dealflow.domain.values.period import Period


def rows(claims: Iterable[Claim]) -> Iterator[dict[str, object]]:
    """Give one JSON-able row for each claim and page.

    ``value`` is absolute, an integer where whole; dates and words stand in it as text; a range has ``value_min`` and
    ``value_max`` and no ``value``. ``boxes`` are ``[x0, y0, x1, y1]`` in PDF points from the top left.
    """
    for claim in claims:
        pages: dict[int, list[Box]] = {}
        quotes: dict[int, str] = {}
        for evidence in claim.evidence:
            pages.setdefault(evidence.page, []).extend(evidence.boxes)
            quotes.setdefault(evidence.page, evidence.quote)
        for page, boxes in pages.items():
            yield _row(claim, page, boxes, quotes[page])


def _row(claim: Claim, page: int, boxes: list[Box], quote: str) -> dict[str, object]:
    quantity = claim.quantity
    worded = quantity.unit in WORDED
    return {
        "metric": claim.metric,
        "value": quantity.text if worded else _number(quantity.value),
        "value_min": _number(quantity.value_min),
        "value_max": _number(quantity.value_max),
        "bound": quantity.bound.value if quantity.bound else None,
        "approx": quantity.approx,
        "unit": quantity.unit.value,
        "page": page,
        "boxes": [[round(edge, 1) for edge in box] for box in boxes],
        "quote": quote,
        "label": claim.label,
        "period": _period(claim.period),
        "status": claim.status.value,
        "scope": claim.scope.value,
        "subject": claim.subject,
        "aggregation": claim.aggregation.value,
        "confidence": claim.confidence,
        "review_reasons": [reason.value for reason in claim.review_reasons],
    }


def _number(amount: Decimal | None) -> int | float | None:
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _period(period: Period | None) -> dict[str, str | None] | None:
    if period is None:
        return None
    return {
        "type": period.kind.value,
        "from": period.start.isoformat() if period.start else None,
        "to": period.end.isoformat() if period.end else None,
        "label": period.label,
    }
