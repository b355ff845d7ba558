"""Planning the rest of the day again: what happened, what would change, who must be told; kept once it was seen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dealflow.actions.irday.programme.day_state import Day, load_day, run_event
from dealflow.actions.irday.timetable.fit_points import fits_of
from dealflow.actions.irday.timetable.plans import asked_of
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace, record
from dealflow.domain.irday.events import (
    ParticipantKept,
    PlanOrigin,
    ProgrammeKept,
    TimetableDrafted,
    TimetablePublished,
)
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.irday.programme.programme import Programme, findings
from dealflow.domain.irday.timetable.disruptions import Trouble, still_counted, upset
from dealflow.domain.irday.timetable.hard_rules import Clash
from dealflow.domain.irday.timetable.judgement import fallen, judged
from dealflow.domain.irday.timetable.manual_edits import without
from dealflow.domain.irday.timetable.objective import Worth, worth
from dealflow.domain.irday.timetable.planning_problem import problem_of
from dealflow.domain.irday.timetable.timetable import Problem, Timetable
from dealflow.domain.irday.timetable.timetable_diff import Changes, changes
from dealflow.domain.values.event import By
from dealflow.errors import ChangedMeanwhileError, ClashError, InvalidInputError, ProgrammeUnsoundError
from dealflow.schedule.running import start_replanning
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries.visibility import Session

_SECONDS = 5.0
_GRACE_S = 20.0


@dataclass(frozen=True, slots=True)
class Replanned:
    """A plan for the rest of the day that is not kept yet.

    ``base``: the version that it goes out from, ``seen``: the plan's version in the journal then.
    ``now_min``: from when on it may change things, ``past_min``: what began before that is past. ``clashes``: what
    could not be helped, and keeps it from being kept.
    """

    ir_event_id: str
    base: int
    seen: int
    programme_seen: int
    now_min: int
    past_min: int
    programme: Programme
    participants: tuple[Participant, ...]
    before: Timetable
    timetable: Timetable
    changes: Changes
    worth_before: Worth
    worth: Worth
    clashes: tuple[Clash, ...] = ()
    filled: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a new plan of the rest.

    ``now_min``: from when on things may change. ``at_min``: when it is asked for, which may be earlier: what is to
    begin between the two stays unless it cannot take place; None: the same moment. ``fill``: holes are filled with
    pairs that were not in the plan; ``only``: of these firms alone, if any are named.
    """

    troubles: tuple[Trouble, ...] = ()
    now_min: int = 0
    fill: bool = False
    only: tuple[str, ...] = ()
    seconds: float = _SECONDS
    seed: int = 0
    note: str = ""
    at_min: int | None = None

    @property
    def past_min(self) -> int:
        """Return the minute before which everything is past."""
        return self.now_min if self.at_min is None else min(self.at_min, self.now_min)


def proposed(looking: Looking, ir_event_id: str, order: Wanted) -> Replanned:
    """Return the plan with the fewest changes after what happened; nothing is kept.

    It goes out from the published plan, or from the latest draft where nothing is published.

    Raises:
        InvalidInputError: there is no plan yet.
        ProgrammeUnsoundError: what runs late runs into something else.
        SolverCrashedError: the planner ended without an answer.
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    with looking.ws.ledger.read() as session:
        day = load_day(looking.ws, session, run_event(looking.within(session), ir_event_id))
        fits = fits_of(looking.within(session), day)
    before = day.plan.latest if day.plan.published is None else day.plan.published
    base = day.plan.published_number or day.plan.number
    if not base:
        raise InvalidInputError(field="plan", problem="missing")
    participants = still_counted(day.participants, before, order.past_min)
    after = upset(day.programme, participants, before, order.troubles, now_min=order.past_min)
    found_findings = findings(after.programme)
    if found_findings:
        raise ProgrammeUnsoundError(problem=found_findings[0].problem, findings=found_findings)
    application = asked_of(day, fits)
    problem = problem_of(after.programme, after.participants, application)
    fell = fallen(problem, after.timetable, since_min=order.past_min, until_min=order.now_min)
    stands = without(after.timetable, fell)
    timetable = _solved(_narrowed(problem, stands, order), stands, order)
    was = problem_of(day.programme, day.participants, application)
    return Replanned(
        ir_event_id,
        base,
        day.plan_version,
        day.programme_version,
        order.now_min,
        order.past_min,
        after.programme,
        after.participants,
        before,
        timetable,
        changes(before, timetable),
        worth(was, before),
        worth(problem, timetable),
        judged(problem, timetable, after.timetable, since_min=order.past_min).keeps_back,
        order.only,
        order.note,
    )


@transacted
def keep(acting: Acting, replanned: Replanned, *, publishes: bool = False) -> int:
    """Keep what was proposed, with the programme and the participants as they are after it; return the version.

    Raises:
        ClashError: it has clashes.
        ChangedMeanwhileError: the plan, the programme or a participant was changed since it was proposed.
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    if replanned.clashes:
        raise ClashError(clashes=replanned.clashes)
    day = load_day(acting.ws, acting.session, run_event(acting, replanned.ir_event_id))
    if (day.plan_version, day.programme_version) != (replanned.seen, replanned.programme_seen):
        raise ChangedMeanwhileError(stream=f"timetable:{replanned.ir_event_id}")
    doer = acting.by
    _judge(day, replanned)
    _keep_changed(acting.ws, acting.session, day, replanned, doer)
    number = day.plan.number + 1
    origin = PlanOrigin.WALK_IN if replanned.filled else PlanOrigin.REPLANNED
    drafted = TimetableDrafted(
        replanned.ir_event_id,
        number,
        origin,
        replanned.timetable,
        replanned.base,
        note=replanned.note,
        as_of_min=replanned.now_min,
    )
    recorded = record(acting.ws, acting.session, [drafted], doer, after=day.plan_version)
    if publishes:
        published = TimetablePublished(replanned.ir_event_id, number)
        record(acting.ws, acting.session, [published], doer, after=recorded[-1].seq)
    return number


def unplaced(day: Day) -> tuple[Participant, ...]:
    """Return the confirmed participants who are not in the published plan: walk-ins and late confirmations."""
    plan = day.plan.latest if day.plan.published is None else day.plan.published
    placed = {firm for meeting in plan.meetings for firm in (meeting.company, meeting.investor)}
    placed |= {pitch.company for pitch in plan.pitches}
    problem = problem_of(day.programme, day.participants, asked_of(day, {}))
    seated = {firm.id for firm in problem.firms}
    return tuple(
        participant for participant in day.participants if participant.id in seated and participant.id not in placed
    )


def _solved(problem: Problem, before: Timetable, order: Wanted) -> Timetable:
    run = start_replanning(
        problem, before, now_min=order.now_min, seed=order.seed, seconds=order.seconds, fill=order.fill
    )
    if not run.wait(order.seconds * 2 + _GRACE_S):
        run.kill()
    solution = run.solution()
    if solution is None:
        return run.timetable or before
    return solution.timetable


def _narrowed(problem: Problem, before: Timetable, order: Wanted) -> Problem:
    """Return the problem in which only the named firms may get consultations that were not in the plan."""
    if not (order.fill and order.only):
        return problem
    planned = {(meeting.company, meeting.investor) for meeting in before.meetings}
    named = frozenset(order.only)
    return replace(
        problem,
        pairs=tuple(
            pair
            for pair in problem.pairs
            if (pair.company, pair.investor) in planned or named & {pair.company, pair.investor}
        ),
    )


def _away_since(day: Day, replanned: Replanned) -> tuple[Participant, ...]:
    """Return the participants as they stand, away as well when what was proposed says so."""
    away = {participant.id: participant.away for participant in replanned.participants if participant.is_coming}
    return tuple(
        replace(participant, away=away[participant.id])
        if participant.is_coming and participant.id in away
        else participant
        for participant in day.participants
    )


def _judge(day: Day, replanned: Replanned) -> None:
    """Judge the proposal by the day as it stands now.

    Raises:
        ClashError: somebody withdrew since, or two may no longer meet.
    """
    participants = still_counted(_away_since(day, replanned), replanned.before, replanned.past_min)
    problem = problem_of(replanned.programme, participants, asked_of(day, {}))
    judgement = judged(problem, replanned.timetable, replanned.before, since_min=replanned.past_min)
    if judgement.keeps_back:
        raise ClashError(clashes=judgement.keeps_back)


def _keep_changed(ws: Workspace, session: Session, day: Day, replanned: Replanned, doer: By) -> None:
    """Append the programme and the participants where the troubles changed them."""
    if replanned.programme != day.programme:
        record(ws, session, [ProgrammeKept(day.event.id, replanned.programme)], doer, after=day.programme_version)
    for before, after in zip(day.participants, _away_since(day, replanned), strict=True):
        if before != after:
            participant = irday.find_participant(session, ws.name, after.id)
            record(ws, session, [ParticipantKept(after)], doer, after=participant[1] if participant else 0)
