"""What a change of many at once leaves alone unless it is told otherwise: moves that go back, and what is decided.

Of many at once a slip costs most where it goes unseen, so a sweep never goes back and never touches what stands behind
the last committee. Who wants that says so, with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dealflow.domain.pipeline.funnel import Engagement, Status, Track, goes_back, is_past_committee
from dealflow.domain.pipeline.stage_intervals import CLOSED
from dealflow.errors import InvalidInputError


class Held(StrEnum):
    """Why an engagement of the choice stays as it is."""

    SAME = "same"
    CLOSED = "closed"
    BACK = "back"
    DECIDED = "decided"
    ILLEGAL = "illegal"
    GATE = "gate"


@dataclass(frozen=True, slots=True)
class MoveTo:
    """To another stage."""

    stage: str


@dataclass(frozen=True, slots=True)
class AssignTo:
    """To a person of the house, or to nobody."""

    person_id: str | None


@dataclass(frozen=True, slots=True)
class Decline:
    """The house ends its review, for a reason of the taxonomy."""

    reason: str


@dataclass(frozen=True, slots=True)
class AddTags:
    """Tags beside those that are there."""

    tags: tuple[str, ...]


Change = MoveTo | AssignTo | Decline | AddTags


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """What is to become of the choice. ``with_back``, ``with_decided``: go so far, for the reason in ``note``."""

    change: Change
    note: str = ""
    with_back: bool = False
    with_decided: bool = False


def require_reasoned(order: BulkOrder) -> None:
    """Require a reason where an order goes further than a sweep does by itself.

    Raises:
        InvalidInputError: there is none.
    """
    if (order.with_back or order.with_decided) and not order.note.strip():
        raise InvalidInputError(field="note", problem="back_needs_reason")


def held_back(engagement: Engagement, track: Track, order: BulkOrder) -> Held | None:
    """Return why an engagement is left alone, None where it is changed; gates need facts and are asked elsewhere."""
    match order.change:
        case AssignTo(person_id):
            return Held.SAME if engagement.assignee_id == person_id else None
        case AddTags(tags):
            return Held.SAME if set(tags) <= set(engagement.tags) else None
        case Decline():
            if engagement.status in CLOSED:
                return Held.CLOSED
            return _decided(engagement, track, order)
        case MoveTo(stage):
            return _move_held_back(engagement, track, order, stage)


def _move_held_back(engagement: Engagement, track: Track, order: BulkOrder, to_stage: str) -> Held | None:
    if engagement.stage == to_stage:
        return Held.SAME
    if engagement.status is not Status.ACTIVE:
        return Held.CLOSED
    if track.stage(to_stage) not in track.next_from(engagement.stage):
        return Held.ILLEGAL
    if is_past_committee(track, engagement.stage):
        return _decided(engagement, track, order)
    return Held.BACK if goes_back(track, engagement.stage, to_stage) and not order.with_back else None


def _decided(engagement: Engagement, track: Track, order: BulkOrder) -> Held | None:
    """Return that a committee's decision keeps it, unless the order goes so far."""
    return Held.DECIDED if is_past_committee(track, engagement.stage) and not order.with_decided else None
