"""The door to the warehouse: catch up with the journal, ask, publish."""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date
from pathlib import Path
from typing import Final, TypeVar

import duckdb
import pyarrow as pa

from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import InvalidInputError
from dealflow.store.ledger.database import Ledger
from dealflow.store.warehouse import feed, snapshot
from dealflow.store.warehouse.gate import require_question
from dealflow.store.warehouse.place import MEMORY, open_place, set_aside
from dealflow.store.warehouse.reader import Reader
from dealflow.store.warehouse.statements import statement

Parameters = Sequence[object] | Mapping[str, object]
Answer = TypeVar("Answer")
_ATTEMPTS: Final = 5
_BROKEN: Final = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.SerializationException,
    duckdb.TransactionException,
)
"""What a file gives that was cut, overwritten or cannot grow; no question of a person ends so."""
_log: Final = logging.getLogger(__name__)
_FURTHEST_BEHIND: Final = 200
"""Commits that wait for a question at most: 190 were told in 20 ms of CPU, 37 ms by the clock (docs/benchmarks.md)."""


class Warehouse:
    """The warehouse at ``path`` (``:memory:`` for none on disk), fed from ``ledger``'s journal.

    Threads may share it: each call works on a cursor of its own. A file is held from the start, unless another process
    holds it; then, and where none is wanted, the warehouse lies in memory, which is laid out with the first question. A
    forked child must not touch it (two writers would spoil the file).
    """

    def __init__(self, path: str, ledger: Ledger) -> None:
        self._ledger = ledger
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._asking = threading.Lock()
        self._asked = self._served = self._reached = 0
        self._checked = False
        self._opening = threading.Lock()
        self._path = path
        self._held = None if path == MEMORY else open_place(path, ledger.workspace)

    @property
    def is_private(self) -> bool:
        """Say whether it lies in memory, for this process alone."""
        return self._held is None or self._held[1]

    @property
    def reached(self) -> int:
        """Return the position of the last event that was told in this process; nobody is made to tell more."""
        return self._reached

    def fall_behind(self) -> None:
        """Know that the journal has gone on: its new events are told before the next question, many at the cost of one.

        No question waits for more than ``_FURTHEST_BEHIND`` of these calls: then they are told at once. It never
        fails: what was done stands in the journal, whether or not the warehouse can follow.
        """
        with self._asking:
            self._asked += 1
            behind = self._asked - self._served
        if behind >= _FURTHEST_BEHIND:
            try:
                self._settle()
            except _BROKEN:
                _log.warning("the warehouse cannot follow: the next question mends it", exc_info=True)

    def refresh(self) -> int:
        """Tell the journal's new events and return the position reached: all of them or, on an error, none.

        Whoever asked while another was telling is served together with the others that wait, at the cost of one.
        """
        with self._asking:
            self._asked += 1
        return self._served_by(lambda _: self._reached)

    def rebuild(self) -> int:
        """Forget everything, tell the whole journal again, and return the position reached.

        Readers see the old rows until the new ones stand.
        """
        with self._lock:
            return self._tell(anew=True)

    def query(self, sql: str, parameters: Parameters = ()) -> pa.Table:
        """Return the answer to one question over everything.

        For our own questions and the administrator's; people ask through ``query_for``.

        Raises:
            InvalidInputError: the text is no single question, or cannot be answered.
        """

        def answer(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
            with _reading(cursor):
                return _answer(cursor, sql, parameters)

        return self._served_by(answer)

    def query_for(self, reader: Reader, sql: str, parameters: Parameters = ()) -> pa.Table:
        """Return the answer to one question over what ``reader`` may see.

        It is asked of a copy that holds no other rows.

        Raises:
            InvalidInputError: the text is no single question, or cannot be answered.
        """

        def answer(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
            require_question(cursor, sql)
            with _reading(cursor), snapshot.private_copy(cursor, reader, sql) as copy:
                return _answer(copy, sql, parameters)

        return self._served_by(answer)

    def ask(self, name: str, parameters: Mapping[str, object]) -> pa.Table:
        """Return the answer to the question in ``sql/<name>.sql``; of the parameters those that it binds are taken."""
        sql = statement(name)
        bound = {key: value for key, value in parameters.items() if re.search(rf"\${key}\b", sql)}
        return self.query(sql, bound)

    def publish(self, folder: Path, *, reader: Reader | None = None) -> Path:
        """Write a snapshot for ``reader`` (nothing: of everything) and return its folder.

        It holds ``warehouse.duckdb`` and a Parquet file for each table, appears whole and never changes.
        """

        def published(cursor: duckdb.DuckDBPyConnection) -> Path:
            with _reading(cursor):
                return snapshot.publish(cursor, folder, feed.read_mark(cursor), reader)

        return self._served_by(published)

    def position(self) -> int:
        """Return the position of the last event that was told."""
        return self._served_by(lambda cursor: feed.read_mark(cursor).position)

    def told_until(self) -> date | None:
        """Return the day (in Korea) of the last event that was told, nothing before the first."""
        ts = self._served_by(lambda cursor: feed.read_mark(cursor).ts)
        return None if ts is None else korean_day(ts.replace(tzinfo=UTC))

    def close(self) -> None:
        """Close the file; another process may have it then."""
        with self._lock:
            if self._held is not None:
                self._held[0].close()

    def _settle(self) -> int:
        """Tell what was asked for until now, if nobody has, and return the position reached."""
        with self._asking:
            mine = self._asked
            if self._served >= mine:
                return self._reached
        with self._lock:
            if self._served < mine:
                with self._asking:
                    number = self._asked
                self._reached = self._tell(anew=False)
                self._served = number
            return self._reached

    def _tell(self, *, anew: bool) -> int:
        """Tell new events or all, tried again where another teller of the same file was faster; the lock is held."""
        with self._cursor() as cursor:
            for attempt in range(_ATTEMPTS):
                cursor.begin()
                try:
                    if anew or not self._continues(cursor):
                        feed.clear(cursor)
                    position = feed.catch_up(cursor, self._ledger)
                    cursor.commit()
                except duckdb.TransactionException:
                    _give_up(cursor)
                    if attempt == _ATTEMPTS - 1:
                        raise
                except BaseException:
                    _give_up(cursor)
                    raise
                else:
                    self._checked = True
                    return position
        message = "no attempt was made"
        raise AssertionError(message)

    def _continues(self, cursor: duckdb.DuckDBPyConnection) -> bool:
        """Say whether what was told is the beginning of the ledger's journal; looked up once."""
        return self._checked or feed.belongs(self._ledger, feed.read_mark(cursor))

    def _served_by(self, work: Callable[[duckdb.DuckDBPyConnection], Answer]) -> Answer:
        """Return what ``work`` makes of a cursor that no other thread uses, on a warehouse that is not behind.

        A file that breaks meanwhile is made anew, and where that cannot be done the warehouse lies in memory: all of it
        is in the journal.
        """
        for path in (self._path, MEMORY):
            held = self._held
            try:
                return self._worked(work)
            except _BROKEN:
                _log.warning("the warehouse broke: made anew at %s", path, exc_info=True)
                self._make_anew(path, held)
        return self._worked(work)

    def _worked(self, work: Callable[[duckdb.DuckDBPyConnection], Answer]) -> Answer:
        self._settle()
        with self._cursor() as cursor:
            return work(cursor)

    def _make_anew(self, path: str, broken: tuple[duckdb.DuckDBPyConnection, bool] | None) -> None:
        """Put an empty warehouse in the place of the broken one, unless another thread just did."""
        with self._lock, self._opening:
            if self._held is not broken:
                return
            if broken is not None:
                with suppress(duckdb.Error):
                    broken[0].close()
            try:
                if broken is not None and broken[1]:  # another process holds the file, and may be well
                    path = MEMORY
                if path != MEMORY:
                    set_aside(Path(path))
                self._held = open_place(path, self._ledger.workspace)
            except (duckdb.Error, OSError):
                self._held = open_place(MEMORY, self._ledger.workspace)
            with self._asking:
                self._served, self._checked = -1, False

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor that no other thread uses."""
        if os.getpid() != self._pid:
            message = "a forked child must open its own warehouse"
            raise RuntimeError(message)
        with self._connection().cursor() as cursor:
            yield cursor

    def _connection(self) -> duckdb.DuckDBPyConnection:
        """Return the connection; where no file is wanted it is made now."""
        with self._opening:
            if self._held is None:
                self._held = open_place(MEMORY, self._ledger.workspace)
            return self._held[0]


@contextmanager
def _reading(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Hold the cursor at one moment of the warehouse, unable to write."""
    cursor.execute("begin transaction read only")
    try:
        yield
    finally:
        cursor.rollback()


def _give_up(cursor: duckdb.DuckDBPyConnection) -> None:
    """Undo what the cursor's transaction did, if it is not undone yet."""
    try:
        cursor.rollback()
    except duckdb.TransactionException:
        return


def _answer(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: Parameters) -> pa.Table:
    """Return the answer to one question.

    Raises:
        InvalidInputError: the text is no single question, or cannot be answered.
    """
    require_question(cursor, sql)
    try:
        return cursor.execute(sql, parameters).to_arrow_table()
    except _BROKEN:
        raise
    except duckdb.Error as error:
        raise InvalidInputError(field="sql", problem="sql_wrong", value=str(error)) from error
