"""Where each thing of a timetable could go: a quick preview, slot by slot. ``domain.clashes`` has the last word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dealflow.domain.handwork import things
from dealflow.domain.timetable import Act, Problem, Slot, Span, Timetable
from dealflow.domain.timetable_parts import Held, Parts, overlaps_any


class Barred(StrEnum):
    """Why a thing cannot be in a slot, whatever the table; the first that applies is told."""

    PINNED = "pinned"
    TAKEN = "taken"
    COMPANY_AWAY = "company_away"
    INVESTOR_AWAY = "investor_away"
    COMPANY_BUSY = "company_busy"
    INVESTOR_BUSY = "investor_busy"
    APART = "apart"
    NOT_ALLOWED = "not_allowed"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Openings:
    """For each act: why it cannot be in a slot (by slot id; a slot that is missing is open to it).

    ``closed``: the (slot, place) that cannot be used at all.
    """

    barred: Mapping[Act, Mapping[str, Barred]]
    closed: frozenset[tuple[str, str]]


def openings(problem: Problem, timetable: Timetable, more: Iterable[Act] = ()) -> Openings:
    """Return where everything that is placed, and ``more`` that is not, could go, each by itself, all else staying."""
    look = _Look(problem, timetable)
    acts = dict.fromkeys([*things(timetable), *more])
    return Openings({act: look.barred(act) for act in acts}, frozenset(_closed(problem)))


class _Look:
    """A timetable by firm and seat, for many questions."""

    def __init__(self, problem: Problem, timetable: Timetable) -> None:
        self.problem = problem
        self.parts = Parts(problem)
        self.of_company: dict[str, list[Held]] = defaultdict(list)
        self.of_seat: dict[str, list[Held]] = defaultdict(list)
        self.count: dict[str, int] = defaultdict(int)
        for each in self.parts.held(timetable):
            self.of_company[each.act.company].append(each)
            for seat in each.seats[1:]:
                self.of_seat[seat].append(each)
            for firm in each.firms if each.act.investor else ():
                self.count[firm] += 1
        self.placed = things(timetable).keys()

    def barred(self, act: Act) -> dict[str, Barred]:
        slots = self.problem.slots if act.investor else self.problem.pitch_slots
        always = self._always(act)
        found = {slot.id: always or self._why(act, slot) for slot in slots}
        return {slot: why for slot, why in found.items() if why is not None}

    def _always(self, act: Act) -> Barred | None:
        """Return why the act can be nowhere."""
        asked = self.parts.pairs.get(act) if act.investor else self.parts.pitchers.get(act.company)
        if asked is None or any(firm not in self.parts.firms for firm in _firms(act)):
            return Barred.NOT_ALLOWED
        if act not in self.placed and act.investor:
            for firm in _firms(act):
                most = self.parts.firms[firm].most
                if most is not None and self.count[firm] >= most:
                    return Barred.AT_MOST
        return None

    def _why(self, act: Act, slot: Slot) -> Barred | None:
        asked = self.parts.pairs.get(act) if act.investor else self.parts.pitchers.get(act.company)
        if asked is not None and asked.pin is not None and asked.pin.slot != slot.id:
            return Barred.PINNED
        if overlaps_any(slot.span, self.problem.taken):
            return Barred.TAKEN
        if not self.parts.is_free(self.parts.firms[act.company].seats[0].id, slot.span):
            return Barred.COMPANY_AWAY
        if asked is not None and asked.slots is not None and slot.id not in asked.slots:
            return Barred.COMPANY_AWAY
        return self._busy(act, slot.span) or (self._investor(act, slot.span) if act.investor else None)

    def _busy(self, act: Act, span: Span) -> Barred | None:
        others = [each for each in self.of_company[act.company] if each.act != act]
        if overlaps_any(span, (each.span for each in others)):
            return Barred.COMPANY_BUSY
        other_kind = (each.span for each in others if (each.act.investor is None) != (act.investor is None))
        if any(span.overlaps(other, apart_min=self.problem.apart_min) for other in other_kind):
            return Barred.APART
        return None

    def _investor(self, act: Act, span: Span) -> Barred | None:
        pair = self.parts.pairs[act]
        seats = [seat.id for seat in self.parts.firms[act.investor or ""].seats if pair.seat in (None, seat.id)]
        there = [seat for seat in seats if self.parts.is_free(seat, span)]
        if not there:
            return Barred.INVESTOR_AWAY
        for seat in there:
            if not overlaps_any(span, (each.span for each in self.of_seat[seat] if each.act != act)):
                return None
        return Barred.INVESTOR_BUSY


def _closed(problem: Problem) -> Iterable[tuple[str, str]]:
    for table in problem.tables:
        for slot in problem.slots:
            if overlaps_any(slot.span, table.closed):
                yield slot.id, table.id
    for stage in problem.stages:
        for slot in problem.pitch_slots:
            if slot.id not in stage.slots:
                yield slot.id, stage.id


def _firms(act: Act) -> tuple[str, ...]:
    return (act.company,) if act.investor is None else (act.company, act.investor)
