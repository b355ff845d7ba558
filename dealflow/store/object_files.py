"""Deck files in a store that speaks S3, for several machines on one ledger: by their content hash, as on a disk.

Where the store is and who may write there is said as its own programs say it (``AWS_ENDPOINT_URL``,
``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import InvalidInputError, NotFoundError, StorageError, UnreadableDeckError
from dealflow.store.files import HASH, DeckFiles, FileStore

_SCHEME: Final = "s3"
_CHECKED: Final = {"ChecksumAlgorithm": "SHA256"}
"""The store refuses bytes that changed on their way."""


def files_at(address: str, folder: Path) -> FileStore:
    """Return the store of deck files: that of an address (``s3://bucket/below``), or a folder where there is none.

    Raises:
        InvalidInputError: it is no such address.
        StorageError: the library that speaks to it is not installed.
    """
    return ObjectFiles(address) if address else DeckFiles(folder)


class ObjectFiles:
    """Objects named by the SHA-256 of their content, below a bucket's prefix. Threads and processes may share it."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme != _SCHEME or not parts.netloc or parts.query or parts.fragment or "@" in parts.netloc:
            raise InvalidInputError(field="files_address", problem="no_store", value=address)
        self._below = f"{parts.netloc}{parts.path.rstrip('/')}"
        self._place = address
        self._system = _system()

    def put(self, data: bytes) -> str:
        """Store the bytes and return their SHA-256; when this returns the store has them, whole.

        Raises:
            StorageError: the store takes nothing, or does not answer.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        with self._told():
            if not self._system.exists(path):
                self._system.pipe_file(path, data, **_CHECKED)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the bytes of that hash.

        Raises:
            NotFoundError: there is no such file.
            UnreadableDeckError: the object has changed since it was stored.
            StorageError: the store does not answer.
        """
        path = self._path(sha256)
        with self._told():
            try:
                data = bytes(self._system.cat_file(path))
            except FileNotFoundError as error:
                raise NotFoundError(what="file", id=sha256) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise UnreadableDeckError(reason=RefusalReason.DAMAGED.value)
        return data

    def destroy(self, sha256: str) -> None:
        """Destroy the file of that hash, if there is one; whoever asks has seen to it that no record stands on it.

        Raises:
            NotFoundError: that is no hash.
            StorageError: the store does not let it go.
        """
        path = self._path(sha256)
        with self._told():
            if self._system.exists(path):
                self._system.rm_file(path)

    def has(self, sha256: str) -> bool:
        """Say whether a file of that hash is stored.

        Raises:
            StorageError: the store does not answer.
        """
        if not HASH.fullmatch(sha256):
            return False
        with self._told():
            return bool(self._system.exists(self._path(sha256)))

    def hashes(self) -> Iterator[str]:
        """Yield the hashes of all stored files, in order.

        Raises:
            StorageError: the store does not answer.
        """
        with self._told():
            paths = self._system.find(self._below)
        yield from sorted(name for path in paths if HASH.fullmatch(name := path.rpartition("/")[2]))

    def _path(self, sha256: str) -> str:
        """Return where a file lies.

        Raises:
            NotFoundError: that is no hash (and never a path).
        """
        if not HASH.fullmatch(sha256):
            raise NotFoundError(what="file", id=sha256)
        return f"{self._below}/{sha256[:2]}/{sha256}"

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Run what speaks to the store; what it refuses is told as our own error.

        Raises:
            StorageError: it takes nothing, or does not answer.
        """
        from botocore.exceptions import BotoCoreError

        try:
            yield
        except PermissionError as error:
            raise StorageError(problem="denied", place=self._place) from error
        except (OSError, BotoCoreError) as error:
            raise StorageError(problem="unreachable_store", place=self._place) from error


def _system() -> Any:  # noqa: ANN401  # fsspec has no types
    """Return the file system of S3, asked anew every time: another process may have written.

    Raises:
        StorageError: its library is not installed.
    """
    try:
        import s3fs
    except ImportError as error:
        raise StorageError(problem="no_s3_library", place=_SCHEME) from error
    return s3fs.S3FileSystem(use_listings_cache=False, skip_instance_cache=True, config_kwargs={"connect_timeout": 10})
