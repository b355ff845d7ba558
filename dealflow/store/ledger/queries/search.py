"""Texts that hold what a viewer looks for, as far as the viewer may see what they are of."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sqlalchemy import ColumnElement, and_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, exists, select

from dealflow.domain.claims.company import Company
from dealflow.domain.claims.page import Word
from dealflow.domain.people.access import Viewer
from dealflow.domain.values.search_words import Query, holds
from dealflow.store.ledger import search_index
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.queries.visibility import (
    claim_seen,
    company_known,
    deck_seen,
    document_seen,
    in_books,
    note_seen,
)
from dealflow.store.ledger.search_index import TEXT
from dealflow.store.ledger.search_sources import Kind
from dealflow.store.ledger.tables.claims import ClaimRow, CompanyRow, ContactCard, ContactRow, DeckRow
from dealflow.store.ledger.tables.notes import DocumentRow, NoteRow
from dealflow.store.ledger.tables.people import PersonName, PersonRow
from dealflow.store.ledger.tables.search import SearchText

_FOUND: Final = ("record_id", "title", "body", "part", "deck_id", "company_id", "place")


@dataclass(frozen=True, slots=True)
class Found:
    """A text that holds what was looked for. ``page`` is 0 where the record has no pages."""

    kind: Kind
    record_id: str
    title: str
    body: str
    page: int
    deck_id: str | None
    company_id: str | None
    place: str


def find(session: Session, workspace: str, viewer: Viewer, query: Query, kind: Kind, *, most: int) -> tuple[Found, ...]:
    """Return the texts of a kind that hold all words of the query, the newest first, ``most`` at the most.

    Who may see what is a condition of the query itself: a text that the viewer may not see is not counted either.
    """
    if not query.words or query.is_too_short:
        return ()
    columns = select_columns(*(TEXT.c[name] for name in _FOUND))
    found: list[Found] = []
    for part in search_index.parts(session, kind, query):
        statement = (
            columns.select_from(part.source)
            .where(TEXT.c.workspace == workspace, TEXT.c.kind == kind, *part.conditions, _seen(viewer, kind))
            .order_by(part.newest)
        )
        with session.connection().execute(statement.execution_options(yield_per=200)) as rows:
            fitting = (Found(kind, *row) for row in rows if holds(f"{row[1]} {row[2]}", query))
            found += islice(fitting, most - len(found))
        if len(found) == most:
            break
    return tuple(found)


def persons(session: Session, workspace: str, viewer: Viewer, query: Query, *, most: int) -> tuple[Found, ...]:
    """Return colleagues and the house's contacts whose names or positions hold what is looked for, initials too."""
    people = [*_colleagues(session, workspace, viewer), *_contacts(session, workspace, viewer)]
    fitting = (found for found in people if holds(f"{found.title} {found.body}", query))
    return tuple(islice(fitting, most))


def _colleagues(session: Session, workspace: str, viewer: Viewer) -> Iterator[Found]:
    rows = session.exec(
        select(PersonName.person_id, PersonName.name)
        .join(
            PersonRow,
            and_(col(PersonRow.workspace) == PersonName.workspace, col(PersonRow.id) == PersonName.person_id),
        )
        .where(PersonName.workspace == workspace, in_books(viewer, col(PersonRow.organisation_id)))
        .order_by(PersonName.name, PersonName.person_id)
    )
    for person_id, name in rows:
        yield Found(Kind.PERSON, person_id, name, "", 0, None, None, "")


def _contacts(session: Session, workspace: str, viewer: Viewer) -> Iterator[Found]:
    rows = session.exec(
        select(ContactCard.contact_id, ContactCard.name, ContactCard.position, ContactRow.company_id)
        .join(
            ContactRow,
            and_(col(ContactRow.workspace) == ContactCard.workspace, col(ContactRow.id) == ContactCard.contact_id),
        )
        .where(ContactCard.workspace == workspace, in_books(viewer, col(ContactRow.owner_id)))
        .order_by(ContactCard.name, ContactCard.contact_id)
    )
    for contact_id, name, position, company_id in rows:
        yield Found(Kind.PERSON, contact_id, name, position, 0, None, company_id, company_id)


def company_names(session: Session, workspace: str, viewer: Viewer, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return names in Korean and English of the companies among these that the viewer may know of."""
    known = companies_named(session, workspace, viewer, ids)
    return {company_id: (company.name, company.name_en) for company_id, company in known.items()}


def companies_named(session: Session, workspace: str, viewer: Viewer, ids: Collection[str]) -> dict[str, Company]:
    """Return the companies among these that the viewer may know of, by their own values."""
    rows = session.exec(
        select(CompanyRow).where(CompanyRow.workspace == workspace, col(CompanyRow.id).in_(ids), company_known(viewer))
    )
    return {row.id: value_of(Company, row, version="seq") for row in rows}


def deck_names(session: Session, workspace: str, viewer: Viewer, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return file names, and companies' ids or nothing, of the decks among these that the viewer may see."""
    rows = session.exec(
        select(DeckRow.id, DeckRow.file_name, DeckRow.company_id).where(
            DeckRow.workspace == workspace, col(DeckRow.id).in_(ids), deck_seen(viewer)
        )
    )
    return {deck_id: (file_name, company_id or "") for deck_id, file_name, company_id in rows}


def page_words(session: Session, workspace: str, viewer: Viewer, deck_id: str, page: int) -> tuple[Word, ...] | None:
    """Return the words of a page as they were read, with their boxes; None where they were not kept."""
    kept = session.exec(
        select(SearchText.words).where(
            SearchText.workspace == workspace,
            SearchText.kind == Kind.SLIDE,
            SearchText.record_id == deck_id,
            SearchText.part == page,
            _seen(viewer, Kind.SLIDE),
        )
    ).first()
    return None if kept is None else search_index.words_of(kept)


def pages_with_words(session: Session, workspace: str, viewer: Viewer, deck_id: str) -> dict[int, tuple[Word, ...]]:
    """Return the words of a deck's pages, with their boxes, as they were read."""
    rows = session.exec(
        select(SearchText.part, SearchText.words)
        .where(
            SearchText.workspace == workspace,
            SearchText.kind == Kind.SLIDE,
            SearchText.record_id == deck_id,
            col(SearchText.part) > 0,
            _seen(viewer, Kind.SLIDE),
        )
        .order_by(col(SearchText.part))
    )
    return {page: search_index.words_of(words) for page, words in rows}


def kinds_there(session: Session, workspace: str) -> frozenset[str]:
    """Return the kinds of which there is any text: an earlier version may have known fewer."""

    def is_there(kind: Kind) -> bool:
        query = select(SearchText.id).where(SearchText.workspace == workspace, SearchText.kind == kind)
        return session.exec(query.limit(1)).first() is not None

    return frozenset(kind for kind in Kind if is_there(kind))


def decks_read(session: Session, workspace: str) -> Iterator[str]:
    """Yield the decks that were read, the newest first, whoever may see them: for the rebuild."""
    query = select(DeckRow.id).where(DeckRow.workspace == workspace, col(DeckRow.read_at).is_not(None))
    yield from session.exec(query.order_by(col(DeckRow.received_at).desc(), DeckRow.id))


def decks_without_words(session: Session, workspace: str) -> Iterator[str]:
    """Yield the decks that were read before words were kept, whoever may see them: for the rebuild."""
    has_words = exists(
        select(SearchText.id).where(
            col(SearchText.workspace) == col(DeckRow.workspace),
            col(SearchText.kind) == Kind.SLIDE,
            col(SearchText.record_id) == col(DeckRow.id),
        )
    )
    query = select(DeckRow.id).where(DeckRow.workspace == workspace, col(DeckRow.read_at).is_not(None), ~has_words)
    yield from session.exec(query.order_by(col(DeckRow.received_at).desc(), DeckRow.id))


def _seen(viewer: Viewer, kind: Kind) -> ColumnElement[bool]:
    """Return the condition on SearchText that the viewer may see what it is of (``queries.visibility``)."""
    if kind is Kind.COMPANY:
        company = and_(
            col(CompanyRow.workspace) == col(SearchText.workspace), col(CompanyRow.id) == col(SearchText.record_id)
        )
        return exists(select(CompanyRow.id).where(company, company_known(viewer)))
    if kind is Kind.MEETING:
        note = and_(col(NoteRow.workspace) == col(SearchText.workspace), col(NoteRow.id) == col(SearchText.record_id))
        return exists(select(NoteRow.id).where(note, note_seen(viewer)))
    if kind is Kind.FILE:
        document = and_(
            col(DocumentRow.workspace) == col(SearchText.workspace), col(DocumentRow.id) == col(SearchText.record_id)
        )
        return exists(select(DocumentRow.id).where(document, document_seen(viewer)))
    deck = and_(col(DeckRow.workspace) == col(SearchText.workspace), col(DeckRow.id) == col(SearchText.deck_id))
    if kind is Kind.CLAIM:
        claim = and_(
            col(ClaimRow.workspace) == col(SearchText.workspace),
            col(ClaimRow.deck_id) == col(SearchText.deck_id),
            col(ClaimRow.id) == col(SearchText.record_id),
        )
        return exists(select(ClaimRow.id).join(DeckRow, deck).where(claim, claim_seen(viewer)))
    if kind in {Kind.SLIDE, Kind.DECK}:
        return exists(select(DeckRow.id).where(deck, deck_seen(viewer)))
    return in_books(viewer, col(SearchText.owner_id))
