"""Backups of an installation: a checked copy of the ledger, and the deck files that are not there yet.

The warehouse needs none: it is rebuilt from the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dealflow.store.files import DeckFiles
from dealflow.store.ledger import copies
from dealflow.store.ledger.journal import Head

FILES = "files"
"""The folder of the deck files inside a backup's folder."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was read back and found whole: the file, each workspace's head, and the deck files newly copied."""

    path: Path
    heads: Mapping[str, Head]
    size_bytes: int
    files: int


def backup(url: str, folder: Path, files: DeckFiles | None = None) -> Backup:
    """Copy the ledger at ``url`` into ``folder`` while it is in use, read the copy back, and return what it holds.

    The copy is named by the number of its events, so an unchanged ledger is not kept twice. Deck files are copied
    beside it, those only that the folder does not hold yet.

    Raises:
        TamperedJournalError: the copy's chain does not hold, because the ledger's does not.
        UnreadableDeckError: a deck file on the disk is no longer what was stored.
    """
    coming = copies.take(url, folder, "ledger-coming")
    heads = copies.check(coming)
    events = sum(head.position for head in heads.values())
    path = coming.replace(folder / coming.name.replace("coming", str(events)))
    return Backup(path=path, heads=heads, size_bytes=path.stat().st_size, files=_copy_files(files, folder))


def restore(copy: Path, url: str, files: DeckFiles | None = None) -> Mapping[str, Head]:
    """Put a backup into the migrated, empty ledger at ``url``, and its deck files into ``files``; return the heads.

    The databases may differ: so does an installation move from SQLite to PostgreSQL.

    Raises:
        InvalidInputError: the ledger at ``url`` is not empty, or ``copy`` is no backup.
        TamperedJournalError: the copy's chain does not hold.
    """
    heads = copies.restore(copy, url)
    if files is not None:
        deck_files = DeckFiles(copy.parent / FILES)
        for sha256 in deck_files.hashes():
            files.put(deck_files.get(sha256))
    return heads


def _copy_files(files: DeckFiles | None, folder: Path) -> int:
    """Copy the deck files that the folder does not hold yet; return how many they were."""
    if files is None:
        return 0
    deck_files = DeckFiles(folder / FILES)
    missing = [sha256 for sha256 in files.hashes() if not deck_files.has(sha256)]
    for sha256 in missing:
        deck_files.put(files.get(sha256))
    return len(missing)
