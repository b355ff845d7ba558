"""Days on which every consultation must be held and nothing is pitched: the fewest idle stretches, exactly.

First what the tables alone allow is looked at: when firms are busy, but not with whom. That is a small problem, and its
optimum is mostly the day's, so that annealing has only to reach it.

Else the whole is modelled in clauses alone: tables, each firm's consultations and its stretches are counted in unary.
With sums in their place core-guided search finds nothing; with the counters, optima that lie near nought in seconds.
That search fails where they lie far from it, so others race it. (Bofill et al., JAIR 74, 2022, treat these problems as
partial MaxSAT in the same spirit.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeAlias

from ortools.sat.python import cp_model

from dealflow.schedule.board import State
from dealflow.schedule.day import Day, bits
from dealflow.schedule.model import Model, Sum, whole
from dealflow.schedule.stretches import Stretches, unary

Watcher: TypeAlias = Callable[[int, int, State], bool]
"""Hears value, bound and state of each better solution; False: stop."""
_RACERS = ("core", "no_lp", "default_lp")


def is_about_breaks(day: Day) -> bool:
    """Say whether the day is of this kind: all is required, one seat a firm, one grid, and stretches weigh alike."""
    weights = day.problem.weights
    return (
        bool(day.pairs)
        and all(day.is_must)
        and not day.pitchers
        and all(day.is_alone)
        and weights.gap == weights.company_gap == 1
        and not weights.unfair
    )


def held_by(day: Day) -> list[int]:
    """Return how many consultations each firm has, all of them being held."""
    counts = Counter(firm for pair in range(len(day.pairs)) for firm in (day.company[pair], day.investor[pair]))
    return [counts[firm] for firm in range(len(day.firms))]


class Breaks(Model):
    """Minimises the sum of all idle stretches, within the spread."""

    def __init__(self, day: Day) -> None:
        super().__init__(day, whole(day))
        stretches = Stretches(self.cp, day, held_by(day))
        for firm in range(len(day.firms)):
            stretches.count(firm, [self._busy(firm, slot) for slot in range(len(day.slots))])
        stretches.finish()

    def _at_most(self, held: Sum, tables: int) -> None:
        self.cp.add_bool_or([~unary(self.cp, held, tables + 1)[tables]])

    def _busy(self, firm: int, slot: int) -> cp_model.IntVar | None:
        sitting = self.sitting.get((firm, slot))
        if not sitting:
            return None
        if len(sitting) == 1:
            return sitting[0]
        busy = self.cp.new_bool_var("")
        for var in sitting:
            self.cp.add_implication(var, busy)
        self.cp.add_bool_or([*sitting, ~busy])
        return busy


def fewest_by_tables(day: Day, *, seed: int, seconds: float) -> int | None:
    """Return a number of stretches below which no timetable comes; None: there is no timetable at all.

    Only when firms are busy is decided: in each slot twice as many as there are consultations, and these have tables.
    """
    cp = cp_model.CpModel()
    held = held_by(day)
    stretches = Stretches(cp, day, held)
    in_slot: list[Sum] = [[] for _ in day.slots]
    for firm in range(len(day.firms)):
        masks = [day.open[pair] for pair in range(len(day.pairs)) if firm in (day.company[pair], day.investor[pair])]
        busy = _rows(cp, day, masks)
        for slot, here in enumerate(busy):
            if here is not None:
                in_slot[slot].append(here)
        stretches.count(firm, busy)
    for tables, together in zip(day.tables, in_slot, strict=True):
        cp.add(sum(together) == 2 * cp.new_int_var(0, tables, ""))
    stretches.finish()
    solver = _solver(seed=seed, seconds=seconds)
    status = solver.solve(cp)
    return None if status == cp_model.INFEASIBLE else max(0, round(solver.best_objective_bound))


def _rows(cp: cp_model.CpModel, day: Day, masks: Sequence[int]) -> Sequence[cp_model.IntVar | None]:
    """Return when a firm is busy, given the slots that each of its consultations may have."""
    anywhere = 0
    for mask in masks:
        anywhere |= mask
    busy = {slot: cp.new_bool_var("") for slot in bits(anywhere)}
    for mask in sorted(set(masks)):
        within = sum(other & ~mask == 0 for other in masks)
        cp.add(sum(busy[slot] for slot in bits(mask)) >= within)
    return [busy.get(slot) for slot in range(len(day.slots))]


def race(model: Model, *, seed: int, seconds: float, watch: Watcher) -> tuple[State, int] | None:
    """Return the best state and a bound, after core-guided search raced plain ones; None: there is none.

    Which of them is first is chance: the value is the same each time it is proved, the state may not be.
    """
    solver = _solver(seed=seed, seconds=seconds)
    status = solver.solve(model.cp, _Told(model, watch))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return model.read(solver), round(solver.best_objective_bound)


def _solver(*, seed: int, seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = len(_RACERS)
    solver.parameters.subsolvers.extend(_RACERS)
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    return solver


class _Told(cp_model.CpSolverSolutionCallback):
    def __init__(self, model: Model, watch: Watcher) -> None:
        super().__init__()
        self.model = model
        self.watch = watch

    def on_solution_callback(self) -> None:
        state = self.model.read(self)
        if not self.watch(round(self.objective_value), round(self.best_objective_bound), state):
            self.stop_search()
