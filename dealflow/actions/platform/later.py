"""What is written down a little later, many at a time: what somebody looked at must not cost a commit a look.

Every commit makes kept answers old. What waits here is written with the next round, when it is asked for, and when the
workspace closes; a process that is killed loses what its last round had not written.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealflow.store.ledger.database import Ledger
    from dealflow.store.ledger.queries.visibility import Session

Work = Callable[["Session"], None]


class Later:
    """Writes that wait, in order. Threads share it."""

    def __init__(self) -> None:
        self._waiting: list[Work] = []
        self._lock = Lock()

    def add(self, work: Work) -> None:
        """Let something be written with the next round."""
        with self._lock:
            self._waiting.append(work)

    def write(self, ledger: Ledger) -> int:
        """Write what waits in one transaction, and return how much that was; what cannot be written goes on waiting."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        if not waiting:
            return 0

        def work(session: Session) -> None:
            for wait in waiting:
                wait(session)

        try:
            ledger.transact(work)
        except BaseException:
            with self._lock:
                self._waiting = waiting + self._waiting
            raise
        return len(waiting)
