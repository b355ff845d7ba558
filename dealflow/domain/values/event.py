"""What every event is, and how it stands in the journal. Each area has its own events, in its ``events.py``.

The events that a journal may hold are named where they are read and written: ``store.ledger.codec``.
"""

from __future__ import annotations

from dataclasses import Field, dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol


class Event(Protocol):
    """Something that happened, as a frozen fact: a dataclass with a kind of its own and the stream that orders it."""

    kind: ClassVar[str]
    """The word that stands in the journal; it never changes."""
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]  # of any type: that is how a dataclass is recognised

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        ...


class OfEngagement:
    """What events of an engagement share: the stream that orders them. Its money side is in the same stream."""

    __slots__ = ()
    engagement_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"engagement:{self.engagement_id}"


@dataclass(frozen=True, slots=True)
class By:
    """Who does something, when (UTC-aware), and through which door (app, cli, worker, demo, import, api)."""

    actor: str
    at: datetime
    source: str = "app"


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it stands in the journal. Positions and sequence numbers count from 1, without gaps."""

    workspace: str
    position: int
    stream: str
    seq: int
    ts: datetime
    """UTC."""
    actor: str
    """A person's id, or ``system``."""
    source: str
    """app, cli, worker, demo, import, api, link."""
    event: Event
    prev_hash: str
    hash: str
