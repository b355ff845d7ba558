"""The current tables as projections see them: in the database, or, for an audit, in memory.

What a projection does with them is little: find a row by its key, put one in its place, change it, and for the parts of
a record (an engagement's stays, a deck's claims) read, add, amend and remove those of one owner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, Protocol, TypeVar, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Delete,
    Insert,
    Select,
    Update,
    bindparam,
    delete,
    insert,
    inspect,
    select,
    update,
)
from sqlmodel import Session

from dealflow.store.ledger.tables.journal import Kept, Row

RowT = TypeVar("RowT", bound=Row)
Columns = Mapping[str, Any]
"""A row's values by the names of its attributes; of many types, as columns are."""


class Tables(Protocol):
    """The current tables of all workspaces.

    ``owned`` names the rows of one owner: values by attribute, of which all but the workspace and
    one may be collections.
    """

    def find(self, table: type[RowT], *key: object) -> RowT | None:
        """Return the row of that primary key, to be read or to have its attributes set; None if there is none."""
        ...

    def put(self, table: type[Row], columns: Columns) -> None:
        """Put a row in the place of an earlier one of its key."""
        ...

    def add(self, table: type[Row], rows: Sequence[Columns]) -> None:
        """Add rows whose keys are new."""
        ...

    def read(self, table: type[Row], names: Sequence[str], owned: Columns) -> Sequence[tuple[Any, ...]]:
        """Return these attributes of an owner's rows, in the order of their keys."""
        ...

    def amend(self, table: type[Row], owned: Columns, values: Columns) -> None:
        """Set attributes of an owner's rows."""
        ...

    def remove(self, table: type[Row], owned: Columns) -> None:
        """Remove an owner's rows."""
        ...

    def drop(self, table: type[Row], *key: object) -> None:
        """Remove the row of that primary key, if there is one."""
        ...

    def read_all(self, table: type[Row], names: Sequence[str], matching: Columns) -> Sequence[tuple[Any, ...]]:
        """Return these attributes of all rows that match, whoever owns them: for rare events, it looks at each row."""
        ...

    def amend_all(self, table: type[Row], matching: Columns, values: Columns) -> None:
        """Set attributes of all rows that match, whoever owns them: for rare events, it looks at each row."""
        ...


class DatabaseTables:
    """The tables of a database, in a session's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, table: type[RowT], *key: object) -> RowT | None:
        """Return the row of that primary key; None if there is none."""
        return self._session.get(table, key)

    def put(self, table: type[Row], columns: Columns) -> None:
        """Put a row in the place of an earlier one of its key."""
        self._session.merge(table(**columns))

    def add(self, table: type[Row], rows: Sequence[Columns]) -> None:
        """Add rows whose keys are new."""
        if rows:
            self._connection().execute(_adding(table), [_stored(table, row) for row in rows])

    def read(self, table: type[Row], names: Sequence[str], owned: Columns) -> Sequence[tuple[Any, ...]]:
        """Return these attributes of an owner's rows, in the order of their keys."""
        query = _reading(table, tuple(names), _shape_of(owned))
        return [tuple(row) for row in self._connection().execute(query, _asked(owned))]

    def amend(self, table: type[Row], owned: Columns, values: Columns) -> None:
        """Set attributes of an owner's rows."""
        self._connection().execute(_amending(table, _shape_of(owned)).values(_stored(table, values)), _asked(owned))

    def remove(self, table: type[Row], owned: Columns) -> None:
        """Remove an owner's rows."""
        self._connection().execute(_removing(table, _shape_of(owned)), _asked(owned))

    def drop(self, table: type[Row], *key: object) -> None:
        """Remove the row of that primary key, if there is one; the session forgets it, too."""
        row = self._session.get(table, key)
        if row is not None:
            self._session.delete(row)
            self._session.flush()

    def read_all(self, table: type[Row], names: Sequence[str], matching: Columns) -> Sequence[tuple[Any, ...]]:
        """Return these attributes of all rows that match, in the order of their keys."""
        return self.read(table, names, matching)

    def amend_all(self, table: type[Row], matching: Columns, values: Columns) -> None:
        """Set attributes of all rows that match; rows that the session holds are read anew."""
        self.amend(table, matching, values)
        self._session.expire_all()

    def _connection(self) -> Connection:
        """Return the session's connection, with all that was put written."""
        self._session.flush()
        return self._session.connection()


# built once: SQLAlchemy spends as long on building a statement as the database on answering it
_Owned = tuple[tuple[str, bool], ...]
"""The attributes by which an owner's rows are found, and whether each has several values."""


def _shape_of(owned: Columns) -> _Owned:
    return tuple((name, _is_many(value)) for name, value in owned.items())


def _asked(owned: Columns) -> dict[str, Any]:
    return {f"owned_{name}": sorted(value) if _is_many(value) else value for name, value in owned.items()}


@lru_cache(maxsize=256)
def _reading(table: type[Row], names: tuple[str, ...], owned: _Owned) -> Select[Any]:
    columns = _columns(table)
    return select(*(columns[name] for name in names)).where(*_conditions(table, owned)).order_by(*_keys(table))


@lru_cache(maxsize=256)
def _removing(table: type[Row], owned: _Owned) -> Delete:
    return delete(inspect(table).local_table).where(*_conditions(table, owned))


@lru_cache(maxsize=256)
def _amending(table: type[Row], owned: _Owned) -> Update:
    return update(inspect(table).local_table).where(*_conditions(table, owned))


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


def _columns(table: type[Row]) -> Mapping[str, Column[Any]]:
    """Return a table's columns by the attributes of its rows."""
    return {attribute.key: attribute.columns[0] for attribute in inspect(table).column_attrs}


def _stored(table: type[Row], values: Columns) -> dict[str, Any]:
    """Return values by the names of their columns, which some attributes do not share."""
    columns = _columns(table)
    return {columns[name].name: value for name, value in values.items()}


def _keys(table: type[Row]) -> Sequence[Column[Any]]:
    return tuple(inspect(table).primary_key)


def _is_many(value: object) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str)


class MemoryTables:
    """Tables in memory, without any database: a replay of a whole journal takes a tenth of the time there."""

    def __init__(self) -> None:
        self._rows: defaultdict[type[Row], dict[tuple[object, ...], Kept]] = defaultdict(dict)
        self._owners: defaultdict[type[Row], dict[str, defaultdict[object, dict[tuple[object, ...], Kept]]]]
        self._owners = defaultdict(dict)

    def find(self, table: type[RowT], *key: object) -> RowT | None:
        """Return the row of that primary key; None if there is none."""
        return cast("RowT | None", self._rows[table].get(key))

    def put(self, table: type[Row], columns: Columns) -> None:
        """Put a row in the place of an earlier one of its key."""
        shape = _shape(table)
        key = tuple(columns[name] for name in shape.keys)
        row = self._rows[table].get(key)
        if row is not None:
            self._disown(table, key, row)
            row.__dict__.update(columns)
        else:
            row = shape.kept()
            row.__dict__.update(columns)
            self._rows[table][key] = row
        for name, owners in self._owners[table].items():
            owners[getattr(row, name)][key] = row

    def add(self, table: type[Row], rows: Sequence[Columns]) -> None:
        """Add rows whose keys are new."""
        for row in rows:
            self.put(table, row)

    def read(self, table: type[Row], names: Sequence[str], owned: Columns) -> Sequence[tuple[Any, ...]]:
        """Return these attributes of an owner's rows, in the order of their keys."""
        found = sorted(self._owned(table, owned), key=lambda pair: pair[0])
        return [tuple(getattr(row, name) for name in names) for _, row in found]

    def amend(self, table: type[Row], owned: Columns, values: Columns) -> None:
        """Set attributes of an owner's rows."""
        for _, row in self._owned(table, owned):
            row.__dict__.update(values)

    def remove(self, table: type[Row], owned: Columns) -> None:
        """Remove an owner's rows."""
        for key, row in self._owned(table, owned):
            self._disown(table, key, row)
            del self._rows[table][key]

    def drop(self, table: type[Row], *key: object) -> None:
        """Remove the row of that primary key, if there is one."""
        row = self._rows[table].pop(key, None)
        if row is not None:
            self._disown(table, key, row)

    def read_all(self, table: type[Row], names: Sequence[str], matching: Columns) -> Sequence[tuple[Any, ...]]:
        """Return these attributes of all rows that match, in the order of their keys."""
        rows = sorted(self._matching(table, matching), key=lambda pair: pair[0])
        return [tuple(getattr(row, name) for name in names) for _, row in rows]

    def amend_all(self, table: type[Row], matching: Columns, values: Columns) -> None:
        """Set attributes of all rows that match; who owns what is looked up anew where that changed."""
        for _, row in self._matching(table, matching):
            row.__dict__.update(values)
        for name in values:
            self._owners[table].pop(name, None)

    def _matching(self, table: type[Row], matching: Columns) -> list[tuple[tuple[object, ...], Kept]]:
        return [(key, row) for key, row in self._rows[table].items() if _matches(row, matching)]

    def rows(self, table: type[Row], names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Yield these attributes of a table's rows, with the defaults of those that nobody set."""
        return map(attrgetter(*names), self._rows[table].values())

    def _disown(self, table: type[Row], key: tuple[object, ...], row: Kept) -> None:
        for name, owners in self._owners[table].items():
            owners[getattr(row, name)].pop(key, None)

    def _owned(self, table: type[Row], owned: Columns) -> list[tuple[tuple[object, ...], Kept]]:
        """Return an owner's rows with their keys. Who owns what is looked up once for a table, and kept up to date."""
        owner = next(name for name, value in owned.items() if name != "workspace" and not _is_many(value))
        if owner not in self._owners[table]:
            owners: defaultdict[object, dict[tuple[object, ...], Kept]] = defaultdict(dict)
            for key, row in self._rows[table].items():
                owners[getattr(row, owner)][key] = row
            self._owners[table][owner] = owners
        return [(key, row) for key, row in self._owners[table][owner][owned[owner]].items() if _matches(row, owned)]


def _matches(row: Kept, matching: Columns) -> bool:
    """Say whether a row's attributes have these values, or one of these where there are several."""
    return all(
        getattr(row, name) in value if _is_many(value) else getattr(row, name) == value
        for name, value in matching.items()
    )


class _Shape:
    """What is looked up once for a table: its attributes with their defaults, and those of its key."""

    def __init__(self, table: type[Row]) -> None:
        mapper = inspect(table)
        attributes = {attribute.key: table.model_fields[attribute.key] for attribute in mapper.column_attrs}
        defaults = {
            name: None if field.is_required() else field.get_default(call_default_factory=True)
            for name, field in attributes.items()
        }
        self.names: Final = tuple(attributes)
        self.keys: Final = tuple(mapper.get_property_by_column(column).key for column in mapper.primary_key)
        self.kept: Final[type[Kept]] = type(f"{table.__name__}Kept", (Kept,), {**defaults, "table": table})


_SHAPES: Final[dict[type[Row], _Shape]] = {}


def _shape(table: type[Row]) -> _Shape:
    if table not in _SHAPES:
        _SHAPES[table] = _Shape(table)
    return _SHAPES[table]
