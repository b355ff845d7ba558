"""The current tables of a database as a batch of events changes them: read by the batch, kept in memory, written once.

Row by row through the database a sheet of two hundred companies took six thousand statements. What a batch speaks of
(the ids in its streams and events) is read in one statement a table when the first of it is asked for; what the batch
changed is written in one statement a table when all of it is projected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache, lru_cache
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Delete,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session

from dealflow.domain.values.event import Event, Recorded
from dealflow.store.ledger.projections.current import Columns, Key, MemoryTables, is_many, key_of, owner_in, shape_of
from dealflow.store.ledger.tables.journal import Kept, Row

RowT = TypeVar("RowT", bound=Row)
_AT_ONCE: Final = 500
"""Values that are asked for, and rows that are written, at once: databases take only so many parameters."""


class BufferedTables(MemoryTables):
    """The tables of a database, in a session's transaction; nothing is changed there before ``write``."""

    def __init__(self, session: Session, batch: Sequence[Recorded]) -> None:
        super().__init__()
        session.flush()
        self._session = session
        self._spoken = spoken_of(batch)
        self._known: defaultdict[type[Row], dict[Key, Columns | None]] = defaultdict(dict)
        """By key what stands in the database, nothing where no row does."""
        self._whole: defaultdict[tuple[type[Row], str], set[object]] = defaultdict(set)
        """By table and attribute the owners whose rows are all known."""

    def find(self, table: type[RowT], *key: object) -> RowT | None:
        """Return the row of that primary key; None if there is none."""
        self._look_up(table, key)
        return super().find(table, *key)

    def put(self, table: type[Row], columns: Columns) -> None:
        """Put a row in the place of an earlier one of its key."""
        self._look_up(table, key_of(table, columns))
        super().put(table, columns)

    def add(self, table: type[Row], rows: Sequence[Columns]) -> None:
        """Add rows whose keys are new."""
        for row in rows:
            self._known[table].setdefault(key_of(table, row), None)
            super().put(table, row)

    def read(self, table: type[Row], names: Sequence[str], owned: Columns) -> Sequence[tuple[Any, ...]]:
        """Return these attributes of an owner's rows, in the order of their keys."""
        self._read_owner(table, owned)
        return super().read(table, names, owned)

    def amend(self, table: type[Row], owned: Columns, values: Columns) -> None:
        """Set attributes of an owner's rows."""
        self._read_owner(table, owned)
        super().amend(table, owned, values)

    def remove(self, table: type[Row], owned: Columns) -> None:
        """Remove an owner's rows."""
        self._read_owner(table, owned)
        super().remove(table, owned)

    def drop(self, table: type[Row], *key: object) -> None:
        """Remove the row of that primary key, if there is one."""
        self._look_up(table, key)
        super().drop(table, *key)

    def read_all(self, table: type[Row], names: Sequence[str], matching: Columns) -> Sequence[tuple[Any, ...]]:
        """Return these attributes of all rows that match, in the order of their keys."""
        self.write()
        query = _reading(table, tuple(names), _shape_of(matching))
        return [tuple(row) for row in self._session.connection().execute(query, _asked(matching))]

    def amend_all(self, table: type[Row], matching: Columns, values: Columns) -> None:
        """Set attributes of all rows that match; rows that the session holds are read anew."""
        self.write()
        query = update(inspect(table).local_table).where(*_conditions(table, _shape_of(matching)))
        self._session.connection().execute(query.values(_stored(table, values)), _asked(matching))
        self._session.expire_all()

    def write(self) -> None:
        """Write what changed, parents first but for what goes, and forget what was read."""
        tables = sorted(self._known, key=_place_of)
        for table in reversed(tables):
            gone = [key for key, stands in self._known[table].items() if stands and key not in self._rows[table]]
            self._execute(_removing(table), (_key_columns(key) for key in gone))
            self._tell_of_gone(table, gone)
        for table in tables:
            self._write_changed(table)
            new = (row for key, row in self._rows[table].items() if self._known[table][key] is None)
            write_rows(self._session, table, new)
        self._known.clear()
        self._whole.clear()
        self.clear()

    def _write_changed(self, table: type[Row]) -> None:
        """Set in the database what differs, rows of which the same attributes do in one go."""
        changes: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for key, stands in self._known[table].items():
            row = self._rows[table].get(key)
            if stands is None or row is None:
                continue
            now = _differing(table, stands, row)
            if now:
                changes[tuple(now)].append(_key_columns(key) | _stored(table, now))
                self._tell_of_change(table, key, now)
        for names, rows in changes.items():
            self._execute(_amending(table, names), rows)

    def _tell_of_change(self, table: type[Row], key: Key, now: Columns) -> None:
        """Let a row that the session holds know what it is now."""
        held = self._session.identity_map.get(inspect(table).identity_key_from_primary_key(key))
        if held is not None:
            for name, value in now.items():
                set_committed_value(held, name, value)

    def _tell_of_gone(self, table: type[Row], keys: Iterable[Key]) -> None:
        """Let the session forget rows that stand no more."""
        for key in keys:
            held = self._session.identity_map.get(inspect(table).identity_key_from_primary_key(key))
            if held is not None:
                self._session.expunge(held)

    def _look_up(self, table: type[Row], key: Key) -> None:
        """Read the row of a key, or those of all keys that begin with what the batch speaks of, unless it is known."""
        if key in self._known[table]:
            return
        names = shape_of(table).keys
        if len(key) > 1 and key[1] in self._spoken:
            self._read_owned(table, names[1], key[1], str(key[0]))
        else:
            self._take_in(table, dict(zip(names, key, strict=True)))
        self._known[table].setdefault(key, None)

    def _read_owner(self, table: type[Row], owned: Columns) -> None:
        owner = owner_in(owned)
        self._read_owned(table, owner, owned[owner], owned["workspace"])

    def _read_owned(self, table: type[Row], owner: str, value: object, workspace: str) -> None:
        """Read an owner's rows, and at the first one's those of all owners that the batch speaks of."""
        whole = self._whole[table, owner]
        if value in whole:
            return
        if value not in self._spoken:
            self._take_in(table, {"workspace": workspace, owner: value})
            whole.add(value)
            return
        for some in _some(sorted(self._spoken)):
            self._take_in(table, {"workspace": workspace, owner: some})
        whole |= self._spoken

    def _take_in(self, table: type[Row], matching: Columns) -> None:
        """Read rows, and keep those that the batch did not come upon before."""
        names = shape_of(table).names
        for values in self._session.connection().execute(_reading(table, names, _shape_of(matching)), _asked(matching)):
            columns = dict(zip(names, values, strict=True))
            key = key_of(table, columns)
            if key not in self._known[table]:
                self._known[table][key] = columns
                super().put(table, columns)

    def _execute(self, statement: Delete | Update, rows: Iterable[dict[str, Any]]) -> None:
        for some in _some(rows):
            self._session.connection().execute(statement, list(some))


def write_rows(session: Session, table: type[Row], rows: Iterable[Kept]) -> None:
    """Add rows of memory to a table of the database, with the defaults of what nobody set."""
    names = shape_of(table).names
    for some in _some(rows):
        stored = [_stored(table, {name: getattr(row, name) for name in names}) for row in some]
        session.connection().execute(_adding(table), stored)


def spoken_of(batch: Sequence[Recorded]) -> frozenset[str]:
    """Return the ids that a batch of several streams speaks of; one stream, the usual act, is read row by row."""
    if len({recorded.stream for recorded in batch}) == 1:
        return frozenset()
    streams = {part for recorded in batch for part in recorded.stream.split(":")[1:]}
    ids = {getattr(recorded.event, name) for recorded in batch for name in _ids_of(type(recorded.event))}
    return frozenset(streams | {name for name in ids if isinstance(name, str)})


@cache
def _ids_of(event: type[Event]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(event) if field.name.endswith("_id"))


Some = TypeVar("Some")


def _some(rows: Iterable[Some]) -> Iterator[Sequence[Some]]:
    """Yield some at a time."""
    coming = iter(rows)
    while some := tuple(islice(coming, _AT_ONCE)):
        yield some


def _differing(table: type[Row], stands: Columns, row: Kept) -> dict[str, Any]:
    """Return what a row has now and does not stand so, as the columns keep it: an amount may be written differently."""
    now = {name: getattr(row, name) for name in stands}
    columns = _columns(table)
    return {
        name: value
        for name, value in now.items()
        if value is not stands[name] and not columns[name].type.compare_values(value, stands[name])
    }


# built once: SQLAlchemy spends as long on building a statement as the database on answering it
_Owned = tuple[tuple[str, bool], ...]
"""The attributes by which an owner's rows are found, and whether each has several values."""


def _shape_of(owned: Columns) -> _Owned:
    return tuple((name, is_many(value)) for name, value in owned.items())


def _asked(owned: Columns) -> dict[str, Any]:
    return {f"owned_{name}": sorted(value) if is_many(value) else value for name, value in owned.items()}


@lru_cache(maxsize=256)
def _reading(table: type[Row], names: tuple[str, ...], owned: _Owned) -> Select[Any]:
    columns = _columns(table)
    return select(*(columns[name] for name in names)).where(*_conditions(table, owned)).order_by(*_keys(table))


@lru_cache(maxsize=256)
def _removing(table: type[Row]) -> Delete:
    return delete(inspect(table).local_table).where(*_is_key(table))


@lru_cache(maxsize=256)
def _amending(table: type[Row], names: tuple[str, ...]) -> Update:
    columns = [_columns(table)[name].name for name in names]
    return update(inspect(table).local_table).where(*_is_key(table)).values({name: bindparam(name) for name in columns})


@lru_cache(maxsize=256)
def _adding(table: type[Row]) -> Insert:
    return insert(inspect(table).local_table)


def _conditions(table: type[Row], owned: _Owned) -> list[ColumnElement[bool]]:
    columns = _columns(table)
    return [
        columns[name].in_(bindparam(f"owned_{name}", expanding=True))
        if many
        else columns[name] == bindparam(f"owned_{name}")
        for name, many in owned
    ]


def _is_key(table: type[Row]) -> list[ColumnElement[bool]]:
    return [column == bindparam(f"key_{place}") for place, column in enumerate(_keys(table))]


def _key_columns(key: Key) -> dict[str, Any]:
    return {f"key_{place}": value for place, value in enumerate(key)}


@cache
def _columns(table: type[Row]) -> Mapping[str, Column[Any]]:
    """Return a table's columns by the attributes of its rows."""
    return {attribute.key: attribute.columns[0] for attribute in inspect(table).column_attrs}


def _stored(table: type[Row], values: Columns) -> dict[str, Any]:
    """Return values by the names of their columns, which some attributes do not share."""
    columns = _columns(table)
    return {columns[name].name: value for name, value in values.items()}


def _keys(table: type[Row]) -> Collection[Column[Any]]:
    return tuple(inspect(table).primary_key)


@cache
def _place_of(table: type[Row]) -> int:
    """Return where a table stands among all, parents first."""
    local: Table = inspect(table).local_table
    return Row.metadata.sorted_tables.index(local)
