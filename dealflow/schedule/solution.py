"""What the solver hands back: while it works, and at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from dealflow.domain.irday.timetable.objective import Worth
from dealflow.domain.irday.timetable.timetable import Timetable


class Phase(StrEnum):
    """What the solver is about."""

    CHOOSE = "choose"
    PLACE = "place"
    IMPROVE = "improve"
    PROVE = "prove"
    REPLAN = "replan"
    FILL = "fill"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come. ``worth``: the best total so far, without changes of table; ``bound``: none has more.

    Both are None where not yet known.
    ``timetable``: the best so far, where it is new; None: as before. It breaks no rule.
    """

    seconds: float
    worth: int | None
    bound: int | None
    phase: Phase
    timetable: Timetable | None = None


Watch: TypeAlias = Callable[[Progress], bool]
"""Told of progress; False: stop now and keep the best."""


@dataclass(frozen=True, slots=True)
class Solution:
    """A timetable that breaks no rule. ``bound``: no other has more, by the same weights; None: not known.

    ``is_optimal``: proved. ``seconds``: by the clock.
    """

    timetable: Timetable
    worth: Worth
    bound: int | None
    is_optimal: bool
    seconds: float
