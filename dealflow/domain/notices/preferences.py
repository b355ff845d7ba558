"""What a person wants to be told, by which way and when. Hours are those of Korean clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from dealflow.domain.values.korean_days import SEOUL

_HOURS: Final = 24
_DIGEST_LASTS: Final = 4
"""So many hours after its hour a digest still goes: whoever's machine slept gets it later, not at night."""


class NoticeKind(StrEnum):
    """What people are told of, in the order in which a letter tells it."""

    VOTE = "vote"
    SECOND = "second"
    """An act of the own house that waits for a second person, or was settled by one."""
    DEADLINE = "deadline"
    MENTION = "mention"
    DECK = "deck"
    TIMETABLE = "timetable"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What somebody wants: ``address`` empty is that of the log-in; no ``digest_hour``: no digest.

    Between ``quiet_from`` and ``quiet_until`` nothing is sent; the same hour twice: always.
    """

    address: str = ""
    language: str = "ko"
    muted: tuple[NoticeKind, ...] = ()
    digest_hour: int | None = 8
    quiet_from: int = 20
    quiet_until: int = 7
    by_mail: bool = True
    webhook: str = ""

    def wants(self, kind: NoticeKind) -> bool:
        """Say whether the person is told of events of a kind."""
        return kind not in self.muted


def is_quiet(preferences: Preferences, at: datetime) -> bool:
    """Say whether a moment is among the person's quiet hours."""
    begins, ends, hour = preferences.quiet_from, preferences.quiet_until, at.astimezone(SEOUL).hour
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends


def loud_from(preferences: Preferences, at: datetime) -> datetime:
    """Return the first moment from ``at`` on that is not among the quiet hours."""
    if not is_quiet(preferences, at):
        return at
    local = at.astimezone(SEOUL)
    ends = local.replace(hour=preferences.quiet_until, minute=0, second=0, microsecond=0)
    return (ends if ends > local else ends + timedelta(days=1)).astimezone(at.tzinfo)


def bundle_goes_at(preferences: Preferences, oldest: datetime, waits: timedelta) -> datetime:
    """Return when a letter of all that waits goes: some minutes after the oldest, never in quiet hours."""
    return loud_from(preferences, oldest + waits)


def is_digest_due(preferences: Preferences, at: datetime) -> bool:
    """Say whether the hour of the day's digest has come, and not long gone."""
    if preferences.digest_hour is None:
        return False
    return 0 <= at.astimezone(SEOUL).hour - preferences.digest_hour < _DIGEST_LASTS


def is_hour(hour: int) -> bool:
    """Say whether a number is an hour of the day."""
    return 0 <= hour < _HOURS
