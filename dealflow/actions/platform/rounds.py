"""What is done again and again behind the screens: in a thread of its own, whatever breaks, until it is stopped."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Final

from dealflow.errors import DealflowError

logger: Final = logging.getLogger(__name__)
_LAST_ROUND_S: Final = 15.0
"""So long a round that is under way is waited for."""


class Rounds:
    """Does some tasks one after the other, every so often. A task that breaks off keeps no other from its turn."""

    def __init__(self, name: str, tasks: Mapping[str, Callable[[], object]], *, every_s: float, at_once: bool) -> None:
        """Prepare rounds; ``tasks`` by what the log calls them, ``at_once``: the first round waits for nothing."""
        self._name = name
        self._tasks = tasks
        self._every_s = every_s
        self._at_once = at_once
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; a second start does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """Let the next round begin now."""
        self._woken.set()

    def stop(self) -> None:
        """Stop; a task that is under way is waited for, and no other begins."""
        self._stopping.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(_LAST_ROUND_S)

    def _run(self) -> None:
        if not self._at_once:
            self._woken.wait(self._every_s)
        while not self._stopping.is_set():
            self._woken.clear()
            for what, task in self._tasks.items():
                if not self._stopping.is_set():
                    self._try(what, task)
            self._woken.wait(self._every_s)

    @staticmethod
    def _try(what: str, task: Callable[[], object]) -> None:
        try:
            task()
        except DealflowError as error:
            logger.warning("%s: put off: %s", what, error)
        except Exception:
            logger.exception("%s: broke off", what)
