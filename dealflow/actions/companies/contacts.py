"""Contacts: persons of a company, and who referred it, private to the house that wrote them down.

Names and ways to reach them stand beside the journal and can be destroyed; the journal holds ids.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dealflow.actions.companies.company_rights import known_company
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import new_id, written
from dealflow.domain.claims.company import Card, Contact
from dealflow.domain.claims.events import ContactDestroyed, ContactKept
from dealflow.domain.people.access import Act, require
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import companies, profiles

__all__ = ["Card", "Contact", "Person", "add_contact", "change_contact", "contacts", "destroy_contact"]

_NAME: Final = 100
_NOTE: Final = 1_000
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE: Final = re.compile(r"\+?[\d()\-. ]{7,30}(?:\s*(?:#|ext\.?|내선)\s*\d{1,6})?")


@dataclass(frozen=True, slots=True)
class Person:
    """What is typed of a person; ``is_referrer``: somebody who referred the company, not one of its people."""

    card: Card
    is_referrer: bool = False


def contacts(looking: Looking, company_id: str) -> tuple[Contact, ...]:
    """Return the contacts of the viewer's house at a company, and at those merged into it; who referred it comes last.

    Raises:
        NotAllowedError: the viewer's role sees no books.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        ids = companies.ids_of(session, looking.ws.name, company_id)
        return profiles.contacts(session, looking.ws.name, looking.viewer, ids)


@transacted
def add_contact(acting: Acting, company_id: str, person: Person) -> str:
    """Keep a person of a company, and return the contact's id.

    Raises:
        NotAllowedError, NotFoundError: the role may not; the viewer knows of no such company.
        InvalidInputError: the name is missing, or a mail address or telephone number is none.
    """
    require(acting.viewer, Act.EDIT_COMPANIES)
    card = _cleaned(person.card)
    company = known_company(acting, company_id)
    owner = acting.viewer.organisation_id
    contact_id = new_id("contact", company.id, owner, card.name, card.email, card.phone, acting.at)
    acting.record([ContactKept(contact_id, company.id, owner, person.is_referrer)], after=0)
    profiles.keep_contact_card(acting.session, acting.ws.name, contact_id, card)
    return contact_id


@transacted
def change_contact(acting: Acting, contact_id: str, person: Person, *, seen: int | None = None) -> None:
    """Change what is kept of a person. ``seen`` is ``Contact.version`` as shown.

    Raises:
        NotAllowedError, NotFoundError: the role may not; the viewer's house keeps no such contact.
        InvalidInputError: as ``add_contact``.
        ChangedMeanwhileError: a colleague changed it since version ``seen``.
    """
    require(acting.viewer, Act.EDIT_COMPANIES)
    card = _cleaned(person.card)
    now = _own(acting, contact_id, seen)
    acting.record([ContactKept(now.id, now.company_id, now.owner_id, person.is_referrer)], after=now.version)
    profiles.keep_contact_card(acting.session, acting.ws.name, now.id, card)


@transacted
def destroy_contact(acting: Acting, contact_id: str) -> None:
    """Destroy what is kept of a person, for good: the journal says that a contact was, not who.

    Raises:
        NotAllowedError, NotFoundError: the role may not; the viewer's house keeps no such contact.
    """
    require(acting.viewer, Act.EDIT_COMPANIES)
    now = _own(acting, contact_id, None)
    acting.record([ContactDestroyed(now.id, now.company_id, now.owner_id)], after=now.version)
    profiles.destroy_contact_card(acting.session, acting.ws.name, now.id)


def _own(acting: Acting, contact_id: str, seen: int | None) -> Contact:
    now = profiles.find_contact(acting.session, acting.ws.name, acting.viewer, contact_id)
    if now is None:
        raise NotFoundError(kind="contact", id=contact_id)
    if seen is not None and seen != now.version:
        raise ChangedMeanwhileError(stream=f"contact:{contact_id}", expected=seen, found=now.version)
    return now


def _cleaned(card: Card) -> Card:
    """Return a person's card as it is kept.

    Raises:
        InvalidInputError: the name is missing, or a mail address or telephone number is none.
    """
    email, phone = written(card.email, "email", longest=_NAME), written(card.phone, "phone", longest=40)
    if email and _EMAIL.fullmatch(email) is None:
        raise InvalidInputError(field="email", problem="no_address")
    if phone and _PHONE.fullmatch(phone) is None:
        raise InvalidInputError(field="phone", problem="no_phone")
    return Card(
        name=written(card.name, "contact_name", longest=_NAME, required=True),
        position=written(card.position, "position", longest=_NAME),
        phone=phone,
        email=email,
        note=written(card.note, "note", longest=_NOTE),
    )
