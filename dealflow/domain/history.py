"""Taking back: the inverse of a person's last act on an engagement, as a new event. Nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Sequence

from dealflow.domain.events import EngagementMoved, EngagementStatusSet, NextStepSet, Recorded
from dealflow.errors import NothingToUndoError

Reversible = EngagementMoved | EngagementStatusSet | NextStepSet


def last_act(past: Sequence[Recorded]) -> tuple[Recorded, Reversible] | None:
    """Return the last reversible act that was not taken back; acts that take back are none themselves."""
    undone = {record.event.undoes for record in past if isinstance(record.event, Reversible)}
    for record in reversed(past):
        if isinstance(record.event, Reversible) and record.event.undoes is None and record.seq not in undone:
            return record, record.event
    return None


def can_take_back(past: Sequence[Recorded], actor: str) -> bool:
    """Say whether the last reversible act was the actor's own."""
    last = last_act(past)
    return last is not None and last[0].actor == actor


def take_back(past: Sequence[Recorded], actor: str) -> Reversible:
    """Return the event that restores what was before the actor's last move, status or next step.

    Raises:
        NothingToUndoError: there is none, or somebody else acted on the record since.
    """
    last = last_act(past)
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


def _reason_before(past: Sequence[Recorded], seq: int) -> str | None:
    """Return the reason that the status had just before the event ``seq``."""
    earlier = [record.event for record in past if record.seq < seq]
    reasons = [event.reason for event in earlier if isinstance(event, EngagementStatusSet)]
    return reasons[-1] if reasons else None
