"""A timetable in the making, by numbers: what stands where, what a change is worth, and the change itself.

No hard rule is ever broken on it. Firms with one seat are dealt with by bit masks, which is nearly all of them; those
with several by counting. Tables are only counted here; who sits at which is settled in ``tables``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

from dealflow.domain.irday.timetable.timetable_lookup import idle_stretches
from dealflow.domain.values.day_span import Span
from dealflow.schedule.day import Day, bits

Change: TypeAlias = tuple[int, int, int]
"""A pair goes from one slot to another; -1: it is not placed."""
State: TypeAlias = tuple[list[int], list[int]]
"""Where pairs stand, and where pitchers do."""
NOWHERE = -1
_TOO_WIDE = 20
"""What an idle stretch costs above as many as a firm may have where others have none; only to lead the search."""
_NEVER_KEPT = 200_000
"""How many values of a firm's day are remembered; then they are forgotten, so that memory stays bounded."""


class Board:
    """The state of the search. ``where[pair]`` and ``pitch_at[pitcher]`` are slots and places, or ``NOWHERE``."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.total = 0
        self._lay_out_time()
        self._name_resources()
        firms, slots = range(len(day.firms)), len(day.slots)
        self.where = [NOWHERE] * len(day.pairs)
        self.pitch_at = [NOWHERE] * len(day.pitchers)
        self.who = [[NOWHERE] * slots for _ in self.room_of]
        self.crowd: dict[int, list[list[int]]] = {f: [[] for _ in range(slots)] for f in firms if not day.is_alone[f]}
        self.shut = [0 for _ in self.room_of]
        self.barred = [0 for _ in self.room_of]
        self.mask = [0 for _ in firms]
        self.count = [0 for _ in firms]
        self.used = [0] * slots
        self.meets: list[set[int]] = [set() for _ in firms]
        self.placed = _Bag(len(day.pairs))
        self.left = _Bag(len(day.pairs))
        for pair in range(len(day.pairs)):
            if day.open[pair]:
                self.left.add(pair)
        self.roomy = sum(bit for bit, tables in zip(self.bit, day.tables, strict=False) if tables)
        self.there = [0] * len(day.places)
        self._start_values()

    def _lay_out_time(self) -> None:
        """Give each slot a bit, so that bits beside each other are slots with nothing else between them, if it can be.

        That is so where the two grids never overlap except by being equal: idle stretches are then counted by shifts.
        """
        day = self.day
        spans = sorted({slot.span for slot in (*day.slots, *day.pitch_slots)})
        self.is_even = all(not span.overlaps(two) for span, two in pairwise(spans))
        at = {span: index for index, span in enumerate(spans)}
        self.fitting = spans
        self.span_bits = len(spans)
        self.bit = [1 << at[slot.span] for slot in day.slots] + [0]
        self.pitch_bit = [1 << at[slot.span] for slot in day.pitch_slots]
        self.slot_at = {1 << at[slot.span]: index for index, slot in enumerate(day.slots)}
        self.spans = spans
        self.open = [self.mask_of(day.slots_of[pair]) for pair in range(len(day.pairs))]
        self.clear = [self.mask_of(bits(mask)) for mask in day.clear]
        self.over = [self.mask_of(bits(mask)) for mask in day.over]

    def mask_of(self, slots: Iterable[int]) -> int:
        """Return the bits of the slots."""
        number = 0
        for slot in slots:
            number |= self.bit[slot]
        return number

    def _name_resources(self) -> None:
        """Number what a pair takes: both firms, and the seat that is prescribed, of an investor with several."""
        day = self.day
        firms = len(day.firms)
        seats = {
            seat: firms + index
            for index, seat in enumerate(
                dict.fromkeys(
                    seat for pair, seat in enumerate(day.seat_of) if seat and not day.is_alone[day.investor[pair]]
                )
            )
        }
        self.seat_number = seats
        self.room_of = [day.seats[firm] for firm in range(firms)] + [[1] * len(day.slots) for _ in seats]
        self.takes = [
            (day.company[pair], day.investor[pair], *((seats[seat],) if (seat := day.seat_of[pair]) in seats else ()))
            for pair in range(len(day.pairs))
        ]

    def _start_values(self) -> None:
        day, weights = self.day, self.day.problem.weights
        gap = [weights.company_gap if company else weights.gap for company in day.is_company]
        self.gap = gap
        spread = day.problem.spread
        self.widest, self.too_wide = (0, 0) if spread is None else (spread, _TOO_WIDE)
        self.sums = {f: [0] * len(day.places) for f in day.wants_of_firm}
        self.minded = [bool(gap[f]) or f in self.sums for f in range(len(day.firms))]
        self.short = [
            [-weights.short * max(0, day.least[f] - n) for n in range(len(day.pairs) + 1)]
            if day.least[f] and weights.short
            else None
            for f in range(len(day.firms))
        ]
        self.unfair = weights.unfair
        self.asked = sorted(set(day.company))
        self.memos: list[dict[tuple[int, ...], dict[int, int]]] = [{} for _ in day.firms]
        self.profile: list[tuple[int, ...]] = [() for _ in day.firms]
        self.memo: list[dict[int, int]] = [{} for _ in day.firms]
        self.now = [0 for _ in day.firms]
        for firm in range(len(day.firms)):
            self._new_profile(firm)
            short = self.short[firm]
            self.total += short[0] if short else 0

    def _new_profile(self, firm: int) -> None:
        """Take up what the firm can hear now (an investor), or where it pitches (a company), and value it anew."""
        day = self.day
        if firm in self.sums:
            best = [0] * len(day.pitch_slots)
            for (slot, _), points in zip(day.places, self.sums[firm], strict=True):
                if points > best[slot] and day.can_hear[firm][slot]:
                    best[slot] = points
            profile = tuple(best)
        else:
            profile = ()
        pitcher = day.pitcher_of.get(firm)
        if pitcher is not None and self.gap[firm]:
            profile = (*profile, self.pitch_at[pitcher])
        self.profile[firm] = profile
        self.memo[firm] = self.memos[firm].setdefault(profile, {})
        self.total -= self.now[firm]
        self.now[firm] = self.value_of(firm, self.key_of(firm)) if self.minded[firm] else 0
        self.total += self.now[firm]

    def key_of(self, firm: int) -> int:
        """Return what the worth of a firm's day hangs on: the slots it sits in, and those in which no seat is left."""
        if firm not in self.crowd:
            return self.mask[firm]
        return self.mask[firm] | (self._full(firm, {}) << self.span_bits)

    def value_of(self, firm: int, key: int) -> int:
        """Return what pitches heard are worth to the firm, less its idle stretches."""
        memo = self.memo[firm]
        value = memo.get(key)
        if value is None:
            if len(memo) > _NEVER_KEPT:
                memo.clear()
            value = memo[key] = self._value(firm, key)
        return value

    def _value(self, firm: int, key: int) -> int:
        mask = key & ((1 << self.span_bits) - 1)
        full = key >> self.span_bits if firm in self.crowd else mask
        worth, heard = 0, 0
        if firm in self.sums:
            for slot, points in enumerate(self.profile[firm][: len(self.pitch_bit)]):
                if points and not full & self.over[slot]:
                    worth += points
                    heard |= self.pitch_bit[slot]
        if not self.gap[firm]:
            return worth
        if firm in self.day.pitcher_of and (at := self.pitch_at[self.day.pitcher_of[firm]]) >= 0:
            heard |= self.pitch_bit[self.day.places[at][0]]
        gaps = self._gaps(mask, heard)
        return worth - self.gap[firm] * gaps - self.too_wide * max(0, gaps - self.widest)

    def _gaps(self, mask: int, heard: int) -> int:
        busy = mask | heard
        if not busy:
            return 0
        if self.is_even:
            return (busy & ~(busy << 1)).bit_count() - 1
        return idle_stretches(self._spans_of(busy), self.fitting)

    def _spans_of(self, mask: int) -> list[Span]:
        return [self.spans[index] for index in bits(mask)]

    def weigh(self, changes: Sequence[Change]) -> int:
        """Return by how much the changes together would raise the total."""
        company, investor, minded, bit = self.day.company, self.day.investor, self.minded, self.bit
        points = self.day.points
        gain = 0
        flips: dict[int, int] = {}
        is_swap = True
        for pair, old, new in changes:
            flip = bit[old] ^ bit[new]
            firm = company[pair]
            if minded[firm]:
                flips[firm] = flips.get(firm, 0) ^ flip
            firm = investor[pair]
            if minded[firm]:
                flips[firm] = flips.get(firm, 0) ^ flip
            if old < 0:
                gain += points[pair]
                is_swap = False
            elif new < 0:
                gain -= points[pair]
                is_swap = False
        memo, mask, now = self.memo, self.mask, self.now
        for firm, flip in flips.items():
            if firm in self.crowd:
                gain += self.value_of(firm, self._crowd_key(firm, changes)) - now[firm]
            elif flip:
                key = mask[firm] ^ flip
                value = memo[firm].get(key)
                gain += (self.value_of(firm, key) if value is None else value) - now[firm]
        return gain if is_swap else gain + self._weigh_counts(changes)

    def _weigh_counts(self, changes: Sequence[Change]) -> int:
        """Return what shortfalls and unfairness change by."""
        more: dict[int, int] = {}
        for pair, old, new in changes:
            step = (old < 0) - (new < 0)
            if step:
                for firm in self.takes[pair][:2]:
                    more[firm] = more.get(firm, 0) + step
        gain = 0
        for firm, step in more.items():
            short = self.short[firm]
            if step and short is not None:
                gain += short[self.count[firm] + step] - short[self.count[firm]]
        if self.unfair:
            gain -= self.unfair * (self._uneven(more) - self._uneven({}))
        return gain

    def _uneven(self, more: dict[int, int]) -> int:
        counts = [self.count[firm] + more.get(firm, 0) for firm in self.asked]
        return max(counts) - min(counts) if counts else 0

    def _full(self, firm: int, steps: dict[int, int]) -> int:
        """Return the slots in which no seat of the firm is left, ``steps`` more of them being taken."""
        full = 0
        for slot, (sitting, room) in enumerate(zip(self.crowd[firm], self.room_of[firm], strict=True)):
            if len(sitting) + steps.get(slot, 0) >= room:
                full |= self.bit[slot]
        return full

    def _crowd_key(self, firm: int, changes: Sequence[Change]) -> int:
        steps: dict[int, int] = {}
        for pair, old, new in changes:
            if firm in self.takes[pair][:2]:
                if old >= 0:
                    steps[old] = steps.get(old, 0) - 1
                if new >= 0:
                    steps[new] = steps.get(new, 0) + 1
        mask = self.mask[firm]
        for slot, step in steps.items():
            is_there = len(self.crowd[firm][slot]) + step > 0
            mask = mask | self.bit[slot] if is_there else mask & ~self.bit[slot]
        return mask | (self._full(firm, steps) << self.span_bits)

    def apply(self, changes: Sequence[Change], gain: int) -> None:
        """Make the changes, which raise the total by ``gain``: first everything leaves, then everything arrives."""
        for pair, old, _ in changes:
            if old >= 0:
                self._leave(pair, old)
        for pair, _, new in changes:
            if new >= 0:
                self._arrive(pair, new)
        for pair, _, _ in changes:
            for firm in self.takes[pair][:2]:
                if self.minded[firm]:
                    self.now[firm] = self.value_of(firm, self.key_of(firm))
        self.total += gain

    def change(self, changes: Sequence[Change]) -> None:
        """Make the changes, whatever they are worth."""
        self.apply(changes, self.weigh(changes))

    def _leave(self, pair: int, slot: int) -> None:
        bit = self.bit[slot]
        self.where[pair] = NOWHERE
        self.placed.drop(pair)
        self.left.add(pair)
        for resource in self.takes[pair]:
            if resource in self.crowd:
                self.crowd[resource][slot].remove(pair)
                self.shut[resource] &= ~bit
            else:
                self.who[resource][slot] = NOWHERE
                self.shut[resource] &= ~bit
        for firm in self.takes[pair][:2]:
            self.count[firm] -= 1
            self.meets[firm].remove(pair)
            if firm not in self.crowd or not self.crowd[firm][slot]:
                self.mask[firm] &= ~bit
        self.used[slot] -= 1
        self.roomy |= bit

    def _arrive(self, pair: int, slot: int) -> None:
        bit = self.bit[slot]
        self.where[pair] = slot
        self.left.drop(pair)
        self.placed.add(pair)
        for resource in self.takes[pair]:
            if resource in self.crowd:
                sitting = self.crowd[resource][slot]
                sitting.append(pair)
                if len(sitting) >= self.room_of[resource][slot]:
                    self.shut[resource] |= bit
            else:
                self.who[resource][slot] = pair
                self.shut[resource] |= bit
        for firm in self.takes[pair][:2]:
            self.count[firm] += 1
            self.meets[firm].add(pair)
            self.mask[firm] |= bit
        self.used[slot] += 1
        if self.used[slot] >= self.day.tables[slot]:
            self.roomy &= ~bit

    def free_for(self, pair: int) -> int:
        """Return the bits of the slots into which the pair could go with nothing else moved."""
        free = self.open[pair] & self.roomy
        for resource in self.takes[pair]:
            free &= ~(self.shut[resource] | self.barred[resource])
        return free

    def move_pitch(self, pitcher: int, place: int) -> None:
        """Put a pitch elsewhere (``NOWHERE``: away); the company's consultations must be out of its way."""
        day, old = self.day, self.pitch_at[pitcher]
        firm = day.pitcher_firm[pitcher]
        self.pitch_at[pitcher] = place
        for at, sign in ((old, -1), (place, 1)):
            if at >= 0:
                self.there[at] += sign
                for investor, points in day.wants_of_pitcher[pitcher]:
                    self.sums[investor][at] += sign * points
        self.barred[firm] = self.clear[day.places[place][0]] if place >= 0 else 0
        for investor, _ in day.wants_of_pitcher[pitcher]:
            self._new_profile(investor)
        if self.gap[firm]:
            self._new_profile(firm)

    def snapshot(self) -> State:
        """Return what stands where, to come back to."""
        return self.where.copy(), self.pitch_at.copy()

    def restore(self, state: tuple[Sequence[int], Sequence[int]]) -> None:
        """Come back to a snapshot."""
        where, pitch_at = state
        self.change([(pair, old, NOWHERE) for pair, old in enumerate(self.where) if old >= 0 and old != where[pair]])
        for pitcher, place in enumerate(pitch_at):
            if self.pitch_at[pitcher] != place:
                self.move_pitch(pitcher, place)
        self.change([(pair, NOWHERE, new) for pair, new in enumerate(where) if new >= 0 and self.where[pair] != new])


class _Bag:
    """Numbers of which one is drawn at random in no time."""

    def __init__(self, size: int) -> None:
        self.items: list[int] = []
        self._at = [NOWHERE] * size

    def add(self, item: int) -> None:
        if self._at[item] < 0:
            self._at[item] = len(self.items)
            self.items.append(item)

    def drop(self, item: int) -> None:
        at = self._at[item]
        if at >= 0:
            last = self.items.pop()
            if last != item:
                self.items[at] = last
                self._at[last] = at
            self._at[item] = NOWHERE
