"""What a day has too little of, counted before anybody plans it: places to pitch, seats for what was promised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dealflow.domain.irday.timetable.timetable import Pitcher, Problem, Side
from dealflow.domain.irday.timetable.timetable_lookup import Parts, overlaps_any


class ShortOf(StrEnum):
    """What there is too little of."""

    PITCHES = "pitches"
    """Companies that pitch, and places in which they could: without enough there is no plan."""
    MEETINGS = "meetings"
    """Consultations that were promised to companies, and those that tables and investors have room for."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """So many are needed and so many there are; ``is_final``: no plan is possible."""

    of: ShortOf
    needed: int
    there: int

    @property
    def short(self) -> int:
        """Return how many are missing."""
        return self.needed - self.there

    @property
    def is_final(self) -> bool:
        """Say whether no plan is possible."""
        return self.of is ShortOf.PITCHES


def shortfalls(problem: Problem) -> tuple[Shortfall, ...]:
    """Return what there is too little of; nothing, if counting alone finds nothing."""
    pitches = Shortfall(ShortOf.PITCHES, len(problem.pitchers), _most_pitches(problem))
    promised = sum(firm.least for firm in problem.firms if firm.side is Side.COMPANY)
    meetings = Shortfall(ShortOf.MEETINGS, promised, min(promised, _most_meetings(problem)))
    return tuple(shortfall for shortfall in (pitches, meetings) if shortfall.short > 0)


def _most_pitches(problem: Problem) -> int:
    """Return how many companies can pitch at once in the whole day: a matching of companies and places."""
    parts = Parts(problem)
    places = [
        (slot.id, stage.id, number)
        for slot in problem.pitch_slots
        if not overlaps_any(slot.span, problem.taken)
        for stage in problem.stages
        if slot.id in stage.slots
        for number in range(stage.places)
    ]
    holder: dict[tuple[str, str, int], Pitcher] = {}

    def find(pitcher: Pitcher, tried: set[tuple[str, str, int]]) -> bool:
        """Give the company a place; who has it moves on, if that company finds another."""
        for place in places:
            if place in tried or not _fits(parts, pitcher, place[0]):
                continue
            tried.add(place)
            if place not in holder or find(holder[place], tried):
                holder[place] = pitcher
                return True
        return False

    for pitcher in problem.pitchers:
        if len(holder) == len(places):
            break
        find(pitcher, set())
    return len(holder)


def _fits(parts: Parts, pitcher: Pitcher, slot: str) -> bool:
    """Say whether a company could pitch there: allowed, and its people free. A pin can be lifted: it counts not."""
    if pitcher.slots is not None and slot not in pitcher.slots:
        return False
    return parts.is_free(parts.firms[pitcher.company].seats[0].id, parts.pitch_spans[slot])


def _most_meetings(problem: Problem) -> int:
    """Return how many consultations tables and investors have room for at the most."""
    parts = Parts(problem)
    slots = [slot for slot in problem.slots if not overlaps_any(slot.span, problem.taken)]
    at_tables = sum(not overlaps_any(slot.span, table.closed) for slot in slots for table in problem.tables)
    of_investors = 0
    for firm in (firm for firm in problem.firms if firm.side is Side.INVESTOR):
        seats = sum(parts.is_free(seat.id, slot.span) for slot in slots for seat in firm.seats)
        of_investors += seats if firm.most is None else min(seats, firm.most)
    return min(at_tables, of_investors)
