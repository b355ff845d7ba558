"""The door to the database: one workspace of a ledger on SQLite (a file) or PostgreSQL, by URL."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import Session

from dealflow.errors import DriverMissingError, LedgerBusyError, LedgerUnreachableError, StorageError
from dealflow.store.ledger import journal
from dealflow.store.ledger.fair_lock import Turns

try:
    from pysqlite3 import dbapi2 as _newest_sqlite
except ImportError:  # no wheel for this platform
    _newest_sqlite = sqlite3

SQLITE: Final[ModuleType] = _newest_sqlite
"""The SQLite library in use: the newest at hand, never two on one file in one process."""
WAL_SAFE: Final = (3, 51, 3)
"""Older ones may lose commits in WAL mode when two connections reset it at once (sqlite.org/wal.html#walresetbug)."""
_BUSY_S: Final = 30.0
_ATTEMPTS: Final = 5
_AGAIN: Final = frozenset({"40001", "40P01"})
"""PostgreSQL's states for a serialisation failure and a deadlock."""
_LOCKED: Final = "55P03"
_DISK: Final[dict[str | None, str]] = {"53100": "full", "58030": "failed", "25006": "read_only"}
"""PostgreSQL's states for a disk that takes nothing."""
_DISK_WORDS: Final = {"disk is full": "full", "readonly database": "read_only", "disk I/O error": "failed"}
"""The same in SQLite's words."""
_DRIVERS: Final = {
    "sqlite": "sqlite",
    "postgresql+psycopg": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}
"""What people write before ``://``, and what it means."""

_locks: Final[dict[str, Turns]] = {}
_locks_guard: Final = threading.Lock()

Made = TypeVar("Made")


class Ledger:
    """One workspace of the ledger at ``url``. Threads may share it; a forked child must open its own."""

    def __init__(self, url: str, workspace: str) -> None:
        self.url = url
        self.workspace = workspace
        self._engine = open_engine(url)
        self._lock = _lock_of(url, workspace)
        self._watch = _Watch(self._engine)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session that alone may write to the workspace; it commits at the end, or nothing has happened.

        Raises:
            LedgerBusyError: others have kept it locked for half a minute.
        """
        with _alone(self._lock), _busy_as_ours(self.workspace), self._session(writes=True) as session:
            if self._engine.dialect.name == "postgresql":  # SQLite's transaction has locked everything already
                journal.head(session, self.workspace, lock=True)
            yield session
            session.commit()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees one moment of the ledger and cannot write."""
        with self._session(writes=False) as session:
            yield session

    def transact(self, work: Callable[[Session], Made]) -> Made:
        """Return what ``work`` makes in a session of ``write()``, tried again where the database asks for it.

        PostgreSQL itself never asks, since the head row orders the writers; distributed databases that speak its
        protocol do (SQLSTATE 40001). ``work`` must load, decide and append anew each time.
        """
        for attempt in range(_ATTEMPTS):
            try:
                with self.write() as session:
                    return work(session)
            except DBAPIError as error:
                if _state(error) not in _AGAIN or attempt == _ATTEMPTS - 1:
                    raise
            time.sleep(0.01 * 2**attempt)
        raise LedgerBusyError(workspace=self.workspace)

    def position(self) -> int:
        """Return the position of the workspace's last event, 0 before the first; caches are keyed on it."""
        with self._session(writes=False) as session:
            return journal.head(session, self.workspace).position

    def stamp(self) -> str:
        """Return what changes whenever anybody commits anything to the database: while it stands, every answer does."""
        return self._watch.stamp()

    def close(self) -> None:
        """Close all connections."""
        self._watch.close()
        self._engine.dispose()

    @contextmanager
    def _session(self, *, writes: bool) -> Iterator[Session]:
        """Give a session in a transaction of its own; rows stay usable after it."""
        with begin(self._engine, writes=writes) as connection, Session(connection, expire_on_commit=False) as session:
            yield session


class _Watch:
    """Tells whether anybody has committed since it was last asked. Threads share it.

    SQLite counts the commits of others for each connection, so one connection that never writes sees them all;
    PostgreSQL's snapshot names the transactions that are over.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._guard = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def stamp(self) -> str:
        """Return a text that differs after every commit."""
        if self._engine.dialect.name == "postgresql":
            with begin(self._engine, writes=False) as connection:
                return str(connection.exec_driver_sql("select pg_current_snapshot()").scalar_one())
        with self._guard:
            if self._connection is None:
                self._connection = SQLITE.connect(str(self._engine.url.database), check_same_thread=False)
            return str(self._connection.execute("pragma data_version").fetchone()[0])

    def close(self) -> None:
        """Close the connection; the next question opens one."""
        with self._guard:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


@contextmanager
def begin(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    """Give a connection that may or may not write; whoever uses it commits.

    Raises:
        LedgerUnreachableError: the database cannot be opened.
        StorageError: its disk is full, or its folder read-only.
    """
    options: dict[str, Any] = {"dealflow_writes": writes}  # SQLAlchemy's options are of many types
    if engine.dialect.name == "postgresql" and not writes:
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    try:
        opened = engine.connect()
    except DBAPIError as error:
        if problem := _refusal_of(error) or _folder_refusal(engine):
            raise StorageError(problem=problem, place="ledger") from error
        raise LedgerUnreachableError(url=engine.url.render_as_string()) from error
    with opened.execution_options(**options) as connection:
        yield connection


def open_engine(url: str) -> Engine:
    """Return an engine for the ledger's URL: ``sqlite:///file`` or ``postgresql+psycopg://...``.

    Raises:
        LedgerUnreachableError: the URL is none of these.
        DriverMissingError: PostgreSQL's driver is not installed.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "postgresql":
        settings = f"-c lock_timeout={int(_BUSY_S * 1000)}"
        try:
            return create_engine(
                parsed, pool_pre_ping=True, pool_size=10, max_overflow=30, connect_args={"options": settings}
            )
        except ModuleNotFoundError as error:  # its licence is not ours, so it is brought by whoever wants it
            raise DriverMissingError(url=parsed.render_as_string()) from error
    engine = create_engine(parsed, module=SQLITE, pool_size=8, max_overflow=-1, connect_args={"timeout": _BUSY_S})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def hidden_password(url: str) -> str:
    """Return the URL with asterisks in place of its password.

    Raises:
        LedgerUnreachableError: the URL is none of ours.
    """
    return _parse(url).render_as_string(hide_password=True)


def _parse(url: str) -> URL:
    """Return the URL of a SQLite file or a PostgreSQL database.

    Raises:
        LedgerUnreachableError: it is neither.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise LedgerUnreachableError(url=url) from error
    if parsed.drivername not in _DRIVERS or not parsed.database:
        raise LedgerUnreachableError(url=parsed.render_as_string())
    return parsed.set(drivername=_DRIVERS[parsed.drivername])


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:  # pysqlite3's has the same shape
    """Set a fresh SQLite connection up: our own transactions, durable commits, foreign keys."""
    connection.isolation_level = None
    mode = "wal" if SQLITE.sqlite_version_info >= WAL_SAFE else "truncate"
    for pragma in ("synchronous=full", "foreign_keys=on"):
        connection.execute(f"pragma {pragma}")
    for attempt in range(_ATTEMPTS):  # a rival that opens the new file at the same moment makes this fail at once
        try:
            connection.execute(f"pragma journal_mode={mode}")
        except SQLITE.OperationalError:
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.05 * 2**attempt)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction that takes the write lock at once, or one that cannot write at all."""
    writes = connection.get_execution_options().get("dealflow_writes", True)
    connection.exec_driver_sql(f"pragma query_only={'off' if writes else 'on'}")
    connection.exec_driver_sql("begin immediate" if writes else "begin")


def _lock_of(url: str, workspace: str) -> Turns:
    """Return this process's one lock for writers: of a SQLite file, or of one workspace of a PostgreSQL database.

    SQLite's own busy handler is unfair. On PostgreSQL the head row orders the writers of all processes; threads that
    wait for it holding connections would leave none for the one whose turn it is, and for readers.
    """
    parsed = _parse(url)
    is_sqlite = parsed.get_backend_name() == "sqlite"
    key = str(Path(parsed.database or "").resolve()) if is_sqlite else f"{parsed.render_as_string()} {workspace}"
    with _locks_guard:
        return _locks.setdefault(key, Turns())


@contextmanager
def _alone(lock: Turns) -> Iterator[None]:
    """Hold the lock.

    Raises:
        LedgerBusyError: another thread held it for half a minute.
    """
    if not lock.acquire(_BUSY_S):
        raise LedgerBusyError
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _busy_as_ours(workspace: str) -> Iterator[None]:
    """Tell a database that stayed locked as our own error."""
    try:
        yield
    except DBAPIError as error:
        if _state(error) == _LOCKED or "database is locked" in str(error.orig):
            raise LedgerBusyError(workspace=workspace) from error
        if problem := _refusal_of(error):
            raise StorageError(problem=problem, place="ledger") from error
        raise


def _folder_refusal(engine: Engine) -> str:
    """Return why the folder of a SQLite file takes nothing, nothing where it does."""
    folder = Path(engine.url.database or "").parent
    if engine.dialect.name != "sqlite" or not folder.is_dir() or os.access(folder, os.W_OK):
        return ""
    is_read_only = hasattr(os, "statvfs") and bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    return "read_only" if is_read_only else "denied"


def _refusal_of(error: DBAPIError) -> str:
    """Return why the disk under the database takes nothing, nothing where it is well."""
    if _state(error) in _DISK:
        return _DISK[_state(error)]
    return next((problem for words, problem in _DISK_WORDS.items() if words in str(error.orig)), "")


def _state(error: DBAPIError) -> str | None:
    """Return PostgreSQL's five letters for what went wrong, nothing on SQLite."""
    return getattr(error.orig, "sqlstate", None)
