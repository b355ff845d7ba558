"""Days on which every consultation must be held and nothing is pitched: the fewest idle stretches, exactly.

The model is made of clauses alone: tables, each firm's consultations and its stretches are counted in unary. With sums
in their place core-guided search finds nothing; with the counters, optima that lie near nought within seconds. That
search fails where they lie far from it, so it races the plain boolean model. (Bofill et al., JAIR 74, 2022, treat these
problems as partial MaxSAT in the same spirit.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import TypeAlias

from ortools.sat.python import cp_model

from dealflow.schedule.board import State
from dealflow.schedule.day import Day
from dealflow.schedule.model import Model, Sum, whole


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


class Breaks(Model):
    """Minimises the sum of all idle stretches, within the spread."""

    def __init__(self, day: Day) -> None:
        self.held = Counter(firm for pair in range(len(day.pairs)) for firm in (day.company[pair], day.investor[pair]))
        super().__init__(day, whole(day))
        self.counters: dict[int, Sum] = {}
        """For each firm, literals that say that it has at least 1, 2, ... stretches."""
        for firm in range(len(day.firms)):
            self.counters[firm] = self._count(firm)
        if day.problem.spread is not None:
            self._spread(day.problem.spread)
        self.cp.minimize(sum(literal for literals in self.counters.values() for literal in literals))

    def _at_most(self, held: Sum, tables: int) -> None:
        self.cp.add_bool_or([~self._unary(held, tables + 1)[tables]])

    def _held_in_all(self, firm: int, busy: Sum) -> None:
        """Say in clauses what follows anyway: the firm is busy in as many slots as it has consultations."""
        held = self.held[firm]
        if 1 < held < len(busy):
            counted = self._unary(busy, held + 1, is_two_way=True)
            self.cp.add_bool_or([counted[held - 1]])
            self.cp.add_bool_or([~counted[held]])

    def _unary(self, literals: Sum, most: int, *, is_two_way: bool = False) -> Sum:
        """Return literals that say that at least 1, 2, ..., ``most`` of the given are on (a totalizer).

        They are on where that is so; and only there, if ``is_two_way``.
        """
        if len(literals) == 1:
            return list(literals)
        half = len(literals) // 2
        left = self._unary(literals[:half], most, is_two_way=is_two_way)
        right = self._unary(literals[half:], most, is_two_way=is_two_way)
        total = [self.cp.new_bool_var("") for _ in range(min(most, len(left) + len(right)))]
        for i in range(len(left) + 1):
            for j in range(len(right) + 1):
                if 0 < i + j <= len(total):
                    self.cp.add_bool_or([total[i + j - 1], *(~lit for lit in (*left[i - 1 : i], *right[j - 1 : j]))])
                if is_two_way and i + j < len(total):
                    self.cp.add_bool_or([~total[i + j], *left[i : i + 1], *right[j : j + 1]])
        for more, less in pairwise(total):
            self.cp.add_implication(less, more)
        return total

    def _count(self, firm: int) -> Sum:
        """Return the literals of the firm's stretches: beginnings after nothing, the first one left out."""
        most = self._most_begins(firm)
        if most < 2:  # noqa: PLR2004 - a stretch lies between two things
            return []
        is_two_way = self.day.problem.spread is not None
        before: Sum = []
        for begins in self._begins(firm):
            now = [self.cp.new_bool_var("") for _ in range(min(most, len(before) + 1))]
            for k, literal in enumerate(now):
                if k < len(before):
                    self.cp.add_implication(before[k], literal)
                if k == 0:
                    self.cp.add_implication(begins, literal)
                elif k - 1 < len(before):
                    self.cp.add_bool_or([~begins, ~before[k - 1], literal])
                if is_two_way:
                    self._only_if_counted(literal, begins, before, k)
            if len(now) == most and len(before) == most:
                self.cp.add_bool_or([~begins, ~before[most - 1]])
            before = now
        return before[1:]

    def _only_if_counted(self, literal: cp_model.IntVar, begins: cp_model.IntVar, before: Sum, k: int) -> None:
        same = [before[k]] if k < len(before) else []
        self.cp.add_bool_or([~literal, begins, *same])
        if k > 0:
            self.cp.add_bool_or([~literal, before[k - 1], *same])

    def _most_begins(self, firm: int) -> int:
        """Return how many runs there can be: as many as consultations; so many slots; and no more than allowed."""
        most = min(self.held[firm], (len(self.day.slots) + 1) // 2)
        spread = self.day.problem.spread
        if spread is not None and self._has_idle_free_firm():
            most = min(most, spread + 1)
        return most

    def _has_idle_free_firm(self) -> bool:
        """Say whether some firm has at most one consultation, and so no stretch: then the spread caps all others."""
        return any(self.held[firm] < 2 for firm in range(len(self.day.firms)))  # noqa: PLR2004 - between two things

    def _begins(self, firm: int) -> Sum:
        """Return literals that are on where the firm is busy after a slot in which it is not."""
        busy: list[cp_model.IntVar | None] = [self._busy(firm, slot) for slot in range(len(self.day.slots))]
        self._held_in_all(firm, [here for here in busy if here is not None])
        found = [busy[0]] if busy and busy[0] is not None else []
        for before, here in pairwise(busy):
            if here is None:
                continue
            if before is None:
                found.append(here)
                continue
            begins = self.cp.new_bool_var("")
            self.cp.add_bool_or([~here, before, begins])
            self.cp.add_implication(begins, here)
            self.cp.add_implication(begins, ~before)
            found.append(begins)
        return found

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

    def _spread(self, spread: int) -> None:
        """Where one firm has k + spread stretches, every firm has at least k."""
        most = max((len(literals) for literals in self.counters.values()), default=0)
        for k in range(1, most - spread + 1):
            all_have = self.cp.new_bool_var("")
            for literals in self.counters.values():
                if len(literals) >= k + spread:
                    self.cp.add_implication(literals[k + spread - 1], all_have)
                if len(literals) >= k:
                    self.cp.add_implication(all_have, literals[k - 1])
                else:
                    self.cp.add(all_have == 0)


Watcher: TypeAlias = Callable[[int, int, State], bool]
"""Hears value, bound and state of each better solution; False: stop."""


def race(model: Model, *, seed: int, seconds: float, watch: Watcher) -> tuple[State, int] | None:
    """Return the best state and a bound, after core-guided search raced the plain model; None: there is none.

    Which of the two is first is chance: the value is the same each time it is proved, the state may not be.
    """
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.subsolvers.extend(["core", "no_lp"])
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    status = solver.solve(model.cp, _Told(model, watch))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return model.read(solver), round(solver.best_objective_bound)


class _Told(cp_model.CpSolverSolutionCallback):
    def __init__(self, model: Model, watch: Watcher) -> None:
        super().__init__()
        self.model = model
        self.watch = watch

    def on_solution_callback(self) -> None:
        state = self.model.read(self)
        if not self.watch(round(self.objective_value), round(self.best_objective_bound), state):
            self.stop_search()
