"""Every chart of the screens holds against Vega-Lite's schema; the screens draw them unchecked, as checks cost most."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import altair as alt
import pytest
import vl_convert

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


@pytest.mark.parametrize("width", [110, 260, 700])
@pytest.mark.parametrize(
    "bars",
    [
        ((1011, "1011"), (1009, "1009 · 100%"), (6, "6 · 1%")),
        ((3, "3건 (진행 3, 지남 2)"), (2.5, "2건")),
        ((100.0, "100% (1/1)"), (99.9, "99% (1009/1011)")),
        ((0, "0"),),
    ],
    ids=["funnel", "hangul", "shares", "nothing"],
)
def test_words_behind_bars_stay_inside_the_plot_while_seven_tenths_hold_them(
    bars: tuple[tuple[float, str], ...], width: int
) -> None:
    base = alt.Chart(alt.InlineData(values=[{"name": words, "end": end} for end, words in bars])).mark_bar(
        cornerRadius=0
    )
    scale = alt.Scale(domainMin=0, domainMax=charts.end_behind_words(bars), nice=False)
    drawn = base.encode(y=alt.Y("name:N", sort=None), x=alt.X("end:Q", scale=scale)).properties(width=width)
    svg = vl_convert.vegalite_to_svg(drawn.to_dict())
    lengths_px = [float(length) for length in re.findall(r'aria-roledescription="bar" d="M[^h]*h([\d.]+)v', svg)]
    assert len(lengths_px) == len(bars)
    for (end, words), length_px in zip(bars, lengths_px, strict=True):
        words_px = sum(12 if "가" <= sign <= "힣" else 7 for sign in words)
        assert length_px > 0 or end == 0
        if words_px + 12 <= 0.7 * width:
            assert length_px + words_px <= width
