"""What files prove: a certificate that lies in the books says to the rules what somebody would else have to type.

Only papers whose very issuance says it are read so (``proves`` of catalogue/document_kinds.toml): a tax certificate is
not issued to whom is in arrears. Everything else is noted by a person, who may name the file that shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from dealflow.domain.notes.documents import DocumentKind, StandingDocument
from dealflow.domain.notes.notes import NoteAudience
from dealflow.domain.tips.eligibility_facts import KeptFact

NUMBERED = "number"
"""A kind that proves a fact by the number of the paper, where others prove it by being there."""


@dataclass(frozen=True, slots=True)
class FileFact:
    """A fact as a file says it."""

    fact: KeptFact
    file: StandingDocument


class _Noted(Protocol):
    @property
    def fact(self) -> str: ...
    @property
    def as_of(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


NotedT = TypeVar("NotedT", bound=_Noted)


def file_facts(files: Iterable[StandingDocument], kinds: Mapping[str, DocumentKind]) -> tuple[FileFact, ...]:
    """Return what files prove, of several that prove one fact the last issued.

    A file that is not for the whole house proves nothing: a judgement must be the same for all who read it.
    """
    last: dict[str, FileFact] = {}
    for file in sorted(files, key=_issued):
        document, kind = file.document, kinds.get(file.document.kind)
        if kind is None or file.is_withdrawn or file.is_destroyed or document.audience is not NoteAudience.HOUSE:
            continue
        for proof in kind.proves:
            name, _, value = proof.partition("=")
            text = document.number if value == NUMBERED else value
            if text and (value != NUMBERED or document.expires_on is not None):
                last[name] = FileFact(KeptFact(name, text, document.issued_on, document.expires_on), file)
    return tuple(last[name] for name in sorted(last))


def _issued(file: StandingDocument) -> tuple[date, str]:
    return file.document.issued_on or date.min, file.document.id


def with_files(noted: Sequence[NotedT], of_files: Sequence[NotedT], on: date) -> tuple[NotedT, ...]:
    """Return the facts that count on a day: of what a person noted and what a file says, the one that was stated last.

    What has run out gives way to what still holds; a person's word without a day stands.
    """
    by_name: dict[str, NotedT] = {fact.fact: fact for fact in of_files}
    for fact in noted:
        other = by_name.get(fact.fact)
        if other is None or _weight(fact, on) >= _weight(other, on):
            by_name[fact.fact] = fact
    return tuple(by_name[name] for name in sorted(by_name))


def _weight(fact: _Noted, on: date) -> tuple[bool, date]:
    return fact.valid_to is None or on <= fact.valid_to, fact.as_of or date.max
