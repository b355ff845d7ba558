from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.catalogue.holidays import korean_calendar
from dealflow.domain.values.business_days import WEEKDAYS, BusinessCalendar

KOREA = korean_calendar()
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
STEPS = st.integers(-400, 400)
SATURDAY = date(2025, 9, 20)


@st.composite
def calendars(draw: st.DrawFn) -> BusinessCalendar:
    near = st.dates(date(2024, 1, 1), date(2026, 12, 31))
    return BusinessCalendar(frozenset(draw(st.sets(near, max_size=40))), frozenset(draw(st.sets(near, max_size=10))))


@given(DAYS, STEPS)
def test_so_many_business_days_on_there_lie_so_many_business_days_between(day: date, n: int) -> None:
    assert KOREA.between(day, KOREA.add(day, n)) == n


@given(calendars(), st.dates(date(2023, 6, 1), date(2027, 6, 1)), st.dates(date(2023, 6, 1), date(2027, 6, 1)))
def test_between_counts_what_one_would_count_with_a_finger(calendar: BusinessCalendar, a: date, b: date) -> None:
    days = [a + timedelta(days=step) for step in range(1, (b - a).days + 1)]
    back = [b + timedelta(days=step) for step in range((a - b).days)]
    assert calendar.between(a, b) == sum(map(calendar.is_business, days)) - sum(map(calendar.is_business, back))


@given(calendars(), st.dates(date(2024, 1, 1), date(2026, 12, 31)), STEPS.filter(bool))
def test_counting_always_lands_on_a_business_day(calendar: BusinessCalendar, day: date, n: int) -> None:
    assert calendar.is_business(calendar.add(day, n))


@pytest.mark.parametrize(
    ("committee", "plan", "result"),
    [
        (date(2025, 11, 24), date(2025, 11, 17), date(2025, 11, 26)),  # Monday, nothing between
        (date(2025, 11, 20), date(2025, 11, 13), date(2025, 11, 24)),  # Thursday: the result waits for Monday
        (date(2025, 2, 3), date(2025, 1, 21), date(2025, 2, 5)),  # 27 to 30 January closed: temporary, Lunar New Year
        (date(2025, 10, 13), date(2025, 9, 29), date(2025, 10, 15)),  # 3 and 6 to 9 October closed
    ],
)
def test_the_plan_is_due_five_business_days_before_and_the_result_two_after(
    committee: date, plan: date, result: date
) -> None:
    assert (KOREA.deadline_before(committee, 5), KOREA.deadline_after(committee, 2)) == (plan, result)
    assert KOREA.between(plan, committee) == 5
    assert KOREA.between(plan + timedelta(days=1), committee) < 5


def test_a_day_that_was_opened_by_hand_counts_even_on_a_weekend_and_even_if_closed() -> None:
    works = BusinessCalendar(frozenset({SATURDAY}), frozenset({SATURDAY}))
    assert works.is_business(SATURDAY)
    assert not WEEKDAYS.is_business(SATURDAY)
    assert works.between(date(2025, 9, 19), date(2025, 9, 22)) == 2


def test_a_day_put_right_twice_stands_as_it_was_put_last() -> None:
    monday = date(2025, 9, 22)
    assert not WEEKDAYS.changed(closed=[monday]).is_business(monday)
    assert WEEKDAYS.changed(closed=[monday]).changed(opened=[monday]).is_business(monday)
    assert not WEEKDAYS.changed(opened=[SATURDAY]).changed(closed=[SATURDAY]).is_business(SATURDAY)


def test_nothing_lies_between_a_day_and_itself() -> None:
    assert KOREA.between(SATURDAY, SATURDAY) == 0
    assert KOREA.add(SATURDAY, 0) == SATURDAY
