"""Which pairs to choose, before it is known when they meet; and what no timetable can pass.

Times are only counted here: how many tables there are in all, how many slots a firm has for consultations and pitches
together. What that leaves out (who is free when, idle stretches) can only take away, so the optimum is a bound.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from ortools.sat.python import cp_model

from dealflow.schedule.day import Day
from dealflow.schedule.skeleton import solver_of


@dataclass(frozen=True, slots=True)
class Choice:
    """The pairs chosen, and what no timetable passes (None: not found out)."""

    pairs: frozenset[int]
    bound: int | None


def choose(day: Day, *, seed: int, seconds: float) -> Choice:
    """Return the pairs that would give most if all of them could be placed."""
    cp = cp_model.CpModel()
    held = {pair: cp.new_bool_var("") for pair in range(len(day.pairs)) if day.slots_of[pair]}
    of_firm: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for pair, var in held.items():
        for firm in (day.company[pair], day.investor[pair]):
            of_firm[firm].append(var)
        if day.is_must[pair]:
            cp.add(var == 1)
    cp.add(sum(held.values()) <= sum(day.tables))
    terms: list[cp_model.LinearExprT] = [day.points[pair] * var for pair, var in held.items()]
    for firm, met in of_firm.items():
        cp.add(sum(met) <= min(day.most[firm], sum(day.seats[firm])))
    for firm, least in enumerate(day.least):
        if least and day.problem.weights.short:
            missing = cp.new_int_var(0, least, "")
            cp.add(missing >= least - sum(of_firm.get(firm, [])))
            terms.append(-day.problem.weights.short * missing)
    for firm in day.wants_of_firm:
        terms += _hearing(cp, day, firm, of_firm.get(firm, []))
    cp.maximize(sum(terms))
    solver = solver_of(seed=seed, seconds=seconds, effort=20.0)
    status = solver.solve(cp)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Choice(frozenset(), None)
    chosen = frozenset(pair for pair, var in held.items() if solver.boolean_value(var))
    return Choice(chosen, int(solver.best_objective_bound + 1e-6))


def hopeful(day: Day, choice: Choice) -> frozenset[int]:
    """Return the pairs worth trying: the chosen, and those no poorer than a full firm's poorest."""
    poorest: dict[int, int] = {}
    count: Counter[int] = Counter()
    for pair in choice.pairs:
        for firm in (day.company[pair], day.investor[pair]):
            count[firm] += 1
            poorest[firm] = min(poorest.get(firm, day.points[pair]), day.points[pair])
    return (
        frozenset(
            pair
            for pair in range(len(day.pairs))
            if all(
                count[firm] < day.most[firm] or day.points[pair] >= poorest[firm]
                for firm in (day.company[pair], day.investor[pair])
            )
        )
        | choice.pairs
    )


def _hearing(cp: cp_model.CpModel, day: Day, firm: int, met: list[cp_model.IntVar]) -> list[cp_model.LinearExprT]:
    """Return what the firm can hear at most: a slot's pitches on one stage, in slots in which it does not consult."""
    room = max(day.room, default=0)
    heard = [(points, cp.new_bool_var("")) for _, points in day.wants_of_firm[firm]]
    slots = cp.new_int_var(0, sum(day.can_hear[firm]), "")
    cp.add(sum(var for _, var in heard) <= room * slots)
    if day.is_alone[firm] and _is_one_grid(day):
        spans = {slot.span for slot, seats in zip(day.slots, day.seats[firm], strict=True) if seats}
        spans |= {slot.span for slot, can in zip(day.pitch_slots, day.can_hear[firm], strict=True) if can}
        cp.add(slots + sum(met) <= len(spans))
    return [points * var for points, var in heard]


def _is_one_grid(day: Day) -> bool:
    """Say whether slots of the two grids never overlap but by being equal."""
    return all(mask.bit_count() <= 1 for mask in day.over) and all(
        slot.span == day.slots[mask.bit_length() - 1].span
        for slot, mask in zip(day.pitch_slots, day.over, strict=True)
        if mask
    )
