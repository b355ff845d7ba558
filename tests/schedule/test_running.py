"""A plan is made in a process of its own: watched, stopped with the best kept, or ended at once."""

from __future__ import annotations

import os
import time
from dataclasses import replace

import pytest

from dealflow.domain.irday.timetable.clashes import clashes
from dealflow.domain.irday.timetable.timetable import Pair, Table
from dealflow.errors import NoTimetableError, SolverCrashedError
from dealflow.schedule.explain import explain
from dealflow.schedule.remaining import RunningDay
from dealflow.schedule.replan import replan
from dealflow.schedule.running import end_all, start_replanning, start_solving
from dealflow.schedule.solve import solve
from dealflow.schedule.wire import Job
from tests.schedule.days import SMALL, SOUND, company, grid, investor

WIDE = replace(
    SMALL,
    slots=grid("s", 12),
    firms=(*(company(c) for c in range(20)), *(investor(v, most=9) for v in range(12))),
    tables=tuple(Table(f"t{t}") for t in range(8)),
    pairs=tuple(Pair(f"c{c}", f"v{v}", (c * 7 + v * 3) % 10) for c in range(20) for v in range(12)),
)


def test_a_run_gives_what_the_solver_gives() -> None:
    run = start_solving(SMALL, seconds=20, seed=4)
    assert run.wait(60)
    solution = run.solution()
    assert solution is not None
    assert solution.timetable == solve(SMALL, seconds=20, seed=4).timetable
    assert not run.is_running


def test_a_run_plans_again() -> None:
    run = start_replanning(SMALL, SOUND, now_min=0, seconds=20)
    assert run.wait(60)
    assert run.timetable == replan(RunningDay(SMALL, SOUND, 0)).timetable


def test_a_run_that_is_stopped_keeps_the_best() -> None:
    run = start_solving(WIDE, seconds=120)
    deadline = time.monotonic() + 60
    while run.timetable is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert run.progress is not None
    assert run.progress.bound is not None
    run.stop()
    assert run.wait(60)
    solution = run.solution()
    assert solution is not None
    assert solution.seconds < 100
    assert clashes(WIDE, solution.timetable) == ()


def test_a_run_that_is_ended_says_so_and_leaves_no_zombie() -> None:
    run = start_solving(WIDE, seconds=120)
    end_all()
    assert run.wait(10)
    assert not run.is_running
    with pytest.raises(SolverCrashedError):
        run.solution()
    with pytest.raises(ChildProcessError):
        os.waitpid(run.process_id, os.WNOHANG)


def test_what_the_worker_refuses_is_raised_here() -> None:
    problem = replace(SMALL, pairs=(Pair("c0", "v0", must=True, slots=()),))
    run = start_solving(problem, seconds=5)
    assert run.wait(60)
    with pytest.raises(NoTimetableError) as caught:
        run.solution()
    assert caught.value.parameters["explanation"] == explain(problem)


def test_what_goes_by_before_the_worker_is_ready_is_part_of_the_time_that_is_given() -> None:
    job = Job(SMALL, seconds=10.0, asked_s=1_000.0)
    assert (job.left_s(1_000.0), job.left_s(1_004.0), job.left_s(1_060.0)) == (10.0, 6.0, 1.0)
    assert Job(SMALL, seconds=10.0).left_s(5_000.0) == 10.0
