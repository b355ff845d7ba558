"""Where plans are made: one run an event at a time, in the background, kept when it is done even if nobody looks.

The room belongs to the process: whoever runs the event sees the same run from every tab.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock, Thread
from time import time
from typing import Final

from dealflow.actions.irday.programme.day_state import load_day, run_event
from dealflow.actions.irday.timetable.fit_points import fits_of
from dealflow.actions.irday.timetable.plans import Draft, keep_draft, problem_for
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import PlanOrigin
from dealflow.domain.irday.timetable.shortfalls import shortfalls
from dealflow.domain.irday.timetable.timetable import Timetable
from dealflow.domain.people.access import Viewer
from dealflow.errors import DealflowError, InvalidInputError, NotFoundError, PlanningBusyError, TooFewPlacesError
from dealflow.schedule.running import Run, start_solving
from dealflow.schedule.solution import Progress

MOST_SECONDS: Final = 600
_AT_ONCE: Final = 2
"""Runs of the whole process: each takes a core."""
_STOPPING_S: Final = 30.0
_LOOK_S: Final = 0.3
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Making:
    """A plan being made, or what came of the last one.

    ``version``: the draft that it was kept as. ``error``: why it was not. Neither: still at work.
    """

    ir_event_id: str
    by: str
    started_at: datetime
    seconds: float
    seed: int
    progress: Progress | None = None
    is_stopping: bool = False
    version: int | None = None
    error: DealflowError | None = None

    @property
    def is_running(self) -> bool:
        """Say whether it is still at work."""
        return self.version is None and self.error is None


@dataclass(slots=True)
class _Job:
    """One run with who asked for it."""

    making: Making
    run: Run


class PlanningRoom:
    """The runs of one process; ``clock`` tells when a plan that is done is kept."""

    def __init__(self, ws: Workspace, clock: Callable[[], datetime]) -> None:
        self._ws = ws
        self._clock = clock
        self._lock = Lock()
        self._jobs: dict[str, _Job] = {}

    def start(self, viewer: Viewer, ir_event_id: str, *, seconds: float, seed: int, afresh: bool = False) -> None:
        """Begin to plan an event. ``afresh``: from nothing; else the latest version is where it begins.

        Raises:
            PlanningBusyError: it is being planned already, or too many other events are.
            InvalidInputError: so much time is not given; there is nothing to plan with.
            TooFewPlacesError: there are fewer places to pitch than companies that pitch.
            NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
        """
        asked_s = time()
        if not 1 <= seconds <= MOST_SECONDS:
            raise InvalidInputError(field="seconds", problem="out_of_range", value=seconds)
        with self._ws.ledger.read() as session:
            day = load_day(self._ws, session, run_event(Looking(self._ws, viewer).within(session), ir_event_id))
            problem = problem_for(day, fits_of(Looking(self._ws, viewer).within(session), day))
        if not problem.slots and not problem.pitch_slots:
            raise InvalidInputError(field="programme", problem="no_slots")
        if not problem.firms:
            raise InvalidInputError(field="participants", problem="nobody_confirmed")
        final = next((shortfall for shortfall in shortfalls(problem) if shortfall.is_final), None)
        if final is not None:
            raise TooFewPlacesError(n=final.short, needed=final.needed, there=final.there)
        base = 0 if afresh else day.plan.number
        begin_with = day.plan.latest if base else None
        making = Making(ir_event_id, viewer.person_id, self._clock(), seconds, seed)
        with self._lock:
            running = [job for job in self._jobs.values() if job.making.is_running]
            if len(running) >= _AT_ONCE or any(job.making.ir_event_id == ir_event_id for job in running):
                raise PlanningBusyError
            job = _Job(
                making, start_solving(problem, seed=seed, seconds=seconds, start_from=begin_with, asked_s=asked_s)
            )
            self._jobs[ir_event_id] = job
        Thread(target=self._attend, args=(job, viewer, base), daemon=True).start()

    def making(self, viewer: Viewer, ir_event_id: str) -> Making | None:
        """Return the run of an event, or what came of its last one; None: there was none in this process.

        Raises:
            NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
        """
        self._require_running_it(viewer, ir_event_id)
        with self._lock:
            job = self._jobs.get(ir_event_id)
            return None if job is None else replace(job.making, progress=job.run.progress)

    def stop(self, viewer: Viewer, ir_event_id: str) -> None:
        """Let the run end soon with the best that it has; where there is none, nothing happens.

        Raises:
            NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
        """
        self._require_running_it(viewer, ir_event_id)
        with self._lock:
            job = self._jobs.get(ir_event_id)
            if job is None or not job.making.is_running:
                return
            job.making = replace(job.making, is_stopping=True)

    def forget(self, viewer: Viewer, ir_event_id: str) -> None:
        """Put away what came of the last run, once it was seen.

        Raises:
            NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
        """
        self._require_running_it(viewer, ir_event_id)
        with self._lock:
            job = self._jobs.get(ir_event_id)
            if job is not None and not job.making.is_running:
                del self._jobs[ir_event_id]

    def wait(self, ir_event_id: str, timeout_s: float) -> bool:
        """Wait until the run of an event is kept or has failed, and return whether it is: for the command line."""
        with self._lock:
            job = self._jobs.get(ir_event_id)
        if job is None:
            return True
        job.run.wait(timeout_s)
        return not job.making.is_running

    def _require_running_it(self, viewer: Viewer, ir_event_id: str) -> None:
        with self._ws.ledger.read() as session:
            run_event(Looking(self._ws, viewer).within(session), ir_event_id)

    def _attend(self, job: _Job, viewer: Viewer, base: int) -> None:
        """Wait for the run and keep what it found; a worker that dies on the way leaves its best."""
        patience_s = job.making.seconds * 3 + _STOPPING_S
        while not job.run.wait(_LOOK_S):
            patience_s -= _LOOK_S
            if job.making.is_stopping and job.run.progress is not None:  # it has its job by now
                job.run.stop()
            if patience_s < 0:
                job.run.kill()
        try:
            draft = Draft(_outcome(job.run), PlanOrigin.SOLVED, base=base, seed=job.making.seed)
            version = keep_draft(Acting(self._ws, viewer, self._clock()), job.making.ir_event_id, draft)
        except DealflowError as error:
            _log.info("plan of %s was not kept: %s", job.making.ir_event_id, error.code)
            with self._lock:
                job.making = replace(job.making, error=error)
        else:
            with self._lock:
                job.making = replace(job.making, version=version)


def _outcome(run: Run) -> Timetable:
    """Return the best timetable that a run has found.

    Raises:
        NoTimetableError: no timetable keeps every hard request, or none was found in time.
        SolverCrashedError: the worker ended without any.
    """
    best = run.timetable
    try:
        solution = run.solution()
    except DealflowError as error:
        if best is not None and error.code == "solver_crashed":
            return best
        raise
    if solution is None:
        if best is None:
            raise NotFoundError(kind="timetable", id="")
        return best
    return solution.timetable
