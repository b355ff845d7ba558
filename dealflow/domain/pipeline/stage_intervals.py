"""How long an engagement stood at each stage: intervals, followed event by event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Final

from dealflow.domain.pipeline.events import EngagementMoved, EngagementOpened, EngagementStatusSet
from dealflow.domain.pipeline.funnel import Status
from dealflow.domain.values.event import Recorded
from dealflow.domain.values.korean_days import SEOUL, korean_day

_NOON: Final = time(12)
CLOSED = frozenset({Status.PASSED, Status.WITHDRAWN})
"""Nobody waits at a stage in these: the clock of the stage stops."""


@dataclass(frozen=True, slots=True)
class Interval:
    """One stay at one stage; ``seq`` is the event that began it, ``left_at`` is missing while it lasts."""

    stage: str
    seq: int
    entered_at: datetime
    left_at: datetime | None = None


def happened_at(recorded: Recorded) -> datetime:
    """Return when an event happened: when it was written down, or at noon of the earlier day that it names."""
    event = recorded.event
    on = event.on if isinstance(event, EngagementOpened | EngagementMoved | EngagementStatusSet) else None
    if on is None or on >= korean_day(recorded.ts):
        return recorded.ts
    return datetime.combine(on, _NOON, SEOUL).astimezone(UTC)


def follow(intervals: Sequence[Interval], recorded: Recorded) -> tuple[Interval, ...]:
    """Return an engagement's intervals, oldest first, after one more of its events. At most the last one is open.

    A move ends one stay and begins another. Taking a move back wipes out its stay, as if it had never been. Passing or
    withdrawing ends the stay without a next one; coming back begins a new stay at the same stage, unless the passing
    itself is taken back, which resumes the old one. On hold the clock goes on.
    """
    match recorded.event:
        case EngagementOpened(stage=stage):
            return (Interval(stage, recorded.seq, happened_at(recorded)),)
        case EngagementMoved() as moved:
            return _moved(intervals, moved, recorded)
        case EngagementStatusSet() as changed:
            return _status_set(intervals, changed, recorded)
        case _:
            return tuple(intervals)


def _moved(intervals: Sequence[Interval], moved: EngagementMoved, recorded: Recorded) -> tuple[Interval, ...]:
    """Return the intervals after a move, or after a move taken back."""
    *earlier, last = intervals
    at = happened_at(recorded) if moved.on is None else max(happened_at(recorded), last.entered_at)
    if earlier and moved.undoes == last.seq and earlier[-1].stage == moved.to_stage:
        before = earlier[-1]
        if before.left_at == last.entered_at:
            before = replace(before, left_at=last.left_at)
        return (*earlier[:-1], before)
    if last.left_at is not None:  # passed or withdrawn: the stage changes, but no clock runs
        return (*intervals, Interval(moved.to_stage, recorded.seq, at, at))
    return (*earlier, replace(last, left_at=at), Interval(moved.to_stage, recorded.seq, at))


def _status_set(
    intervals: Sequence[Interval], changed: EngagementStatusSet, recorded: Recorded
) -> tuple[Interval, ...]:
    """Return the intervals after a change of status."""
    *earlier, last = intervals
    at = happened_at(recorded) if changed.on is None else max(happened_at(recorded), last.entered_at)
    if changed.to_status in CLOSED:
        if earlier and changed.undoes == last.seq:  # a coming back that is taken back
            return tuple(earlier)
        return tuple(intervals) if last.left_at is not None else (*earlier, replace(last, left_at=at))
    if last.left_at is None:
        return tuple(intervals)
    if changed.undoes is not None:
        return (*earlier, replace(last, left_at=None))
    return (*intervals, Interval(last.stage, recorded.seq, at))
