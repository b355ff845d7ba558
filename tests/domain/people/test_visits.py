"""Visits: what is new goes out from the last look before a pause, and a first visit knows nothing new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dealflow.domain.people.visits import Moment, Visit, looked

FRIDAY = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


def at(position: int, **later: int) -> Moment:
    return Moment(position, FRIDAY + timedelta(**later))


def test_to_somebody_who_was_never_here_nothing_is_new() -> None:
    assert looked(None, at(10)) == Visit(at(10), at(10))


def test_a_visit_goes_on_over_a_short_pause_and_begins_anew_after_a_long_one() -> None:
    visit = looked(Visit(at(1), at(10)), at(20, minutes=45))
    assert visit == Visit(at(1), at(20, minutes=45))
    assert looked(visit, at(30, minutes=91)) == Visit(at(20, minutes=45), at(30, minutes=91))
