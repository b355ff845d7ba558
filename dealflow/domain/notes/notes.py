"""Notes and meetings: who was there, what was said, who may read it. Words of people stand beside the journal."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

LONGEST_TITLE: Final = 200
LONGEST_BODY: Final = 50_000
LONGEST_STEP: Final = 500
MOST_CONTACTS: Final = 50
_BEFORE_NAME: Final = re.compile(r"(?<![\w.@])@")
"""An @ that begins a name: not the one inside an address of mail."""


class NoteKind(StrEnum):
    """What a note tells of."""

    NOTE = "note"
    MEETING = "meeting"
    CALL = "call"
    MAIL = "mail"


CONTACTS: Final = frozenset({NoteKind.MEETING, NoteKind.CALL, NoteKind.MAIL})
"""The kinds that mean that the house and the company spoke with each other."""


class NoteAudience(StrEnum):
    """Who of the house may read a note or a file."""

    HOUSE = "house"
    """Everybody of the house."""
    DEAL = "deal"
    """Who wrote it, who is in charge of the deal, who was there, and who is mentioned."""


@dataclass(frozen=True, slots=True)
class NoteText:
    """The words of one version of a note; ``contacts`` are the names of those who were there and not of the house."""

    title: str = ""
    body: str = ""
    contacts: tuple[str, ...] = ()
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it stands; ``version`` counts what was written, ``seq`` is the last event of its stream."""

    id: str
    owner_id: str
    author_id: str
    kind: NoteKind
    company_id: str
    engagement_id: str
    day: date
    audience: NoteAudience
    version: int
    text_version: int
    text_hash: str
    is_withdrawn: bool
    is_destroyed: bool
    written_at: datetime
    changed_at: datetime
    changed_by: str
    seq: int


def digest(text: NoteText, salt: str) -> str:
    """Return the hash under which the journal knows a note's words.

    The salt is kept with the words and goes with them: nobody can try afterwards what the words may have been.
    """
    words = json.dumps(astuple(text), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\x1f{words}".encode()).hexdigest()


def mentioned(body: str, colleagues: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids of the colleagues whose names stand in a text after an @, in the order of the ids.

    Names may hold spaces, so the longest one that stands there counts (``@김가상 이사`` is not ``@김가상``, if both are
    colleagues).
    """
    by_length = sorted(
        ((name, person_id) for person_id, name in colleagues.items() if name), key=lambda pair: -len(pair[0])
    )
    ids = set()
    for sign in _BEFORE_NAME.finditer(body):
        name_id = next((pair for pair in by_length if body.startswith(pair[0], sign.end())), None)
        if name_id is not None:
            ids.add(name_id[1])
    return tuple(sorted(ids))


_LINK: Final = re.compile(r"\[([^\]\n]*)\]\([^)\s]*\)")
_RULE: Final = re.compile(r"\s*[-|:= ]*-[-|:= ]*\s*|\s*=+\s*")
"""A line that only draws: under the head of a table, under a heading, between parts."""
_MARKS: Final = re.compile(r"^\s*(?:>\s*)+|[*_`#]+")


def excerpt(text: NoteText, longest: int = 140) -> str:
    """Return the first words of a note in one line, without the signs of Markdown."""
    unlinked = _LINK.sub(r"\1", text.body)
    rows = (_MARKS.sub("", row).replace("|", " ") for row in unlinked.splitlines() if not _RULE.fullmatch(row))
    line = " ".join(" ".join(rows).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
