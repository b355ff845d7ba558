"""Where the warehouse lies: its file, or a private one in memory where another process holds the file."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

import duckdb

from dealflow.store.warehouse.statements import statement, version

MEMORY: Final = ":memory:"
_LOCKED: Final = "Could not set lock"
_CLOSED: Final[dict[str, str | bool | int | float | list[str]]] = {
    "enable_external_access": False,
    "python_enable_replacements": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "lock_configuration": True,
}
"""No statement reads or writes other files, attaches databases, sees our variables, or opens any of this again."""
_log = logging.getLogger(__name__)


def open_place(path: str, workspace: str) -> tuple[duckdb.DuckDBPyConnection, bool]:
    """Return a connection to the warehouse at ``path``, laid out as of now, and whether it is a private one.

    A file that another process holds gives a private one in memory. A damaged file, or one of another layout or
    workspace, is set aside and made anew: everything in it is in the journal.
    """
    if path == MEMORY:
        return _private(workspace), True
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    is_new = not file.exists()
    try:
        connection = duckdb.connect(path, config=_CLOSED)
    except duckdb.Error as error:
        if _LOCKED in str(error):
            _log.info("the warehouse is held by another process: using a private one")
            return _private(workspace), True
        set_aside(file)
        is_new, connection = True, duckdb.connect(path, config=_CLOSED)
    if not is_new and not _fits(connection, workspace):
        connection.close()
        set_aside(file)
        is_new, connection = True, duckdb.connect(path, config=_CLOSED)
    if is_new:
        _lay_out(connection, workspace)
    return connection, False


def new_snapshot(path: str) -> duckdb.DuckDBPyConnection:
    """Return a connection to an empty database at ``path`` (or in memory), closed to the outside."""
    return duckdb.connect(path, config=_CLOSED)


def _private(workspace: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(MEMORY, config=_CLOSED)
    _lay_out(connection, workspace)
    return connection


def set_aside(file: Path) -> None:
    """Rename the file, with its log, out of the way. It may be anything, if a setting names it by mistake."""
    _log.warning("the warehouse is damaged or of another layout: set aside and made anew")
    for path in (file, file.with_name(f"{file.name}.wal")):
        if path.exists():
            path.replace(path.with_name(f"{path.name}.old"))


def _fits(connection: duckdb.DuckDBPyConnection, workspace: str) -> bool:
    """Say whether the file is laid out as of now and belongs to the workspace."""
    try:
        rows = connection.execute(statement("mark")).fetchall()
    except duckdb.CatalogException:
        return False
    return [row[:2] for row in rows] == [(version(), workspace)]


def _lay_out(connection: duckdb.DuckDBPyConnection, workspace: str) -> None:
    """Make the tables, views and macros of an empty warehouse."""
    connection.begin()
    for name in ("schema", "visible"):
        connection.execute(statement(name))
    connection.execute(statement("first_mark"), {"version": version(), "workspace": workspace})
    connection.commit()


def look(path: str) -> str:
    """Return how the file stands, left as it is: private (in memory), absent, well, held (by a process), damaged."""
    if path == MEMORY:
        return "private"
    if not Path(path).is_file():
        return "absent"
    try:
        duckdb.connect(path, read_only=True).close()
    except duckdb.ConnectionException:  # by this very process
        return "held"
    except duckdb.Error as error:
        return "held" if _LOCKED in str(error) else "damaged"
    return "well"
