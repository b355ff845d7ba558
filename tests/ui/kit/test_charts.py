"""Every chart of the screens holds against Vega-Lite's schema; the screens draw them unchecked, as checks cost most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import altair as alt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.actions.pipeline.dashboard import Flow, MonthCount, Slice, StageStay, Step
from dealflow.catalogue.tracks import load_tracks
from dealflow.domain.claims.figure_series import Standing
from dealflow.domain.irday.results.measures import Tally
from dealflow.domain.values.statistics import MedianTime, wilson
from dealflow.i18n import Language
from dealflow.reports.irday.results import result_charts
from dealflow.ui.companies import series_charts
from dealflow.ui.kit import charts
from dealflow.ui.pipeline import dashboard_charts

FIRST, SECOND = next(track for track in load_tracks() if track.id == "vc").stages[:2]
SLICES = (Slice("부산", 3, 2, 1, 0, 0), Slice("", 1, 0, 0, 1, 0))
POINTS = tuple(
    series_charts.Mark(f"c{place}", f"202{place}", place, 10.0 * place, "10억 원", standing.value, "IR", is_latest=True)
    for place, standing in enumerate(Standing)
)
DRAWN: tuple[tuple[Callable[..., alt.TopLevelMixin], tuple[Any, ...]], ...] = (
    (dashboard_charts.slices, (SLICES, ("부산", ""), "region")),
    (dashboard_charts.regions, (SLICES,)),
    (dashboard_charts.conversion, ((Step(FIRST, SECOND, wilson(1, 3)),),)),
    (
        dashboard_charts.flow,
        ((Flow(FIRST, SECOND, 2, is_back=False), Flow(SECOND, None, 1, is_back=False)), ("1", "2")),
    ),
    (dashboard_charts.months, ((MonthCount(date(2026, 11, 1), "opened", 4),),)),
    (dashboard_charts.stays, ((StageStay(FIRST, MedianTime(3, 2, 1)), StageStay(SECOND, MedianTime(None, 0, 1))),)),
    (series_charts.series, (POINTS,)),
    (result_charts.tallies, ((Tally("10", 3, 2),), ("10시",), "시간")),
    (result_charts.interest, ((1, 0, 2),)),
)


@pytest.mark.parametrize(("draw", "arguments"), DRAWN, ids=lambda part: getattr(part, "__name__", ""))
def test_a_chart_holds_against_its_schema_and_is_described_once(
    draw: Callable[..., alt.TopLevelMixin], arguments: tuple[Any, ...]
) -> None:
    with alt.theme.enable("none"):
        checked = draw(*arguments, Language.EN).to_dict()
    before = charts._described.cache_info().misses
    described = charts.spec(draw, *arguments, Language.EN)
    described["mark"] = "changed by Streamlit"
    again = charts.spec(draw, *arguments, Language.EN)
    assert again["layer"] == checked["layer"]
    assert "mark" not in again
    assert charts._described.cache_info().misses == before + 1


@given(
    bars=st.lists(st.tuples(st.floats(0, 1e6), st.text("0123456789 건(n=)%", max_size=20)), max_size=6),
    width=st.integers(100, 700),
)
def test_words_behind_bars_stay_inside_the_plot_as_long_as_seven_tenths_hold_them(
    bars: list[tuple[float, str]], width: int
) -> None:
    end = eval(charts.end_behind_words(bars).expr, {"max": max, "min": min, "width": width})  # noqa: S307 -- our own words, plain arithmetic in both languages
    assert end >= max((bar for bar, _ in bars), default=1)
    for bar, words in bars:
        words_px = sum(12 if sign == "건" else 7 for sign in words)
        if words_px + 12 <= 0.7 * width:
            assert bar / end * width + words_px <= width
