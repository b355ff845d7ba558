"""Files made for one person to take away: kept for some minutes under a name nobody guesses, given to them alone.

A file may be written when it is asked for. What a person is offered again replaces what they were offered before, so
that a screen drawn a hundred times keeps one file.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from dealflow.errors import NotFoundError

_LASTS: Final = timedelta(minutes=30)
_MOST: Final = 40
"""Files of one person: a screen offers four at most."""
_MOST_OF_ALL: Final = 4_000
Contents = bytes | Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file for one person: what it is called, and its bytes or how to make them."""

    person_id: str
    place: str
    """Where it is offered: what is offered there later takes its name over."""
    name: str
    contents: Contents
    until: datetime


class KeptFiles:
    """The files of one process. Threads share it."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, KeptFile] = OrderedDict()
        self._names: dict[tuple[str, str], str] = {}
        self._lock = Lock()

    def keep(self, file: KeptFile) -> str:
        """Keep a file and return the name by which its person asks for it."""
        with self._lock:
            key = (file.person_id, file.place)
            name = self._names.get(key) or secrets.token_urlsafe(24)
            self._names[key] = name
            self._files[name] = file
            self._files.move_to_end(name)
            self._forget(file.person_id)
            return name

    def taken(self, person_id: str, name: str, *, at: datetime) -> KeptFile:
        """Return the file of that name, if it was made for that person and still lasts.

        Raises:
            NotFoundError: there is none for them.
        """
        with self._lock:
            file = self._files.get(name)
        if file is None or file.person_id != person_id or at >= file.until:
            raise NotFoundError(kind="file", id="")
        return file

    def _forget(self, person_id: str) -> None:
        """Forget the longest unoffered of a person who has too many, and of all where there are too many."""
        theirs = [name for name, file in self._files.items() if file.person_id == person_id]
        oldest = list(self._files)[: max(0, len(self._files) - _MOST_OF_ALL)]
        for name in {*theirs[: max(0, len(theirs) - _MOST)], *oldest}:
            file = self._files.pop(name)
            self._names.pop((file.person_id, file.place), None)


def lasts_until(made_at: datetime) -> datetime:
    """Return until when a file that is offered at that moment can be taken."""
    return made_at + _LASTS
