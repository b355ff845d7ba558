"""Imports as they stand, for the house that did them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from dealflow.domain.people.access import Viewer
from dealflow.domain.sheets.events import ColumnUse, Counts, Meaning
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.queries.visibility import in_books
from dealflow.store.ledger.tables.sheets import ImportRow


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """An import; ``withdrawn``, ``restored`` and ``stayed`` count what its taking back did with what it touched."""

    id: str
    owner_id: str
    file_name: str
    headings_key: str
    columns: tuple[ColumnUse, ...]
    meanings: tuple[Meaning, ...]
    counts: Counts
    imported_by: str
    imported_at: datetime
    reverted_by: str | None
    reverted_at: datetime | None
    withdrawn: int
    restored: int
    stayed: int


def imports(session: Session, workspace: str, viewer: Viewer) -> tuple[ImportBatch, ...]:
    """Return the imports of the viewer's house, the latest first."""
    rows = session.exec(
        select(ImportRow)
        .where(ImportRow.workspace == workspace, in_books(viewer, col(ImportRow.owner_id)))
        .order_by(col(ImportRow.imported_at).desc(), ImportRow.id)
    )
    return tuple(value_of(ImportBatch, row) for row in rows)


def find_import(session: Session, workspace: str, viewer: Viewer, import_id: str) -> ImportBatch | None:
    """Return an import of the viewer's house, or nothing."""
    row = session.exec(
        select(ImportRow).where(
            ImportRow.workspace == workspace, ImportRow.id == import_id, in_books(viewer, col(ImportRow.owner_id))
        )
    ).one_or_none()
    return None if row is None else value_of(ImportBatch, row)


def remembered(session: Session, workspace: str, viewer: Viewer, headings_key: str) -> ImportBatch | None:
    """Return the latest import of the viewer's house with the same headings, or nothing."""
    row = session.exec(
        select(ImportRow)
        .where(
            ImportRow.workspace == workspace,
            ImportRow.headings_key == headings_key,
            in_books(viewer, col(ImportRow.owner_id)),
        )
        .order_by(col(ImportRow.imported_at).desc(), ImportRow.id)
        .limit(1)
    ).first()
    return None if row is None else value_of(ImportBatch, row)
