"""A published plan against a problem that has changed: what stood where, and what it costs to change it."""

from __future__ import annotations

from collections.abc import Collection

from dealflow.domain.irday.timetable.timetable import Act, Timetable
from dealflow.schedule.board import NOWHERE
from dealflow.schedule.day import Day
from dealflow.schedule.remaining import Rest
from dealflow.schedule.tables import timetable_of

MOVED, CANCELLED, PITCH_MOVED, REQUIRED = 10, 100, 30, 10_000
"""What a changed consultation costs, one that falls away, a pitch that moves, and what must be held and is not."""


class ChangingPlan:
    """Where the published plan's things stood, by number (pairs, then pitchers), and where they are to be."""

    def __init__(self, day: Day, rest: Rest) -> None:
        self.day = day
        self.was = [NOWHERE] * len(day.pairs)
        self.wished: dict[int, tuple[str, str]] = {}
        for meeting in rest.published.meetings:
            pair = day.pair_of.get(Act(meeting.company, meeting.investor))
            if pair is not None:
                self.was[pair] = day.slot_of.get(meeting.slot, NOWHERE)
                self.wished[pair] = (meeting.table, meeting.seat)
        self.pitch_was = day.pitches_of(rest.published)
        self.where, self.pitch_at = self.was, self.pitch_was

    def timetable(self) -> Timetable:
        """Return it as a timetable: who stays in his slot keeps table and seat where that can be."""
        return timetable_of(self.day, self.where, self.pitch_at, wished=self.wished)

    def stays(self, act: int) -> bool:
        """Say whether the act could stay where it was, were nothing else there."""
        return self.was_at(act) in self.day.where_of(act)

    def was_at(self, act: int) -> int:
        """Return the slot or place that an act had."""
        pairs = len(self.day.pairs)
        return self.was[act] if act < pairs else self.pitch_was[act - pairs]

    def now_at(self, act: int) -> int:
        """Return the slot or place that an act has now."""
        pairs = len(self.day.pairs)
        return self.where[act] if act < pairs else self.pitch_at[act - pairs]

    def cost_of(self, acts: Collection[int]) -> int:
        """Return what the changes cost together."""
        cost = 0
        for act in acts:
            if self.now_at(act) < 0:
                cost += self.price_of_loss(act)
            elif self.now_at(act) != self.was_at(act):
                cost += self.price_of_move(act)
        return cost

    def price_of_loss(self, act: int) -> int:
        """Return what it costs that an act is not held any more."""
        if act >= len(self.day.pairs) or self.day.is_must[act]:
            return REQUIRED
        return CANCELLED + self.day.pairs[act].points

    def price_of_move(self, act: int) -> int:
        """Return what it costs that an act is held elsewhere."""
        return MOVED if act < len(self.day.pairs) else PITCH_MOVED


def firms_of(day: Day, act: int) -> tuple[int, ...]:
    """Return the firms of an act, by number."""
    pairs = len(day.pairs)
    return (day.company[act], day.investor[act]) if act < pairs else (day.pitcher_firm[act - pairs],)
