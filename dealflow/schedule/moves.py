"""What the search tries: each proposal is a list of changes that keeps every hard rule, or None."""

from __future__ import annotations

from random import Random

from dealflow.schedule.board import NOWHERE, Board, Change
from dealflow.schedule.day import Later

_LONGEST_CHAIN = 24
_DRAWS = 6


class Proposals:
    """Draws changes for a board.

    ``frozen`` acts (pairs, then pitchers) stay where they are. ``hopeful``: the only pairs that may enter; None: any.
    """

    def __init__(
        self,
        board: Board,
        random: Random,
        *,
        frozen: frozenset[int] = frozenset(),
        hopeful: frozenset[int] | None = None,
    ) -> None:
        self.board = board
        self.day = board.day
        self.random = random
        self.frozen = frozen
        self.hopeful = frozenset(range(len(self.day.pairs))) if hopeful is None else hopeful
        self.pitchers = [
            pitcher
            for pitcher, doors in enumerate(self.day.doors)
            if len(doors) > 1 and len(self.day.pairs) + pitcher not in frozen
        ]
        self._orders: dict[int, list[Later]] = {}
        for order in self.day.orders:
            for act in (order.first, order.then):
                self._orders.setdefault(act, []).append(order)

    def shift(self) -> list[Change] | None:
        """Return a consultation moved to another slot, with all that stands in its way moved back (a Kempe chain)."""
        board = self.board
        if not board.placed.items:
            return None
        random = self.random.random
        pair = board.placed.items[int(random() * len(board.placed.items))]
        slot = NOWHERE
        if random() < 0.5:  # noqa: PLR2004 - half of the time beside what the investor has already
            busy = board.mask[self.day.investor[pair]] & ~board.bit[board.where[pair]]
            beside = (busy << 1 | busy >> 1) & board.open[pair] & ~busy
            if beside:
                slot = board.slot_at[self._one_of(beside)]
        if slot < 0:
            slots = self.day.slots_of[pair]
            slot = slots[int(random() * len(slots))]
        if slot == board.where[pair]:
            return None
        return self._chain(pair, slot)

    def enter(self) -> list[Change] | None:
        """Return a new consultation in a slot, with what it displaces moved elsewhere or dropped."""
        board = self.board
        if not board.left.items:
            return None
        random = self.random.random
        for _ in range(_DRAWS):
            pair = board.left.items[int(random() * len(board.left.items))]
            if pair in self.hopeful:
                break
        else:
            return None
        slots = self.day.slots_of[pair]
        return self._entry(pair, slots[int(random() * len(slots))])

    def drop(self) -> list[Change] | None:
        """Return a consultation dropped."""
        board = self.board
        if not board.placed.items:
            return None
        pair = board.placed.items[int(self.random.random() * len(board.placed.items))]
        if self._stays(pair):
            return None
        return [(pair, board.where[pair], NOWHERE)]

    def is_lawful(self, changes: list[Change]) -> bool:
        """Say whether orders hold after the changes, and nothing frozen moves."""
        if self.frozen and any(change[0] in self.frozen for change in changes):
            return False
        if not self._orders:
            return True
        new = {pair: slot for pair, _, slot in changes}
        return all(self._in_order(order, new) for pair in new for order in self._orders.get(pair, ()))

    def pitch_in_order(self, pitcher: int) -> bool:
        """Say whether the orders that speak of a pitch hold as things stand."""
        return all(self._in_order(order, {}) for order in self._orders.get(len(self.day.pairs) + pitcher, ()))

    def _in_order(self, order: Later, new: dict[int, int]) -> bool:
        first, then = self._at(order.first, new), self._at(order.then, new)
        if first < 0 or then < 0:
            return True
        return self.day.span(order.first, first).end_min <= self.day.span(order.then, then).start_min

    def _at(self, act: int, new: dict[int, int]) -> int:
        if act < len(self.day.pairs):
            return new.get(act, self.board.where[act])
        return self.board.pitch_at[act - len(self.day.pairs)]

    def _stays(self, pair: int) -> bool:
        return self.day.is_must[pair] or pair in self.frozen

    def _chain(self, pair: int, slot: int) -> list[Change] | None:
        board, where = self.board, self.board.where
        old = where[pair]
        moved = {pair}
        changes: list[Change] = [(pair, old, slot)]
        net = 0
        for number, source, target in changes:
            net += 1 if target == slot else -1
            bit = board.bit[target]
            if not board.open[number] & bit:
                return None
            for resource in board.takes[number]:
                if board.barred[resource] & bit:
                    return None
                other = self._in_the_way(resource, target, source, moved)
                if other >= 0:
                    moved.add(other)
                    changes.append((other, target, source))
            if len(changes) > _LONGEST_CHAIN:
                return None
        if net > 0 and board.used[slot] + net > self.day.tables[slot]:
            return None
        if net < 0 and board.used[old] - net > self.day.tables[old]:
            return None
        return changes

    def _in_the_way(self, resource: int, target: int, source: int, moved: set[int]) -> int:
        """Return who must leave ``target`` for ``source``, so that one more of the resource fits; -1: nobody."""
        board = self.board
        sitting = board.crowd.get(resource)
        if sitting is None:
            other = board.who[resource][target]
            return NOWHERE if other in moved else other
        leaving = sum(number in moved for number in sitting[target])
        arriving = sum(number in moved for number in sitting[source])
        if len(sitting[target]) - leaving + arriving <= board.room_of[resource][target]:
            return NOWHERE
        staying = [number for number in sitting[target] if number not in moved]
        return staying[int(self.random.random() * len(staying))] if staying else NOWHERE

    def _entry(self, pair: int, slot: int) -> list[Change] | None:
        board = self.board
        bit = board.bit[slot]
        leaving: list[int] = []
        for resource in board.takes[pair]:
            if board.barred[resource] & bit:
                return None
            if board.shut[resource] & bit:
                other = self._occupant(resource, slot)
                if other not in leaving:
                    leaving.append(other)
        dropped = self._over_most(pair, leaving)
        if dropped is None:
            return None
        if (
            board.used[slot] - len(leaving) - sum(board.where[number] == slot for number in dropped)
            >= self.day.tables[slot]
        ):
            other = self._someone_at(slot)
            if other in leaving or other in dropped:
                return None
            leaving.append(other)
        return self._displace(pair, slot, leaving, dropped)

    def _displace(self, pair: int, slot: int, leaving: list[int], dropped: list[int]) -> list[Change] | None:
        """Return the entry with its consequences: who leaves goes to a free slot where there is one, or is dropped."""
        board = self.board
        changes: list[Change] = [(number, board.where[number], NOWHERE) for number in dropped]
        taken = board.bit[slot]
        for number in leaving:
            free = board.free_for(number) & ~taken
            if free and self.random.random() < 0.8:  # noqa: PLR2004 - else nothing would ever be dropped
                new = self._one_of(free)
                taken |= new
                changes.append((number, slot, board.slot_at[new]))
            elif self._stays(number):
                return None
            else:
                changes.append((number, slot, NOWHERE))
        changes.append((pair, NOWHERE, slot))
        return changes

    def _over_most(self, pair: int, leaving: list[int]) -> list[int] | None:
        """Return what each firm that has its most already gives up for the pair; None: it cannot."""
        board, dropped = self.board, []
        for firm in board.takes[pair][:2]:
            if board.count[firm] < self.day.most[firm]:
                continue
            if not board.meets[firm]:
                return None
            meets = tuple(board.meets[firm])
            other = meets[int(self.random.random() * len(meets))]
            rival = meets[int(self.random.random() * len(meets))]
            if self.day.points[rival] < self.day.points[other]:
                other = rival
            if self._stays(other):
                return None
            if other in leaving:
                leaving.remove(other)
            if other not in dropped:
                dropped.append(other)
        return dropped

    def _occupant(self, resource: int, slot: int) -> int:
        sitting = self.board.crowd.get(resource)
        if sitting is None:
            return self.board.who[resource][slot]
        return sitting[slot][int(self.random.random() * len(sitting[slot]))]

    def _someone_at(self, slot: int) -> int:
        """Return a consultation of the slot, drawn by chance."""
        board = self.board
        for _ in range(64):
            pair = board.placed.items[int(self.random.random() * len(board.placed.items))]
            if board.where[pair] == slot:
                return pair
        return next(pair for pair in board.placed.items if board.where[pair] == slot)

    def _one_of(self, mask: int) -> int:
        """Return one of the bits that are set, drawn by chance."""
        for _ in range(int(self.random.random() * mask.bit_count())):
            mask &= mask - 1
        return mask & -mask
