"""Every operation of the API, in the order in which it is described."""

from __future__ import annotations

from typing import Any, Final

from dealflow.web.api import companies, decks, engagements, events, programmes, records
from dealflow.web.api.operations import Operation

OPERATIONS: Final[tuple[Operation[Any], ...]] = (
    *companies.OPERATIONS,
    *decks.OPERATIONS,
    *engagements.OPERATIONS,
    *events.OPERATIONS,
    *programmes.OPERATIONS,
    *records.OPERATIONS,
)
