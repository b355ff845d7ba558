"""The day as a CP-SAT model: all of it for small days, a part of it (the rest being fixed) for large ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from dealflow.schedule.board import NOWHERE, Board, State
from dealflow.schedule.day import Day, Later, bits

Sum = list[cp_model.IntVar]


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be placed where: slots of pairs and places of pitchers by number; what is left out is not placed."""

    slots: Mapping[int, Sequence[int]]
    doors: Mapping[int, Sequence[int]]
    required: Collection[int] = field(default_factory=frozenset)
    """Pairs that have to be placed."""
    must_pitch: bool = True
    """Whether every pitcher has to be placed."""


def whole(day: Day, *, only_required: bool = False) -> Scope:
    """Return the whole day, or only what has to be placed."""
    required = frozenset(pair for pair in range(len(day.pairs)) if day.is_must[pair])
    pairs = required if only_required else range(len(day.pairs))
    return Scope(
        slots={pair: day.slots_of[pair] for pair in pairs},
        doors=dict(enumerate(day.doors)),
        required=required,
    )


class Model:
    """The hard rules over a scope. ``at[pair][slot]`` and ``pitch[pitcher][place]`` are its decisions.

    What stands on ``board`` is fixed and takes its room; nothing of the scope stands there. None: nothing else does.
    """

    def __init__(self, day: Day, scope: Scope, board: Board | None = None) -> None:
        self.day = day
        self.scope = scope
        self.board = board or Board(day)
        self.cp = cp_model.CpModel()
        self.at = {
            pair: {slot: self.cp.new_bool_var(f"x{pair}_{slot}") for slot in slots}
            for pair, slots in scope.slots.items()
        }
        self.pitch = {
            pitcher: {place: self.cp.new_bool_var(f"y{pitcher}_{place}") for place in places}
            for pitcher, places in scope.doors.items()
        }
        self.sitting: dict[tuple[int, int], Sum] = defaultdict(list)
        """A firm's possible consultations in a slot."""
        self.met: dict[int, Sum] = defaultdict(list)
        for pair, slots in self.at.items():
            for firm in (day.company[pair], day.investor[pair]):
                for slot, here in slots.items():
                    self.sitting[firm, slot].append(here)
                    self.met[firm].append(here)
        self._once()
        self._one_place()
        self._rooms()
        self._most()
        for order in day.orders:
            self._order(order)

    def _once(self) -> None:
        for pair, slots in self.at.items():
            if pair in self.scope.required:
                self.cp.add_exactly_one(slots.values())
            else:
                self.cp.add_at_most_one(slots.values())
        for places in self.pitch.values():
            if self.scope.must_pitch:
                self.cp.add_exactly_one(places.values())
            else:
                self.cp.add_at_most_one(places.values())

    def _one_place(self) -> None:
        day = self.day
        for (firm, slot), sitting in self.sitting.items():
            room = self.room(firm, slot)
            if room == 1:
                self.cp.add_at_most_one(sitting)
            elif len(sitting) > room:
                self.cp.add(sum(sitting) <= room)
        self._prescribed_seats()
        for pitcher, places in self.pitch.items():
            firm = day.pitcher_firm[pitcher]
            for pitch_slot in {day.places[place][0] for place in places}:
                here = [var for place, var in places.items() if day.places[place][0] == pitch_slot]
                for slot in bits(day.clear[pitch_slot]):
                    if self.board.mask[firm] & self.board.bit[slot]:
                        self.cp.add(sum(here) == 0)
                    elif (firm, slot) in self.sitting:
                        self.cp.add_at_most_one([*here, *self.sitting[firm, slot]])

    def room(self, firm: int, slot: int) -> int:
        """Return how many more of the firm can sit in the slot."""
        board = self.board
        if board.barred[firm] & board.bit[slot]:
            return 0
        sitting = board.crowd.get(firm)
        taken = len(sitting[slot]) if sitting else bool(board.mask[firm] & board.bit[slot])
        return self.day.seats[firm][slot] - taken

    def _prescribed_seats(self) -> None:
        by_seat: dict[tuple[str, int], Sum] = defaultdict(list)
        for pair, slots in self.at.items():
            if (seat := self.day.seat_of[pair]) and not self.day.is_alone[self.day.investor[pair]]:
                for slot, here in slots.items():
                    by_seat[seat, slot].append(here)
        for (seat, slot), sitting in by_seat.items():
            if self.board.shut[self.board.seat_number[seat]] & self.board.bit[slot]:
                self.cp.add(sum(sitting) == 0)
            else:
                self.cp.add_at_most_one(sitting)

    def _rooms(self) -> None:
        self._tables()
        on_stage: dict[int, Sum] = defaultdict(list)
        for places in self.pitch.values():
            for place, here in places.items():
                on_stage[place].append(here)
        for place, held in on_stage.items():
            room = self.day.room[place] - self.board.there[place]
            if len(held) > room:
                self.cp.add(sum(held) <= room)

    def _tables(self) -> None:
        in_slot: dict[int, Sum] = defaultdict(list)
        pinned: dict[tuple[str, int], Sum] = defaultdict(list)
        for pair, slots in self.at.items():
            pin = self.day.pairs[pair].pin
            for slot, here in slots.items():
                in_slot[slot].append(here)
                if pin and pin.place:
                    pinned[pin.place, slot].append(here)
        for slot, held in in_slot.items():
            tables = self.day.tables[slot] - self.board.used[slot]
            if len(held) > tables:
                self._at_most(held, tables)
        for held in pinned.values():
            self.cp.add_at_most_one(held)

    def _at_most(self, held: Sum, tables: int) -> None:
        self.cp.add(sum(held) <= tables)

    def _most(self) -> None:
        for firm, met in self.met.items():
            most = self.day.most[firm] - self.board.count[firm]
            if len(met) > most:
                self.cp.add(sum(met) <= most)

    def _order(self, order: Later) -> None:
        """Forbid each moment of the first together with all of the second's that begin before its end."""
        first, then = self.choices(order.first), self.choices(order.then)
        for at, var in first.items():
            end = self.day.span(order.first, at).end_min
            early = [other for place, other in then.items() if self.day.span(order.then, place).start_min < end]
            later = [other for place, other in first.items() if self.day.span(order.first, place).end_min >= end]
            if early:
                self.cp.add_at_most_one([*later, *early] if var in later else [var, *early])

    def choices(self, act: int) -> dict[int, cp_model.IntVar]:
        """Return the decisions of an act: pairs are numbered first, then pitchers."""
        pairs = len(self.day.pairs)
        return self.at.get(act, {}) if act < pairs else self.pitch.get(act - pairs, {})

    def hint(self, where: Sequence[int], pitch_at: Sequence[int]) -> None:
        """Start the search from what stands."""
        for pair, slots in self.at.items():
            for slot, var in slots.items():
                self.cp.add_hint(var, where[pair] == slot)
        for pitcher, places in self.pitch.items():
            for place, var in places.items():
                self.cp.add_hint(var, pitch_at[pitcher] == place)

    def read(self, solver: cp_model.CpSolver | cp_model.CpSolverSolutionCallback) -> State:
        """Return what stands where in the solver's solution."""
        where = [NOWHERE] * len(self.day.pairs)
        pitch_at = [NOWHERE] * len(self.day.pitchers)
        for pair, slots in self.at.items():
            where[pair] = next((slot for slot, var in slots.items() if solver.boolean_value(var)), NOWHERE)
        for pitcher, places in self.pitch.items():
            pitch_at[pitcher] = next((place for place, var in places.items() if solver.boolean_value(var)), NOWHERE)
        return where, pitch_at
