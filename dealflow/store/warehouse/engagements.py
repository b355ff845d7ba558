"""Engagements and their stays, followed event by event: the part of the warehouse that is more than added rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dealflow.domain.investment.events import DealEvent
from dealflow.domain.pipeline.events import (
    EngagementMoved,
    EngagementNoted,
    EngagementOpened,
    EngagementsJoined,
    EngagementStatusSet,
    NextStepSet,
)
from dealflow.domain.pipeline.funnel import Engagement, Status
from dealflow.domain.pipeline.stage_intervals import Interval, follow
from dealflow.domain.values.event import Recorded
from dealflow.store.warehouse.rows import Row

EngagementEvent = (
    EngagementOpened
    | EngagementMoved
    | EngagementStatusSet
    | EngagementNoted
    | NextStepSet
    | DealEvent
    | EngagementsJoined
)


@dataclass(frozen=True, slots=True)
class Followed:
    """An engagement with its stays, oldest first, and what the domain's value leaves out."""

    engagement: Engagement
    stays: tuple[Interval, ...]
    ir_event_id: str | None = None
    source: str = ""

    def after(self, recorded: Recorded) -> Followed:
        """Return it after one more of its events."""
        stays = follow(self.stays, recorded)
        now = replace(
            self.engagement,
            version=recorded.seq,
            last_event_at=recorded.ts,
            stage_since=stays[-1].entered_at,
        )
        match recorded.event:
            case EngagementMoved(to_stage=stage):
                now = replace(now, stage=stage)
            case EngagementStatusSet(to_status=status, reason=reason):
                now = replace(now, status=status, reason=reason)
            case NextStepSet(due=due, assignee_id=assignee_id):
                now = replace(now, next_due=due, assignee_id=assignee_id)
            case _:
                pass
        return replace(self, engagement=now, stays=stays)

    def row(self) -> Row:
        """Return the row of ``engagement``. The words of the next step stay outside."""
        now = self.engagement
        return {
            "engagement_id": now.id,
            "owner_id": now.owner_id,
            "company_id": now.company_id,
            "investor_id": now.investor_id,
            "track": now.track,
            "round_label": now.round_label,
            "stage": now.stage,
            "status": now.status.value,
            "reason": now.reason,
            "opened_at": now.opened_at,
            "stage_since": now.stage_since,
            "last_event_at": now.last_event_at,
            "version": now.version,
            "assignee_id": now.assignee_id,
            "next_due": now.next_due,
            "ir_event_id": self.ir_event_id,
            "source": self.source,
        }

    def stay_rows(self) -> list[Row]:
        """Return the rows of ``stage_interval``."""
        return [
            {
                "engagement_id": self.engagement.id,
                "seq": stay.seq,
                "stage": stay.stage,
                "entered_at": stay.entered_at,
                "left_at": stay.left_at,
            }
            for stay in self.stays
        ]


def opened(recorded: Recorded, event: EngagementOpened) -> Followed:
    """Return the engagement that the event opens."""
    engagement = Engagement(
        id=event.engagement_id,
        owner_id=event.owner_id,
        company_id=event.company_id,
        investor_id=event.investor_id,
        track=event.track,
        round_label=event.round_label,
        stage=event.stage,
        status=Status.ACTIVE,
        opened_at=recorded.ts,
        stage_since=recorded.ts,
        last_event_at=recorded.ts,
        version=recorded.seq,
        assignee_id=event.assignee_id,
    )
    return Followed(engagement, follow((), recorded), event.ir_event_id, event.source)


@dataclass(slots=True)
class Books:
    """Engagements by id, as far as they have been followed."""

    followed: dict[str, Followed] = field(default_factory=dict)

    def follow(self, recorded: Iterable[Recorded]) -> None:
        """Bring the engagements forward. Those that are not opened in ``recorded`` must be known already."""
        for one in recorded:
            if isinstance(one.event, EngagementOpened):
                self.followed[one.event.engagement_id] = opened(one, one.event)
            elif isinstance(one.event, EngagementEvent):
                engagement_id = one.event.engagement_id
                self.followed[engagement_id] = self.followed[engagement_id].after(one)


def touched(recorded: Sequence[Recorded]) -> list[str]:
    """Return the ids of the engagements that the events speak of, each once, in order."""
    return list(dict.fromkeys(one.event.engagement_id for one in recorded if isinstance(one.event, EngagementEvent)))
