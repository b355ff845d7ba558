from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.errors import NotFoundError, UnreadableDeckError
from dealflow.store.files import DeckFiles

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_file_is_kept_under_the_hash_of_its_content(tmp_path: Path) -> None:
    files = DeckFiles(tmp_path / "files")

    assert files.put(b"abc") == ABC
    assert (tmp_path / "files" / "ba" / ABC).read_bytes() == b"abc"
    assert list(files.hashes()) == [ABC]


@given(data=st.binary(max_size=2000))
def test_what_was_put_comes_back_and_equal_content_is_kept_once(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    files = DeckFiles(tmp_path_factory.mktemp("files"))

    assert files.get(files.put(data)) == data
    assert files.put(data) == hashlib.sha256(data).hexdigest()
    assert len(list(files.hashes())) == 1


def test_many_threads_that_bring_the_same_file_leave_one_whole_file(tmp_path: Path) -> None:
    files = DeckFiles(tmp_path)
    data = b"deck" * 100_000

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(files.put, [data] * 32))

    assert len(found) == 1
    assert files.get(found.pop()) == data
    assert [path.name for path in tmp_path.rglob(".coming-*")] == []


@pytest.mark.parametrize("name", ["", "0" * 64, "../../etc/passwd", ABC.upper(), ABC[:-1] + "/"])
def test_a_file_that_is_not_there_is_not_found(tmp_path: Path, name: str) -> None:
    files = DeckFiles(tmp_path)

    assert not files.has(name)
    with pytest.raises(NotFoundError):
        files.get(name)


def test_a_file_that_changed_on_the_disk_is_not_handed_out(tmp_path: Path) -> None:
    files = DeckFiles(tmp_path)
    files.put(b"abc")
    (tmp_path / "ba" / ABC).write_bytes(b"abd")

    with pytest.raises(UnreadableDeckError) as caught:
        files.get(ABC)
    assert caught.value.reason == "damaged"
