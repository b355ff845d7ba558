"""Business days: Monday to Friday, less the days that are closed, plus those that are opened by hand.

How days are counted everywhere: the day from which one counts is not counted itself (Civil Act, art. 157). The first
business day after a Friday is the Monday; five business days before a Monday is the Monday of the week before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

_DAY: Final = timedelta(days=1)
_WORKING_WEEK: Final = 5
_MONDAY: Final = date(1, 1, 1).toordinal()  # 1 January of the year 1 was a Monday


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Which days count. ``opened`` wins over ``closed`` and over the weekend: it is what a person put right."""

    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()
    _lost: tuple[date, ...] = field(init=False, repr=False, compare=False)
    """Weekdays that do not count, in order."""
    _gained: tuple[date, ...] = field(init=False, repr=False, compare=False)
    """Days of weekends that count, in order."""

    def __post_init__(self) -> None:
        lost = (day for day in self.closed - self.opened if day.weekday() < _WORKING_WEEK)
        gained = (day for day in self.opened if day.weekday() >= _WORKING_WEEK)
        object.__setattr__(self, "_lost", tuple(sorted(lost)))
        object.__setattr__(self, "_gained", tuple(sorted(gained)))

    def is_business(self, day: date) -> bool:
        """Say whether the day counts."""
        return day in self.opened or (day.weekday() < _WORKING_WEEK and day not in self.closed)

    def add(self, day: date, n: int) -> date:
        """Return the ``n``-th business day after the day, before it where ``n`` is negative, the day itself for 0."""
        step = _DAY if n > 0 else -_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_business(day)
        return day

    def between(self, a: date, b: date) -> int:
        """Return how many business days lie after the earlier and up to the later day: negative where ``b`` is earlier.

        ``between(day, add(day, n)) == n`` for every day and ``n``. Going back, the day ``a`` is the one left out.
        """
        return self._before(b + _DAY) - self._before(a + _DAY) if a <= b else self._before(b) - self._before(a)

    def deadline_before(self, day: date, n: int) -> date:
        """Return the last day that is at least ``n`` business days before the day: the ``n``-th one, itself in time.

        The day itself is not counted. A plan that is due 5 business days before a committee on a Monday is in time on
        the Monday before, and late on the Tuesday, if no holiday lies between.
        """
        return self.add(day, -n)

    def deadline_after(self, day: date, n: int) -> date:
        """Return the last day that is at most ``n`` business days after the day: the ``n``-th one, itself in time.

        The day itself is not counted: a result that is due 2 business days after a committee on a Thursday is in time
        on the Monday.
        """
        return self.add(day, n)

    def changed(self, *, closed: Iterable[date] = (), opened: Iterable[date] = ()) -> BusinessCalendar:
        """Return the calendar with days put right: what is closed now is not opened any more, and the reverse."""
        shut, open_now = frozenset(closed), frozenset(opened)
        return BusinessCalendar((self.closed | shut) - open_now, (self.opened | open_now) - shut)

    def _before(self, day: date) -> int:
        """Return the number of business days before the day, from the year 1 on."""
        weeks, rest = divmod(day.toordinal() - _MONDAY, 7)
        weekdays = weeks * _WORKING_WEEK + min(rest, _WORKING_WEEK)
        return weekdays - bisect_left(self._lost, day) + bisect_left(self._gained, day)


WEEKDAYS: Final = BusinessCalendar()
"""Monday to Friday and nothing else: for tests and for a house that names no holidays."""
