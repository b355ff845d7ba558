"""The first board: what has to be held placed by CP-SAT, the rest put in one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from ortools.sat.python import cp_model

from dealflow.schedule.board import NOWHERE, Board
from dealflow.schedule.day import Day, bits
from dealflow.schedule.model import Model, whole


class Found(StrEnum):
    """What came of looking for what has to be held."""

    PLACED = "placed"
    NONE = "none"
    UNKNOWN = "unknown"


def skeleton(
    day: Day, wished: Sequence[int], *, seed: int, seconds: float
) -> tuple[Found, tuple[list[int], list[int]]]:
    """Return where pitches and required consultations could be, all rules kept, or that there is no such place.

    ``wished``: where each pitch had best be.
    """
    model = Model(day, whole(day, only_required=True))
    _prefer(model, wished)
    for effort in (2.0, 60.0):
        solver = solver_of(seed=seed, seconds=seconds, effort=effort)
        status = solver.solve(model.cp)
        if status == cp_model.INFEASIBLE:
            return Found.NONE, ([], [])
        if status != cp_model.UNKNOWN:
            return Found.PLACED, model.read(solver)
        # The best order of pitches can take long; once more, and any order will do.
        model.cp.clear_objective()  # type: ignore[no-untyped-call]  # ortools types it not
    return Found.UNKNOWN, ([], [])


def solver_of(*, seed: int, seconds: float, effort: float, workers: int = 1) -> cp_model.CpSolver:
    """Return a solver that repeats itself: ``effort`` is in CP-SAT's deterministic seconds, the clock only caps."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    return solver


def fill(board: Board, pairs: Sequence[int]) -> None:
    """Put pairs that are not placed into the free slot that is worth most, in the order given, while that gains."""
    day = board.day
    for pair in pairs:
        if board.where[pair] != NOWHERE or any(board.count[f] >= day.most[f] for f in board.takes[pair][:2]):
            continue
        options = ((pair, NOWHERE, board.slot_at[1 << bit]) for bit in bits(board.free_for(pair)))
        best = max(((board.weigh([change]), -change[2]) for change in options), default=None)
        if best is not None and best[0] > 0 and pair not in day.ordered:
            board.apply([(pair, NOWHERE, -best[1])], best[0])


def _prefer(model: Model, pitch_at: Sequence[int]) -> None:
    """Let as many pitches as possible stand where they are wished."""
    wished = [
        var for pitcher, places in model.pitch.items() for place, var in places.items() if pitch_at[pitcher] == place
    ]
    if wished:
        model.cp.maximize(sum(wished))
