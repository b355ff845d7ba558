"""The least that has to change of a published plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from time import monotonic

from ortools.sat.python import cp_model

from dealflow.schedule.board import State
from dealflow.schedule.changing_plan import MOVED, ChangingPlan, firms_of
from dealflow.schedule.day import Day
from dealflow.schedule.making_room import make_room
from dealflow.schedule.model import Model, Scope
from dealflow.schedule.skeleton import solver_of


def least_change(plan: ChangingPlan, *, seed: int, until_s: float, heard: Callable[[], bool]) -> bool:
    """Settle the plan, and return whether it is proved that none changes less.

    At once there is a plan in which what cannot stay goes where there is room. Then only what cannot stay may move;
    where all of that finds a place, nothing can be better. Then what shares a firm with it may move too, and at last
    everything. ``heard`` is called after each of these; False: that will do.
    """
    acts = _acts(plan)
    free = {act for act in acts if not plan.stays(act)}
    plan.where, plan.pitch_at = make_room(plan, acts)
    best = plan.cost_of(acts)
    least = _unavoidable(plan, acts)
    for move_all in (False, False, True):
        if best <= least:
            return True
        if not heard() or monotonic() >= until_s:
            return False
        state, is_proved = _settle(plan, acts, set(acts) if move_all else free, seed=seed, until_s=until_s)
        if state is not None:
            pair = plan.where, plan.pitch_at
            plan.where, plan.pitch_at = state
            if plan.cost_of(acts) < best:
                best = plan.cost_of(acts)
            else:
                plan.where, plan.pitch_at = pair
        if is_proved and move_all:
            return True
        free = _with_neighbours(plan.day, acts, free | {act for act in acts if plan.now_at(act) < 0})
    return best <= least


def _acts(plan: ChangingPlan) -> list[int]:
    """Return what is to be held: what was published, and what has to be."""
    day = plan.day
    needed = [pair for pair in range(len(day.pairs)) if day.is_must[pair] and pair not in plan.wished]
    return [*plan.wished, *needed, *range(len(day.pairs), len(day.pairs) + len(day.pitchers))]


def _settle(
    plan: ChangingPlan, acts: list[int], free: set[int], *, seed: int, until_s: float
) -> tuple[State | None, bool]:
    """Return the cheapest plan found in which only ``free`` acts move, and whether it is proved to be."""
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
        return None, False
    return model.read(solver), status == cp_model.OPTIMAL


def _unavoidable(plan: ChangingPlan, acts: Collection[int]) -> int:
    """Return what every plan costs: what cannot stay moves or is lost, and so does what a slot has no tables for.

    And where one of those finds everything taken wherever it could go, one thing more moves at least.
    """
    day, pairs = plan.day, len(plan.day.pairs)
    gone = [act for act in acts if not plan.stays(act)]
    staying = Counter(plan.was_at(act) for act in acts if act < pairs and plan.stays(act))
    cost = sum(plan.price_of_move(act) if day.where_of(act) else plan.price_of_loss(act) for act in gone)
    cost += MOVED * sum(max(0, count - day.tables[slot]) for slot, count in staying.items())
    busy = {(firm, plan.was_at(act)) for act in acts if act < pairs and plan.stays(act) for firm in firms_of(day, act)}
    is_blocked = any(
        all(any((firm, slot) in busy for firm in firms_of(day, act)) for slot in day.slots_of[act])
        for act in gone
        if act < pairs and day.slots_of[act] and all(day.is_alone[firm] for firm in firms_of(day, act))
    )
    return cost + MOVED * is_blocked


def _with_neighbours(day: Day, acts: Collection[int], free: set[int]) -> set[int]:
    near = {firm for act in free for firm in firms_of(day, act)}
    return {act for act in acts if near.intersection(firms_of(day, act))}
