"""Improve a board part by part: a few slots or a few firms are taken out and put back as well as can be (CP-SAT).

The linear relaxation of such a part is nearly exact, so it is what the solver is told to rely on: most parts are
settled, and proved to be, in a tenth of a second.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from ortools.sat.python import cp_model

from dealflow.schedule.board import NOWHERE, Board
from dealflow.schedule.day import Day
from dealflow.schedule.model import Scope
from dealflow.schedule.skeleton import solver_of
from dealflow.schedule.valued import Valued

_EFFORT = 0.25
"""How long one part may take, in CP-SAT's deterministic seconds; easy parts take a fraction, and are made larger."""
_EASY = 0.06


class Kind(StrEnum):
    """What a part consists of."""

    SLOTS = "slots"
    FIRMS = "firms"
    PITCHES = "pitches"


@dataclass(frozen=True, slots=True)
class _Part:
    pairs: list[int]
    slots: frozenset[int]
    pitchers: list[int]
    pitch_slots: frozenset[int]


class Parts:
    """Draws parts of a board and settles each anew; parts of a kind grow while they are easy."""

    def __init__(self, board: Board, random: Random, *, seed: int) -> None:
        self.board = board
        self.day: Day = board.day
        self.random = random
        self.seed = seed
        self.size = {Kind.SLOTS: 3.0, Kind.FIRMS: 4.0, Kind.PITCHES: 2.0}

    def improve(self, kind: Kind, *, seconds: float) -> int:
        """Settle one part anew, and return what was gained."""
        size = round(self.size[kind])
        if kind is Kind.FIRMS:
            part = self._firms(size)
        elif kind is Kind.SLOTS:
            part = self._slots(self._draw(len(self.day.slots), size), [])
        else:
            part = self._pitches(size)
        return self._settle(part, kind, seconds)

    def _draw(self, number: int, size: int) -> list[int]:
        return sorted(self.random.sample(range(number), min(number, size)))

    def _slots(self, slots: Iterable[int], pitch_slots: Iterable[int]) -> _Part:
        board, chosen, at = self.board, frozenset(slots), frozenset(pitch_slots)
        pairs = [pair for pair in range(len(self.day.pairs)) if board.where[pair] in chosen or board.where[pair] < 0]
        pitchers = [
            pitcher for pitcher, place in enumerate(board.pitch_at) if place >= 0 and self.day.places[place][0] in at
        ]
        return _Part(pairs, chosen, pitchers, at)

    def _firms(self, size: int) -> _Part:
        investors = sorted({self.day.investor[pair] for pair in self.board.placed.items})
        chosen = set(self.random.sample(investors, min(len(investors), size)))
        pairs = [pair for pair in range(len(self.day.pairs)) if self.day.investor[pair] in chosen]
        return _Part(pairs, frozenset(range(len(self.day.slots))), [], frozenset())

    def _pitches(self, size: int) -> _Part:
        """Draw pitch slots with the consultations that overlap them, and one slot more for those to go to."""
        at = self._draw(len(self.day.pitch_slots), size)
        slots = {slot for each in at for slot in range(len(self.day.slots)) if self.day.over[each] >> slot & 1}
        return self._slots(slots | set(self._draw(len(self.day.slots), 1)), at)

    def _settle(self, part: _Part, kind: Kind, seconds: float) -> int:
        board = self.board
        before, kept = board.total, board.snapshot()
        board.change([(pair, slot, NOWHERE) for pair in part.pairs if (slot := board.where[pair]) >= 0])
        for pitcher in part.pitchers:
            board.move_pitch(pitcher, NOWHERE)
        model = Valued(self.day, self._scope(part), board)
        model.hint(*kept)
        solver = solver_of(seed=self.seed, seconds=seconds, effort=_EFFORT)
        solver.parameters.linearization_level = 2
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        status = solver.solve(model.cp)
        if status == cp_model.OPTIMAL and solver.deterministic_time < _EASY:
            self.size[kind] *= 1.1
        elif status != cp_model.OPTIMAL:
            self.size[kind] = max(2.0, self.size[kind] * 0.9)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            where, pitch_at = model.read(solver)
            for pitcher in part.pitchers:
                board.move_pitch(pitcher, pitch_at[pitcher])
            board.change([(pair, NOWHERE, where[pair]) for pair in part.pairs if where[pair] >= 0])
        if board.total < before:
            board.restore(kept)
        return board.total - before

    def _scope(self, part: _Part) -> Scope:
        board, found = self.board, {}
        for pair in part.pairs:
            if any(board.count[firm] >= self.day.most[firm] for firm in board.takes[pair][:2]):
                continue
            free = board.free_for(pair)
            allowed = [slot for slot in self.day.slots_of[pair] if slot in part.slots and free & board.bit[slot]]
            if allowed:
                found[pair] = allowed
        doors = {
            pitcher: [place for place in self.day.doors[pitcher] if self.day.places[place][0] in part.pitch_slots]
            for pitcher in part.pitchers
        }
        return Scope(slots=found, doors=doors, required=frozenset(pair for pair in found if self.day.is_must[pair]))
