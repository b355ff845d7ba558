"""What a person agreed to with whom: for which purpose, which items, handed to whom, kept until when (PIPA 15, 17, 22).

Each consent stands by itself. A consent that was withdrawn stays as a record that it was given and taken back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Purpose(StrEnum):
    """What personal data are used for, as people are asked for it."""

    PARTICIPATION = "participation"
    """Handling an application and running the event."""
    THIRD_PARTY = "third_party"
    """Handing name and ways to reach to somebody else, who is named."""
    PORTRAIT = "portrait"
    MATERIALS = "materials"
    BUSINESS = "business"
    """Keeping a business contact in a house's books."""
    NEWS = "news"
    """Letters about later events: asked apart, never needed to take part."""


class SubjectKind(StrEnum):
    """As whom a person is known."""

    ATTENDEE = "attendee"
    CONTACT = "contact"
    MEMBER = "member"
    APPLICANT = "applicant"
    """Whom to write to about an application for an award."""


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """One consent of one person; ``about`` is the event where it was given, empty: none.

    ``recipient`` names to whom data are handed (third parties only). ``kept_until``: None as the house's clock says.
    """

    id: str
    organisation_id: str
    subject_kind: SubjectKind
    subject_id: str
    purpose: Purpose
    items: str
    recipient: str = ""
    kept_until: date | None = None
    about: str = ""
    given_on: date | None = None
    source: str = ""
    """Where it was given: application, sheet, paper, word."""


@dataclass(frozen=True, slots=True)
class StandingConsent:
    """A consent with what became of it."""

    consent: ConsentRecord
    given_at: datetime
    kept_by: str
    withdrawn_at: datetime | None = None

    def stands(self, on: date) -> bool:
        """Say whether it holds on a day."""
        until = self.consent.kept_until
        return self.withdrawn_at is None and (until is None or on <= until)


def may_hand_over(consents: Iterable[StandingConsent], subject_id: str, recipient: str, on: date) -> bool:
    """Say whether a person's data may be handed to a recipient on a day: by a standing consent that names them."""
    return any(
        standing.stands(on)
        and standing.consent.purpose is Purpose.THIRD_PARTY
        and standing.consent.subject_id == subject_id
        and standing.consent.recipient.casefold() == recipient.casefold()
        for standing in consents
    )
