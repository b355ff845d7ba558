"""What every screen stands on: the opened workspace, the room where decks are read, and the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from dealflow.actions.claims.reading_queue import ReadingRoom
from dealflow.actions.platform.workspace import Workspace, open_workspace
from dealflow.domain.values.korean_days import korean_day
from dealflow.settings import Settings


@st.cache_resource(show_spinner=False)
def workspace() -> Workspace:
    """Return the process's one workspace, opened (and migrated) at the first call."""
    return open_workspace(Settings())


@st.cache_resource(show_spinner=False)
def reading_room() -> ReadingRoom:
    """Return the process's one reading room, started: it resumes what an earlier process left unread."""
    room = ReadingRoom(workspace())
    room.start()
    return room


def now() -> datetime:
    """Return the present moment, aware, in UTC. Only front ends ask the clock."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day on Korean calendars."""
    return korean_day(now())
