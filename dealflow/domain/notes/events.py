"""What can happen to notes and files. What is written in them, and their names, stand beside the journal.

As in every area: ids of persons only, and new fields get defaults, so that old payloads can always be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from dealflow.domain.notes.documents import Document
from dealflow.domain.notes.notes import NoteAudience, NoteKind


class OfNote:
    """What events of a note share: the stream that orders them."""

    __slots__ = ()
    note_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"note:{self.note_id}"


@dataclass(frozen=True, slots=True)
class NoteKept(OfNote):
    """A note was written, or written anew: all its values. Its words are kept beside the journal under a salted hash.

    ``text_version`` names the words that it shows: its own (``version``), or earlier ones that were taken back to.
    """

    kind: ClassVar[str] = "note_kept"
    note_id: str
    owner_id: str
    note_kind: NoteKind
    company_id: str
    engagement_id: str
    day: date
    audience: NoteAudience
    people: tuple[str, ...]
    mentions: tuple[str, ...]
    version: int
    text_version: int
    text_hash: str
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class NoteWithdrawn(OfNote):
    """A note was taken out of the lists, or put back."""

    kind: ClassVar[str] = "note_withdrawn"
    note_id: str
    withdrawn: bool = True
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class NoteDestroyed(OfNote):
    """The words of all versions of a note were destroyed for good; that it was there stays known."""

    kind: ClassVar[str] = "note_destroyed"
    note_id: str


class OfDocument:
    """What events of a file share: the stream that orders them."""

    __slots__ = ()
    document_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"document:{self.document_id}"


@dataclass(frozen=True, slots=True)
class DocumentKept:
    """A file was put on a company or a deal, or what is said of it was changed: all its values anew."""

    kind: ClassVar[str] = "document_kept"
    document: Document

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"document:{self.document.id}"


@dataclass(frozen=True, slots=True)
class DocumentWithdrawn(OfDocument):
    """A file was taken out of the lists, or put back."""

    kind: ClassVar[str] = "document_withdrawn"
    document_id: str
    withdrawn: bool = True


@dataclass(frozen=True, slots=True)
class DocumentDestroyed(OfDocument):
    """A file's content and name were destroyed for good; that it was there stays known."""

    kind: ClassVar[str] = "document_destroyed"
    document_id: str


NotesEvent = NoteKept | NoteWithdrawn | NoteDestroyed | DocumentKept | DocumentWithdrawn | DocumentDestroyed
