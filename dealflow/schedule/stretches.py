"""Idle stretches counted in clauses: in unary, so that core-guided search can take them one by one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ortools.sat.python import cp_model

from dealflow.schedule.day import Day
from dealflow.schedule.model import Sum


def unary(cp: cp_model.CpModel, literals: Sum, most: int, *, is_two_way: bool = False) -> Sum:
    """Return literals that say that at least 1, 2, ..., ``most`` of the given are on (a totalizer).

    They are on where that is so; and only there, if ``is_two_way``.
    """
    if len(literals) == 1:
        return list(literals)
    half = len(literals) // 2
    left = unary(cp, literals[:half], most, is_two_way=is_two_way)
    right = unary(cp, literals[half:], most, is_two_way=is_two_way)
    total = [cp.new_bool_var("") for _ in range(min(most, len(left) + len(right)))]
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            if 0 < i + j <= len(total):
                cp.add_bool_or([total[i + j - 1], *(~literal for literal in (*left[i - 1 : i], *right[j - 1 : j]))])
            if is_two_way and i + j < len(total):
                cp.add_bool_or([~total[i + j], *left[i : i + 1], *right[j : j + 1]])
    for more, less in pairwise(total):
        cp.add_implication(less, more)
    return total


class Stretches:
    """Counts the idle stretches of firms that hold ``held`` consultations each, all in one grid of slots.

    ``counters[firm]``: literals that say that it has at least 1, 2, ... of them.
    """

    def __init__(self, cp: cp_model.CpModel, day: Day, held: Sequence[int]) -> None:
        self.cp = cp
        self.day = day
        self.held = held
        self.counters: dict[int, Sum] = {}

    def count(self, firm: int, busy: Sequence[cp_model.IntVar | None]) -> None:
        """Count a firm's stretches; ``busy``: on where it consults in the slot, None where it never does."""
        self._held_in_all(firm, [here for here in busy if here is not None])
        self.counters[firm] = self._counter(firm, busy) if self.held[firm] > 1 else []

    def finish(self) -> None:
        """Keep the spread, and minimise the sum."""
        if self.day.problem.spread is not None:
            self._spread(self.day.problem.spread)
        self.cp.minimize(sum(literal for literals in self.counters.values() for literal in literals))

    def _held_in_all(self, firm: int, busy: Sum) -> None:
        """Say in clauses that the firm is busy in as many slots as it has consultations."""
        held = self.held[firm]
        if 0 < held < len(busy):
            counted = unary(self.cp, busy, held + 1, is_two_way=True)
            self.cp.add_bool_or([counted[held - 1]])
            self.cp.add_bool_or([~counted[held]])
        elif held:
            self.cp.add(sum(busy) == held)

    def _counter(self, firm: int, busy: Sequence[cp_model.IntVar | None]) -> Sum:
        """Return the literals of the firm's stretches: beginnings after nothing, the first one left out."""
        most = self._most_begins(firm)
        is_two_way = self.day.problem.spread is not None
        before: Sum = []
        for begins in self._begins(busy):
            now = [self.cp.new_bool_var("") for _ in range(min(most, len(before) + 1))]
            for k, literal in enumerate(now):
                if k < len(before):
                    self.cp.add_implication(before[k], literal)
                if k == 0:
                    self.cp.add_implication(begins, literal)
                else:
                    self.cp.add_bool_or([~begins, ~before[k - 1], literal])
                if is_two_way:
                    self._only_if_counted(literal, begins, before, k)
            if len(before) == most:
                self.cp.add_bool_or([~begins, ~before[most - 1]])
            before = now
        return before[1:]

    def _only_if_counted(self, literal: cp_model.IntVar, begins: cp_model.IntVar, before: Sum, k: int) -> None:
        same = [before[k]] if k < len(before) else []
        self.cp.add_bool_or([~literal, begins, *same])
        if k > 0:
            self.cp.add_bool_or([~literal, before[k - 1], *same])

    def _most_begins(self, firm: int) -> int:
        """Return how many runs there can be: as many as consultations; so many slots; and no more than allowed.

        Where some firm has at most one consultation, and so no stretch, the spread caps all others.
        """
        most = min(self.held[firm], (len(self.day.slots) + 1) // 2)
        spread = self.day.problem.spread
        is_capped = any(held < 2 for held in self.held)  # noqa: PLR2004 - a stretch lies between two
        return min(most, spread + 1) if spread is not None and is_capped else most

    def _begins(self, busy: Sequence[cp_model.IntVar | None]) -> Sum:
        """Return literals that are on where the firm is busy after a slot in which it is not."""
        found_begins = [busy[0]] if busy[0] is not None else []
        for before, here in pairwise(busy):
            if here is None:
                continue
            if before is None:
                found_begins.append(here)
                continue
            begins = self.cp.new_bool_var("")
            self.cp.add_bool_or([~here, before, begins])
            self.cp.add_implication(begins, here)
            self.cp.add_implication(begins, ~before)
            found_begins.append(begins)
        return found_begins

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
