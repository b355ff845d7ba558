"""An engagement as its events leave it: followed event by event, equal to what the ledger's table says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dealflow.domain.pipeline import stage_intervals
from dealflow.domain.pipeline.events import (
    DealSizeNoted,
    EngagementMoved,
    EngagementOpened,
    EngagementsJoined,
    EngagementStatusSet,
    EngagementTagged,
    NextStepSet,
    RoundNamed,
)
from dealflow.domain.pipeline.funnel import Engagement, Status
from dealflow.domain.pipeline.stage_intervals import Interval
from dealflow.domain.values.event import Event, Recorded
from dealflow.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Followed:
    """An engagement with its stays at stages, oldest first."""

    engagement: Engagement
    stays: tuple[Interval, ...]


def follow(before: Followed | None, recorded: Recorded) -> Followed:
    """Return an engagement after one more event of its stream; each event is a sign of life.

    Raises:
        NotFoundError: the engagement was never opened.
    """
    if isinstance(recorded.event, EngagementOpened):
        return Followed(_opened(recorded.event, recorded), stage_intervals.follow((), recorded))
    if before is None:
        raise NotFoundError(kind="engagement", id=recorded.stream.removeprefix("engagement:"))
    stays = stage_intervals.follow(before.stays, recorded)
    now = {"version": recorded.seq, "last_event_at": _alive_at(before, recorded), "stage_since": stays[-1].entered_at}
    return Followed(replace(before.engagement, **_set_by(recorded.event) | now), stays)


def since_opened(past: Sequence[Recorded]) -> tuple[Recorded, ...]:
    """Return the events of an engagement's stream since it was last opened: what was taken back before is left out."""
    opened = [place for place, recorded in enumerate(past) if isinstance(recorded.event, EngagementOpened)]
    return tuple(past[opened[-1] :]) if opened else tuple(past)


def _alive_at(before: Followed, recorded: Recorded) -> datetime:
    """Return the last sign of life: what was written down later for an earlier day is no new one."""
    at = stage_intervals.happened_at(recorded)
    return recorded.ts if at == recorded.ts else max(before.engagement.last_event_at, at)


def _opened(event: EngagementOpened, recorded: Recorded) -> Engagement:
    """Return the engagement as it began."""
    at = stage_intervals.happened_at(recorded)
    return Engagement(
        id=event.engagement_id,
        owner_id=event.owner_id,
        company_id=event.company_id,
        investor_id=event.investor_id,
        track=event.track,
        round_label=event.round_label,
        stage=event.stage,
        status=Status.ACTIVE,
        opened_at=at,
        stage_since=at,
        last_event_at=at,
        version=recorded.seq,
        assignee_id=event.assignee_id,
    )


def _set_by(event: Event) -> dict[str, Any]:  # of many types, as fields are
    """Return the fields that an event sets, with their values."""
    values: dict[str, Any] = {}
    match event:
        case EngagementMoved():
            values = {"stage": event.to_stage}
        case EngagementStatusSet():
            values = {"status": event.to_status, "reason": event.reason}
        case NextStepSet():
            values = {"next_step": event.step, "next_due": event.due, "assignee_id": event.assignee_id}
        case RoundNamed():
            values = {"round_label": event.round_label}
        case DealSizeNoted():
            values = {"size": event.size}
        case EngagementTagged():
            values = {"tags": event.tags}
        case EngagementsJoined():
            values = {"joined_id": event.joined_id or None}
    return values
