"""Pitches moved in the search: tried on the board itself, and taken back if they are worth less."""

from __future__ import annotations

from dealflow.schedule.board import NOWHERE, Board, Change
from dealflow.schedule.day import bits
from dealflow.schedule.moves import Proposals


class Pitching:
    """Moves pitches about a board, with the consultations that stand in their way."""

    def __init__(self, board: Board, proposals: Proposals) -> None:
        self.board = board
        self.day = board.day
        self.proposals = proposals
        self.random = proposals.random

    def try_one(self, least: float) -> None:
        """Move a pitch (two, where the place is full), and keep it where it changes the total by ``least`` or more."""
        movable = self.proposals.pitchers
        if not movable:
            return
        random = self.random.random
        pitcher = movable[int(random() * len(movable))]
        doors = self.day.doors[pitcher]
        place = doors[int(random() * len(doors))]
        old = self.board.pitch_at[pitcher]
        if place == old:
            return
        moves = [(pitcher, old, place)]
        if self.board.there[place] >= self.day.room[place]:
            other = self._other_at(place, old)
            if other is None:
                return
            moves.append((other, place, old))
        self._carry_out(moves, least)

    def _other_at(self, place: int, old: int) -> int | None:
        """Return a pitcher that could change places with one at ``old``."""
        others = [
            other
            for other in self.proposals.pitchers
            if self.board.pitch_at[other] == place and (old < 0 or old in self.day.doors[other])
        ]
        return others[int(self.random.random() * len(others))] if others else None

    def _carry_out(self, moves: list[tuple[int, int, int]], least: float) -> None:
        board = self.board
        before = board.total
        cleared = self._cleared(moves)
        if cleared is None:
            return
        board.change(cleared)
        for pitcher, _, place in moves:
            board.move_pitch(pitcher, place)
        settled = self._settled(cleared)
        is_lawful = settled is not None and all(self.proposals.pitch_in_order(pitcher) for pitcher, *_ in moves)
        if settled and is_lawful:
            board.change(settled)
        if is_lawful and board.total - before >= least:
            return
        if settled and is_lawful:
            board.change([(pair, new, old) for pair, old, new in settled])
        for pitcher, old, _ in moves:
            board.move_pitch(pitcher, old)
        board.change([(pair, NOWHERE, slot) for pair, slot, _ in cleared])

    def _cleared(self, moves: list[tuple[int, int, int]]) -> list[Change] | None:
        """Return the consultations taken out of the pitches' way; None: one of them stays."""
        board, clearings = self.board, []
        for pitcher, _, place in moves:
            if place < 0:
                continue
            firm = self.day.pitcher_firm[pitcher]
            for bit in bits(board.clear[self.day.places[place][0]] & board.mask[firm]):
                pair = board.who[firm][board.slot_at[1 << bit]]
                if pair in self.proposals.frozen:
                    return None
                clearings.append((pair, board.where[pair], NOWHERE))
        return clearings

    def _settled(self, cleared: list[Change]) -> list[Change] | None:
        """Return where the cleared consultations go instead, each to the best free slot; None: one must and cannot."""
        board, settled, taken = self.board, [], 0
        for pair, _, _ in cleared:
            best: tuple[int, int] | None = None
            for bit in bits(board.free_for(pair) & ~taken):
                slot = board.slot_at[1 << bit]
                change = (pair, NOWHERE, slot)
                if self.proposals.is_lawful([change]):
                    best = max(best or (-(10**9), 0), (board.weigh([change]), slot))
            if best is None and self.day.is_must[pair]:
                return None
            if best is not None:
                taken |= board.bit[best[1]]
                settled.append((pair, NOWHERE, best[1]))
        return settled
