"""What a card and a line of the pipeline say in numbers: what is asked for, our ticket, valuation, headline figures.

The books are read once for all rows. What terms name stands over what a person noted, and that over what a deck states.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from dealflow.actions.claims.review import claims_of
from dealflow.actions.investment import exchange_rates
from dealflow.actions.pipeline.engagement_views import EngagementRow
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.domain.claims.claim_views import ClaimView, Figure, figure
from dealflow.domain.claims.claims import ReviewState
from dealflow.domain.people.access import Act, require
from dealflow.domain.pipeline.deal_sizes import METRIC_OF, Sized, SizeField, SizeSource, sized
from dealflow.domain.pipeline.funnel import Track
from dealflow.domain.pipeline.stage_intervals import CLOSED
from dealflow.domain.pipeline.stage_sums import Convert, StageSum, SummedDeal, middle, stage_sums
from dealflow.domain.values.exchange_rates import NoRate, Yardstick
from dealflow.domain.values.quantity import MONEY, Quantity, Unit
from dealflow.store.ledger.queries import decks as deck_queries
from dealflow.store.ledger.queries import investment

HEADLINES: Final = ("revenue", "arr", "gmv", "mau", "customers_count", "employees")
"""The figures that a card may carry, the most telling first."""
MOST_HEADLINES: Final = 2


@dataclass(frozen=True, slots=True)
class DealFigures:
    """The amounts of one engagement by what they are, and its company's headline figures by metric."""

    sizes: Mapping[SizeField, Sized] = field(default_factory=dict)
    headlines: Mapping[str, Figure] = field(default_factory=dict)

    def amount(self, which: SizeField) -> Quantity | None:
        """Return one amount, if anybody told it."""
        found = self.sizes.get(which)
        return None if found is None else found.quantity


def deal_figures(looking: Looking, rows: Sequence[EngagementRow]) -> dict[str, DealFigures]:
    """Return the figures of each engagement, by its id."""
    require(looking.viewer, Act.SEE_PIPELINE)
    if not rows:
        return {}
    with looking.ws.ledger.read() as session:
        terms = {
            deal.engagement_id: deal.current for deal in investment.deals(session, looking.ws.name, looking.viewer)
        }
    stated = _stated(looking, frozenset(row.engagement.company_id for row in rows))
    return {
        row.engagement.id: DealFigures(
            sized(row.engagement.size, terms.get(row.engagement.id), _sizes(stated.get(row.engagement.company_id, {}))),
            _headlines(stated.get(row.engagement.company_id, {})),
        )
        for row in rows
    }


@remembered
def _stated(looking: Looking, companies: frozenset[str]) -> Mapping[str, Mapping[str, Figure]]:
    """Return what decks state of each company, by metric: of several values the one that the company page shows."""
    metrics = {metric.id: metric for metric in looking.ws.metrics if metric.id in {*HEADLINES, *METRIC_OF.values()}}
    with looking.ws.ledger.read() as session:
        decks = deck_queries.decks(session, looking.ws.name, looking.viewer, sorted(companies))
        claims = claims_of(looking.within(session), decks, set(metrics))
    by_id = {deck.id: deck for deck in decks}
    views: dict[tuple[str, str], list[ClaimView]] = defaultdict(list)
    for view in claims:
        if view.state is not ReviewState.REJECTED:
            views[view.company_id or "", view.metric].append(view)
    stated: dict[str, dict[str, Figure]] = defaultdict(dict)
    for (company, name), some in views.items():
        best = figure(metrics[name], some, by_id)
        if best is not None:
            stated[company][name] = best
    return dict(stated)


def _headlines(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    names = [name for name in HEADLINES if name in figures]
    return {name: figures[name] for name in names[:MOST_HEADLINES]}


def _sizes(figures: Mapping[str, Figure]) -> dict[SizeField, Sized]:
    """Return the amounts among the stated figures: money only."""
    return {
        which: Sized(figures[metric].quantity, SizeSource.DECK, figures[metric].deck_id, figures[metric].claim_id)
        for which, metric in METRIC_OF.items()
        if metric in figures and figures[metric].quantity.unit in MONEY
    }


def conversion(looking: Looking, *, on: date) -> Convert:
    """Return what turns an amount into won, at the rates that the house keeps; None for a currency without one."""
    yardstick = Yardstick(Unit.KRW, exchange_rates.rates(looking), on)

    def convert(quantity: Quantity) -> Decimal | None:
        measured = yardstick.measured(quantity)
        return None if isinstance(measured, NoRate) else middle(measured)

    return convert


def sums(
    looking: Looking, track: Track, rows: Iterable[EngagementRow], figures: Mapping[str, DealFigures], *, on: date
) -> tuple[StageSum, ...]:
    """Return what stands at each stage of a track in won: engagements that are declined or withdrawn are left out."""
    deals = (
        SummedDeal(
            row.engagement.stage,
            figures[row.engagement.id].amount(SizeField.ASKED),
            figures[row.engagement.id].amount(SizeField.TICKET),
        )
        for row in rows
        if row.engagement.status not in CLOSED
    )
    return stage_sums(track, deals, conversion(looking, on=on))
