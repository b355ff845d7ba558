"""Whole copies of a ledger: taken under a live writer, checked, and put back into any database.

SQLite is copied as a file by its backup interface in one step (in several steps a busy writer restarts it for ever).
PostgreSQL is copied as lines of JSON out of one snapshot: the journal, its heads and the names, since everything else
follows from them. Servers of some size are better served by their own tools (``pg_dump``, point-in-time recovery).
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, insert, make_url, select, text
from sqlmodel import Session

from dealflow.errors import InvalidInputError, TamperedJournalError
from dealflow.store.ledger.database import SQLITE, begin, open_engine
from dealflow.store.ledger.journal import Head, check_chain, replay, verify
from dealflow.store.ledger.tables.journal import Row

KEPT: Final = (
    "journal",
    "head",
    "person_name",
    "attendee_name",
    "contact_card",
    "note_words",
    "document_name",
    "inbound_letter",
)
"""The tables that everything else follows from."""
_FIRST_LINE: Final = ["dealflow ledger", {"format": 1}]
_CHUNK: Final = 1000

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
            if connection.execute(text("select 1 from journal limit 1")).first():
                raise InvalidInputError(field="url", problem="not_empty")
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


def _copy_lines(url: str, target: Path) -> None:
    """Write the tables to keep as gzipped lines of JSON, out of one snapshot."""
    engine = open_engine(url)
    try:
        with begin(engine, writes=False) as connection, gzip.open(target, "wt", encoding="utf-8") as file:
            file.write(json.dumps(_FIRST_LINE) + "\n")
            for table, row in _kept(connection):
                file.write(json.dumps([table, row], ensure_ascii=False, default=datetime.isoformat) + "\n")
    finally:
        engine.dispose()


def _lines(copy: Path) -> Iterator[Line]:
    """Yield a copy's rows, the journal in order.

    Raises:
        InvalidInputError: the file is no copy of a ledger.
    """
    try:
        if copy.name.endswith(".jsonl.gz"):
            yield from _lines_of_text(copy)
        else:
            yield from _lines_of_sqlite(copy)
    except (OSError, EOFError, ValueError, SQLITE.DatabaseError) as error:
        raise InvalidInputError(field="copy", problem="no_copy", value=copy.name) from error


def _lines_of_text(copy: Path) -> Iterator[Line]:
    """Yield the rows of a copy in lines of JSON."""
    with gzip.open(copy, "rt", encoding="utf-8") as file:
        if json.loads(file.readline()) != _FIRST_LINE:
            raise InvalidInputError(field="copy", problem="no_copy", value=copy.name)
        for line in file:
            table, row = json.loads(line)
            if table == "journal":
                row["ts"] = datetime.fromisoformat(row["ts"])
            yield table, row


def _lines_of_sqlite(copy: Path) -> Iterator[Line]:
    """Yield the rows of a copied SQLite file, after a check of the file itself."""
    engine = _read_only(copy)
    try:
        with engine.connect() as connection:
            if connection.exec_driver_sql("pragma quick_check").scalar() != "ok":
                raise InvalidInputError(field="copy", problem="no_copy", value=copy.name)
            yield from _kept(connection)
    finally:
        engine.dispose()


def _read_only(copy: Path) -> Engine:
    """Return an engine that leaves the file as it is."""
    return create_engine("sqlite://", creator=lambda: SQLITE.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True))


def _kept(connection: Connection) -> Iterator[Line]:
    """Yield the rows of the tables to keep, few at a time."""
    for name in KEPT:
        table = Row.metadata.tables[name]
        query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_CHUNK)
        with connection.execute(query) as result:
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
