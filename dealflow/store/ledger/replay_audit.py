"""Do the current tables still say what the journal says? Replayed elsewhere and compared, row by row.

The journal's own chain is checked by ``journal.verify``; this finds a row that somebody wrote past the journal.
"""

from __future__ import annotations

import hashlib
from typing import Final

from sqlalchemy import StaticPool, Table, create_engine, select
from sqlmodel import Session

from dealflow.errors import AlteredTableError
from dealflow.store.ledger.database import SQLITE
from dealflow.store.ledger.journal import events_after
from dealflow.store.ledger.projections.projecting import PROJECTED, project
from dealflow.store.ledger.tables.journal import Row

_CHUNK: Final = 1000


def require_replayed_tables(session: Session, workspace: str) -> None:
    """Require that every current row of the workspace follows from its journal, and no row is missing.

    Nobody is kept from writing meanwhile: the journal is replayed into memory. It takes about as long as the appends
    themselves took, so it is for an audit, not for each start.

    Raises:
        AlteredTableError: ``tables`` names those that differ; ``journal.replay`` mends them.
    """
    engine = create_engine("sqlite://", module=SQLITE, poolclass=StaticPool)
    try:
        Row.metadata.create_all(engine)
        with Session(engine) as fresh:
            position = 0
            while events := events_after(session, workspace, position, _CHUNK):
                for recorded in events:
                    project(fresh, recorded)
                position = events[-1].position
                fresh.expunge_all()
            wrong = [
                table.name
                for table in PROJECTED
                if _digests(session, table, workspace) != _digests(fresh, table, workspace)
            ]
    finally:
        engine.dispose()
    if wrong:
        raise AlteredTableError(tables=", ".join(wrong))


def _digests(session: Session, table: Table, workspace: str) -> set[bytes]:
    """Return a digest of each row of the table; keys make rows unique, so a set holds them all."""
    query = select(table).where(table.c.workspace == workspace).execution_options(yield_per=_CHUNK)
    with session.connection().execute(query) as rows:
        return {hashlib.sha256(repr(tuple(row)).encode()).digest() for row in rows}
