"""The cells of a table that somebody brings, as text: read in a process of its own, so that no file hurts the app."""

from __future__ import annotations

import json
from typing import Final

from dealflow.decks import sandbox
from dealflow.decks.spreadsheets import Sheet
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.domain.values import typed_text
from dealflow.errors import InvalidInputError, UnreadableDeckError

plain = typed_text.plain
MOST_BYTES: Final = 5_000_000
_WORKER: Final = "dealflow.actions.platform.spreadsheet_worker"
_TOO_LARGE: Final = frozenset(
    {RefusalReason.TOO_LARGE, RefusalReason.TOO_MUCH_MEMORY, RefusalReason.TOO_SLOW, RefusalReason.DECOMPRESSION_BOMB}
)


def sheets_of(name: str, data: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook, or the one of a CSV.

    Raises:
        InvalidInputError: it is too large, no XLSX, XLS or CSV, or what ``spreadsheets.read`` says.
    """
    if len(data) > MOST_BYTES:
        raise InvalidInputError(field="file", problem="too_large", value=name)
    try:
        answer = json.loads(sandbox.run(_WORKER, data, arguments=[name]))
    except UnreadableDeckError as error:
        problem = "too_large" if error.reason in _TOO_LARGE else "no_table"
        raise InvalidInputError(field="file", problem=problem, value=name) from error
    if "wrong" in answer:
        raise InvalidInputError(**answer["wrong"])
    return tuple(
        Sheet(
            sheet["title"],
            sheet["lines"],
            [(top, left, bottom, right) for top, left, bottom, right in sheet["merged"]],
            {(down, across): fault for down, across, fault in sheet["faults"]},
            sheet["is_hidden"],
            sheet["hidden_lines"],
            sheet["hidden_columns"],
        )
        for sheet in answer["sheets"]
    )
