"""Notes as they are read: with their words, who wrote them and who was there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dealflow.actions.platform.context import Looking
from dealflow.domain.notes import note_state
from dealflow.domain.notes.events import NoteKept
from dealflow.domain.notes.notes import Note, NoteText
from dealflow.domain.people.access import Act, Role, may, require
from dealflow.errors import NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import companies, people
from dealflow.store.ledger.queries import notes as note_queries
from dealflow.store.ledger.queries.notes import About, OnNote
from dealflow.store.ledger.queries.visibility import Session


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note with its words (None once they were destroyed) and its people by name.

    ``can_undo``: the viewer's own act was the last and can be taken back.
    """

    note: Note
    text: NoteText | None
    author_name: str
    changed_by_name: str
    present: tuple[tuple[str, str], ...]
    mentioned: tuple[tuple[str, str], ...]
    can_edit: bool
    can_destroy: bool
    can_undo: bool


@dataclass(frozen=True, slots=True)
class NoteVersion:
    """What a note said after one writing; no text once it was destroyed."""

    number: int
    at: datetime
    by_name: str
    day: date
    text: NoteText | None


def notes_of(
    looking: Looking, *, company_id: str = "", engagement_id: str = "", withdrawn: bool = False
) -> tuple[NoteView, ...]:
    """Return the notes on a company or a deal that the viewer may read, the latest day first.

    ``withdrawn``: those that were withdrawn, too. Who may not read the house's books reads none.
    """
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return ()
    with looking.ws.ledger.read() as session:
        ids = tuple(sorted(companies.ids_of(session, looking.ws.name, company_id))) if company_id else ()
        about = About(company_ids=ids, engagement_ids=(engagement_id,) if engagement_id else ())
        notes = note_queries.notes(session, looking.ws.name, looking.viewer, about)
        return _views(looking.within(session), [note for note in notes if withdrawn or not note.is_withdrawn])


def count_on(looking: Looking, company_id: str) -> int:
    """Return how many notes on a company and its deals the viewer may read."""
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return 0
    with looking.ws.ledger.read() as session:
        about = About(company_ids=tuple(sorted(companies.ids_of(session, looking.ws.name, company_id))))
        notes = note_queries.notes(session, looking.ws.name, looking.viewer, about)
        return sum(not note.is_withdrawn for note in notes)


def read_note(looking: Looking, note_id: str) -> NoteView:
    """Return one note.

    Raises:
        NotFoundError: there is none that the viewer may read.
    """
    with looking.ws.ledger.read() as session:
        note = _readable(looking, session, note_id)
        return _views(looking.within(session), [note])[0]


def versions(looking: Looking, note_id: str) -> tuple[NoteVersion, ...]:
    """Return what a note said at each writing, the latest first.

    Raises:
        NotFoundError: there is no note that the viewer may read.
    """
    with looking.ws.ledger.read() as session:
        _readable(looking, session, note_id)
        words = note_queries.words(session, looking.ws.name, [note_id])
        names = people.names(session, looking.ws.name)
        past = journal.read_stream(session, looking.ws.name, f"note:{note_id}")
    writings = [(recorded, recorded.event) for recorded in past if isinstance(recorded.event, NoteKept)]
    return tuple(
        NoteVersion(
            number=event.version,
            at=recorded.ts,
            by_name=names.get(recorded.actor, ""),
            day=event.day,
            text=words.get((note_id, event.text_version), (None, ""))[0],
        )
        for recorded, event in reversed(writings)
    )


def views_of(looking: Looking, notes: Sequence[Note]) -> tuple[NoteView, ...]:
    """Return notes that the viewer may read, with words and names, within the transaction that is open."""
    return _views(looking, notes)


def last_contacts(looking: Looking, company_ids: Collection[str]) -> Mapping[str, date]:
    """Return the day on which the house last met, called or wrote with each of the companies, as far as it noted it."""
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return {}
    with looking.ws.ledger.read() as session:
        return note_queries.last_contacts(session, looking.ws.name, looking.viewer, company_ids)


def _readable(looking: Looking, session: Session, note_id: str) -> Note:
    require(looking.viewer, Act.SEE_PIPELINE)
    note = note_queries.find_note(session, looking.ws.name, looking.viewer, note_id)
    if note is None:
        raise NotFoundError(kind="note", id=note_id)
    return note


def _views(looking: Looking, notes: Sequence[Note]) -> tuple[NoteView, ...]:
    ids = [note.id for note in notes]
    words = note_queries.words(looking.session, looking.ws.name, ids)
    standing = note_queries.people_on(looking.session, looking.ws.name, ids)
    names = people.names(looking.session, looking.ws.name)
    return tuple(
        _view(looking, note, words.get((note.id, note.text_version), (None, ""))[0], names, standing.get(note.id))
        for note in notes
    )


def _view(
    looking: Looking, note: Note, text: NoteText | None, names: Mapping[str, str], on_note: OnNote | None
) -> NoteView:
    viewer, there = looking.viewer, on_note or OnNote()
    can_edit = may(viewer, Act.EDIT_PIPELINE) and not note.is_destroyed
    is_last = can_edit and note.changed_by == viewer.person_id
    return NoteView(
        note=note,
        text=text,
        author_name=names.get(note.author_id, ""),
        changed_by_name=names.get(note.changed_by, ""),
        present=tuple((person_id, names.get(person_id, "")) for person_id in there.present),
        mentioned=tuple((person_id, names.get(person_id, "")) for person_id in there.mentioned),
        can_edit=can_edit,
        can_destroy=can_edit and (note.author_id == viewer.person_id or viewer.role is Role.ADMIN),
        can_undo=is_last and _can_undo(looking, note),
    )


def _can_undo(looking: Looking, note: Note) -> bool:
    past = journal.read_stream(looking.session, looking.ws.name, f"note:{note.id}")
    return note_state.can_take_back(past, looking.viewer.person_id)
