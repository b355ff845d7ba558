"""A problem by numbers: firms, slots, pairs and pitchers as indices, sets of slots as the bits of integers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dealflow.domain.irday.timetable.timetable import Act, Firm, Problem, Side, Slot, Timetable
from dealflow.domain.irday.timetable.timetable_lookup import Parts, overlaps_any
from dealflow.domain.values.day_span import Span


@dataclass(frozen=True, slots=True)
class Later:
    """``then`` (an act's number) begins only when ``first`` is over."""

    first: int
    then: int


class Day:
    """A problem compiled. Acts are numbered: first the pairs, then the pitchers.

    ``open[pair]``: bits of the slots in which it could be held, were nothing else there. ``doors[pitcher]``: the places
    (slot, stage) it could have. ``clear[place's slot]``: bits of the consultation slots that a pitching company cannot
    use. ``over[pitch slot]``: bits of those that overlap it.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.parts = Parts(problem)
        self.slots: tuple[Slot, ...] = _usable(problem.slots, problem.taken)
        self.pitch_slots: tuple[Slot, ...] = _usable(problem.pitch_slots, problem.taken)
        self.firms: tuple[Firm, ...] = problem.firms
        self.firm_of = {firm.id: number for number, firm in enumerate(self.firms)}
        self.slot_of = {slot.id: number for number, slot in enumerate(self.slots)}
        self.is_company = [firm.side is Side.COMPANY for firm in self.firms]
        self._read_seats()
        self._read_pairs()
        self._read_pitchers()
        self._read_wants()
        self._read_orders()

    def _read_seats(self) -> None:
        """Note how many of each firm can sit in each slot, and how many tables are open."""
        self.free = {
            seat.id: sum(self.parts.is_free(seat.id, slot.span) << index for index, slot in enumerate(self.slots))
            for firm in self.firms
            for seat in firm.seats
        }
        self.seats = [
            [sum(self.free[seat.id] >> index & 1 for seat in firm.seats) for index in range(len(self.slots))]
            for firm in self.firms
        ]
        self.can_hear = [
            [any(self.parts.is_free(seat.id, slot.span) for seat in firm.seats) for slot in self.pitch_slots]
            for firm in self.firms
        ]
        self.is_alone = [len(firm.seats) == 1 for firm in self.firms]
        self.tables = [
            sum(not overlaps_any(slot.span, table.closed) for table in self.problem.tables) for slot in self.slots
        ]
        self.tabled = sum((tables > 0) << index for index, tables in enumerate(self.tables))
        self.least = [firm.least for firm in self.firms]
        self.most = [len(self.problem.pairs) if firm.most is None else firm.most for firm in self.firms]

    def _read_pairs(self) -> None:
        self.pairs = self.problem.pairs
        self.pair_of = {Act(pair.company, pair.investor): number for number, pair in enumerate(self.pairs)}
        self.company = [self.firm_of[pair.company] for pair in self.pairs]
        self.investor = [self.firm_of[pair.investor] for pair in self.pairs]
        self.points = [pair.points * self.problem.weights.meeting for pair in self.pairs]
        self.seat_of = [pair.seat for pair in self.pairs]
        self.is_must = [pair.must or pair.pin is not None for pair in self.pairs]
        self.open = [self._open(number) for number in range(len(self.pairs))]
        self.slots_of = [tuple(bits(mask)) for mask in self.open]

    def _open(self, number: int) -> int:
        pair = self.pairs[number]
        chair = self.firms[self.company[number]].seats[0].id
        seats = [pair.seat] if pair.seat else [seat.id for seat in self.firms[self.investor[number]].seats]
        anybody = 0
        for seat in seats:
            anybody |= self.free[seat]
        mask = self.free[chair] & anybody & self.tabled
        if pair.slots is not None:
            mask &= sum(1 << self.slot_of[slot] for slot in set(pair.slots) if slot in self.slot_of)
        if pair.pin:
            index = self.slot_of.get(pair.pin.slot)
            is_there = index is not None and self._table_fits(pair.pin.place, self.slots[index])
            mask &= 1 << index if index is not None and is_there else 0
        return mask

    def _table_fits(self, table: str | None, slot: Slot) -> bool:
        if table is None:
            return True
        return table in self.parts.tables and not overlaps_any(slot.span, self.parts.tables[table].closed)

    def _read_pitchers(self) -> None:
        problem = self.problem
        self.pitchers = problem.pitchers
        self.pitcher_firm = [self.firm_of[pitcher.company] for pitcher in self.pitchers]
        self.pitcher_of = {firm: number for number, firm in enumerate(self.pitcher_firm)}
        self.places = [
            (slot, stage)
            for slot in range(len(self.pitch_slots))
            for stage, other_stage in enumerate(problem.stages)
            if self.pitch_slots[slot].id in other_stage.slots and other_stage.places > 0
        ]
        self.room = [problem.stages[stage].places for _, stage in self.places]
        self.doors = [self._doors(number) for number in range(len(self.pitchers))]
        self.clear = [self._over(slot.span, problem.apart_min) for slot in self.pitch_slots]
        self.over = [self._over(slot.span, 0) for slot in self.pitch_slots]

    def _over(self, span: Span, apart_min: int) -> int:
        return sum(span.overlaps(slot.span, apart_min=apart_min) << index for index, slot in enumerate(self.slots))

    def _doors(self, number: int) -> tuple[int, ...]:
        pitcher = self.pitchers[number]
        seat = self.firms[self.pitcher_firm[number]].seats[0].id
        doors = []
        for place, (index, stage) in enumerate(self.places):
            slot = self.pitch_slots[index]
            if pitcher.slots is not None and slot.id not in pitcher.slots:
                continue
            if pitcher.pin and (
                slot.id != pitcher.pin.slot or pitcher.pin.place not in (None, self.problem.stages[stage].id)
            ):
                continue
            if self.parts.is_free(seat, slot.span):
                doors.append(place)
        return tuple(doors)

    def _read_wants(self) -> None:
        """Note who wants to hear whom, in weighed points, pitcher by pitcher and firm by firm."""
        self.wants_of_pitcher: list[list[tuple[int, int]]] = [[] for _ in self.pitchers]
        self.wants_of_firm: dict[int, list[tuple[int, int]]] = {}
        points_of: dict[tuple[int, int], int] = {}
        for want in self.problem.wants:
            investor, company = self.firm_of.get(want.investor), self.firm_of.get(want.company)
            if investor is None or company is None or company not in self.pitcher_of or not want.points:
                continue
            points_of[self.pitcher_of[company], investor] = want.points * self.problem.weights.pitch
        for (pitcher, investor), points in points_of.items():
            self.wants_of_pitcher[pitcher].append((investor, points))
            self.wants_of_firm.setdefault(investor, []).append((pitcher, points))

    def _read_orders(self) -> None:
        numbers: dict[Act, int] = {Act(pair.company, pair.investor): number for number, pair in enumerate(self.pairs)}
        numbers |= {Act(pitcher.company): len(self.pairs) + number for number, pitcher in enumerate(self.pitchers)}
        self.orders = tuple(
            Later(numbers[order.first], numbers[order.then])
            for order in self.problem.orders
            if order.first in numbers and order.then in numbers
        )
        self.ordered = frozenset(act for order in self.orders for act in (order.first, order.then))

    def meetings_of(self, timetable: Timetable) -> list[tuple[int, int]]:
        """Return the pairs and slots of a timetable's consultations, by number; what is unknown is left out."""
        pairs = ((self.pair_of.get(Act(m.company, m.investor)), self.slot_of.get(m.slot)) for m in timetable.meetings)
        return [(pair, slot) for pair, slot in pairs if pair is not None and slot is not None]

    def pitches_of(self, timetable: Timetable) -> list[int]:
        """Return the place of each pitcher in a timetable; -1: it has none."""
        numbers = {
            (self.pitch_slots[slot].id, self.problem.stages[stage].id): place
            for place, (slot, stage) in enumerate(self.places)
        }
        at = {pitch.company: numbers.get((pitch.slot, pitch.stage), -1) for pitch in timetable.pitches}
        return [at.get(pitcher.company, -1) for pitcher in self.pitchers]

    def span(self, act: int, at: int) -> Span:
        """Return when an act is held: ``at`` is a pair's slot or a pitcher's place."""
        if act < len(self.pairs):
            return self.slots[at].span
        return self.pitch_slots[self.places[at][0]].span

    def where_of(self, act: int) -> Sequence[int]:
        """Return the slots (a pair's) or places (a pitcher's) that an act could have."""
        return self.slots_of[act] if act < len(self.pairs) else self.doors[act - len(self.pairs)]


def bits(mask: int) -> Iterable[int]:
    """Yield the numbers of the bits that are set, the lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _usable(slots: tuple[Slot, ...], taken: tuple[Span, ...]) -> tuple[Slot, ...]:
    """Return the slots in which not everybody is taken, in order of time."""
    return tuple(sorted((slot for slot in slots if not overlaps_any(slot.span, taken)), key=lambda slot: slot.span))
