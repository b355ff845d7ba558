"""What the events of engagements change in the current tables. An engagement is folded by the domain alone."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Table, bindparam, delete, insert, select
from sqlmodel import Session

from dealflow.domain.pipeline import engagement_state
from dealflow.domain.pipeline.engagement_state import Followed
from dealflow.domain.pipeline.events import (
    EngagementMoved,
    EngagementNoted,
    EngagementOpened,
    EngagementsJoined,
    EngagementStatusSet,
    HolidayKept,
    NextStepSet,
    TrackEdited,
)
from dealflow.domain.pipeline.funnel import Engagement, Track
from dealflow.domain.pipeline.stage_intervals import Interval
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger.mapping import change, columns_of, value_of
from dealflow.store.ledger.projections.dispatch import keeps, put, row_of, write
from dealflow.store.ledger.tables.journal import Row
from dealflow.store.ledger.tables.pipeline import EngagementRow, HolidayRow, TrackRow

_INTERVAL: Final[Table] = Row.metadata.tables["stage_interval"]
_OF_ENGAGEMENT: Final = (
    _INTERVAL.c.workspace == bindparam("workspace"),
    _INTERVAL.c.engagement_id == bindparam("engagement_id"),
)
_STAYS: Final = select(_INTERVAL).where(*_OF_ENGAGEMENT).order_by(_INTERVAL.c.seq)
_FORGET_STAY: Final = delete(_INTERVAL).where(*_OF_ENGAGEMENT, _INTERVAL.c.seq == bindparam("number"))
_ADD_STAY: Final = insert(_INTERVAL)

keeps(HolidayKept, HolidayRow, is_closed="closed")


@write.register
def _(event: EngagementOpened, session: Session, recorded: Recorded) -> None:
    after = engagement_state.follow(None, recorded)
    row = EngagementRow(
        workspace=recorded.workspace,
        **columns_of(EngagementRow, after.engagement, ir_event_id=event.ir_event_id, source=event.source),
    )
    session.add(row)
    session.flush()
    _keep_stays(session, row, (), after.stays)


@write.register
def _(
    event: EngagementMoved | EngagementStatusSet | EngagementNoted | NextStepSet | EngagementsJoined,
    session: Session,
    recorded: Recorded,
) -> None:
    follow_engagement(session, recorded, event.engagement_id)


@write.register
def _(event: TrackEdited, session: Session, recorded: Recorded) -> None:
    track = Track(event.track_id, event.name_ko, event.name_en, event.stages)
    put(
        session,
        TrackRow,
        recorded,
        track,
        track=track,
        edited_by=recorded.actor,
        edited_at=recorded.ts,
        seq=recorded.seq,
    )


def follow_engagement(session: Session, recorded: Recorded, engagement_id: str) -> EngagementRow:
    """Bring an engagement and its stays forward by one event of its stream; return its row.

    Raises:
        NotFoundError: it was never opened.
    """
    row = row_of(session, EngagementRow, recorded.workspace, engagement_id)
    stored_stays = session.connection().execute(_STAYS, _key(row)).all()
    stays = tuple(Interval(stay.stage, stay.seq, stay.entered_at, stay.left_at) for stay in stored_stays)
    after = engagement_state.follow(Followed(value_of(Engagement, row), stays), recorded)
    change(row, after.engagement)
    _keep_stays(session, row, stays, after.stays)
    return row


def _keep_stays(
    session: Session, row: EngagementRow, before: tuple[Interval, ...], after: tuple[Interval, ...]
) -> None:
    """Write what changed of an engagement's stays."""
    gone = [_key(row) | {"number": stay.seq} for stay in before if stay not in after]
    if gone:  # first, since only one may be open at any moment
        session.connection().execute(_FORGET_STAY, gone)
    fresh = [_key(row) | asdict(stay) for stay in after if stay not in before]
    if fresh:
        session.connection().execute(_ADD_STAY, fresh)


def _key(row: EngagementRow) -> dict[str, Any]:  # beside columns of other types
    return {"workspace": row.workspace, "engagement_id": row.id}
