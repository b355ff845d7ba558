"""How a ledger stands, looked at without changing it: for the doctor, and for who asks whether the app is ready."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, func, inspect, make_url, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from dealflow.domain.claims.deck import DeckState
from dealflow.errors import DealflowError, LedgerUnreachableError, NewerLedgerError
from dealflow.store.ledger.database import SQLITE, WAL_SAFE, begin, hidden_password, open_engine
from dealflow.store.ledger.migrate import is_known, newest
from dealflow.store.ledger.tables.accounts import SittingRow
from dealflow.store.ledger.tables.claims import DeckRow
from dealflow.store.ledger.tables.journal import HeadRow, JournalRow, Row

_WAIT_S: Final = 1
_HEAD: Final = Row.metadata.tables[str(HeadRow.__tablename__)]
_JOURNAL: Final = Row.metadata.tables[str(JournalRow.__tablename__)]
_DECK: Final = Row.metadata.tables[str(DeckRow.__tablename__)]
_SITTING: Final = Row.metadata.tables[str(SittingRow.__tablename__)]


@dataclass(frozen=True, slots=True)
class Health:
    """How a ledger stands: its database and version, its events, and what may be the matter with it."""

    kind: str
    events: int = 0
    last_at: datetime | None = None
    is_absent: bool = False
    is_whole: bool = True
    is_newest: bool = True
    is_locked: bool = False
    has_old_sqlite: bool = False


def health(url: str) -> Health:
    """Return how the ledger at ``url`` stands.

    Raises:
        LedgerUnreachableError: it cannot be opened.
        DriverMissingError: the driver is not installed.
        NewerLedgerError: a newer version of the program has written it.
    """
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite"
    if is_file and not Path(parsed.database or "").is_file():
        return Health(kind=f"SQLite {SQLITE.sqlite_version}", is_absent=True)
    if is_file and not _is_sqlite(Path(parsed.database or "")):
        return Health(kind=f"SQLite {SQLITE.sqlite_version}", is_whole=False)
    engine = open_engine(url)
    try:
        return _looked_at(engine, is_file=is_file)
    except (DBAPIError, SQLITE.DatabaseError) as error:
        if "not a database" in str(error) or "malformed" in str(error):
            return Health(kind=f"SQLite {SQLITE.sqlite_version}", is_whole=False)
        raise LedgerUnreachableError(url=told_url(url)) from error
    finally:
        engine.dispose()


def _is_sqlite(file: Path) -> bool:
    """Say whether a file begins as SQLite's do; an empty one is a database of no tables."""
    with file.open("rb") as opened:
        return opened.read(16) in {b"", b"SQLite format 3\0"}


def told_url(url: str) -> str:
    """Return a URL that may be shown: without its password, or nothing where it is none."""
    try:
        return hidden_password(url)
    except DealflowError:
        return ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a workspace holds: events, decks by state, and sittings that have not ended."""

    events: int
    decks: Mapping[str, int]
    sittings: int


def numbers(session: Session, workspace: str, at: datetime) -> Numbers:
    """Return what a workspace holds."""
    run = session.connection().execute
    events = run(select(_HEAD.c.position).where(_HEAD.c.workspace == workspace)).scalar() or 0
    states = select(_DECK.c.state, func.count()).where(_DECK.c.workspace == workspace).group_by(_DECK.c.state)
    live = select(func.count()).where(_SITTING.c.workspace == workspace, _SITTING.c.ends_at > at)
    decks = {state.value: 0 for state in DeckState} | {str(state.value): count for state, count in run(states)}
    return Numbers(events, decks, run(live).scalar() or 0)


def require_ready(session: Session) -> None:
    """Raise unless the ledger answers and is of this version's shape.

    Raises:
        LedgerUnreachableError: it does not answer, or waits to be migrated.
        NewerLedgerError: a newer version of the program has written it.
    """
    try:
        connection = session.connection()
        _require_known(connection)
        connection.execute(select(_HEAD.c.position).limit(1)).first()
        if MigrationContext.configure(connection).get_current_revision() != newest():
            raise LedgerUnreachableError
    except DBAPIError as error:
        raise LedgerUnreachableError from error


def refusal_of(folder: Path) -> str:
    """Return why a folder takes no file (full, read_only, denied), nothing if it takes one."""
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=".doctor-")
    except OSError as error:
        return _words(error)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(b"\0" * 4096)
    except OSError as error:
        return _words(error)
    finally:
        with suppress(OSError):
            Path(name).unlink()
    return ""


def _words(error: OSError) -> str:
    return {errno.ENOSPC: "full", errno.EROFS: "read_only"}.get(error.errno or 0, "denied")


def _looked_at(engine: Engine, *, is_file: bool) -> Health:
    with begin(engine, writes=False) as connection:
        if not inspect(connection).has_table("journal"):
            return Health(kind=_kind(connection), is_absent=True)
        _require_known(connection)
        stands = MigrationContext.configure(connection).get_current_revision()
        events = sum(row.position for row in connection.execute(select(_HEAD.c.position)))
        last = connection.execute(select(_JOURNAL.c.ts).order_by(_JOURNAL.c.position.desc()).limit(1)).scalar()
        is_whole = not is_file or connection.exec_driver_sql("pragma quick_check(1)").scalar() == "ok"
        kind = _kind(connection)
    return Health(
        kind=kind,
        events=events,
        last_at=last,
        is_whole=is_whole,
        is_newest=stands == newest(),
        is_locked=_is_locked(engine, is_file=is_file),
        has_old_sqlite=is_file and SQLITE.sqlite_version_info < WAL_SAFE,
    )


def _kind(connection: Connection) -> str:
    """Return the database with its version."""
    if connection.dialect.name == "sqlite":
        return f"SQLite {SQLITE.sqlite_version}"
    return f"PostgreSQL {connection.execute(text('show server_version')).scalar()}"


def _require_known(connection: Connection) -> None:
    stands = MigrationContext.configure(connection).get_current_revision()
    if stands is not None and not is_known(stands):
        raise NewerLedgerError(revision=stands)


def _is_locked(engine: Engine, *, is_file: bool) -> bool:
    """Say whether somebody keeps the ledger from being written for longer than an act takes."""
    try:
        if is_file:
            rival = SQLITE.connect(str(engine.url.database), timeout=_WAIT_S)
            try:
                rival.execute("begin immediate")
                rival.rollback()
            finally:
                rival.close()
        else:
            with begin(engine, writes=True) as connection:
                connection.exec_driver_sql(f"set local lock_timeout = '{_WAIT_S}s'")
                connection.execute(select(_HEAD.c.position).with_for_update())
    except (SQLITE.OperationalError, DBAPIError):
        return True
    return False
