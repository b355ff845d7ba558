"""Asking the warehouse in SQL, making it anew, and handing snapshots to other programs: as far as the viewer may see.

A company's guest sees single decks only and gets no tables. Everything, across all organisations, is for the
administrator of the installation, who must ask for it by name.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from dealflow.actions.platform.context import Looking
from dealflow.domain.people.access import Act, Viewer, require


def query(looking: Looking, sql: str, *, everything: bool = False) -> pa.Table:
    """Return the answer to one question over what the viewer's organisation may see, or over everything.

    Raises:
        NotAllowedError: the viewer's role sees no pipeline, or asks for everything without being an administrator.
        InvalidInputError: the text is no single question, or cannot be answered (``problem``: sql_wrong, sql_not_one,
            sql_not_read_only).
    """
    reader = _reader(looking.viewer, everything=everything)
    looking.ws.warehouse.refresh()
    return looking.ws.warehouse.query(sql) if reader is None else looking.ws.warehouse.query_for(reader, sql)


def rebuild(looking: Looking) -> int:
    """Make the warehouse anew from the journal and return the position reached.

    Raises:
        NotAllowedError: the viewer is no administrator.
    """
    require(looking.viewer, Act.ADMINISTER)
    return looking.ws.warehouse.rebuild()


def publish(looking: Looking, folder: Path, *, everything: bool = False) -> Path:
    """Write a snapshot of what the viewer's organisation may see, or of everything, and return its folder.

    Raises:
        NotAllowedError: the viewer's role sees no pipeline, or asks for everything without being an administrator.
    """
    reader = _reader(looking.viewer, everything=everything)
    looking.ws.warehouse.refresh()
    return looking.ws.warehouse.publish(folder, reader=reader)


def _reader(viewer: Viewer, *, everything: bool) -> str | None:
    """Return the organisation whose eyes are meant, nothing for everything."""
    require(viewer, Act.SEE_PIPELINE)
    if everything:
        require(viewer, Act.ADMINISTER)
        return None
    return viewer.organisation_id
