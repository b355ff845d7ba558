from __future__ import annotations

import gzip
import threading
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given

from dealflow.domain.claims.events import CompanyRegistered
from dealflow.domain.values.event import By
from dealflow.errors import InvalidInputError, TamperedJournalError
from dealflow.store.backup import backup, restore
from dealflow.store.files import DeckFiles
from dealflow.store.ledger import copies, journal
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.journal import Head
from dealflow.store.ledger.migrate import migrate
from dealflow.store.ledger.tables.people import PersonName
from tests.costly import costly
from tests.store.histories import Step, histories, write
from tests.store.ledger.dumps import dump

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def register(ledger: Ledger, number: int) -> None:
    with ledger.write() as session:
        event = CompanyRegistered(f"c{number}", f"{number} (가상)")
        journal.append(session, ledger.workspace, event.stream, [event], after=0, by=By("p", NOON, "cli"))


@pytest.fixture
def url(empty_url: str, tmp_path: Path) -> str:
    migrate(empty_url, tmp_path / "before")
    return empty_url


def new_sqlite(folder: Path) -> str:
    url = f"sqlite:///{folder / uuid.uuid4().hex}.sqlite3"
    migrate(url, folder)
    return url


def test_a_backup_names_its_events_and_knows_its_heads_and_files(url: str, tmp_path: Path) -> None:
    files = DeckFiles(tmp_path / "files")
    kept = [files.put(b"one"), files.put(b"two")]
    with closing(Ledger(url, "main")) as ledger, closing(Ledger(url, "other")) as other:
        register(ledger, 1)
        register(ledger, 2)
        register(other, 1)
        done = backup(url, tmp_path / "backup", files)
        again = backup(url, tmp_path / "backup", files)
        with ledger.read() as session:
            head = journal.head(session, "main")

    assert done.path.name in {"ledger-3.sqlite3", "ledger-3.jsonl.gz"}
    assert sorted(done.heads) == ["main", "other"]
    assert done.heads["main"] == head
    assert (done.files, again.files) == (2, 0)
    assert done.size_bytes == done.path.stat().st_size
    assert list(DeckFiles(tmp_path / "backup" / "files").hashes()) == sorted(kept)
    assert sorted(path.name for path in (tmp_path / "backup").iterdir()) == ["files", done.path.name]


@costly(5)
@given(steps=histories(longest=12))
def test_a_restored_backup_equals_the_ledger_that_it_was_taken_of(
    url: str, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    folder = tmp_path_factory.mktemp("backup")
    with closing(Ledger(url, f"w{uuid.uuid4().hex}")) as old:
        with old.write() as session:
            write(session, old.workspace, steps)
            session.add(PersonName(workspace=old.workspace, person_id="p_vc1", name="김가상"))
        target = new_sqlite(folder)
        heads = restore(backup(url, folder / "kept").path, target)
        with closing(Ledger(target, old.workspace)) as new, old.read() as left, new.read() as right:
            assert heads[old.workspace] == journal.verify(right, old.workspace)
            assert journal.events_after(right, old.workspace, 0, 9999) == journal.events_after(
                left, old.workspace, 0, 9999
            )
            assert right.get(PersonName, (old.workspace, "p_vc1")) == left.get(PersonName, (old.workspace, "p_vc1"))
            if url.startswith("sqlite"):
                assert dump(right, old.workspace) == dump(left, old.workspace)


@pytest.mark.postgres
def test_a_laptop_moves_to_postgresql_by_backup_and_restore(new_postgres: Callable[[], str], tmp_path: Path) -> None:
    laptop, server = new_sqlite(tmp_path), new_postgres()
    migrate(server, tmp_path)
    files, there = DeckFiles(tmp_path / "files"), DeckFiles(tmp_path / "there")
    deck = files.put(b"%PDF")
    with closing(Ledger(laptop, "main")) as ledger:
        register(ledger, 1)
    done = backup(laptop, tmp_path / "backup", files)

    assert restore(done.path, server, there) == done.heads
    assert there.get(deck) == b"%PDF"
    with closing(Ledger(server, "main")) as ledger:
        register(ledger, 2)
        with ledger.read() as session:
            assert journal.verify(session, "main", expect=str(done.heads["main"])).position == 2


def test_a_backup_under_a_busy_writer_ends_and_is_whole(url: str, tmp_path: Path) -> None:
    stop = threading.Event()
    with closing(Ledger(url, "main")) as ledger:
        register(ledger, 0)

        def keep_writing() -> None:
            number = 1
            while not stop.is_set():
                register(ledger, number)
                number += 1

        writer = threading.Thread(target=keep_writing)
        writer.start()
        try:
            kept = [backup(url, tmp_path / "backup") for _ in range(3)]
        finally:
            stop.set()
            writer.join()
        with ledger.read() as session:
            for each in kept:
                journal.verify(session, "main", expect=str(each.heads["main"]))


def test_a_ledger_that_has_events_is_not_overwritten(url: str, tmp_path: Path) -> None:
    with closing(Ledger(url, "main")) as ledger:
        register(ledger, 1)
    done = backup(url, tmp_path / "backup")

    with pytest.raises(InvalidInputError) as caught:
        restore(done.path, url)
    assert caught.value.parameters == {"field": "url", "problem": "not_empty"}


def test_an_empty_ledger_can_be_backed_up(url: str, tmp_path: Path) -> None:
    assert backup(url, tmp_path / "backup").heads == {}


@pytest.mark.parametrize("name", ["ledger-1.sqlite3", "ledger-1.jsonl.gz"])
@pytest.mark.parametrize(
    "content",
    [b"", b"no database", gzip.compress(b"no json\n", mtime=0), gzip.compress(b"{}\n", mtime=0)[:-5]],
    ids=["empty", "no_database", "no_json", "cut_off"],
)
def test_what_is_no_backup_is_refused_by_name(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(InvalidInputError) as caught:
        copies.check(tmp_path / name)
    assert caught.value.parameters == {"field": "copy", "problem": "no_copy", "value": name}


@pytest.mark.postgres
def test_a_copy_that_lost_its_end_or_was_edited_is_found(new_postgres: Callable[[], str], tmp_path: Path) -> None:
    url = new_postgres()
    migrate(url, tmp_path)
    with closing(Ledger(url, "main")) as ledger:
        for number in range(3):
            register(ledger, number)
    done = backup(url, tmp_path / "backup")
    lines = gzip.decompress(done.path.read_bytes()).decode().splitlines(keepends=True)
    cut, edited = tmp_path / "cut.jsonl.gz", tmp_path / "edited.jsonl.gz"
    cut.write_bytes(gzip.compress("".join(lines[:3] + lines[4:]).encode()))
    edited.write_bytes(gzip.compress("".join(lines).replace("1 (가상)", "9 (가상)").encode()))

    for copy, position in ((cut, 3), (edited, 2)):
        with pytest.raises(TamperedJournalError) as caught:
            copies.check(copy)
        assert caught.value.parameters == {"position": position}
    assert copies.check(done.path) == {"main": Head(3, done.heads["main"].hash)}
