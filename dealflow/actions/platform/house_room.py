"""Files of a house, kept as far as there is room for them."""

from __future__ import annotations

from typing import Final

from dealflow.actions.platform.context import Acting
from dealflow.domain.claims.house_room import require_room
from dealflow.store.ledger.queries.files_kept import bytes_kept

_OUTSIDE: Final = frozenset({"link"})
"""The doors through which people without an account bring files."""


def keep_file(acting: Acting, data: bytes) -> str:
    """Keep a file for the viewer's house and return its hash.

    Raises:
        InvalidInputError: the house's room is used up.
        StorageError: the disk takes nothing.
    """
    ws = acting.ws
    if ws.settings.house_gb:
        with ws.ledger.read() as session:
            kept = bytes_kept(session, ws.name, acting.viewer.organisation_id)
        require_room(
            kept_bytes=kept,
            coming_bytes=len(data),
            room_gb=ws.settings.house_gb,
            is_from_outside=acting.source in _OUTSIDE,
        )
    return ws.files.put(data)
