"""Cells with what was read in them: amounts, dates, periods; amounts torn by a line break are mended first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealflow.extract.dates import find_dates
from dealflow.extract.layout import cells_of, join_paragraphs
from dealflow.extract.mending import mended
from dealflow.extract.numbers import Found, find_quantities
from dealflow.extract.periods import Dated, find_periods

if TYPE_CHECKING:
    from dealflow.domain.claims.page import Page
    from dealflow.extract.layout import Cell

_HAPPENED = re.compile(
    r"(?:으?로)?(?:급감|급증|증가|감소|상승|하락|달성|기록|돌파|성장|확대|목표|예정|계획|전망|추정|예상)"
)
"""What may follow the amounts of a line that is nothing but them and their years: 2018년 38% → 2022년 16%로 급감."""
_SMALL_WORDS = re.compile(
    r"[^0-9A-Za-z가-힣]+|per|month|year|mo|yr|annually|월|연|년|매월|매년|당|총|each|approx|vat|별도|기준|예상|이상"
)
_ONE_WORD = re.compile(
    r"\s?(?:(?!(?:of|in|to|for|and|from|by|at|on|with|the|is|are|per|as|or)$)[A-Za-z]{2,12}|[가-힣]{1,6})(?:\s?[↑↓]|\s?이상)?"
)
"""One word after an amount still leaves it an amount; a word that a line ends on in mid-sentence does not."""
_WORDS = re.compile(r"[A-Za-z가-힣][^A-Za-z가-힣]*[A-Za-z가-힣]")
_ASIDE = re.compile(r"(?<=[A-Za-z가-힣] )[(（][^()（）]*[)）]\s*$")
_DIGIT = re.compile(r"\d")
_HEAD = 0.14
_FOOT = 0.93
"""Bare numbers above and below these shares of a page are its own."""
_HUNDRED = 3
_FOOTNOTE = re.compile(r"[1-9]\d?[),*]?")
_SMALL = 0.7
_BESIDE = 0.8
"""A mark is so much smaller than its words, and stands so near, of their height."""


@dataclass(slots=True, eq=False)
class Spot:
    """A cell with what was read in it."""

    cell: Cell
    amounts: tuple[Found, ...] = ()
    dates: tuple[Found, ...] = ()
    periods: tuple[Dated, ...] = ()
    is_value: bool = False
    """Nothing but amounts stands in it."""
    is_tick: bool = False
    """A mark of a chart's axis."""
    is_period: bool = False
    """Nothing but a period stands in it: a column's year, a step of a timeline."""
    in_chart: bool = False
    """A label of a bar or point beside an axis."""

    has_words: bool = False
    """It could be a label."""

    @property
    def own_amounts(self) -> tuple[Found, ...]:
        """Return the amounts without those that a label tells of its figure in brackets at its end: ARR (+140% YoY)."""
        aside = _ASIDE.search(self.cell.text)
        return self.amounts if aside is None else tuple(one for one in self.amounts if one.start < aside.start())


def spots_of(page: Page) -> list[Spot]:
    """Return the cells of a page with their amounts, dates and periods, from top to bottom."""
    cells = cells_of(page)
    join_paragraphs(cells)
    spots = [_spot(cell, page) for cell in mended(cells)]
    for spot in spots:
        if spot.amounts and _FOOTNOTE.fullmatch(spot.cell.text.strip()) and _is_raised(spot.cell, spots):
            spot.amounts, spot.is_value = (), False
    return spots


def _is_raised(mark: Cell, spots: list[Spot]) -> bool:
    """Say whether a small number is raised right at the end or beginning of larger words: the mark of a footnote."""
    for other in spots:
        cell = other.cell
        beside = min(abs(mark.x0 - cell.x1), abs(cell.x0 - mark.x1)) < _BESIDE * cell.size
        if beside and mark.size <= _SMALL * cell.size and cell.y0 - mark.size < mark.y0 and mark.y1 < cell.y1:
            return mark.middle_y < cell.middle_y
    return False


def _spot(cell: Cell, page: Page) -> Spot:
    text = cell.text
    worded = bool(_WORDS.search(text))
    if not _DIGIT.search(text):
        periods = find_periods(text) if "TM" in text or "YTD" in text else ()
        return Spot(cell, periods=periods, has_words=worded)
    amounts, dates, periods = find_quantities(text), find_dates(text), find_periods(text)
    if periods and amounts:
        amounts = tuple(
            amount for amount in amounts if not any(d.start < amount.end and amount.start < d.end for d in periods)
        )
    if amounts and _is_page_mark(cell, amounts[0], page):
        amounts = amounts[1:]
    is_value, is_period = _is_value(text, amounts, periods), _is_period(text, periods)
    worded = worded and not is_value and not is_period
    return Spot(cell, amounts, dates, periods, is_value=is_value, is_period=is_period, has_words=worded)


def _is_value(text: str, amounts: tuple[Found, ...], periods: tuple[Dated, ...]) -> bool:
    if not amounts:
        return bool(re.fullmatch(r"[\s\d.,:%/()~\-–+]+", text))
    rest, last = [], 0
    for start, end in sorted(
        [(amount.start, amount.end) for amount in amounts] + [(period.start, period.end) for period in periods]
    ):
        rest.append(text[last:start])
        last = max(last, end)
    rest.append(text[last:])
    left = _SMALL_WORDS.sub("", "".join(rest).lower())
    if len(left) <= 1 or (periods and _HAPPENED.fullmatch(left)):
        return True
    return amounts[0].start == 0 and len(amounts) == 1 and bool(_ONE_WORD.fullmatch(rest[-1]))


def _is_period(text: str, periods: tuple[Dated, ...]) -> bool:
    if len(periods) != 1:
        return False
    rest = text[: periods[0].start] + text[periods[0].end :]
    return len(rest.strip(" ~년도말기준()（）")) == 0


def _is_page_mark(cell: Cell, amount: Found, page: Page) -> bool:
    """Say whether a bare number is a page's or a section's own: 06, or one or two digits at the head or foot."""
    text = cell.text.strip()
    if amount.unit_printed or amount.scaled or amount.start > 0:
        return False
    digits = text[amount.start : amount.end]
    if re.match(r"0\d(?!\d)", digits):
        return True
    edge = cell.y0 < page.height_pt * _HEAD or cell.y1 > page.height_pt * _FOOT
    return edge and digits.isdigit() and len(digits) < _HUNDRED
