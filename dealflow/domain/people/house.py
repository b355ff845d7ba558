"""What a house decides for itself: which acts need two people, how long what is kept, under which mark it writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class TwoPersonAct(StrEnum):
    """An act that a house may want two people for: one enters it, another confirms it."""

    PAYMENT = "payment"
    RECOMMENDATION = "recommendation"
    RULES = "rules"
    """Wanting two people for less than before: asked for wherever they are wanted for anything."""
    DEPUTY = "deputy"
    """Naming who votes for somebody else: asked for wherever two people are wanted for anything."""


CHOSEN_ACTS: Final = (TwoPersonAct.PAYMENT, TwoPersonAct.RECOMMENDATION)
"""The acts for which a house says whether it wants two people."""
OWN_RULES: Final = (TwoPersonAct.RULES, TwoPersonAct.DEPUTY)
"""The acts about a house itself: they concern no company."""


class RetentionKind(StrEnum):
    """What personal data a house keeps for a time; each clock starts at another moment."""

    PARTICIPANTS = "participants"
    """People of an IR event that took part: from the day of the event."""
    APPLICANTS = "applicants"
    """People of an IR event that were not taken, or withdrew: from the day of the event."""
    CONTACTS = "contacts"
    """People of companies in the house's books: from the last change of the entry."""
    LETTERS = "letters"
    """Letters that were written to the people of the house's events: from the day they were made."""
    VIEWS = "views"
    """Who looked at which page of the house's decks: from the look. Kept a year at the least."""
    DECKS = "decks"
    """The house's own decks of companies that it passed on: from the end of the last deal or the declined letter."""


DEFAULT_MONTHS: Final = {
    RetentionKind.PARTICIPANTS: 12,
    RetentionKind.APPLICANTS: 6,
    RetentionKind.CONTACTS: 36,
    RetentionKind.LETTERS: 24,
    RetentionKind.VIEWS: 24,
    RetentionKind.DECKS: 24,
}
"""Proposed where a house says nothing else (a house's clocks act only once it has set them going)."""
LEAST_MONTHS: Final = {RetentionKind.VIEWS: 12}
"""Logs of access are kept a year at the least."""
MOST_MONTHS: Final = 1_200


@dataclass(frozen=True, slots=True)
class Clock:
    """For how many months a kind of personal data is kept."""

    kind: RetentionKind
    months: int


@dataclass(frozen=True, slots=True)
class HouseSettings:
    """A house's own settings; nothing said: one person is enough, no clock runs, no mark.

    ``officer``: how the one who answers for personal data is reached (an office, no person's name is asked).
    ``logo_sha256``: the picture's content hash.
    """

    two_person: tuple[TwoPersonAct, ...] = ()
    clocks: tuple[Clock, ...] = ()
    officer: str = ""
    logo_sha256: str = ""

    def months(self, kind: RetentionKind) -> int | None:
        """Return for how many months a kind is kept, None: no clock runs."""
        return next((clock.months for clock in self.clocks if clock.kind is kind), None)


def month_later(day: date, months: int) -> date:
    """Return the day that many months later; a day that the month does not have is its last."""
    ordinal = day.year * 12 + day.month - 1 + months
    year, month = divmod(ordinal, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError


def is_due(since: date, months: int, on: date) -> bool:
    """Say whether what is kept since a day is to be destroyed on another: after its months, from the day after."""
    return on > month_later(since, months)
