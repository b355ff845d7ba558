"""Engagements and their stays, followed event by event: the part of the warehouse that is more than added rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Final

from dealflow.domain.investment.events import DealEvent
from dealflow.domain.pipeline import engagement_state
from dealflow.domain.pipeline.events import (
    DealSizeNoted,
    EngagementMoved,
    EngagementNoted,
    EngagementOpened,
    EngagementsJoined,
    EngagementStatusSet,
    EngagementTagged,
    EngagementTakenBack,
    NextStepSet,
    RoundNamed,
)
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.pipeline.stage_intervals import Interval
from dealflow.domain.values.event import Recorded
from dealflow.store.warehouse.rows import Row

EngagementEvent = (
    EngagementOpened
    | EngagementMoved
    | EngagementStatusSet
    | EngagementTakenBack
    | EngagementNoted
    | NextStepSet
    | DealEvent
    | RoundNamed
    | DealSizeNoted
    | EngagementTagged
    | EngagementsJoined
)
_OUTSIDE: Final = frozenset({"id", "next_step", "joined_id", "size", "tags"})
COLUMNS: Final = tuple(field.name for field in fields(Engagement) if field.name not in _OUTSIDE)
"""What the warehouse keeps of an engagement under the same name; the words of the next step and tags stay outside."""


@dataclass(frozen=True, slots=True)
class Followed:
    """An engagement with its stays, oldest first, and what the domain's value leaves out."""

    engagement: Engagement
    stays: tuple[Interval, ...]
    ir_event_id: str | None = None
    source: str = ""

    def after(self, recorded: Recorded) -> Followed:
        """Return it after one more of its events."""
        after = engagement_state.follow(engagement_state.Followed(self.engagement, self.stays), recorded)
        return replace(self, engagement=after.engagement, stays=after.stays)

    def row(self) -> Row:
        """Return the row of ``engagement``. The words of the next step stay outside."""
        columns = {name: getattr(self.engagement, name) for name in COLUMNS}
        extra = {"engagement_id": self.engagement.id, "ir_event_id": self.ir_event_id, "source": self.source}
        return columns | extra

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
    begun = engagement_state.follow(None, recorded)
    return Followed(begun.engagement, begun.stays, event.ir_event_id, event.source)


@dataclass(slots=True)
class Books:
    """Engagements by id, as far as they have been followed."""

    followed: dict[str, Followed] = field(default_factory=dict)

    def follow(self, recorded: Iterable[Recorded]) -> None:
        """Bring the engagements forward. Those that are not opened in ``recorded`` must be known already."""
        for record in recorded:
            if isinstance(record.event, EngagementOpened):
                self.followed[record.event.engagement_id] = opened(record, record.event)
            elif isinstance(record.event, EngagementTakenBack):
                self.followed.pop(record.event.engagement_id, None)
            elif isinstance(record.event, EngagementEvent):
                engagement_id = record.event.engagement_id
                self.followed[engagement_id] = self.followed[engagement_id].after(record)


def touched(recorded: Sequence[Recorded]) -> list[str]:
    """Return the ids of the engagements that the events speak of, each once, in order."""
    return list(
        dict.fromkeys(record.event.engagement_id for record in recorded if isinstance(record.event, EngagementEvent))
    )
