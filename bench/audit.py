"""How long does an audit take? ``python bench/audit.py [EVENTS]``: a journal of moves, chain and tables checked.

CPU time of this process, since the machine may do other work; the memory is the process's highest.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from dealflow.domain.pipeline.events import EngagementMoved, EngagementOpened
from dealflow.domain.values.event import By
from dealflow.store.ledger import journal, replay_audit
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.migrate import migrate

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DOER = By("p1", NOON, "app")
MOVES = 12
"""Moves of an engagement, as the demo's have at most."""
WHOLE = 1_000_000


def fill(ledger: Ledger, count: int) -> int:
    """Write engagements that each are opened and moved, until the journal holds so many events; return how many."""
    with ledger.write() as session:
        for number in range(-(-count // (MOVES + 1))):
            name = f"e{number}"
            stages = ("meeting", "ir")
            opened = EngagementOpened(name, "vc1", f"c{number}", "vc1", "vc", "Series A", stages[0])
            moves = [EngagementMoved(name, stages[turn % 2], stages[(turn + 1) % 2]) for turn in range(MOVES)]
            journal.append(session, ledger.workspace, opened.stream, [opened, *moves], after=0, by=DOER)
    return ledger.position()


def main(count: int) -> None:
    """Print the CPU seconds of both checks, and what a journal of a million would take at that pace."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/ledger.sqlite3"
        migrate(url, Path(folder))
        with closing(Ledger(url, "main")) as ledger:
            events = fill(ledger, count)
            with ledger.read() as session:
                begun = time.process_time()
                journal.verify(session, ledger.workspace)
                chained = time.process_time()
                replay_audit.require_replayed_tables(session, ledger.workspace)
                done = time.process_time()
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{events} events: chain {chained - begun:.2f} s, tables {done - chained:.2f} s, {memory_mb:.0f} MB")
    print(f"{WHOLE} at that pace: {(done - begun) / events * WHOLE:.0f} s of CPU")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
