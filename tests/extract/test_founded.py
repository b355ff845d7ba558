"""A day is the founding's only where nothing else is dated between it and its label."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.test_unit_heads import Placed, claims_at

PROFILE: list[Placed] = [("설립", 100, 200), ("2020.01.20", 200, 200)]


def founded(*placed: Placed) -> list[str | None]:
    """Return the days of founding that are read off a page of such words."""
    return [claim.quantity.text for claim in claims_at(*placed) if claim.metric == "founded_date"]


def test_a_day_further_along_the_line_is_another_events() -> None:
    assert founded(*PROFILE, ("2020.08", 600, 203), ("Seed 투자유치", 680, 203)) == ["2020-01-20"]


def test_a_day_further_down_the_column_is_another_events() -> None:
    assert founded(("설립일", 200, 180), ("2018.04", 200, 200), ("2026.04", 200, 220)) == ["2018-04"]


@pytest.mark.parametrize(
    "placed",
    [
        [("설립", 100, 200), ("2018.04", 200, 200)],
        [("2018.04", 600, 200), ("법인 설립", 665, 200)],
        [("설립일", 200, 180), ("2018.04", 200, 200)],
        [("2018.04 법인 설립", 600, 200)],
    ],
    ids=["right of its label", "left of it", "under it", "in its line"],
)
def test_a_founding_day_is_read_wherever_its_label_stands(placed: list[Placed]) -> None:
    assert founded(*placed, ("2026.04 첫 양산", 600, 300)) == ["2018-04"]


def test_a_founding_without_a_day_takes_no_other_events() -> None:
    assert founded(("설립", 100, 200), ("2020.08 Seed 투자유치", 600, 200)) == []


@settings(deadline=None, max_examples=20)
@given(year=st.integers(2021, 2026), month=st.integers(1, 12), shift=st.integers(-6, 6))
def test_whatever_is_dated_beside_a_profile_the_founding_stays(year: int, month: int, shift: int) -> None:
    timeline: list[Placed] = [(f"{year}.{month:02}", 600, 200 + shift), ("Series A 투자유치", 690, 200 + shift)]
    assert founded(*PROFILE, *timeline) == ["2020-01-20"]
