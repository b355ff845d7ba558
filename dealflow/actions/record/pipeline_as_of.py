"""The pipeline as it stood at an earlier moment, folded from the journal over the viewer's own books."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from dealflow.actions.pipeline.engagement_views import BoardColumn, EngagementFilter, EngagementRow, rows_of
from dealflow.actions.platform.context import Looking
from dealflow.domain.people.access import Act, require
from dealflow.domain.record import pipeline_as_of
from dealflow.domain.record.pipeline_as_of import Pipeline
from dealflow.domain.values.korean_days import SEOUL, korean_day
from dealflow.errors import InvalidInputError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries.books import streams_of

__all__ = ["Pipeline", "as_of", "board", "end_of", "engagements", "first_day"]


def end_of(day: date) -> datetime:
    """Return the last moment of a Korean day."""
    return datetime.combine(day + timedelta(days=1), time(), SEOUL) - timedelta(microseconds=1)


def as_of(looking: Looking, moment: datetime | None = None) -> Pipeline:
    """Return everything that was being decided in the viewer's books at a moment (None: now)."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        records = journal.read_streams(session, looking.ws.name, streams_of(session, looking.ws.name, looking.viewer))
    return pipeline_as_of.as_of(records, moment)


def engagements(
    looking: Looking, filters: EngagementFilter | None = None, *, day: date, today: date
) -> tuple[EngagementRow, ...]:
    """Return the engagements as they stood at the end of a Korean day, the longest quiet first; none may be moved.

    Raises:
        InvalidInputError: the day is still to come.
    """
    if day > today:
        raise InvalidInputError(field="as_of", problem="future", value=day.isoformat())
    stood = as_of(looking, end_of(day)).engagements.values()
    engagement_filter = filters or EngagementFilter()
    engagements = sorted(
        (engagement for engagement in stood if engagement_filter.track in {None, engagement.track}),
        key=lambda engagement: (engagement.last_event_at, engagement.id),
    )
    with looking.ws.ledger.read() as session:
        return rows_of(looking.within(session), engagements, engagement_filter, on=day)


def board(looking: Looking, filters: EngagementFilter, *, day: date, today: date) -> tuple[BoardColumn, ...]:
    """Return the stages of the wanted track with the cards that stood there at the end of a Korean day."""
    track = looking.ws.track(filters.track or looking.ws.tracks[0].id)
    rows = [row for row in engagements(looking, filters, day=day, today=today) if row.engagement.track == track.id]
    return tuple(
        BoardColumn(stage, tuple(row for row in rows if row.engagement.stage == stage.id)) for stage in track.stages
    )


def first_day(looking: Looking) -> date | None:
    """Return the Korean day on which the viewer's books begin, nothing for empty ones."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        records = journal.read_streams(
            session, looking.ws.name, streams_of(session, looking.ws.name, looking.viewer), ["engagement_opened"]
        )
    return min((korean_day(recorded.ts) for recorded in records), default=None)
