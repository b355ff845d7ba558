"""A day and a time of day are read in every way that is used, and what is none is refused by name, never dropped."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.values.typed_days import EARLIEST, LATEST, clock_of, day_of
from dealflow.domain.values.typed_numbers import ungrouped, whole_within
from dealflow.errors import InvalidInputError

CHRISTMAS = date(2026, 12, 25)


@pytest.mark.parametrize(
    "text",
    ["2026-12-25", "2026.12.25", "2026. 12. 25.", "2026/12/25", "20261225", "26.12.25", "2026년 12월 25일",
     "２０２６．１２．２５", " 2026-12-25 ", "2026.12.25(금)"],
)  # fmt: skip
def test_a_day_is_read_in_the_ways_that_it_is_written(text: str) -> None:
    assert day_of(text, "due") == CHRISTMAS


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("24.03", "no_day"),
        ("FY2024", "no_day"),
        ("12/25", "no_day"),
        ("내일", "no_day"),
        ("2026-12-25T10:00", "no_day"),
        ("2026-02-30", "no_such_day"),
        ("2026-99-99", "no_such_day"),
        ("1899-12-31", "day_out_of_range"),
        ("2200-01-01", "day_out_of_range"),
    ],
)
def test_what_is_no_day_is_refused_by_name(text: str, problem: str) -> None:
    with pytest.raises(InvalidInputError) as told:
        day_of(text, "due")
    assert told.value.parameters["problem"] == problem
    assert told.value.parameters["field"] == "due"


def test_a_day_out_of_its_own_bounds_is_refused_with_them() -> None:
    with pytest.raises(InvalidInputError) as told:
        day_of("2026-12-26", "paid_on", most=CHRISTMAS)
    assert told.value.parameters["most"] == "2026-12-25"
    assert day_of("2026-12-25", "paid_on", most=CHRISTMAS) == CHRISTMAS


@given(st.dates(EARLIEST, LATEST), st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y. %m. %d.", "%Y%m%d", "%Y/%m/%d"]))
def test_every_written_day_reads_back(on: date, way: str) -> None:
    assert day_of(on.strftime(way), "due") == on


@given(st.text(max_size=14))
def test_any_text_is_a_day_nothing_or_refused(text: str) -> None:
    with suppress(InvalidInputError):
        assert (day_of(text, "due") is None) == (not "".join(text.split()))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("14:05", time(14, 5)),
        ("1405", time(14, 5)),
        ("9:00", time(9)),
        ("9시", time(9)),
        ("14시 5분", time(14, 5)),
        ("2시 반", time(2, 30)),
        ("오후 2:05", time(14, 5)),
        ("오전 12:00", time(0)),
        ("12:30 pm", time(12, 30)),
        ("24:00", time(0)),
        ("14:05:00", time(14, 5)),
    ],
)
def test_a_time_of_day_is_read_in_the_ways_that_it_is_written(text: str, at: time) -> None:
    assert clock_of(text, "from") == at


@pytest.mark.parametrize("text", ["25:00", "14:60", "2460", "noon", "오후 14시", "14:5", "14.05", "1,405", "0:00 pm"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError) as told:
        clock_of(text, "from")
    assert told.value.parameters["problem"] == "no_clock"


@given(st.integers(0, 24 * 60 - 1))
def test_every_minute_of_the_day_reads_back(minute: int) -> None:
    at = (CHRISTMAS, timedelta(minutes=minute))
    clock = time(minute // 60, minute % 60)
    assert clock_of(f"{clock:%H:%M}", "from") == clock_of(f"{clock:%H%M}", "from") == clock, at


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), ("1,200", 1200), ("12명", 12), ("１２", 12), ("12.0", 12), ("", None), ("0", 0)]
)
def test_a_whole_number_is_read(text: str, number: int | None) -> None:
    assert whole_within(text, "seats", least=0, most=10_000) == number


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1,0000", "wrong_groups"),
        ("12,34", "wrong_groups"),
        (",5", "wrong_groups"),
        ("12.5", "not_whole"),
        ("열둘", "no_number"),
        ("1e3", "no_number"),
        ("10001", "number_out_of_range"),
        ("-1", "number_out_of_range"),
        ("9" * 5000, "no_number"),
    ],
)
def test_what_is_no_such_number_is_refused(text: str, problem: str) -> None:
    with pytest.raises(InvalidInputError) as told:
        whole_within(text, "seats", least=0, most=10_000)
    assert told.value.parameters["problem"] == problem


@given(st.integers(0, 10**15))
def test_groups_of_three_are_taken_away_and_nothing_else(number: int) -> None:
    assert ungrouped(f"{number:,}", "amount") == str(number)
