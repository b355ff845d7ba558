"""Letters and calendar files dropped on a company or a deal: each becomes a note there, its decks are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dealflow.actions.claims import intake
from dealflow.actions.inbound.letters import Meeting, OnLetter, ReadLetter, read_meetings, read_message
from dealflow.actions.inbound.taking_in import is_deck
from dealflow.actions.notes import documents, notes
from dealflow.actions.notes.documents import DocumentEntry
from dealflow.actions.notes.notes import NewNote
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import new_id
from dealflow.decks.sniff import Kind, kind_of
from dealflow.domain.claims.deck import Submission
from dealflow.domain.notes.notes import NoteKind, NoteText
from dealflow.domain.people.access import Act, require
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import InvalidInputError, UnreadableDeckError

_LONGEST_BODY = 48_000


@dataclass(frozen=True, slots=True)
class Dropped:
    """The notes that a file became, the decks to be read, and how many meetings recur: their first day is noted."""

    note_ids: tuple[str, ...]
    deck_ids: tuple[str, ...]
    recurring: int = 0


def drop(acting: Acting, file_name: str, data: bytes, *, company_id: str, engagement_id: str = "") -> Dropped:
    """Make a note of a letter (.eml), or of each meeting of a calendar file (.ics), on a company or a deal.

    Raises:
        NotAllowedError, NotFoundError: as ``notes.write``.
        InvalidInputError: it is neither (or says neither from whom, to whom, when nor on what), or a calendar
            without a meeting.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    ending = file_name.rpartition(".")[2].lower()
    if ending == "ics" or data.lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
        meetings = read_meetings(data, file_name)
        note_ids = _meetings(acting, file_name, meetings, company_id, engagement_id)
        return Dropped(note_ids, (), sum(bool(meeting.recurs) for meeting in meetings))
    if ending != "eml":
        raise InvalidInputError(field="file", problem="no_letter", value=file_name)
    letter = read_message(data, file_name)
    words = letter.words
    if not (words.subject or words.to or words.sent_at or words.writer.name or words.writer.address or letter.files):
        raise InvalidInputError(field="file", problem="no_letter", value=file_name)
    names = [party.name or party.address for party in (words.writer, *words.to) if party.name or party.address]
    text = NoteText(
        title=(words.subject or file_name)[:200],
        body=words.text[:_LONGEST_BODY],
        contacts=tuple(dict.fromkeys(name[:200] for name in names))[:50],
    )
    day = korean_day(words.sent_at if words.sent_at and words.sent_at <= acting.at else acting.at)
    new = NewNote(company_id, day, text, NoteKind.MAIL, engagement_id)
    note_id = notes.write(
        acting, new, note_id=new_id("note", acting.viewer.person_id, company_id, acting.at, file_name)
    )
    return Dropped((note_id,), _attachments(acting, letter, company_id, DocumentEntry(company_id, note_id=note_id)))


def _meetings(
    acting: Acting, file_name: str, meetings: Sequence[Meeting], company_id: str, engagement_id: str
) -> tuple[str, ...]:
    note_ids = []
    for place, meeting in enumerate(meetings):
        names = [party.name or party.address for party in meeting.people]
        body = "\n\n".join(filter(None, (meeting.place, meeting.text, meeting.recurs)))[:_LONGEST_BODY]
        text = NoteText(meeting.title or file_name, body, tuple(dict.fromkeys(names))[:50])
        new = NewNote(company_id, meeting.day, text, NoteKind.MEETING, engagement_id)
        own_id = new_id("note", acting.viewer.person_id, company_id, acting.at, file_name, place)
        note_ids.append(notes.write(acting, new, note_id=own_id))
    return tuple(note_ids)


def _attachments(acting: Acting, letter: ReadLetter, company_id: str, entry: DocumentEntry) -> tuple[str, ...]:
    """Take what hangs on a letter in: decks for this company, other files among its files; return the decks."""
    deck_ids: list[str] = []
    for file in letter.files:
        if kind_of(file.data) in {Kind.PROGRAM, Kind.EMPTY}:
            continue
        if is_deck(file) and (received := _received(acting, file, company_id)):
            deck_ids.extend(received)
        elif len(file.data) <= acting.ws.settings.max_upload_mb * 1_000_000:
            documents.put(acting, file.name, file.data, entry)
    return tuple(dict.fromkeys(deck_ids))


def _received(acting: Acting, file: OnLetter, company_id: str) -> list[str]:
    try:
        received = intake.receive_all(
            acting, file_name=file.name, data=file.data, submission=Submission(company_id=company_id)
        )
    except (UnreadableDeckError, InvalidInputError):
        return []
    return [deck.deck_id for deck in received]
