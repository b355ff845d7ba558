"""Bring a ledger's tables to the newest shape, with a copy put aside first."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from dealflow.errors import NewerLedgerError
from dealflow.store.ledger import copies
from dealflow.store.ledger.database import begin, open_engine

_SCRIPTS: Final = Path(__file__).parent / "migrations"
_ALONE: Final = threading.Lock()
"""Alembic keeps its context in a global."""
_ADVISORY_LOCK: Final = 7_310_224_001
"""Ours alone on a PostgreSQL database: two processes that start at once migrate one after the other."""


def migrate(url: str, backup_dir: Path) -> Path | None:
    """Bring the ledger at ``url`` to the newest shape; return the copy that was put aside, if one was needed.

    Nothing happens to a ledger that is new enough. All steps happen in one transaction, or none does.

    Raises:
        NewerLedgerError: a newer version of the program has written this ledger.
    """
    engine = open_engine(url)
    try:
        with _ALONE:
            stands = revision(engine)
            if stands == newest():
                return None
            path = copies.take(url, backup_dir, f"ledger-before-{newest()}-was-{stands}") if stands else None
            _upgrade(engine)
            return path
    finally:
        engine.dispose()


def newest() -> str:
    """Return the revision that this version of the program works with."""
    return _revisions(_SCRIPTS)[0]


def is_known(stands: str) -> bool:
    """Say whether a revision is one that this version of the program can read."""
    return stands in _revisions(_SCRIPTS)


def revision(engine: Engine) -> str | None:
    """Return the revision at which a ledger stands, nothing for an empty database.

    Raises:
        NewerLedgerError: it is not one of ours.
    """
    with begin(engine, writes=False) as connection:
        stands = MigrationContext.configure(connection).get_current_revision()
    if stands is not None and not is_known(stands):
        raise NewerLedgerError(revision=stands)
    return stands


@cache
def _revisions(scripts: Path) -> tuple[str, ...]:
    """Return the revisions of a folder, the newest first; Alembic compiles all of them to tell."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config(scripts)).walk_revisions())


def _upgrade(engine: Engine) -> None:
    """Run the missing revisions in one transaction, alone."""
    with begin(engine, writes=True) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"select pg_advisory_xact_lock({_ADVISORY_LOCK})")
        else:  # tables are rebuilt to change a column: their references must not be followed meanwhile
            connection.connection.cursor().execute("pragma foreign_keys=off")
        command.upgrade(_config(_SCRIPTS, connection), "head")
        connection.commit()


def _config(scripts: Path, connection: Connection | None = None) -> Config:
    """Return Alembic's settings for a folder of revisions, with the connection to run on."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
