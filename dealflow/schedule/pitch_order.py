"""Which pitches share a stage and a slot: before anything else is placed, by annealing.

Those who want to hear two pitches should find them one after the other on one stage, and not at once on two; and the
fewer slots one spends on hearing, the more are left for consultations.
"""

from __future__ import annotations

from math import exp
from random import Random
from time import monotonic

from dealflow.schedule.board import NOWHERE
from dealflow.schedule.day import Day

_STEPS_A_PITCH = 700
_LOOK_EVERY = 200


def arrange(day: Day, random: Random, *, slot_cost: float, stretch_cost: float, seconds: float) -> list[int]:
    """Return a place for each pitcher (``NOWHERE``: none was left), heard by as many as possible.

    ``slot_cost`` and ``stretch_cost``: what it takes off, in the worth's units, that an investor hears something in one
    more slot, and in one more row of slots. ``seconds`` caps the time.
    """
    order = _Order(day, random, slot_cost, stretch_cost)
    order.start()
    steps = _STEPS_A_PITCH * len(day.pitchers)
    hot, cold = 10.0 * max(1, day.problem.weights.pitch), 0.5 * max(1, day.problem.weights.pitch)
    started, share, step = monotonic(), 0.0, 0
    while share < 1.0 and steps:
        heat = hot * (cold / hot) ** share
        for _ in range(_LOOK_EVERY):
            order.try_one(heat)
        step += _LOOK_EVERY
        share = max(step / steps, (monotonic() - started) / max(seconds, 1e-9))
    return order.at


class _Order:
    def __init__(self, day: Day, random: Random, slot_cost: float, stretch_cost: float) -> None:
        self.day = day
        self.random = random.random
        self.slot_cost = slot_cost
        self.stretch_cost = stretch_cost
        self.at = [NOWHERE] * len(day.pitchers)
        self.on: list[list[int]] = [[] for _ in day.places]
        self.sums = {firm: [0] * len(day.places) for firm in day.wants_of_firm}
        self.best = {firm: [0] * len(day.pitch_slots) for firm in day.wants_of_firm}
        self.same_slot = [[other for other, (at, _) in enumerate(day.places) if at == slot] for slot, _ in day.places]
        self.movable = [pitcher for pitcher, doors in enumerate(day.doors) if len(doors) > 1]

    def start(self) -> None:
        """Put every pitcher into the first place that is left, those with the least choice first."""
        for pitcher in sorted(range(len(self.at)), key=lambda pitcher: len(self.day.doors[pitcher])):
            for place in self.day.doors[pitcher]:
                if len(self.on[place]) < self.day.room[place]:
                    self._put(pitcher, place)
                    break
        self._worth(set(self.sums), list(range(len(self.day.places))))

    def try_one(self, heat: float) -> None:
        """Move a pitch, or let two change places; keep it where the chances of annealing say so."""
        if not self.movable:
            return
        pitcher = self.movable[int(self.random() * len(self.movable))]
        doors = self.day.doors[pitcher]
        place, old = doors[int(self.random() * len(doors))], self.at[pitcher]
        if place == old:
            return
        moves = [(pitcher, old, place)]
        if len(self.on[place]) >= self.day.room[place]:
            other = self.on[place][int(self.random() * len(self.on[place]))]
            if old not in self.day.doors[other]:
                return
            moves.append((other, place, old))
        touched = [at for at in (old, place) if at >= 0]
        firms = {firm for number, _, _ in moves for firm, _ in self.day.wants_of_pitcher[number]}
        before = self._worth(firms, touched)
        for number, _, new in moves:
            self._put(number, new)
        gain = self._worth(firms, touched) - before
        if gain < 0 and self.random() >= exp(gain / heat):
            for number, was, _ in reversed(moves):
                self._put(number, was)
            self._worth(firms, touched)

    def _put(self, pitcher: int, place: int) -> None:
        old = self.at[pitcher]
        if old >= 0:
            self.on[old].remove(pitcher)
        if place >= 0:
            self.on[place].append(pitcher)
        for firm, points in self.day.wants_of_pitcher[pitcher]:
            sums = self.sums[firm]
            if old >= 0:
                sums[old] -= points
            if place >= 0:
                sums[place] += points
        self.at[pitcher] = place

    def _worth(self, firms: set[int], places: list[int]) -> float:
        """Return what the firms' hearing is worth, after their sums have changed at the places."""
        slots = {self.day.places[place][0]: self.same_slot[place] for place in places}
        total = 0.0
        for firm in firms:
            best, sums, can_hear = self.best[firm], self.sums[firm], self.day.can_hear[firm]
            for slot, beside in slots.items():
                if can_hear[slot]:
                    best[slot] = max([sums[other] for other in beside])
            before = 0
            for points in best:
                if points:
                    total += points - self.slot_cost - (0 if before else self.stretch_cost)
                before = points
        return total
