"""Days that are a figure's value, as precisely as they are printed: a year, a half, a quarter, a month, a day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import Evidence
from dealflow.domain.values.period import Period, PeriodKind, written_day
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.extract.clauses import Clause
from dealflow.extract.dates import find_dates
from dealflow.extract.periods import find_periods
from dealflow.extract.worded_facts import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dealflow.domain.claims.phrase_rules import Wording
    from dealflow.extract.pairs import Pair
    from dealflow.extract.periods import Dated
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

_TO_THE_DAY = 10
_WORD = re.compile(r"[A-Za-z가-힣]{2,}")
_FEW_WORDS = 3
_DATED = frozenset({PeriodKind.YEAR, PeriodKind.HALF, PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.AS_OF})


def day_of(text: str, dated: Dated) -> Quantity | None:
    """Return the printed day (2026, 2026-H2, 2026-Q4, 2026-12, 2026-12-31); None for spans and years without a date."""
    period = dated.period
    if period.kind not in _DATED:
        return None
    for day in find_dates(text):
        if day.start < dated.end and dated.start < day.end and len(day.quantity.text or "") == _TO_THE_DAY:
            return day.quantity
    if period.kind is PeriodKind.AS_OF and period.end is not None:
        period = Period(PeriodKind.MONTH, period.label, period.end.replace(day=1), period.end)
    written = written_day(period)
    return Quantity(Unit.DATE, text=written) if written else None


def days_of(sheet: Sheet, wording: Wording, spot: Spot, clause: Clause, pairs: list[Pair]) -> Iterator[Told]:
    """Give the day that a clause, the value beside it, or the head of its column or step gives to an event."""
    match = wording.words.search(clause.text)
    if match is None:
        return
    first, last = clause.start + match.start(), clause.start + match.end()
    label = spot.cell.text[first:last].strip()
    inside = [
        period
        for period in spot.periods
        if clause.start <= period.start and period.end <= clause.start + len(clause.text)
    ]
    if inside:
        dated = min(inside, key=lambda period: max(period.start - last, first - period.end))
        start, end = min(first, dated.start), max(last, dated.end)
        yield from _told(sheet, wording, (spot, spot), dated, (clause.text, label), (first, last), (start, end))
        return
    beside = next((pair for pair in pairs if pair.label_spot is spot and pair.value_spots[0] is not spot), None)
    if beside is not None and find_periods(beside.value):
        yield from _beside(sheet, wording, beside, label)
    elif wording.on_timeline and not spot.amounts and not spot.periods:
        head = sheet.heading_period(spot)
        if head is not None and head.periods:
            dated = head.periods[0]
            words = (clause.text, label)
            yield from _told(sheet, wording, (spot, head), dated, words, (first, last), (dated.start, dated.end))


def _beside(sheet: Sheet, wording: Wording, pair: Pair, label: str) -> Iterator[Told]:
    """Give the day that is the value of a label; a value with words beside its day is none."""
    dated = find_periods(pair.value)
    quantity = day_of(pair.value, dated[0]) if dated else None
    if quantity is None or len(_WORD.findall(pair.value)) > _FEW_WORDS:
        return
    evidence = Evidence(sheet.page.number, pair.boxes_of(0, len(pair.value)), pair.label_boxes, pair.value)
    yield Told(wording, quantity, evidence, pair.label_spot, f"{pair.label} {pair.value}", label, dated[0])


def _told(
    sheet: Sheet,
    wording: Wording,
    spots: tuple[Spot, Spot],
    dated: Dated,
    words: tuple[str, str],
    *spans: tuple[int, int],
) -> Iterator[Told]:
    """Give the event with its day, where the period is a day; ``spans`` are the label's and the quote's."""
    label_spot, day_spot = spots
    quantity = day_of(day_spot.cell.text, dated)
    if quantity is None:
        return
    quoted = day_spot.cell.text[slice(*spans[1])]
    lead = len(quoted) - len(quoted.lstrip())
    evidence = Evidence(
        sheet.page.number,
        day_spot.cell.boxes_of(spans[1][0] + lead, spans[1][1]),
        label_spot.cell.boxes_of(*spans[0]),
        quoted.strip(),
    )
    yield Told(wording, quantity, evidence, label_spot, words[0], words[1], dated)
