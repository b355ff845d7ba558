from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import select

from dealflow.errors import LedgerUnreachableError
from dealflow.store.ledger import database as ledger_module
from dealflow.store.ledger.database import SQLITE, Ledger
from dealflow.store.ledger.migrate import migrate
from dealflow.store.ledger.tables.people import PersonName


def pragma(ledger: Ledger, name: str) -> object:
    with ledger.read() as session:
        return session.connection().exec_driver_sql(f"pragma {name}").scalar()


def test_sqlite_is_set_up_to_keep_what_it_says_it_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    migrate(url, tmp_path)
    with closing(Ledger(url, "main")) as ledger:
        found = {name: pragma(ledger, name) for name in ("synchronous", "foreign_keys", "busy_timeout", "journal_mode")}
    safe = SQLITE.sqlite_version_info >= (3, 51, 3)
    full = 2
    assert found == {
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
        "journal_mode": "wal" if safe else "truncate",
    }


def test_a_sqlite_with_the_wal_reset_bug_is_used_without_wal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "WAL_SAFE", (99, 0, 0))
    url = f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    migrate(url, tmp_path)
    with closing(Ledger(url, "main")) as ledger:
        assert pragma(ledger, "journal_mode") == "truncate"


def test_two_doors_to_one_file_share_one_lock(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    migrate(url, tmp_path)
    with (
        closing(Ledger(url, "main")) as first,
        closing(Ledger(f"sqlite:///{tmp_path}/./ledger.sqlite3", "b")) as second,
    ):
        assert first._lock is second._lock
        entered = threading.Event()

        def write() -> None:
            with second.write():
                entered.set()

        with first.write():
            rival = threading.Thread(target=write)
            rival.start()
            assert not entered.wait(0.2)
        rival.join()
        assert entered.is_set()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", ""),
        ("no url", "no url"),
        ("sqlite://", "sqlite://"),
        ("mysql://u:secret@host/db", "mysql://u:***@host/db"),
        ("sqlite:////nowhere/at/all.sqlite3", "sqlite:////nowhere/at/all.sqlite3"),
        (
            "postgresql://u:secret@127.0.0.1:9/db?connect_timeout=2",
            "postgresql+psycopg://u:***@127.0.0.1:9/db?connect_timeout=2",
        ),
    ],
)
def test_a_database_that_cannot_be_opened_is_told_without_its_password(url: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(LedgerUnreachableError) as caught:
        migrate(url, tmp_path)
    assert caught.value.parameters == {"url": told}


def test_writers_that_wait_leave_connections_to_the_one_who_writes_and_must_read(ledger: Ledger) -> None:
    many = 60  # more than the pool of connections holds

    def work(_: int) -> None:
        with ledger.write(), ledger.read():
            pass

    with ThreadPoolExecutor(many) as pool:
        begun = [pool.submit(work, number) for number in range(many)]
        assert [each.result(timeout=25) for each in begun] == [None] * many


def test_the_stamp_stands_until_anybody_commits_anything(ledger: Ledger) -> None:
    other = Ledger(ledger.url, ledger.workspace)
    try:
        first = ledger.stamp()
        assert ledger.stamp() == first
        with ledger.read() as session:
            session.exec(select(PersonName)).all()
        assert ledger.stamp() == first
        stamps = [first]
        for writer in (ledger, other, ledger):
            with writer.write() as session:
                session.add(PersonName(workspace=ledger.workspace, person_id=f"p{len(stamps)}", name="가온(가상)"))
            stamps.append(ledger.stamp())
        assert len(set(stamps)) == 4
    finally:
        other.close()
