"""The model with the worth as its objective: for small days as a whole, for large ones in parts."""

from __future__ import annotations

from collections import defaultdict
from typing import TypeAlias

from ortools.sat.python import cp_model

from dealflow.domain.values.day_span import Span
from dealflow.schedule.board import Board
from dealflow.schedule.day import Day, bits
from dealflow.schedule.model import Model, Scope, Sum

Expr: TypeAlias = cp_model.LinearExpr | int
Busy: TypeAlias = Expr
"""0, 1, or what is 1 where somebody of the firm is busy."""


class Valued(Model):
    """Maximises the worth of what the scope touches: exact but for changes of table and firms with several seats.

    What those hear, and their idle stretches, are never undervalued, so that the bound holds.
    """

    def __init__(self, day: Day, scope: Scope, board: Board | None = None) -> None:
        super().__init__(day, scope, board)
        self.terms: list[Expr] = []
        self.stretches: dict[int, Expr] = {}
        self.heard: dict[tuple[int, int], Busy] = {}
        self.is_exact = day.problem.spread is not None
        touched = self._touched()
        for pair, slots in self.at.items():
            self.terms.append(day.points[pair] * sum(slots.values()))
        for firm in sorted(touched):
            if firm in day.wants_of_firm:
                self._hear(firm)
            self._fall_short(firm)
            gap = self.board.gap[firm]
            if gap or self.is_exact:
                self.stretches[firm] = self._idle(firm)
                self.terms.append(-gap * self.stretches[firm])
        if day.problem.weights.unfair:
            self._unfair(day.problem.weights.unfair)
        if day.problem.spread is not None:
            self._spread(day.problem.spread)
        self.cp.maximize(sum(self.terms))

    def _touched(self) -> set[int]:
        """Return the firms whose day the scope can change; all of them where every firm counts."""
        day = self.day
        if self.is_exact:
            return set(range(len(day.firms)))
        touched = {firm for pair in self.at for firm in (day.company[pair], day.investor[pair])}
        for pitcher in self.pitch:
            touched.add(day.pitcher_firm[pitcher])
            touched |= {firm for firm, _ in day.wants_of_pitcher[pitcher]}
        if not self.board.placed.items:
            touched |= {firm for firm, least in enumerate(day.least) if least}
        return touched

    def _hear(self, firm: int) -> None:
        """Let the firm hear, in each pitch slot, one stage's pitches; it does so whenever it is free and wants to."""
        day, board = self.day, self.board
        coming: dict[int, list[tuple[int, int, cp_model.IntVar]]] = defaultdict(list)
        for pitcher, points in day.wants_of_firm[firm]:
            for place, var in self.pitch.get(pitcher, {}).items():
                slot, stage = day.places[place]
                if day.can_hear[firm][slot]:
                    coming[slot].append((stage, points, var))
        for slot in range(len(day.pitch_slots)):
            sure = {
                stage: board.sums[firm][place]
                for place, (at, stage) in enumerate(day.places)
                if at == slot and board.sums[firm][place] and day.can_hear[firm][slot]
            }
            if coming[slot]:
                self._hear_some(firm, slot, sure, coming[slot])
            elif sure:
                self._hear_sure(firm, slot, max(sure.values()))

    def _hear_sure(self, firm: int, slot: int, points: int) -> None:
        """Take the points of what is sure to be on, where the firm is free."""
        sitting = [var for other in bits(self.day.over[slot]) for var in self.sitting.get((firm, other), [])]
        if not self._is_free_before(firm, slot):
            return
        if not sitting:
            self.heard[firm, slot] = 1
            return
        hears = self.cp.new_bool_var("")
        self._only_when_free(firm, slot, hears)
        if self.day.is_alone[firm]:
            self.cp.add_bool_or([hears, *sitting])
        self.heard[firm, slot] = hears
        self.terms.append(points * hears)

    def _hear_some(
        self, firm: int, slot: int, sure: dict[int, int], coming: list[tuple[int, int, cp_model.IntVar]]
    ) -> None:
        if not self._is_free_before(firm, slot):
            return
        hears = self.cp.new_bool_var("")
        self.heard[firm, slot] = hears
        self._only_when_free(firm, slot, hears)
        stages = sorted({stage for stage, _, _ in coming} | set(sure))
        chosen = {stage: self.cp.new_bool_var("") if len(stages) > 1 else hears for stage in stages}
        if len(stages) > 1:
            self.cp.add(sum(chosen.values()) == hears)
        for stage, points, var in coming:
            here = self.cp.new_bool_var("")
            self.cp.add_implication(here, var)
            self.cp.add_implication(here, chosen[stage])
            self.terms.append(points * here)
        self.terms += [points * chosen[stage] for stage, points in sure.items()]
        if not sure:
            self.cp.add_bool_or([*(var for _, _, var in coming), ~hears])
        if self.day.is_alone[firm]:
            sitting = [var for other in bits(self.day.over[slot]) for var in self.sitting.get((firm, other), [])]
            if sure:
                self.cp.add_bool_or([hears, *sitting])
            for _, _, var in coming:
                self.cp.add_bool_or([hears, ~var, *sitting])

    def _is_free_before(self, firm: int, slot: int) -> bool:
        """Say whether what stands on the board leaves a seat of the firm to hear in the slot."""
        board = self.board
        if self.day.is_alone[firm]:
            return not board.mask[firm] & board.over[slot]
        return all(self.room(firm, other) > 0 for other in bits(self.day.over[slot]) if self.day.seats[firm][other])

    def _only_when_free(self, firm: int, slot: int, hears: cp_model.IntVar) -> None:
        for other in bits(self.day.over[slot]):
            sitting = self.sitting.get((firm, other), [])
            if not sitting:
                continue
            if self.day.is_alone[firm]:
                self.cp.add_at_most_one([*sitting, hears])
            else:
                self.cp.add(sum(sitting) <= max(0, self.room(firm, other) - 1)).only_enforce_if(hears)

    def _fall_short(self, firm: int) -> None:
        least, weight = self.day.least[firm] - self.board.count[firm], self.day.problem.weights.short
        if least > 0 and weight:
            missing = self.cp.new_int_var(0, least, "")
            self.cp.add(missing >= least - sum(self.met.get(firm, [])))
            self.terms.append(-weight * missing)

    def _idle(self, firm: int) -> Expr:
        """Return the firm's idle stretches: never fewer than there are; just as many where ``is_exact``."""
        busy = self._busy(firm)
        if not busy:
            return 0
        return self._even_stretches(busy) if self.board.is_even else self._uneven_stretches(busy)

    def _busy(self, firm: int) -> dict[int, Busy]:
        """Return, by the number of its span, when the firm may be or is busy."""
        day, board = self.day, self.board
        parts: dict[int, list[Expr]] = defaultdict(list)
        for slot in range(len(day.slots)):
            at = board.bit[slot].bit_length() - 1
            if board.mask[firm] & board.bit[slot]:
                parts[at].append(1)
            elif sitting := self.sitting.get((firm, slot)):
                parts[at].append(self._any(sitting) if not day.is_alone[firm] else sum(sitting))
        pitcher = day.pitcher_of.get(firm)
        for slot in range(len(day.pitch_slots)):
            at = board.pitch_bit[slot].bit_length() - 1
            if (firm, slot) in self.heard:
                parts[at].append(self.heard[firm, slot])
            if pitcher is not None:
                here = [var for place, var in self.pitch.get(pitcher, {}).items() if day.places[place][0] == slot]
                place = board.pitch_at[pitcher]
                if place >= 0 and day.places[place][0] == slot:
                    parts[at].append(1)
                elif here:
                    parts[at].append(sum(here))
        return {at: self._or(exprs) for at, exprs in sorted(parts.items())}

    def _or(self, exprs: list[Expr]) -> Busy:
        """Return 1 where one of them is 1."""
        if any(isinstance(expr, int) for expr in exprs):
            return 1
        if len(exprs) == 1:
            return exprs[0]
        busy = self.cp.new_bool_var("")
        for expr in exprs:
            self.cp.add(busy >= expr)
        self.cp.add(busy <= sum(exprs))
        return busy

    def _any(self, sitting: Sum) -> cp_model.IntVar:
        busy = self.cp.new_bool_var("")
        self.cp.add_max_equality(busy, sitting)
        return busy

    def _even_stretches(self, busy: dict[int, Busy]) -> Expr:
        """Return how often the firm begins something after nothing, less the first time."""
        begins: list[Expr] = []
        for at, here in busy.items():
            before = busy.get(at - 1, 0)
            if isinstance(before, int) and before == 1:
                continue
            if isinstance(before, int) and before == 0:
                begins.append(here)
                continue
            start = self.cp.new_bool_var("")
            self.cp.add(start >= here - before)
            if self.is_exact:
                self.cp.add(start <= here)
                self.cp.add(start <= 1 - before)
            begins.append(start)
        if any(isinstance(here, int) for here in busy.values()):
            return sum(begins) - 1
        anything = self.cp.new_bool_var("")
        self.cp.add(anything <= sum(busy.values()))
        if self.is_exact:
            for here in busy.values():
                self.cp.add(anything >= here)
        return sum(begins) - anything

    def _uneven_stretches(self, busy: dict[int, Busy]) -> Expr:
        """Return the stretches after each thing: something follows, but not before another thing would have fitted."""
        spans = self.board.spans
        things = sorted(busy, key=lambda at: spans[at])
        later = self._later([busy[at] for at in things])
        gaps: list[Expr] = []
        for at in things:
            end = spans[at].end_min
            room_until = min((span.end_min for span in self.board.fitting if span.start_min >= end), default=None)
            if room_until is None:
                continue
            after = next((k for k in range(len(things)) if spans[things[k]].start_min >= room_until), None)
            if after is None:
                continue
            blocking = [busy[k] for k in things if k != at and _blocks(spans[k], spans[at], room_until, k > at)]
            gap = self.cp.new_bool_var("")
            self.cp.add(gap >= busy[at] + later[after] - 1 - sum(blocking))
            if self.is_exact:
                self.cp.add(gap <= busy[at])
                self.cp.add(gap <= later[after])
                for block in blocking:
                    self.cp.add(gap <= 1 - block)
            gaps.append(gap)
        return sum(gaps)

    def _later(self, busy: list[Busy]) -> list[Busy]:
        """Return, for each place in a row, whether there is something there or later."""
        later: list[Busy] = []
        after: Busy = 0
        for here in reversed(busy):
            after = here if isinstance(after, int) and after == 0 else self._or([here, after])
            later.append(after)
        return later[::-1]

    def _unfair(self, weight: int) -> None:
        most = self.cp.new_int_var(0, len(self.day.pairs), "")
        least = self.cp.new_int_var(0, len(self.day.pairs), "")
        for firm in self.board.asked:
            met = sum(self.met.get(firm, [])) + self.board.count[firm]
            self.cp.add(most >= met)
            self.cp.add(least <= met)
        self.terms.append(-weight * (most - least))

    def _spread(self, spread: int) -> None:
        most = self.cp.new_int_var(0, len(self.board.spans), "")
        least = self.cp.new_int_var(0, len(self.board.spans), "")
        for stretches in self.stretches.values():
            self.cp.add(most >= stretches)
            self.cp.add(least <= stretches)
        self.cp.add(most - least <= spread)


def _blocks(other: Span, thing: Span, room_until: int, is_after: bool) -> bool:  # noqa: FBT001 - of a sort
    """Say whether ``other`` keeps the time after ``thing`` from being an idle stretch that begins with it."""
    if thing.end_min <= other.start_min < room_until:
        return True
    if other.start_min < thing.end_min:
        return other.end_min > thing.end_min or (other.end_min == thing.end_min and is_after)
    return False
