"""The tables of notes and files. What people wrote, and the names of files, are outside the journal."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from dealflow.domain.notes.documents import Document
from dealflow.domain.notes.notes import NoteAudience, NoteKind, NoteText
from dealflow.store.ledger.columns import UtcTime, kept_as, word_of
from dealflow.store.ledger.tables.journal import Row


class NoteRow(Row, table=True):
    """A note as it stands, private to ``owner_id``, without its words."""

    __tablename__ = "note"
    __table_args__ = (
        Index("ix_note_company", "workspace", "company_id"),
        Index("ix_note_engagement", "workspace", "engagement_id"),
        Index("ix_note_owner", "workspace", "owner_id", "changed_at"),
    )

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner_id: str
    author_id: str
    kind: NoteKind = Field(sa_type=word_of(NoteKind))
    company_id: str
    engagement_id: str
    day: date
    audience: NoteAudience = Field(sa_type=word_of(NoteAudience))
    version: int
    text_version: int
    text_hash: str
    is_withdrawn: bool
    is_destroyed: bool
    written_at: datetime = Field(sa_type=UtcTime)
    changed_at: datetime = Field(sa_type=UtcTime)
    changed_by: str
    seq: int


class NotePersonRow(Row, table=True):
    """A person of the house on a note: was there, is mentioned (and since when), or both."""

    __tablename__ = "note_person"
    __table_args__ = (Index("ix_note_person_person", "workspace", "person_id"),)

    workspace: str = Field(primary_key=True)
    note_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    is_present: bool
    mentioned_at: datetime | None = Field(default=None, sa_type=UtcTime)


class NoteWords(Row, table=True):
    """The words of one version of a note, outside the journal, so that they can be destroyed (PIPA article 21)."""

    __tablename__ = "note_words"

    workspace: str = Field(primary_key=True)
    note_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    salt: str
    text: NoteText = kept_as("text_json", NoteText)


class DocumentRow(Row, table=True):
    """A file on a company or deal, private to ``owner_id``, without its name."""

    __tablename__ = "document"
    __table_args__ = (
        Index("ix_document_company", "workspace", "company_id"),
        Index("ix_document_engagement", "workspace", "engagement_id"),
        Index("ix_document_sha256", "sha256"),
    )

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner_id: str
    author_id: str
    company_id: str
    engagement_id: str
    audience: NoteAudience = Field(sa_type=word_of(NoteAudience))
    sha256: str
    is_withdrawn: bool
    is_destroyed: bool
    document: Document = kept_as("document_json", Document)
    received_at: datetime = Field(sa_type=UtcTime)
    seq: int


class DocumentName(Row, table=True):
    """The name of a file, outside the journal: people call files by people's names."""

    __tablename__ = "document_name"

    workspace: str = Field(primary_key=True)
    document_id: str = Field(primary_key=True)
    file_name: str
