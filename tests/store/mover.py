"""A program that moves engagements without a rest, three threads at once, and tells every commit, until killed."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

from dealflow.domain.pipeline.events import EngagementMoved, EngagementNoted
from dealflow.domain.values.event import By
from dealflow.store.ledger import journal
from dealflow.store.ledger.database import Ledger
from dealflow.store.warehouse import Warehouse

DAWN = datetime(2026, 3, 2, tzinfo=UTC)
STAGES = ("meeting", "ir", "review")
ENGAGEMENTS = ("e0", "e1", "e2")


def move_on(url: str, workspace: str, warehouse_path: str, said: Connection) -> None:
    """Move until killed; each commit is two events and is said as (position, hash) of the second one."""
    ledger = Ledger(url, workspace)
    warehouse = Warehouse(warehouse_path, ledger)
    mouth = threading.Lock()

    def keep_moving(name: str) -> None:
        while True:
            acknowledged = _move_once(ledger, name)
            with mouth:
                said.send(acknowledged)
            warehouse.refresh()

    movers = [threading.Thread(target=keep_moving, args=(name,)) for name in ENGAGEMENTS]
    for mover in movers:
        mover.start()
    for mover in movers:
        mover.join()


def _move_once(ledger: Ledger, name: str) -> tuple[int, str]:
    """Move an engagement one stage on, with a note in the same commit; return position and hash of the note."""
    with ledger.write() as session:
        past = journal.read_stream(session, ledger.workspace, f"engagement:{name}")
        moves = len(past) // 2
        events = [
            EngagementMoved(name, STAGES[moves % 3], STAGES[(moves + 1) % 3]),
            EngagementNoted(name, f"move {moves}"),
        ]
        ts = DAWN + timedelta(minutes=moves)
        stream = events[0].stream
        recorded = journal.append(session, ledger.workspace, stream, events, after=len(past), by=By("p1", ts, "app"))
    return recorded[-1].position, recorded[-1].hash
