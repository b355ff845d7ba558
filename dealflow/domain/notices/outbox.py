"""How a letter goes out: tried with growing waits, given up after a while, and never sent a second time in doubt."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
"""How long after each failed try the next one comes; after the last the letter is given up."""
TOO_OLD: Final = timedelta(days=2)
"""What could not be sent for so long tells nothing new any more."""
_HOLDS: Final = timedelta(minutes=10)
"""How long a process may be at a letter before it counts as dead."""
NEVER: Final = frozenset({"refused", "no_address", "no_web_address", "no_https", "private_address", "missing"})
"""Why a letter failed for good: trying again changes nothing."""


class OutboxState(StrEnum):
    """How far a letter has come."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"
    """The process or the connection ended in the middle: it may have gone, so it does not go again by itself."""


def next_try(tries: int, at: datetime) -> datetime | None:
    """Return when a letter is tried again that failed now for the ``tries``-th time; None: it is given up."""
    return at + WAITS[tries - 1] if 1 <= tries <= len(WAITS) else None


def after_failure(problem: str, tries: int, made_at: datetime, at: datetime) -> tuple[OutboxState, datetime | None]:
    """Return the state of a letter that did not go, and when it is tried again if it is."""
    if problem == "unsure":
        return OutboxState.UNSURE, None
    again = next_try(tries, at)
    if problem in NEVER or again is None or again - made_at > TOO_OLD:
        return OutboxState.FAILED, None
    return OutboxState.WAITING, again


def is_abandoned(claimed_at: datetime, at: datetime) -> bool:
    """Say whether whoever took a letter to send it must have died over it."""
    return at - claimed_at >= _HOLDS
