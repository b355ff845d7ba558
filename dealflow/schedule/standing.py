"""A published plan against a problem that has changed: what stood where, and the least that has to change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from time import monotonic

from ortools.sat.python import cp_model

from dealflow.domain.timetable import Act, Timetable
from dealflow.schedule.board import NOWHERE
from dealflow.schedule.day import Day
from dealflow.schedule.model import Model, Scope
from dealflow.schedule.remaining import Rest
from dealflow.schedule.skeleton import solver_of
from dealflow.schedule.tables import timetable_of

MOVED, CANCELLED, PITCH_MOVED, REQUIRED = 10, 100, 30, 10_000
"""What a changed consultation costs, one that falls away, a pitch that moves, and what must be held and is not."""


class Standing:
    """Where the published plan's things stood, by number (pairs, then pitchers), and where they are to be."""

    def __init__(self, day: Day, rest: Rest) -> None:
        self.day = day
        self.was = [NOWHERE] * len(day.pairs)
        self.wished: dict[int, tuple[str, str]] = {}
        for each in rest.published.meetings:
            pair = day.pair_of.get(Act(each.company, each.investor))
            if pair is not None:
                self.was[pair] = day.slot_of.get(each.slot, NOWHERE)
                self.wished[pair] = (each.table, each.seat)
        self.pitch_was = day.pitches_of(rest.published)
        self.where, self.pitch_at = self.was, self.pitch_was

    def timetable(self) -> Timetable:
        """Return it as a timetable: who stays in his slot keeps table and seat where that can be."""
        return timetable_of(self.day, self.where, self.pitch_at, wished=self.wished)

    @property
    def pairs(self) -> list[int]:
        """Return the pairs that were in the published plan."""
        return [pair for pair in self.wished if pair < len(self.day.pairs)]

    def stays(self, act: int) -> bool:
        """Say whether the act could stay where it was, were nothing else there."""
        return self.was_at(act) in self.day.where_of(act)

    def was_at(self, act: int) -> int:
        """Return the slot or place that an act had."""
        pairs = len(self.day.pairs)
        return self.was[act] if act < pairs else self.pitch_was[act - pairs]

    def price_of_loss(self, act: int) -> int:
        """Return what it costs that an act is not held any more."""
        if act >= len(self.day.pairs) or self.day.is_must[act]:
            return REQUIRED
        return CANCELLED + self.day.pairs[act].points

    def price_of_move(self, act: int) -> int:
        """Return what it costs that an act is held elsewhere."""
        return MOVED if act < len(self.day.pairs) else PITCH_MOVED


def least_change(plan: Standing, *, seed: int, until_s: float) -> bool:
    """Settle the plan, and return whether it is proved that none changes less.

    First only what cannot stay may move; where all of that finds a place, nothing can be better. Then what shares a
    firm with it may move too, and at last everything.
    """
    day = plan.day
    pitches = range(len(day.pairs), len(day.pairs) + len(day.pitchers))
    acts = [*plan.pairs, *(pair for pair in range(len(day.pairs)) if day.is_must[pair] and pair not in plan.wished)]
    acts += pitches
    free = {act for act in acts if not plan.stays(act)}
    best: tuple[float, set[int]] | None = None
    for move_all in (False, False, True):
        cost, lost, is_proved = _settle(plan, acts, set(acts) if move_all else free, seed=seed, until_s=until_s)
        if cost is None:
            break
        if best is None or cost < best[0]:
            best = (cost, lost)
        if is_proved and (move_all or cost <= _unavoidable(plan, acts)):
            return True
        free = _with_neighbours(day, acts, free | lost)
    return False


def _settle(
    plan: Standing, acts: list[int], free: set[int], *, seed: int, until_s: float
) -> tuple[float | None, set[int], bool]:
    """Return the cost of the best plan in which only ``free`` acts move, what is lost in it, and whether it is proved.

    The plan takes it up.
    """
    day, pairs = plan.day, len(plan.day.pairs)
    allowed = {act: day.where_of(act) if act in free else [plan.was_at(act)] for act in acts}
    scope = Scope(
        slots={act: slots for act, slots in allowed.items() if act < pairs},
        doors={act - pairs: places for act, places in allowed.items() if act >= pairs},
        must_pitch=False,
    )
    model = Model(day, scope)
    terms: list[cp_model.LinearExprT] = []
    for act in acts:
        for at, var in model.choices(act).items():
            move = 0 if at == plan.was_at(act) else plan.price_of_move(act)
            terms.append((move - plan.price_of_loss(act)) * var)
    model.cp.minimize(sum(terms))
    model.hint(plan.where, plan.pitch_at)
    solver = solver_of(seed=seed, seconds=until_s - monotonic(), effort=20.0)
    status = solver.solve(model.cp)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, set(), False
    plan.where, plan.pitch_at = model.read(solver)
    lost = {act for act in acts if not any(solver.boolean_value(var) for var in model.choices(act).values())}
    cost = solver.objective_value + sum(plan.price_of_loss(act) for act in acts)
    return cost, lost, status == cp_model.OPTIMAL


def _unavoidable(plan: Standing, acts: Collection[int]) -> int:
    """Return what every plan costs: what cannot stay moves or is lost, and so does what a slot has no tables for."""
    day = plan.day
    cost = 0
    staying: Counter[int] = Counter()
    for act in acts:
        if plan.stays(act):
            staying[plan.was_at(act)] += act < len(day.pairs)
        else:
            cost += plan.price_of_move(act) if day.where_of(act) else plan.price_of_loss(act)
    return cost + MOVED * sum(max(0, count - day.tables[slot]) for slot, count in staying.items() if count)


def _with_neighbours(day: Day, acts: Collection[int], free: set[int]) -> set[int]:
    pairs = len(day.pairs)

    def firms(act: int) -> tuple[int, ...]:
        return (day.company[act], day.investor[act]) if act < pairs else (day.pitcher_firm[act - pairs],)

    near = {firm for act in free for firm in firms(act)}
    return {act for act in acts if near.intersection(firms(act))}
