"""Consultations that nobody had planned, and two that change places: the published plan goes on by one version.

The plan that people go by is changed, not a draft that somebody works on beside it; what has begun stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.irday.programme.day_state import Day, load_day, run_event
from dealflow.actions.irday.timetable.plans import judge, problem_for
from dealflow.actions.platform.context import Acting, transacted
from dealflow.actions.platform.workspace import written
from dealflow.domain.irday.events import PlanOrigin, TimetableDrafted, TimetablePublished
from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.irday.timetable.day_agenda import minute_of
from dealflow.domain.irday.timetable.manual_edits import Spot, exchange, living, put, things
from dealflow.domain.irday.timetable.open_slots import Barred, openings
from dealflow.domain.irday.timetable.placements import span_of
from dealflow.domain.irday.timetable.timetable import Act, Problem, Timetable
from dealflow.domain.irday.timetable.timetable_diff import Changes, changes
from dealflow.domain.irday.timetable.timetable_lookup import Parts
from dealflow.errors import ChangedMeanwhileError, ClashError, InvalidInputError

__all__ = ["Places", "Spot", "places_for", "swap", "walk_in"]


@dataclass(frozen=True, slots=True)
class Places:
    """Where a walk-in consultation of two firms could be, the earliest first; ``why`` where no slot is open to it."""

    spots: tuple[Spot, ...]
    why: Barred | None = None


def places_for(day: Day, company: str, investor: str, *, at: datetime) -> Places:
    """Return the free tables of the slots still to come in which both are free."""
    problem, timetable = problem_for(day, {}, at), day.plan.published or Timetable()
    act, now = Act(company, investor), minute_of(day.event.held_on, at)
    if act in things(timetable):
        return Places((), Barred.NOT_ALLOWED)
    opening = openings(problem, timetable, (act,))
    barred, taken = opening.barred[act], {(meeting.slot, meeting.table) for meeting in timetable.meetings}
    coming = [slot for slot in problem.slots if slot.span.end_min > now]
    spots = tuple(
        Spot(slot.id, table.id)
        for slot in coming
        if slot.id not in barred
        for table in problem.tables
        if (slot.id, table.id) not in taken | opening.closed
    )
    why = None if spots else next((barred[slot.id] for slot in coming if slot.id in barred), Barred.TAKEN)
    return Places(spots, why)


def walk_in(  # who meets whom, and where
    acting: Acting,
    ir_event_id: str,
    act: Act,
    spot: Spot,
    *,
    seen: int | None = None,
    note: str = "",
) -> Changes:
    """Add a consultation to the published plan, publish that at once, and return what changed.

    ``seen`` is the published version that the screen showed.

    Raises:
        ClashError: it would break a rule that the plan keeps, or the plan holds what cannot take place any more (on a
            closed table): plan the rest first. ``clashes`` says which.
        ChangedMeanwhileError: another version was published since.
        InvalidInputError: nothing is published yet, or the two have a consultation already.
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """

    def decide(problem: Problem, now: Timetable) -> Timetable:
        if act in things(now):
            raise InvalidInputError(field="meeting", problem="exists")
        return put(problem, now, act, spot)

    return _publish(acting, ir_event_id, decide, (PlanOrigin.WALK_IN, note, seen))


def swap(  # which two
    acting: Acting, ir_event_id: str, act: Act, other: Act, *, seen: int | None = None, note: str = ""
) -> Changes:
    """Let two consultations (or two pitches) of the published plan change places, publish, and return what changed.

    Raises:
        ClashError: it would break a rule that the plan keeps, or the plan holds what cannot take place any more (on a
            closed table): plan the rest first. ``clashes`` says which.
        ChangedMeanwhileError: another version was published since.
        InvalidInputError: nothing is published yet, or one is a pitch and the other is not.
        NotAllowedError, NotFoundError: the viewer does not run the event; there is no such event or consultation.
    """
    if (act.investor is None) != (other.investor is None):
        raise InvalidInputError(field="meeting", problem="unlike")

    def decide(problem: Problem, now: Timetable) -> Timetable:
        return exchange(problem, now, act, other)

    return _publish(acting, ir_event_id, decide, (PlanOrigin.BY_HAND, note, seen))


@transacted
def _publish(
    acting: Acting,
    ir_event_id: str,
    decide: Callable[[Problem, Timetable], Timetable],
    how: tuple[PlanOrigin, str, int | None],
) -> Changes:
    origin, note, seen = how
    text = written(note, "note", longest=500)
    day = load_day(acting.ws, acting.session, run_event(acting, ir_event_id))
    if day.plan.published is None:
        raise InvalidInputError(field="timetable", problem="not_published")
    if seen is not None and seen != day.plan.published_number:
        raise ChangedMeanwhileError(stream=f"timetable:{ir_event_id}", expected=seen, found=day.plan.published_number)
    before = day.plan.published
    problem = problem_for(day, {}, acting.at)
    timetable = decide(problem, _possible(day, problem, acting.at))
    _require_to_come(before, timetable, minute_of(day.event.held_on, acting.at))
    judgement = judge(day, timetable, before, at=acting.at, problem=problem)
    if judgement.keeps_back:
        raise ClashError(clashes=judgement.keeps_back)
    number = day.plan.number + 1
    drafted = TimetableDrafted(ir_event_id, number, origin, timetable, base=day.plan.published_number, note=text)
    published = TimetablePublished(ir_event_id, number, text)
    acting.record([drafted, published], after=day.plan_version)
    return changes(before, timetable)


def _possible(day: Day, problem: Problem, at: datetime) -> Timetable:
    """Return the published plan without what can take place no more; what was called off stays as it was marked."""
    published = day.plan.published or Timetable()
    alive = living(problem, published, minute_of(day.event.held_on, at))
    called_off = (
        meeting
        for meeting in published.meetings
        if day.state_of(meeting.company, meeting.investor) is MeetingState.CANCELLED and Parts(problem).knows(meeting)
    )
    return Timetable(tuple(sorted({*alive.meetings, *called_off})), alive.pitches)


def _require_to_come(before: Timetable, after: Timetable, now_min: int) -> None:
    """Refuse to put something into a slot that is over.

    Raises:
        InvalidInputError: the change does so.
    """
    found = changes(before, after)
    over = [
        thing.slot
        for thing in (*found.added, *(moved.now for moved in found.moved))
        if span_of(thing.slot).end_min <= now_min
    ]
    if over:
        raise InvalidInputError(field="slot", problem="past", value=over[0])
