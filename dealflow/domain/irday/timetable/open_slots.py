"""Where each thing of a timetable could go: a quick preview, slot by slot. ``domain.clashes`` has the last word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dealflow.domain.irday.timetable.manual_edits import things
from dealflow.domain.irday.timetable.timetable import Act, Problem, Slot, Timetable
from dealflow.domain.irday.timetable.timetable_lookup import Held, Parts, overlaps_any
from dealflow.domain.values.day_span import Span


class Barred(StrEnum):
    """Why a thing cannot be in a slot, whatever the table; the first that applies is told."""

    PINNED = "pinned"
    TAKEN = "taken"
    COMPANY_AWAY = "company_away"
    INVESTOR_AWAY = "investor_away"
    ENGAGED = "engaged"
    """One of them takes part in a part of the programme then, or is on the way."""
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
    """A timetable by company, seat and slot, for many questions."""

    def __init__(self, problem: Problem, timetable: Timetable) -> None:
        self.problem = problem
        self.parts = Parts(problem)
        self.spans = self.parts.spans | self.parts.pitch_spans
        self.placed = things(timetable).keys()
        self.taken = {slot.id for slot in self._all() if overlaps_any(slot.span, problem.taken)}
        self.free = {
            seat: {slot.id for slot in self._all() if self.parts.is_free(seat, slot.span)} for seat in self.parts.seats
        }
        self.count: dict[str, int] = defaultdict(int)
        self.at_company: dict[tuple[str, str], set[Act]] = defaultdict(set)
        self.near_company: dict[tuple[str, str], set[Act]] = defaultdict(set)
        self.at_seat: dict[tuple[str, str], set[Act]] = defaultdict(set)
        self._read(self.parts.held(timetable))

    def _all(self) -> tuple[Slot, ...]:
        return (*self.problem.slots, *self.problem.pitch_slots)

    def _read(self, held: Iterable[Held]) -> None:
        """Note in which slots each company and seat has something, and which come too close to it."""
        apart = self.problem.apart_min
        over: dict[Span, list[Slot]] = {}
        near: dict[tuple[Span, bool], list[Slot]] = {}
        for other_held in held:
            span, is_pitch = other_held.span, other_held.act.investor is None
            if span not in over:
                over[span] = [slot for slot in self._all() if slot.span.overlaps(span)]
            if (span, is_pitch) not in near:
                others = self.problem.slots if is_pitch else self.problem.pitch_slots
                near[span, is_pitch] = [slot for slot in others if slot.span.overlaps(span, apart_min=apart)]
            for slot in over[span]:
                self.at_company[other_held.act.company, slot.id].add(other_held.act)
                for seat in other_held.seats[1:]:
                    self.at_seat[seat, slot.id].add(other_held.act)
            for slot in near[span, is_pitch]:
                self.near_company[other_held.act.company, slot.id].add(other_held.act)
            for firm in other_held.firms if other_held.act.investor else ():
                self.count[firm] += 1

    def barred(self, act: Act) -> dict[str, Barred]:
        slots = self.problem.slots if act.investor else self.problem.pitch_slots
        always = self._always(act)
        if always is not None:
            return dict.fromkeys((slot.id for slot in slots), always)
        barred_items_by_id = {slot.id: self._why(act, slot.id) for slot in slots}
        return {slot: why for slot, why in barred_items_by_id.items() if why is not None}

    def _always(self, act: Act) -> Barred | None:
        """Return why the act can be nowhere."""
        request = self.parts.pairs.get(act) if act.investor else self.parts.pitchers.get(act.company)
        if request is None or any(firm not in self.parts.firms for firm in _firms(act)):
            return Barred.NOT_ALLOWED
        if act not in self.placed and act.investor:
            for firm in _firms(act):
                most = self.parts.firms[firm].most
                if most is not None and self.count[firm] >= most:
                    return Barred.AT_MOST
        return None

    def _why(self, act: Act, slot: str) -> Barred | None:
        request = self.parts.pairs.get(act) if act.investor else self.parts.pitchers.get(act.company)
        if request is not None and request.pin is not None and request.pin.slot != slot:
            return Barred.PINNED
        if slot in self.taken:
            return Barred.TAKEN
        if request is not None and request.slots is not None and slot not in request.slots:
            return Barred.COMPANY_AWAY
        return self._company(act, slot) or (self._investor(act, slot) if act.investor else None)

    def _company(self, act: Act, slot: str) -> Barred | None:
        seat = self.parts.firms[act.company].seats[0].id
        if slot not in self.free[seat]:
            return Barred.ENGAGED if self._is_engaged(seat, slot) else Barred.COMPANY_AWAY
        if self.at_company.get((act.company, slot), _NOTHING) - {act}:
            return Barred.COMPANY_BUSY
        if self.near_company.get((act.company, slot), _NOTHING) - {act}:
            return Barred.APART
        return None

    def _is_engaged(self, seat: str, slot: str) -> bool:
        return self.parts.engagement(seat, self.spans[slot]) is not None

    def _investor(self, act: Act, slot: str) -> Barred | None:
        pair = self.parts.pairs[act]
        seats = [seat.id for seat in self.parts.firms[pair.investor].seats if pair.seat in (None, seat.id)]
        there = [seat for seat in seats if slot in self.free[seat]]
        if not there:
            is_engaged = any(self._is_engaged(seat, slot) for seat in seats)
            return Barred.ENGAGED if is_engaged else Barred.INVESTOR_AWAY
        if any(not self.at_seat.get((seat, slot), _NOTHING) - {act} for seat in there):
            return None
        return Barred.INVESTOR_BUSY


_NOTHING: Final[frozenset[Act]] = frozenset()


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
