"""A rival process: at a given moment it appends to a stream, as many times as told, and prints what it won.

Arguments: URL, workspace, name, moment (seconds since 1970), the stream's last sequence number, rounds.
"""

from __future__ import annotations

import sys
import time
from contextlib import closing
from datetime import UTC, datetime

from dealflow.domain.pipeline.events import EngagementNoted
from dealflow.domain.values.event import By
from dealflow.errors import ChangedMeanwhileError
from dealflow.store.ledger import journal
from dealflow.store.ledger.database import Ledger


def main(url: str, workspace: str, name: str, moment: str, after: str, rounds: str) -> None:
    with closing(Ledger(url, workspace)) as opened:
        opened.position()
        time.sleep(max(0.0, float(moment) - time.time()))
        for seq in range(int(after), int(after) + int(rounds)):
            with opened.read() as session:  # wait until the round before is decided
                while len(journal.read_stream(session, workspace, "engagement:e1")) < seq:
                    session.rollback()
                    time.sleep(0.002)
            try:
                with opened.write() as session:
                    event = EngagementNoted("e1", f"{name} wins {seq}")
                    journal.append(
                        *(session, workspace, event.stream, [event]),
                        after=seq,
                        by=By(name, datetime(2026, 3, 2, tzinfo=UTC), "app"),
                    )
            except ChangedMeanwhileError:
                print("lost", seq, flush=True)  # noqa: T201  # the test reads it
            else:
                print("won", seq, flush=True)  # noqa: T201  # the test reads it


if __name__ == "__main__":
    main(*sys.argv[1:])
