"""Taking a letter or a file in: its decks are read, its other files kept, its words put beside the journal, once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from dealflow.actions.claims import intake
from dealflow.actions.inbound.letters import OnLetter, ReadLetter, plain, read_message, with_files
from dealflow.actions.platform.context import Acting, transacted
from dealflow.actions.platform.house_room import keep_file
from dealflow.actions.platform.workspace import new_id
from dealflow.decks.sniff import DOCUMENTS, Kind, kind_of
from dealflow.domain.inbound.events import InboundReceived
from dealflow.domain.inbound.inbound import Channel, Inbound, InboundWords, KeptFile, content_hash
from dealflow.domain.people.access import Act, require
from dealflow.errors import InvalidInputError, UnreadableDeckError
from dealflow.store.ledger.queries import inbound as queries

_PICTURES: Final = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
_LEAST_SLIDE: Final = 100_000
"""A smaller picture is no slide."""
_OLD_DECKS: Final = frozenset({".ppt", ".doc", ".hwp", ".hwpx", ".key"})
"""Taken in as decks and refused there by name, with the way out."""
_MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of something that came: its inbound, the decks to be read, and whether it was known already."""

    inbound_id: str
    deck_ids: tuple[str, ...]
    is_known: bool


def take_letter(acting: Acting, data: bytes, channel: Channel, *, name: str = "message.eml") -> TakenIn:
    """Take a message in for the house of the viewer; the same one twice, by whatever way, is one inbound.

    Raises:
        NotAllowedError: the viewer's role may not.
    """
    return take_read(acting, read_message(data, name), channel, len(data))


def take_file(acting: Acting, name: str, data: bytes, channel: Channel) -> TakenIn:
    """Take a file in that came without a letter, as into a watched folder.

    Raises:
        NotAllowedError: the viewer's role may not.
    """
    files = (OnLetter(plain(intake.file_name_of(name)), data),)
    words = with_files(InboundWords(subject=files[0].name), files)
    letter = ReadLetter(words, files, "", is_automatic=False, problems=())
    return take_read(acting, letter, channel, len(data))


def take_read(acting: Acting, letter: ReadLetter, channel: Channel, size_bytes: int) -> TakenIn:
    """Take a letter in that was read already.

    Raises:
        NotAllowedError: the viewer's role may not.
    """
    require(acting.viewer, Act.BRING_DECKS)
    hashes = tuple(sha256 for sha256, _ in letter.words.files)
    content = content_hash(letter.words, hashes)
    deck_ids: list[str] = []
    files: list[KeptFile] = []
    problems = list(letter.problems)
    for file in letter.files:
        _take_part(acting, file, deck_ids, files, problems)
    message_hash = hashlib.sha256(letter.message_id.encode("utf-8", "replace")).hexdigest() if letter.message_id else ""
    inbound = Inbound(
        id=new_id("inbound", acting.ws.name, acting.viewer.organisation_id, content),
        owner_id=acting.viewer.organisation_id,
        channel=channel,
        content_hash=content,
        message_hash=message_hash,
        size_bytes=size_bytes,
        deck_ids=tuple(dict.fromkeys(deck_ids)),
        files=tuple(files),
        is_automatic=letter.is_automatic and not deck_ids,
        problems=tuple(dict.fromkeys(problems)),
    )
    return _listed(acting, inbound, letter.words)


@transacted
def _listed(acting: Acting, inbound: Inbound, words: InboundWords) -> TakenIn:
    """List an inbound, or find that it is known."""
    known = queries.known_copy(acting.session, acting.ws.name, inbound)
    if known is not None:
        return TakenIn(known, inbound.deck_ids, is_known=True)
    queries.keep_letter(acting.session, acting.ws.name, inbound.id, words)
    acting.record([InboundReceived(inbound)], after=0)
    return TakenIn(inbound.id, inbound.deck_ids, is_known=False)


def _take_part(acting: Acting, file: OnLetter, deck_ids: list[str], files: list[KeptFile], problems: list[str]) -> None:
    """Take one file of a letter in: a deck to be read, anything else to be kept; a program is left out and named."""
    kind = kind_of(file.data)
    if kind is Kind.PROGRAM:
        problems.append("program_left_out")
        return
    if len(file.data) > acting.ws.settings.max_upload_mb * _MEGABYTE:
        problems.append("file_too_large")
        return
    if is_deck(file):
        try:
            received = intake.receive_all(acting, file_name=file.name, data=file.data)
        except (UnreadableDeckError, InvalidInputError):
            problems.append("archive_unreadable")
        else:
            deck_ids.extend(deck.deck_id for deck in received)
            return
    try:
        sha256 = keep_file(acting, file.data)
    except InvalidInputError:
        problems.append("house_full")
        return
    files.append(KeptFile(sha256, len(file.data), kind.value))


def is_deck(file: OnLetter) -> bool:
    """Say whether a file is to be read: a document, an archive, a picture as large as a slide."""
    kind = kind_of(file.data)
    ending = f".{file.name.rpartition('.')[2].lower()}"
    return (
        kind in DOCUMENTS
        or kind in {Kind.ZIP, Kind.HWP, Kind.HWPX}
        or (kind is Kind.OFFICE_97 and ending in _OLD_DECKS)
        or (kind in _PICTURES and len(file.data) >= _LEAST_SLIDE)
    )
