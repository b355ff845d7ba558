"""What a timetable is worth: points met and heard, less shortfalls and bother."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from dealflow.domain.irday.timetable.timetable import Problem, Side, Timetable, Weights
from dealflow.domain.irday.timetable.timetable_lookup import Held, Parts, heard, idle, table_changes


@dataclass(frozen=True, slots=True)
class Worth:
    """How good a timetable is, part by part; ``total`` is their sum by the problem's weights.

    ``meetings``: consultations held. ``points`` and ``heard``: points of them, and of pitches heard. ``short``:
    consultations by which firms fall short of their least. ``gaps`` and ``company_gaps``: idle stretches of investors
    and of companies. ``unfair``: by how many consultations the company with the most leads the one with the least.
    """

    meetings: int
    points: int
    heard: int
    short: int
    gaps: int
    company_gaps: int
    table_changes: int
    unfair: int
    total: int


def worth(problem: Problem, timetable: Timetable) -> Worth:
    """Return what the timetable is worth; what names an unknown id counts nothing."""
    parts = Parts(problem)
    held = parts.held(timetable)
    met = [other_held for other_held in held if other_held.act.investor is not None]
    counts = Counter(firm for other_held in met for firm in other_held.firms)
    stretches = idle(parts, held)
    side = {firm.id: firm.side for firm in problem.firms}
    measures = {
        "points": sum(parts.pairs[other_held.act].points for other_held in met if other_held.act in parts.pairs),
        "heard": sum(sum(slots.values()) for slots in heard(parts, held).values()),
        "short": sum(max(0, firm.least - counts[firm.id]) for firm in problem.firms),
        "gaps": sum(count for firm, count in stretches.items() if side[firm] is Side.INVESTOR),
        "company_gaps": sum(count for firm, count in stretches.items() if side[firm] is Side.COMPANY),
        "table_changes": table_changes(held),
        "unfair": _unfair(problem, met),
    }
    return Worth(meetings=len(met), total=_total(problem.weights, measures), **measures)


def _unfair(problem: Problem, met: list[Held]) -> int:
    """Return by how many consultations companies differ; those that nobody may meet are left aside."""
    counts = Counter(other_held.act.company for other_held in met)
    texts = {pair.company for pair in problem.pairs}
    held = [counts[company] for company in texts]
    return max(held) - min(held) if held else 0


def _total(weights: Weights, counts: dict[str, int]) -> int:
    return (
        weights.meeting * counts["points"]
        + weights.pitch * counts["heard"]
        - weights.short * counts["short"]
        - weights.gap * counts["gaps"]
        - weights.company_gap * counts["company_gaps"]
        - weights.table_change * counts["table_changes"]
        - weights.unfair * counts["unfair"]
    )
