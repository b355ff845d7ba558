"""What the events of engagements change in the current tables. An engagement is folded by the domain alone."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Final

from dealflow.domain.pipeline import engagement_state
from dealflow.domain.pipeline.engagement_state import Followed
from dealflow.domain.pipeline.events import (
    DealSizeNoted,
    EngagementMoved,
    EngagementNoted,
    EngagementOpened,
    EngagementsJoined,
    EngagementStatusSet,
    EngagementTagged,
    EngagementTakenBack,
    HolidayKept,
    NextStepSet,
    RoundNamed,
    SavedViewDropped,
    SavedViewKept,
    TrackEdited,
)
from dealflow.domain.pipeline.funnel import Engagement, Track
from dealflow.domain.pipeline.stage_intervals import Interval
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger.mapping import change, value_of
from dealflow.store.ledger.projections.companies import filed
from dealflow.store.ledger.projections.current import Columns, Tables
from dealflow.store.ledger.projections.dispatch import keeps, put, row_of, write
from dealflow.store.ledger.tables.pipeline import EngagementRow, HolidayRow, SavedViewRow, StageInterval, TrackRow

_STAY: Final = tuple(field.name for field in fields(Interval))
_STAY_OF: Final = attrgetter(*_STAY)

keeps(HolidayKept, HolidayRow, is_closed="closed")


@write.register
def _(event: EngagementOpened, tables: Tables, recorded: Recorded) -> None:
    after = engagement_state.follow(None, recorded)
    where = filed(tables, recorded.workspace, event.company_id)
    put(tables, EngagementRow, recorded, after.engagement, ir_event_id=event.ir_event_id, source=event.source, **where)
    _keep_stays(tables, _owned(recorded, after.engagement.id), (), after.stays)


@write.register
def _(
    event: EngagementMoved
    | EngagementStatusSet
    | EngagementNoted
    | NextStepSet
    | RoundNamed
    | DealSizeNoted
    | EngagementTagged
    | EngagementsJoined,
    tables: Tables,
    recorded: Recorded,
) -> None:
    follow_engagement(tables, recorded, event.engagement_id)


@write.register
def _(event: EngagementTakenBack, tables: Tables, recorded: Recorded) -> None:
    tables.remove(StageInterval, _owned(recorded, event.engagement_id))
    tables.drop(EngagementRow, recorded.workspace, event.engagement_id)


@write.register
def _(event: TrackEdited, tables: Tables, recorded: Recorded) -> None:
    track = Track(event.track_id, event.name_ko, event.name_en, event.stages)
    put(
        tables,
        TrackRow,
        recorded,
        track,
        track=track,
        edited_by=recorded.actor,
        edited_at=recorded.ts,
        seq=recorded.seq,
    )


@write.register
def _(event: SavedViewKept, tables: Tables, recorded: Recorded) -> None:
    put(tables, SavedViewRow, recorded, event, id=event.view_id, is_dropped=False, seq=recorded.seq)


@write.register
def _(event: SavedViewDropped, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, SavedViewRow, recorded.workspace, event.view_id)
    row.is_dropped, row.seq = True, recorded.seq


def follow_engagement(tables: Tables, recorded: Recorded, engagement_id: str) -> EngagementRow:
    """Bring an engagement and its stays forward by one event of its stream; return its row.

    Raises:
        NotFoundError: it was never opened.
    """
    row = row_of(tables, EngagementRow, recorded.workspace, engagement_id)
    owned = _owned(recorded, engagement_id)
    stays = tuple(Interval(*columns) for columns in tables.read(StageInterval, _STAY, owned))
    after = engagement_state.follow(Followed(value_of(Engagement, row), stays), recorded)
    change(row, after.engagement)
    _keep_stays(tables, owned, stays, after.stays)
    return row


def _keep_stays(tables: Tables, owned: Columns, before: tuple[Interval, ...], after: tuple[Interval, ...]) -> None:
    """Write what changed of an engagement's stays."""
    same = next((at for at, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), None)
    same = min(len(before), len(after)) if same is None else same
    for stay in before[same:]:
        tables.drop(StageInterval, *owned.values(), stay.seq)
    tables.add(StageInterval, [{**owned, **dict(zip(_STAY, _STAY_OF(stay), strict=True))} for stay in after[same:]])


def _owned(recorded: Recorded, engagement_id: str) -> dict[str, object]:
    return {"workspace": recorded.workspace, "engagement_id": engagement_id}
