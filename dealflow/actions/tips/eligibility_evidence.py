"""The files of a company that can show a fact: to be chosen beside it, and to be opened from it."""

from __future__ import annotations

from dataclasses import dataclass

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.catalogue.document_kinds import document_kinds
from dealflow.domain.notes.documents import Document, DocumentKind
from dealflow.domain.people.access import Act, may
from dealflow.store.ledger.queries import companies
from dealflow.store.ledger.queries import notes as note_queries
from dealflow.store.ledger.queries.notes import About


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file as it is named beside a fact; ``is_gone``: it was withdrawn or destroyed, and shows nothing any more."""

    document: Document
    name: str
    kind: DocumentKind
    is_gone: bool


@remembered
def files_of(looking: Looking, company_id: str) -> dict[str, EvidenceFile]:
    """Return the files on a company that the viewer may see, by id, the latest first."""
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return {}
    kinds = {kind.id: kind for kind in document_kinds()}
    with looking.ws.ledger.read() as session:
        ids = tuple(sorted(companies.ids_of(session, looking.ws.name, company_id)))
        standing = note_queries.documents(session, looking.ws.name, looking.viewer, About(company_ids=ids))
        names = note_queries.file_names(session, looking.ws.name, [file.document.id for file in standing])
    other = document_kinds()[-1]
    return {
        file.document.id: EvidenceFile(
            file.document,
            names.get(file.document.id, ""),
            kinds.get(file.document.kind, other),
            file.is_withdrawn or file.is_destroyed,
        )
        for file in standing
    }
