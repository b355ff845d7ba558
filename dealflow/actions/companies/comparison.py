"""Companies side by side: chosen metrics, and what is usual for each among the companies of the house's books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dealflow.actions.companies import companies
from dealflow.actions.companies.companies import CompanyRow
from dealflow.actions.platform.context import Looking
from dealflow.domain.claims.claims import Metric
from dealflow.domain.claims.peers import Peers, peers
from dealflow.domain.people.access import Act, require
from dealflow.domain.people.people import IrEvent
from dealflow.domain.values.exchange_rates import Yardstick
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import decks, people, pipeline

FEWEST: Final = 2
MOST: Final = 6
"""How many companies stand side by side."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Whose median stands beside the companies: a sector's, an IR event's, or everybody's where neither is set."""

    sector: str = ""
    ir_event_id: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The companies in the order in which they were asked for, and by metric what is usual in the cohort."""

    rows: tuple[CompanyRow, ...]
    metrics: tuple[Metric, ...]
    usual: Mapping[str, Peers]


def comparison(
    looking: Looking, company_ids: Sequence[str], metrics: Sequence[str], cohort: Cohort, stick: Yardstick
) -> Comparison:
    """Return companies side by side; the cohort is drawn from the companies that the viewer may know of.

    Raises:
        InvalidInputError: they are fewer than two or more than six, or there is no such metric.
        NotFoundError: the viewer knows of no such company.
    """
    require(looking.viewer, Act.SEE_DECKS)
    asked = tuple(dict.fromkeys(company_ids))
    if not FEWEST <= len(asked) <= MOST:
        raise InvalidInputError(
            field="companies", problem="number_out_of_range", value=len(asked), least=FEWEST, most=MOST
        )
    rows = {row.company.id: row for row in companies.companies(looking, None, metrics)}
    for company_id in asked:
        if company_id not in rows:
            raise NotFoundError(kind="company", id=company_id)
    inside = of_event(looking, cohort.ir_event_id) if cohort.ir_event_id else frozenset(rows)
    around = [
        row
        for row in rows.values()
        if row.company.id in inside and (not cohort.sector or row.company.sector == cohort.sector)
    ]
    return Comparison(
        rows=tuple(rows[company_id] for company_id in asked),
        metrics=tuple(looking.ws.metric(metric) for metric in metrics),
        usual={metric: peers((row.figures.get(metric) for row in around), stick) for metric in metrics},
    )


def of_event(looking: Looking, ir_event_id: str) -> frozenset[str]:
    """Return the companies of an IR event as far as the viewer sees: with a deck for it, or engaged from it."""
    return _by_event(looking).get(ir_event_id, frozenset())


def events(looking: Looking) -> tuple[IrEvent, ...]:
    """Return the IR events that have a company which the viewer sees, latest first."""
    seen = _by_event(looking)
    with looking.ws.ledger.read() as session:
        known = people.ir_events(session, looking.ws.name)
    return tuple(event for event in known if event.id in seen)


def _by_event(looking: Looking) -> Mapping[str, frozenset[str]]:
    require(looking.viewer, Act.SEE_DECKS)
    found: dict[str, set[str]] = defaultdict(set)
    with looking.ws.ledger.read() as session:
        for deck in decks.decks(session, looking.ws.name, looking.viewer):
            if deck.ir_event_id is not None and deck.company_id is not None:
                found[deck.ir_event_id].add(deck.company_id)
        for event_id, company_id in pipeline.companies_of_events(session, looking.ws.name, looking.viewer):
            found[event_id].add(company_id)
    return {event_id: frozenset(company_ids) for event_id, company_ids in found.items()}
