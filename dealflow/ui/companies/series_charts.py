"""A series of figures as a chart: what happened as filled circles on a line, what is expected as hollow diamonds.

Told apart by shape and line, not by colour alone. Functions from rows to an Altair chart, without Streamlit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import altair as alt

from dealflow.domain.claims.figure_series import Standing
from dealflow.i18n import t
from dealflow.ui.kit.chart_colours import HERE, INK, OPEN

POINT: Final = "point"
"""The selection of a point: ``event.selection["point"]`` is a list of ``{"claim_id": ...}``."""
_HEIGHT: Final = 300
_SHAPES: Final = {Standing.HAPPENED: "circle", Standing.EXPECTED: "diamond", Standing.UNTOLD: "square"}
_COLOURS: Final = {Standing.HAPPENED: HERE, Standing.EXPECTED: OPEN, Standing.UNTOLD: "#6B7785"}


class Mark(NamedTuple):
    """One point to draw: where on the axis, how much, in words, and how it stands."""

    claim_id: str
    step: str
    place: int
    amount: float
    words: str
    standing: str
    deck: str
    is_latest: bool


def series(marks: Sequence[Mark], lang: str) -> alt.LayerChart:
    """Return the chart of a series; ``marks`` are in the order of the axis. A click selects a point."""
    rows = [{**mark._asdict(), "standing_words": t(f"series.standing.{mark.standing}", lang)} for mark in marks]
    steps = list(dict.fromkeys(mark.step for mark in marks))
    data = alt.Chart(alt.InlineData(values=rows))
    x = alt.X(
        "step:O",
        sort=steps,
        title=None,
        axis=alt.Axis(labelAngle=0, labelColor=INK, labelFontSize=12, ticks=False, labelLimit=120, labelOverlap=True),
    )
    y = alt.Y(
        "amount:Q", title=None, axis=alt.Axis(labels=False, ticks=False, domain=False, grid=True), scale=_scale(marks)
    )
    tooltip = [
        alt.Tooltip(f"{name}:N", title=t(f"series.column.{title}", lang))
        for name, title in (("step", "step"), ("words", "value"), ("standing_words", "standing"), ("deck", "deck"))
    ]
    base = data.encode(x=x, y=y, tooltip=tooltip)
    latest = base.transform_filter("datum.is_latest")
    happened = latest.transform_filter(f"datum.standing !== '{Standing.EXPECTED.value}'")
    line = happened.mark_line(color=HERE, strokeWidth=2).encode(order="place:Q")
    return alt.LayerChart(
        layer=[_ahead(rows, x, y), line, _earlier(base), _points(latest, lang), _labels(latest)], height=_HEIGHT
    )


def _scale(marks: Sequence[Mark]) -> alt.Scale:
    """Return the scale of amounts, with room for words above the highest; from nothing where nothing is below it."""
    amounts = [mark.amount for mark in marks] or [0.0]
    low, high = min(0.0, *amounts), max(0.0, *amounts)
    room = (high - low or 1.0) * 0.18
    return alt.Scale(domain=[low - (room if low < 0 else 0), high + room])


def _ahead(rows: Sequence[dict[str, object]], x: alt.X, y: alt.Y) -> alt.Chart:
    """Return the broken line from the last that happened over what is expected."""
    latest = [row for row in rows if row["is_latest"]]
    past = [row for row in latest if row["standing"] != Standing.EXPECTED.value]
    ahead = [*past[-1:], *(row for row in latest if row["standing"] == Standing.EXPECTED.value)]
    chart = alt.Chart(alt.InlineData(values=sorted(ahead, key=lambda row: int(str(row["place"])))))
    line: alt.Chart = chart.mark_line(color=OPEN, strokeWidth=2, strokeDash=[5, 4]).encode(x=x, y=y, order="place:Q")
    return line


def _earlier(base: alt.Chart) -> alt.Chart:
    """Return what earlier decks said of the same periods, as short strokes."""
    earlier = base.transform_filter("!datum.is_latest")
    strokes: alt.Chart = earlier.mark_point(shape="stroke", size=220, color="#6B7785", strokeWidth=2, cursor="pointer")
    return strokes


def _points(latest: alt.Chart, lang: str) -> alt.Chart:
    names = [t(f"series.standing.{standing.value}", lang) for standing in _SHAPES]
    shape = alt.Shape(
        "standing_words:N",
        scale=alt.Scale(domain=names, range=list(_SHAPES.values())),
        legend=alt.Legend(title=None, orient="top", labelFontSize=12, symbolSize=110),
    )
    colour = alt.Color("standing_words:N", scale=alt.Scale(domain=names, range=list(_COLOURS.values())))
    filled = alt.condition(f"datum.standing === '{Standing.HAPPENED.value}'", colour, alt.value("white"))
    picked = alt.selection_point(name=POINT, fields=["claim_id"], on="click", clear="dblclick")
    marks = latest.mark_point(size=120, strokeWidth=2, opacity=1, cursor="pointer")
    points: alt.Chart = marks.encode(shape=shape, stroke=colour, fill=filled).add_params(picked)
    return points


def _labels(latest: alt.Chart) -> alt.Chart:
    words: alt.Chart = latest.mark_text(dy=-16, color=INK, fontSize=12).encode(text="words:N")
    return words
