"""Changing a plan by hand, one thing at a time: each change is a version of its own, and none that clashes is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from dealflow.actions.irday.programme.day_state import Day, load_day, run_event
from dealflow.actions.irday.timetable.plans import Draft, problem_for, put, since_of
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace, commit, record
from dealflow.domain.irday.events import ParticipantKept, PlanOrigin
from dealflow.domain.irday.timetable import manual_edits
from dealflow.domain.irday.timetable.manual_edits import Spot, living, spot_of, things
from dealflow.domain.irday.timetable.placements import span_of
from dealflow.domain.irday.timetable.timetable import Act, Problem, Timetable
from dealflow.domain.irday.timetable.timetable_diff import changes
from dealflow.domain.values.event import By
from dealflow.errors import ChangedMeanwhileError, InvalidInputError
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries.visibility import Session

Edit = Callable[[Problem, Timetable], Timetable]


def move(acting: Acting, ir_event_id: str, act: Act, spot: Spot, *, seen: int | None = None) -> int:
    """Put a consultation or pitch at a spot, whether it was placed or not, and return the version that has it there.

    ``seen``: the version that the screen showed.

    Raises:
        ClashError: the timetable would break a rule; nothing is kept.
        InvalidInputError: it has begun already, or the slot has.
        ChangedMeanwhileError: there is a later version than the one seen.
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    return _edit(acting, ir_event_id, lambda problem, now: manual_edits.put(problem, now, act, spot), acting.by, seen)


def swap(acting: Acting, ir_event_id: str, act: Act, other: Act, *, seen: int | None = None) -> int:
    """Exchange two consultations, or two pitches, and return the version.

    Raises:
        InvalidInputError: they are not of one kind, or one has begun already.
        ClashError, ChangedMeanwhileError, NotAllowedError, NotFoundError: as in ``move``; one of them is not placed.
    """
    if (act.investor is None) != (other.investor is None):
        raise InvalidInputError(field="slot", problem="other_kind")
    return _edit(
        acting, ir_event_id, lambda problem, now: manual_edits.exchange(problem, now, act, other), acting.by, seen
    )


@transacted
def cancel(acting: Acting, ir_event_id: str, act: Act, *, seen: int | None = None) -> int:
    """Take a consultation or pitch out, and return the version. A company whose pitch goes pitches no more.

    Raises:
        ClashError, ChangedMeanwhileError, NotAllowedError, NotFoundError: as in ``move``; it is not placed.
        InvalidInputError: it has begun already.
    """
    doer = acting.by
    day = _day(acting, ir_event_id, seen)
    after = _without_pitch(acting.ws, acting.session, day, act.company, doer) if act.investor is None else day
    timetable = manual_edits.take_out(day.plan.latest, act)
    made_timetable = living(problem_for(after, {}, acting.at), timetable, since_of(day, acting.at))
    _require_to_come(day, made_timetable, acting.at)
    return put(acting.ws, acting.session, after, Draft(made_timetable, PlanOrigin.BY_HAND, base=day.plan.number), doer)


def _edit(looking: Looking, ir_event_id: str, edit: Edit, doer: By, seen: int | None) -> int:
    """Keep the latest version with one change; what can take place no more falls away with it."""

    def work(session: Session) -> int:
        day = _day(looking.within(session), ir_event_id, seen)
        problem = problem_for(day, {}, doer.at)
        timetable = edit(problem, living(problem, day.plan.latest, since_of(day, doer.at)))
        if timetable == day.plan.latest:
            return day.plan.number
        _require_to_come(day, timetable, doer.at)
        return put(looking.ws, session, day, Draft(timetable, PlanOrigin.BY_HAND, base=day.plan.number), doer)

    return commit(looking.ws, work)


def _day(looking: Looking, ir_event_id: str, seen: int | None) -> Day:
    day = load_day(looking.ws, looking.session, run_event(looking, ir_event_id))
    if seen is not None and seen != day.plan.number:
        raise ChangedMeanwhileError(stream=f"timetable:{ir_event_id}")
    return day


def _require_to_come(day: Day, timetable: Timetable, at: datetime) -> None:
    """Refuse to change, on the day itself, what has begun already, and to put something into the past.

    Raises:
        InvalidInputError: the change does so.
    """
    since = since_of(day, at)
    if since is None:
        return
    before, after = things(day.plan.latest), things(timetable)
    found_changes = changes(day.plan.latest, timetable)
    acts = [manual_edits.act_of(meeting) for meeting in (*found_changes.cancelled, *found_changes.added)] + [
        moved.act for moved in found_changes.moved
    ]
    for act in acts:
        slots = [spot_of(spots[act]).slot for spots in (before, after) if act in spots]
        if any(span_of(slot).start_min < since for slot in slots):
            raise InvalidInputError(field="slot", problem="past")


def _without_pitch(ws: Workspace, session: Session, day: Day, company: str, doer: By) -> Day:
    """Note that a company pitches no more, and return the day after it; who is no participant any more stays so."""
    participant = irday.find_participant(session, ws.name, company)
    if participant is None or not participant[0].pitches:
        return day
    quiet = replace(participant[0], pitches=False)
    record(ws, session, [ParticipantKept(quiet)], doer, after=participant[1])
    return replace(
        day,
        participants=tuple(
            quiet if other_participant.id == company else other_participant for other_participant in day.participants
        ),
    )
