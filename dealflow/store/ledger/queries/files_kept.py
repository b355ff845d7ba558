"""How many bytes of files a house keeps, whoever may see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from sqlalchemy import BigInteger, ColumnElement, String, cast, func, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Session, col, select

from dealflow.store.ledger.tables.claims import DeckRow
from dealflow.store.ledger.tables.irday import EventProfileRow, EventRecordRow, PartContentRow
from dealflow.store.ledger.tables.notes import DocumentRow
from dealflow.store.ledger.tables.people import IrEventRow
from dealflow.store.ledger.tables.regional import QuarterReportRow

Kept = TypeVar("Kept", PartContentRow, EventRecordRow, EventProfileRow)


def bytes_kept(session: Session, workspace: str, owner_id: str) -> int:
    """Return the bytes of a house's decks, documents, proofs and files of events; twice in one list counts once."""
    decks = (
        select(DeckRow.sha256, func.max(DeckRow.size_bytes).label("size"))
        .where(DeckRow.workspace == workspace, DeckRow.owner_id == owner_id)
        .group_by(col(DeckRow.sha256))
        .subquery()
    )
    documents = (
        select(DocumentRow.sha256, func.max(_size(session)).label("size"))
        .where(
            DocumentRow.workspace == workspace,
            DocumentRow.owner_id == owner_id,
            col(DocumentRow.is_destroyed).is_(False),
        )
        .group_by(col(DocumentRow.sha256))
        .subquery()
    )
    proofs = (
        select(QuarterReportRow.proof_sha256, func.max(QuarterReportRow.proof_bytes).label("size"))
        .where(QuarterReportRow.workspace == workspace, QuarterReportRow.owner_id == owner_id)
        .group_by(col(QuarterReportRow.proof_sha256))
        .subquery()
    )
    parts = (decks, documents, proofs)
    sums = (int(session.exec(select(func.coalesce(func.sum(part.c.size), 0))).one()) for part in parts)
    return sum(sums) + sum(_of_events(session, workspace, owner_id).values())


def _of_events(session: Session, workspace: str, owner_id: str) -> dict[str, int]:
    """Return the sizes of the slides, photographs and logos of a house's events, by hash."""
    events = select(IrEventRow.id).where(IrEventRow.workspace == workspace, IrEventRow.organiser_id == owner_id)

    def of_events(table: type[Kept]) -> Iterator[Kept]:
        rows = session.exec(select(table).where(table.workspace == workspace, col(table.ir_event_id).in_(events)))
        return iter(rows)

    sizes = {file.sha256: file.size_bytes for row in of_events(PartContentRow) for file in row.content.files}
    sizes |= {photo.sha256: photo.size_bytes for row in of_events(EventRecordRow) for photo in row.record.photos}
    return sizes | {
        host.logo: host.logo_bytes for row in of_events(EventProfileRow) for host in row.profile.hosts if host.logo
    }


def _size(session: Session) -> ColumnElement[int]:
    """Return how large a document is, as its record says."""
    record = type_coerce(DocumentRow.__table__.c.document_json, String)  # type: ignore[attr-defined]  # SQLModel gives every table one
    if session.get_bind().dialect.name == "postgresql":
        return cast(cast(record, JSONB)["size_bytes"].astext, BigInteger)
    return cast(func.json_extract(record, "$.size_bytes"), BigInteger)
