"""Whole copies of a ledger: taken under a live writer, checked, and put back into any database.

Before a change of the tables SQLite is copied as a file, by its backup interface in one step (in several a busy
writer restarts it for ever). Otherwise a ledger is copied as lines of JSON out of one snapshot, alike on both
databases: the journal, its heads, and what stands beside it, since everything else follows from them. Servers of some
size are better served by their own tools as well (``pg_dump``, point-in-time recovery).
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, Protocol

from sqlalchemy import Connection, Engine, create_engine, insert, inspect, make_url, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

from dealflow.errors import InvalidInputError, TamperedJournalError
from dealflow.store.ledger.columns import UtcTime
from dealflow.store.ledger.database import SQLITE, begin, open_engine
from dealflow.store.ledger.journal import Head, check_chain, replay, verify
from dealflow.store.ledger.projections.projecting import PROJECTED
from dealflow.store.ledger.tables.journal import Row

LEFT: Final = frozenset(
    {"sitting", "account_link", "search_text", "notice", "notice_mark", "outbox", "webhook_delivery"}
)
"""Tables that no copy holds: who sits at a browser and one-time addresses, which a copy must never open again (people
sign in and are invited anew), the search's index, which fills itself, letters and what webhooks tell: a copy must not
send them a second time."""
KEPT: Final = (
    "journal",
    "head",
    *sorted({*Row.metadata.tables} - {"journal", "head"} - LEFT - {table.name for table in PROJECTED}),
)
"""The tables that everything else follows from."""
_FIRST_LINE: Final = ["dealflow ledger", {"format": 1}]
_CHUNK: Final = 1000
_PLAIN: Final = sqlite.dialect()
"""Lines of JSON keep values as SQLite does, but for moments."""


class Writer(Protocol):
    """What takes bytes."""

    def write(self, data: bytes, /) -> int:
        """Take them and say how many they were."""


Line = tuple[str, dict[str, Any]]
"""A table's name and one of its rows; values are of many types, as columns are."""


def take(url: str, folder: Path, name: str) -> Path:
    """Copy the ledger at ``url`` into the folder; return the file, which is whole and on the disk, or was not made."""
    folder.mkdir(parents=True, exist_ok=True)
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        target = folder / f"{name}.sqlite3"
        coming = _coming(target)
        _copy_file(str(parsed.database), coming)
    else:
        target = folder / f"{name}.jsonl.gz"
        coming = _coming(target)
        _copy_lines(url, coming)
    with coming.open("rb") as file:
        os.fsync(file.fileno())
    return coming.replace(target)


def check(copy: Path) -> dict[str, Head]:
    """Return the head of each workspace in a copy, after reading the copy back and checking every chain in it.

    Raises:
        TamperedJournalError: a chain does not hold, or its end is missing.
        InvalidInputError: the file is no copy of a ledger.
    """
    heads: dict[str, Head] = {}
    stands: dict[str, Head] = {}
    for table, lines in groupby(_lines(copy), key=itemgetter(0)):
        rows = (row for _, row in lines)
        if table == "journal":
            for workspace, chain in groupby(rows, key=itemgetter("workspace")):
                heads[workspace] = check_chain(chain, workspace)
        elif table == "head":
            stands = {row["workspace"]: Head(row["position"], row["hash"]) for row in rows}
    for workspace in heads | stands:
        empty = Head.parse(f"0:{'0' * 64}")
        if heads.get(workspace, empty) != stands.get(workspace, empty):
            raise TamperedJournalError(position=heads.get(workspace, empty).position + 1)
    return heads


def restore(copy: Path, url: str) -> dict[str, Head]:
    """Put a copy into the migrated, empty ledger at ``url``, SQLite or PostgreSQL; return each workspace's head.

    The current tables are made anew from the journal, so this also moves a ledger from one database to another.

    Raises:
        InvalidInputError: the ledger at ``url`` has events already, or the file is no copy.
        TamperedJournalError: the copy's chain does not hold.
    """
    heads = check(copy)
    engine = open_engine(url)
    try:
        with begin(engine, writes=True) as connection, Session(connection) as session:
            _require_empty(connection)
            for table, rows in _batches(_lines(copy)):
                connection.execute(insert(Row.metadata.tables[table]), rows)
            for workspace, head in heads.items():
                replay(session, workspace)
                verify(session, workspace, expect=str(head))
            session.flush()
            connection.commit()
    finally:
        engine.dispose()
    return heads


def require_empty(url: str) -> None:
    """Raise unless the migrated ledger at ``url`` holds nothing that a copy would hold.

    Raises:
        InvalidInputError: it holds something.
    """
    engine = open_engine(url)
    try:
        with begin(engine, writes=False) as connection:
            _require_empty(connection)
    finally:
        engine.dispose()


def _require_empty(connection: Connection) -> None:
    if any(connection.execute(select(Row.metadata.tables[name]).limit(1)).first() for name in KEPT):
        raise InvalidInputError(field="url", problem="not_empty")


def _coming(target: Path) -> Path:
    """Return the place of a file on its way to ``target``, empty."""
    coming = target.with_name(f".coming-{target.name}")
    coming.unlink(missing_ok=True)
    return coming


def _copy_file(source: str, target: Path) -> None:
    """Copy a SQLite database into one file that needs no companion."""
    old = SQLITE.connect(source)
    new = SQLITE.connect(str(target))
    try:
        old.backup(new, pages=-1)
        new.execute("pragma journal_mode=delete")
    finally:
        new.close()
        old.close()


def take_lines(url: str, out: Writer) -> frozenset[str]:
    """Write the tables to keep as lines of JSON, out of one snapshot; return the hashes of the files that they name."""
    engine = open_engine(url)
    try:
        with begin(engine, writes=False) as connection:
            out.write(json.dumps(_FIRST_LINE).encode() + b"\n")
            for table, row in _kept(connection):
                line = [table, _as_json(table, row)]
                out.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            return _named_files(connection)
    finally:
        engine.dispose()


def _copy_lines(url: str, target: Path) -> None:
    """Write the tables to keep as gzipped lines of JSON."""
    with gzip.open(target, "wb") as file:
        take_lines(url, file)


def _named_files(connection: Connection) -> frozenset[str]:
    """Return the hashes of the deck files and documents that the current tables name."""
    there = inspect(connection).get_table_names()
    queries = {
        "deck": "select distinct sha256 from deck where refusal is null or refusal <> 'retention'",
        "document": "select distinct sha256 from document where not is_destroyed",
    }
    return frozenset(
        str(sha256)
        for table, query in queries.items()
        if table in there
        for (sha256,) in connection.execute(text(query))
        if sha256
    )


def _as_json(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row's values as JSON has them: moments as text, values of the domain as their columns keep them."""
    columns = Row.metadata.tables[table].c
    return {name: None if value is None else _plain(columns[name].type, value) for name, value in row.items()}


def _plain(kind: TypeEngine[Any], value: Any) -> Any:  # noqa: ANN401  # columns keep values of many types
    if isinstance(kind, UtcTime):
        return value.isoformat()
    processed = kind.dialect_impl(_PLAIN).bind_processor(_PLAIN)
    return processed(value) if processed else value


def _from_json(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row's values as its columns take them."""
    columns = Row.metadata.tables[table].c
    return {name: None if value is None else _rich(columns[name].type, value) for name, value in row.items()}


def _rich(kind: TypeEngine[Any], value: Any) -> Any:  # noqa: ANN401  # the same
    if isinstance(kind, UtcTime):
        return datetime.fromisoformat(value)
    processed = kind.dialect_impl(_PLAIN).result_processor(_PLAIN, None)
    return processed(value) if processed else value


def _lines(copy: Path) -> Iterator[Line]:
    """Yield a copy's rows, the journal in order.

    Raises:
        InvalidInputError: the file is no copy of a ledger.
    """
    try:
        if copy.name.endswith((".jsonl.gz", ".jsonl")):
            yield from _lines_of_text(copy)
        else:
            yield from _lines_of_sqlite(copy)
    except (OSError, EOFError, ValueError, TypeError, KeyError, SQLITE.DatabaseError) as error:
        raise InvalidInputError(field="copy", problem="no_copy", value=copy.name) from error


def _lines_of_text(copy: Path) -> Iterator[Line]:
    """Yield the rows of a copy in lines of JSON."""
    with gzip.open(copy, "rt", encoding="utf-8") if copy.name.endswith(".gz") else copy.open(encoding="utf-8") as file:
        if json.loads(file.readline()) != _FIRST_LINE:
            raise InvalidInputError(field="copy", problem="no_copy", value=copy.name)
        for line in file:
            table, row = json.loads(line)
            yield table, _from_json(table, row)


def _lines_of_sqlite(copy: Path) -> Iterator[Line]:
    """Yield the rows of a copied SQLite file, after a check of the file itself."""
    engine = _read_only(copy)
    try:
        with engine.connect() as connection:
            is_ours = inspect(connection).has_table("journal")
            if not is_ours or connection.exec_driver_sql("pragma quick_check").scalar() != "ok":
                raise InvalidInputError(field="copy", problem="no_copy", value=copy.name)
            yield from _kept(connection)
    finally:
        engine.dispose()


def _read_only(copy: Path) -> Engine:
    """Return an engine that leaves the file as it is."""
    return create_engine("sqlite://", creator=lambda: SQLITE.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True))


def _kept(connection: Connection) -> Iterator[Line]:
    """Yield the rows of the tables to keep, few at a time; a ledger before a change of shape has fewer."""
    seen = inspect(connection)
    there = set(seen.get_table_names())
    for name in KEPT:
        if name not in there:
            continue
        table, columns = Row.metadata.tables[name], {column["name"] for column in seen.get_columns(name)}
        query = select(*(column for column in table.c if column.name in columns))
        ordered = query.order_by(*table.primary_key.columns).execution_options(yield_per=_CHUNK)
        with connection.execute(ordered) as result:
            for row in result.mappings():
                yield name, dict(row)


def _batches(lines: Iterable[Line]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield runs of rows of one table."""
    batch: list[dict[str, Any]] = []
    last = ""
    for table, row in lines:
        if batch and (table != last or len(batch) == _CHUNK):
            yield last, batch
            batch = []
        batch.append(row)
        last = table
    if batch:
        yield last, batch
