"""From slots by number to a timetable: who of the investor sits there, and at which table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import linear_sum_assignment  # type: ignore[import-untyped]  # no stubs

from dealflow.domain.irday.timetable.timetable import Meeting, Pitch, Timetable
from dealflow.domain.irday.timetable.timetable_lookup import overlaps_any
from dealflow.schedule.board import NOWHERE
from dealflow.schedule.day import Day

_ROUNDS = 4
_PINNED, _WISHED, _CLOSED = 10_000, 100, 1_000_000


def timetable_of(
    day: Day,
    where: Sequence[int],
    pitch_at: Sequence[int],
    *,
    wished: Mapping[int, tuple[str, str]] | None = None,
) -> Timetable:
    """Return the timetable. ``wished``: the table and seat that a pair had, to be kept where that can be.

    An investor's seat stays at one table as far as possible: each slot's tables are dealt out anew, a few times over,
    so that they agree best with those before and after (an assignment problem).
    """
    wished = wished or {}
    placed = {pair: slot for pair, slot in enumerate(where) if slot != NOWHERE}
    seats = _seats(day, placed, wished)
    tables = _tables(day, placed, seats, wished)
    meetings = (
        Meeting(day.pairs[pair].company, day.pairs[pair].investor, day.slots[slot].id, tables[pair], seats[pair])
        for pair, slot in placed.items()
    )
    pitches = (
        Pitch(day.pitchers[pitcher].company, day.pitch_slots[day.places[at][0]].id, _stage(day, at))
        for pitcher, at in enumerate(pitch_at)
        if at != NOWHERE
    )
    return Timetable(tuple(sorted(meetings)), tuple(sorted(pitches)))


def _stage(day: Day, place: int) -> str:
    return day.problem.stages[day.places[place][1]].id


def _seats(day: Day, placed: Mapping[int, int], wished: Mapping[int, tuple[str, str]]) -> dict[int, str]:
    """Return each pair's seat: the prescribed, else the one it had, else the investor's first that is free then."""
    seats: dict[int, str] = {}
    taken: set[tuple[str, int]] = set()
    for pair, slot in placed.items():
        seat = day.seat_of[pair]
        if seat:
            seats[pair] = seat
            taken.add((seat, slot))
    for pair, slot in placed.items():
        seat = wished[pair][1] if pair in wished else None
        if pair not in seats and seat and (seat, slot) not in taken and seat in _free_seats(day, pair, slot):
            seats[pair] = seat
            taken.add((seat, slot))
    for pair, slot in placed.items():
        if pair not in seats:
            seat = next(seat for seat in _free_seats(day, pair, slot) if (seat, slot) not in taken)
            seats[pair] = seat
            taken.add((seat, slot))
    return seats


def _free_seats(day: Day, pair: int, slot: int) -> list[str]:
    span = day.slots[slot].span
    return [seat.id for seat in day.firms[day.investor[pair]].seats if day.parts.is_free(seat.id, span)]


def _tables(
    day: Day, placed: Mapping[int, int], seats: Mapping[int, str], wished: Mapping[int, tuple[str, str]]
) -> dict[int, str]:
    at: dict[int, list[int]] = defaultdict(list)
    for pair, slot in placed.items():
        at[slot].append(pair)
    beside = _beside(placed, seats)
    table_of: dict[int, int] = {}
    number = {table.id: index for index, table in enumerate(day.problem.tables)}
    base = {slot: _base(day, slot, pairs, wished, number) for slot, pairs in at.items()}
    for _ in range(_ROUNDS):
        before = dict(table_of)
        for slot in sorted(at):
            _deal_out(at[slot], base[slot], beside, table_of)
        if before == table_of:
            break
    return {pair: day.problem.tables[table].id for pair, table in table_of.items()}


def _beside(placed: Mapping[int, int], seats: Mapping[int, str]) -> dict[int, list[int]]:
    """Return, for each pair, the same seat's consultations just before and just after."""
    days: dict[str, list[int]] = defaultdict(list)
    for pair in sorted(placed, key=placed.__getitem__):
        days[seats[pair]].append(pair)
    return {
        pair: [*pairs[max(0, index - 1) : index], *pairs[index + 1 : index + 2]]
        for pairs in days.values()
        for index, pair in enumerate(pairs)
    }


def _base(
    day: Day, slot: int, pairs: list[int], wished: Mapping[int, tuple[str, str]], number: Mapping[str, int]
) -> NDArray[np.int64]:
    """Return what each table costs each pair by itself: closed, not the pinned one, not the one it had."""
    span = day.slots[slot].span
    cost = np.zeros((len(pairs), len(number)), dtype=np.int64)
    for table, other_table in enumerate(day.problem.tables):
        if overlaps_any(span, other_table.closed):
            cost[:, table] = _CLOSED
    for row, pair in enumerate(pairs):
        pin = day.pairs[pair].pin
        if pin and pin.place is not None and pin.place in number:
            cost[row] += _PINNED
            cost[row, number[pin.place]] -= _PINNED
        if pair in wished and wished[pair][0] in number:
            cost[row] += _WISHED
            cost[row, number[wished[pair][0]]] -= _WISHED
    return cost


def _deal_out(
    pairs: list[int],
    base: NDArray[np.int64],
    beside: Mapping[int, list[int]],
    table_of: dict[int, int],
) -> None:
    """Give the slot's pairs their tables, as those beside them have."""
    cost = base * 10
    cost += np.arange(base.shape[1]) % 2  # else ties are broken by the library as it likes
    for row, pair in enumerate(pairs):
        for other in beside[pair]:
            if other in table_of:
                cost[row] += 5
                cost[row, table_of[other]] -= 5
    rows, tables = cost.shape
    square = np.zeros((tables, tables), dtype=np.int64)
    square[:rows] = cost
    assignment = linear_sum_assignment.SimpleLinearSumAssignment()
    left, right = np.divmod(np.arange(tables * tables), tables)
    assignment.add_arcs_with_cost(left, right, square.ravel())
    assignment.solve()
    for row, pair in enumerate(pairs):
        table_of[pair] = assignment.right_mate(row)
