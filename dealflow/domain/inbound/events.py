"""What can happen to inbounds. As in every area: ids of persons only, and new fields get defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dealflow.domain.inbound.inbound import Inbound


class OfInbound:
    """What events of an inbound share: the stream that orders them."""

    __slots__ = ()
    inbound_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"inbound:{self.inbound_id}"


@dataclass(frozen=True, slots=True)
class InboundReceived:
    """A letter or a file came to a house."""

    kind: ClassVar[str] = "inbound_received"
    inbound: Inbound

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"inbound:{self.inbound.id}"


@dataclass(frozen=True, slots=True)
class InboundFiled(OfInbound):
    """It was put to a company: as a note, its decks and files along with it."""

    kind: ClassVar[str] = "inbound_filed"
    inbound_id: str
    company_id: str
    note_id: str


@dataclass(frozen=True, slots=True)
class InboundDeclined(OfInbound):
    """It was turned down; ``reason`` is an id of the reason taxonomy."""

    kind: ClassVar[str] = "inbound_declined"
    inbound_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class InboundReopened(OfInbound):
    """What became of it was taken back: it waits again."""

    kind: ClassVar[str] = "inbound_reopened"
    inbound_id: str


@dataclass(frozen=True, slots=True)
class InboundDestroyed(OfInbound):
    """Its words were destroyed on request: that something came stays, not what it said or who wrote it."""

    kind: ClassVar[str] = "inbound_destroyed"
    inbound_id: str


InboundEvent = InboundReceived | InboundFiled | InboundDeclined | InboundReopened | InboundDestroyed
