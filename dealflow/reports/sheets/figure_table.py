"""Figures as a table that computes: value, unit, currency and period apart, with page, words and box as the proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from dealflow.domain.claims.claim_views import ClaimView
from dealflow.domain.claims.claims import Metric
from dealflow.domain.values.quantity import MONEY, Quantity
from dealflow.i18n import name_of, t
from dealflow.reports.sheets.sheet_rows import Value
from dealflow.reports.sheets.table_files import Column, Kind

COLUMNS: Final[tuple[tuple[str, Kind], ...]] = (
    ("name", Kind.TEXT), ("metric", Kind.TEXT), ("value", Kind.DECIMAL), ("value_min", Kind.DECIMAL),
    ("value_max", Kind.DECIMAL), ("unit", Kind.TEXT), ("money", Kind.TEXT), ("words", Kind.TEXT),
    ("bound", Kind.TEXT), ("approx", Kind.TEXT), ("period", Kind.TEXT), ("period_start", Kind.DAY),
    ("period_end", Kind.DAY), ("scope", Kind.TEXT), ("claim_status", Kind.TEXT), ("aggregation", Kind.TEXT),
    ("state", Kind.TEXT), ("rivals", Kind.WHOLE), ("confidence", Kind.SHARE), ("subject", Kind.TEXT),
    ("deck", Kind.TEXT), ("received_on", Kind.DAY), ("page", Kind.WHOLE), ("quote", Kind.LONG), ("x0", Kind.DECIMAL),
    ("y0", Kind.DECIMAL), ("x1", Kind.DECIMAL), ("y1", Kind.DECIMAL), ("metric_id", Kind.TEXT), ("claim", Kind.TEXT),
    ("deck_id", Kind.TEXT),
)  # fmt: skip


def columns(lang: str) -> tuple[Column, ...]:
    """Return the columns with their meanings."""
    return tuple(
        Column(t(f"sheets.figure.{name}", lang), kind, t(f"sheets.figure.{name}.meaning", lang))
        for name, kind in COLUMNS
    )


class FigureRows:
    """What the figures of decks are told with: the names of metrics, companies and decks."""

    def __init__(
        self,
        metrics: Iterable[Metric],
        companies: Mapping[str, str],
        decks: Mapping[str, tuple[str, Value]],
        lang: str,
    ) -> None:
        self._metrics = {metric.id: name_of(metric, lang) for metric in metrics}
        self._companies, self._decks, self._lang = companies, decks, lang
        self._words: dict[str, str] = {}

    def rows(self, views: Iterable[ClaimView]) -> Iterator[tuple[Value, ...]]:
        """Yield one line a figure."""
        for view in views:
            yield self._row(view)

    def _row(self, view: ClaimView) -> tuple[Value, ...]:
        claim, quantity, period = view.claim, view.quantity, view.period
        evidence = claim.evidence[0]
        deck_name, received_on = self._decks.get(view.deck_id, ("", None))
        return (
            self._companies.get(view.company_id or "", ""),
            self._metrics.get(view.metric) or claim.label,
            quantity.value,
            quantity.value_min,
            quantity.value_max,
            *self._units(quantity),
            quantity.text or "",
            self._enum("bound", quantity.bound) if quantity.bound is not None else "",
            self._enum("approx", "yes") if quantity.approx else "",
            period.label if period is not None else "",
            period.start if period is not None else None,
            period.end if period is not None else None,
            self._enum("scope", view.scope),
            self._enum("claim_status", view.status),
            self._enum("aggregation", view.aggregation),
            self._enum("review_state", view.state),
            len(view.rivals),
            claim.confidence,
            claim.subject or "",
            deck_name,
            received_on,
            evidence.page,
            evidence.quote,
            *((round(float(side), 1) for side in evidence.boxes[0]) if evidence.boxes else (None,) * 4),
            view.metric,
            claim.id,
            view.deck_id,
        )

    def _units(self, quantity: Quantity) -> tuple[str, str]:
        """Return unit and currency of a quantity: money has its currency, everything else its unit."""
        is_money = quantity.unit in MONEY
        return (self._enum("unit", "money") if is_money else self._enum("unit", quantity.unit)), (
            quantity.unit.value if is_money else ""
        )

    def _enum(self, kind: str, value: str) -> str:
        """Return an option in words: looked up once, since there are few and fifty thousand rows."""
        key = f"{'sheets.' if kind in {'unit', 'approx'} else 'enum.'}{kind}.{value}"
        if key not in self._words:
            self._words[key] = t(key, self._lang)
        return self._words[key]
