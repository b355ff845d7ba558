"""The words by which a person is asked for the consent, with their own address: to be sent or copied."""

from __future__ import annotations

from dealflow.domain.irday.contacts.provision import side_opposite
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.people.people import IrEvent
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.irday.papers.day_words import event_title


def subject(event: IrEvent, lang: str) -> str:
    """Return the subject of the letter."""
    return t("contacts.letter.subject", lang, event=event_title(event, lang))


def body(event: IrEvent, firm: Participant, person: str, address: str, organiser: str, lang: str) -> str:
    """Return the letter itself."""
    side = side_opposite(firm.kind)
    return t(
        f"contacts.letter.{side.value if side else 'investors'}",
        lang,
        person=person or name_of(firm, lang),
        event=event_title(event, lang),
        on=day(event.held_on, lang),
        organiser=organiser,
        address=address,
    )
