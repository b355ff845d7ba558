"""Which approvals still stand, and whether money may be paid on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from dealflow.domain.investment.committee import (
    AgendaItem,
    CommitteeSession,
    Condition,
    ConditionState,
    Result,
    SessionKind,
)
from dealflow.domain.investment.deal_terms import Deal, Terms
from dealflow.domain.investment.terms_validation import paid_by
from dealflow.domain.investment.voting import APPROVALS
from dealflow.domain.values.field_problem import Problem

_SAYS_NOTHING: Final = frozenset({Result.HELD, Result.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Tabled:
    """An agenda item with its session."""

    item: AgendaItem
    session: CommitteeSession


def tabled_of(sessions: Iterable[CommitteeSession], engagement_id: str) -> tuple[Tabled, ...]:
    """Return the items that put an engagement before a committee, in the order of the sessions given."""
    return tuple(
        Tabled(item, session) for session in sessions for item in session.items if item.engagement_id == engagement_id
    )


def approved(item: AgendaItem, session: CommitteeSession) -> bool:
    """Say whether a main committee approved the item, on whatever terms."""
    ended = item.resolution
    return session.kind is SessionKind.MAIN and ended is not None and ended.result in APPROVALS


class Validity(StrEnum):
    """What a main committee's approval is worth now; only one that stands carries money."""

    STANDS = "stands"
    VOID = "void"
    """New terms took the place of those that it approved."""
    OVERRULED = "overruled"
    """A main committee had a later word on the same terms for the same fund."""


def validity(tabled: Tabled, others: Iterable[Tabled], deal: Deal) -> Validity | None:
    """Return what an item's approval is worth now; None: no main committee approved it.

    Every screen, sum, export and paper that speaks of an approval asks here. ``others``: all items that put the
    engagement before a committee.
    """
    if not approved(tabled.item, tabled.session):
        return None
    standing = standing_approvals(others, deal, tabled.item.fund_id)
    if any(other_tabled.item.id == tabled.item.id for other_tabled in standing):
        return Validity.STANDS
    return Validity.OVERRULED if _is_of_present_terms(tabled.item, deal) else Validity.VOID


def _is_of_present_terms(item: AgendaItem, deal: Deal) -> bool:
    """Say whether an item is on the deal's present terms; new terms void what was approved before."""
    return item.terms_version == deal.terms_version > 0


def standing_approvals(tabled: Iterable[Tabled], deal: Deal, fund_id: str | None = None) -> tuple[Tabled, ...]:
    """Return the approvals that stand, of one fund or of all: of each fund the last word of a main committee.

    A later rejection takes an approval away; an item that was withdrawn says nothing, not even what it had said itself.
    """
    tabled_items = [
        other_tabled
        for other_tabled in tabled
        if other_tabled.item.engagement_id == deal.engagement_id
        and fund_id in (None, other_tabled.item.fund_id)
        and _ended(other_tabled)
    ]
    last = {tabled_item.item.fund_id: tabled_item for tabled_item in sorted(tabled_items, key=_ended_at)}
    return tuple(
        other_tabled
        for other_tabled in last.values()
        if approved(other_tabled.item, other_tabled.session) and _is_of_present_terms(other_tabled.item, deal)
    )


def _ended(tabled: Tabled) -> bool:
    """Say whether a main committee has had its last word on the item; held over or withdrawn is none."""
    ended = tabled.item.resolution
    return tabled.session.kind is SessionKind.MAIN and ended is not None and ended.result not in _SAYS_NOTHING


def _ended_at(tabled: Tabled) -> tuple[datetime, datetime]:
    """Return when an item ended, and when its session was, for the order of decisions."""
    ended = tabled.item.resolution
    return (tabled.session.held_at if ended is None else ended.resolved_at, tabled.session.held_at)


def to_decide_again(standing: Iterable[Tabled], terms: Terms) -> tuple[Tabled, ...]:
    """Return the standing approvals that must be given anew under new terms: of each fund that still invests."""
    funds = {line.fund_id for line in terms.lines}
    return tuple(tabled for tabled in standing if tabled.item.fund_id in funds)


def open_conditions(tabled: Iterable[Tabled]) -> tuple[Condition, ...]:
    """Return the conditions of approvals that are neither met nor waived."""
    return tuple(
        condition
        for other_tabled in tabled
        if other_tabled.item.resolution is not None
        for condition in other_tabled.item.resolution.conditions
        if condition.state is ConditionState.OPEN
    )


@dataclass(frozen=True, slots=True)
class Unbacked:
    """Money that a fund paid and that its committee does not stand behind any more.

    ``open_count``: conditions that are open again; 0: no approval of the present terms stands. ``where``: the item that
    is to put it right, where there is one: an undecided one on the present terms, or that of the open conditions.
    """

    fund_id: str
    paid_won: int
    open_count: int
    where: Tabled | None


def unbacked(tabled: Iterable[Tabled], deal: Deal) -> tuple[Unbacked, ...]:
    """Return what was paid and has no approval that stands, or one with open conditions, a line a fund."""
    tabled_items = tuple(tabled)
    unbacked_funds = []
    for fund_id in dict.fromkeys(payment.fund_id for payment in deal.payments):
        paid = paid_by(deal, fund_id)
        standing = standing_approvals(tabled_items, deal, fund_id)
        waiting = len(open_conditions(standing))
        if paid and (waiting or not standing):
            where = standing or [tabled_item for tabled_item in tabled_items if _is_pending(tabled_item, deal, fund_id)]
            unbacked_funds.append(Unbacked(fund_id, paid, waiting, where[-1] if where else None))
    return tuple(unbacked_funds)


def _is_pending(tabled: Tabled, deal: Deal, fund_id: str) -> bool:
    """Say whether a main committee has yet to decide on the present terms for a fund."""
    item, session = tabled.item, tabled.session
    is_open = session.kind is SessionKind.MAIN and session.closed_at is None and item.resolution is None
    return is_open and item.fund_id == fund_id and item.terms_version == deal.terms_version


def may_pay(tabled: Iterable[Tabled], deal: Deal, fund_id: str, amount_won: int = 0) -> Problem | None:
    """Return why a fund may not pay ``amount_won`` (more) now; nothing if it may.

    It needs an approval for that fund that stands, every condition of it met or waived, and may not go beyond the
    fund's line of the approved terms, over all tranches together.
    """
    tabled_items = tuple(tabled)
    standing = standing_approvals(tabled_items, deal, fund_id)
    if not standing:
        void = any(
            tabled_item.item.fund_id == fund_id and approved(tabled_item.item, tabled_item.session)
            for tabled_item in tabled_items
        )
        return Problem("approval", "void" if void else "missing", {"holder": fund_id})
    waiting = open_conditions(standing)
    if waiting:
        return Problem("conditions", "open", {"holder": fund_id, "count": len(waiting)})
    lines = {} if deal.current is None else {line.fund_id: line.amount_won for line in deal.current.lines}
    if fund_id not in lines:
        return Problem("fund", "no_line", {"holder": fund_id})
    total = paid_by(deal, fund_id) + amount_won
    if total > lines[fund_id]:
        return Problem("amount", "over_line", {"holder": fund_id, "paid_won": total, "line_won": lines[fund_id]})
    return None
