"""Do the current tables still say what the journal says? Replayed elsewhere and compared, row by row.

The journal's own chain is checked by ``journal.verify``; this finds a row that somebody wrote past the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Column, Table, inspect, select, type_coerce
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import NullType
from sqlmodel import Session

from dealflow.errors import AlteredTableError
from dealflow.store.ledger.journal import events_after
from dealflow.store.ledger.projections.current import MemoryTables
from dealflow.store.ledger.projections.projecting import PROJECTED, project
from dealflow.store.ledger.tables.journal import Row

_CHUNK: Final = 1000
_ROWS: Final[dict[str, type[Row]]] = {str(row.__tablename__): row for row in Row.__subclasses__()}


def require_replayed_tables(session: Session, workspace: str) -> None:
    """Raise unless every current row of the workspace follows from its journal, and no row is missing.

    Nobody is kept from writing meanwhile: the journal is replayed into memory, event by event, and what stands in the
    end is compared.

    Raises:
        AlteredTableError: ``tables`` names those that differ; ``journal.replay`` mends them.
    """
    replayed = MemoryTables()
    position = 0
    while events := events_after(session, workspace, position, _CHUNK):
        for recorded in events:
            project(replayed, recorded)
        position = events[-1].position
    wrong = [table.name for table in PROJECTED if not _is_as_replayed(session, table, workspace, replayed)]
    if wrong:
        raise AlteredTableError(tables=", ".join(wrong))


def _is_as_replayed(session: Session, table: Table, workspace: str, replayed: MemoryTables) -> bool:
    """Say whether a table holds the rows that were replayed, value by value as SQLite keeps them."""
    stored = {place: store for place, column in enumerate(table.columns) if (store := _stored_as(column))}
    names = [inspect(_ROWS[table.name]).get_property_by_column(column).key for column in table.columns]
    expected = set(_stored(replayed.rows(_ROWS[table.name], names), stored))
    if session.get_bind().dialect.name != "sqlite":
        return expected == set(_stored(_rows(session, table, workspace), stored))
    # as they lie there first: few rows were written by a version that kept fewer fields, and need be understood
    lying = [type_coerce(column, NullType()) for column in table.columns]
    with session.connection().execute(select(*lying).where(table.c.workspace == workspace)) as rows:
        if expected == {tuple(row) for row in rows}:
            return True
    try:
        return expected == set(_stored(_rows(session, table, workspace), stored))
    except (ValueError, TypeError, LookupError):  # a value of no kind that was ever written
        return False


def _rows(session: Session, table: Table, workspace: str) -> Iterator[tuple[Any, ...]]:
    query = select(table).where(table.c.workspace == workspace).execution_options(yield_per=_CHUNK)
    with session.connection().execute(query) as rows:
        yield from map(tuple, rows)


def _stored(
    rows: Iterable[tuple[Any, ...]], stored: Mapping[int, Callable[[Any], object]]
) -> Iterator[tuple[object, ...]]:
    """Yield rows as SQLite would keep them, were they written today; ``stored`` by the place of the column."""
    for row in rows:
        kept = list(row)
        for place, store in stored.items():
            kept[place] = store(row[place])
        yield tuple(kept)


def _stored_as(column: Column[Any]) -> Callable[[Any], object] | None:
    """Return what makes of a column's value what SQLite keeps of it; None where that is the value itself."""
    dialect = sqlite.dialect()
    return column.type.dialect_impl(dialect).bind_processor(dialect)
