"""The current tables as projections see them, and a whole journal's in memory, for audits and rebuilding.

What a projection does with them is little: find a row by its key, put one in its place, change it, and for the parts of
a record (an engagement's stays, a deck's claims) read, add, amend and remove those of one owner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, Protocol, TypeVar, cast

from sqlalchemy import inspect

from dealflow.store.ledger.tables.journal import Kept, Row

RowT = TypeVar("RowT", bound=Row)
Key = tuple[object, ...]
"""The values of a row's primary key."""
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


class MemoryTables:
    """Tables in memory, without any database: a replay of a whole journal takes a tenth of the time there."""

    def __init__(self) -> None:
        self._rows: defaultdict[type[Row], dict[Key, Kept]] = defaultdict(dict)
        self._owners: defaultdict[type[Row], dict[str, defaultdict[Key, dict[Key, Kept]]]] = defaultdict(dict)
        """By table and attribute the rows of each owner, who is known by workspace and id."""

    def find(self, table: type[RowT], *key: object) -> RowT | None:
        """Return the row of that primary key; None if there is none."""
        return cast("RowT | None", self._rows[table].get(key))

    def put(self, table: type[Row], columns: Columns) -> None:
        """Put a row in the place of an earlier one of its key."""
        key = key_of(table, columns)
        row = self._rows[table].get(key)
        if row is not None:
            self._disown(table, key, row)
        else:
            row = shape_of(table).kept()
            self._rows[table][key] = row
        row.__dict__.update(columns)
        for name, owners in self._owners[table].items():
            owners[_owner(row, name)][key] = row

    def add(self, table: type[Row], rows: Sequence[Columns]) -> None:
        """Add rows whose keys are new."""
        for row in rows:
            self.put(table, row)

    def read(self, table: type[Row], names: Sequence[str], owned: Columns) -> Sequence[tuple[Any, ...]]:
        """Return these attributes of an owner's rows, in the order of their keys."""
        found = sorted(self._owned(table, owned), key=lambda pair: pair[0])
        taken = _taking(tuple(names))
        return [taken(row) for _, row in found]

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

    def _matching(self, table: type[Row], matching: Columns) -> list[tuple[Key, Kept]]:
        return [(key, row) for key, row in self._rows[table].items() if _matches(row, matching)]

    def rows(self, table: type[Row], names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Yield these attributes of a table's rows, with the defaults of those that nobody set."""
        return map(attrgetter(*names), self._rows[table].values())

    def kept(self, table: type[Row]) -> Iterator[Kept]:
        """Yield a table's rows."""
        yield from self._rows[table].values()

    def clear(self) -> None:
        """Forget all rows."""
        self._rows.clear()
        self._owners.clear()

    def _disown(self, table: type[Row], key: Key, row: Kept) -> None:
        for name, owners in self._owners[table].items():
            owners[_owner(row, name)].pop(key, None)

    def _owned(self, table: type[Row], owned: Columns) -> list[tuple[Key, Kept]]:
        """Return an owner's rows with their keys. Who owns what is looked up once for a table, and kept up to date."""
        name = owner_in(owned)
        if name not in self._owners[table]:
            owners: defaultdict[Key, dict[Key, Kept]] = defaultdict(dict)
            for key, row in self._rows[table].items():
                owners[_owner(row, name)][key] = row
            self._owners[table][name] = owners
        rows = self._owners[table][name][owned["workspace"], owned[name]].items()
        more = {other: value for other, value in owned.items() if other not in {"workspace", name}}
        return [pair for pair in rows if _matches(pair[1], more)] if more else list(rows)


def owner_in(owned: Columns) -> str:
    """Return the attribute that names the owner, among those by which its rows are found."""
    return next(name for name, value in owned.items() if name != "workspace" and not is_many(value))


def _owner(row: Kept, name: str) -> Key:
    values = row.__dict__
    return values["workspace"], values[name]


@lru_cache(maxsize=256)
def _taking(names: tuple[str, ...]) -> Callable[[Kept], tuple[Any, ...]]:
    """Return what takes the values of these attributes out of a row."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda row: (getattr(row, names[0]),)


def _matches(row: Kept, matching: Columns) -> bool:
    """Say whether a row's attributes have these values, or one of these where there are several."""
    return all(
        getattr(row, name) in value if is_many(value) else getattr(row, name) == value
        for name, value in matching.items()
    )


class Shape:
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


_SHAPES: Final[dict[type[Row], Shape]] = {}


def shape_of(table: type[Row]) -> Shape:
    """Return the attributes, key and kind of a table's rows."""
    if table not in _SHAPES:
        _SHAPES[table] = Shape(table)
    return _SHAPES[table]


def key_of(table: type[Row], columns: Columns) -> Key:
    """Return the primary key among a row's values."""
    return tuple(columns[name] for name in shape_of(table).keys)


def is_many(value: object) -> bool:
    """Say whether an owner's attribute may have one of several values."""
    return isinstance(value, tuple | list | frozenset | set)
