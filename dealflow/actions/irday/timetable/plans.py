"""The plan of an IR day: versions drafted without a clash, published, rolled back; what stays where it is.

Every act that keeps a timetable asks ``judge``: nothing that clashes newly is ever kept, and nothing that cannot take
place is published. What clashes elsewhere already does not stand in the way of mending something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.irday.programme.day_state import Day, load_day, run_event
from dealflow.actions.platform.context import Acting, transacted
from dealflow.actions.platform.workspace import Workspace, record, written
from dealflow.domain.irday.events import PinsKept, PlanOrigin, TimetableDrafted, TimetablePublished
from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.irday.timetable.day_agenda import minute_of
from dealflow.domain.irday.timetable.disruptions import still_counted
from dealflow.domain.irday.timetable.hard_rules import Clash
from dealflow.domain.irday.timetable.judgement import Judgement, judged
from dealflow.domain.irday.timetable.manual_edits import without
from dealflow.domain.irday.timetable.plan_state import Plan, PlanVersion
from dealflow.domain.irday.timetable.planning_problem import Asked, problem_of
from dealflow.domain.irday.timetable.timetable import Act, Pin, Problem, Timetable
from dealflow.domain.values.event import By
from dealflow.errors import ClashError, InvalidInputError, NotFoundError, PublishedMeanwhileError
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries.visibility import Session

_NOTE = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """A timetable that is to be kept as a version, and where it comes from. ``base`` 0: from nothing."""

    timetable: Timetable
    origin: PlanOrigin
    base: int = 0
    seed: int | None = None
    note: str = ""


def asked_of(day: Day, fits: Mapping[tuple[str, str], int]) -> Asked:
    """Return what is asked of the plan: requests, conflicts, pins, and what was called off on the floor."""
    called_off = (pair for pair, mark in day.marks.items() if mark.state is MeetingState.CANCELLED)
    return Asked(day.requests, day.conflicts, day.plan.pins, fits, frozenset(called_off))


def problem_for(day: Day, fits: Mapping[tuple[str, str], int], at: datetime | None = None) -> Problem:
    """Return the day as a problem, as things stand.

    ``at``: now; on the day itself, who withdrew since it took part still counts, so that what it did stays in the plan.
    """
    since = None if at is None else since_of(day, at)
    participants = day.participants
    if since is not None:
        for timetable in (day.plan.latest, day.plan.published or Timetable()):
            participants = still_counted(participants, timetable, since)
    return problem_of(day.programme, participants, asked_of(day, fits))


def since_of(day: Day, at: datetime) -> int | None:
    """Return the minute that it is, on the day itself: what began before is past and cannot be mended; else None."""
    minute = minute_of(day.event.held_on, at)
    return minute if 0 <= minute < day.programme.days * 24 * 60 else None


@transacted
def keep_draft(acting: Acting, ir_event_id: str, draft: Draft) -> int:
    """Keep a timetable as the next version, and return its number.

    Raises:
        ClashError: it breaks a rule of the day as it stands now that the latest one keeps.
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    day = load_day(acting.ws, acting.session, run_event(acting, ir_event_id))
    return put(acting.ws, acting.session, day, draft, acting.by)


def put(ws: Workspace, session: Session, day: Day, draft: Draft, doer: By) -> int:
    """Append a version inside a transaction of the caller's, and return its number.

    Raises:
        ClashError: it breaks a rule of the day as it is given that the latest one keeps.
    """
    judgement = judge(day, draft.timetable, day.plan.latest if day.plan.number else None, at=doer.at)
    if judgement.new:
        raise ClashError(clashes=judgement.new)
    event = TimetableDrafted(
        day.event.id,
        day.plan.number + 1,
        draft.origin,
        draft.timetable,
        draft.base,
        draft.seed,
        written(draft.note, "note", longest=_NOTE),
    )
    record(ws, session, [event], doer, after=day.plan_version)
    return event.version


def judge(
    day: Day, timetable: Timetable, before: Timetable | None, *, at: datetime, problem: Problem | None = None
) -> Judgement:
    """Return what a timetable breaks as things stand, beside the one whose place it takes (None: there is none).

    The one judgement of a plan: for drafts, drags, publications, swaps, walk-ins and plans of the rest. On the day
    itself what is past is left aside. What was called off on the floor and stays where it was occupies nobody.
    """
    stands = frozenset(timetable.meetings if before is None else before.meetings)
    called_off = [
        Act(meeting.company, meeting.investor)
        for meeting in timetable.meetings
        if meeting in stands and day.state_of(meeting.company, meeting.investor) is MeetingState.CANCELLED
    ]
    return judged(
        problem or problem_for(day, {}, at),
        without(timetable, called_off),
        None if before is None else without(before, called_off),
        since_min=_judged_since(day, at),
    )


def clashes_of(day: Day, timetable: Timetable, *, at: datetime) -> tuple[Clash, ...]:
    """Return the rules that a timetable breaks as things stand; on the day itself, what is past is left aside."""
    return judge(day, timetable, None, at=at).new


def _judged_since(day: Day, at: datetime) -> int | None:
    """Return the minute before which nothing is judged; after the day, from when the last plan of the rest held."""
    since = since_of(day, at)
    if since is not None or minute_of(day.event.held_on, at) < 0:
        return since
    held = [version.as_of_min for version in day.plan.versions if version.as_of_min is not None]
    return max(held, default=None)


@transacted
def publish(acting: Acting, ir_event_id: str, version: int, *, note: str = "", seen: int | None = None) -> int:
    """Make a version the one that people go by, and return the revision (how often something was published).

    ``seen``: the plan's version that the screen showed.

    Raises:
        ClashError: it breaks a rule that the published one keeps, or holds what cannot take place.
        InvalidInputError: it is published already.
        ChangedMeanwhileError: the plan was changed since; a colleague published that very version.
        NotAllowedError, NotFoundError: the viewer does not run the event; there is no such event or version.
    """
    day = load_day(acting.ws, acting.session, run_event(acting, ir_event_id))
    timetable = timetable_of(acting.ws, acting.session, day.plan, version)
    if version == day.plan.published_number:
        if seen is not None and seen != day.plan_version:
            raise PublishedMeanwhileError(stream=f"timetable:{ir_event_id}", expected=seen, found=day.plan_version)
        raise InvalidInputError(field="version", problem="published")
    judgement = judge(day, timetable, day.plan.published, at=acting.at)
    if judgement.keeps_back:
        raise ClashError(clashes=judgement.keeps_back)
    event = TimetablePublished(ir_event_id, version, written(note, "note", longest=_NOTE))
    acting.record([event], after=day.plan_version if seen is None else seen)
    return day.plan.revision + 1


@transacted
def roll_back(acting: Acting, ir_event_id: str, version: int) -> int:
    """Draft an earlier version anew as the latest one, and return its number.

    Raises:
        ClashError: it breaks a rule of the day as it stands now.
        NotAllowedError, NotFoundError: the viewer does not run the event; there is no such event or version.
    """
    day = load_day(acting.ws, acting.session, run_event(acting, ir_event_id))
    timetable = timetable_of(acting.ws, acting.session, day.plan, version)
    draft = Draft(timetable, PlanOrigin.ROLLED_BACK, base=version)
    return put(acting.ws, acting.session, day, draft, acting.by)


def undo(acting: Acting, ir_event_id: str) -> int:
    """Draft the version before the last change anew, and return its number; once more goes back one further.

    Raises:
        NotFoundError: there is nothing before it; or no such event.
        ClashError, NotAllowedError: as in ``roll_back``.
    """
    with acting.ws.ledger.read() as session:
        event = run_event(acting.within(session), ir_event_id)
        plan, _ = irday.plan(session, acting.ws.name, event.id)
    return roll_back(acting, ir_event_id, before(plan))


def before(plan: Plan) -> int:
    """Return the version that undoing the last change goes back to; 0 where there is none.

    A change goes back to what it goes out from; what was planned afresh, to the version before it.
    """
    versions = {version.number: version for version in plan.versions}
    plan_version: PlanVersion | None = versions.get(plan.number)
    while plan_version is not None and plan_version.origin is PlanOrigin.ROLLED_BACK:
        plan_version = versions.get(plan_version.base)
    return 0 if plan_version is None else plan_version.base or plan_version.number - 1


@transacted
def set_pin(acting: Acting, ir_event_id: str, act: Act, pin: Pin | None) -> None:
    """Let something stay where it is whatever is planned anew; None: let it go again.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    run_event(acting, ir_event_id)
    plan, version = irday.plan(acting.session, acting.ws.name, ir_event_id)
    pins_by_act = {other_act: where for other_act, where in plan.pins if other_act != act}
    if pin is not None:
        pins_by_act[act] = pin
    pins = tuple(sorted(pins_by_act.items(), key=lambda item: (item[0].company, item[0].investor or "")))
    if pins != plan.pins:
        acting.record([PinsKept(ir_event_id, pins)], after=version)


def timetable_of(ws: Workspace, session: Session, plan: Plan, version: int) -> Timetable:
    """Return the timetable of a version.

    Raises:
        NotFoundError: there is no such version.
    """
    timetable = irday.timetable(session, ws.name, plan.ir_event_id, version)
    if timetable is None:
        raise NotFoundError(kind="timetable", id=str(version))
    return timetable
