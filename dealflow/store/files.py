"""Deck files by their content hash: what was stored once never changes, and equal files are kept once."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import NotFoundError, StorageError, UnreadableDeckError

HASH: Final = re.compile(r"[0-9a-f]{64}")


_REFUSALS: Final = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
}


def refusal_of(error: OSError) -> str:
    """Return why a disk or folder takes nothing: full, read_only, denied, or failed."""
    return _REFUSALS.get(error.errno or 0, "failed")


class FileStore(Protocol):
    """Where files lie by the SHA-256 of their content: what was stored once never changes."""

    def put(self, data: bytes) -> str:
        """Store the bytes and return their SHA-256."""
        ...

    def get(self, sha256: str) -> bytes:
        """Return the bytes of that hash, checked."""
        ...

    def destroy(self, sha256: str) -> None:
        """Destroy the file of that hash, if there is one."""
        ...

    def has(self, sha256: str) -> bool:
        """Say whether a file of that hash is stored."""
        ...

    def hashes(self) -> Iterator[str]:
        """Yield the hashes of all stored files, in order."""
        ...


class DeckFiles:
    """A folder of files named by the SHA-256 of their content. Threads and processes may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Store the bytes and return their SHA-256; when this returns they are on the disk, whole.

        Raises:
            StorageError: the disk is full, or the folder takes no files.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        target = self._path(sha256)
        if target.exists():
            return sha256
        try:
            self._put(target, data)
        except OSError as error:
            raise StorageError(problem=refusal_of(error), place="files") from error
        return sha256

    def _put(self, target: Path, data: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".coming-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        for folder in (target.parent, self.folder):
            _sync(folder)

    def get(self, sha256: str) -> bytes:
        """Return the bytes of that hash.

        Raises:
            NotFoundError: there is no such file.
            UnreadableDeckError: the file on the disk has changed since it was stored.
        """
        try:
            data = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise NotFoundError(what="file", id=sha256) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise UnreadableDeckError(reason=RefusalReason.DAMAGED.value)
        return data

    def destroy(self, sha256: str) -> None:
        """Destroy the file of that hash, if there is one; whoever asks has seen to it that no record stands on it.

        Raises:
            NotFoundError: that is no hash.
        """
        self._path(sha256).unlink(missing_ok=True)

    def has(self, sha256: str) -> bool:
        """Say whether a file of that hash is stored."""
        return HASH.fullmatch(sha256) is not None and self._path(sha256).is_file()

    def hashes(self) -> Iterator[str]:
        """Yield the hashes of all stored files, in order."""
        for path in sorted(self.folder.glob("??/*")):
            if HASH.fullmatch(path.name):
                yield path.name

    def _path(self, sha256: str) -> Path:
        """Return where a file lies.

        Raises:
            NotFoundError: that is no hash (and never a path).
        """
        if not HASH.fullmatch(sha256):
            raise NotFoundError(what="file", id=sha256)
        return self.folder / sha256[:2] / sha256


def _sync(folder: Path) -> None:
    """Have the folder's entries written to the disk, where the system lets folders be synced."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
