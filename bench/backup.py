"""How long do a backup, its proof and a restore take, on both databases? ``python bench/backup.py [FOLDER]``.

FOLDER is the data folder of an installation (of the demo); without it one is made: ``--facts`` figures (50 a deck), two
deals a deck with four moves each, a file of 150 kB a deck. Each act is the command line's own, in a process of its own,
so that starting Python (about a second) is part of it. CPU seconds hold on a busy machine too; the load is printed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.warehouse import events, fill
from dealflow.domain.claims.events import DeckReceived
from dealflow.domain.values.event import Event
from dealflow.store.files import DeckFiles
from dealflow.store.ledger import journal
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.migrate import migrate
from tests.databases import postgres_server

_DECK_BYTES: Final = 150_000
_MEGABYTE: Final = 1_000_000


@dataclass(frozen=True)
class Place:
    """An installation: its data folder and its database, empty for SQLite."""

    folder: Path
    url: str = ""

    def run(self, *arguments: str) -> tuple[float, float, int]:
        """Run a command there and return its wall time, its CPU seconds and its greatest memory in MB."""
        environment = os.environ | {"DEALFLOW_DATA_DIR": str(self.folder), "DEALFLOW_DATABASE_URL": self.url}
        begun = time.monotonic()
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("dealflow")), *arguments], env=environment, stdout=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            sys.exit(f"{arguments[0]} failed at {self.folder}")
        return time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1000


def main(folder: Path | None, facts: int) -> None:
    """Print a line for each act on each database."""
    with tempfile.TemporaryDirectory() as scratch, postgres_server() as new_database:
        here = Path(scratch)
        sqlite = Place(folder or _made(here / "made", facts))
        first = here / "first"
        print(f"{os.cpu_count()} cores; {'act':42}{'wall s':>8}{'CPU s':>8}{'MB mem':>8}{'load':>7}")
        _told("SQLite: backup, read back", sqlite.run("backup", "--to", str(first)))
        (copy,) = first.glob("*.zip")
        position = copy.stem.rpartition("-")[2]
        print(f"{position} events, {copy.stat().st_size / _MEGABYTE:.1f} MB as one file")
        _told("SQLite: backup with its proof", sqlite.run("backup", "--to", str(here / "proved"), "--prove"))
        _told("SQLite: restore", Place(here / "sqlite").run("restore", str(copy)))
        postgres = Place(here / "postgres", new_database())
        _told("PostgreSQL: restore (out of SQLite)", postgres.run("restore", str(copy)))
        second = here / "second"
        _told("PostgreSQL: backup, read back", postgres.run("backup", "--to", str(second)))
        _told("PostgreSQL: backup with its proof", postgres.run("backup", "--to", str(here / "again"), "--prove"))
        (back,) = second.glob("*.zip")
        _told("SQLite: restore (out of PostgreSQL)", Place(here / "back").run("restore", str(back)))


def _told(name: str, took: tuple[float, float, int]) -> None:
    wall, cpu, memory = took
    print(f"{name:51}{wall:8.1f}{cpu:8.1f}{memory:8}{os.getloadavg()[0]:7.1f}", flush=True)


def _made(folder: Path, facts: int) -> Path:
    """Make an installation with so many figures, their decks' files, and all tables."""
    url, files, dice = f"sqlite:///{folder}/ledger.sqlite3", DeckFiles(folder / "files"), random.Random(1)
    folder.mkdir()

    def with_files() -> Iterator[Event]:
        for event in events(facts):
            if isinstance(event, DeckReceived):
                data = b"%PDF-1.4 " + dice.randbytes(_DECK_BYTES)
                files.put(data)
                yield replace(event, sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))
            else:
                yield event

    migrate(url, folder / "backups")
    with closing(Ledger(url, "main")) as ledger:
        fill(ledger, with_files())
        with ledger.write() as session:
            journal.replay(session, "main")
    return folder


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--facts", type=int, default=100_000)
    chosen = parser.parse_args()
    main(chosen.folder, chosen.facts)
