"""One page prepared for reading: cells with their amounts, labels and periods, and who stands beside whom."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import ClaimStatus
from dealflow.domain.values.quantity import Unit
from dealflow.extract.announced import Announced, Scale, announced_scales, may_announce
from dealflow.extract.charts import mark_chart_labels, mark_ticks
from dealflow.extract.diagrams import captions
from dealflow.extract.labels import squeezed
from dealflow.extract.layout import in_line, off_column
from dealflow.extract.spots import Spot, spots_of

if TYPE_CHECKING:
    from dealflow.domain.claims.page import Page
    from dealflow.extract.labels import Label, LabelIndex, Named
    from dealflow.extract.layout import Paragraph
    from dealflow.extract.periods import Dated
_LETTER = re.compile(r"[A-Za-z가-힣]")
_NO_HEADING = frozenset({"시장", "market", "industry", "seed", "가격", "단가", "fee", "price", "시드"})
_IN_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]|(?<=[가-힣] )[A-Za-z& ]+$")
_BIG = 1.6
_OVER_BODY = 1.05
"""A heading is so much larger than the page's usual words."""
_ROWS = 8.0
_BOTH = 3
_MANY_HEADS = 3
_TIMELINE = 3.0
_OFF_LINE = 0.25
"""Words whose middle is further off than this share of the height stand on a line of their own."""
_FAR = 12.0
"""A label further to the left than this many heights belongs to something else."""


class Sheet:
    """A page as spots, with its title and the unit that it announces."""

    def __init__(self, page: Page, index: LabelIndex) -> None:
        self.page = page
        self.index = index
        self.inherited: tuple[Scale, ...] = ()
        """The unit with which the page before ended."""
        self.spots = spots_of(page)
        self._labels: dict[int, tuple[Label, ...]] = {}
        mark_ticks(self.spots)
        mark_chart_labels(self.spots)

    def labels(self, spot: Spot) -> tuple[Label, ...]:
        """Return the catalogue's labels in a cell."""
        key = id(spot.cell)
        if key not in self._labels:
            self._labels[key] = self.index.find(spot.cell.text)
        return self._labels[key]

    def paragraph_labels(self, paragraph: Paragraph) -> tuple[Label, ...]:
        """Return the catalogue's labels in a paragraph, those that a line break tears apart too."""
        key = id(paragraph)
        if key not in self._labels:
            self._labels[key] = self.index.find(paragraph.text)
        return self._labels[key]

    @cached_property
    def title(self) -> str:
        """Return the largest words of the page's upper third."""
        height = self.page.height_pt
        upper = [spot.cell for spot in self.spots if not spot.is_value and spot.cell.y0 < height * 0.34]
        upper = [cell for cell in upper if _LETTER.search(cell.text)]
        tallest = max((cell.size for cell in upper), default=0.0)
        return " ".join(cell.text for cell in upper if cell.size > tallest * 0.8)

    @cached_property
    def body_size(self) -> float:
        """Return the height of the page's usual words."""
        sizes = sorted(spot.cell.size for spot in self.spots if spot.has_words)
        return sizes[len(sizes) // 2] if sizes else 0.0

    @cached_property
    def cards(self) -> list[Spot]:
        """Return the spots that are one big bare number, as cards print them; 1, 2, 3 and 01 number sections."""
        large = [
            spot
            for spot in self.spots
            if spot.is_value
            and len(spot.amounts) == 1
            and not spot.in_chart
            and not spot.is_tick
            and spot.cell.size > _BIG * self.body_size
            and not spot.cell.text.startswith("0")
        ]
        bare = [spot for spot in large if not spot.amounts[0].unit_printed and not spot.amounts[0].scaled]
        numbers = sorted(spot.amounts[0].quantity.value or 0 for spot in bare)
        return [] if numbers == list(range(1, len(numbers) + 1)) else large

    @cached_property
    def captions(self) -> dict[Spot, Spot]:
        """Return the words further below the figures of a diagram."""
        return captions(self.spots)

    @cached_property
    def text(self) -> str:
        """Return all words of the page."""
        return "\n".join(spot.cell.text for spot in self.spots)

    @cached_property
    def announced(self) -> list[Announced]:
        """Return the cells that announce a unit for others, with it."""
        announcing = ((spot, announced_scales(spot.cell.text)) for spot in self.spots if may_announce(spot.cell.text))
        return [Announced(spot, scales) for spot, scales in announcing if scales]

    @cached_property
    def headings(self) -> list[tuple[Spot, Label, Named]]:
        """Return the cells that are mostly the label of a metric that names what stands below (자금사용계획)."""
        headings: list[tuple[Spot, Label, Named]] = []
        for spot in self.spots:
            if spot.amounts or not spot.has_words or self._names_a_row(spot):
                continue
            text = spot.cell.text
            letters = len(squeezed(_IN_BRACKETS.sub("", text)))
            aside = [match.span() for match in _IN_BRACKETS.finditer(text)]
            for label in self.labels(spot):
                if letters and any(start < label.start < end for start, end in aside if text[start] in "([（"):
                    continue
                named = next((metric for metric in label.metrics if metric.metric.heading), None)
                if named is not None and label.key not in _NO_HEADING and len(label.key) >= 0.5 * letters:
                    headings.append((spot, label, named))
        return headings

    def _names_a_row(self, spot: Spot) -> bool:
        """Say whether a cell of the usual size has others to its right: the label of a table's row, no heading."""
        if spot.cell.size > _OVER_BODY * self.body_size:
            return False
        right = [other for other in self.beside(spot) if other.cell.x0 >= spot.cell.x1 and not self.labels(other)]
        return len(right) >= _BOTH - 1 and all(self.in_columns(spot, other) for other in right[:2])

    def column_period(self, spot: Spot) -> Dated | None:
        """Return the period at the head of the spot's column, or at the foot of its bar."""
        cell = spot.cell
        best: tuple[float, Dated] | None = None
        for row in self._period_rows:
            drop = cell.middle_y - row[0].cell.middle_y
            if abs(drop) <= 0.4 * cell.size:
                continue
            nearest = min(row, key=lambda other: off_column(other.cell, cell))
            spacing = min((b.cell.middle_x - a.cell.middle_x for a, b in pairwise(row)), default=4 * cell.size)
            if off_column(nearest.cell, cell) > 0.5 * spacing:
                continue
            away = drop if drop > 0 else -1.5 * drop
            if best is None or away < best[0]:
                best = (away, self._with_status(row, nearest.periods[0]))
        return best[1] if best else None

    @staticmethod
    def _with_status(row: list[Spot], dated: Dated) -> Dated:
        """Return the period; beside years marked as forecast, one without a mark has happened."""
        marked = any(other.periods[0].status is ClaimStatus.FORECAST for other in row)
        return dated._replace(status=ClaimStatus.ACTUAL) if marked and dated.status is None else dated

    @cached_property
    def _period_rows(self) -> list[list[Spot]]:
        rows: list[list[Spot]] = []
        for spot in sorted(self._periods, key=lambda spot: spot.cell.middle_y):
            if rows and spot.cell.middle_y - rows[-1][0].cell.middle_y < 0.5 * spot.cell.size:
                rows[-1].append(spot)
            else:
                rows.append([spot])
        for row in rows:
            row.sort(key=lambda spot: spot.cell.middle_x)
        return rows

    def period_rows_of(self, fewest: int) -> list[Spot]:
        """Return the first cell of each row of so many periods or more."""
        return [row[0] for row in self._period_rows if len(row) >= fewest]

    def row_period(self, spot: Spot) -> Dated | None:
        """Return the period at the head of the spot's row; beside forecast years, one without a mark has happened."""
        cell = spot.cell
        left = [other for other in self._periods if other.cell.x1 <= cell.x0 and other in self.beside(spot)]
        if not left:
            return None
        head = max(left, key=lambda other: other.cell.x1)
        column = [other for other in self._periods if off_column(other.cell, head.cell) < head.cell.size]
        return self._with_status(column, head.periods[0])

    def dated_heading(self, spot: Spot) -> Dated | None:
        """Return the period of the nearest cell that is nothing but a period, over or left of ``spot`` (a timeline)."""
        head = self.heading_period(spot)
        return head.periods[0] if head is not None else None

    def heading_period(self, spot: Spot) -> Spot | None:
        """Return the nearest cell that is nothing but a period, over or left of ``spot``."""
        cell = spot.cell
        best: tuple[float, Spot] | None = None
        for other in self._periods:
            drop = cell.middle_y - other.cell.middle_y
            side = max(0.0, other.cell.x0 - cell.x1, cell.x0 - other.cell.x1)
            away = abs(drop) + side
            reach = _TIMELINE * max(cell.size, other.cell.size)
            if drop > -other.cell.size and away < reach and (best is None or away < best[0]):
                best = (away, other)
        return best[1] if best else None

    @cached_property
    def _periods(self) -> list[Spot]:
        """Return the lone periods that head a column, a row or a step; a date that answers a label (설립일) is none.

        Behind the label in the corner of a table (매출액 | 2024 | 2025) more than one stands in the line.
        """
        alone = [spot for spot in self.spots if spot.is_period and not spot.is_tick]
        return [
            spot for spot in alone if not self._answers(spot) or any(other.is_period for other in self.beside(spot))
        ]

    def _answers(self, period: Spot) -> bool:
        """Say whether a lone period is the answer to a label that asks for a day: 설립일 | 2018년 11월."""
        row = self.row_labels(period)[:1]
        return any(Unit.DATE in named.units for spot in row for label in self.labels(spot) for named in label.metrics)

    def column_part(self, head: Spot, spot: Spot) -> tuple[int, int]:
        """Return the part of a head that stands over the spot: all of it, unless it holds the heads of many columns."""
        text, labels = head.cell.text, self.labels(head)
        if len(labels) < _MANY_HEADS or head.cell.x1 - head.cell.x0 < 2 * (spot.cell.x1 - spot.cell.x0):
            return 0, len(text)
        ends = [*(label.start for label in labels[1:]), len(text)]
        parts = list(zip([label.start for label in labels], ends, strict=True))

        def off(part: tuple[int, int]) -> float:
            boxes = head.cell.boxes_of(*part)
            return abs((boxes[0][0] + boxes[-1][2]) / 2 - spot.cell.middle_x)

        return min(parts, key=off)

    def above_left(self, spot: Spot) -> list[Spot]:
        """Return the nearest cell with a label right above to the left: a bar's name, where its end has the value."""
        cell = spot.cell
        return [
            other
            for other in reversed(self.between(cell.y0 - 2 * cell.size, cell.middle_y))
            if other.has_words
            and other.cell.x0 < cell.x0
            and other.cell.y1 <= cell.middle_y
            and cell.y0 - other.cell.y1 < 1.3 * cell.size
            and self.labels(other)
            and not self.speaks_for_itself(other)
        ][:1]

    def chart_title(self, spot: Spot) -> Spot | None:
        """Return the nearest cell above that announces a unit with words of its own: 매출액 (단위: 백만원)."""
        cell = spot.cell
        titles = [
            other
            for other, _ in self.announced
            if other.cell.middle_y < cell.middle_y and not other.amounts and self.labels(other)
        ]
        return min(titles, key=lambda other: _apart(other, spot), default=None)

    def speaks_for_itself(self, spot: Spot) -> bool:
        """Say whether a cell holds an amount after its own label: it names nothing else."""
        last = next(
            (
                amount
                for amount in reversed(spot.own_amounts)
                if amount.unit_printed or amount.end == len(spot.cell.text)
            ),
            None,
        )
        return last is not None and any(label.end <= last.start for label in self.labels(spot))

    def row_labels(self, spot: Spot) -> list[Spot]:
        """Return the cells with words to the left on the same line, nearest first, as far as they can belong to it.

        A label far to the left counts where the two stand in columns, as another line shows.
        """
        cell = spot.cell
        beside = [other for other in self.beside(spot) if other.cell.x1 <= cell.x0 + 1]
        beside.sort(key=lambda other: -other.cell.x1)
        labels: list[Spot] = []
        edge = cell.x0
        for other in beside:
            gap = edge - other.cell.x1
            far = gap > _FAR * max(cell.size, 8.0)
            if far and other.has_words and not (self.labels(other) or self.in_columns(other, spot)):
                if abs(other.cell.middle_y - cell.middle_y) > _OFF_LINE * cell.size:
                    continue
                break
            if other.has_words and self.speaks_for_itself(other):
                break
            if labels and other.is_value and not other.is_period:
                break  # beyond its own label another pair begins
            edge = other.cell.x0
            if other.has_words:
                labels.append(other)
                if len(labels) > 1:
                    break
        return labels

    def continues_column(self, spot: Spot) -> bool:
        """Say whether the next cell above is another amount in the same column: a table, whose head names both."""
        cell = spot.cell
        column = [
            other
            for other in self.between(cell.y0 - 2.6 * cell.size, cell.y0)
            if other is not spot and other.cell.x0 < cell.x1 and other.cell.x1 > cell.x0
        ]
        nearest = max(column, key=lambda other: other.cell.y1, default=None)
        return nearest is not None and bool(nearest.amounts) and nearest.is_value and in_line(nearest.cell, cell)

    def in_columns(self, label: Spot, value: Spot) -> bool:
        """Say whether another line has a cell under or over each of the two, as the rows of a table have."""
        reach = _ROWS * max(label.cell.size, value.cell.size)
        pitch = max(value.cell.size, 1.0) / 1.5
        rows: dict[int, int] = {}
        for other in self.between(value.cell.middle_y - reach, value.cell.middle_y + reach):
            if other is label or other is value:
                continue
            row = round(other.cell.middle_y / pitch)
            for at in (row, row + 1):
                if abs(other.cell.x0 - label.cell.x0) < label.cell.size * 0.6:
                    rows[at] = rows.get(at, 0) | 1
                if in_line(other.cell, value.cell):
                    rows[at] = rows.get(at, 0) | 2
        here = round(value.cell.middle_y / pitch)
        return any(both == _BOTH for at, both in rows.items() if abs(at - here) > 1)

    def over(self, spot: Spot) -> list[Spot]:
        """Return the cells with words above it in its column, nearest first; amounts between are stepped over."""
        return self._stacked(spot, up=True)

    def under(self, spot: Spot) -> list[Spot]:
        """Return the cells with words below it in its column, nearest first."""
        return self._stacked(spot, up=False)

    @cached_property
    def _by_height(self) -> tuple[list[float], list[Spot]]:
        ordered = sorted(self.spots, key=lambda spot: spot.cell.middle_y)
        return [spot.cell.middle_y for spot in ordered], ordered

    def between(self, top: float, bottom: float) -> list[Spot]:
        """Return the cells whose middle lies between two heights, from top to bottom."""
        heights, ordered = self._by_height
        return ordered[bisect_left(heights, top) : bisect_right(heights, bottom)]

    def beside(self, spot: Spot) -> list[Spot]:
        """Return the other cells on a cell's line, left and right of it."""
        cell = spot.cell
        tall = cell.y1 - cell.y0
        near = self.between(cell.y0 - tall, cell.y1 + tall)
        return [
            other
            for other in near
            if other is not spot
            and min(other.cell.y1, cell.y1) - max(other.cell.y0, cell.y0)
            > 0.35 * min(other.cell.y1 - other.cell.y0, tall)
        ]

    def _stacked(self, spot: Spot, *, up: bool) -> list[Spot]:
        cell = spot.cell
        x0, x1, wide = cell.x0, cell.x1, cell.x1 - cell.x0
        edge = cell.middle_y - 0.2 * cell.size if up else cell.middle_y + 0.2 * cell.size
        height = self.page.height_pt
        column = [
            other
            for other in (self.between(0.0, edge) if up else self.between(edge, min(height, cell.y1 + 8 * cell.size)))
            if other is not spot
            and min(other.cell.x1, x1) - max(other.cell.x0, x0) > 0.3 * min(other.cell.x1 - other.cell.x0, wide)
            and abs(other.cell.middle_y - cell.middle_y) > 0.4 * min(cell.size, other.cell.size)
        ]
        if up:
            column.reverse()
        stack: list[Spot] = []
        last = cell
        for other in column:
            gap = last.y0 - other.cell.y1 if up else other.cell.y0 - last.y1
            if gap > 4.0 * max(cell.size, other.cell.size):
                break
            last = other.cell
            if other.has_words:
                stack.append(other)
                if len(stack) > 1:
                    break
            elif not up:
                break
        return stack


def _apart(spot: Spot, other: Spot) -> float:
    """Return how far two cells stand apart; what stands below counts double, since units stand over their cells."""
    drop = other.cell.middle_y - spot.cell.middle_y
    side = max(0.0, spot.cell.x0 - other.cell.x1, other.cell.x0 - spot.cell.x1)
    return (drop if drop > 0 else -2 * drop) + side
