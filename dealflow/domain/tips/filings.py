"""Reports to KVIC: their states, what may follow on what, and what makes a sheet complete.

A sheet is filled from what is known until it is filed; from then on it says what was filed. Once received it is locked:
KVIC changes a received report on the telephone only, so here a new sheet is begun and the old one stays.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from dealflow.errors import FilingLockedError, InvalidInputError


class FilingState(StrEnum):
    """How a report stands: 미제출, 제출, 접수."""

    NOT_FILED = "not_filed"
    FILED = "filed"
    RECEIVED = "received"


PLAN, RESULT, MONTHLY = "r1", "r2", "monthly"
"""The reports: a committee's plan, its result, and the confirmation of a month's report of a fund."""

_NEXT: Final = {
    FilingState.NOT_FILED: frozenset({FilingState.FILED}),
    FilingState.FILED: frozenset({FilingState.NOT_FILED, FilingState.RECEIVED}),
    FilingState.RECEIVED: frozenset[FilingState](),
}


def require_editable(state: FilingState) -> None:
    """Require that the sheet's fields may be changed: only before it is filed.

    Raises:
        FilingLockedError: it was received.
        InvalidInputError: it was filed; it must be taken back first.
    """
    if state is FilingState.RECEIVED:
        raise FilingLockedError
    if state is FilingState.FILED:
        raise InvalidInputError(field="filing", problem="filed_already")


def require_legal_step(state: FilingState, to: FilingState) -> None:
    """Require that a report may pass from one state to the other.

    Raises:
        FilingLockedError: it was received.
        InvalidInputError: the state does not follow.
    """
    if state is FilingState.RECEIVED:
        raise FilingLockedError
    if to not in _NEXT[state]:
        raise InvalidInputError(field="filing", problem="unchanged" if state is to else "not_filed_yet")
