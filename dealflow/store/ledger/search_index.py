"""The index of texts: put in, taken out, narrowed. It lies in the ledger, so that rights are a condition of one query.

What narrows are pairs of letters and digits (``domain.values.search_words``), as words of an FTS5 table of SQLite that
keeps neither texts nor places (``detail=none``), or as an array of numbers under a GIN index of PostgreSQL.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Table,
    and_,
    bindparam,
    column,
    delete,
    func,
    insert,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from dealflow.domain.claims.page import Box, Word
from dealflow.domain.values.search_words import Query, grams, plain
from dealflow.store.ledger.tables.journal import Row

TEXT: Final[Table] = Row.metadata.tables["search_text"]
_GRAM: Final = table("search_gram", column("rowid", BigInteger), column("grams", ARRAY(Integer)))
_ADD_TEXTS: Final = insert(TEXT).returning(TEXT.c.id, sort_by_parameter_order=True)
_ADD_GRAMS: Final = text("insert into search_gram (rowid, grams) values (:rowid, :grams)")
_JOINED: Final = TEXT.join(_GRAM, TEXT.c.id == _GRAM.c.rowid)
_FIRST_LOOK: Final = 200
"""Texts that PostgreSQL looks through before the first answer; four times as many each time that they do not do."""
_LAST_ROW: Final = (1 << 63) - 1
_NUMBERS: Final = 1 << 32
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text to be found, by the record that it is of; ``page_words`` are those of a page, with their boxes."""

    kind: str
    record_id: str
    title: str
    body: str = ""
    part: int = 0
    owner_id: str = ""
    deck_id: str | None = None
    company_id: str | None = None
    place: str = ""
    """The record that a hit opens, where it is another one."""
    page_words: Sequence[Word] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """Where some of the texts lie that may hold what is looked for, which they are, and what puts the newest first."""

    source: FromClause
    conditions: Sequence[ColumnElement[bool]]
    newest: ColumnElement[Any]


def put(session: Session, workspace: str, texts: Iterable[Text]) -> int:
    """Add texts whose records have none yet, and return how many they were."""
    connection, count = session.connection(), 0
    is_postgres = connection.dialect.name == "postgresql"
    coming = iter(texts)
    while some := list(islice(coming, _AT_ONCE)):
        rowids = connection.execute(_ADD_TEXTS, [_columns(workspace, entry) for entry in some]).scalars().all()
        pairs = [[*sorted(grams(f"{entry.title}\n{entry.body}")), _token(entry.kind)] for entry in some]
        connection.execute(
            _ADD_GRAMS,
            [
                {"rowid": rowid, "grams": numbers_of(own) if is_postgres else " ".join(own)}
                for rowid, own in zip(rowids, pairs, strict=True)
            ],
        )
        count += len(some)
    return count


def take_out(session: Session, *conditions: ColumnElement[bool]) -> None:
    """Take out the texts for which all conditions on SearchText hold."""
    gone = select(TEXT.c.id).where(*conditions)
    session.connection().execute(delete(_GRAM).where(_GRAM.c.rowid.in_(gone)))
    session.connection().execute(delete(TEXT).where(*conditions))


def take_out_records(session: Session, workspace: str, kind: str, record_ids: Collection[str]) -> None:
    """Take out all texts of some records."""
    for some in chunks(sorted(record_ids)):
        take_out(session, TEXT.c.workspace == workspace, TEXT.c.kind == kind, TEXT.c.record_id.in_(some))


def chunks(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield some names at a time: databases take only so many parameters."""
    for start in range(0, len(names), _AT_ONCE):
        yield names[start : start + _AT_ONCE]


def parts(session: Session, kind: str, query: Query) -> Iterator[Part]:
    """Yield the texts of a kind with all words of the query and few others, the newest part first.

    SQLite's full-text table goes from its last row backwards, so that the first hits come at once. PostgreSQL gathers
    all texts with these pairs before it gives the first: they are looked through some at a time. Letters beyond ASCII
    have no lower case that both databases know: words with such are left to ``search_words.holds``.
    """
    pairs = [*sorted(query.grams), _token(kind)]
    if session.connection().dialect.name != "postgresql":
        wanted = text("search_gram match :wanted").bindparams(wanted=" AND ".join(f'"{pair}"' for pair in pairs))
        yield Part(_JOINED, [and_(wanted), *_standing(query, func.instr)], _GRAM.c.rowid.desc())
        return
    before, count = _LAST_ROW, _FIRST_LOOK
    wanted_numbers = _GRAM.c.grams.contains(numbers_of(pairs))
    while ids := _newest(session, wanted_numbers, before, count):
        some = bindparam("some", ids, type_=ARRAY(BigInteger))
        yield Part(TEXT, [TEXT.c.id == func.any(some), *_standing(query, func.strpos)], TEXT.c.id.desc())
        if len(ids) < count:
            return
        before, count = ids[-1], 4 * count


def _newest(session: Session, wanted: ColumnElement[bool], before: int, count: int) -> list[int]:
    """Return at most ``count`` texts with the wanted pairs, the newest before one: PostgreSQL knows which way is short.

    Frequent pairs it meets on the way back from the last text, rare ones it has in the index.
    """
    query = select(_GRAM.c.rowid).where(wanted, _GRAM.c.rowid < before).order_by(_GRAM.c.rowid.desc()).limit(count)
    return [int(rowid) for rowid in session.connection().execute(query).scalars()]


def numbers_of(pairs: Sequence[str]) -> list[int]:
    """Return pairs, and words that stand for kinds, as whole numbers of 32 bits; two may share one, which only costs.

    An array of texts takes eight bytes and more for each pair, one of numbers four.
    """
    return [_number_of(pair) for pair in pairs]


def _number_of(pair: str) -> int:
    number = int.from_bytes(pair.encode("utf-16-be")) if len(pair) == len("가나") else zlib.crc32(pair.encode())
    return (number + _NUMBERS // 2) % _NUMBERS - _NUMBERS // 2


def _standing(query: Query, place_of: Callable[..., ColumnElement[int]]) -> list[ColumnElement[bool]]:
    """Return that the words stand in a text, as far as a database can say; ``place_of`` tells where one does."""
    whole = func.replace(func.lower(TEXT.c.title + " " + TEXT.c.body), " ", "")
    return [place_of(whole, word) > 0 for word in query.words if _has_plain_case(word)]


def words_of(kept: bytes | None) -> tuple[Word, ...]:
    """Return the words of a page as they were kept."""
    rows = [] if kept is None else json.loads(zlib.decompress(kept))
    return tuple(Word(row[0], Box(*row[1:]), 0.0) for row in rows)


def _columns(workspace: str, entry: Text) -> dict[str, Any]:  # of many types, as columns are
    return {
        "workspace": workspace,
        "kind": entry.kind,
        "record_id": entry.record_id,
        "part": entry.part,
        "owner_id": entry.owner_id,
        "deck_id": entry.deck_id,
        "company_id": entry.company_id,
        "place": entry.place,
        "title": plain(entry.title),
        "body": plain(entry.body),
        "words": _kept(entry.page_words) if entry.page_words else None,
    }


def _kept(words: Sequence[Word]) -> bytes:
    """Return a page's words as they are kept: their texts and boxes, to a tenth of a point."""
    rows = [[word.text, *(round(edge, 1) for edge in word.box)] for word in words]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def _token(kind: str) -> str:
    """Return the word that stands among a text's pairs for its kind: longer than any pair."""
    return f"kind{kind}"


def _has_plain_case(word: str) -> bool:
    """Say whether a word has no letters with cases but those of ASCII."""
    return all(sign.isascii() or sign.lower() == sign.upper() for sign in word)
