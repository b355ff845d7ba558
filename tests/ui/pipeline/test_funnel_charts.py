"""The funnel's charts: what they print, what a click selects, and that they are charts at all."""

from __future__ import annotations

from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.actions.pipeline.funnel import StageCount, StageTime
from dealflow.catalogue.tracks import load_tracks
from dealflow.i18n import Language, name_of
from dealflow.ui.pipeline import funnel_charts

VC = next(track for track in load_tracks() if track.id == "vc")
MEETING, IR, REVIEW = VC.stages[:3]


def count(place: int, reached: int, before: int | None, first: int, here: int = 0) -> StageCount:
    share = None if not before else reached / before
    return StageCount(VC.stages[place], reached, share, reached / first if first else None, 3.5, 9.0, here)


COUNTS = (count(0, 12, None, 12, 4), count(1, 8, 12, 12, 3), count(2, 0, 8, 12))


def test_a_bar_says_how_many_reached_the_stage_and_what_share_of_the_stage_before_that_is() -> None:
    assert funnel_charts.funnel_rows(COUNTS, "ko") == [
        {
            "stage_id": "meeting", "place": 0, "name": "미팅", "reached": 12, "here": 4, "said": "12",
            "conversion": "–", "from_first": "100%",
        },
        {
            "stage_id": "ir", "place": 1, "name": "IR", "reached": 8, "here": 3, "said": "8 · 67%",
            "conversion": "67%", "from_first": "67%",
        },
        {
            "stage_id": "review", "place": 2, "name": "자료 검토", "reached": 0, "here": 0, "said": "0",
            "conversion": "0%", "from_first": "0%",
        },
    ]  # fmt: skip


@pytest.mark.parametrize("lang", Language)
def test_the_funnel_is_a_valid_chart_whose_stages_can_be_selected(lang: Language) -> None:
    spec = funnel_charts.funnel(COUNTS, lang).to_dict()
    selection = next(one for one in spec["params"] if one["name"] == funnel_charts.STAGE)
    assert selection["select"] == {"type": "point", "fields": ["stage_id"], "on": "click", "clear": "dblclick"}
    assert spec["layer"][0]["encoding"]["y"]["sort"] == [name_of(one.stage, lang) for one in COUNTS]


def test_a_funnel_of_nothing_draws_no_bars_and_does_not_fail() -> None:
    assert funnel_charts.funnel_rows((), "en") == []
    assert funnel_charts.funnel((), "en").to_dict()["layer"]


def test_a_dot_stands_for_stays_that_were_as_long_and_the_line_for_the_median_of_its_stage() -> None:
    times = (
        StageTime(MEETING, "e1", "가온(가상)", 4, open=False),
        StageTime(MEETING, "e2", "누리(가상)", 11, open=True),
        StageTime(IR, "e1", "가온(가상)", 2, open=True),
    )
    assert funnel_charts.time_rows(times, "ko")[1] == {
        "engagement_id": "e2", "stage_id": "meeting", "name": "미팅", "company": "누리(가상)", "count": 1,
        "days": 11, "still": "진행 중",
    }  # fmt: skip
    many = [StageTime(MEETING, f"m{place}", f"기업{place}(가상)", 4, open=False) for place in range(5)]
    (dot,) = funnel_charts.time_rows(many, "ko")
    assert (dot["engagement_id"], dot["count"]) == ("", 5)
    assert dot["company"] == "기업0(가상), 기업1(가상), 기업2(가상) 외 2곳"
    assert funnel_charts.median_rows(times, "ko") == [{"name": "미팅", "median": 7.5}, {"name": "IR", "median": 2}]
    spec = funnel_charts.stage_times(times, [stage.name_ko for stage in VC.stages], "ko").to_dict()
    assert [one["select"]["fields"] for one in spec["params"] if one["name"] == funnel_charts.RECORD] == [
        ["engagement_id", "stage_id", "days", "still"]
    ]


@given(st.lists(st.tuples(st.sampled_from(VC.stages), st.integers(0, 900), st.booleans()), max_size=30))
def test_medians_are_those_of_the_dots_of_each_stage(given: list[tuple[object, int, bool]]) -> None:
    times = [StageTime(stage, f"e{n}", "가상", days, is_open) for n, (stage, days, is_open) in enumerate(given)]
    dots = funnel_charts.time_rows(times, "en")
    names = dict.fromkeys(dot["name"] for dot in dots)
    assert funnel_charts.median_rows(times, "en") == [
        {
            "name": name,
            "median": median(dot["days"] for dot in dots if dot["name"] == name for _ in range(dot["count"])),
        }
        for name in names
    ]
