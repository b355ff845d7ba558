"""What happened after a position of the journal, as ids and kinds, and which of the records a viewer may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Table
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from dealflow.domain.people.access import Viewer
from dealflow.store.ledger.queries.visibility import (
    claim_seen,
    company_known,
    deck_seen,
    engagement_owned,
    in_books,
    note_seen,
)
from dealflow.store.ledger.search_index import chunks
from dealflow.store.ledger.tables.claims import ClaimRow, CompanyRow, DeckRow
from dealflow.store.ledger.tables.investment import SessionRow
from dealflow.store.ledger.tables.journal import Row
from dealflow.store.ledger.tables.notes import NoteRow
from dealflow.store.ledger.tables.pipeline import EngagementRow

_JOURNAL: Final[Table] = Row.metadata.tables["journal"]


@dataclass(frozen=True, slots=True)
class Happened:
    """One event without its content."""

    position: int
    at: datetime
    kind: str
    stream: str
    actor: str


def happened(session: Session, workspace: str, after: int, most: int) -> tuple[Happened, ...]:
    """Return what stands in the journal after a position, oldest first; its content is not even read."""
    query = columns(*(_JOURNAL.c[name] for name in ("position", "ts", "kind", "stream", "actor"))).where(
        _JOURNAL.c.workspace == workspace, _JOURNAL.c.position > after
    )
    rows = session.connection().execute(query.order_by(_JOURNAL.c.position).limit(most))
    return tuple(Happened(*row) for row in rows)


def companies_known(session: Session, workspace: str, viewer: Viewer, ids: Collection[str]) -> frozenset[str]:
    """Return which of the companies the viewer may know of."""
    return _ids(session, select(CompanyRow.id).where(CompanyRow.workspace == workspace, company_known(viewer)), ids)


def decks_seen(session: Session, workspace: str, viewer: Viewer, ids: Collection[str]) -> frozenset[str]:
    """Return which of the decks the viewer may see."""
    return _ids(session, select(DeckRow.id).where(DeckRow.workspace == workspace, deck_seen(viewer)), ids)


def claims_seen(session: Session, workspace: str, viewer: Viewer, ids: Collection[str]) -> frozenset[str]:
    """Return which of the claims the viewer may see."""
    query = (
        select(ClaimRow.id)
        .join(DeckRow, (col(DeckRow.workspace) == ClaimRow.workspace) & (col(DeckRow.id) == ClaimRow.deck_id))
        .where(ClaimRow.workspace == workspace, claim_seen(viewer))
    )
    return _ids(session, query, ids, ClaimRow.id)


def engagements_owned(session: Session, workspace: str, viewer: Viewer, ids: Collection[str]) -> frozenset[str]:
    """Return which of the engagements stand in the viewer's books."""
    query = select(EngagementRow.id).where(EngagementRow.workspace == workspace, engagement_owned(viewer))
    return _ids(session, query, ids)


def notes_seen(session: Session, workspace: str, viewer: Viewer, ids: Collection[str]) -> frozenset[str]:
    """Return which of the notes the viewer may read."""
    return _ids(session, select(NoteRow.id).where(NoteRow.workspace == workspace, note_seen(viewer)), ids)


def sessions_owned(session: Session, workspace: str, viewer: Viewer, ids: Collection[str]) -> frozenset[str]:
    """Return which of the committee sessions are of the viewer's house."""
    mine = in_books(viewer, col(SessionRow.owner_id))
    return _ids(session, select(SessionRow.id).where(SessionRow.workspace == workspace, mine), ids)


def _ids(session: Session, query: Any, ids: Iterable[str], column: Any = None) -> frozenset[str]:  # noqa: ANN401  # SQLModel's select has a type for each number of columns
    """Return those of the ids that a query of ids holds."""
    place = query.selected_columns[0] if column is None else col(column)
    seen: set[str] = set()
    for some in chunks(sorted(ids)):
        seen |= set(session.exec(query.where(place.in_(some))))
    return frozenset(seen)
