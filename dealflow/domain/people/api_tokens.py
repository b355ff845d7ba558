"""Tokens for programs: what they may do, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from dealflow.errors import InvalidInputError

PREFIX: Final = "df_"
"""By which scanners for lost secrets know a token."""
DEFAULT_DAYS: Final = 365
MOST_DAYS: Final = 3 * 365


class TokenScope(StrEnum):
    """What a token may do; the rights of its person are a limit in any case."""

    READ = "read"
    MOVE = "move"
    """Move engagements from stage to stage."""
    UPLOAD = "upload"
    """Bring decks."""
    WRITE = "write"
    """Register and amend companies, open engagements."""


def end_of(made_at: datetime, days: int) -> datetime:
    """Return when a token that lasts so many days ends.

    Raises:
        InvalidInputError: it is to last no day, or longer than three years.
    """
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInputError(field="days", problem="token_days", limit=MOST_DAYS)
    return made_at + timedelta(days=days)
