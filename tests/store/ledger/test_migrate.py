from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from dealflow.domain.claims.events import CompanyRegistered
from dealflow.domain.values.event import By
from dealflow.errors import NewerLedgerError
from dealflow.store.ledger import copies, database, journal
from dealflow.store.ledger.database import Ledger, begin, open_engine
from dealflow.store.ledger.migrate import migrate, newest, revision
from dealflow.store.ledger.tables.journal import Row

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def engine(empty_url: str) -> Iterator[Engine]:
    opened = open_engine(empty_url)
    yield opened
    opened.dispose()


def register(url: str) -> None:
    opened = Ledger(url, "main")
    with opened.write() as session:
        event = CompanyRegistered("c1", "가나정밀(가상)")
        journal.append(session, "main", event.stream, [event], after=0, by=By("p1", NOON, "cli"))
    opened.close()


def is_declared(name: str | None, *_of: object) -> bool:
    """Leave out what narrows a search: a full-text table is no table that a class could declare."""
    return name is None or not name.startswith("search_gram")


def test_the_migrations_make_exactly_the_tables_that_the_code_declares(engine: Engine, tmp_path: Path) -> None:
    migrate(engine.url.render_as_string(hide_password=False), tmp_path / "backups")

    with begin(engine, writes=False) as connection:
        opts = {"compare_type": True, "compare_server_default": True, "include_name": is_declared}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Row.metadata) == []
        tables = {name for name in inspect(connection).get_table_names() if is_declared(name)}
        assert tables == {*Row.metadata.tables, "alembic_version"}


def test_an_empty_database_needs_no_copy_and_a_new_one_no_migration(empty_url: str, tmp_path: Path) -> None:
    assert migrate(empty_url, tmp_path / "backups") is None
    assert migrate(empty_url, tmp_path / "backups") is None
    assert not (tmp_path / "backups").exists()


def test_a_ledger_is_copied_before_it_is_migrated(
    engine: Engine, empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(empty_url, tmp_path / "backups")
    register(empty_url)
    # what a later version does: the next revision lies beside the last
    last = newest()
    scripts = tmp_path / "migrations"
    original = Path(database.__file__).parent / "migrations"
    for path in original.rglob("*.*"):
        if "__pycache__" not in path.parts:
            target = scripts / path.relative_to(original)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    (scripts / "versions" / "v9999_next.py").write_text(
        f'from alembic import op\nrevision = "9999"\ndown_revision = "{last}"\n\n\n'
        "def upgrade():\n"
        '    with op.batch_alter_table("deck") as deck:\n'
        '        deck.alter_column("reader", nullable=True)\n',
        encoding="utf-8",
    )
    monkeypatch.setattr("dealflow.store.ledger.migrate._SCRIPTS", scripts)

    kept = migrate(empty_url, tmp_path / "backups")

    assert kept is not None
    assert kept.name.startswith(f"ledger-before-9999-was-{last}.")
    assert {workspace: head.position for workspace, head in copies.check(kept).items()} == {"main": 1}
    assert revision(engine) == "9999"


def test_a_migration_that_fails_half_way_leaves_the_ledger_as_it_was(
    engine: Engine, empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(connection: Connection) -> None:
        connection.execute(text("create table half (id integer)"))
        raise ZeroDivisionError

    monkeypatch.setattr(
        "dealflow.store.ledger.migrate.command.upgrade", lambda config, _: broken(config.attributes["connection"])
    )
    with pytest.raises(ZeroDivisionError):
        migrate(empty_url, tmp_path / "backups")

    with begin(engine, writes=False) as connection:
        assert inspect(connection).get_table_names() == []


def test_a_ledger_of_a_newer_program_is_left_alone(engine: Engine, empty_url: str, tmp_path: Path) -> None:
    migrate(empty_url, tmp_path / "backups")
    with begin(engine, writes=True) as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
        connection.commit()

    with pytest.raises(NewerLedgerError) as caught:
        migrate(empty_url, tmp_path / "backups")
    assert caught.value.parameters == {"revision": "9999"}


def test_two_starts_at_once_migrate_one_after_the_other(engine: Engine, empty_url: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(migrate, empty_url, tmp_path / "backups") for _ in range(4)]

    assert [each.result() for each in done] == [None] * 4
    assert revision(engine) == newest()


@pytest.mark.parametrize(
    "change",
    [
        "update journal set actor = 'nobody'",
        "delete from journal",
        "insert into journal select * from journal where true on conflict (workspace, position) do update set seq = 9",
    ],
)
def test_the_database_itself_refuses_to_change_the_journal(
    engine: Engine, empty_url: str, tmp_path: Path, change: str
) -> None:
    migrate(empty_url, tmp_path / "backups")
    register(empty_url)

    with begin(engine, writes=True) as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(change))


def test_replacing_and_truncating_are_refused_too(engine: Engine, empty_url: str, tmp_path: Path) -> None:
    migrate(empty_url, tmp_path / "backups")
    register(empty_url)
    sqlite = engine.dialect.name == "sqlite"
    change = "insert or replace into journal select * from journal" if sqlite else "truncate journal"

    with begin(engine, writes=True) as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(change))
