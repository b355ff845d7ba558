"""What can happen to contacts of an event's persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dealflow.domain.irday.contacts.provision import Handover


@dataclass(frozen=True, slots=True)
class ContactsHandedOver:
    """An organiser handed contacts of its event's persons to a firm: whose, by which consents. Ids alone."""

    kind: ClassVar[str] = "contacts_handed_over"
    handover: Handover

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"handover:{self.handover.id}"
