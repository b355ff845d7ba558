"""Whether a plan may take the place of the one before it: one judgement for every act that keeps or publishes a plan.

A plan may be kept if it breaks nothing that the plan before it did not break: what is broken elsewhere already does not
stand in the way of mending something. What people go by may hold nothing besides that cannot take place any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from dealflow.domain.irday.timetable.clashes import clashes
from dealflow.domain.irday.timetable.hard_rules import Clash, Rule
from dealflow.domain.irday.timetable.placements import span_of
from dealflow.domain.irday.timetable.timetable import Act, Problem, Timetable

IMPOSSIBLE: Final = frozenset(
    {Rule.UNKNOWN, Rule.NOT_ALLOWED, Rule.PITCH_UNASKED, Rule.TABLE_CLOSED, Rule.STAGE_CLOSED, Rule.TAKEN}
)
"""What cannot take place: a firm that does not come, a place that is gone or closed, two who may not meet."""
_MISSING: Final = frozenset({Rule.SEAT_FREE, Rule.ENGAGED, Rule.SLOT_ALLOWED})
_LESS_IS_WORSE: Final = frozenset({Rule.APART})
"""Rules that count minutes of which there are too few."""
_BY_COUNT: Final = frozenset(
    {Rule.MOST, Rule.TABLE_TAKEN, Rule.STAGE_FULL, Rule.MET_TWICE, Rule.PITCH_TWICE, Rule.SPREAD}
)
"""Rules that count how many there are too many, whichever they are."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a plan breaks. ``new``: what the plan before it did not break, or not as badly. ``standing``: the rest."""

    new: tuple[Clash, ...] = ()
    standing: tuple[Clash, ...] = ()

    @property
    def impossible(self) -> tuple[Clash, ...]:
        """Return what of it cannot take place."""
        return tuple(clash for clash in (*self.new, *self.standing) if clash.rule in IMPOSSIBLE)

    @property
    def keeps_back(self) -> tuple[Clash, ...]:
        """Return what keeps the plan from being what people go by: all that is new, and all that is impossible."""
        return tuple(dict.fromkeys((*self.new, *self.impossible)))


def judged(
    problem: Problem, timetable: Timetable, before: Timetable | None, *, since_min: int | None = None
) -> Judgement:
    """Return what a plan breaks as things stand, beside the plan whose place it takes (None: there is none).

    ``since_min``: on the day, what began before is past and is left out.
    """
    broken = clashes(problem, timetable, since_min=since_min)
    was = () if before is None else clashes(problem, before, since_min=since_min)
    worst = _worst(was)
    new = tuple(clash for clash in broken if _key(clash) not in worst or _badness(clash) > worst[_key(clash)])
    return Judgement(new, tuple(clash for clash in broken if clash not in set(new)))


def fallen(problem: Problem, timetable: Timetable, *, since_min: int, until_min: int) -> frozenset[Act]:
    """Return what is to begin from ``since_min`` until before ``until_min`` and cannot: who or where is missing."""
    broken = clashes(problem, timetable, since_min=since_min)
    return frozenset(
        act
        for clash in broken
        if clash.rule in IMPOSSIBLE | _MISSING and clash.slot is not None
        for act in clash.acts
        if span_of(clash.slot).start_min < until_min
    )


def _worst(found: Iterable[Clash]) -> dict[tuple[object, ...], int]:
    worst: dict[tuple[object, ...], int] = {}
    for clash in found:
        key = _key(clash)
        worst[key] = max(_badness(clash), worst.get(key, _badness(clash)))
    return worst


def _key(clash: Clash) -> tuple[object, ...]:
    """Return by what two clashes are the same one, in a plan before and in a plan after."""
    match clash.rule:
        case Rule.SPREAD:
            return (clash.rule,)
        case Rule.MOST | Rule.MET_TWICE | Rule.PITCH_TWICE:
            return (clash.rule, clash.firms)
        case Rule.TABLE_TAKEN | Rule.STAGE_FULL:
            return (clash.rule, clash.slot, clash.place)
        case Rule.ONE_PLACE | Rule.ORDER:
            return (clash.rule, frozenset(clash.acts), clash.seat)
        case Rule.APART:
            return (clash.rule, clash.acts)
    return (clash.rule, clash.firms, clash.acts, clash.slot, clash.place, clash.seat, clash.parts)


def _badness(clash: Clash) -> int:
    """Return how badly the rule is broken, for rules that count; 0 for the others."""
    if clash.counted is None:
        return 0
    if clash.rule in _LESS_IS_WORSE:
        return -clash.counted
    return clash.counted if clash.rule in _BY_COUNT else 0
