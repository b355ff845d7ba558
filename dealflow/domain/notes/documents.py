"""Files on companies and deals: contracts, certificates, excerpts of registers. Some of them run out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from dealflow.domain.notes.notes import NoteAudience

OTHER: Final = "other"
"""The kind of a file of which nobody said more: two of them are never two editions of one paper."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """What files may be, as the catalogue has it; ``months``: for how long such a paper usually holds (0: for ever)."""

    id: str
    name_ko: str
    name_en: str
    months: int = 0
    proves: tuple[str, ...] = ()
    """What such a paper says to the rules of eligibility by being there (``domain/tips/evidence.py``)."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file and what is said of it; ``expires_on`` is its last good day. Its name stands beside the journal."""

    id: str
    owner_id: str
    company_id: str
    engagement_id: str
    kind: str
    sha256: str
    size_bytes: int
    media: str
    """What its bytes are (``decks.sniff.Kind``), whatever its name says."""
    audience: NoteAudience
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    note_id: str = ""
    """The note with which it came (a mail's attachment)."""
    number: str = ""
    """What the issuer calls the paper: the number of a certificate."""


@dataclass(frozen=True, slots=True)
class StandingDocument:
    """A file as it stands in the books, with who brought it and when."""

    document: Document
    author_id: str
    is_withdrawn: bool
    is_destroyed: bool
    received_at: datetime
    version: int


def running_out(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Return the files that run out, of several editions of one paper (same company, deal and kind) the last only.

    Whoever has the new certificate need not be told that the old one ended.
    """
    last: dict[tuple[str, ...], Document] = {}
    for document in documents:
        if document.expires_on is None:
            continue
        edition = document.id if document.kind == OTHER else f"{document.issuer}\x1f{document.kind}"
        key = (document.company_id, document.engagement_id, edition)
        known = last.get(key)
        if known is None or (known.expires_on or date.min, known.id) < (document.expires_on, document.id):
            last[key] = document
    return tuple(sorted(last.values(), key=lambda document: (document.expires_on or date.max, document.id)))
