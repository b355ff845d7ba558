"""Notes and meetings: written, written anew, withdrawn, taken back, destroyed, and read by those who may."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Final

from dealflow.actions.notes.note_views import NoteVersion, NoteView, last_contacts, notes_of, read_note, versions
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, transacted
from dealflow.actions.platform.workspace import new_id, written
from dealflow.domain.notes import note_state
from dealflow.domain.notes.events import NoteDestroyed, NoteKept, NoteWithdrawn
from dealflow.domain.notes.notes import (
    LONGEST_BODY,
    LONGEST_STEP,
    LONGEST_TITLE,
    MOST_CONTACTS,
    Note,
    NoteAudience,
    NoteKind,
    NoteText,
    digest,
    mentioned,
)
from dealflow.domain.people.access import Act, Role, require
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import companies, people, pipeline
from dealflow.store.ledger.queries import notes as note_queries

__all__ = [
    "NewNote",
    "NoteVersion",
    "NoteView",
    "Step",
    "destroy",
    "edit",
    "last_contacts",
    "notes_of",
    "put_back",
    "read_note",
    "undo",
    "versions",
    "withdraw",
    "write",
]

_SALT_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Step:
    """The note's next step as the deal's: until when, and by whom."""

    due: date | None = None
    assignee_id: str | None = None


@dataclass(frozen=True, slots=True)
class NewNote:
    """What a person writes. Without an engagement the note is on the company alone.

    ``people`` and ``mentions`` are colleagues' ids; who is named after an @ in the text is mentioned as well.
    ``step``: the text's next step becomes the deal's, too.
    """

    company_id: str
    day: date
    text: NoteText
    kind: NoteKind = NoteKind.NOTE
    engagement_id: str = ""
    audience: NoteAudience = NoteAudience.HOUSE
    people: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    step: Step | None = None


@transacted
def write(acting: Acting, new: NewNote, *, note_id: str = "") -> str:
    """Write a note into the books of the viewer's house and return its id.

    Raises:
        NotAllowedError: the viewer's role may not.
        NotFoundError: the viewer knows of no such company or engagement.
        InvalidInputError: there is neither title nor text, a text is too long, or somebody named is no colleague.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    note_id = note_id or new_id("note", acting.ws.name, acting.viewer.person_id, new.company_id, acting.at)
    event = _kept_event(acting, new, note_id, version=1)
    acting.record([event], after=0)
    _hand_on_step(acting, new)
    return note_id


@transacted
def edit(acting: Acting, note_id: str, new: NewNote, *, seen: int | None = None) -> None:
    """Write a note anew; its former words stay as a version. ``seen`` is ``Note.seq`` as shown.

    Raises:
        ChangedMeanwhileError: somebody changed it since.
        NotAllowedError, NotFoundError, InvalidInputError: as ``write``; the viewer may not read the note.
    """
    now = _own(acting, note_id, seen)
    event = _kept_event(acting, new, note_id, version=now.version + 1)
    acting.record([event], after=now.seq)
    _hand_on_step(acting, new)


@transacted
def withdraw(acting: Acting, note_id: str, *, seen: int | None = None) -> None:
    """Take a note out of the lists; it can be put back.

    Raises:
        NotAllowedError, NotFoundError, ChangedMeanwhileError: as ``edit``.
    """
    now = _own(acting, note_id, seen)
    if not now.is_withdrawn:
        acting.record([NoteWithdrawn(note_id)], after=now.seq)


@transacted
def put_back(acting: Acting, note_id: str) -> None:
    """Put a note that was withdrawn back into the lists.

    Raises:
        NotAllowedError, NotFoundError: as ``edit``.
    """
    now = _own(acting, note_id, None)
    if now.is_withdrawn:
        acting.record([NoteWithdrawn(note_id, withdrawn=False)], after=now.seq)


@transacted
def undo(acting: Acting, note_id: str) -> None:
    """Take the viewer's last act on a note back.

    Raises:
        NothingToUndoError: somebody else acted on it since, or there is nothing to take back.
        NotAllowedError, NotFoundError: as ``edit``.
    """
    now = _own(acting, note_id, None)
    past = journal.read_stream(acting.session, acting.ws.name, f"note:{note_id}")
    acting.record([note_state.take_back(past, acting.viewer.person_id)], after=now.seq)


@transacted
def destroy(acting: Acting, note_id: str) -> None:
    """Destroy the words of all versions of a note for good; the journal, which never held them, still verifies.

    Raises:
        NotAllowedError: the viewer neither wrote it nor is an administrator of the house.
        NotFoundError: the viewer may not read it.
    """
    now = _own(acting, note_id, None)
    if acting.viewer.person_id != now.author_id and acting.viewer.role is not Role.ADMIN:
        raise NotAllowedError(act="destroy_note", role=acting.viewer.role.value)
    acting.record([NoteDestroyed(note_id)], after=now.seq)
    note_queries.destroy_words(acting.session, acting.ws.name, note_id)


def _own(acting: Acting, note_id: str, seen: int | None) -> Note:
    """Return the note as it stands, if the viewer may change it and nobody did since event ``seen`` of it."""
    require(acting.viewer, Act.EDIT_PIPELINE)
    now = note_queries.find_note(acting.session, acting.ws.name, acting.viewer, note_id)
    if now is None or now.is_destroyed:
        raise NotFoundError(kind="note", id=note_id)
    if seen is not None and seen != now.seq:
        raise ChangedMeanwhileError(stream=f"note:{note_id}", expected=seen, found=now.seq)
    return now


def _kept_event(acting: Acting, new: NewNote, note_id: str, *, version: int) -> NoteKept:
    """Return the event that keeps a note, after its words were put beside the journal."""
    company_id = _subject(acting, new)
    text = _checked(new.text)
    colleagues = _colleagues(acting)
    strangers = {*new.people, *new.mentions} - set(colleagues)
    if strangers:
        raise InvalidInputError(field="person", problem="unknown", value=min(strangers))
    salt = secrets.token_hex(_SALT_BYTES)
    note_queries.keep_words(acting.session, acting.ws.name, (note_id, version), text, salt)
    return NoteKept(
        note_id=note_id,
        owner_id=acting.viewer.organisation_id,
        note_kind=new.kind,
        company_id=company_id,
        engagement_id=new.engagement_id,
        day=new.day,
        audience=new.audience,
        people=tuple(sorted(set(new.people))),
        mentions=tuple(sorted({*new.mentions, *mentioned(text.body, colleagues)})),
        version=version,
        text_version=version,
        text_hash=digest(text, salt),
    )


def _subject(acting: Acting, new: NewNote) -> str:
    """Return the company that a note is on, the deal's where one is named."""
    if new.engagement_id:
        session, ws = acting.session, acting.ws
        return pipeline.own_engagement(session, ws.name, acting.viewer, new.engagement_id).company_id
    if companies.find_company(acting.session, acting.ws.name, acting.viewer, new.company_id) is None:
        raise NotFoundError(kind="company", id=new.company_id)
    return new.company_id


def _checked(text: NoteText) -> NoteText:
    """Return the words as they are kept."""
    contacts = tuple(filter(None, (written(name, "contact") for name in text.contacts)))
    if len(contacts) > MOST_CONTACTS:
        raise InvalidInputError(field="contact", problem="too_many", limit=MOST_CONTACTS)
    checked = NoteText(
        title=written(text.title, "title", longest=LONGEST_TITLE),
        body=written(text.body, "note", longest=LONGEST_BODY),
        contacts=contacts,
        next_step=written(text.next_step, "step", longest=LONGEST_STEP),
    )
    if not checked.title and not checked.body:
        raise InvalidInputError(field="note", problem="missing")
    return checked


def _colleagues(acting: Acting) -> dict[str, str]:
    """Return the names of the people of the viewer's house by id."""
    return {
        person.id: person.name
        for person in people.persons(acting.session, acting.ws.name)
        if person.organisation_id == acting.viewer.organisation_id and person.company_id is None
    }


def _hand_on_step(acting: Acting, new: NewNote) -> None:
    """Make the note's next step the deal's, where that was asked for."""
    if new.step is None or not new.engagement_id or not new.text.next_step.strip():
        return
    engagements.set_next_step(
        acting,
        new.engagement_id,
        step=new.text.next_step,
        due=new.step.due,
        assignee_id=new.step.assignee_id or acting.viewer.person_id,
    )
