"""Seats are given in the order of arrival; nobody passes those who wait, and no seat is given twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.irday.programme.part_contents import RegistrationTerms
from dealflow.domain.irday.registration.registrations import (
    Registration,
    RegistrationState,
    is_open,
    moved_up,
    seats,
    state_of_next,
)

AT = datetime(2026, 3, 2, tzinfo=UTC)
SEATED, WAITING, CANCELLED = RegistrationState


def arrive(there: list[Registration], terms: RegistrationTerms) -> None:
    number = len(there) + 1
    there.append(Registration(f"r{number}", "e", number, state_of_next(there, terms), AT, ""))


def test_two_seats_are_taken_by_the_first_two_and_the_third_moves_up_when_one_is_given_back() -> None:
    terms, there = RegistrationTerms(is_open=True, capacity=2), list[Registration]()
    for _ in range(4):
        arrive(there, terms)
    assert [registration.state for registration in there] == [SEATED, SEATED, WAITING, WAITING]
    there[0] = replace(there[0], state=CANCELLED)
    assert [registration.id for registration in moved_up(there, terms)] == ["r3"]
    assert seats(there, terms).left == 1


@given(st.lists(st.integers(0, 30), max_size=30), st.integers(1, 6))
def test_whatever_happens_no_more_are_seated_than_there_are_seats(acts: list[int], capacity: int) -> None:
    terms, there = RegistrationTerms(is_open=True, capacity=capacity), list[Registration]()
    for act in acts:
        if act % 3 or not there:
            arrive(there, terms)
        else:
            place = act % len(there)
            there[place] = replace(there[place], state=CANCELLED)
        up = {registration.id: registration for registration in moved_up(there, terms)}
        there = [up.get(registration.id, registration) for registration in there]
        standing = seats(there, terms)
        assert standing.seated <= capacity
        assert not (standing.left and standing.waiting)


def test_it_is_open_until_its_last_day_and_never_after_the_event() -> None:
    day = date(2026, 3, 2)
    assert not is_open(RegistrationTerms(), day, day)
    assert is_open(RegistrationTerms(is_open=True), day, day)
    assert not is_open(RegistrationTerms(is_open=True), day, date(2026, 3, 3))
    closes = RegistrationTerms(is_open=True, closes_on=date(2026, 2, 27))
    assert is_open(closes, day, date(2026, 2, 27))
    assert not is_open(closes, day, date(2026, 2, 28))
