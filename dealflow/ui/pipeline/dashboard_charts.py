"""Charts of the dashboards: functions from counts to an Altair chart, without Streamlit; a click picks a mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt

from dealflow.actions.pipeline.dashboard import Flow, MonthCount, Slice, StageStay, Step
from dealflow.domain.values.regions import REGIONS_OF
from dealflow.domain.values.statistics import Share
from dealflow.i18n import name_of, t, term
from dealflow.i18n.numbers import month, percent
from dealflow.ui.kit import charts
from dealflow.ui.kit.chart_colours import HERE, INK, OPEN, REACHED

PICK: Final = "pick"
"""The selection of a mark: a list of ``{"pick": "source:inbound"}``."""
_ROW_OF_TWO: Final = 38
_ROW: Final = 28
_TILE: Final = 56
_DARK: Final = 0.55
"""From this part of the darkest on a tile bears white letters."""
TILES: Final[Mapping[str, tuple[int, int]]] = {
    "인천": (0, 0), "서울": (1, 0), "경기": (2, 0), "강원": (3, 0),
    "충남": (0, 1), "세종": (1, 1), "충북": (2, 1), "경북": (3, 1),
    "전북": (0, 2), "대전": (1, 2), "대구": (2, 2), "울산": (3, 2),
    "광주": (0, 3), "전남": (1, 3), "경남": (2, 3), "부산": (3, 3),
    "제주": (0, 4),
}  # fmt: skip
"""Where the tile of each of the 17 provinces stands: column and row, as they lie to each other."""


def _picked() -> alt.Parameter:
    return alt.selection_point(name=PICK, fields=["pick"], on="click", clear="dblclick")


def _axis_of_names() -> alt.Axis:
    return alt.Axis(labelLimit=240, ticks=False, domain=False, labelColor=INK, labelFontSize=12, labelPadding=8)


def _axis_across() -> alt.Axis:
    """Return the axis of stages over a matrix: each has its name, slanted where names are long."""
    slanted = alt.Axis(labelLimit=140, labelOverlap=False, orient="top", labelAngle=-35)
    slanted.ticks, slanted.domain, slanted.labelColor, slanted.labelFontSize = False, False, INK, 11
    return slanted


def _faint(picked: alt.Parameter) -> Any:  # noqa: ANN401  # altair's condition
    return alt.condition(picked, alt.value(1.0), alt.value(0.4))


def _tips(lang: str, *fields: tuple[str, str]) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{field}:{kind}", title=t(f"dashboard.tip.{field}", lang)) for field, kind in fields]


def share_words(share: Share | None, lang: str) -> str:
    """Return a share with its part and whole and the ends of its interval: 33 % (1/3, 6-79 %)."""
    if share is None:
        return "–"
    low, high = (percent(end * 100, lang, places=0) for end in (share.low, share.high))
    value = percent(share.value * 100, lang, places=0)
    return t("dashboard.share", lang, value=value, part=share.part, whole=share.whole, low=low, high=high)


def slices(parts: Sequence[Slice], names: Sequence[str], trait: str, lang: str) -> alt.LayerChart:
    """Return a bar a trait: how many were opened, darker how many are open still; how many came to the committee.

    ``names`` are those of the parts.
    """
    rows = [
        {
            "pick": f"{trait}:{part.key}",
            "name": name or t("dashboard.untold", lang),
            "opened": part.opened,
            "open_now": part.open_now,
            "declined": part.declined,
            "overdue": part.overdue,
            "committee": share_words(part.to_committee, lang),
            "said": _bar_words(part, lang),
        }
        for part, name in zip(parts, names, strict=True)
    ]
    y = alt.Y("name:N", sort=[str(row["name"]) for row in rows], title=None, axis=_axis_of_names())
    scale = alt.Scale(
        domainMin=0, domainMax=charts.end_behind_words((part.opened, _bar_words(part, lang)) for part in parts)
    )
    tooltip = _tips(
        lang, ("name", "N"), ("opened", "Q"), ("open_now", "Q"), ("declined", "Q"), ("overdue", "Q"), ("committee", "N")
    )
    picked = _picked()
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=y, tooltip=tooltip)
    all_of_them = (
        base.mark_bar(color=REACHED, cornerRadiusEnd=3, height={"band": 0.74}, cursor="pointer")
        .encode(x=alt.X("opened:Q", axis=None, scale=scale), fillOpacity=_faint(picked))
        .add_params(picked)
    )
    now = base.mark_bar(color=HERE, cornerRadiusEnd=3, height={"band": 0.3}, cursor="pointer").encode(
        x=alt.X("open_now:Q", axis=None, scale=scale)
    )
    text = base.mark_text(align="left", dx=6, color=INK, fontSize=12, cursor="pointer").encode(
        x=alt.X("opened:Q"), text="said:N"
    )
    return alt.LayerChart(layer=[all_of_them, now, text], height=alt.Step(_ROW))


def _bar_words(part: Slice, lang: str) -> str:
    """Return a bar's numbers: how many, of these open, of these with a step that is overdue."""
    name = "overdue" if part.overdue else "open" if part.open_now else "none"
    key = {"overdue": "dashboard.bar.overdue", "open": "dashboard.bar", "none": "dashboard.bar.none"}[name]
    return t(key, lang, opened=part.opened, open_now=part.open_now, overdue=part.overdue)


def conversion(steps: Sequence[Step], lang: str) -> alt.LayerChart:
    """Return a dot a step on the line of its 95 % interval: a hundred per cent of one is a long line, of many short."""
    rows = [
        {
            "pick": f"step:{step.to.id}",
            "name": f"{name_of(step.stage, lang)} → {name_of(step.to, lang)}",
            "share": step.share.value * 100,
            "low": step.share.low * 100,
            "high": step.share.high * 100,
            "said": f"{percent(step.share.value * 100, lang, places=0)} ({step.share.part}/{step.share.whole})",
            "words": share_words(step.share, lang),
        }
        for step in steps
        if step.share is not None
    ]
    names = _axis_of_names()
    names.labelExpr = "split(replace(datum.label, ' → ', '|→ '), '|')"  # beside each other they fill a phone
    y = alt.Y("name:N", sort=[str(row["name"]) for row in rows], title=None, axis=names)
    x = alt.X(
        "low:Q",
        scale=alt.Scale(
            domainMin=0, domainMax=charts.end_behind_words((float(str(row["high"])), str(row["said"])) for row in rows)
        ),
        title=t("dashboard.conversion.axis", lang),
        axis=alt.Axis(values=[0, 25, 50, 75, 100], grid=True),
    )
    picked = _picked()
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=y, tooltip=_tips(lang, ("name", "N"), ("words", "N")))
    spans = base.mark_bar(color=REACHED, height=8, cornerRadius=4, cursor="pointer").encode(x=x, x2="high:Q")
    dots = (
        base.mark_circle(color=HERE, size=90, cursor="pointer", opacity=1)
        .encode(x=alt.X("share:Q"), opacity=_faint(picked))
        .add_params(picked)
    )
    text = base.mark_text(align="left", dx=8, color=INK, fontSize=11, cursor="pointer").encode(
        x=alt.X("high:Q"), text="said:N"
    )
    return alt.LayerChart(layer=[spans, dots, text], height=alt.Step(_ROW_OF_TWO))


def flow(flows: Sequence[Flow], stages: Sequence[str], lang: str) -> alt.LayerChart:
    """Return from where to where engagements went, a tile a way; backwards and out of the funnel in other colours."""
    out = t("dashboard.flow.out", lang)
    rows = [
        {
            "pick": f"flow:{way.stage.id}>{way.to.id if way.to else ''}",
            "here": name_of(way.stage, lang),
            "there": name_of(way.to, lang) if way.to else out,
            "engagements": way.engagements,
            "way": t(f"dashboard.flow.{'gone' if way.to is None else 'back' if way.is_back else 'on'}", lang),
        }
        for way in flows
    ]
    ways = [t(f"dashboard.flow.{way}", lang) for way in ("on", "back", "gone")]
    picked = _picked()
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X(
            "there:N",
            sort=[*stages, out],
            scale=alt.Scale(domain=[*stages, out]),
            title=t("dashboard.flow.to", lang),
            axis=_axis_across(),
        ),
        y=alt.Y(
            "here:N",
            sort=list(stages),
            scale=alt.Scale(domain=list(stages)),
            title=t("dashboard.flow.from", lang),
            axis=_axis_of_names(),
        ),
        tooltip=_tips(lang, ("here", "N"), ("there", "N"), ("engagements", "Q")),
    )
    tiles = (
        base.mark_rect(cornerRadius=3, cursor="pointer")
        .encode(
            color=alt.Color(
                "way:N",
                scale=alt.Scale(domain=ways, range=[HERE, OPEN, "#8A94A0"]),
                legend=alt.Legend(title=None, orient="bottom"),
            ),
            fillOpacity=_faint(picked),
        )
        .add_params(picked)
    )
    numbers = base.mark_text(color="#FFFFFF", fontSize=11, fontWeight=600, cursor="pointer").encode(
        text="engagements:Q"
    )
    return alt.LayerChart(layer=[tiles, numbers], height=alt.Step(26))


def regions(parts: Sequence[Slice], lang: str) -> alt.LayerChart:
    """Return the 17 provinces as tiles as they lie to each other, darker with more deals; 동남권 has a frame."""
    counts = {part.key: part for part in parts}
    most = max((counts[name].opened for name in TILES if name in counts), default=1)
    rows = []
    for name, (column, line) in TILES.items():
        part = counts.get(name, Slice(name, 0, 0, 0, 0, 0))
        rows.append(
            {
                "pick": f"region:{name}",
                "name": term(name, lang),
                "column": column,
                "line": line,
                "opened": part.opened,
                "open_now": part.open_now,
                "declined": part.declined,
                "southeast": name in REGIONS_OF["동남권"],
                "dark": part.opened > most * _DARK,
            }
        )
    picked = _picked()
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("column:O", axis=None), y=alt.Y("line:O", axis=None),
        tooltip=_tips(lang, ("name", "N"), ("opened", "Q"), ("open_now", "Q"), ("declined", "Q")),
    )  # fmt: skip
    tiles = (
        base.mark_rect(cornerRadius=5, cursor="pointer", strokeWidth=2.5)
        .encode(
            color=alt.Color(
                "opened:Q", scale=alt.Scale(domain=[0, max(1, most)], range=["#EDF1F5", HERE]), legend=None
            ),
            stroke=alt.condition("datum.southeast", alt.value(OPEN), alt.value("#FFFFFF")),
            fillOpacity=_faint(picked),
        )
        .add_params(picked)
    )
    ink = alt.condition("datum.dark", alt.value("#FFFFFF"), alt.value(INK))
    names = base.mark_text(fontSize=12, fontWeight=600, dy=-8, cursor="pointer").encode(text="name:N", color=ink)
    numbers = base.mark_text(fontSize=12, dy=9, cursor="pointer").encode(text="opened:Q", color=ink)
    return alt.LayerChart(layer=[tiles, names, numbers], height=alt.Step(_TILE))


def months(counts: Sequence[MonthCount], lang: str) -> alt.LayerChart:
    """Return bars a month of what was opened, came to the last committee and was declined."""
    kinds = [t(f"dashboard.months.{kind}", lang) for kind in ("opened", "decided", "declined")]
    rows = [
        {
            "pick": f"{count.what}:{count.month:%Y-%m}",
            "month": f"{count.month:%Y-%m}",
            "name": month(count.month, lang),
            "what": t(f"dashboard.months.{count.what}", lang),
            "times": count.times,
        }
        for count in counts
    ]
    picked = _picked()
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("month:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False, domain=False)),
        xOffset=alt.XOffset("what:N", sort=kinds, scale=alt.Scale(domain=kinds)),
        y=alt.Y("times:Q", title=None, axis=alt.Axis(tickMinStep=1, grid=True)),
        tooltip=_tips(lang, ("name", "N"), ("what", "N"), ("times", "Q")),
    )
    bars = (
        base.mark_bar(cornerRadiusEnd=2, cursor="pointer")
        .encode(
            color=alt.Color(
                "what:N",
                scale=alt.Scale(domain=kinds, range=[REACHED, HERE, OPEN]),
                legend=alt.Legend(title=None, orient="top"),
            ),
            fillOpacity=_faint(picked),
        )
        .add_params(picked)
    )
    return alt.LayerChart(layer=[bars], height=240)


def stays(found: Sequence[StageStay], lang: str) -> alt.LayerChart:
    """Return the median days at each stage, with how many stays it rests upon and how many of them go on."""
    rows = [
        {
            "pick": f"stay:{stay.stage.id}",
            "name": name_of(stay.stage, lang),
            "median": stay.median.days or 0,
            "n": stay.median.n,
            "lasting": stay.median.lasting,
            "said": _stay_words(stay, lang),
        }
        for stay in found
    ]
    picked = _picked()
    scale = alt.Scale(
        domainMin=0,
        domainMax=charts.end_behind_words((stay.median.days or 0, _stay_words(stay, lang)) for stay in found),
    )
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("name:N", sort=[str(row["name"]) for row in rows], title=None, axis=_axis_of_names()),
        x=alt.X("median:Q", axis=None, scale=scale),
        tooltip=_tips(lang, ("name", "N"), ("median", "Q"), ("n", "Q"), ("lasting", "Q")),
    )
    bars = (
        base.mark_bar(color=REACHED, cornerRadiusEnd=3, height={"band": 0.6}, cursor="pointer")
        .encode(fillOpacity=_faint(picked))
        .add_params(picked)
    )
    text = base.mark_text(align="left", dx=6, color=INK, fontSize=12, cursor="pointer").encode(text="said:N")
    return alt.LayerChart(layer=[bars, text], height=alt.Step(_ROW))


def _stay_words(stay: StageStay, lang: str) -> str:
    key = "dashboard.stays.said" if stay.median.days is not None else "dashboard.stays.longer"
    return t(key, lang, days=stay.median.days, n=stay.median.n, lasting=stay.median.lasting)
