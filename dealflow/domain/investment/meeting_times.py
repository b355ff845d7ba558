"""Time has an order: a committee decides on its day, and money follows its decision.

A ruling entered days after the meeting is a late entry and says nothing of the order; one entered before the meeting's
own day does, and is kept with its reason. Source: domain.md 2.1 (main committee, contract, payment).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from dealflow.domain.investment.approvals import Tabled
from dealflow.domain.investment.committee import CommitteeSession, Resolution
from dealflow.domain.investment.deal_terms import Payment
from dealflow.domain.values.field_problem import Problem
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import CommitteeRuleError


def is_before_meeting(session: CommitteeSession, at: datetime) -> bool:
    """Say whether a moment lies on a Korean day before the session's own; on the day itself any hour will do."""
    return korean_day(at) < korean_day(session.held_at)


def require_meeting_day(session: CommitteeSession, at: datetime, because: str) -> None:
    """Require that a session may be ruled on or closed at that moment: from its day on, or early with a reason.

    Raises:
        CommitteeRuleError: its day has not come, and no reason is given.
    """
    if is_before_meeting(session, at) and not because.strip():
        raise CommitteeRuleError(problem="before_meeting", session=session.id)


def decided_on(session: CommitteeSession, resolution: Resolution) -> date:
    """Return the day on which a committee decided: that of the meeting, or an earlier one on which it was resolved."""
    return min(korean_day(session.held_at), korean_day(resolution.resolved_at))


def payment_order_problem(payment: Payment, standing: Iterable[Tabled]) -> Problem | None:
    """Return what is wrong with the order of a payment, its contract and the approvals of its fund; nothing if right.

    The committee decides, the contract follows, the money after it; money without a contract needs its reason.
    """
    days = [
        decided_on(tabled.session, tabled.item.resolution)
        for tabled in standing
        if tabled.item.fund_id == payment.fund_id and tabled.item.resolution is not None
    ]
    approved_on = max(days, default=date.min)
    if payment.paid_on < approved_on:
        return Problem("paid_on", "before_approval", {"value": approved_on.isoformat()})
    signed = payment.contract_on
    if signed is None:
        return None if payment.early_because.strip() else Problem("contract_on", "no_contract")
    if signed < approved_on:
        return Problem("contract_on", "before_approval", {"value": approved_on.isoformat()})
    if payment.paid_on < signed:
        return Problem("paid_on", "before_contract", {"value": signed.isoformat()})
    return None
