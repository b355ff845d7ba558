"""What every screen stands on: the opened workspace, the room where decks are read, and the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from threading import RLock
from typing import Final

from dealflow.actions.claims.reading_queue import ReadingRoom
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.domain.values.korean_days import korean_day
from dealflow.settings import Settings


class _Process:
    """What a process has once. No cache of Streamlit's holds it: whoever empties those would open it a second time."""

    def __init__(self) -> None:
        self.lock: Final = RLock()
        self.workspace: Workspace | None = None
        self.reading_room: ReadingRoom | None = None


_process: Final = _Process()


def workspace() -> Workspace:
    """Return the process's one workspace, opened (and migrated) at the first call."""
    with _process.lock:
        if _process.workspace is None:
            _process.workspace = open_workspace(Settings())
        return _process.workspace


def reading_room() -> ReadingRoom:
    """Return the process's one reading room, started: it resumes what an earlier process left unread."""
    with _process.lock:
        if _process.reading_room is None:
            room = ReadingRoom(workspace())
            room.start()
            _process.reading_room = room
        return _process.reading_room


def close() -> None:
    """Stop the reading and close the workspace; the next call opens them anew."""
    with _process.lock:
        room, ws = _process.reading_room, _process.workspace
        _process.reading_room = _process.workspace = None
    if room is not None:
        room.stop()
    if ws is not None:
        close_workspace(ws)


def now() -> datetime:
    """Return the present moment, aware, in UTC. Only front ends ask the clock."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day on Korean calendars."""
    return korean_day(now())
