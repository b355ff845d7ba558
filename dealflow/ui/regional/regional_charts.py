"""The charts of a regional programme: functions from figures to an Altair chart; every mark can be picked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import altair as alt

from dealflow.domain.regional.figures import IndicatorFigure, QuarterSpent, Tally
from dealflow.i18n import name_of, t, term
from dealflow.reports.regional.tables import reached
from dealflow.reports.regional.words import indicator_words, millions, quarter_words, share
from dealflow.ui.kit.chart_colours import HERE, INK, OPEN, REACHED
from dealflow.ui.pipeline.dashboard_charts import TILES

PICK: Final = "pick"
"""The selection of a mark: a list of ``{"pick": "region:gyeongnam"}``."""
_TILE: Final = 50
_DARK: Final = 0.55
_MILLION: Final = 1_000_000
_WORDS: Final = 1.14
"""How much longer than its longest bar a chart is."""
_MOST_PERCENT: Final = 200.0
"""Where a bar ends that goes far beyond its target; its words say how far."""


@dataclass(frozen=True, slots=True)
class RegionLine:
    """A region with what it came to."""

    id: str
    name: str
    province: str
    tally: Tally


def tiles(lines: Sequence[RegionLine], lang: str) -> alt.LayerChart:
    """Return the provinces as tiles as they lie to each other: those that take part darker with more of it spent."""
    by_province = {line.province: line for line in lines}
    rows = [_tile(name, place, by_province.get(name), lang) for name, place in TILES.items()]
    picked = _picked()
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("column:O", axis=None),
        y=alt.Y("line:O", axis=None),
        tooltip=_tips(lang, "name", "rate", "planned", "spent", "firms"),
    )
    part = base.transform_filter("datum.pick != ''")
    ground = base.transform_filter("datum.pick == ''").mark_rect(cornerRadius=5, color="#EDF1F5")
    tile = (
        part.mark_rect(cornerRadius=5, cursor="pointer", stroke=HERE, strokeWidth=1)
        .encode(
            color=alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=[REACHED, HERE]), legend=None),
            fillOpacity=alt.condition(picked, alt.value(1), alt.value(0.45), empty=True),
        )
        .add_params(picked)
    )
    ink = alt.condition("datum.dark", alt.value("#FFFFFF"), alt.value(INK))
    names = part.mark_text(fontSize=13, fontWeight=600, dy=-8).encode(text="name:N", color=ink)
    rates = part.mark_text(fontSize=12, dy=9).encode(text="rate:N", color=ink)
    others = base.transform_filter("datum.pick == ''").mark_text(fontSize=11, color="#8A96A3").encode(text="name:N")
    return alt.LayerChart(layer=[ground, tile, names, rates, others], height=alt.Step(_TILE))


def _tile(name: str, place: tuple[int, int], line: RegionLine | None, lang: str) -> dict[str, object]:
    rate = None if line is None else line.tally.rate
    return {
        "pick": "" if line is None else f"region:{line.id}",
        "name": term(name, lang) if line is None else line.name,
        "column": place[0],
        "line": place[1],
        "share": 0.0 if rate is None else min(1.0, float(rate)),
        "dark": rate is not None and rate > _DARK,
        "rate": share(rate, lang),
        "planned": "" if line is None else millions(line.tally.planned, lang),
        "spent": "" if line is None else millions(line.tally.spent, lang),
        "firms": "" if line is None else str(line.tally.firms),
    }


def budgets(lines: Sequence[RegionLine], lang: str) -> alt.LayerChart:
    """Return each region's budget as a pale bar with what was spent over it."""
    rows = [
        {
            "pick": f"region:{line.id}",
            "name": line.name,
            "planned": (line.tally.planned or 0) / _MILLION,
            "spent": (line.tally.spent or 0) / _MILLION,
            "rate": share(line.tally.rate, lang),
        }
        for line in lines
    ]
    picked = _picked()
    axis = alt.Axis(labelFontSize=12, labelPadding=8, ticks=False, domain=False, labelColor=INK)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("name:N", sort=[line.name for line in lines], title=None, axis=axis),
        tooltip=_tips(lang, "name", "planned", "spent", "rate"),
    )
    across = alt.X(
        "planned:Q",
        title=t("regional.chart.million", lang),
        scale=_room_for_words(max(line.tally.planned or 0, line.tally.spent or 0) / _MILLION for line in lines),
        axis=alt.Axis(format=",d", tickCount=5),
    )
    planned = base.mark_bar(color=REACHED, cursor="pointer").encode(x=across).add_params(picked)
    spent = base.mark_bar(color=HERE, size=10, cursor="pointer").encode(x="spent:Q")
    words = base.mark_text(align="left", dx=5, color=INK).encode(x="planned:Q", text="rate:N")
    return alt.LayerChart(layer=[planned, spent, words], height=alt.Step(34))


def _room_for_words(lengths: Iterable[float]) -> alt.Scale:
    """Return a scale on which the words behind the longest bar are not cut off."""
    return alt.Scale(domain=[0, max((*lengths, 1.0)) * _WORDS], nice=False)


def quarters(rows: Sequence[QuarterSpent], lang: str) -> alt.LayerChart:
    """Return budget to date as pale columns with what was spent to date over them."""
    points = [
        {
            "pick": f"quarter:{row.quarter}",
            "name": quarter_words(row.quarter, lang),
            "planned": (row.planned_so_far or 0) / _MILLION,
            "spent": None if row.spent_so_far is None else row.spent_so_far / _MILLION,
            "rate": millions(row.spent_so_far, lang),
        }
        for row in rows
    ]
    names = [str(point["name"]) for point in points]
    axis = alt.Axis(labelAngle=0 if len(points) <= 4 else -40, labelLimit=110)  # noqa: PLR2004  a year's quarters fit
    base = alt.Chart(alt.InlineData(values=points)).encode(
        x=alt.X("name:N", sort=names, title=None, axis=axis), tooltip=_tips(lang, "name", "planned", "spent")
    )
    up = alt.Y("planned:Q", title=t("regional.chart.to_date", lang), axis=alt.Axis(format=",d", tickCount=5))
    planned = base.mark_bar(color=REACHED, cursor="pointer").encode(y=up).add_params(_picked())
    spent = base.mark_bar(color=HERE, width=alt.RelativeBandSize(0.45), cursor="pointer").encode(y="spent:Q")
    return alt.LayerChart(layer=[planned, spent], height=230)


def targets(figures: Sequence[IndicatorFigure], lang: str) -> alt.LayerChart:
    """Return how much of its target each indicator reached, with a line where the target lies."""
    rows = [_target(figure, reached(figure), lang) for figure in figures]
    axis = alt.Axis(labelFontSize=12, labelPadding=8, ticks=False, domain=False, labelColor=INK, labelLimit=170)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("name:N", sort=[str(row["name"]) for row in rows], title=None, axis=axis),
        tooltip=_tips(lang, "name", "target", "actual", "reached"),
    )
    across = alt.X(
        "percent:Q",
        title=t("regional.chart.reached", lang),
        scale=_room_for_words((100.0, *(_percent(reached(figure)) for figure in figures))),
        axis=alt.Axis(tickCount=5),
    )
    bars = base.mark_bar(color=HERE, size=14, cursor="pointer").encode(x=across).add_params(_picked())
    line = (
        alt.Chart(alt.InlineData(values=[{"percent": 100}])).mark_rule(color=OPEN, strokeWidth=2).encode(x="percent:Q")
    )
    words = base.mark_text(align="left", dx=5, color=INK).encode(x="percent:Q", text="actual:N")
    return alt.LayerChart(layer=[bars, line, words], height=alt.Step(32))


def _percent(part: Fraction | None) -> float:
    """Return how long a bar is."""
    return 0.0 if part is None else max(0.0, min(_MOST_PERCENT, float(part * 100)))


def _target(figure: IndicatorFigure, part: Fraction | None, lang: str) -> dict[str, object]:
    indicator = figure.indicator
    return {
        "pick": f"indicator:{indicator.id}",
        "name": name_of(indicator, lang),
        "percent": _percent(part),
        "reached": share(part, lang),
        "target": indicator_words(indicator, figure.target, lang),
        "actual": indicator_words(indicator, figure.actual, lang),
    }


def _picked() -> alt.Parameter:
    return alt.selection_point(name=PICK, fields=["pick"], on="click", clear="dblclick")


def _tips(lang: str, *names: str) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{name}:N", title=t(f"regional.tip.{name}", lang)) for name in names]
