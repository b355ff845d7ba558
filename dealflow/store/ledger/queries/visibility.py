"""Who may see which rows, as SQL: the conditions that every query of the current tables carries.

The same rules as ``domain.access``; a test holds the two together. A viewer's conditions are made once: they never
change, and making them for every query was an eighth of drawing a review.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from sqlalchemy import ColumnElement, and_, false, or_
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, exists, select

from dealflow.domain.claims.confidentiality import OPEN, Confidentiality
from dealflow.domain.irday.participants.participants import ParticipantState
from dealflow.domain.notes.notes import NoteAudience
from dealflow.domain.people.access import Act, Audience, Role, Viewer, may
from dealflow.store.ledger.tables.claims import (
    ClaimRow,
    CompanyRow,
    DeckListedRow,
    DeckRow,
    NdaRow,
    VerificationRow,
)
from dealflow.store.ledger.tables.irday import ParticipantRow
from dealflow.store.ledger.tables.notes import DocumentRow, NotePersonRow, NoteRow
from dealflow.store.ledger.tables.people import PersonRow
from dealflow.store.ledger.tables.pipeline import EngagementRow

__all__ = [
    "Session",
    "claim_seen",
    "company_known",
    "deck_seen",
    "document_seen",
    "engagement_owned",
    "in_books",
    "nda_offered",
    "note_seen",
    "word_heard",
]

_MOST_VIEWERS: Final = 1_000


@lru_cache(_MOST_VIEWERS)
def deck_seen(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that the viewer may see a row of Deck (``access.may_see_deck``)."""
    if viewer.role is Role.COMPANY_GUEST:
        return false() if viewer.company_id is None else _of_its_company(viewer.company_id)
    if not may(viewer, Act.SEE_DECKS):
        return false()
    shared = and_(col(DeckRow.audience) == Audience.EVENT, or_(_open_to_all(), _opened_to(viewer)))
    return or_(col(DeckRow.owner_id) == viewer.organisation_id, shared)


def _of_its_company(company_id: str) -> ColumnElement[bool]:
    """Return the condition that a deck is a company's at an event, or was brought by one of its guests.

    What a house took in of the company is that house's: not even the company learns that it is there.
    """
    brought = exists(
        select(PersonRow.id).where(
            col(PersonRow.workspace) == col(DeckRow.workspace),
            col(PersonRow.id) == col(DeckRow.received_by),
            col(PersonRow.role) == Role.COMPANY_GUEST,
            col(PersonRow.company_id) == company_id,
        )
    ).correlate(DeckRow)
    return and_(col(DeckRow.company_id) == company_id, or_(col(DeckRow.audience) == Audience.EVENT, brought))


@lru_cache(_MOST_VIEWERS)
def nda_offered(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that the viewer would see a row of Deck once they agree to its terms, and has not."""
    if viewer.role is Role.COMPANY_GUEST or not may(viewer, Act.SEE_DECKS):
        return false()
    return and_(
        col(DeckRow.audience) == Audience.EVENT,
        col(DeckRow.owner_id) != viewer.organisation_id,
        col(DeckRow.confidentiality) == Confidentiality.NDA,
        or_(~_has_list(), _is_listed(viewer)),
        ~_has_agreed(viewer),
    )


def _open_to_all() -> ColumnElement[bool]:
    return col(DeckRow.confidentiality).in_(sorted(OPEN))


def _opened_to(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a confined deck is for the viewer: by event, by list, by agreement to its terms."""
    level = col(DeckRow.confidentiality)
    takes_part = exists(
        select(ParticipantRow.id).where(
            col(ParticipantRow.workspace) == col(DeckRow.workspace),
            col(ParticipantRow.ir_event_id) == col(DeckRow.ir_event_id),
            col(ParticipantRow.organisation_id) == viewer.organisation_id,
            col(ParticipantRow.state) == ParticipantState.CONFIRMED,
        )
    ).correlate(DeckRow)
    return or_(
        and_(level == Confidentiality.EVENT, takes_part),
        and_(level == Confidentiality.LISTED, _is_listed(viewer)),
        and_(level == Confidentiality.NDA, or_(~_has_list(), _is_listed(viewer)), _has_agreed(viewer)),
    )


def _is_listed(viewer: Viewer) -> ColumnElement[bool]:
    return _listed(col(DeckListedRow.organisation_id) == viewer.organisation_id)


def _has_list() -> ColumnElement[bool]:
    return _listed()


def _listed(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    same = (col(DeckListedRow.workspace) == col(DeckRow.workspace), col(DeckListedRow.deck_id) == col(DeckRow.id))
    return exists(select(DeckListedRow.deck_id).where(*same, *conditions)).correlate(DeckRow)


def _has_agreed(viewer: Viewer) -> ColumnElement[bool]:
    return exists(
        select(NdaRow.deck_id).where(
            col(NdaRow.workspace) == col(DeckRow.workspace),
            col(NdaRow.deck_id) == col(DeckRow.id),
            col(NdaRow.person_id) == viewer.person_id,
            col(NdaRow.terms_hash) == col(DeckRow.terms_hash),
        )
    ).correlate(DeckRow)


@lru_cache(_MOST_VIEWERS)
def company_known(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that the viewer may know of a row of Company (``company.may_know``)."""
    if viewer.role is Role.COMPANY_GUEST:
        return false() if viewer.company_id is None else col(CompanyRow.id) == viewer.company_id
    by_deck = exists(
        select(DeckRow.id).where(
            col(DeckRow.workspace) == col(CompanyRow.workspace),
            col(DeckRow.company_id) == col(CompanyRow.id),
            deck_seen(viewer),
        )
    )
    engaged = exists(
        select(EngagementRow.id).where(
            col(EngagementRow.workspace) == col(CompanyRow.workspace),
            col(EngagementRow.company_id) == col(CompanyRow.id),
            engagement_owned(viewer),
        )
    )
    return or_(col(CompanyRow.owner_id) == "", col(CompanyRow.owner_id) == viewer.organisation_id, by_deck, engaged)


@lru_cache(_MOST_VIEWERS)
def claim_seen(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on ClaimRow joined with Deck: the deck is seen, and a claim by hand is shared or own."""
    shared = and_(col(ClaimRow.organisation_id) == col(DeckRow.owner_id), col(DeckRow.audience) == Audience.EVENT)
    by_hand = shared if viewer.role is Role.COMPANY_GUEST else or_(shared, _own(viewer))
    return and_(deck_seen(viewer), or_(col(ClaimRow.organisation_id).is_(None), by_hand))


def _own(viewer: Viewer) -> ColumnElement[bool]:
    return col(ClaimRow.organisation_id) == viewer.organisation_id


@lru_cache(_MOST_VIEWERS)
def word_heard(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on VerificationRow joined with Deck: the word is the viewer's own, or an event deck owner's.

    A company's guest owns no words.
    """
    owners = and_(
        col(VerificationRow.organisation_id) == col(DeckRow.owner_id), col(DeckRow.audience) == Audience.EVENT
    )
    if viewer.role is Role.COMPANY_GUEST:
        return owners
    return or_(owners, col(VerificationRow.organisation_id) == viewer.organisation_id)


@lru_cache(_MOST_VIEWERS)
def engagement_owned(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a row of EngagementRow stands in the viewer's own books."""
    return in_books(viewer, col(EngagementRow.owner_id))


@lru_cache(_MOST_VIEWERS)
def note_seen(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that the viewer may read a row of NoteRow (``NoteAudience``)."""
    named = exists(
        select(NotePersonRow.person_id)
        .where(
            col(NotePersonRow.workspace) == col(NoteRow.workspace),
            col(NotePersonRow.note_id) == col(NoteRow.id),
            col(NotePersonRow.person_id) == viewer.person_id,
        )
        .correlate(NoteRow)  # the query around may name the people of notes itself
    )
    return and_(in_books(viewer, col(NoteRow.owner_id)), or_(_meant_for(viewer, NoteRow), named))


@lru_cache(_MOST_VIEWERS)
def document_seen(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that the viewer may see a row of DocumentRow (``NoteAudience``)."""
    return and_(in_books(viewer, col(DocumentRow.owner_id)), _meant_for(viewer, DocumentRow))


def _meant_for(viewer: Viewer, row: type[NoteRow | DocumentRow]) -> ColumnElement[bool]:
    """Return the condition that a record is the whole house's, the viewer's own, or of a deal in the viewer's charge.

    Of a company without a deal named: of any deal of the house with it.
    """
    in_charge = exists(
        select(EngagementRow.id)
        .where(
            col(EngagementRow.workspace) == col(row.workspace),
            col(EngagementRow.owner_id) == col(row.owner_id),
            col(EngagementRow.assignee_id) == viewer.person_id,
            or_(
                col(EngagementRow.id) == col(row.engagement_id),
                and_(col(row.engagement_id) == "", col(EngagementRow.company_id) == col(row.company_id)),
            ),
        )
        .correlate(row)
    )
    return or_(col(row.audience) == NoteAudience.HOUSE, col(row.author_id) == viewer.person_id, in_charge)


def in_books(viewer: Viewer, owner: Mapped[str]) -> ColumnElement[bool]:
    """Return the condition that a row of that owner's stands in the viewer's own books (``access.owns``)."""
    if viewer.role is Role.COMPANY_GUEST or not may(viewer, Act.SEE_PIPELINE):
        return false()
    return owner == viewer.organisation_id
