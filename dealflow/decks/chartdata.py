"""A chart of an office file as a table of what it shows: values by their number formats, days as days, units said.

What is printed beside a point (its data label) is taken as printed. Where only an axis tells the amounts, its scale and
words are taken and the digits kept, since nobody sees those values rounded. ECMA-376 part 1, 21.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from dealflow.decks import formats
from dealflow.decks.ooxml import Element, name

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_CELLS: Final = 2000
_AXES: Final = tuple(map(name, ("c:valAx", "c:catAx", "c:dateAx", "c:serAx")))
_UNITS: Final = {
    "hundreds": (100, "hundreds"),
    "thousands": (1_000, "thousands"),
    "tenThousands": (10_000, "10,000s"),
    "hundredThousands": (100_000, "100,000s"),
    "millions": (1_000_000, "millions"),
    "tenMillions": (10_000_000, "10,000,000s"),
    "hundredMillions": (100_000_000, "100,000,000s"),
    "billions": (1_000_000_000, "billions"),
    "trillions": (1_000_000_000_000, "trillions"),
}
"""ST_BuiltInUnit: what PowerPoint divides an axis by, and what it writes beside the axis unless told otherwise."""
_MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class ChartTable:
    """What a chart shows: captions (title), and rows of cells, the categories' row first where there are some."""

    captions: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def size(self) -> int:
        """Return how many cells there are."""
        return sum(map(len, self.rows)) + len(self.captions)


class _Points(NamedTuple):
    """A cached range: text or number by place, how many places, the format by place."""

    values: dict[int, str]
    size: int
    codes: dict[int, str]
    code: str
    is_of_numbers: bool


class _Axis(NamedTuple):
    """A value axis: the format that it prints values with ("" for the values' own), divisor, and words beside it."""

    code: str
    divisor: int
    unit: str
    is_of_values: bool = True


_OF_LABELS: Final = _Axis("", 1, "", is_of_values=False)


def table_of(space: Element) -> ChartTable:
    """Return the table of a chart part (``c:chartSpace``)."""
    chart = space.find(name("c:chart"))
    area = chart.find(name("c:plotArea")) if chart is not None else None
    if chart is None or area is None:
        return ChartTable((), ())
    date1904 = _is_on(space.find(name("c:date1904")))
    axes = {_value(axis, "c:axId"): axis for axis in area if axis.tag in _AXES}
    rows: list[tuple[str, ...]] = []
    for plot in area:
        if plot.find(name("c:ser")) is not None:
            rows.extend(_plot_rows(plot, axes, date1904=date1904, above=rows))
    title = _title(chart)
    return ChartTable((title,) if title else (), tuple(rows))


def _plot_rows(
    plot: Element, axes: dict[str, Element], *, date1904: bool, above: Sequence[tuple[str, ...]]
) -> list[tuple[str, ...]]:
    own = [axes[axis_id] for axis_id in _values(plot, "c:axId") if axis_id in axes]
    across = next((axis for axis in own if axis.tag != name("c:valAx")), None)
    along = _axis(next((axis for axis in own if axis.tag == name("c:valAx")), None))
    series = plot.findall(name("c:ser"))
    labels = next(
        (categories for plotted in series if (categories := _categories(plotted, across, date1904=date1904))), ()
    )
    rows: list[tuple[str, ...]] = []
    head = (_title(across) if across is not None else "", *labels)
    if labels and head not in above:
        rows.append(head)
    for plotted in series:
        rows.extend(_series_rows(plotted, plot, along, labels, date1904=date1904))
    return rows


def _series_rows(
    series: Element, plot: Element, along: _Axis, labels: Sequence[str], *, date1904: bool
) -> list[tuple[str, ...]]:
    """Return a series' name and values, and the shares that a pie prints in a row of their own."""
    points = _points(_first(series, "c:val", "c:yVal"))
    called = _text(series.find(name("c:tx")))
    called = f"{called} ({along.unit})" if along.unit and called else called or along.unit
    rows: list[tuple[str, ...]] = []
    places = _points(series.find(name("c:xVal")))
    if places.values:
        rows.append(("", *(_as_shown(places, at, _OF_LABELS, date1904=date1904) for at in range(places.size))))
    shows = _Shown(series, plot)
    if shows.has("c:showVal") or not shows.has("c:showPercent"):
        values = (shows.point(at, points, along, labels, date1904=date1904) for at in range(points.size))
        rows.append((called, *values))
    if shows.has("c:showPercent") and not shows.has("c:showVal"):
        rows.append((called, *_shares(points, shows.code)))
    elif shows.has("c:showPercent"):
        rows.append((called, *_shares(points, "")))
    return [row for row in rows if any(row[1:])]


class _Shown:
    """What the data labels of a series print, by its own word and else by its plot's."""

    def __init__(self, series: Element, plot: Element) -> None:
        own = series.find(name("c:dLbls"))
        self._labels = own if own is not None else plot.find(name("c:dLbls"))
        self._series = series
        written = self._labels.findall(name("c:dLbl")) if self._labels is not None else []
        self._single = {int(_value(label, "c:idx") or -1): label for label in written}
        ranges = series.iter(name("c15:dlblRangeCache"))
        self._range = _points(next(ranges, None))

    def has(self, what: str) -> bool:
        """Return whether the labels print what is asked for."""
        return self._labels is not None and not _is_on(self._labels.find(name("c:delete"))) and self._is_said(what)

    @property
    def code(self) -> str:
        """Return the labels' own number format; "" where they keep the values'."""
        return _own_format(self._labels)

    def point(self, at: int, points: _Points, along: _Axis, labels: Sequence[str], *, date1904: bool) -> str:
        """Return the text of one point: its own label's words, the label's number, or the value by its axis."""
        single = self._single.get(at)
        value = self._value(at, points, along, single, date1904=date1904)
        if single is not None and (rich := single.find(name("c:tx"))) is not None:
            names = {"SERIESNAME": _text(self._series.find(name("c:tx"))), "VALUE": value}
            names |= {
                "CATEGORYNAME": labels[at] if at < len(labels) else "",
                "CELLRANGE": self._range.values.get(at, ""),
            }
            return _rich_text(rich, names) or value
        if self._is_of_range() and (text := self._range.values.get(at)):
            return text
        return value

    def _value(self, at: int, points: _Points, along: _Axis, single: Element | None, *, date1904: bool) -> str:
        if not self.has("c:showVal"):
            return _as_shown(points, at, along, date1904=date1904, exact=True)
        code = _own_format(single) or self.code
        return _as_shown(points, at, along._replace(code=code), date1904=date1904)

    def _is_said(self, what: str) -> bool:
        return self._labels is not None and _is_on(self._labels.find(name(what)))

    def _is_of_range(self) -> bool:
        if self._labels is None:
            return False
        return any(_is_on(label_switch) for label_switch in self._labels.iter(name("c15:showDataLabelsRange")))


def _as_shown(points: _Points, at: int, along: _Axis, *, date1904: bool, exact: bool = False) -> str:
    written = points.values.get(at)
    number = _number(written)
    if written is None or number is None:
        return "" if written is None or points.is_of_numbers else written
    code = along.code or points.codes.get(at) or points.code
    return formats.formatted(number / along.divisor, code, date1904=date1904, exact=exact, grouped=along.is_of_values)


def _shares(points: _Points, code: str) -> list[str]:
    """Return each point's share of their sum, as a pie prints it."""
    numbers = [abs(_number(points.values.get(at)) or 0.0) for at in range(points.size)]
    whole = sum(numbers)
    if not whole:
        return []
    is_share = "%" in code
    return [formats.formatted(number / whole, code if is_share else "0%") for number in numbers]


def _axis(axis: Element | None) -> _Axis:
    """Return how a value axis shows values: its title and its display unit's words are the unit of its series."""
    if axis is None:
        return _Axis("", 1, "")
    title = _title(axis)
    units = axis.find(name("c:dispUnits"))
    divisor, unit_words = 1, ""
    if units is not None:
        custom = _number(_value(units, "c:custUnit"))
        divisor, unit_words = _UNITS.get(
            _value(units, "c:builtInUnit"), (int(custom) if custom and custom >= 1 else 1, "")
        )
        label = units.find(name("c:dispUnitsLbl"))
        unit_words = (_text(label.find(name("c:tx"))) or unit_words) if label is not None else ""
    unit = title if unit_words in title else f"{title} {unit_words}".strip()
    return _Axis(_own_format(axis), divisor, unit[1:-1] if unit[:1] + unit[-1:] == "()" else unit)


def _own_format(owner: Element | None) -> str:
    """Return the format that an axis or a label has of its own; "" where it takes the values'."""
    code = owner.find(name("c:numFmt")) if owner is not None else None
    if code is None or code.get("sourceLinked") in {"1", "true"}:
        return ""
    return str(code.get("formatCode") or "")


def _categories(series: Element, across: Element | None, *, date1904: bool) -> tuple[str, ...]:
    source = series.find(name("c:cat"))
    levels = [] if source is None else [_points(level) for level in source.iter(name("c:lvl"))]
    if levels:
        return _joined_levels(levels)
    points = _points(source)
    own = _own_format(across) if across is not None else ""
    code = next((code for code in (own, points.code) if formats.is_of_days(code)), "")
    if points.is_of_numbers and code:
        numbers = [_number(points.values.get(at)) for at in range(points.size)]
        days = [None if number is None else formats.day_of(number, date1904=date1904) for number in numbers]
        return spans(days, code)
    by = _OF_LABELS._replace(code=own)
    return tuple(_as_shown(points, at, by, date1904=date1904) for at in range(points.size))


def spans(days: Sequence[date | None], code: str) -> tuple[str, ...]:
    """Return the days of an axis as what they stand for: months or years where every one begins or ends its own."""
    known = [day for day in days if day is not None]
    months = {(day.year, day.month) for day in known}
    is_monthly = len(months) == len(known) > 1 and (
        all(day.day == 1 for day in known) or all(_is_months_end(day) for day in known)
    )
    is_yearly = is_monthly and len({day.year for day in known}) == len(known) and len({day.month for day in known}) == 1
    has_days = bool({"d", "D", "日"} & set(code))
    if is_yearly and next(iter(months))[1] in {1, _MONTHS_A_YEAR}:
        return tuple(f"{day:%Y}" if day else "" for day in days)
    if is_monthly or not has_days:
        is_of_years = not {"m", "M", "月"} & set(code) and not has_days
        return tuple("" if day is None else f"{day:%Y}" if is_of_years else f"{day:%Y-%m}" for day in days)
    return tuple(day.isoformat() if day else "" for day in days)


def _is_months_end(day: date) -> bool:
    after = date.fromordinal(min(day.toordinal() + 1, date.max.toordinal()))
    return after.month != day.month


def _joined_levels(levels: Sequence[_Points]) -> tuple[str, ...]:
    """Return categories of several levels (year over quarter) as one text each, the outermost level first.

    Outer levels stand at the first of the places that they hold for.
    """
    inner, outer = levels[0], levels[1:]
    count = max(inner.size, *(level.size for level in levels))
    joined = []
    for at in range(count):
        over = [
            level.values[max(place for place in level.values if place <= at)]
            for level in outer
            if any(place <= at for place in level.values)
        ]
        joined.append(" ".join((*reversed(over), inner.values.get(at, ""))).strip())
    return tuple(joined)


def _points(source: Element | None) -> _Points:
    """Return the cached points below an element: a reference, a literal list, or one level of categories."""
    if source is None:
        return _Points({}, 0, {}, "", is_of_numbers=False)
    points = source.findall(name("c:pt")) or [
        point
        for cache in source.iter(*map(name, ("c:strCache", "c:numCache", "c:strLit", "c:numLit")))
        for point in cache
        if point.tag == name("c:pt")
    ]
    values = {int(point.get("idx", -1)): _value_text(point) for point in points if point.get("idx", "").isdigit()}
    codes = {int(point.get("idx")): point.get("formatCode") for point in points if point.get("formatCode")}
    is_of_numbers = next(source.iter(name("c:numCache"), name("c:numLit")), None) is not None
    declared = next(source.iter(name("c:ptCount")), None)
    last = max(values, default=-1) + 1
    count = min(int(declared.get("val", last)), MOST_CELLS) if declared is not None else last
    code = next((code.text or "" for code in source.iter(name("c:formatCode"))), "")
    return _Points(values, max(count, min(last, MOST_CELLS)), codes, code, is_of_numbers)


def _value_text(point: Element) -> str:
    return (point.findtext(name("c:v")) or "").strip()


def _title(owner: Element) -> str:
    title = owner.find(name("c:title"))
    return _text(title.find(name("c:tx"))) if title is not None else ""


def _text(holder: Element | None) -> str:
    """Return the words of a ``c:tx``: written out, or taken from cells."""
    if holder is None:
        return ""
    if holder.find(name("c:rich")) is not None:
        return _rich_text(holder, {})
    direct = holder.findtext(name("c:v"))
    return " ".join((direct or " ".join(_points(holder).values.values())).split())


def _rich_text(holder: Element, fields: dict[str, str]) -> str:
    """Return written words, fields (``[VALUE]``) replaced by what they stand for."""
    paragraphs = []
    for paragraph in holder.iter(name("a:p")):
        parts = [
            fields.get(part.get("type", ""), part.findtext(name("a:t")) or "")
            if part.tag == name("a:fld")
            else part.findtext(name("a:t")) or ""
            for part in paragraph
            if part.tag in {name("a:r"), name("a:fld")}
        ]
        paragraphs.append("".join(parts))
    return " ".join(" ".join(paragraphs).split())


def _first(owner: Element, *names: str) -> Element | None:
    return next((child for tag in names if (child := owner.find(name(tag))) is not None), None)


def _value(owner: Element, child: str) -> str:
    return next(iter(_values(owner, child)), "")


def _values(owner: Element, child: str) -> list[str]:
    return [str(element.get("val") or "") for element in owner.findall(name(child))]


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get("val", "1") in {"1", "true"}


def _number(text: str | None) -> float | None:
    try:
        number = float(Decimal(text)) if text else None
    except ArithmeticError:
        return None
    return number if number is None or abs(number) < float("inf") else None
