"""Charts of an IR day's results: functions from figures to an Altair chart, and a chart as a picture for a document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Final

import altair as alt
import vl_convert

from dealflow.domain.irday.floor.floor import InterestLevel
from dealflow.domain.irday.results.measures import Missing, Results, Tally
from dealflow.i18n import t
from dealflow.reports.irday.results.result_words import mean
from dealflow.reports.kit.blocks import Picture

PLANNED: Final = "#C7D6E5"
HELD: Final = "#1F4E79"
INK: Final = "#1B2733"
_FONTS: Final = (
    "Pretendard, Noto Sans KR, Noto Sans CJK KR, NanumGothic, Malgun Gothic, Apple SD Gothic Neo, sans-serif"
)
_WIDTH: Final = 640
_HEIGHT: Final = 200
_SCALE: Final = 2
_VEGA_LITE: Final = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def tallies(tallies: Sequence[Tally], names: Sequence[str], axis: str, lang: str) -> alt.LayerChart:
    """Return planned consultations as pale columns with those held over them; ``names`` are those of the tallies."""
    rows = [
        {"name": name, "planned": tally.planned, "held": tally.held, "said": f"{tally.held}/{tally.planned}"}
        for name, tally in zip(names, tallies, strict=True)
    ]
    x = alt.X("name:N", sort=list(names), title=axis, axis=alt.Axis(labelAngle=0, labelLimit=120))
    tooltip = [
        alt.Tooltip("name:N", title=axis),
        alt.Tooltip("planned:Q", title=t("results.chart.planned", lang)),
        alt.Tooltip("held:Q", title=t("results.chart.held", lang)),
    ]
    count, broad = alt.Axis(tickMinStep=1, format="d"), max(8, min(44, round(0.6 * _WIDTH / max(1, len(rows)))))
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=x, tooltip=tooltip)
    planned = base.mark_bar(color=PLANNED, size=broad).encode(
        y=alt.Y("planned:Q", title=t("results.chart.count", lang), axis=count)
    )
    held = base.mark_bar(color=HELD, size=broad).encode(y=alt.Y("held:Q", title=t("results.chart.count", lang)))
    words = base.mark_text(dy=-7, color=INK, fontSize=11).encode(y="planned:Q", text="said:N")
    return alt.LayerChart(layer=[planned, held, words], height=_HEIGHT)


def interest_counts(results: Results) -> tuple[int, ...]:
    """Return how many investors told each level of interest, in the order of the levels."""
    return tuple(results.interest.get(level, 0) for level in InterestLevel)


def interest(told: Sequence[int], lang: str) -> alt.LayerChart:
    """Return a bar for each level of interest that investors told, in their order."""
    rows = [
        {"name": t(f"enum.interest_level.{interest_level.value}", lang), "count": times}
        for interest_level, times in zip(InterestLevel, told, strict=True)
    ]
    axis = alt.Axis(labelFontSize=12, labelPadding=8, ticks=False, domain=False, labelLimit=160)
    y = alt.Y("name:N", sort=[str(row["name"]) for row in rows], title=None, axis=axis)
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=y)
    count = alt.X("count:Q", title=t("results.chart.count", lang), axis=alt.Axis(tickMinStep=1, format="d"))
    bars = base.mark_bar(color=HELD).encode(x=count)
    words = base.mark_text(align="left", dx=5, color=INK).encode(x="count:Q", text="count:Q")
    return alt.LayerChart(layer=[bars, words], height=alt.Step(32))


def satisfaction(results: Results, lang: str) -> alt.LayerChart:
    """Return the mean of each question as a dot for each side, on a scale of 1 to 5."""
    rows = [
        {
            "question": t(f"results.question.{marks.question}", lang),
            "side": t(f"results.side.{side.side}", lang),
            "mean": float(marks.mean),
            "n": marks.n,
            "said": mean(marks, lang),
        }
        for side in results.satisfaction
        for marks in side.marks
        if not isinstance(marks.mean, Missing)
    ]
    order = list(dict.fromkeys(str(row["question"]) for row in rows))
    sides = [t(f"results.side.{side.side}", lang) for side in results.satisfaction]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("question:N", sort=order, title=None, axis=alt.Axis(labelLimit=180)),
        x=alt.X(
            "mean:Q", scale=alt.Scale(domain=[1, 5]), title=t("results.chart.mean", lang), axis=alt.Axis(tickCount=5)
        ),
        color=alt.Color(
            "side:N",
            scale=alt.Scale(domain=sides, range=[HELD, "#0B6E4F"]),
            legend=alt.Legend(title=None, orient="top"),
        ),
        tooltip=[
            alt.Tooltip("side:N", title=t("results.chart.side", lang)),
            alt.Tooltip("said:N", title=t("results.chart.mean", lang)),
            alt.Tooltip("n:Q", title="n"),
        ],
    )
    return alt.LayerChart(layer=[base.mark_circle(size=110, opacity=0.9)], height=alt.Step(38))


def picture(chart: alt.LayerChart, caption: str) -> Picture:
    """Return a chart as a picture; without a PNG where this machine has no font for Korean."""
    chart = chart.properties(width=_WIDTH).configure(font=_FONTS, background="white").configure_view(stroke=None)
    spec = json.dumps(chart.to_dict())
    svg = vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE)
    png = vl_convert.svg_to_png(svg, scale=_SCALE) if draws_korean() else None
    return Picture(caption, svg, png, _WIDTH, _HEIGHT)


@cache
def draws_korean() -> bool:
    """Say whether this machine has a font for Hangul: without one, any two syllables are drawn as the same box."""
    data, other = (
        vl_convert.svg_to_png(
            '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30">'
            f'<text x="4" y="22" font-size="20" font-family="{_FONTS}">{syllable}</text></svg>'
        )
        for syllable in "가힣"
    )
    return bool(data != other)
