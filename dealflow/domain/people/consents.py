"""What a person agreed to with whom: for which purpose, which items, handed to whom, kept until when (PIPA 15, 17, 22).

Each consent stands by itself. A consent that was withdrawn stays as a record that it was given and taken back; whoever
was asked and said no stays as that, so that nobody asks again and again.
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


class ContactItem(StrEnum):
    """What of a person's card may be handed over."""

    NAME = "name"
    TITLE = "title"
    EMAIL = "email"
    PHONE = "phone"


class EventSide(StrEnum):
    """To whom of an event contacts go: all firms of one side that take part, of whom a list stands where one agrees."""

    INVESTORS = "investors"
    SUPPLIERS = "suppliers"


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

    ``recipient`` names to whom data are handed (third parties only), or ``side`` the firms of the event ``about``.
    ``parts``: the items of the card, where they were named one by one. ``kept_until``: None as the house's clock says.
    ``is_declined``: the person was asked and said no.
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
    side: EventSide | None = None
    parts: tuple[ContactItem, ...] = ()
    is_declined: bool = False


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
        return not self.consent.is_declined and self.withdrawn_at is None and (until is None or on <= until)


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom data would go: a firm by the names that it has, and where and on which side it takes part."""

    names: tuple[str, ...]
    ir_event_id: str = ""
    side: EventSide | None = None


class GroundState(StrEnum):
    """Whether a person's data may go to somebody, and if not, why not."""

    GIVEN = "given"
    NEVER_GIVEN = "never_given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_ITEMISED = "not_itemised"
    """Agreed in words that do not say which items of the card."""


@dataclass(frozen=True, slots=True)
class Ground:
    """On what a person's data may be handed to somebody on a day: the consents, what they cover, until when."""

    state: GroundState
    consent_ids: tuple[str, ...] = ()
    parts: tuple[ContactItem, ...] = ()
    until: date | None = None

    @property
    def holds(self) -> bool:
        """Say whether something may be handed over."""
        return self.state is GroundState.GIVEN


def is_of_recipient(consent: ConsentRecord, recipient: Recipient) -> bool:
    """Say whether a consent (or a no) is about handing data to this recipient.

    One that was given for an event says nothing of another.
    """
    if consent.purpose is not Purpose.THIRD_PARTY:
        return False
    if consent.side is not None:
        return consent.side is recipient.side and consent.about == recipient.ir_event_id
    is_elsewhere = bool(consent.about and recipient.ir_event_id and consent.about != recipient.ir_event_id)
    names = {name.strip().casefold() for name in recipient.names if name.strip()}
    return not is_elsewhere and consent.recipient.strip().casefold() in names


def ground(consents: Iterable[StandingConsent], subject_id: str, recipient: Recipient, on: date) -> Ground:
    """Return on what a person's data may go to a recipient on a day, or why they may not."""
    mine = sorted(
        (
            standing
            for standing in consents
            if standing.consent.subject_id == subject_id and is_of_recipient(standing.consent, recipient)
        ),
        key=lambda standing: standing.given_at,
    )
    if not mine:
        return Ground(GroundState.NEVER_GIVEN)
    holding = [standing for standing in mine if standing.stands(on) and standing.consent.parts]
    if not holding:
        return Ground(_why_not(mine[-1], on))
    ends = [standing.consent.kept_until for standing in holding]
    return Ground(
        GroundState.GIVEN,
        tuple(standing.consent.id for standing in holding),
        tuple(part for part in ContactItem if any(part in standing.consent.parts for standing in holding)),
        min((end for end in ends if end is not None), default=None),
    )


def _why_not(latest: StandingConsent, on: date) -> GroundState:
    if latest.consent.is_declined:
        return GroundState.DECLINED
    if latest.withdrawn_at is not None:
        return GroundState.WITHDRAWN
    return GroundState.NOT_ITEMISED if latest.stands(on) else GroundState.EXPIRED


def may_hand_over(consents: Iterable[StandingConsent], subject_id: str, recipient: str, on: date) -> bool:
    """Say whether a person's data may be handed to a recipient on a day: by a standing consent that names them."""
    return any(
        standing.stands(on)
        and standing.consent.subject_id == subject_id
        and is_of_recipient(standing.consent, Recipient((recipient,)))
        for standing in consents
    )
