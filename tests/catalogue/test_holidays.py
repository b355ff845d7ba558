from __future__ import annotations

from datetime import date

import pytest

from dealflow.catalogue.holidays import holiday_names, korean_calendar
from dealflow.errors import InvalidInputError

KOREA = korean_calendar()


@pytest.mark.parametrize(
    "day",
    [
        date(2024, 2, 12),  # substitute for Lunar New Year that touched a Sunday
        date(2024, 5, 6),  # substitute for Children's Day on a Sunday
        date(2024, 10, 1),  # temporary
        date(2025, 1, 27),  # temporary
        date(2025, 1, 28),
        date(2025, 1, 29),  # Lunar New Year
        date(2025, 1, 30),
        date(2025, 3, 3),  # substitute
        date(2025, 5, 6),  # substitute for Children's Day and Buddha's Birthday on one day
        date(2025, 6, 3),  # presidential election
        date(2025, 10, 8),  # substitute for Chuseok on a Sunday
    ],
)
def test_public_substitute_and_temporary_holidays_are_closed(day: date) -> None:
    assert day.weekday() < 5
    assert not KOREA.is_business(day)


@pytest.mark.parametrize("day", [date(2024, 10, 2), date(2025, 1, 31), date(2025, 5, 7), date(2025, 12, 31)])
def test_the_days_beside_them_are_open(day: date) -> None:
    assert KOREA.is_business(day)


def test_the_first_of_may_is_closed_only_since_the_law_made_it_a_public_holiday() -> None:
    assert [KOREA.is_business(date(year, 5, 1)) for year in (2024, 2025, 2026)] == [True, True, False]
    assert not korean_calendar(closed=[date(2025, 5, 1)]).is_business(date(2025, 5, 1))


def test_days_are_put_right_in_the_file_and_the_call_has_the_last_word() -> None:
    text = "closed = [{ day = 2025-11-19 }]\nopened = [{ day = 2025-11-22 }]"
    calendar = korean_calendar([2025], text=text)
    assert (calendar.is_business(date(2025, 11, 19)), calendar.is_business(date(2025, 11, 22))) == (False, True)
    assert korean_calendar([2025], text=text, opened=[date(2025, 11, 19)]).is_business(date(2025, 11, 19))


def test_holidays_have_names_in_both_languages() -> None:
    assert holiday_names([2025])[date(2025, 1, 27)] == "임시공휴일"
    assert holiday_names([2025], "en")[date(2025, 1, 27)] == "Temporary Public Holiday"


def test_what_cannot_be_a_calendar_is_refused() -> None:
    day = date(2025, 11, 19)
    for bad in (
        lambda: korean_calendar([1870]),
        lambda: korean_calendar(closed=[day], opened=[day]),
        lambda: korean_calendar(text="closed = [{ day = 'tomorrow' }]"),
        lambda: korean_calendar(text="closed = [{ day = 2025-11-19 }]\nopened = [{ day = 2025-11-19 }]"),
    ):
        with pytest.raises(InvalidInputError):
            bad()
