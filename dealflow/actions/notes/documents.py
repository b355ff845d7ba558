"""Files on companies and deals: put there, described anew, withdrawn, destroyed, read by those who may see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dealflow.actions.claims import intake, page_images
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.house_room import keep_file
from dealflow.actions.platform.workspace import Workspace, new_id, written
from dealflow.catalogue.document_kinds import document_kinds
from dealflow.decks import images, sandbox
from dealflow.decks.sniff import Kind, kind_of
from dealflow.domain.notes.documents import OTHER, Document, DocumentKind, StandingDocument, running_out
from dealflow.domain.notes.events import DocumentDestroyed, DocumentKept, DocumentWithdrawn
from dealflow.domain.notes.notes import NoteAudience
from dealflow.domain.people.access import Act, Role, may, require
from dealflow.domain.values.korean_days import months_after
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger.queries import companies, people, pipeline
from dealflow.store.ledger.queries import notes as queries
from dealflow.store.ledger.queries.notes import About

__all__ = [
    "DocumentEntry",
    "DocumentKind",
    "DocumentView",
    "amend",
    "destroy",
    "document_file",
    "document_kinds",
    "document_picture",
    "documents_of",
    "last_good_day",
    "page_count",
    "put",
    "running_out",
    "withdraw",
]

_MEGABYTE: Final = 1_000_000
_COUNTER: Final = "dealflow.actions.notes.page_count_worker"
_DRAWN: Final = frozenset({Kind.PDF, *images.KINDS})
"""What can be looked at in the app, drawn as pictures in the sandbox."""


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """What a person says of a file: what it is of, its kind, who issued it, when, until when it is good, for whom."""

    company_id: str
    kind: str = OTHER
    engagement_id: str = ""
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    audience: NoteAudience = NoteAudience.HOUSE
    note_id: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A file as it is listed; no name and no way to it once it was destroyed."""

    standing: StandingDocument
    file_name: str
    kind: DocumentKind
    author_name: str
    can_edit: bool
    can_destroy: bool
    can_look: bool

    @property
    def document(self) -> Document:
        """Return what is said of the file."""
        return self.standing.document


def last_good_day(kind_id: str, issued_on: date) -> date | None:
    """Return the last good day of a paper of that kind, as it is usual; None where such papers do not run out."""
    months = _kind(kind_id).months
    return months_after(issued_on, months) if months else None


def put(acting: Acting, file_name: str, data: bytes, entry: DocumentEntry) -> str:
    """Put a file on a company or deal of the viewer's house and return its id; the same bytes twice are one file there.

    Raises:
        NotAllowedError: the viewer's role may not.
        NotFoundError: the viewer knows of no such company or engagement.
        InvalidInputError: it is empty, too large or a program, of no known kind, its days are the wrong way round, or
            the house has no room for it.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    media = kind_of(data)
    if media is Kind.EMPTY:
        raise InvalidInputError(field="file", problem="empty", value=file_name)
    if media is Kind.PROGRAM:
        raise InvalidInputError(field="file", problem="program", value=file_name)
    if len(data) > acting.ws.settings.max_upload_mb * _MEGABYTE:
        raise InvalidInputError(field="file", problem="too_large", value=file_name)
    content = keep_file(acting, data)
    return _listed(acting, intake.file_name_of(file_name), (content, len(data), media), entry)


@transacted
def _listed(acting: Acting, file_name: str, content: tuple[str, int, Kind], entry: DocumentEntry) -> str:
    """List a file whose bytes are stored: their hash, how many they are, and what they are."""
    sha256, size, media = content
    document = _described(
        acting, entry, Document("", acting.viewer.organisation_id, "", "", "", sha256, size, media, entry.audience)
    )
    document = replace(document, id=_new_id(acting, document))
    known = queries.find_document(acting.session, acting.ws.name, acting.viewer, document.id)
    if known is not None and not known.is_destroyed:
        if known.is_withdrawn:
            acting.record([DocumentWithdrawn(document.id, withdrawn=False)], after=known.version)
        return document.id
    queries.keep_file_name(acting.session, acting.ws.name, document.id, file_name)
    acting.record([DocumentKept(document)], after=0 if known is None else known.version)
    return document.id


def _new_id(acting: Acting, document: Document) -> str:
    """Return the id of those bytes on that company or deal: the viewer's own where a colleague's is not for them."""
    subject = document.engagement_id or document.company_id
    parts = ("document", acting.ws.name, document.owner_id, subject, document.sha256)
    shared = new_id(*parts)
    is_hidden = queries.is_document(acting.session, acting.ws.name, shared) and not queries.find_document(
        acting.session, acting.ws.name, acting.viewer, shared
    )
    return new_id(*parts, acting.viewer.person_id) if is_hidden else shared


@transacted
def amend(
    acting: Acting, document_id: str, entry: DocumentEntry, *, file_name: str = "", seen: int | None = None
) -> None:
    """Say something else of a file: all values anew. ``file_name``: another name; empty leaves it.

    Raises:
        ChangedMeanwhileError: somebody changed it since version ``seen``.
        NotAllowedError, NotFoundError, InvalidInputError: as ``put``.
    """
    now = _own(acting, document_id)
    if seen is not None and seen != now.version:
        raise ChangedMeanwhileError(stream=f"document:{document_id}", expected=seen, found=now.version)
    if file_name.strip():
        queries.keep_file_name(acting.session, acting.ws.name, document_id, intake.file_name_of(file_name))
    acting.record([DocumentKept(_described(acting, entry, now.document))], after=now.version)


@transacted
def withdraw(acting: Acting, document_id: str, *, withdrawn: bool = True) -> None:
    """Take a file out of the lists, or put it back.

    Raises:
        NotAllowedError, NotFoundError: as ``put``.
    """
    now = _own(acting, document_id)
    if now.is_withdrawn is not withdrawn:
        acting.record([DocumentWithdrawn(document_id, withdrawn)], after=now.version)


def destroy(acting: Acting, document_id: str) -> None:
    """Destroy a file for good: its name, and its bytes unless another record stands on the same ones.

    Raises:
        NotAllowedError: the viewer neither brought it nor is an administrator of the house.
        NotFoundError: the viewer may not see it.
    """
    sha256 = _forgotten(acting, document_id)
    with acting.ws.ledger.read() as session:
        in_use = queries.is_content_in_use(session, sha256)
    if not in_use:
        acting.ws.files.destroy(sha256)


@transacted
def _forgotten(acting: Acting, document_id: str) -> str:
    """Take a file's name away, say in the journal that it was destroyed, and return the hash of its bytes."""
    now = _own(acting, document_id)
    if acting.viewer.person_id != now.author_id and acting.viewer.role is not Role.ADMIN:
        raise NotAllowedError(act="destroy_file", role=acting.viewer.role.value)
    acting.record([DocumentDestroyed(document_id)], after=now.version)
    queries.destroy_file_name(acting.session, acting.ws.name, document_id)
    return now.document.sha256


def count_on(looking: Looking, company_id: str) -> int:
    """Return how many files on a company and its deals the viewer may see."""
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return 0
    with looking.ws.ledger.read() as session:
        about = About(company_ids=tuple(sorted(companies.ids_of(session, looking.ws.name, company_id))))
        return sum(not file.is_withdrawn for file in queries.documents(session, looking.ws.name, looking.viewer, about))


def documents_of(
    looking: Looking, *, company_id: str = "", engagement_id: str = "", withdrawn: bool = False
) -> tuple[DocumentView, ...]:
    """Return the files on a company or deal that the viewer may see, the latest first; destroyed ones stay named so.

    ``withdrawn``: those that were withdrawn, too. Who may not read the house's books sees none.
    """
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return ()
    with looking.ws.ledger.read() as session:
        ids = tuple(sorted(companies.ids_of(session, looking.ws.name, company_id))) if company_id else ()
        about = About(company_ids=ids, engagement_ids=(engagement_id,) if engagement_id else ())
        standing = queries.documents(session, looking.ws.name, looking.viewer, about)
        names = queries.file_names(session, looking.ws.name, [file.document.id for file in standing])
        colleagues = people.names(session, looking.ws.name)
    can_edit = may(looking.viewer, Act.EDIT_PIPELINE)
    return tuple(
        DocumentView(
            standing=file,
            file_name=names.get(file.document.id, ""),
            kind=_kind(file.document.kind),
            author_name=colleagues.get(file.author_id, ""),
            can_edit=can_edit and not file.is_destroyed,
            can_destroy=can_edit
            and not file.is_destroyed
            and (file.author_id == looking.viewer.person_id or looking.viewer.role is Role.ADMIN),
            can_look=not file.is_destroyed and file.document.media in _DRAWN,
        )
        for file in standing
        if withdrawn or not file.is_withdrawn
    )


def document_file(looking: Looking, document_id: str) -> tuple[str, bytes]:
    """Return a file's name and bytes.

    Raises:
        NotFoundError: there is none that the viewer may see, or it was destroyed.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        file = queries.find_document(session, looking.ws.name, looking.viewer, document_id)
        if file is None or file.is_destroyed:
            raise NotFoundError(kind="file", id=document_id)
        names = queries.file_names(session, looking.ws.name, [document_id])
    return names.get(document_id, "file"), looking.ws.files.get(file.document.sha256)


def document_picture(looking: Looking, document_id: str, page: int, *, dpi: int = 100) -> bytes:
    """Return a page (from 1) of a PDF or picture as JPEG, drawn in the sandbox.

    Raises:
        NotFoundError: there is no file that the viewer may see.
        InvalidInputError: there is no such page.
        UnreadableDeckError: the page cannot be drawn.
    """
    sha256 = _lookable(looking, document_id)
    if not 1 <= page <= _pages_of(looking.ws, sha256):
        raise InvalidInputError(field="page", problem="unknown", value=page)
    return page_images.picture_of(looking.ws, sha256, page, dpi)


def page_count(looking: Looking, document_id: str) -> int:
    """Return how many pages of a file can be looked at.

    Raises:
        NotFoundError: there is no file that the viewer may see.
        UnreadableDeckError: it cannot be opened.
    """
    return _pages_of(looking.ws, _lookable(looking, document_id))


def _lookable(looking: Looking, document_id: str) -> str:
    """Return the hash of a file that the viewer may look at."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        file = queries.find_document(session, looking.ws.name, looking.viewer, document_id)
    if file is None or file.is_destroyed or file.document.media not in _DRAWN:
        raise NotFoundError(kind="file", id=document_id)
    return file.document.sha256


_counts: Final[dict[str, int]] = {}
"""Pages by content hash: what was counted once never changes."""


def _pages_of(ws: Workspace, sha256: str) -> int:
    if sha256 not in _counts:
        _counts[sha256] = int(sandbox.run(_COUNTER, ws.files.get(sha256)))
    return _counts[sha256]


def _own(acting: Acting, document_id: str) -> StandingDocument:
    """Return the file as it stands, if the viewer may change it."""
    require(acting.viewer, Act.EDIT_PIPELINE)
    now = queries.find_document(acting.session, acting.ws.name, acting.viewer, document_id)
    if now is None or now.is_destroyed:
        raise NotFoundError(kind="file", id=document_id)
    return now


def _described(acting: Acting, entry: DocumentEntry, document: Document) -> Document:
    """Return the file with what the entry says of it, checked."""
    company_id = entry.company_id
    if entry.engagement_id:
        company_id = pipeline.own_engagement(
            acting.session, acting.ws.name, acting.viewer, entry.engagement_id
        ).company_id
    elif companies.find_company(acting.session, acting.ws.name, acting.viewer, company_id) is None:
        raise NotFoundError(kind="company", id=company_id)
    if entry.issued_on and entry.expires_on and entry.expires_on < entry.issued_on:
        raise InvalidInputError(field="expires_on", problem="before_issued", value=entry.expires_on.isoformat())
    return replace(
        document,
        company_id=company_id,
        engagement_id=entry.engagement_id,
        kind=_kind(entry.kind, strict=True).id,
        issuer=written(entry.issuer, "issuer"),
        number=written(entry.number, "document_number"),
        issued_on=entry.issued_on,
        expires_on=entry.expires_on,
        audience=entry.audience,
        note_id=entry.note_id or document.note_id,
    )


def _kind(kind_id: str, *, strict: bool = False) -> DocumentKind:
    """Return the kind of that id; one that the catalogue no longer has reads as the last, unless ``strict``."""
    for kind in document_kinds():
        if kind.id == kind_id:
            return kind
    if strict:
        raise InvalidInputError(field="kind", problem="unknown", value=kind_id)
    return document_kinds()[-1]
