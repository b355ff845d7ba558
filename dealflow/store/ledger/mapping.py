"""Rows to values and back by the names of their fields, so that a field is spelled in its table and its value only.

A name that fits nothing is an error when the program starts or a table is first used, never a column left empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any, Final, TypeVar, get_type_hints

from sqlalchemy import inspect

from dealflow.domain.values.event import Event, Recorded
from dealflow.store.ledger.tables.journal import Row, table_of

Value = TypeVar("Value")
Source = Callable[[Event, Recorded], object]
"""Where a column's value comes from: an event and the journal's row around it."""
_ALWAYS: Final[Mapping[str, str]] = {"workspace": "@workspace", "seq": "@seq"}


_Reading = tuple[tuple[str, ...], Callable[[Row], tuple[Any, ...]]]
"""The fields of a kind of value, and what takes their values out of a row."""
_READINGS: Final[dict[tuple[type, type, tuple[tuple[str, str], ...]], _Reading]] = {}
"""Found out once for a kind and a table: thousands of rows are read at a time."""
_SHARED: Final[dict[tuple[type, type], tuple[str, ...]]] = {}


def value_of(kind: type[Value], row: Row, **columns: str) -> Value:
    """Return the value that a row holds; ``columns`` names the row's attribute of a field where the names differ.

    Raises:
        TypeError: the row has nothing for a field.
    """
    key = (kind, type(row), tuple(columns.items()))
    if key not in _READINGS:
        _READINGS[key] = _reading(kind, type(row), columns)
    names, values = _READINGS[key]
    return kind(**dict(zip(names, values(row), strict=True)))


def _reading(kind: type, table: type[Row], columns: Mapping[str, str]) -> _Reading:
    names = _fields(kind)
    sources = [columns.get(name, name) for name in names]
    strange = [source for source in sources if not hasattr(table, source)] + sorted(set(columns) - set(names))
    if strange:
        message = f"{table.__name__} does not fit {kind.__name__}: {', '.join(strange)}"
        raise TypeError(message)
    return names, attrgetter(*sources)


def columns_of(table: type[Row], value: object, **columns: object) -> dict[str, Any]:  # of many types, as columns are
    """Return ``columns`` of a table, with those that the value has a field for under the same name."""
    key = (table, type(value))
    if key not in _SHARED:
        _SHARED[key] = tuple(name for name in _fields(type(value)) if name in _columns(table))
    return {name: getattr(value, name) for name in _SHARED[key]} | columns


def change(row: Row, value: object, **columns: object) -> None:
    """Set ``columns`` of a row, and those that the value has a field for under the same name."""
    for name, now in columns_of(table_of(row), value, **columns).items():
        if getattr(row, name) is not now:  # most of an engagement's fields are: half the time of setting them all
            setattr(row, name, now)


def sources_of(event: type[Event], table: type[Row], of: str, columns: Mapping[str, str]) -> dict[str, Source]:
    """Return by column where its value comes from, when events of a kind each write one row of a table.

    That is the event's field of the same name, or else what the value in its field ``of`` has under it. ``columns``
    names the field where the names differ; ``@ts`` and ``@actor`` are the journal's.

    Raises:
        TypeError: nothing fills a column that must be filled, or a name fits no column.
    """
    inner = get_type_hints(event)[of] if of else None
    sources: dict[str, Source] = {}
    for name, column in _columns(table).items():
        source = {**_ALWAYS, **columns}.get(name, name)
        if source.startswith("@"):
            sources[name] = _of_record(source.removeprefix("@"))
        elif source in _fields(event):
            sources[name] = _of_event(source)
        elif hasattr(inner, source):
            sources[name] = _of_event(f"{of}.{source}")
        elif name in columns or not column.nullable:
            message = f"nothing in {event.__name__} fills {table.__name__}.{name}"
            raise TypeError(message)
    if strange := set(columns) - set(sources):
        message = f"{table.__name__} has no {', '.join(sorted(strange))}"
        raise TypeError(message)
    return sources


def _of_event(path: str) -> Source:
    get = attrgetter(path)
    return lambda event, _: get(event)


def _of_record(name: str) -> Source:
    get = attrgetter(name)
    return lambda _, recorded: get(recorded)


def _fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _columns(table: type[Row]) -> Mapping[str, Any]:  # SQLAlchemy's columns, each of its own type
    return dict(inspect(table).columns.items())
