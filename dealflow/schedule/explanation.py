"""Why a day cannot be planned: which requests conflict together, and what they compete for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dealflow.domain.irday.timetable.hard_rules import Rule
from dealflow.domain.irday.timetable.timetable import Act


class RequestKind(StrEnum):
    """What was asked for."""

    MUST = "must"
    """A consultation has to take place."""
    PITCH = "pitch"
    """A company pitches."""
    PIN = "pin"
    """Something stays in a slot, perhaps at a table or on a stage."""
    SLOTS = "slots"
    """Something is allowed in some slots only."""
    SEAT = "seat"
    """It must be a certain person of the investor."""
    ORDER = "order"
    """One thing comes before another."""
    MOST = "most"
    """A firm has no more than so many consultations."""
    SPREAD = "spread"
    """The firms' idle stretches differ by no more than so many."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that was asked for, and could be given up; what does not apply stays empty."""

    kind: RequestKind
    acts: tuple[Act, ...] = ()
    firms: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    place: str | None = None
    seat: str | None = None
    allowed: int | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """A rule that lets the requests conflict: without it they could all be kept. ``firms``: whom it concerns."""

    rule: Rule
    firms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """``is_possible``: whether all requests can be kept; None: not found out in the time that there was.

    ``requests``: a set of them that cannot be kept together, of which none can be left out; empty where all can be
    kept. ``is_smallest``: proved that no such set is smaller. ``binds``: the rules that they conflict by.
    """

    is_possible: bool | None
    requests: tuple[Request, ...] = ()
    binds: tuple[Binding, ...] = ()
    is_smallest: bool = False
