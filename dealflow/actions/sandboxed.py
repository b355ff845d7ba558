"""One file read in the sandbox: what it says, as the domain's values. Needs no workspace and no database."""

from __future__ import annotations

from datetime import date
from time import monotonic
from typing import Final

from pydantic import TypeAdapter

from dealflow.decks import sandbox
from dealflow.domain.deck import RefusalReason
from dealflow.domain.facts import Reading
from dealflow.errors import UnreadableDeckError

WORKER: Final = "dealflow.actions.reading_worker"
_READING: Final = TypeAdapter(Reading)
_ENDED: Final = frozenset({RefusalReason.READER_CRASHED, RefusalReason.TOO_MUCH_MEMORY})
"""What a worker that something outside has ended looks like."""
_SOON_S: Final = 5.0


def read_file(data: bytes, file_name: str, *, read_on: date | None = None) -> Reading:
    """Return what a file says, read in the sandbox; needs no workspace.

    A reader that ended early is tried once more, since something outside may have ended it.

    Raises:
        UnreadableDeckError: with the one reason why it cannot be read.
    """
    arguments = (file_name,) if read_on is None else (file_name, read_on.isoformat())
    began = monotonic()
    try:
        told = sandbox.run(WORKER, data, arguments=arguments)
    except UnreadableDeckError as error:
        if error.reason not in _ENDED or monotonic() - began > _SOON_S:
            raise
        told = sandbox.run(WORKER, data, arguments=arguments)
    return _READING.validate_json(told)
