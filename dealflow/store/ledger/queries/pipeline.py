"""Engagements as they stand, for those in whose books they are.

Tracks and holidays belong to the workspace: everybody sees them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from dealflow.domain.people.access import Viewer
from dealflow.domain.pipeline.engagement_state import Followed
from dealflow.domain.pipeline.funnel import Engagement, Track
from dealflow.domain.pipeline.saved_views import SavedView
from dealflow.domain.pipeline.stage_intervals import Interval
from dealflow.errors import ChangedMeanwhileError, NotFoundError
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.queries.visibility import engagement_owned, in_books
from dealflow.store.ledger.search_index import chunks
from dealflow.store.ledger.tables.pipeline import EngagementRow, HolidayRow, SavedViewRow, StageInterval, TrackRow


def engagements(session: Session, workspace: str, viewer: Viewer, track: str | None = None) -> tuple[Engagement, ...]:
    """Return the engagements of the viewer's books, of one track or all, the longest quiet first."""
    query = select(EngagementRow).where(EngagementRow.workspace == workspace, engagement_owned(viewer))
    if track is not None:
        query = query.where(EngagementRow.track == track)
    rows = session.exec(query.order_by(col(EngagementRow.last_event_at), EngagementRow.id))
    return tuple(value_of(Engagement, row) for row in rows)


def followed(session: Session, workspace: str, viewer: Viewer) -> tuple[Followed, ...]:
    """Return the engagements of the viewer's books with their stays."""
    own = engagements(session, workspace, viewer)
    stays: dict[str, list[Interval]] = {engagement.id: [] for engagement in own}
    rows = session.exec(
        select(StageInterval)
        .join(
            EngagementRow,
            (col(EngagementRow.workspace) == col(StageInterval.workspace))
            & (col(EngagementRow.id) == col(StageInterval.engagement_id)),
        )
        .where(StageInterval.workspace == workspace, engagement_owned(viewer))
        .order_by(col(StageInterval.seq))
    )
    for row in rows:
        stays[row.engagement_id].append(value_of(Interval, row))
    return tuple(Followed(engagement, tuple(stays[engagement.id])) for engagement in own)


def are_engaged(session: Session, workspace: str, companies: Collection[str]) -> frozenset[str]:
    """Return those of the companies with which anybody of the workspace has an engagement: ids, nothing else."""
    rows = session.exec(
        select(EngagementRow.company_id)
        .where(EngagementRow.workspace == workspace, col(EngagementRow.company_id).in_(sorted(companies)))
        .distinct()
    )
    return frozenset(rows)


def find_engagement(session: Session, workspace: str, viewer: Viewer, engagement_id: str) -> Engagement | None:
    """Return the engagement, or nothing if there is none in the viewer's books."""
    row = session.exec(
        select(EngagementRow).where(
            EngagementRow.workspace == workspace, EngagementRow.id == engagement_id, engagement_owned(viewer)
        )
    ).one_or_none()
    return None if row is None else value_of(Engagement, row)


def versions_owned(session: Session, workspace: str, viewer: Viewer, ids: Collection[str]) -> dict[str, int]:
    """Return the versions of the engagements among these that stand in the viewer's books."""
    versions: dict[str, int] = {}
    for some in chunks(sorted(ids)):
        query = select(EngagementRow.id, EngagementRow.version)
        mine = (EngagementRow.workspace == workspace, col(EngagementRow.id).in_(some), engagement_owned(viewer))
        versions |= dict(session.exec(query.where(*mine)).all())
    return versions


def own_engagement(
    session: Session, workspace: str, viewer: Viewer, engagement_id: str, seen: int | None = None
) -> Engagement:
    """Return the engagement of the viewer's books as it stands.

    Raises:
        NotFoundError: it is not in the viewer's books.
        ChangedMeanwhileError: it has gone on since version ``seen``.
    """
    now = find_engagement(session, workspace, viewer, engagement_id)
    if now is None:
        raise NotFoundError(kind="engagement", id=engagement_id)
    if seen is not None and seen != now.version:
        raise ChangedMeanwhileError(stream=f"engagement:{engagement_id}", expected=seen, found=now.version)
    return now


def stages_stood_at(session: Session, workspace: str, track: str) -> frozenset[str]:
    """Return the stages of a track at which any engagement of the workspace stands or has stood: ids, nothing else."""
    stages = session.exec(
        select(StageInterval.stage)
        .join(
            EngagementRow,
            (col(EngagementRow.workspace) == col(StageInterval.workspace))
            & (col(EngagementRow.id) == col(StageInterval.engagement_id)),
        )
        .where(StageInterval.workspace == workspace, EngagementRow.track == track)
        .distinct()
    )
    return frozenset(stages)


def saved_views(session: Session, workspace: str, viewer: Viewer, screen: str) -> tuple[SavedView, ...]:
    """Return the views of a screen that the viewer may use: their own, and those that their house shares."""
    query = select(SavedViewRow).where(
        SavedViewRow.workspace == workspace,
        SavedViewRow.screen == screen,
        ~col(SavedViewRow.is_dropped),
        _view_seen(viewer),
    )
    return tuple(_view(row) for row in session.exec(query.order_by(SavedViewRow.name, SavedViewRow.id)))


def find_saved_view(
    session: Session, workspace: str, viewer: Viewer, view_id: str, *, dropped: bool = False
) -> SavedView | None:
    """Return a view that the viewer may use (``dropped``: one that was deleted), nothing if there is none."""
    query = select(SavedViewRow).where(
        SavedViewRow.workspace == workspace,
        SavedViewRow.id == view_id,
        col(SavedViewRow.is_dropped) == dropped,
        _view_seen(viewer),
    )
    row = session.exec(query).one_or_none()
    return None if row is None else _view(row)


def _view_seen(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a saved view is offered to the viewer (``saved_views.may_see``)."""
    mine = col(SavedViewRow.person_id) == viewer.person_id
    return and_(in_books(viewer, col(SavedViewRow.owner_id)), or_(col(SavedViewRow.is_shared), mine))


def _view(row: SavedViewRow) -> SavedView:
    return value_of(SavedView, row, version="seq")


def edited_tracks(session: Session, workspace: str) -> tuple[tuple[Track, int], ...]:
    """Return the tracks that an administrator edited, with their versions."""
    rows = session.exec(select(TrackRow).where(TrackRow.workspace == workspace).order_by(TrackRow.id))
    return tuple((row.track, row.seq) for row in rows)


def holidays(session: Session, workspace: str) -> tuple[tuple[date, bool, str], ...]:
    """Return the days declared closed (True) or open over the calendar, with their names, in order."""
    rows = session.exec(select(HolidayRow).where(HolidayRow.workspace == workspace).order_by(col(HolidayRow.day)))
    return tuple((row.day, row.is_closed, row.name) for row in rows)


def companies_of_events(session: Session, workspace: str, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Return event and company of every engagement of the viewer's books that came from an IR event."""
    query = select(EngagementRow.ir_event_id, EngagementRow.company_id).where(
        EngagementRow.workspace == workspace, engagement_owned(viewer), col(EngagementRow.ir_event_id).is_not(None)
    )
    return tuple(sorted({(str(event_id), company_id) for event_id, company_id in session.exec(query)}))
