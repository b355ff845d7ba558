"""Messages and calendar files, read in a process of its own with limits: whatever came, a letter comes out."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from dealflow.actions.inbound.letter_worker import CALENDAR
from dealflow.decks import sandbox
from dealflow.decks.sandbox import Limits
from dealflow.domain.inbound.inbound import InboundWords, Party
from dealflow.domain.values.register_numbers import without_resident_numbers
from dealflow.errors import InvalidInputError, UnreadableDeckError

_WORKER: Final = "dealflow.actions.inbound.letter_worker"
_LIMITS: Final = Limits(wall_s=30.0, cpu_s=20, memory_mb=1024, answer_mb=160)
UNREADABLE: Final = "unreadable"


@dataclass(frozen=True, slots=True)
class OnLetter:
    """A file that hangs on a letter."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """What a message says and what hangs on it."""

    words: InboundWords
    files: tuple[OnLetter, ...]
    message_id: str
    is_automatic: bool
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A calendar entry: its title, its (first) day, where, who comes, what is written on it, and how it comes again."""

    title: str
    day: date
    place: str
    people: tuple[Party, ...]
    text: str
    recurs: str = ""


def read_message(data: bytes, name: str = "message.eml") -> ReadLetter:
    """Return what a message says; one that costs too much to read is a letter with itself as its file."""
    try:
        told = json.loads(sandbox.run(_WORKER, data, limits=_LIMITS))
    except UnreadableDeckError as error:
        itself = (OnLetter(plain(name), data),)
        words = with_files(InboundWords(subject=plain(name)), itself)
        return ReadLetter(words, itself, "", is_automatic=False, problems=(UNREADABLE, error.reason))
    words = InboundWords(
        sender=_party(told["sender"]),
        original=_party(told["original"]) if told["original"] else None,
        to=tuple(_party(person) for person in told["to"]),
        subject=plain(told["subject"]),
        sent_at=datetime.fromisoformat(told["sent_at"]) if told["sent_at"] else None,
        text=plain(told["text"]),
        links=tuple(plain(link) for link in told["links"]),
    )
    files = tuple(OnLetter(plain(file["name"]), base64.b64decode(file["data"])) for file in told["attachments"])
    return ReadLetter(
        with_files(words, files), files, told["message_id"], told["is_automatic"], tuple(told["problems"])
    )


def with_files(words: InboundWords, files: Sequence[OnLetter]) -> InboundWords:
    """Return the words of a letter with what hangs on it."""
    return replace(words, files=tuple((hashlib.sha256(file.data).hexdigest(), file.name) for file in files))


def read_meetings(data: bytes, name: str) -> tuple[Meeting, ...]:
    """Return the meetings of a calendar file; those that were cancelled are none.

    Raises:
        InvalidInputError: it holds none, none that takes place, or costs too much to read.
    """
    try:
        entries = json.loads(sandbox.run(_WORKER, data, arguments=[CALENDAR], limits=_LIMITS))
    except UnreadableDeckError as error:
        raise InvalidInputError(field="file", problem="no_calendar", value=name) from error
    if not entries:
        raise InvalidInputError(field="file", problem="no_calendar", value=name)
    entries = [entry for entry in entries if not entry["is_cancelled"]]
    if not entries:
        raise InvalidInputError(field="file", problem="cancelled_meeting", value=name)
    return tuple(
        Meeting(
            title=plain(entry["title"]),
            day=date.fromisoformat(entry["day"]),
            place=plain(entry["place"]),
            people=tuple(_party(person) for person in entry["people"]),
            text=plain(entry["text"]),
            recurs=plain(entry["recurs"]),
        )
        for entry in entries
    )


def _party(told: Mapping[str, Any]) -> Party:  # JSON's own types
    return Party(plain(told["name"])[:200], plain(told["address"])[:320])


def plain(text: str) -> str:
    """Return a text as it may be kept: without NUL, half pairs and what may be a resident number."""
    whole = text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    return without_resident_numbers(whole)
