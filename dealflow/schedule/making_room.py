"""A first answer to a change: what can stay stays, and the rest goes where there is room."""

from __future__ import annotations

from collections.abc import Collection
from random import Random

from dealflow.schedule.board import NOWHERE, Board, State
from dealflow.schedule.changing_plan import ChangingPlan
from dealflow.schedule.day import bits
from dealflow.schedule.moves import Proposals


def make_room(plan: ChangingPlan, acts: Collection[int]) -> State:
    """Return where things stand when they are put down one after the other, those that must be held first."""
    return _Room(plan).fill(acts)


class _Room:
    def __init__(self, plan: ChangingPlan) -> None:
        self.plan = plan
        self.day = plan.day
        self.board = Board(plan.day)
        self.rules = Proposals(self.board, Random(0))  # noqa: S311 - draws nothing, knows the orders

    def fill(self, acts: Collection[int]) -> State:
        """Put down what stays, then what moves: pitches before consultations, dear ones before cheap ones."""
        pairs = len(self.day.pairs)
        dear = sorted(acts, key=lambda act: (-(act >= pairs), -self.plan.price_of_loss(act), act))
        for act in dear:
            if self.plan.stays(act):
                self._put(act, [self.plan.was_at(act)])
        for act in dear:
            is_out = self.board.where[act] < 0 if act < pairs else self.board.pitch_at[act - pairs] < 0
            if is_out:
                self._put(act, self.day.where_of(act))
        return self.board.snapshot()

    def _put(self, act: int, options: Collection[int]) -> None:
        pairs = len(self.day.pairs)
        if act >= pairs:
            self._put_pitch(act - pairs, options)
        elif all(self.board.count[firm] < self.day.most[firm] for firm in self.board.takes[act][:2]):
            self._put_pair(act, options)

    def _put_pair(self, pair: int, options: Collection[int]) -> None:
        for bit in bits(self.board.free_for(pair)):
            slot = self.board.slot_at[1 << bit]
            change = (pair, NOWHERE, slot)
            if slot in options and self.rules.is_lawful([change]):
                self.board.change([change])
                return

    def _put_pitch(self, pitcher: int, options: Collection[int]) -> None:
        board, firm = self.board, self.day.pitcher_firm[pitcher]
        for place in options:
            is_free = not board.mask[firm] & board.clear[self.day.places[place][0]]
            if not is_free or board.there[place] >= self.day.room[place]:
                continue
            board.move_pitch(pitcher, place)
            if self.rules.pitch_in_order(pitcher):
                return
            board.move_pitch(pitcher, NOWHERE)
