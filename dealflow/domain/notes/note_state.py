"""A note as it stands after its events, and what takes the last of them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dealflow.domain.notes.events import NoteDestroyed, NoteKept, NoteWithdrawn
from dealflow.domain.notes.notes import Note
from dealflow.domain.values.event import Recorded
from dealflow.errors import NothingToUndoError


def follow(note: Note | None, recorded: Recorded) -> Note:
    """Return the note after one event of its stream.

    Raises:
        ValueError: the event does not follow.
    """
    event = recorded.event
    if isinstance(event, NoteKept):
        return _written(note, event, recorded)
    if note is None:
        message = f"no note before event {recorded.position}"
        raise ValueError(message)
    changed = replace(note, changed_at=recorded.ts, changed_by=recorded.actor, seq=recorded.seq)
    if isinstance(event, NoteWithdrawn):
        return replace(changed, is_withdrawn=event.withdrawn)
    if isinstance(event, NoteDestroyed):
        return replace(changed, is_destroyed=True, is_withdrawn=False)
    message = f"no event of a note: {event.kind}"
    raise ValueError(message)


def _written(note: Note | None, event: NoteKept, recorded: Recorded) -> Note:
    return Note(
        id=event.note_id,
        owner_id=event.owner_id,
        author_id=recorded.actor if note is None else note.author_id,
        kind=event.note_kind,
        company_id=event.company_id,
        engagement_id=event.engagement_id,
        day=event.day,
        audience=event.audience,
        version=event.version,
        text_version=event.text_version,
        text_hash=event.text_hash,
        is_withdrawn=False,
        is_destroyed=False,
        written_at=recorded.ts if note is None else note.written_at,
        changed_at=recorded.ts,
        changed_by=recorded.actor,
        seq=recorded.seq,
    )


def take_back(past: Sequence[Recorded], person_id: str) -> NoteKept | NoteWithdrawn:
    """Return the event that takes the person's last act on a note back: what stood before it stands again.

    A note that was just written is withdrawn; one that was withdrawn is put back; an edited one shows its former words.

    Raises:
        NothingToUndoError: the last act is somebody else's, was an undo, or destroyed the words.
    """
    last = past[-1] if past else None
    if last is None or last.actor != person_id or isinstance(last.event, NoteDestroyed):
        raise NothingToUndoError(stream=last.stream if last else "")
    event = last.event
    if not isinstance(event, NoteKept | NoteWithdrawn) or event.undoes is not None:
        raise NothingToUndoError(stream=last.stream)
    if isinstance(event, NoteWithdrawn):
        return NoteWithdrawn(event.note_id, not event.withdrawn, undoes=last.seq)
    before = [recorded.event for recorded in past[:-1] if isinstance(recorded.event, NoteKept)]
    if not before:
        return NoteWithdrawn(event.note_id, undoes=last.seq)
    return replace(before[-1], version=event.version + 1, undoes=last.seq)


def can_take_back(past: Sequence[Recorded], person_id: str) -> bool:
    """Say whether the person's last act on a note can be taken back."""
    try:
        take_back(past, person_id)
    except NothingToUndoError:
        return False
    return True
