"""What projections share: the dispatch by an event's class, and the usual projection, which keeps an event as a row."""

from __future__ import annotations

from functools import singledispatch
from typing import TypeVar

from dealflow.domain.values.event import Event, Recorded
from dealflow.errors import NotFoundError
from dealflow.store.ledger.mapping import columns_of, sources_of
from dealflow.store.ledger.projections.current import Tables
from dealflow.store.ledger.tables.journal import Row

RowT = TypeVar("RowT", bound=Row)


@singledispatch
def write(event: Event, tables: Tables, recorded: Recorded) -> None:
    """Write what one event changes in the current tables; functions are registered by the event's class."""
    del tables, recorded
    message = f"no projection for {type(event).__name__}"
    raise TypeError(message)


def keeps(event_kind: type[Event], table: type[Row], *, of: str = "", **columns: str) -> None:
    """Register the projection that puts a row of ``table`` in the place of an earlier one, column by column.

    ``of`` and ``columns`` say where values come from: ``mapping.sources_of``.
    """
    sources = sources_of(event_kind, table, of, columns)

    def project(event: Event, tables: Tables, recorded: Recorded) -> None:
        tables.put(table, {name: source(event, recorded) for name, source in sources.items()})

    write.register(event_kind, project)


def keeps_nothing(*event_kinds: type[Event]) -> None:
    """Register events that change no table: their streams are short and are read themselves."""

    def project(event: Event, tables: Tables, recorded: Recorded) -> None:
        del event, tables, recorded

    for event_kind in event_kinds:
        write.register(event_kind, project)


def put(tables: Tables, table: type[Row], recorded: Recorded, value: object, **columns: object) -> None:
    """Put a row in the place of an earlier one: ``columns``, and the value's fields of the same names."""
    tables.put(table, columns_of(table, value, **columns, workspace=recorded.workspace))


def row_of(tables: Tables, table: type[RowT], workspace: str, row_id: str) -> RowT:
    """Return the row that an event speaks of.

    Raises:
        NotFoundError: there is none.
    """
    row = tables.find(table, workspace, row_id)
    if row is None:
        raise NotFoundError(what=str(table.__tablename__), id=row_id)
    return row
