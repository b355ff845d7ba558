from __future__ import annotations

import gzip
import json
import stat
import tempfile
import threading
import uuid
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.claims.events import CompanyRegistered, DeckReceived
from dealflow.domain.notes.notes import NoteText
from dealflow.domain.people.access import Audience
from dealflow.domain.values.event import By
from dealflow.errors import InvalidInputError, NewerLedgerError, TamperedJournalError
from dealflow.store import archive
from dealflow.store.backup import Backup, Origin, Place, backup, newest_backup, prove, restore, retire
from dealflow.store.files import DeckFiles
from dealflow.store.ledger import copies, journal
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.journal import Head
from dealflow.store.ledger.migrate import migrate
from dealflow.store.ledger.tables.accounts import CredentialRow
from dealflow.store.ledger.tables.journal import Row
from dealflow.store.ledger.tables.notes import NoteWords
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


def place_of(url: str, folder: Path) -> Place:
    return Place(url, DeckFiles(folder / "files"), folder / "proof.key")


def taken(url: str, folder: Path, to: Path, at: datetime = NOON) -> Backup:
    return backup(place_of(url, folder), to, Origin(at, "0.1.0", {"DEALFLOW_READERS": "3"}))


def test_a_backup_is_one_file_that_names_its_events_and_holds_files_key_and_settings(url: str, tmp_path: Path) -> None:
    files = DeckFiles(tmp_path / "files")
    stored = [files.put(b"one"), files.put(b"two")]
    (tmp_path / "proof.key").write_bytes(b"k" * 32)
    with closing(Ledger(url, "main")) as ledger, closing(Ledger(url, "other")) as other:
        register(ledger, 1)
        register(ledger, 2)
        register(other, 1)
        done = taken(url, tmp_path, tmp_path / "backup")
        with ledger.read() as session:
            head = journal.head(session, "main")

    assert [path.name for path in (tmp_path / "backup").iterdir()] == ["dealflow-20260302T120000Z-3.zip"]
    assert (sorted(done.heads), done.heads["main"], done.files, done.missing) == (["main", "other"], head, 2, ())
    assert done.size_bytes == done.path.stat().st_size
    with zipfile.ZipFile(done.path) as archive:
        names = {"ledger.jsonl", "manifest.json", "proof.key", *(f"files/{sha256}" for sha256 in stored)}
        assert set(archive.namelist()) == names
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["settings"] == {"DEALFLOW_READERS": "3"}
    assert manifest["members"][f"files/{stored[0]}"] == {"sha256": stored[0], "size": 3}


def beside(workspace: str) -> tuple[Row, ...]:
    """Return rows that no journal holds: names, words, log-ins."""
    return (
        PersonName(workspace=workspace, person_id="p_vc1", name="김가상"),
        NoteWords(workspace=workspace, note_id="n1", version=1, salt="s", text=NoteText("만남", '세 번째 "통화"\n줄')),
        CredentialRow(
            workspace=workspace,
            person_id="p_vc1",
            login="kim@firm.example",
            password_hash="$argon2id$x",  # noqa: S106  # no password
            totp_secret="",
            totp_step=7,
            recovery_hashes="",
            changed_at=NOON,
        ),
    )


@costly(5)
@given(steps=histories(longest=12))
def test_a_restored_backup_equals_the_ledger_that_it_was_taken_of(
    url: str, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    folder = tmp_path_factory.mktemp("backup")
    with closing(Ledger(url, f"w{uuid.uuid4().hex}")) as old:
        with old.write() as session:
            write(session, old.workspace, steps)
            for row in beside(old.workspace):
                session.add(row)
        target = new_sqlite(folder)
        heads = restore(taken(url, folder, folder / "backup").path, place_of(target, folder / "there")).heads
        with closing(Ledger(target, old.workspace)) as new, old.read() as left, new.read() as right:
            assert heads[old.workspace] == journal.verify(right, old.workspace)
            assert journal.events_after(right, old.workspace, 0, 9999) == journal.events_after(
                left, old.workspace, 0, 9999
            )
            for row in beside(old.workspace):
                key = sqlalchemy.inspect(row).mapper.primary_key_from_instance(row)
                assert right.get(type(row), key) == left.get(type(row), key) == row
            if url.startswith("sqlite"):
                assert dump(right, old.workspace) == dump(left, old.workspace)


@pytest.mark.postgres
def test_a_laptop_moves_to_postgresql_and_back_by_backup_and_restore(
    new_postgres: Callable[[], str], tmp_path: Path
) -> None:
    laptop, server, again = new_sqlite(tmp_path), new_postgres(), new_sqlite(tmp_path)
    migrate(server, tmp_path)
    deck = DeckFiles(tmp_path / "files").put(b"%PDF")
    with closing(Ledger(laptop, "main")) as ledger:
        register(ledger, 1)
        with ledger.write() as session:
            for row in beside("main"):
                session.add(row)
    done = taken(laptop, tmp_path, tmp_path / "backup")

    assert restore(done.path, place_of(server, tmp_path / "server")).heads == done.heads
    assert DeckFiles(tmp_path / "server" / "files").get(deck) == b"%PDF"
    with closing(Ledger(server, "main")) as ledger:
        register(ledger, 2)
        with ledger.read() as session:
            assert journal.verify(session, "main", expect=str(done.heads["main"])).position == 2
    back = taken(server, tmp_path / "server", tmp_path / "second")
    assert prove(back.path, tmp_path).heads == back.heads
    assert restore(back.path, place_of(again, tmp_path / "again")).heads["main"].position == 2
    with closing(Ledger(again, "main")) as ledger, ledger.read() as session:
        for row in beside("main"):
            assert session.get(type(row), sqlalchemy.inspect(row).mapper.primary_key_from_instance(row)) == row


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
            kept = [taken(url, tmp_path, tmp_path / "backup", NOON + timedelta(seconds=number)) for number in range(3)]
        finally:
            stop.set()
            writer.join()
        with ledger.read() as session:
            for each in kept:
                journal.verify(session, "main", expect=str(each.heads["main"]))


def problem(call: Callable[[], object]) -> dict[str, object]:
    with pytest.raises(InvalidInputError) as caught:
        call()
    return {name: caught.value.parameters[name] for name in ("field", "problem")}


def test_a_place_that_holds_anything_is_not_overwritten(url: str, tmp_path: Path) -> None:
    deck = DeckFiles(tmp_path / "files").put(b"%PDF")
    (tmp_path / "proof.key").write_bytes(b"k" * 32)
    with closing(Ledger(url, "main")) as ledger:
        register(ledger, 1)
    done = taken(url, tmp_path, tmp_path / "backup")

    assert problem(lambda: restore(done.path, place_of(url, tmp_path / "a"))) == {
        "field": "url",
        "problem": "not_empty",
    }
    DeckFiles(tmp_path / "b" / "files").put(b"of somebody else")
    there = place_of(new_sqlite(tmp_path), tmp_path / "b")
    assert problem(lambda: restore(done.path, there)) == {"field": "files", "problem": "not_empty"}
    there = place_of(new_sqlite(tmp_path), tmp_path / "c")
    there.files.put(b"%PDF")  # a restore that was cut off after the files
    there.key.write_bytes(b"other key of another place, also")
    assert problem(lambda: restore(done.path, there)) == {"field": "key", "problem": "not_empty"}
    there.key.unlink()
    assert restore(done.path, there).events == 1
    assert (list(there.files.hashes()), there.key.read_bytes()) == ([deck], b"k" * 32)
    assert stat.S_IMODE(there.key.stat().st_mode) == 0o600


def test_an_empty_installation_can_be_backed_up_and_proved(url: str, tmp_path: Path) -> None:
    done = taken(url, tmp_path, tmp_path / "backup")
    assert done.heads == {}
    assert prove(done.path, tmp_path).events == 0


def test_a_proof_restores_everything_and_leaves_nothing_behind(url: str, tmp_path: Path) -> None:
    DeckFiles(tmp_path / "files").put(b"%PDF")
    with closing(Ledger(url, "main")) as ledger:
        register(ledger, 1)
    done = taken(url, tmp_path, tmp_path / "backup")
    restored = prove(done.path, tmp_path / "backup")
    assert (restored.heads, restored.files, restored.settings) == (done.heads, 1, {"DEALFLOW_READERS": "3"})
    assert list((tmp_path / "backup").iterdir()) == [done.path]


def test_a_deck_that_is_damaged_on_the_disk_is_told_and_holds_up_no_backup(url: str, tmp_path: Path) -> None:
    files = DeckFiles(tmp_path / "files")
    deck, gone = files.put(b"%PDF one"), files.put(b"%PDF two")
    with closing(Ledger(url, "main")) as ledger, ledger.write() as session:
        for number, sha256 in enumerate((deck, gone)):
            event = DeckReceived(f"d{number}", sha256, f"{number}.pdf", 8, "firm", Audience.ORGANISATION)
            journal.append(session, "main", event.stream, [event], after=0, by=By("p", NOON, "cli"))
    (tmp_path / "files" / deck[:2] / deck).write_bytes(b"%PDF onf")
    files.destroy(gone)
    done = taken(url, tmp_path, tmp_path / "backup")
    assert (done.files, done.missing) == (0, tuple(sorted((deck, gone))))
    assert prove(done.path, tmp_path).events == 2


def test_only_the_newest_backups_stay_and_nothing_else_goes(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    paths = [taken(url, tmp_path, folder, NOON + timedelta(days=day)).path for day in range(4)]
    (folder / "dealflow-notes.zip").write_bytes(b"not ours")
    assert retire(folder, 0) == ()
    assert retire(folder, 3) == (paths[0],)
    assert newest_backup(folder) == paths[3]
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*(path.name for path in paths[1:]), "dealflow-notes.zip"]
    )


@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@costly(60)
def test_no_damaged_bit_of_a_backup_restores_anything_else(damageable: Path, where: float, bit: int) -> None:
    data = bytearray(damageable.read_bytes())
    place = int(where * len(data))
    data[place] ^= 1 << bit
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / damageable.name
        copy.write_bytes(data)
        try:
            with archive.opened(copy) as whole:
                told = {name: whole.file(name) for name in whole.files()}
                lines = whole.unpack_ledger(Path(folder)).read_bytes()
        except (InvalidInputError, NotImplementedError):
            return
        with archive.opened(damageable) as whole:  # a bit that says nothing: the time of a member, say
            assert told == {name: whole.file(name) for name in whole.files()}
            assert lines == whole.unpack_ledger(Path(folder)).read_bytes()


@pytest.fixture(scope="module")
def damageable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damageable")
    url = new_sqlite(folder)
    DeckFiles(folder / "files").put(b"%PDF")
    with closing(Ledger(url, "main")) as ledger:
        register(ledger, 1)
    return taken(url, folder, folder / "backup").path


def test_every_table_is_copied_or_follows_from_the_journal_or_is_left_on_purpose() -> None:
    sent = {"notice", "notice_mark", "outbox", "webhook_delivery"}
    assert {"sitting", "account_link", "search_text"} | sent == copies.LEFT
    assert {"api_token", "webhook", "notice_preference"} <= set(copies.KEPT)
    assert {"credential", "identity", "person_name", "contact_card", "note_words", "inbound_letter"} <= set(copies.KEPT)
    assert {"company", "deck", "engagement"} & set(copies.KEPT) == set()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "dealflow-20260302T120000Z-3.zip").write_bytes(content)
    there = place_of(new_sqlite(tmp_path), tmp_path / "there")
    told = problem(lambda: restore(tmp_path / "dealflow-20260302T120000Z-3.zip", there))
    assert told == {"field": "copy", "problem": "no_copy"}


def test_an_archive_with_a_foreign_member_or_of_a_newer_version_is_refused(damageable: Path, tmp_path: Path) -> None:
    slipped, newer = tmp_path / "slipped.zip", tmp_path / "newer.zip"
    with (
        zipfile.ZipFile(damageable) as archive,
        zipfile.ZipFile(slipped, "w") as bad,
        zipfile.ZipFile(newer, "w") as new,
    ):
        for name in archive.namelist():
            data = archive.read(name)
            bad.writestr(name, data)
            if name == "manifest.json":
                data = json.dumps(json.loads(data) | {"revision": "9999"}).encode()
            new.writestr(name, data)
        bad.writestr("files/../../evil", b"x")
    there = place_of(new_sqlite(tmp_path), tmp_path / "there")
    assert problem(lambda: restore(slipped, there)) == {"field": "copy", "problem": "no_copy"}
    with pytest.raises(NewerLedgerError):
        restore(newer, there)
    assert not (tmp_path / "there").exists()


def test_a_backup_of_an_earlier_version_is_put_back_too(tmp_path: Path) -> None:
    url = new_sqlite(tmp_path)
    with closing(Ledger(url, "main")) as ledger:
        register(ledger, 1)
    copy = copies.take(url, tmp_path / "old", "ledger-1")
    deck = DeckFiles(tmp_path / "old" / "files").put(b"%PDF")
    there = place_of(new_sqlite(tmp_path), tmp_path / "there")
    assert restore(copy, there).events == 1
    assert there.files.get(deck) == b"%PDF"


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
    copy = copies.take(url, tmp_path / "backup", "ledger-3")
    heads = copies.check(copy)
    lines = gzip.decompress(copy.read_bytes()).decode().splitlines(keepends=True)
    cut, edited = tmp_path / "cut.jsonl.gz", tmp_path / "edited.jsonl.gz"
    cut.write_bytes(gzip.compress("".join(lines[:3] + lines[4:]).encode()))
    edited.write_bytes(gzip.compress("".join(lines).replace("1 (가상)", "9 (가상)").encode()))

    for spoiled, position in ((cut, 3), (edited, 2)):
        with pytest.raises(TamperedJournalError) as caught:
            copies.check(spoiled)
        assert caught.value.parameters == {"position": position}
    assert heads == {"main": Head(3, heads["main"].hash)}
