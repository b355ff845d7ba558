"""``python -m dealflow.schedule.worker``: one job from standard input, progress and outcome to standard output.

Anything more on standard input means "stop, and keep the best"; so does its end, so that no worker outlives the app.
"""

from __future__ import annotations

import os
import sys
import threading
from time import time

from dealflow.errors import NoTimetableError
from dealflow.schedule.explanation import Explanation
from dealflow.schedule.remaining import RunningDay
from dealflow.schedule.replan import replan
from dealflow.schedule.solution import Progress, Solution, Watch
from dealflow.schedule.solve import STEPS_A_SECOND, solve
from dealflow.schedule.wire import JOB, LINE, Job, Line, Refused

_GRACE_S = 20.0
"""How long the end may take once the app is gone; then the process ends without it."""


def main() -> None:
    """Do the job and end."""
    job = JOB.validate_json(sys.stdin.buffer.readline())
    stopped = threading.Event()
    threading.Thread(target=_listen, args=(stopped,), daemon=True).start()

    def tell(progress: Progress) -> bool:
        _say(Line(progress=progress))
        return not stopped.is_set()

    try:
        _say(Line(solution=_do(job, tell)))
    except NoTimetableError as error:
        explanation = error.parameters["explanation"]
        _say(Line(refused=Refused(explanation if isinstance(explanation, Explanation) else None)))


def _do(job: Job, tell: Watch) -> Solution:
    seconds = job.left_s(time())
    if job.published is None:
        steps = int(STEPS_A_SECOND * job.seconds)  # as many as for the whole time: the same, if the machine makes them
        return solve(job.problem, seed=job.seed, seconds=seconds, steps=steps, start=job.start, progress=tell)
    return replan(
        RunningDay(job.problem, job.published, job.now_min),
        seed=job.seed,
        seconds=seconds,
        fill=job.fill,
        progress=tell,
    )


def _say(line: Line) -> None:
    sys.stdout.buffer.write(LINE.dump_json(line) + b"\n")
    sys.stdout.buffer.flush()


def _listen(stopped: threading.Event) -> None:
    line = sys.stdin.buffer.readline()
    stopped.set()
    if not line:
        threading.Event().wait(_GRACE_S)
        os._exit(1)


if __name__ == "__main__":
    main()
