"""A company in twenty seconds: what it does, what it asks for, its headline figures, where it stands at our house.

Nothing but what the record holds; what it does not hold is named as a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from dealflow.actions.companies.company_record import CompanyRecord, TimelineLine
from dealflow.actions.pipeline.engagement_views import EngagementRow
from dealflow.domain.claims.claim_views import UNNAMED, ClaimView, Figure, figure
from dealflow.domain.claims.claims import ASK, VALUATION, Metric, ReviewState, Scope
from dealflow.domain.claims.figure_series import MetricHistory, Standing, change_of, histories
from dealflow.domain.pipeline.funnel import Status, standing_of
from dealflow.domain.values.quantity import MONEY, WORDED, Unit

_DEAL: Final = frozenset({ASK, *VALUATION, "total_raised"})
HEADLINES: Final = 5
_FEWEST: Final = 4
"""With fewer headline metrics others are shown beside them, up to so many."""
_OURS: Final = ("engagement_", "next_step", "round_named", "consultation", "contact_", "company_profile")
"""Kinds of events by which our house did something with the company."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline figure with how it went: the amounts of its series that happened, and the last change in per cent."""

    metric: Metric
    figure: Figure
    trend: tuple[Decimal, ...]
    change: Decimal | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a partner reads first. A figure or text that is missing is None or empty: a gap to be named."""

    about: str
    round_label: str
    ask: Figure | None
    valuation: tuple[str, Figure] | None
    """The metric's id with its figure: before or after the money."""
    doubted: tuple[ClaimView, ...]
    """Asks and valuations that are not shown, since they cannot stand beside each other."""
    headlines: tuple[Headline, ...]
    deals: tuple[EngagementRow, ...]
    """Our engagements, the open ones first, the latest moved of them before the others."""
    last_ours: TimelineLine | None
    """What our house last did with it."""
    last: TimelineLine | None
    last_contact: date | None
    conflicts: int
    questions: int
    to_review: int


def summary(record: CompanyRecord, metrics: Sequence[Metric], *, on: date) -> Summary:
    """Return the summary of a company's record; ``on`` is the day by whose year the checks judge."""
    by_id = {metric.id: metric for metric in metrics}
    lines = {history.metric.id: history for history in histories(record.claims, record.decks, metrics)}
    scrutiny = record.scrutiny(metrics, on=on)
    valuation = next(
        ((name, said) for name in VALUATION if (said := _figure(record, by_id.get(name))) is not None), None
    )
    deals = sorted(record.engagements, key=lambda row: standing_of(row.engagement), reverse=True)
    return Summary(
        about=record.noted.profile.about,
        round_label=_round(record, deals),
        ask=_figure(record, by_id.get(ASK)),
        valuation=valuation,
        doubted=tuple(claim for claim in record.claims if claim.doubted),
        headlines=_headlines(record, metrics, lines),
        deals=tuple(deals),
        last_ours=next((line for line in record.timeline if line.kind.startswith(_OURS) and line.actor_name), None),
        last=next(iter(record.timeline), None),
        last_contact=record.last_contact,
        conflicts=sum(bool(claim.rivals) for claim in record.claims if claim.claim.id in scrutiny.views),
        questions=len(scrutiny.questions),
        to_review=sum(claim.state is ReviewState.PROPOSED for claim in record.claims),
    )


def _figure(record: CompanyRecord, metric: Metric | None) -> Figure | None:
    return None if metric is None else figure(metric, record.claims, {deck.id: deck for deck in record.decks})


def _round(record: CompanyRecord, deals: Sequence[EngagementRow]) -> str:
    """Return the round: as the house noted it, else of its open deal, else of the newest deck that names one."""
    named = (row.engagement.round_label for row in deals if row.engagement.status is Status.ACTIVE)
    told = (deck.round_label for deck in record.decks)
    return next((label for label in (record.noted.profile.round_label, *named, *told) if label), "")


def _headlines(
    record: CompanyRecord, metrics: Sequence[Metric], lines: dict[str, MetricHistory]
) -> tuple[Headline, ...]:
    """Return the first headline metrics that the company states, money first, without those that speak of the deal."""
    own = [metric for metric in metrics if metric.id not in _DEAL]
    usual = sorted((metric for metric in own if metric.headline), key=_rank)
    made = _stated(record, usual, lines)
    if len(made) < _FEWEST:  # a company before its first sales has other figures to be known by
        rest = [
            metric for metric in own if not metric.headline and metric.scope is Scope.COMPANY and metric.id != UNNAMED
        ]
        made += [headline for headline in _stated(record, rest, lines) if not headline.figure.rivals]
        return tuple(made[:_FEWEST])
    return tuple(made[:HEADLINES])


def _stated(record: CompanyRecord, metrics: Sequence[Metric], lines: dict[str, MetricHistory]) -> list[Headline]:
    """Return the metrics that the company states in numbers."""
    said = ((metric, _figure(record, metric)) for metric in metrics)
    return [
        _headline(metric, figure, lines.get(metric.id))
        for metric, figure in said
        if figure is not None and figure.quantity.unit not in WORDED
    ]


def _rank(metric: Metric) -> int:
    """Return where a metric stands among the headlines: money, then rates, then heads, in the catalogue's order."""
    if MONEY & set(metric.units):
        return 0
    return 1 if Unit.PERCENT in metric.units else 2


def _headline(metric: Metric, said: Figure, history: MetricHistory | None) -> Headline:
    main = history.main if history is not None else None
    if main is None or main.unit is not said.quantity.unit:
        return Headline(metric, said, (), None)
    past = [point for point in main.latest if point.standing is not Standing.EXPECTED and point.amount is not None]
    if not past or said.period is None or past[-1].on != (said.period.end or said.period.start):
        return Headline(metric, said, (), None)
    trend = tuple(point.amount for point in past if point.amount is not None)
    return Headline(metric, said, trend if len(trend) > 1 else (), change_of(main))
