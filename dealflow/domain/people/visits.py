"""When a person was here last: what has changed since is new to them, until the visit after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

_PAUSE: Final = timedelta(minutes=45)
"""Who was away for longer begins a new visit; a coffee is none."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the journal, and when it was seen."""

    position: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that goes on: what came after ``since`` is new in it; ``seen`` is the last look at the first screen."""

    since: Moment
    seen: Moment


def looked(visit: Visit | None, now: Moment) -> Visit:
    """Return the visit after a look at the first screen: the same one, or a new one that goes out from the last look.

    To somebody who was never here nothing is new.
    """
    if visit is None:
        return Visit(now, now)
    if now.at - visit.seen.at > _PAUSE:
        return Visit(visit.seen, now)
    return replace(visit, seen=now)
