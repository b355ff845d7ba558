"""What stands before money: the gates of a track's stage of payment, whichever fund pays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from dealflow.actions.platform.context import Looking
from dealflow.actions.tips import gate_facts
from dealflow.domain.pipeline import stage_gates
from dealflow.domain.pipeline.funnel import Engagement, Status
from dealflow.domain.values.field_problem import Problem

_PAYMENT: Final = "payment"
"""The stage whose gates stand before money, on tracks that have it."""
_ELSEWHERE: Final = frozenset({"payment", "pre_investment", "approval", "conditions"})
"""Gates that money itself opens, and those that ``approvals.may_pay`` asks of each fund alone."""


def payment_block(looking: Looking, engagement: Engagement, on: date) -> Problem | None:
    """Return what stands against paying on an engagement, whichever fund pays; nothing if nothing does.

    It must be active, and the gates of its track's stage of payment must be open.
    """
    if engagement.status is not Status.ACTIVE:
        return Problem("status", "not_active", {"value": engagement.status.value})
    stage = next(
        (other_stage for other_stage in looking.ws.track(engagement.track).stages if other_stage.id == _PAYMENT), None
    )
    texts = () if stage is None else tuple(gate for gate in stage.gate if gate not in _ELSEWHERE)
    if stage is None or not texts:
        return None
    facts = gate_facts.facts_of(looking, engagement, on, judged=bool(gate_facts.JUDGED & set(texts)))
    for missing in stage_gates.missing(replace(stage, gate=texts), facts):
        return missing.problems[0] if missing.problems else Problem(missing.gate, "missing")
    return None
