"""What a firm was handed, as a page of its own address: contacts by firm, and who took the consent back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dealflow.actions.irday.contacts.contact_provision import OwnContacts
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.irday.papers.day_words import event_title
from dealflow.reports.kit.templates import render

_ADDRESS: Final = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")
_NUMBER: Final = re.compile(r"\+?[0-9 ()-]+")


@dataclass(frozen=True, slots=True)
class _Contact:
    """A person as the page shows one."""

    firm: str
    name: str
    title: str
    email: str
    phone: str
    until: str

    @property
    def is_address(self) -> bool:
        """Say whether the e-mail is one and nothing more, so that a mail program may be opened with it."""
        return bool(_ADDRESS.fullmatch(self.email))

    @property
    def is_number(self) -> bool:
        """Say whether the phone is a number and nothing more."""
        return bool(_NUMBER.fullmatch(self.phone))


def page(contacts: OwnContacts, lang: str, *, path: str) -> str:
    """Return the page; ``path`` is the address of the firm's own page."""
    return render(
        "irday/contacts/firm_contacts.html",
        lang,
        firm=name_of(contacts.firm, lang),
        title=event_title(contacts.event, lang),
        path=path,
        contacts=[
            _Contact(
                name_of(line.firm, lang),
                line.card.name,
                line.card.title,
                line.card.email,
                line.card.phone,
                t("contacts.until", lang, day=day(line.until, lang)) if line.until else "",
            )
            for line in contacts.lines
            if line.card is not None
        ],
        gone=", ".join(name_of(firm, lang) for firm in contacts.gone),
    )
