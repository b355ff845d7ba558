"""A line's clauses, the heading that stands over a line, and the period that speaks of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dealflow.extract.periods import Dated
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

_BREAK = re.compile(r"[●▪■◆▶•;|]|\.\s(?=\D)|,\s|\s[/–—]\s")
_LARGER = 1.12
_HEADS = 12.0
"""A heading stands at most this many heights over the first of its lines' widths."""


class Clause(NamedTuple):
    """A part of a line between two breaks, and where it begins in the line."""

    text: str
    start: int


def clauses_of(text: str) -> Iterator[Clause]:
    """Give the clauses of a line; a comma in brackets breaks nothing."""
    start = 0
    for match in _BREAK.finditer(text):
        if text.count("(", start, match.start()) > text.count(")", start, match.start()):
            continue
        if text[start : match.start()].strip():
            yield Clause(text[start : match.start()], start)
        start = match.end()
    if text[start:].strip():
        yield Clause(text[start:], start)


def heading_over(sheet: Sheet, spot: Spot) -> str:
    """Return the nearest larger words over a line in its column; nothing where there are none."""
    cell = spot.cell
    best: tuple[float, str] | None = None
    for other in sheet.spots:
        head = other.cell
        drop = cell.y0 - head.y1
        beside = head.x0 < cell.x1 and head.x1 > cell.x0 - 2 * cell.size
        if not 0 <= drop < _HEADS * cell.size or not beside or not other.has_words:
            continue
        if head.size > _LARGER * cell.size and (best is None or drop < best[0]):
            best = (drop, head.text)
    return best[1] if best else ""


def period_near(sheet: Sheet, spot: Spot, clause: Clause) -> Dated | None:
    """Return the period that a clause, its line or the step of a timeline over it prints; None for none or many."""
    end = clause.start + len(clause.text)
    inside = [period for period in spot.periods if clause.start <= period.start and period.end <= end]
    if inside:
        return inside[0]
    if len(spot.periods) == 1:
        return spot.periods[0]
    return None if spot.periods else sheet.dated_heading(spot)
