"""Deck files in a store that speaks S3 (a real server on this machine): as on a disk, told in words when it fails."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from dealflow.actions.claims import intake
from dealflow.actions.people import people
from dealflow.actions.platform import maintenance
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import close_workspace, open_workspace
from dealflow.errors import InvalidInputError, NotFoundError, StorageError, UnreadableDeckError
from dealflow.settings import Settings
from dealflow.store.files import DeckFiles, FileStore
from dealflow.store.object_files import ObjectFiles, files_at
from tests.actions.conftest import AT

DECK = b"%PDF-1.4 " + "가온비전(가상)".encode()
SHA256 = hashlib.sha256(DECK).hexdigest()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A bucket of its own, and the environment by which its programs find it."""
    for name, value in (
        ("ENDPOINT_URL", server), ("ACCESS_KEY_ID", "a"), ("SECRET_ACCESS_KEY", "b"), ("REGION", "us-east-1"),
        ("DEFAULT_REGION", "us-east-1"), ("CONFIG_FILE", "/nowhere"), ("SHARED_CREDENTIALS_FILE", "/nowhere"),
    ):  # fmt: skip
        monkeypatch.setenv(f"AWS_{name}", value)
    name = tmp_path.name.replace("_", "-").lower()[-40:]
    ObjectFiles(f"s3://{name}")._system.mkdir(name)
    return name


def test_it_keeps_files_as_a_disk_does(bucket: str, tmp_path: Path) -> None:
    def all_of(store: FileStore) -> list[object]:
        before = store.has(SHA256)
        twice = [store.put(DECK), store.put(DECK), store.put(b"")]
        seen = [store.get(SHA256), list(store.hashes()), store.has(SHA256), store.has("../x")]
        store.destroy(SHA256)
        store.destroy(SHA256)
        return [before, twice, seen, store.has(SHA256)]

    assert all_of(files_at(f"s3://{bucket}/below", tmp_path)) == all_of(DeckFiles(tmp_path / "files"))


def test_what_changed_in_the_store_is_not_handed_out_and_what_is_missing_is_not_found(bucket: str) -> None:
    files = ObjectFiles(f"s3://{bucket}")
    files.put(DECK)
    files._system.pipe_file(f"{bucket}/{SHA256[:2]}/{SHA256}", b"something else")
    with pytest.raises(UnreadableDeckError):
        files.get(SHA256)
    for sha256 in ("0" * 64, "../../etc/passwd"):
        with pytest.raises(NotFoundError):
            files.get(sha256)


def test_a_store_that_is_not_there_is_told_in_words(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StorageError) as missing:
        ObjectFiles("s3://no-such-bucket").put(DECK)
    assert missing.value.parameters["problem"] == "unreachable_store"
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # nobody listens there
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{bound.getsockname()[1]}")
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        with pytest.raises(StorageError):
            ObjectFiles(f"s3://{bucket}").get(SHA256)


@pytest.mark.parametrize("address", ["gs://x", "s3://", "/files", "s3://user@x/y", "s3://x?y=1"])
def test_what_is_no_address_of_a_store_is_refused(address: str) -> None:
    with pytest.raises(InvalidInputError):
        ObjectFiles(address)


def test_an_installation_works_on_it_and_is_backed_up_from_it(bucket: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", warehouse_path=":memory:", files=f"s3://{bucket}/decks")
    ws = open_workspace(settings)
    acting = Acting(ws, people.single_user(ws, at=AT), AT)
    deck = intake.receive(acting, file_name="a.pdf", data=DECK).deck_id
    assert intake.deck_file(Looking(ws, acting.viewer), deck) == ("a.pdf", DECK)
    assert list(ws.files.hashes()) == [SHA256]
    close_workspace(ws)
    assert not (tmp_path / "data/files").exists()
    backup = maintenance.backup(settings, tmp_path / "backups", at=AT)
    assert (backup.files, tuple(backup.missing)) == (1, ())
    elsewhere = Settings(data_dir=tmp_path / "new", warehouse_path=":memory:", files=f"s3://{bucket}/restored")
    assert maintenance.restore(elsewhere, backup.path).files == 1
    assert ObjectFiles(f"s3://{bucket}/restored").get(SHA256) == DECK
