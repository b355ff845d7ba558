"""What goes to a worker process and comes back, as lines of JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from dealflow.domain.irday.timetable.timetable import Problem, Timetable
from dealflow.schedule.explanation import Explanation
from dealflow.schedule.solution import Progress, Solution

_LEAST_S: Final = 1.0
"""What a worker gets in any case, however long it took to start: enough for a first timetable of a usual day."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is to do: plan, or (``published`` is given) plan again. The rest as in ``solve`` and ``replan``.

    ``asked_s``: when it was asked for, in seconds since 1970; what went by until the worker is ready counts as used.
    """

    problem: Problem
    seed: int = 0
    seconds: float = 10.0
    start: Timetable | None = None
    published: Timetable | None = None
    now_min: int = 0
    fill: bool = False
    asked_s: float | None = None

    def left_s(self, now_s: float) -> float:
        """Return the seconds that are left of those that were given; one at least."""
        return self.seconds if self.asked_s is None else max(_LEAST_S, self.seconds - max(0.0, now_s - self.asked_s))


@dataclass(frozen=True, slots=True)
class Refused:
    """No timetable keeps every hard request."""

    explanation: Explanation | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a worker: how far it is, or (once, at the end) what came of it."""

    progress: Progress | None = None
    solution: Solution | None = None
    refused: Refused | None = None


JOB: Final = TypeAdapter(Job)
LINE: Final = TypeAdapter(Line)
