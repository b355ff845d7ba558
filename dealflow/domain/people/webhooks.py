"""Letters to webhooks: how they are signed, and when one that was not taken is tried again."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

PREFIX: Final = "dfs_"
"""By which scanners for lost secrets know a webhook's."""
WAITS: Final = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
"""How long is waited after each attempt; after the last it is given up: a day and a half in all."""


def next_try(attempts: int, at: datetime) -> datetime | None:
    """Return when a letter is tried again after so many attempts, None: it is given up."""
    return at + WAITS[attempts - 1] if 1 <= attempts <= len(WAITS) else None


def signature(secret: str, at: datetime, body: str) -> str:
    """Return the header that signs a letter: its moment in seconds, and HMAC-SHA256 of moment, full stop and body.

    The moment is signed, too: whoever refuses letters older than five minutes cannot be sent an old one again.
    """
    moment = int(at.timestamp())
    digest = hmac.new(secret.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"
