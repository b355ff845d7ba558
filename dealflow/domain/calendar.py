"""Days as people in Korea count them. Moments are kept in UTC; a day begins at midnight in Seoul."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


def korean_day(at: datetime) -> date:
    """Return the day on Korean calendars at a moment, which must know its zone."""
    return at.astimezone(SEOUL).date()
