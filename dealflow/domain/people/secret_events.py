"""The journal's vocabulary for a person's own secrets: calendar addresses and programs' tokens, as hashes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CalendarFeedKept:
    """A person got a new secret address for their calendar, or gave it up; only the secret's hash is kept."""

    kind: ClassVar[str] = "calendar_feed_kept"
    person_id: str
    secret_hash: str
    """Empty: no address opens."""

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"feed:{self.person_id}"


@dataclass(frozen=True, slots=True)
class ApiTokenKept:
    """A person made a token for programs, or revoked it; only the secret's hash is kept."""

    kind: ClassVar[str] = "api_token_kept"
    person_id: str
    token_id: str
    name: str
    secret_hash: str
    """Empty: the token opens nothing any more."""

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"api_tokens:{self.person_id}"


SecretEvent = CalendarFeedKept | ApiTokenKept
