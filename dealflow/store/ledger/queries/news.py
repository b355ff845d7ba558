"""What was recorded lately, as far as a viewer may see the records that it is about."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from dealflow.domain.people.access import Viewer
from dealflow.store.ledger.queries.visibility import deck_seen, engagement_owned, in_books
from dealflow.store.ledger.search_index import chunks
from dealflow.store.ledger.tables.claims import DeckRow
from dealflow.store.ledger.tables.investment import SessionRow
from dealflow.store.ledger.tables.pipeline import EngagementRow


def decks_seen(session: Session, workspace: str, viewer: Viewer, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return file name and company id (or nothing) of the decks among these that the viewer may see."""
    rows: list[tuple[str, str, str | None]] = []
    for some in chunks(sorted(ids)):
        query = select(DeckRow.id, DeckRow.file_name, DeckRow.company_id)
        mine = (DeckRow.workspace == workspace, col(DeckRow.id).in_(some), deck_seen(viewer))
        rows += session.exec(query.where(*mine)).all()
    return {deck_id: (file_name, company_id or "") for deck_id, file_name, company_id in rows}


def engagements_owned(
    session: Session, workspace: str, viewer: Viewer, ids: Collection[str]
) -> dict[str, tuple[str, str]]:
    """Return company id and track of the engagements among these that stand in the viewer's books."""
    rows: list[tuple[str, str, str]] = []
    for some in chunks(sorted(ids)):
        query = select(EngagementRow.id, EngagementRow.company_id, EngagementRow.track)
        mine = (EngagementRow.workspace == workspace, col(EngagementRow.id).in_(some), engagement_owned(viewer))
        rows += session.exec(query.where(*mine)).all()
    return {engagement_id: (company_id, track) for engagement_id, company_id, track in rows}


def sessions_owned(session: Session, workspace: str, viewer: Viewer, ids: Collection[str]) -> dict[str, str]:
    """Return the titles of the committee sessions among these that are of the viewer's house."""
    titles: dict[str, str] = {}
    for some in chunks(sorted(ids)):
        mine = in_books(viewer, col(SessionRow.owner_id))
        query = select(SessionRow).where(SessionRow.workspace == workspace, col(SessionRow.id).in_(some), mine)
        titles |= {row.id: row.session.title for row in session.exec(query)}
    return titles
