"""A plan being made in a process of its own, so that the app stays quick: watched, stopped, or ended at any time."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections import deque
from contextlib import suppress
from time import time
from typing import IO
from weakref import WeakSet

from dealflow.domain.irday.timetable.timetable import Problem, Timetable
from dealflow.errors import NoTimetableError, SolverCrashedError
from dealflow.schedule.solution import Progress, Solution
from dealflow.schedule.wire import JOB, LINE, Job

_HARMLESS_VARIABLES = ("SYSTEMROOT", "PATH", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_START = """
import json, runpy, sys
sys.path += [path for path in json.loads(sys.argv[1]) if path not in sys.path]
runpy.run_module("dealflow.schedule.worker", run_name="__main__", alter_sys=True)
"""
_COMPLAINT_LINES = 5
_GRACE_S = 5.0
_runs: WeakSet[Run] = WeakSet()


def start_solving(
    problem: Problem,
    *,
    seed: int = 0,
    seconds: float = 10.0,
    start_from: Timetable | None = None,
    asked_s: float | None = None,
) -> Run:
    """Return the run of a worker that plans the day, as ``solve`` does.

    ``asked_s``: when it was asked for, in seconds since 1970 (None: now); the time until it is ready is part of
    ``seconds``.
    """
    asked = time() if asked_s is None else asked_s
    return Run(Job(problem, seed=seed, seconds=seconds, start=start_from, asked_s=asked))


def start_replanning(
    problem: Problem,
    published: Timetable,
    *,
    now_min: int,
    seed: int = 0,
    seconds: float = 10.0,
    fill: bool = False,
) -> Run:
    """Return the run of a worker that plans the rest of the day again, as ``replan`` does."""
    return Run(
        Job(problem, seed=seed, seconds=seconds, published=published, now_min=now_min, fill=fill, asked_s=time())
    )


class Run:
    """One worker at work. Any thread may ask it; nothing here waits but ``wait``."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._lock = threading.Lock()
        self._progress: Progress | None = None
        self._timetable: Timetable | None = None
        self._solution: Solution | None = None
        self._error: Exception | None = None
        self._done = threading.Event()
        self._was_killed = False
        paths = [os.path.abspath(path) for path in sys.path]  # noqa: PTH100 - strings for another interpreter
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, "-I", "-X", "utf8", "-c", _START, json.dumps(paths)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={name: os.environ[name] for name in _HARMLESS_VARIABLES if name in os.environ},
            start_new_session=True,
        )
        _runs.add(self)
        threading.Thread(target=self._attend, daemon=True).start()

    @property
    def process_id(self) -> int:
        """Return the worker's process id."""
        return self._process.pid

    @property
    def progress(self) -> Progress | None:
        """Return how far it has come, with the best timetable so far; None: nothing was heard yet."""
        with self._lock:
            return self._progress

    @property
    def timetable(self) -> Timetable | None:
        """Return the best timetable so far."""
        with self._lock:
            return self._solution.timetable if self._solution else self._timetable

    @property
    def is_running(self) -> bool:
        """Say whether it is still at work."""
        return not self._done.is_set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until it is done, and return whether it is."""
        return self._done.wait(timeout_s)

    def solution(self) -> Solution | None:
        """Return what came of it; None: it is still at work.

        Raises:
            NoTimetableError: no timetable keeps every hard request, or none was found in time.
            SolverCrashedError: the worker ended without an answer, or was killed.
        """
        if not self._done.is_set():
            return None
        if self._error is not None:
            raise self._error
        return self._solution

    def stop(self) -> None:
        """Ask it to end soon and keep the best; ``solution`` has it when it is done."""
        with suppress(OSError, ValueError):
            if self._process.stdin is not None:
                self._process.stdin.write(b"stop\n")
                self._process.stdin.flush()

    def kill(self) -> None:
        """End it at once; what it had found so far remains in ``timetable``."""
        self._was_killed = True
        with suppress(OSError):
            self._process.kill()
        self._done.wait(_GRACE_S)

    def _attend(self) -> None:
        """Hand over the job, listen until the worker ends, and see it off (so that it leaves no zombie)."""
        process = self._process
        complaint: deque[bytes] = deque(maxlen=_COMPLAINT_LINES)
        listener = threading.Thread(target=_collect, args=(process.stderr, complaint), daemon=True)
        listener.start()
        try:
            with suppress(OSError):
                self._hand_over()
            for line in process.stdout or ():
                self._hear(line)
            code = process.wait()
            listener.join(_GRACE_S)
            if self._solution is None and self._error is None:
                detail = b"".join(complaint).decode("utf-8", "replace").strip()
                self._error = SolverCrashedError(exit_code=code, killed=self._was_killed, detail=detail)
        finally:
            for stream in (process.stdin, process.stdout, process.stderr):
                with suppress(OSError):
                    if stream is not None:
                        stream.close()
            self._done.set()

    def _hand_over(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.write(JOB.dump_json(self._job) + b"\n")
            self._process.stdin.flush()

    def _hear(self, line: bytes) -> None:
        heard = LINE.validate_json(line)
        with self._lock:
            if heard.progress is not None:
                self._progress = heard.progress
                self._timetable = heard.progress.timetable or self._timetable
            if heard.solution is not None:
                self._solution = heard.solution
            if heard.refused is not None:
                self._error = NoTimetableError(explanation=heard.refused.explanation)


def _collect(stream: IO[bytes] | None, complaint: deque[bytes]) -> None:
    """Keep the last lines of what is complained."""
    complaint.extend(stream or ())


@atexit.register
def end_all() -> None:
    """End every worker that is still running: for when the app shuts down."""
    for run in list(_runs):
        if run.is_running:
            run.kill()
