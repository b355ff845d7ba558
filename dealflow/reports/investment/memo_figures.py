"""Figures as a report says them: value, period, whether somebody checked it, and the mark of its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from dealflow.actions.companies.memo import MemoSource
from dealflow.domain.claims.claim_views import CERTAIN, EXPECTED, UNNAMED, ClaimView, Figure
from dealflow.domain.claims.claims import Metric, Scope
from dealflow.domain.claims.peers import single_amount
from dealflow.domain.claims.yearly_figures import by_year
from dealflow.domain.values.exchange_rates import NoRate
from dealflow.domain.values.quantity import MONEY, Quantity, Unit
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import percent, period, quantity
from dealflow.reports.investment.memo_markup import inert, mark

_FORECASTS: Final = {"revenue": "revenue_forecast"}
_OF_PARTS: Final = frozenset({"use_of_funds", "revenue_mix"})
"""Metrics of which one value says nothing: they name the parts of a whole."""
_MOST_WORDS: Final = 6
"""Values of a metric told in words (certificates, awards) that stand beside each other."""


def said(view: ClaimView | Figure, lang: str, *, when: bool = True) -> str:
    """Return a figure with its period, its standing and the mark of its evidence."""
    claim_id = view.claim.id if isinstance(view, ClaimView) else view.claim_id
    about = [period(view.period, lang)] if when else []
    about += [t(f"enum.claim_status.{view.status.value}", lang)] if view.status in EXPECTED else []
    about += [] if view.state in CERTAIN else [t("memo.unchecked", lang)]
    told = " · ".join(filter(None, about))
    return f"{inert(quantity(view.quantity, lang, of=view.metric))}{f' ({told})' if told else ''}{mark(claim_id)}"


def told_name(view: ClaimView, source: MemoSource, lang: str) -> str:
    """Return what a figure is of: its metric, or the words on the slide where no metric names it."""
    return inert(view.claim.label) if view.metric == UNNAMED and view.claim.label else named(view.metric, source, lang)


def named(metric_id: str, source: MemoSource, lang: str) -> str:
    """Return a metric's name."""
    return name_of(source.metrics[metric_id], lang) if metric_id in source.metrics else metric_id


def bullet(metric_id: str, source: MemoSource, lang: str) -> str | None:
    """Return one line of a metric with its figure, or its several values where it is told in words; None: no figure."""
    best = source.best(metric_id)
    if best is None:
        return None
    values = [said(best, lang)]
    if best.quantity.unit is Unit.TEXT:
        values = [said(view, lang) for view in _worded(source, source.metrics[metric_id])] or values
    if metric_id in _OF_PARTS:
        parts = _parts(source, source.metrics[metric_id], best.deck_id)
        values = [f"{inert(view.claim.subject or '')} {said(view, lang, when=False)}" for view in parts] or values
    converted = _in_won(best.quantity, source, lang)
    return f"- **{named(metric_id, source, lang)}**: {', '.join(values)}{converted}"


def _parts(source: MemoSource, metric: Metric, deck_id: str) -> Sequence[ClaimView]:
    """Return the parts of a whole as one deck tells them, each once and as a share where it tells that."""
    own = [
        view
        for view in source.claims
        if (view.metric, view.deck_id) == (metric.id, deck_id) and view.claim.subject and view.scope is metric.scope
    ]
    own.sort(key=lambda view: view.quantity.unit is not Unit.PERCENT)
    found: dict[str, ClaimView] = {}
    for view in own:
        found.setdefault(view.claim.subject or "", view)
    return list(found.values())


def _worded(source: MemoSource, metric: Metric) -> Sequence[ClaimView]:
    """Return the claims that tell a metric in words, each wording once, checked ones first."""
    own = [
        view
        for view in source.claims
        if view.metric == metric.id and view.quantity.unit is Unit.TEXT and view.scope in {metric.scope, Scope.UNKNOWN}
    ]
    own.sort(key=lambda view: (view.state not in CERTAIN, view.page))
    by_words = {(view.quantity.text or "").casefold(): view for view in reversed(own)}
    return [view for view in own if by_words[(view.quantity.text or "").casefold()] is view][:_MOST_WORDS]


def _in_won(stated: Quantity, source: MemoSource, lang: str) -> str:
    """Return what a sum in another currency is in won, with the rate's day; nothing for won."""
    if stated.unit not in MONEY - {source.stick.currency}:
        return ""
    measured = source.stick.measured(stated)
    if isinstance(measured, NoRate):
        return f" ({t('memo.no_rate', lang)})"
    (rate,) = source.stick.rates_for([stated])
    return f" ({t('memo.converted', lang, amount=quantity(measured, lang), day=rate.day.isoformat())})"


def bullets(metric_ids: Iterable[str], source: MemoSource, lang: str) -> list[str]:
    """Return a line for each metric that has a figure."""
    lines = (bullet(metric_id, source, lang) for metric_id in metric_ids)
    return [line for line in lines if line is not None]


def gap(metric_ids: Iterable[str], source: MemoSource, lang: str) -> list[str]:
    """Return the line that names those metrics which no deck states; nothing where all are stated."""
    missing = [named(metric_id, source, lang) for metric_id in metric_ids if source.best(metric_id) is None]
    return [f"? {t('memo.gap.metrics', lang, metrics=', '.join(missing))}"] if missing else []


def years(metric_id: str, source: MemoSource) -> dict[int, ClaimView]:
    """Return a metric's figures by year; a year without one takes the forecast that has a name of its own."""
    received = {deck.id: deck.received_at for deck in source.decks.values()}
    found: dict[int, ClaimView] = {}
    for known in (_FORECASTS.get(metric_id, ""), metric_id):
        if known in source.metrics:
            found |= by_year(source.metrics[known], source.claims, received)
    return dict(sorted(found.items()))


def trend(metric_id: str, source: MemoSource, lang: str) -> list[str]:
    """Return how a metric went from one year that happened to the next, with the change; nothing without two."""
    happened = [(year, view) for year, view in years(metric_id, source).items() if view.status not in EXPECTED]
    if len(happened) < 2:  # noqa: PLR2004  two years make a trend
        return []
    (_, before), (_, after) = happened[-2:]
    change = _change(before.quantity, after.quantity)
    told = f"{said(before, lang)} → {said(after, lang)}"
    words = "" if change is None else f", {t('memo.change', lang, change=percent(change, lang, places=1))}"
    return [f"- **{t('memo.trend', lang, metric=named(metric_id, source, lang))}**: {told}{words}"]


def _change(before: Quantity, after: Quantity) -> Decimal | None:
    """Return the change from one amount to another in per cent; None where a share says nothing."""
    first, second = single_amount(before), single_amount(after)
    if before.unit is not after.unit or first is None or second is None or first <= 0:
        return None
    return (second / first - 1) * 100
