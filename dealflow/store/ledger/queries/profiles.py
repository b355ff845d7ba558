"""What a house notes of companies for itself, and its contacts there. Nobody else is ever shown either."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from dealflow.domain.claims.company import Card, CompanyProfile, Contact
from dealflow.domain.people.access import Viewer
from dealflow.domain.values.register_numbers import require_no_resident_number
from dealflow.store.ledger.mapping import columns_of, value_of
from dealflow.store.ledger.queries.visibility import in_books
from dealflow.store.ledger.tables.claims import CompanyProfileRow, ContactCard, ContactRow

_DESTROYED = Card("")


@dataclass(frozen=True, slots=True)
class StoredProfile:
    """What the viewer's house notes of a company, with the version of its stream."""

    company_id: str
    profile: CompanyProfile
    is_archived: bool
    version: int


def profiles(session: Session, workspace: str, viewer: Viewer) -> Mapping[str, StoredProfile]:
    """Return the notes of the viewer's house by the id of the company for which they were written."""
    mine = in_books(viewer, col(CompanyProfileRow.owner_id))
    rows = session.exec(
        select(CompanyProfileRow)
        .where(CompanyProfileRow.workspace == workspace, mine)
        .order_by(CompanyProfileRow.company_id)
    )
    return {row.company_id: value_of(StoredProfile, row, version="seq") for row in rows}


def contacts(
    session: Session, workspace: str, viewer: Viewer, company_ids: Collection[str] | None = None
) -> tuple[Contact, ...]:
    """Return the contacts of the viewer's house at these companies or at all, in the order of their entry."""
    mine = in_books(viewer, col(ContactRow.owner_id))
    query = (
        select(ContactRow, ContactCard)
        .join(
            ContactCard,
            (col(ContactCard.workspace) == ContactRow.workspace) & (col(ContactCard.contact_id) == ContactRow.id),
            isouter=True,
        )
        .where(ContactRow.workspace == workspace, mine)
    )
    if company_ids is not None:
        query = query.where(col(ContactRow.company_id).in_(company_ids))
    rows = session.exec(query.order_by(col(ContactRow.is_referrer), col(ContactRow.changed_at), ContactRow.id))
    return tuple(_contact(row, card) for row, card in rows)


def find_contact(session: Session, workspace: str, viewer: Viewer, contact_id: str) -> Contact | None:
    """Return the contact, or nothing if the viewer's house keeps none of that id."""
    return next((contact for contact in contacts(session, workspace, viewer) if contact.id == contact_id), None)


def keep_contact_card(session: Session, workspace: str, contact_id: str, card: Card) -> None:
    """Keep a person's card beside the journal, in the place of an earlier one.

    Raises:
        InvalidInputError: it holds what may be a resident number.
    """
    require_no_resident_number(card)
    session.merge(ContactCard(workspace=workspace, **columns_of(ContactCard, card, contact_id=contact_id)))


def destroy_contact_card(session: Session, workspace: str, contact_id: str) -> None:
    """Destroy a person's name and the ways to reach them."""
    row = session.get(ContactCard, (workspace, contact_id))
    if row is not None:
        session.delete(row)


def _contact(row: ContactRow, card: ContactCard | None) -> Contact:
    known = _DESTROYED if card is None else value_of(Card, card)
    return Contact(row.id, row.company_id, row.owner_id, row.is_referrer, known, row.seq)
