"""Taking back, and doing again: the inverse of a person's last act on an engagement, as a new event.

Nothing is ever deleted. What takes back a taking back does the act again, and can be taken back in its turn.
"""

from __future__ import annotations

from collections.abc import Sequence

from dealflow.domain.pipeline.events import (
    DealSizeNoted,
    EngagementMoved,
    EngagementOpened,
    EngagementStatusSet,
    EngagementTagged,
    NextStepSet,
    RoundNamed,
)
from dealflow.domain.values.event import Recorded
from dealflow.errors import NothingToUndoError

Reversible = EngagementMoved | EngagementStatusSet | NextStepSet | RoundNamed | DealSizeNoted | EngagementTagged


def last_act(past: Sequence[Recorded]) -> tuple[Recorded, Reversible] | None:
    """Return the last act that stands: neither taken back, nor a taking back itself. What was done again is an act."""
    undone, again = _undone(past), _done_again(past)
    for record in reversed(past):
        event = record.event
        if isinstance(event, Reversible) and record.seq not in undone and (event.undoes is None or record.seq in again):
            return record, event
    return None


def last_taken_back(past: Sequence[Recorded]) -> tuple[Recorded, Reversible] | None:
    """Return the last taking back that stands, unless something new was done since."""
    undone, again = _undone(past), _done_again(past)
    for record in reversed(past):
        event = record.event
        if not isinstance(event, Reversible) or record.seq in undone or record.seq in again:
            continue
        return None if event.undoes is None else (record, event)
    return None


def can_take_back(past: Sequence[Recorded], actor: str) -> bool:
    """Say whether the last act that stands was the actor's own."""
    last = last_act(past)
    return last is not None and last[0].actor == actor


def can_do_again(past: Sequence[Recorded], actor: str) -> bool:
    """Say whether the last thing that happened was the actor's own taking back."""
    last = last_taken_back(past)
    return last is not None and last[0].actor == actor


def take_back(past: Sequence[Recorded], actor: str) -> Reversible:
    """Return the event that restores what was before the actor's last move, status, step, round, size or tags.

    Raises:
        NothingToUndoError: there is none, or somebody else acted on the record since.
    """
    return _inverse(past, last_act(past), actor)


def do_again(past: Sequence[Recorded], actor: str) -> Reversible:
    """Return the event that takes the actor's last taking back back itself: the same values as before it stand again.

    The clock of a stage that is entered again begins anew.

    Raises:
        NothingToUndoError: nothing was taken back, something was done since, or somebody else took it back.
    """
    return _inverse(past, last_taken_back(past), actor)


def _undone(past: Sequence[Recorded]) -> frozenset[int]:
    """Return the sequence numbers of the events that another one takes back."""
    named = (record.event.undoes for record in past if isinstance(record.event, Reversible))
    return frozenset(seq for seq in named if seq is not None)


def _done_again(past: Sequence[Recorded]) -> frozenset[int]:
    """Return the sequence numbers of the events that take back a taking back."""
    again: set[int] = set()
    backs: set[int] = set()
    for record in past:
        if isinstance(record.event, Reversible) and record.event.undoes is not None:
            (again if record.event.undoes in backs else backs).add(record.seq)
    return frozenset(again)


def _inverse(past: Sequence[Recorded], last: tuple[Recorded, Reversible] | None, actor: str) -> Reversible:
    """Return the inverse of an event that was the actor's own."""
    if last is None or last[0].actor != actor:
        raise NothingToUndoError
    record, event = last
    match event:
        case EngagementMoved():
            return EngagementMoved(event.engagement_id, event.to_stage, event.from_stage, undoes=record.seq)
        case EngagementStatusSet():
            return EngagementStatusSet(
                event.engagement_id,
                event.to_status,
                event.from_status,
                reason=_reason_before(past, record.seq),
                undoes=record.seq,
            )
        case NextStepSet():
            return NextStepSet(
                engagement_id=event.engagement_id,
                step=event.old_step,
                due=event.old_due,
                assignee_id=event.old_assignee_id,
                old_step=event.step,
                old_due=event.due,
                old_assignee_id=event.assignee_id,
                undoes=record.seq,
            )
        case RoundNamed():
            return RoundNamed(event.engagement_id, _round_before(past, record.seq), undoes=record.seq)
        case DealSizeNoted():
            return DealSizeNoted(event.engagement_id, event.old, event.size, undoes=record.seq)
        case EngagementTagged():
            return EngagementTagged(event.engagement_id, event.old_tags, event.tags, undoes=record.seq)


def _round_before(past: Sequence[Recorded], seq: int) -> str:
    """Return the round that an engagement had just before the event ``seq``."""
    earlier = [record.event for record in past if record.seq < seq]
    labels = [event.round_label for event in earlier if isinstance(event, EngagementOpened | RoundNamed)]
    return labels[-1] if labels else ""


def _reason_before(past: Sequence[Recorded], seq: int) -> str | None:
    """Return the reason that the status had just before the event ``seq``."""
    earlier = [record.event for record in past if record.seq < seq]
    reasons = [event.reason for event in earlier if isinstance(event, EngagementStatusSet)]
    return reasons[-1] if reasons else None
