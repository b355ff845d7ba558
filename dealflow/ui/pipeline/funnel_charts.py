"""Charts of the funnel: functions from rows to an Altair chart, without Streamlit. A click selects what it hits."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final

import altair as alt

from dealflow.actions.pipeline.funnel import StageCount, StageTime
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import percent
from dealflow.ui.kit import charts
from dealflow.ui.kit.chart_colours import HERE, INK, OPEN, REACHED

STAGE: Final = "stage"
"""The selection of a stage: ``event.selection["stage"]`` is a list of ``{"stage_id": ...}``."""
RECORD: Final = "record"
"""The selection of a dot: a list of ``{"engagement_id": ..., "stage_id": ...}``; a dot of many names no engagement."""
_NAMED: Final = 3
"""Companies that a dot of many names before it counts the others."""
_ROW_HEIGHT: Final = 30
_COMPACT_HEIGHT: Final = 24


def share(conversion: float | None, lang: str) -> str:
    """Return a conversion (0 to 1) as a whole percentage, or a dash where nothing could convert."""
    return "–" if conversion is None else percent(conversion * 100, lang, places=0)


def funnel_rows(counts: Sequence[StageCount], lang: str) -> list[dict[str, object]]:
    """Return one row a stage, in the order of the track, with the words that the chart prints."""
    return [
        {
            "stage_id": count.stage.id,
            "place": place,
            "name": name_of(count.stage, lang),
            "reached": count.reached,
            "here": count.now_here,
            "said": t("funnel.chart.bar", lang, reached=count.reached, conversion=share(count.conversion, lang))
            if place and count.conversion
            else str(count.reached),
            "conversion": share(count.conversion, lang) if place else "–",
            "from_first": share(count.from_first, lang),
        }
        for place, count in enumerate(counts)
    ]


def funnel(counts: Sequence[StageCount], lang: str, *, compact: bool = False) -> alt.LayerChart:
    """Return bars of how many reached each stage, darker for those that stand there now; a click selects a stage."""
    rows = funnel_rows(counts, lang)
    step = _COMPACT_HEIGHT if compact else _ROW_HEIGHT
    y = alt.Y(
        "name:N",
        sort=[str(row["name"]) for row in rows],
        title=None,
        axis=alt.Axis(labelLimit=180, ticks=False, domain=False, labelColor=INK, labelFontSize=12, labelPadding=8),
    )
    bars = ((float(str(row["reached"])), str(row["said"])) for row in rows)
    scale = alt.Scale(domainMin=0, domainMax=charts.end_behind_words(bars))
    tooltip = [
        alt.Tooltip(f"{field}:{kind}", title=t(f"funnel.chart.{field}", lang))
        for field, kind in (("name", "N"), ("reached", "Q"), ("here", "Q"), ("conversion", "N"), ("from_first", "N"))
    ]
    picked = alt.selection_point(name=STAGE, fields=["stage_id"], on="click", clear="dblclick")
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=y, tooltip=tooltip)
    reached = (
        base.mark_bar(color=REACHED, cornerRadiusEnd=3, height={"band": 0.74}, cursor="pointer")
        .encode(
            x=alt.X("reached:Q", axis=None, scale=scale),
            fillOpacity=alt.condition(picked, alt.value(1.0), alt.value(0.45)),
        )
        .add_params(picked)
    )
    here = base.mark_bar(color=HERE, cornerRadiusEnd=3, height={"band": 0.3}, cursor="pointer").encode(
        x=alt.X("here:Q", axis=None, scale=scale)
    )
    labels = base.mark_text(align="left", dx=6, color=INK, fontSize=12).encode(x=alt.X("reached:Q"), text="said:N")
    return alt.LayerChart(layer=[reached, here, labels], height=alt.Step(step))


def time_rows(times: Sequence[StageTime], lang: str) -> list[dict[str, object]]:
    """Return one row a dot, with the words that the chart prints: stays as long at the same stage share one."""
    alike: dict[tuple[str, int, bool], list[StageTime]] = {}
    for time in times:
        alike.setdefault((time.stage.id, time.days, time.open), []).append(time)
    return [
        {
            "engagement_id": group[0].engagement_id if len(group) == 1 else "",
            "stage_id": group[0].stage.id,
            "name": name_of(group[0].stage, lang),
            "company": _companies(group, lang),
            "count": len(group),
            "days": group[0].days,
            "still": t(f"funnel.chart.{'open' if group[0].open else 'left'}", lang),
        }
        for group in alike.values()
    ]


def _companies(group: Sequence[StageTime], lang: str) -> str:
    names = ", ".join(time.company_name for time in group[:_NAMED])
    return names if len(group) <= _NAMED else t("funnel.chart.companies", lang, names=names, n=len(group) - _NAMED)


def median_rows(times: Sequence[StageTime], lang: str) -> list[dict[str, object]]:
    """Return the median days of each stage that anyone stayed at."""
    days: dict[str, list[float]] = {}
    for time in times:
        days.setdefault(name_of(time.stage, lang), []).append(time.days)
    return [{"name": name, "median": median(stays)} for name, stays in days.items()]


def stage_times(times: Sequence[StageTime], stages: Sequence[str], lang: str) -> alt.LayerChart:
    """Return stays as dots, larger where many were as long, with the median as a line; a click selects a dot.

    ``stages`` are the names in order.
    """
    y = alt.Y(
        "name:N",
        sort=list(stages),
        scale=alt.Scale(domain=list(stages)),
        title=None,
        axis=alt.Axis(labelLimit=180, ticks=False, domain=False, labelColor=INK, labelFontSize=12, labelPadding=8),
    )
    tooltip = [
        alt.Tooltip(f"{field}:{kind}", title=t(f"funnel.chart.{field}", lang))
        for field, kind in (("company", "N"), ("count", "Q"), ("name", "N"), ("days", "Q"), ("still", "N"))
    ]
    picked = alt.selection_point(
        name=RECORD, fields=["engagement_id", "stage_id", "days", "still"], on="click", clear="dblclick"
    )
    colours = alt.Scale(
        domain=[t("funnel.chart.left", lang), t("funnel.chart.open", lang)],
        range=[HERE, OPEN],
    )
    dots = (
        alt.Chart(alt.InlineData(values=time_rows(times, lang)))
        .mark_circle(cursor="pointer")
        .encode(
            x=alt.X("days:Q", title=t("funnel.chart.days", lang), axis=alt.Axis(grid=True, tickMinStep=1)),
            y=y,
            size=alt.Size(
                "count:Q", scale=alt.Scale(type="sqrt", domain=[1, 40], range=[64, 420], clamp=True), legend=None
            ),
            color=alt.Color("still:N", scale=colours, legend=alt.Legend(title=None, orient="top")),
            opacity=alt.condition(picked, alt.value(0.75), alt.value(0.15)),
            tooltip=tooltip,
        )
        .add_params(picked)
    )
    middle = (
        alt.Chart(alt.InlineData(values=median_rows(times, lang)))
        .mark_tick(color=INK, thickness=2, height=18)
        .encode(
            x=alt.X("median:Q", title=t("funnel.chart.days", lang)),
            y=y,
            tooltip=[alt.Tooltip("median:Q", title=t("funnel.chart.median", lang))],
        )
    )
    return alt.LayerChart(layer=[dots, middle], height=alt.Step(_ROW_HEIGHT))
