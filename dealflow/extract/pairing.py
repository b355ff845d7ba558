"""Every amount of a page with the label that names it, by geometry: in its line, beside, above, below, as a heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dealflow.domain.claims.claims import ReviewReason
from dealflow.domain.values.quantity import MONEY, Unit
from dealflow.extract.announced import announced_scales
from dealflow.extract.cues import cues
from dealflow.extract.figure import Figure, take_label
from dealflow.extract.fitting import BEFORE_AFTER, counts_a_noun, fits, fitting, is_part_of_formula
from dealflow.extract.headings import heading_over
from dealflow.extract.labels import Label, Named, squeezed
from dealflow.extract.listed import LISTS, with_listed
from dealflow.extract.nearness import labels_within, nearest_label
from dealflow.extract.neighbours import is_of_another_date, near_cells
from dealflow.extract.senses import take_sense, take_spending
from dealflow.extract.spots import Spot
from dealflow.extract.unit_heads import scales_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dealflow.extract.layout import Paragraph
    from dealflow.extract.numbers import Found
    from dealflow.extract.sheet import Sheet

_LONGEST_LABEL: Final = 60
"""Letters; what is longer is a sentence."""
_DEAL = "Deal"
_SAID = MONEY | {Unit.PERCENT}
_SPENDING = "use_of_funds"
_ROUNDS = "prev_rounds"
_CUES = cues("figure")
_CAPTION = 1.12
"""A figure is so much larger than its caption (as in ``neighbours``)."""
_LINES = 2
_LEVEL = 0.35
"""Middles of one line differ by less than this share of the height."""
_HEAD_LETTERS = 48
_HEAD_LINES = 3
"""Two or three short lines beside a figure are one label."""
_HEAD_GAP = 1.0
"""Words so near over a figure are its own, even where they name no metric."""
_BESIDE = 6.0
"""A label this near in its own cell needs no look around."""
_PERIOD_OR_PLACE = re.compile(r"^[\s\d.,:;%'’()~\-–/EFAPQH년월말기준현재]+$")


def figures_of(sheet: Sheet) -> Iterator[Figure]:
    """Give the amounts of a page with their labels; marks of an axis are no figures."""
    for spot in sheet.spots:
        if spot.is_tick:
            continue
        counted = [amount for amount in spot.amounts if not is_part_of_formula(spot.cell.text, amount)]
        yield from with_listed([_paired(sheet, Figure(spot, amount)) for amount in counted])
        for day in spot.dates:
            dated = _paired_date(sheet, Figure(spot, day, dated=True))
            if dated is not None:
                yield dated


def _prepared(sheet: Sheet, figure: Figure) -> Figure:
    """Return the figure with the cells around it and, for a bare number, the units that they announce."""
    spot, amount = figure.spot, figure.amount
    figure.near = near_cells(sheet, spot)
    over = (other.cell.text for other in figure.near if other.cell.y1 <= spot.cell.y0 + 1)
    figure.is_of_stock = spot.is_value and not amount.unit_printed and any(map(_CUES["stock"].search, over))
    captions = [other.cell.text for other in figure.near[:_LINES] if not other.amounts]
    figure.counts_things = spot.is_value and any(map(_CUES["things"].search, captions))
    figure.restates = amount.mark == "(" and _restates(sheet, spot)
    figure.is_card = spot in sheet.cards and bool(figure.near)
    ends = amount.end == len(spot.cell.text) and len(spot.amounts) == 1
    open_scale = spot.is_value and not amount.scaled and amount.quantity.unit in MONEY
    if open_scale or ((spot.is_value or ends) and not amount.unit_printed and not amount.money_guessed):
        figure.scales = scales_of(sheet, spot, figure.near)
    elif not amount.unit_printed and "단위" in spot.cell.text:
        figure.scales = announced_scales(spot.cell.text)
    return figure


def _restates(sheet: Sheet, spot: Spot) -> bool:
    """Say whether the line right above a bracketed amount tells it in another unit: 45% over (13.5억원)."""
    cell = spot.cell
    over = (
        other
        for other in sheet.between(cell.y0 - 1.6 * cell.size, cell.y0)
        if other is not spot and other.cell.x0 < cell.x1 and cell.x0 < other.cell.x1
    )
    units = {amount.quantity.unit for amount in spot.amounts}
    return any(amount.unit_printed and amount.quantity.unit not in units for other in over for amount in other.amounts)


def _paired(sheet: Sheet, figure: Figure) -> Figure:
    """Return the figure with its label: its own line's, a neighbour's, a line's above, a title's, or plain words."""
    spot = _prepared(sheet, figure).spot
    own = _own_label(sheet, figure)
    leads = spot.is_value or figure.amount.start == 0
    if own is None and counts_a_noun(figure) and take_sense(sheet, figure):
        _take_plain_label(figure)
        return figure
    if own is not None and (not leads or own[0] < _BESIDE):
        return _under_heading(sheet, _with_own(figure, own))
    beside = _named_beside(sheet, figure)
    if beside is not None:
        return beside
    if own is not None:
        return _with_own(figure, own)
    return _named_afar(sheet, figure)


def _named_beside(sheet: Sheet, figure: Figure) -> Figure | None:
    """Return the figure named by the nearest cell that can, or by what its caption tells; None where none does."""
    for rank, other in enumerate(figure.near):
        if rank == 1 and _is_captioned(figure) and take_sense(sheet, figure, caption=figure.near[0].cell.text):
            _take_plain_label(figure)
            return figure
        best = _best_in(sheet, figure, other)
        if best is not None:
            return _under_heading(sheet, take_label(figure, other, best[1], best[0], 8.0 + 4 * rank))
    return None


def _named_afar(sheet: Sheet, figure: Figure) -> Figure:
    """Return the figure named by a line above, a chart's title or a heading; without, by the words around it."""
    torn = _torn_label(sheet, figure) if figure.spot.is_value else None
    if torn is not None:
        return _with_torn(figure, torn)
    for other in _further(sheet, figure):
        best = _best_in(sheet, figure, other)
        if best is not None:
            return take_label(figure, other, best[1], best[0], 20.0)
    _take_heading(sheet, figure)
    if figure.metric is None:
        _take_plain_label(figure)
        take_sense(sheet, figure)
    return figure


def _is_captioned(figure: Figure) -> bool:
    """Say whether the nearest words are the figure's caption: they speak of it before any other cell."""
    cell, caption = figure.spot.cell, figure.near[0].cell
    under = 0 <= caption.y0 - cell.y1 < caption.size
    return figure.spot.is_value and (cell.size > _CAPTION * caption.size or under)


def _torn_label(sheet: Sheet, figure: Figure) -> tuple[float, Label, Named] | None:
    """Return the label right before an amount that a line break put on a line of its own."""
    cell, amount = figure.spot.cell, figure.amount
    paragraph = cell.paragraph
    if paragraph is None or len(paragraph.cells) < _LINES or paragraph.cells[0] is cell:
        return None
    shift = paragraph.offset_of(cell)
    place = (amount.start + shift, amount.end + shift)
    best = nearest_label(sheet.paragraph_labels(paragraph), figure, paragraph.text, place, sheet.index)
    return best if best is not None and best[0] < _BESIDE else None


def _with_torn(figure: Figure, torn: tuple[float, Label, Named]) -> Figure:
    """Return the figure with a label of another line of its paragraph, or its own."""
    distance, label, named = torn
    paragraph = figure.spot.cell.paragraph
    if paragraph is None:
        return figure
    holder, start = paragraph.cell_at(label.start)
    figure.label_text = paragraph.text[label.start : label.end]
    local = label._replace(start=label.start - start, end=min(label.end - start, len(holder.text)))
    spot = figure.spot if holder is figure.spot.cell else Spot(holder)
    return take_label(figure, spot, local, named, distance)


def _further(sheet: Sheet, figure: Figure) -> Iterator[Spot]:
    """Give the cells that may name a lone amount from further away: its bar's label, its chart's title."""
    if not figure.spot.is_value:
        return
    cell = figure.spot.cell
    beside = any(other.cell.x1 <= cell.x0 for other in figure.near)
    headed = any(0 <= cell.y0 - other.cell.y1 < _HEAD_GAP * cell.size for other in figure.near)
    if not beside and not headed:
        yield from sheet.above_left(figure.spot)
    if figure.scales and not figure.near and (title := sheet.chart_title(figure.spot)) is not None:
        yield title


def _under_heading(sheet: Sheet, figure: Figure) -> Figure:
    """Return the figure, named by its list's heading where its row only says which item it is (연구개발 45%)."""
    if figure.metric is None:
        return figure
    stake = figure.metric.metric.id == "equity_offered" and figure.spot.is_value and figure.key in figure.metric.loose
    if figure.metric.metric.section == _DEAL and not stake:
        return figure
    heading = _heading_over(sheet, figure)
    if heading is None or not _lists(heading, figure.metric):
        return take_spending(sheet, figure) if figure.spot.is_value and not stake else figure
    if not figure.spot.is_value:
        item = _item(figure.spot.cell.text, figure.amount) if heading[2].metric.id == _SPENDING else None
        return _of_list(figure, heading, item) if item is not None else figure
    row = next((other for other in figure.near if other.cell.x1 <= figure.spot.cell.x0), figure.label_spot)
    take_label(figure, heading[0], heading[1], heading[2], 20.0)
    if row is not None:
        figure.label_spot, figure.label_span = row, (0, len(row.cell.text))
    figure.from_heading = True
    return figure


def _of_list(figure: Figure, heading: tuple[Spot, Label, Named], item: tuple[int, int]) -> Figure:
    """Return the figure under its list's heading, with the item of its own line as label (인건비 40%, 마케팅 35%)."""
    take_label(figure, heading[0], heading[1], heading[2], 20.0)
    figure.label_spot, figure.label_span, figure.label_text = figure.spot, item, ""
    figure.from_heading = True
    return figure


def _lists(heading: tuple[Spot, Label, Named], named: Named) -> bool:
    """Say whether a heading's list holds the metric's figures as items: 자금사용계획 any, 주주 현황 the stakes."""
    _, label, head = heading
    stakes = head.metric.id == "prev_rounds" and named.metric.id == "equity_offered" and label.key not in head.loose
    return head.metric.id in LISTS or stakes


def _with_own(figure: Figure, own: tuple[float, Label, Named]) -> Figure:
    """Return the figure with a label of its own line, or of another line of its paragraph."""
    distance, label, named = own
    cell = figure.spot.cell
    if named.metric.id in LISTS:
        item = _item(cell.text, figure.amount)
        if item is not None:
            return take_label(figure, figure.spot, label._replace(start=item[0], end=item[1]), named, distance)
    paragraph = cell.paragraph
    if paragraph is None or len(paragraph.cells) < _LINES or figure.spot.is_value:
        return take_label(figure, figure.spot, label, named, distance)
    return _with_torn(figure, own)


def _item(text: str, amount: Found) -> tuple[int, int] | None:
    """Return where the item of a list is named: before its amount (마케팅 15억) or after it (30% Sales)."""
    head = max(text.rfind(sign, 0, amount.start) for sign in ",:·/;") + 1
    if text[head : amount.start].strip():
        return head + len(text[head : amount.start]) - len(text[head : amount.start].lstrip()), amount.start
    stops = [place for place in (text.find(sign, amount.end) for sign in ",·/;") if place >= 0]
    stop = min(stops, default=len(text))
    tail = text[amount.end : stop].strip()
    return (text.index(tail, amount.end), text.index(tail, amount.end) + len(tail)) if tail else None


def _own_label(sheet: Sheet, figure: Figure) -> tuple[float, Label, Named] | None:
    """Return the nearest fitting label of the amount's own line or paragraph, with its distance."""
    cell, amount = figure.spot.cell, figure.amount
    paragraph = cell.paragraph
    if paragraph is None or len(paragraph.cells) < _LINES or figure.spot.is_value:
        return nearest_label(sheet.labels(figure.spot), figure, cell.text, (amount.start, amount.end), sheet.index)
    shift = paragraph.offset_of(cell)
    place = (amount.start + shift, amount.end + shift)
    return nearest_label(sheet.paragraph_labels(paragraph), figure, paragraph.text, place, sheet.index)


def _best_in(sheet: Sheet, figure: Figure, other: Spot) -> tuple[Named, Label] | None:
    """Return the longest label of a neighbouring cell that fits the amount."""
    if sheet.speaks_for_itself(other) or _is_told(other):
        return None
    context = " ".join([other.cell.text, figure.spot.cell.text, *(spot.cell.text for spot in figure.near[:3])])
    labels = sheet.labels(other)
    paragraph = other.cell.paragraph
    stacked = (
        paragraph is not None
        and _LINES <= len(paragraph.cells) <= _HEAD_LINES
        and len(paragraph.text) <= _HEAD_LETTERS
        and figure.spot.cell not in paragraph.cells
        and not _are_rows(sheet, other, paragraph)
    )
    if not stacked:
        first, last = sheet.column_part(other, figure.spot)
        whole_labels = labels_within(tuple(labels), figure, other.cell.text, sheet.index)
        for label in sorted(whole_labels, key=lambda label: -len(label.key)):
            named = fitting(label, figure, context) if first <= label.start < last else None
            if named is not None:
                return named, label
    whole = stacked or (not labels and figure.spot.is_value and other.cell.x1 > figure.spot.cell.x0 + 1)
    if paragraph is not None and len(paragraph.cells) > 1 and whole:
        for label in sorted(sheet.paragraph_labels(paragraph), key=lambda label: -len(label.key)):
            named = fitting(label, figure, f"{paragraph.text} {figure.spot.cell.text}")
            if named is not None:
                return named, label._replace(start=0, end=len(other.cell.text))
    return None


def _are_rows(sheet: Sheet, other: Spot, paragraph: Paragraph) -> bool:
    """Say whether lines of a paragraph have amounts of their own to the right: the rows of a tight table."""
    lines = sheet.between(paragraph.cells[0].y0, paragraph.cells[-1].y1)
    rows = [spot for spot in lines if spot.cell in paragraph.cells]
    valued = [row for row in rows if any(_is_level(row, value) for value in sheet.beside(row) if value.is_value)]
    return len(valued) >= _LINES and other in valued


def _is_level(row: Spot, value: Spot) -> bool:
    """Say whether an amount stands to the right on the very line of a label; one between two lines is on neither."""
    level = abs(value.cell.middle_y - row.cell.middle_y) < _LEVEL * row.cell.size
    return level and value.cell.x0 >= row.cell.x1 - 1


def _is_told(other: Spot) -> bool:
    """Say whether a cell tells an amount of money or a share itself (only 22% of revenues): it heads no other."""
    return any(amount.unit_printed and amount.quantity.unit in _SAID for amount in other.own_amounts)


def _take_heading(sheet: Sheet, figure: Figure) -> None:
    """Name the figure by a heading that stands over it and names everything below (자금사용계획)."""
    best = _heading_over(sheet, figure)
    if best is None:
        return
    take_label(figure, best[0], best[1], best[2], 30.0)
    figure.from_heading = True
    figure.reasons.add(ReviewReason.LABEL_FAR)
    plain = next(iter(_plain_labels(figure)), None)
    if plain is not None:
        figure.label_spot, figure.label_span = plain, (0, len(plain.cell.text))


def _heading_over(sheet: Sheet, figure: Figure) -> tuple[Spot, Label, Named] | None:
    """Return the nearest heading above the figure whose metric names every figure below it."""
    if figure.amount.quantity.unit is Unit.COUNT and not figure.scales:
        return None
    cell, tall = figure.spot.cell, sheet.page.height_pt
    is_document = sheet.page.height_pt > sheet.page.width_pt
    section = heading_over(sheet, figure.spot) if is_document else None
    best: tuple[float, Spot, Label, Named] | None = None
    for other, label, named in sheet.headings:
        if other is figure.spot or not fits(named, figure) or not _may_head(named, figure):
            continue
        drop = cell.middle_y - other.cell.middle_y
        side = max(0.0, other.cell.x0 - cell.x1, cell.x0 - other.cell.x1)
        is_title = other.cell.y0 < tall * 0.2
        if drop < -2 * cell.size and (named.metric.id != _ROUNDS or is_document):
            continue
        if is_document and section is not None and other.cell.y1 <= section.y0:
            continue
        away = abs(drop) + side * (0.3 if is_title or other.cell.x0 <= cell.x0 else 1.5)
        if away < tall * (1.0 if is_title else 0.8) and (best is None or away < best[0]):
            best = (away, other, label, named)
    return best[1:] if best else None


def _may_head(named: Named, figure: Figure) -> bool:
    """Say whether a heading of earlier rounds can name a figure: its row tells a round, an investor or a time."""
    if named.metric.id != _ROUNDS or figure.amount.quantity.unit not in MONEY:
        return True
    near = " ".join([figure.spot.cell.text, *(spot.cell.text for spot in figure.near[:3])])
    return bool(_CUES["round"].search(near)) or any(spot.periods for spot in (figure.spot, *figure.near[:3]))


def _plain_labels(figure: Figure) -> Iterator[Spot]:
    cell = figure.spot.cell
    for other in sorted(
        figure.near, key=lambda spot: BEFORE_AFTER.search(spot.cell.text) is not None or spot.cell.x1 > cell.x0
    ):
        if other.has_words and not _PERIOD_OR_PLACE.match(other.cell.text) and len(other.cell.text) < _LONGEST_LABEL:
            yield other


def _take_plain_label(figure: Figure) -> None:
    """Give a figure without a metric the words that evidently name it."""
    text, amount = figure.spot.cell.text, figure.amount
    if not figure.spot.is_value:
        before = re.split(r"[.;•▪]\s", text[: amount.start])[-1]
        after = re.split(r"[.;,•▪]", text[amount.end :])[0]
        if len(squeezed(before)) > 1:
            start = amount.start - len(before)
            figure.label_spot, figure.label_span = figure.spot, (max(start, amount.start - 40), amount.start)
            return
        if len(squeezed(after)) > 1:
            figure.label_spot, figure.label_span = (
                figure.spot,
                (amount.end, min(amount.end + len(after), amount.end + 40)),
            )
            return
    plain = next(_plain_labels(figure), None)
    if plain is not None:
        figure.label_spot, figure.label_span = plain, (0, len(plain.cell.text))


def _paired_date(sheet: Sheet, figure: Figure) -> Figure | None:
    """Return a date that a label makes a figure of its own (설립일 2018년 11월 21일), else nothing."""
    figure.near = near_cells(sheet, figure.spot)
    own = _own_label(sheet, figure)
    if own is not None and own[0] < (_BESIDE if own[1].key in own[2].loose else 16):
        return _with_own(figure, own)  # a founding year stands right by its label
    for other in (spot for spot in figure.near if not is_of_another_date(sheet, spot, figure.spot)):
        best = _best_in(sheet, figure, other)
        if best is not None and (len(best[1].key) >= 0.5 * len(squeezed(other.cell.text)) or _founds(figure, best[1])):
            return take_label(figure, other, best[1], best[0], 8.0)
    return None


def _founds(figure: Figure, label: Label) -> bool:
    """Say whether a lone date of a timeline stands by words of founding."""
    return figure.spot.is_value and label.key in {"founds", "founded", "법인설립", "창립", "회사설립"}
