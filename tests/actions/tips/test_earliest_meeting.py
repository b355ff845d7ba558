from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dealflow.actions.tips.kvic_deadline import earliest_meeting, report_days
from dealflow.catalogue.holidays import shipped_calendar


@given(st.dates(date(2026, 1, 1), date(2026, 12, 1)))
def test_the_first_day_of_a_committee_is_the_first_whose_plan_is_still_in_time(on: date) -> None:
    calendar, before = shipped_calendar(), report_days(on).plan_before
    first = earliest_meeting(calendar, on)
    assert calendar.deadline_before(first, before) >= on
    assert calendar.is_business(first)
    assert calendar.deadline_before(calendar.add(first, -1), before) < on
