"""Backups of an installation as one file: the ledger, deck files and documents, the signing key, settings.

The warehouse and the search's index need none: they are made from the ledger. Whoever sits at a browser signs in anew.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from dealflow.errors import InvalidInputError, NewerLedgerError, NotFoundError, UnreadableDeckError
from dealflow.store import archive
from dealflow.store.archive import Archive, Writing
from dealflow.store.files import DeckFiles, FileStore
from dealflow.store.ledger import copies, journal, replay_audit
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.journal import Head
from dealflow.store.ledger.migrate import is_known, migrate, newest

_NAME: Final = re.compile(r"dealflow-\d{8}T\d{6}Z-\d+\.zip")
_OLD_FILES: Final = "files"
"""Earlier versions put the deck files into a folder of this name beside the ledger's copy."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an installation lies: its ledger's URL, its deck files, and the key that signs its proofs."""

    url: str
    files: FileStore
    key: Path


@dataclass(frozen=True, slots=True)
class Origin:
    """Of what a backup is: the moment, the program's version, and the settings without secrets."""

    at: datetime
    program: str
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was read back and is whole: the file, each workspace's head, and the number of files in it.

    ``missing`` are the hashes of files that the ledger names and that are not there, or are not what was stored.
    """

    path: Path
    heads: Mapping[str, Head]
    size_bytes: int
    files: int
    missing: tuple[str, ...] = ()

    @property
    def events(self) -> int:
        """Return how many events it holds."""
        return sum(head.position for head in self.heads.values())


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: each workspace's head, the number of files, and the settings of where it came from."""

    heads: Mapping[str, Head]
    files: int
    settings: Mapping[str, str]

    @property
    def events(self) -> int:
        """Return how many events it holds."""
        return sum(head.position for head in self.heads.values())


def backup(place: Place, folder: Path, origin: Origin) -> Backup:
    """Copy an installation into one new file of the folder while it is in use, read it back, and return what it holds.

    The ledger is copied first: of every file that it names the bytes lay there before.

    Raises:
        TamperedJournalError: the ledger's chain does not hold. No file stays behind then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".coming-") as scratch:
        coming = Path(scratch) / "backup.zip"
        with archive.writing(coming, origin.at) as out:
            with out.member(archive.LEDGER, is_text=True) as lines:
                named = copies.take_lines(place.url, lines)
            stored = _put_files(out, place.files)
            if place.key.is_file():
                with out.member(archive.KEY) as key:
                    key.write(place.key.read_bytes())
            missing = tuple(sorted(named - stored))
            out.manifest(_facts(place, origin) | {"missing": missing})
        with archive.opened(coming) as whole:
            heads = copies.check(whole.unpack_ledger(Path(scratch)))
        events = sum(head.position for head in heads.values())
        path = coming.replace(folder / f"dealflow-{origin.at:%Y%m%dT%H%M%SZ}-{events}.zip")
    _sync(folder)
    return Backup(path=path, heads=heads, size_bytes=path.stat().st_size, files=len(stored), missing=missing)


def restore(copy: Path, place: Place) -> Restored:
    """Put a backup into a place that is empty and migrated; return what it holds.

    The databases may differ: so does an installation move from SQLite to PostgreSQL. Files come first and the ledger
    in one transaction after them, so that a restore which was cut off can be begun again.

    Raises:
        InvalidInputError: the place is not empty, or ``copy`` is no backup, or is damaged.
        TamperedJournalError: the copy's chain does not hold.
        NewerLedgerError: a newer version of the program has made the backup.
    """
    if not archive.is_archive(copy):
        return _restore_old(copy, place)
    with archive.opened(copy) as whole, tempfile.TemporaryDirectory(dir=copy.parent, prefix=".coming-") as scratch:
        if not is_known(str(whole.manifest["revision"])):
            raise NewerLedgerError(revision=whole.manifest["revision"])
        stored = set(whole.files())
        _require_empty(place, stored, whole)
        lines = whole.unpack_ledger(Path(scratch))
        for sha256 in sorted(stored):
            place.files.put(whole.file(sha256))
        if (key := whole.key()) is not None:
            _put_key(place.key, key)
        heads = copies.restore(lines, place.url)
        return Restored(heads, len(stored), dict(whole.manifest["settings"]))


def prove(copy: Path, folder: Path) -> Restored:
    """Restore a backup into a folder of its own below ``folder``, check all that was restored, and remove it again.

    Raises:
        InvalidInputError: ``copy`` is no backup, or is damaged, or lacks a file which it does not name as missing.
        TamperedJournalError: a chain does not hold.
        AlteredTableError: the restored tables do not follow from the journal.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix=".proving-") as scratch:
        inside = Path(scratch)
        files = DeckFiles(inside / _OLD_FILES)
        place = Place(f"sqlite:///{inside / 'ledger.sqlite3'}", files, inside / archive.KEY)
        migrate(place.url, inside)
        restored = restore(copy, place)
        for workspace, head in restored.heads.items():
            _audit(place.url, workspace, head)
        with archive.opened(copy) as whole:
            absent = set(whole.manifest["missing"])
        with Path(os.devnull).open("wb") as nowhere:
            lacking = copies.take_lines(place.url, nowhere) - absent - set(files.hashes())
        if lacking:
            raise InvalidInputError(field="copy", problem="damaged", value=min(lacking))
        return restored


def retire(folder: Path, keep: int) -> tuple[Path, ...]:
    """Remove all of the folder's backups but the newest ``keep``, and return those that were; other files stay."""
    backups = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    old = tuple(backups[: max(0, len(backups) - keep)]) if keep > 0 else ()
    for path in old:
        path.unlink(missing_ok=True)
    return old


def newest_backup(folder: Path) -> Path | None:
    """Return the newest backup of a folder, if it has any."""
    return max((path for path in folder.glob("dealflow-*.zip") if _NAME.fullmatch(path.name)), default=None)


def _facts(place: Place, origin: Origin) -> dict[str, object]:
    """Return what the manifest tells of the installation."""
    return {
        "made_at": origin.at.isoformat(),
        "program": origin.program,
        "revision": newest(),
        "database": make_url(place.url).get_backend_name(),
        "settings": dict(origin.settings),
    }


def _put_files(out: Writing, files: FileStore) -> frozenset[str]:
    """Write every file that is what was stored, and return their hashes; one that was destroyed meanwhile is left."""
    stored: set[str] = set()
    for sha256 in files.hashes():
        try:
            data = files.get(sha256)
        except (NotFoundError, UnreadableDeckError):
            continue
        with out.member(f"files/{sha256}") as member:
            member.write(data)
        stored.add(sha256)
    return frozenset(stored)


def _require_empty(place: Place, stored: set[str], whole: Archive) -> None:
    """Raise unless the place holds nothing but what a cut-off restore of this very backup left there.

    Raises:
        InvalidInputError: it holds other files, or another key.
    """
    if not set(place.files.hashes()) <= stored:
        raise InvalidInputError(field="files", problem="not_empty")
    if place.key.is_file() and place.key.read_bytes() != whole.key():
        raise InvalidInputError(field="key", problem="not_empty")
    copies.require_empty(place.url)


def _put_key(path: Path, key: bytes) -> None:
    """Write the key, for its owner alone."""
    if path.is_file():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(key)


def _audit(url: str, workspace: str, head: Head) -> None:
    """Check a restored workspace: its chain up to its head, and every current table."""
    ledger = Ledger(url, workspace)
    try:
        with ledger.read() as session:
            journal.verify(session, workspace, str(head))
            replay_audit.require_replayed_tables(session, workspace)
    finally:
        ledger.close()


def _restore_old(copy: Path, place: Place) -> Restored:
    """Put back a backup of an earlier version: the ledger's copy, with a folder of the deck files beside it."""
    heads = copies.restore(copy, place.url)
    old = DeckFiles(copy.parent / _OLD_FILES)
    stored = list(old.hashes())
    for sha256 in stored:
        place.files.put(old.get(sha256))
    return Restored(heads, len(stored), {})


def _sync(folder: Path) -> None:
    """Have the folder's entries written to the disk, where the system lets folders be synced."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
