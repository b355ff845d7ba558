"""What a timetable leaves open: wishes that are not met with the reason, firms below their least, idle stretches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dealflow.domain.irday.participants.participants import INVESTORS, Participant, ParticipantKind
from dealflow.domain.irday.timetable.open_slots import Openings
from dealflow.domain.irday.timetable.planning_problem import Asked, may_meet
from dealflow.domain.irday.timetable.timetable import Act, Firm, Meeting, Problem, Slot, Timetable
from dealflow.domain.irday.timetable.timetable_lookup import Parts, idle, overlaps_any


class Why(StrEnum):
    """Why a wish is not met; the first that applies is told."""

    NOT_COMING = "not_coming"
    OWN_SIDE = "own_side"
    """Both sit on the same side: suppliers meet investors, operators and adopters."""
    VETO = "veto"
    CONFLICT = "conflict"
    CALLED_OFF = "called_off"
    AT_MOST = "at_most"
    NEVER_BOTH = "never_both"
    """There is no slot in which both are there."""
    NO_TABLE = "no_table"
    """They have a slot in common, and every table is taken then."""
    OTHERS_FIRST = "others_first"
    """In every slot in which both are there, one of them has something else."""
    POSSIBLE = "possible"
    """There is room for it: it can be placed by hand."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """A wish that is not met: who asked, for whom, how dearly, and why not."""

    asker: str
    counterpart: str
    rank: int
    why: Why


@dataclass(frozen=True, slots=True)
class Short:
    """A firm with fewer consultations than it was promised."""

    firm: str
    held: int
    least: int


def act_between(kinds: Mapping[str, ParticipantKind], text: str, other: str) -> Act | None:
    """Return the consultation of the two, whichever of them is the company; None where both sit on one side."""
    if kinds.get(text) is ParticipantKind.SUPPLIER and kinds.get(other) in INVESTORS:
        return Act(text, other)
    if kinds.get(other) is ParticipantKind.SUPPLIER and kinds.get(text) in INVESTORS:
        return Act(other, text)
    return None


def unmet(
    problem: Problem, timetable: Timetable, participants: Iterable[Participant], application: Asked, opened: Openings
) -> tuple[Unmet, ...]:
    """Return the wishes of confirmed participants that the timetable does not meet, the dearest first.

    ``opened``: where things could go in the same timetable, the wished pairs among them.
    """
    everybody = {participant.id: participant for participant in participants}
    kinds = {participant.id: participant.kind for participant in everybody.values()}
    met = {Act(meeting.company, meeting.investor) for meeting in timetable.meetings}
    look = _Reasons(problem, timetable, application, opened)
    unmet_wishes = []
    for asker, requests in application.requests.items():
        if asker not in everybody or not everybody[asker].is_coming:
            continue
        for wish in requests.wishes:
            act = act_between(kinds, asker, wish.participant_id)
            if act is not None and act in met:
                continue
            other = everybody.get(wish.participant_id)
            why = Why.NOT_COMING if other is None or not other.is_coming else look.why(act)
            unmet_wishes.append(Unmet(asker, wish.participant_id, wish.rank, why))
    return tuple(sorted(unmet_wishes, key=lambda unmet: (unmet.rank, unmet.asker, unmet.counterpart)))


def wished(participants: Iterable[Participant], application: Asked) -> dict[Act, int]:
    """Return the consultations that somebody who comes wishes for, with the dearest rank that was given."""
    kinds = {participant.id: participant.kind for participant in participants if participant.is_coming}
    ranks: dict[Act, int] = {}
    for asker, requests in application.requests.items():
        for wish in requests.wishes:
            act = act_between(kinds, asker, wish.participant_id)
            if act is not None:
                ranks[act] = min(wish.rank, ranks.get(act, wish.rank))
    return ranks


def short(problem: Problem, timetable: Timetable) -> tuple[Short, ...]:
    """Return the firms that have fewer consultations than their least, the furthest from it first."""
    counts = _counts(timetable.meetings)
    shorts = [Short(firm.id, counts[firm.id], firm.least) for firm in problem.firms if counts[firm.id] < firm.least]
    return tuple(sorted(shorts, key=lambda short: (short.held - short.least, short.firm)))


def gaps(problem: Problem, timetable: Timetable) -> dict[str, int]:
    """Return the firms with idle stretches between what they do, and how many."""
    parts = Parts(problem)
    return {firm: count for firm, count in idle(parts, parts.held(timetable)).items() if count}


class _Reasons:
    """A timetable with what is needed to say why a pair is not in it."""

    def __init__(self, problem: Problem, timetable: Timetable, application: Asked, opened: Openings) -> None:
        self.problem, self.asked, self.opened = problem, application, opened
        self.parts = Parts(problem)
        self.counts = _counts(timetable.meetings)
        self.used = Counter(meeting.slot for meeting in timetable.meetings)
        self.room = {
            slot.id: sum(not overlaps_any(slot.span, table.closed) for table in problem.tables)
            for slot in problem.slots
        }

    def why(self, act: Act | None) -> Why:
        if act is None or act.investor is None:
            return Why.OWN_SIDE
        if not may_meet(self.asked, act.company, act.investor):
            return self._forbidden(act.company, act.investor)
        firms = [self.parts.firms[name] for name in (act.company, act.investor) if name in self.parts.firms]
        if any(firm.most is not None and self.counts[firm.id] >= firm.most for firm in firms):
            return Why.AT_MOST
        if not any(_both(self.parts, firms, slot) and self.room[slot.id] for slot in self.problem.slots):
            return Why.NEVER_BOTH
        barred = self.opened.barred.get(act, {})
        open_slots = [slot.id for slot in self.problem.slots if slot.id not in barred]
        if not open_slots:
            return Why.OTHERS_FIRST
        return Why.POSSIBLE if any(self.used[slot] < self.room[slot] for slot in open_slots) else Why.NO_TABLE

    def _forbidden(self, company: str, investor: str) -> Why:
        if (company, investor) in self.asked.dropped:
            return Why.CALLED_OFF
        if any(conflict.company == company and conflict.investor == investor for conflict in self.asked.conflicts):
            return Why.CONFLICT
        return Why.VETO


def _both(parts: Parts, firms: Iterable[Firm], slot: Slot) -> bool:
    if overlaps_any(slot.span, parts.problem.taken):
        return False
    return all(any(parts.is_free(seat.id, slot.span) for seat in firm.seats) for firm in firms)


def _counts(meetings: Iterable[Meeting]) -> Counter[str]:
    return Counter(firm for meeting in meetings for firm in (meeting.company, meeting.investor))
