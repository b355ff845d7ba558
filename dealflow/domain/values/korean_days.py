"""Days as people in Korea count them. Moments are kept in UTC; a day begins at midnight in Seoul."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


def korean_day(at: datetime) -> date:
    """Return the day on Korean calendars at a moment, which must know its zone."""
    return at.astimezone(SEOUL).date()


def months_after(on: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it has no such day."""
    year, place = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, place + 1, min(on.day, monthrange(year, place + 1)[1]))
