"""Improve a board by annealing: changes are tried at random, worse ones are taken ever more rarely."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log
from random import Random
from time import monotonic

from dealflow.schedule.board import Board
from dealflow.schedule.moves import Proposals
from dealflow.schedule.pitching import Pitching

_LOOK_EVERY = 500
_PITCHES, _SHIFTS, _ENTRIES = 0.02, 0.78, 0.99
"""Where the shares of what is tried end: an order of pitches, a meeting moved, one entered, and one dropped. Found by
measuring."""


@dataclass(frozen=True, slots=True)
class Cooling:
    """How long and how hot: ``steps`` tried from ``hot`` to ``cold`` (in the worth's own units), until ``until_s``."""

    steps: int
    hot: float
    cold: float
    until_s: float
    """A moment of the monotonic clock: when it comes near, cooling hastens, so that the end is cold in any case."""


def anneal(
    board: Board, random: Random, cooling: Cooling, *, proposals: Proposals, goes_on: Callable[[Board], bool]
) -> None:
    """Improve the board, and leave it at the best state that was seen.

    The outcome depends on the random numbers and the steps alone, unless the clock cuts it short.
    """
    pitching = Pitching(board, proposals)
    best, pair = board.total, board.snapshot()
    started = monotonic()
    share = 0.0
    step = 0
    while share < 1.0:
        heat = cooling.hot * (cooling.cold / cooling.hot) ** share
        for _ in range(_LOOK_EVERY):
            _try_one(board, proposals, pitching, random, heat)
            if board.total > best:
                best, pair = board.total, board.snapshot()
        step += _LOOK_EVERY
        passed = (monotonic() - started) / max(1e-9, cooling.until_s - started)
        share = max(step / cooling.steps, passed)
        if not goes_on(board):
            break
    board.restore(pair)


def _try_one(board: Board, proposals: Proposals, pitching: Pitching, random: Random, heat: float) -> None:
    drawn = random.random()
    if drawn < _PITCHES:
        pitching.try_one(heat * log(1.0 - random.random()))
        return
    if drawn < _SHIFTS:
        changes = proposals.shift()
    elif drawn < _ENTRIES:
        changes = proposals.enter()
    else:
        changes = proposals.drop()
    if changes is None or not proposals.is_lawful(changes):
        return
    gain = board.weigh(changes)
    if gain >= 0 or random.random() < exp(gain / heat):
        board.apply(changes, gain)
