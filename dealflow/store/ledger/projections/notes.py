"""What the events of notes and files change in the current tables. A note is folded by the domain alone."""

from __future__ import annotations

from dealflow.domain.notes import note_state
from dealflow.domain.notes.events import (
    DocumentDestroyed,
    DocumentKept,
    DocumentWithdrawn,
    NoteDestroyed,
    NoteKept,
    NoteWithdrawn,
)
from dealflow.domain.notes.notes import Note
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger.mapping import change, value_of
from dealflow.store.ledger.projections.current import Tables
from dealflow.store.ledger.projections.dispatch import put, row_of, write
from dealflow.store.ledger.tables.notes import DocumentRow, NotePersonRow, NoteRow


@write.register
def _(event: NoteKept, tables: Tables, recorded: Recorded) -> None:
    row = tables.find(NoteRow, recorded.workspace, event.note_id)
    put(tables, NoteRow, recorded, note_state.follow(None if row is None else value_of(Note, row), recorded))
    _keep_people(event, tables, recorded)


@write.register
def _(event: NoteWithdrawn | NoteDestroyed, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, NoteRow, recorded.workspace, event.note_id)
    change(row, note_state.follow(value_of(Note, row), recorded))


def _keep_people(event: NoteKept, tables: Tables, recorded: Recorded) -> None:
    """Write who was there and who is mentioned; who was mentioned before stays so since then."""
    owned = {"workspace": recorded.workspace, "note_id": event.note_id}
    since = dict(tables.read(NotePersonRow, ("person_id", "mentioned_at"), owned))
    if since:
        tables.remove(NotePersonRow, owned)
    rows = [
        owned
        | {
            "person_id": person_id,
            "is_present": person_id in event.people,
            "mentioned_at": (since.get(person_id) or recorded.ts) if person_id in event.mentions else None,
        }
        for person_id in sorted({*event.people, *event.mentions})
    ]
    tables.add(NotePersonRow, rows)


@write.register
def _(event: DocumentKept, tables: Tables, recorded: Recorded) -> None:
    row = tables.find(DocumentRow, recorded.workspace, event.document.id)
    put(
        tables,
        DocumentRow,
        recorded,
        event.document,
        author_id=recorded.actor if row is None else row.author_id,
        is_withdrawn=False,
        is_destroyed=False,
        document=event.document,
        received_at=recorded.ts if row is None else row.received_at,
        seq=recorded.seq,
    )


@write.register
def _(event: DocumentWithdrawn, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, DocumentRow, recorded.workspace, event.document_id)
    change(row, event, is_withdrawn=event.withdrawn, seq=recorded.seq)


@write.register
def _(event: DocumentDestroyed, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, DocumentRow, recorded.workspace, event.document_id)
    change(row, event, is_destroyed=True, is_withdrawn=False, seq=recorded.seq)
