"""Feeding the warehouse from the journal: rows and watermark in one transaction, whatever the size of the step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import duckdb
import pyarrow as pa

from dealflow.domain.pipeline.funnel import Engagement, Status
from dealflow.domain.pipeline.stage_intervals import Interval
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.journal import events_after
from dealflow.store.warehouse.engagements import COLUMNS, Books, Followed, touched
from dealflow.store.warehouse.rows import Row, rows_of
from dealflow.store.warehouse.statements import statement

_EVENTS: Final = 200
"""Events decoded at once."""
_ROWS: Final = 20_000
"""Rows gathered before they are written."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the journal has been told: the position, hash and time of the last event told."""

    position: int
    hash: str
    ts: datetime | None = None


def read_mark(cursor: duckdb.DuckDBPyConnection) -> Mark:
    """Return how far the journal has been told."""
    (row,) = cursor.execute(statement("mark")).fetchall()
    return Mark(row[2], row[3], row[4])


def belongs(ledger: Ledger, mark: Mark) -> bool:
    """Say whether what was told is the beginning of this ledger's journal, and not of another one's."""
    if not mark.position:
        return True
    with ledger.read() as session:
        events = events_after(session, ledger.workspace, mark.position - 1, 1)
    return bool(events) and events[0].hash == mark.hash


def catch_up(cursor: duckdb.DuckDBPyConnection, ledger: Ledger) -> int:
    """Tell all events after the mark, in the cursor's transaction, and return the position reached."""
    start = mark = read_mark(cursor)
    waiting: list[Recorded] = []
    rows: dict[str, list[Row]] = defaultdict(list)
    with ledger.read() as session:
        while events := events_after(session, ledger.workspace, mark.position, _EVENTS):
            mark = Mark(events[-1].position, events[-1].hash, events[-1].ts)
            waiting += events
            for recorded in events:
                for table, more in rows_of(recorded).items():
                    rows[table] += more
            if sum(map(len, rows.values())) >= _ROWS:
                _write(cursor, rows, waiting)
                waiting, rows = [], defaultdict(list)
            if len(events) < _EVENTS:
                break
    _write(cursor, rows, waiting)
    if mark != start:
        parameters = {"position": mark.position, "hash": mark.hash, "ts": _naive(mark.ts)}
        cursor.execute(statement("set_mark"), parameters)
    return mark.position


def clear(cursor: duckdb.DuckDBPyConnection) -> None:
    """Forget everything that was told, in the cursor's transaction."""
    for (table,) in cursor.execute(statement("base_tables")).fetchall():
        cursor.execute(f"delete from {table}")  # noqa: S608 - the names are our own, from the catalogue
    cursor.execute(statement("set_mark"), {"position": 0, "hash": "", "ts": None})


def _write(cursor: duckdb.DuckDBPyConnection, rows: Mapping[str, Sequence[Row]], events: Sequence[Recorded]) -> None:
    """Add the rows and write the touched engagements anew."""
    for table, more in rows.items():
        _add(cursor, table, more)
    if ids := touched(events):
        books = _books(cursor, ids)
        books.follow(events)
        cursor.execute(statement("forget_engagements"), {"ids": ids})
        cursor.execute(statement("forget_stays"), {"ids": ids})
        standing = [books.followed[engagement_id] for engagement_id in ids if engagement_id in books.followed]
        _add(cursor, "log.engagement", [followed.row() for followed in standing])
        _add(cursor, "stage_interval", [row for followed in standing for row in followed.stay_rows()])


def _add(cursor: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    """Add rows to a table through Arrow."""
    if rows:
        schema = cursor.table(table).limit(0).to_arrow_table().schema
        cursor.from_arrow(pa.Table.from_pylist(list(rows), schema=schema)).insert_into(table)


def _books(cursor: duckdb.DuckDBPyConnection, ids: list[str]) -> Books:
    """Return what is known of these engagements before the step."""
    stays: dict[str, list[Interval]] = defaultdict(list)
    for row in _rows(cursor, "stays_of", ids):
        stay = Interval(row["stage"], row["seq"], _aware(row["entered_at"]), _aware_or_none(row["left_at"]))
        stays[row["engagement_id"]].append(stay)
    return Books(
        {
            row["engagement_id"]: Followed(
                _engagement(row), tuple(stays[row["engagement_id"]]), row["ir_event_id"], row["source"]
            )
            for row in _rows(cursor, "engagements_of", ids)
        }
    )


def _rows(cursor: duckdb.DuckDBPyConnection, name: str, ids: list[str]) -> list[dict[str, Any]]:
    """Return the rows of a query by ids; values are of many types, as columns are."""
    return cursor.execute(statement(name), {"ids": ids}).to_arrow_table().to_pylist()


def _engagement(row: Mapping[str, Any]) -> Engagement:
    """Return the engagement of a row; its next step's words are not kept here."""
    columns = {name: row[name] for name in COLUMNS}
    moments = {name: _aware(columns[name]) for name in ("opened_at", "stage_since", "last_event_at")}
    return Engagement(**columns | moments | {"id": row["engagement_id"], "status": Status(row["status"])})


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)


def _aware_or_none(moment: datetime | None) -> datetime | None:
    return None if moment is None else _aware(moment)


def _naive(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC).replace(tzinfo=None)
