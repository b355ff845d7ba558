"""Figures that nobody confirmed and that another figure of the company cannot stand beside: they head no page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dealflow.domain.claims.claim_views import CERTAIN, Brought, ClaimView
from dealflow.domain.claims.claims import ASK, VALUATION, ClaimStatus, ReviewState, Scope
from dealflow.domain.values.amount_ranges import is_below
from dealflow.domain.values.quantity import MONEY


def with_doubts(views: Sequence[ClaimView], decks: Mapping[str, Brought]) -> tuple[ClaimView, ...]:
    """Return the same claims; a valuation below what is asked for, or an ask above the valuation, is doubted.

    After the money nobody sells more of a company than there is, and at a valuation before it that is below the ask
    more than half of it would be sold. A confirmed figure is never doubted; of two that nobody confirmed the valuation
    is. It is held against the asks of its own deck and of later ones, and doubted only if it is below each.
    """
    deals: dict[object, list[ClaimView]] = defaultdict(list)
    for view in views:
        if view.metric in {ASK, *VALUATION} and view.quantity.unit in MONEY and _counts(view):
            deals[view.company_id or view.deck_id, view.quantity.unit].append(view)
    doubted = {view.claim.id for deal in deals.values() for view in _doubted(deal, decks)}
    return tuple(replace(view, doubted=True) if view.claim.id in doubted else view for view in views)


def _counts(view: ClaimView) -> bool:
    return (
        bool(view.quantity.amounts)
        and view.state is not ReviewState.REJECTED
        and view.scope in {Scope.COMPANY, Scope.UNKNOWN}
    )


def _doubted(deal: Sequence[ClaimView], decks: Mapping[str, Brought]) -> Iterator[ClaimView]:
    """Yield what is to be doubted of one company's asks and valuations in one currency."""
    valuations = [view for view in deal if view.metric != ASK]
    asks = [view for view in deal if view.metric == ASK]
    for valuation in valuations:
        came = decks[valuation.deck_id].received_at
        later = [ask for ask in asks if ask.deck_id == valuation.deck_id or decks[ask.deck_id].received_at > came]
        held_against = [ask for ask in later if ask.state in CERTAIN] or later
        below = bool(later) and all(is_below(valuation.quantity, ask.quantity) for ask in held_against)
        if below and valuation.state not in CERTAIN:
            yield valuation
        if valuation.state in CERTAIN and valuation.status is not ClaimStatus.ACTUAL:
            yield from (ask for ask in later if ask.deck_id == valuation.deck_id and _is_over(ask, valuation))


def _is_over(ask: ClaimView, valuation: ClaimView) -> bool:
    return ask.state not in CERTAIN and is_below(valuation.quantity, ask.quantity)
