"""Notes and files as they stand, for those who may read them; and the words and names that stand beside the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, delete, or_, select

from dealflow.domain.claims.refusals import RefusalReason
from dealflow.domain.notes.documents import StandingDocument
from dealflow.domain.notes.notes import CONTACTS, Note, NoteText
from dealflow.domain.people.access import Viewer
from dealflow.domain.values.register_numbers import require_no_resident_number
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.queries.visibility import document_seen, note_seen
from dealflow.store.ledger.tables.claims import DeckRow
from dealflow.store.ledger.tables.notes import DocumentName, DocumentRow, NotePersonRow, NoteRow, NoteWords


@dataclass(frozen=True, slots=True)
class About:
    """Of which companies or deals records are looked for; nothing named: of all."""

    company_ids: tuple[str, ...] = ()
    engagement_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OnNote:
    """Who of the house stands on a note."""

    present: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = field(default=())


def notes(session: Session, workspace: str, viewer: Viewer, about: About) -> tuple[Note, ...]:
    """Return the notes that the viewer may read, withdrawn ones too, by day, the latest first."""
    query = select(NoteRow).where(NoteRow.workspace == workspace, note_seen(viewer), *_of_note(about))
    rows = session.exec(query.order_by(col(NoteRow.day).desc(), col(NoteRow.written_at).desc(), NoteRow.id))
    return tuple(value_of(Note, row) for row in rows)


def find_note(session: Session, workspace: str, viewer: Viewer, note_id: str) -> Note | None:
    """Return the note, or nothing if there is none that the viewer may read."""
    row = session.exec(
        select(NoteRow).where(NoteRow.workspace == workspace, NoteRow.id == note_id, note_seen(viewer))
    ).one_or_none()
    return None if row is None else value_of(Note, row)


def mentions(session: Session, workspace: str, viewer: Viewer, since: datetime) -> tuple[tuple[Note, datetime], ...]:
    """Return the standing notes that mention the viewer since a moment, with that moment, the latest first."""
    query = (
        select(NoteRow, NotePersonRow.mentioned_at)
        .join(
            NotePersonRow,
            (col(NotePersonRow.workspace) == col(NoteRow.workspace)) & (col(NotePersonRow.note_id) == col(NoteRow.id)),
        )
        .where(
            NoteRow.workspace == workspace,
            note_seen(viewer),
            col(NoteRow.is_withdrawn).is_(False),
            col(NoteRow.is_destroyed).is_(False),
            NotePersonRow.person_id == viewer.person_id,
            col(NotePersonRow.mentioned_at) > since,
        )
        .order_by(col(NotePersonRow.mentioned_at).desc(), NoteRow.id)
    )
    return tuple((value_of(Note, row), at) for row, at in session.exec(query) if at is not None)


def last_contacts(session: Session, workspace: str, viewer: Viewer, company_ids: Collection[str]) -> dict[str, date]:
    """Return the day of the last meeting, call or mail of each of the companies that the viewer may read of."""
    query = (
        select(NoteRow.company_id, func.max(NoteRow.day))
        .where(
            NoteRow.workspace == workspace,
            note_seen(viewer),
            col(NoteRow.is_withdrawn).is_(False),
            col(NoteRow.kind).in_(sorted(CONTACTS)),
            col(NoteRow.company_id).in_(sorted(company_ids)),
        )
        .group_by(col(NoteRow.company_id))
    )
    return dict(session.exec(query).all())


def people_on(session: Session, workspace: str, note_ids: Iterable[str]) -> dict[str, OnNote]:
    """Return who of the house stands on each note."""
    rows = session.exec(
        select(NotePersonRow)
        .where(NotePersonRow.workspace == workspace, col(NotePersonRow.note_id).in_(sorted(note_ids)))
        .order_by(NotePersonRow.note_id, NotePersonRow.person_id)
    )
    standing: dict[str, OnNote] = {}
    for row in rows:
        before = standing.get(row.note_id, OnNote())
        standing[row.note_id] = OnNote(
            (*before.present, row.person_id) if row.is_present else before.present,
            (*before.mentioned, row.person_id) if row.mentioned_at is not None else before.mentioned,
        )
    return standing


def words(session: Session, workspace: str, note_ids: Iterable[str]) -> dict[tuple[str, int], tuple[NoteText, str]]:
    """Return the words of all versions of the notes, with their salt; destroyed ones are missing.

    Who may read the notes is asked before.
    """
    rows = session.exec(
        select(NoteWords).where(NoteWords.workspace == workspace, col(NoteWords.note_id).in_(sorted(note_ids)))
    )
    return {(row.note_id, row.version): (row.text, row.salt) for row in rows}


def keep_words(session: Session, workspace: str, place: tuple[str, int], text: NoteText, salt: str) -> None:
    """Keep the words of a version (note and number) beside the journal.

    Raises:
        InvalidInputError: they hold what may be a resident number.
    """
    require_no_resident_number(text)
    session.merge(NoteWords(workspace=workspace, note_id=place[0], version=place[1], salt=salt, text=text))


def destroy_words(session: Session, workspace: str, note_id: str) -> None:
    """Destroy the words of all versions of a note."""
    session.exec(delete(NoteWords).where(col(NoteWords.workspace) == workspace, col(NoteWords.note_id) == note_id))


def documents(session: Session, workspace: str, viewer: Viewer, about: About) -> tuple[StandingDocument, ...]:
    """Return the files that the viewer may see, withdrawn and destroyed ones too, the latest first."""
    query = select(DocumentRow).where(DocumentRow.workspace == workspace, document_seen(viewer), *_of_document(about))
    rows = session.exec(query.order_by(col(DocumentRow.received_at).desc(), DocumentRow.id))
    return tuple(_standing(row) for row in rows)


def find_document(session: Session, workspace: str, viewer: Viewer, document_id: str) -> StandingDocument | None:
    """Return the file, or nothing if there is none that the viewer may see."""
    row = session.exec(
        select(DocumentRow).where(
            DocumentRow.workspace == workspace, DocumentRow.id == document_id, document_seen(viewer)
        )
    ).one_or_none()
    return None if row is None else _standing(row)


def is_document(session: Session, workspace: str, document_id: str) -> bool:
    """Say whether there is a file of that id, whoever may see it."""
    return session.get(DocumentRow, (workspace, document_id)) is not None


def file_names(session: Session, workspace: str, document_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of files by id; destroyed ones are missing. Who may see the files is asked before."""
    rows = session.exec(
        select(DocumentName).where(
            DocumentName.workspace == workspace, col(DocumentName.document_id).in_(sorted(document_ids))
        )
    )
    return {row.document_id: row.file_name for row in rows}


def keep_file_name(session: Session, workspace: str, document_id: str, file_name: str) -> None:
    """Keep a file's name beside the journal.

    Raises:
        InvalidInputError: it holds what may be a resident number.
    """
    require_no_resident_number({"file_name": file_name})
    session.merge(DocumentName(workspace=workspace, document_id=document_id, file_name=file_name))


def destroy_file_name(session: Session, workspace: str, document_id: str) -> None:
    """Destroy the name of a file."""
    session.exec(
        delete(DocumentName).where(
            col(DocumentName.workspace) == workspace, col(DocumentName.document_id) == document_id
        )
    )


def is_content_in_use(session: Session, sha256: str) -> bool:
    """Say whether any deck or file of any workspace and house still stands on the bytes of that hash."""
    is_there = or_(col(DeckRow.refusal).is_(None), col(DeckRow.refusal) != RefusalReason.RETENTION)
    deck = session.exec(select(DeckRow.id).where(DeckRow.sha256 == sha256, is_there).limit(1)).first()
    document = session.exec(
        select(DocumentRow.id).where(DocumentRow.sha256 == sha256, col(DocumentRow.is_destroyed).is_(False)).limit(1)
    ).first()
    return deck is not None or document is not None


def _standing(row: DocumentRow) -> StandingDocument:
    return value_of(StandingDocument, row, version="seq")


def _of_note(about: About) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if about.company_ids:
        conditions.append(col(NoteRow.company_id).in_(about.company_ids))
    if about.engagement_ids:
        conditions.append(col(NoteRow.engagement_id).in_(about.engagement_ids))
    return conditions


def _of_document(about: About) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if about.company_ids:
        conditions.append(col(DocumentRow.company_id).in_(about.company_ids))
    if about.engagement_ids:
        conditions.append(col(DocumentRow.engagement_id).in_(about.engagement_ids))
    return conditions
