"""Asking the warehouse in SQL, making it anew, and handing snapshots to other programs: as far as the viewer may see.

A company's guest sees single decks only and gets no tables. Everything, across all organisations, is for nobody by
their role: ``query_all`` and ``publish_all`` are for whoever holds the files, at the command line, and take no viewer.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people.access import Act, require
from dealflow.store.ledger.queries import deck_rights
from dealflow.store.warehouse.reader import Reader


def query(looking: Looking, sql: str) -> pa.Table:
    """Return the answer to one question over what the viewer may see, by the rules of the ledger.

    Raises:
        NotAllowedError: the viewer's role sees no pipeline.
        InvalidInputError: the text is no single question, or cannot be answered (``problem``: sql_wrong, sql_not_one,
            sql_not_read_only).
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    looking.ws.warehouse.refresh()
    return looking.ws.warehouse.query_for(reader_of(looking), sql)


def query_all(ws: Workspace, sql: str) -> pa.Table:
    """Return the answer to one question over everybody's books, for whoever holds the files.

    Raises:
        InvalidInputError: as ``query``.
    """
    ws.warehouse.refresh()
    return ws.warehouse.query(sql)


def rebuild(looking: Looking) -> int:
    """Make the warehouse anew from the journal and return the position reached.

    Raises:
        NotAllowedError: the viewer is no administrator.
    """
    require(looking.viewer, Act.ADMINISTER)
    return looking.ws.warehouse.rebuild()


def publish(looking: Looking, folder: Path) -> Path:
    """Write a snapshot of what the viewer's organisation may see, and return its folder.

    Decks of others that open to whoever agreed to their terms stay out: a file goes on to others.

    Raises:
        NotAllowedError: the viewer's role sees no pipeline.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    looking.ws.warehouse.refresh()
    return looking.ws.warehouse.publish(folder, reader=reader_of(looking, for_house=True))


def publish_all(ws: Workspace, folder: Path) -> Path:
    """Write a snapshot of everybody's books, for whoever holds the files, and return its folder."""
    ws.warehouse.refresh()
    return ws.warehouse.publish(folder, reader=None)


def reader_of(looking: Looking, *, for_house: bool = False) -> Reader:
    """Return the viewer as who asks the warehouse, with the decks of others that the ledger opens to them."""
    with looking.ws.ledger.read() as session:
        opened = deck_rights.opened(session, looking.ws.name, looking.viewer, for_house=for_house)
    return Reader(looking.viewer.organisation_id, opened)
