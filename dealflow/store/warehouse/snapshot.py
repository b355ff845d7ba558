"""Snapshots: the rows that one reader may see, copied out of the warehouse into a database and Parquet files."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb
import pyarrow.parquet as pq

from dealflow.store.warehouse.feed import Mark
from dealflow.store.warehouse.place import MEMORY, new_snapshot
from dealflow.store.warehouse.reader import Reader, cut
from dealflow.store.warehouse.statements import statement, version

TABLES: Final = (
    "organisation",
    "ir_event",
    "company",
    "deck",
    "claim",
    "figure",
    "evidence",
    "verification",
    "engagement",
    "move",
    "status_change",
    "stage_interval",
    "decision",
    "vote",
    "meeting",
    "consultation",
)
DATABASE: Final = "warehouse.duckdb"
_LATEST: Final = "LATEST"
_BATCH: Final = 50_000
_SAFE: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


@contextmanager
def private_copy(
    cursor: duckdb.DuckDBPyConnection, reader: Reader | None, sql: str
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a database in memory that holds nothing but what ``reader`` may see of the tables that ``sql`` names.

    Where it names none, all tables are there, empty, so that they can be listed and described.
    """
    named = [table for table in TABLES if re.search(rf"\b{table}\b", sql, re.IGNORECASE)]
    with new_snapshot(MEMORY) as copy:
        for table in named or TABLES:
            _copy(cursor, reader, table, copy, empty=not named)
        yield copy


def publish(cursor: duckdb.DuckDBPyConnection, folder: Path, mark: Mark, reader: Reader | None) -> Path:
    """Write the snapshot of what stands at ``mark`` into a folder of its own under ``folder``, and return that folder.

    It appears whole, by one rename, and never changes; the file ``LATEST`` names the newest one. ``cursor`` is in a
    transaction, so that all tables show one moment.
    """
    target = folder / _name(mark, reader)
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=folder))
        try:
            _fill(cursor, partial, mark, reader)
            _settle(partial, target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    pointer = folder / f".{_LATEST}-{os.getpid()}"
    pointer.write_text(f"{target.name}\n", "utf-8")
    pointer.replace(folder / _LATEST)
    return target


def _name(mark: Mark, reader: Reader | None) -> str:
    """Return a folder name that says what it holds: how far, for whom, in which layout."""
    whom = "all" if reader is None else f"for-{_whom(reader)}"
    return f"position-{mark.position:09d}-{mark.hash[:8] or 'empty'}-{whom}-{version()[:8]}"


def _whom(reader: Reader) -> str:
    name = reader.organisation_id
    return name if _SAFE.fullmatch(name) else name.encode().hex()


def _settle(partial: Path, target: Path) -> None:
    """Rename the finished folder into its place, unless a rival was first: then both hold the same."""
    try:
        partial.rename(target)
    except OSError:
        if not target.exists():
            raise


def _fill(cursor: duckdb.DuckDBPyConnection, into: Path, mark: Mark, reader: Reader | None) -> None:
    """Write the database and the Parquet files."""
    with new_snapshot(str(into / DATABASE)) as copy:
        copy.execute(
            statement("about"), {"position": mark.position, "hash": mark.hash, "ts": mark.ts, "reader": cut(reader)[0]}
        )
        for table in TABLES:
            _copy(cursor, reader, table, copy)
            batches = cursor.table_function(f"visible_{table}", cut(reader)).to_arrow_reader(_BATCH)
            with pq.ParquetWriter(into / f"{table}.parquet", batches.schema, compression="zstd") as file:
                for batch in batches:
                    file.write_batch(batch)


def _copy(
    cursor: duckdb.DuckDBPyConnection,
    reader: Reader | None,
    table: str,
    copy: duckdb.DuckDBPyConnection,
    *,
    empty: bool = False,
) -> None:
    """Make the table in ``copy`` and fill it, a batch at a time."""
    rows = cursor.table_function(f"visible_{table}", cut(reader))
    copy.from_arrow((rows.limit(0) if empty else rows).to_arrow_reader(_BATCH)).create(table)
