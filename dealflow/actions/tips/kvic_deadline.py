"""Within how many business days a main committee is reported to KVIC, by the rule pack of its day (FND-04)."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

from dealflow.catalogue.rules import load_packs
from dealflow.domain.pipeline.deadlines import USUAL_DAYS, ReportDays
from dealflow.domain.tips.rule_packs import RulePack, pack_for
from dealflow.domain.values.business_days import BusinessCalendar

_PROGRAMME: Final = "VENTURE_FUND"
_TRACK: Final = "ALL"
_RULE: Final = "FND-04"


def report_days(on: date, packs: tuple[RulePack, ...] | None = None) -> ReportDays:
    """Return how many business days before a committee of that day its plan, and after it its result, must be filed.

    The guide's own days where no pack holds on the day, or it does not say. ``packs``: other than the shipped ones.
    """
    pack = pack_for(_shipped() if packs is None else packs, _PROGRAMME, _TRACK, on)
    rule = None if pack is None else pack.rule(_RULE)
    plan, result = (None if rule is None else rule.value(name) for name in ("plan_days_before", "result_days_after"))
    return ReportDays(
        plan if isinstance(plan, int) else USUAL_DAYS.plan_before,
        result if isinstance(result, int) else USUAL_DAYS.result_after,
    )


def earliest_meeting(calendar: BusinessCalendar, on: date) -> date:
    """Return the first business day on which a main committee can meet if its plan is filed on the day ``on``."""
    before = report_days(on).plan_before
    day = calendar.add(on, before)
    while calendar.deadline_before(day, before) < on:
        day = calendar.add(day, 1)
    return day


@cache
def _shipped() -> tuple[RulePack, ...]:
    return load_packs()
