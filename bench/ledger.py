"""How fast does the ledger append, on both databases? ``python bench/ledger.py [SECONDS]``.

Closed loop: each thread loads its engagement's stream, moves it and commits, again and again. Durable commits. On a
machine that does other work too, read the CPU time (this process's, checking the chain included) rather than the
clock; the load is printed beside it.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from dealflow.domain.values.event import By

sys.path.insert(0, str(Path(__file__).parents[1]))

from dealflow.domain.pipeline.events import EngagementMoved, EngagementOpened
from dealflow.store.ledger import journal
from dealflow.store.ledger.database import SQLITE, Ledger
from dealflow.store.ledger.migrate import migrate
from tests.databases import postgres_server

THREADS = (1, 8, 32)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROUND_TRIP = 12
"""Moves before a thread turns to a new engagement, as a real one has few."""


def main(seconds: float) -> None:
    """Print appends per second and the milliseconds of one append, by database and threads."""
    print(f"SQLite {SQLITE.sqlite_version}, {os.cpu_count()} cores, {seconds:g} s a row")
    print(
        f"{'database':12}{'threads':>8}{'appends/s':>11}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}{'CPU ms':>8}{'load':>7}"
    )
    for name, url in databases():
        for threads in THREADS:
            begun = time.process_time()
            took = sorted(run(url, f"bench{threads}", threads, seconds))
            cpu_ms = 1000 * (time.process_time() - begun) / len(took)
            cuts = statistics.quantiles(took, n=100)
            shown = (cuts[49], cuts[98], took[-1])
            figures = "".join(f"{1000 * value:9.1f}" for value in shown)
            print(
                f"{name:12}{threads:8}{len(took) / seconds:11.0f}{figures}{cpu_ms:8.1f}{os.getloadavg()[0]:7.1f}",
                flush=True,
            )


def databases() -> Iterator[tuple[str, str]]:
    """Yield each kind of database with the URL of a migrated, empty one."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/ledger.sqlite3"
        migrate(url, Path(folder))
        yield "SQLite", url
    with postgres() as url:
        yield "PostgreSQL", url


@contextmanager
def postgres() -> Iterator[str]:
    """Give the URL of a migrated, empty PostgreSQL database."""
    with postgres_server() as new_database, tempfile.TemporaryDirectory() as folder:
        url = new_database()
        migrate(url, Path(folder))
        yield url


def run(url: str, workspace: str, threads: int, seconds: float) -> list[float]:
    """Append with that many threads for some seconds; return how long each append took, in seconds."""
    took: list[float] = []
    with closing(Ledger(url, workspace)) as ledger:
        end = time.perf_counter() + seconds
        movers = [threading.Thread(target=move, args=(ledger, number, end, took)) for number in range(threads)]
        for mover in movers:
            mover.start()
        for mover in movers:
            mover.join()
        with ledger.read() as session:
            assert journal.verify(session, workspace).position >= len(took)  # noqa: S101  # a wrong answer is no speed
    return took


def move(ledger: Ledger, number: int, end: float, took: list[float]) -> None:
    """Open engagements and move them until the end."""
    made_number = 0
    while time.perf_counter() < end:
        name = f"e{number}-{made_number // ROUND_TRIP}"
        begun = time.perf_counter()
        with ledger.write() as session:
            past = journal.read_stream(session, ledger.workspace, f"engagement:{name}")
            stages = ("meeting", "ir") if len(past) % 2 else ("ir", "meeting")
            opened = EngagementOpened(name, "vc1", "c1", "vc1", "vc", "A", "meeting")
            event = EngagementMoved(name, *stages) if past else opened
            journal.append(
                *(session, ledger.workspace, event.stream, [event]), after=len(past), by=By("p1", NOON, "app")
            )
        took.append(time.perf_counter() - begun)
        made_number += 1


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 4)
