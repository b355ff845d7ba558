"""A backup's one file: a ZIP archive of named members, whose manifest holds the hash and size of each.

The names are our own and are never used as paths: what a name says decides where a member goes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from dealflow.errors import InvalidInputError
from dealflow.store.ledger.copies import Writer

LEDGER: Final = "ledger.jsonl"
KEY: Final = "proof.key"
MANIFEST: Final = "manifest.json"
FILE: Final = re.compile(r"files/([0-9a-f]{64})")
_FORMAT: Final = "dealflow backup 1"
_CHUNK: Final = 1 << 20
_MOST_MANIFEST: Final = 1 << 28
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RuntimeError,  # encrypted, or packed in a way that nobody knows
)
"""What reading a damaged archive gives."""


class Writing:
    """An archive that is being written; the manifest comes last."""

    def __init__(self, archive: zipfile.ZipFile, at: datetime) -> None:
        self._archive = archive
        self._moment = at.timetuple()[:6]
        self._members: dict[str, dict[str, object]] = {}

    @contextmanager
    def member(self, name: str, *, is_text: bool = False) -> Iterator[Writer]:
        """Give what takes a member's bytes; text is packed, decks and keys stand as they are."""
        info = zipfile.ZipInfo(name, self._moment)
        info.compress_type = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        with self._archive.open(info, "w", force_zip64=True) as out:
            counted = _Counted(out)
            yield counted
        self._members[name] = {"sha256": counted.sha256.hexdigest(), "size": counted.size}

    def manifest(self, facts: Mapping[str, object]) -> None:
        """Write the manifest: what is told of the installation, and of every member."""
        text = json.dumps({"format": _FORMAT, **facts, "members": self._members}, ensure_ascii=False, indent=1)
        self._archive.writestr(zipfile.ZipInfo(MANIFEST, self._moment), text, zipfile.ZIP_DEFLATED)


class _Counted:
    """A stream that hashes and counts what goes through it."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.sha256 = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes, /) -> int:
        """Pass the bytes on."""
        self.sha256.update(data)
        self.size += len(data)
        return self._out.write(data)


class Archive:
    """An archive whose every member was read and is as its manifest says."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, manifest: Mapping[str, Any]) -> None:
        self.path = path
        self.manifest = manifest
        self._archive = archive

    def files(self) -> Iterator[str]:
        """Yield the hashes of the deck files."""
        for name in self._archive.namelist():
            if match := FILE.fullmatch(name):
                yield match[1]

    def file(self, sha256: str) -> bytes:
        """Return a deck file."""
        return self._archive.read(f"files/{sha256}")

    def key(self) -> bytes | None:
        """Return the key that signs the installation's proofs, if it had one."""
        return self._archive.read(KEY) if KEY in self._archive.namelist() else None

    def unpack_ledger(self, folder: Path) -> Path:
        """Write the ledger's lines into a folder and return the file."""
        target = folder / LEDGER
        with self._archive.open(LEDGER) as member, target.open("wb") as out:
            while data := member.read(_CHUNK):
                out.write(data)
        return target


def is_archive(path: Path) -> bool:
    """Say whether a file is such an archive by its kind; backups of earlier versions are none."""
    return path.is_file() and zipfile.is_zipfile(path)


@contextmanager
def writing(target: Path, at: datetime) -> Iterator[Writing]:
    """Give an archive to write: at the end it is whole, on the disk and in its place, or it was not made."""
    coming = target.with_name(f".coming-{target.name}")
    try:
        handle = os.open(coming, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            with zipfile.ZipFile(out, "w", allowZip64=True) as archive:
                yield Writing(archive, at)
            out.flush()
            os.fsync(out.fileno())
        coming.replace(target)
    except BaseException:
        coming.unlink(missing_ok=True)
        raise


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Give an archive, after reading every member and comparing it with the manifest.

    Raises:
        InvalidInputError: the file is no backup, or is damaged; ``value`` names the first member that is wrong.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, *_BROKEN) as error:
        raise InvalidInputError(field="copy", problem="no_copy", value=path.name) from error
    with archive:
        yield Archive(path, archive, _checked(archive, path))


def _checked(archive: zipfile.ZipFile, path: Path) -> Mapping[str, Any]:
    """Return the manifest, after every member was read and is as it says."""
    try:
        manifest = _manifest(archive, path)
        wrong = [
            name for name, told in manifest["members"].items() if _told(archive, name) != (told["sha256"], told["size"])
        ]
    except (OSError, *_BROKEN) as error:
        raise InvalidInputError(field="copy", problem="no_copy", value=path.name) from error
    if wrong:
        raise InvalidInputError(field="copy", problem="damaged", value=wrong[0])
    return manifest


def _manifest(archive: zipfile.ZipFile, path: Path) -> Mapping[str, Any]:
    """Return the manifest, which names exactly the members that are there."""
    if archive.getinfo(MANIFEST).file_size > _MOST_MANIFEST:
        raise InvalidInputError(field="copy", problem="no_copy", value=path.name)
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    members = sorted(name for name in archive.namelist() if name != MANIFEST)
    is_ours = all(name in {LEDGER, KEY} or FILE.fullmatch(name) for name in members)
    if manifest.get("format") != _FORMAT or not is_ours or members != sorted(manifest["members"]):
        raise InvalidInputError(field="copy", problem="no_copy", value=path.name)
    return manifest


def _told(archive: zipfile.ZipFile, name: str) -> tuple[str, int]:
    """Return a member's hash and size; a member whose check sum is wrong has neither."""
    sha256, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as member:
            while data := member.read(_CHUNK):
                sha256.update(data)
                size += len(data)
    except (OSError, *_BROKEN):
        return "", 0
    match = FILE.fullmatch(name)
    digest = sha256.hexdigest()
    return ("", 0) if match and match[1] != digest else (digest, size)
