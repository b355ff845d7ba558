"""What administrators changed over what is shipped: stages of tracks, and days of the calendar; read once, kept fresh.

A screen asks for tracks and business days once a row, so the ledger is looked at once a second at most; in the process
that made a change it is seen at once. Other processes see it a second later.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import Lock
from typing import Final

from dealflow.catalogue.holidays import shipped_calendar
from dealflow.domain.pipeline.events import TrackEdited
from dealflow.domain.pipeline.funnel import Track
from dealflow.domain.values.business_days import BusinessCalendar
from dealflow.store.ledger import journal
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.queries import pipeline
from dealflow.store.ledger.queries.visibility import Session

_FRESH_S: Final = 1.0

Days = tuple[tuple[date, bool, str], ...]
"""Days declared closed (True) or open over the calendar, with their names."""


@dataclass(frozen=True, slots=True)
class TrackVersion:
    """A track as it was from a moment on, until the next version; ``version`` 0 and no moment: as it is shipped."""

    track: Track
    since: datetime | None
    version: int
    edited_by: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    position: int
    history: dict[str, tuple[TrackVersion, ...]]
    tracks: tuple[Track, ...]
    days: Days
    calendar: BusinessCalendar


class Amended:
    """The tracks and business days of one workspace as they stand, shared by threads."""

    def __init__(self, ledger: Ledger, workspace: str, shipped: Sequence[Track]) -> None:
        self.shipped: Final = tuple(shipped)
        self._ledger, self._workspace = ledger, workspace
        self._known: _Known | None = None
        self._checked_s = float("-inf")
        self._lock = Lock()

    @property
    def tracks(self) -> tuple[Track, ...]:
        """Return the tracks in their shipped order, each as last edited."""
        return self._now().tracks

    @property
    def calendar(self) -> BusinessCalendar:
        """Return the business days of Korea with the days put right here."""
        return self._now().calendar

    @property
    def days(self) -> Days:
        """Return the days put right here, in order."""
        return self._now().days

    def history(self, track_id: str) -> tuple[TrackVersion, ...]:
        """Return every version of a track, the shipped one first; empty for an unknown one."""
        return self._now().history.get(track_id, ())

    def forget(self) -> None:
        """Look at the ledger at the next question: something was changed here."""
        self._checked_s = float("-inf")

    def _now(self) -> _Known:
        """Return what is known, looked up again if it may be old; while one thread looks, others use what was."""
        known = self._known
        # a monotonic clock, for freshness only: no answer depends on the time of day
        if known is not None and time.monotonic() - self._checked_s < _FRESH_S:
            return known
        if not self._lock.acquire(blocking=known is None):
            return self._now() if known is None else known
        try:
            checked_s = time.monotonic()
            self._known = known = self._read(self._known)
            self._checked_s = checked_s
            return known
        finally:
            self._lock.release()

    def _read(self, before: _Known | None) -> _Known:
        with self._ledger.read() as session:
            position = journal.head(session, self._workspace).position
            if before is not None and position == before.position:
                return before
            history = {track.id: versions(session, self._workspace, track) for track in self.shipped}
            days = pipeline.holidays(session, self._workspace)
        same = before is not None and before.days == days
        calendar = before.calendar if before is not None and same else amended_calendar(days)
        return _Known(
            position, history, tuple(track_versions[-1].track for track_versions in history.values()), days, calendar
        )


def versions(session: Session, workspace: str, shipped: Track) -> tuple[TrackVersion, ...]:
    """Return every version of a shipped track, oldest first; how its days are counted is not edited."""
    track_versions = [TrackVersion(shipped, None, 0)]
    for recorded in journal.read_stream(session, workspace, f"track:{shipped.id}"):
        if isinstance(recorded.event, TrackEdited):
            event = recorded.event
            track = replace(shipped, name_ko=event.name_ko, name_en=event.name_en, stages=event.stages)
            track_versions.append(TrackVersion(track, recorded.ts, recorded.seq, recorded.actor))
    return tuple(track_versions)


def amended_calendar(days: Days) -> BusinessCalendar:
    """Return the shipped calendar with days put right."""
    closed = [day for day, is_closed, _ in days if is_closed]
    opened = [day for day, is_closed, _ in days if not is_closed]
    return shipped_calendar().changed(closed=closed, opened=opened) if days else shipped_calendar()
