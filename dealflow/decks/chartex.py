"""The chart kinds since Office 2016 (waterfall, funnel, treemap, sunburst, histogram) as tables: [MS-ODRAWXML] 2.24."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealflow.decks import formats
from dealflow.decks.chartdata import MOST_CELLS, ChartTable
from dealflow.decks.ooxml import Element, name

if TYPE_CHECKING:
    from collections.abc import Iterator


def table_of(space: Element) -> ChartTable:
    """Return the table of a chart part (``cx:chartSpace``)."""
    data = {table.get("id"): table for table in space.iter(name("cx:data"))}
    rows: list[tuple[str, ...]] = []
    for series in space.iter(name("cx:series")):
        source = series.find(name("cx:dataId"))
        held = data.get(source.get("val")) if source is not None else None
        if held is None or series.get("hidden") in {"1", "true"}:
            continue
        labels = tuple(_labels(held))
        if labels and ("", *labels) not in rows:
            rows.append(("", *labels))
        called = " ".join((series.findtext(f".//{name('cx:txData')}/{name('cx:v')}") or "").split())
        rows.extend((called, *values) for values in _values(held))
    title = space.find(f"{name('cx:chart')}/{name('cx:title')}")
    words = "" if title is None else " ".join("".join(run.text or "" for run in title.iter(name("a:t"))).split())
    return ChartTable((words,) if words else (), tuple(rows))


def _labels(data: Element) -> Iterator[str]:
    """Yield the categories, those of outer levels before those inside."""
    levels = [_points(level) for text in data.findall(name("cx:strDim")) for level in text.findall(name("cx:lvl"))]
    for at in range(max((max(level, default=-1) + 1 for level in levels), default=0)):
        yield " ".join(level[at] for level in reversed(levels) if level.get(at))


def _values(data: Element) -> Iterator[tuple[str, ...]]:
    for numbers in data.findall(name("cx:numDim")):
        for level in numbers.findall(name("cx:lvl")):
            points = _points(level)
            code = level.get("formatCode", "")
            yield tuple(_shown(points.get(at, ""), code) for at in range(max(points, default=-1) + 1))


def _points(level: Element) -> dict[int, str]:
    texts = {point.get("idx", ""): (point.text or "").strip() for point in level.findall(name("cx:pt"))}
    return {int(at): text for at, text in texts.items() if at.isdigit() and int(at) < MOST_CELLS}


def _shown(text: str, code: str) -> str:
    try:
        return formats.formatted(float(text), code, grouped=True) if text else ""
    except (ValueError, OverflowError):
        return text
