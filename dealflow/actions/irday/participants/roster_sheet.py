"""Application sheets as they arrive: where the headings stand, which column says what, and each row's cells.

Titles and notes may stand above the headings, headings may take two lines (담당자 over 성명, 연락처), in Korean or
English. What is recognised is told, and what is not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from dealflow.actions.platform.spreadsheet_cells import plain, sheets_of
from dealflow.catalogue.roster_headings import field_by_heading
from dealflow.decks.spreadsheets import Sheet
from dealflow.errors import InvalidInputError

MOST_ROWS: Final = 1_000
_LOOK_IN: Final = 25
"""Lines from the top in which headings are looked for."""
_LEAST: Final = 2
"""Headings that a line needs to be the line of headings."""

_UNITS: Final = (
    ("백만", 10**6),
    ("천만", 10**7),
    ("억", 10**8),
    ("만", 10**4),
    ("천", 10**3),
    ("원", 1),
    ("krwm", 10**6),
    ("krw", 1),
)
_SUMS: Final = frozenset(
    {"합계", "소계", "총계", "누계", "계", "총합계", "합", "total", "subtotal", "grandtotal", "sum"}
)
_MONEY: Final = frozenset({"revenue", "raise_won", "ticket", "ticket_low", "ticket_high"})
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})년?")
_ASIDE: Final = re.compile(r"[(\[（［].*?[)\]）］]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that was recognised: its place, heading, and for money what a bare number counts (None: not said)."""

    place: int
    field: str
    heading: str
    unit: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it was written; ``number`` is its line in the sheet. Empty cells are left out.

    ``below``: the cells of further lines that a merged cell makes part of the firm, as a second person has one.
    ``faults``: what is wrong with a cell before it is understood, by field (``no_value``, ``differing`` ...).
    """

    number: int
    cells: Mapping[str, str]
    below: tuple[Mapping[str, str], ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Roster:
    """A sheet that was understood; ``strangers`` are headings that nothing is made of."""

    title: str
    columns: Mapping[str, Column]
    strangers: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_roster(name: str, data: bytes) -> Roster:
    """Return the sheet of the file whose headings are recognised best.

    Raises:
        InvalidInputError: it is no XLSX or CSV, too large, or no sheet has a line of headings with a firm's name.
    """
    best: tuple[int, Sheet, int] | None = None
    for sheet in sheets_of(name, data):
        for number, line in enumerate(sheet.lines[:_LOOK_IN]):
            texts = {field for cell in line if (field := _field_of(cell))}
            if "name_ko" in texts and len(texts) >= _LEAST and (best is None or len(texts) > best[0]):
                best = (len(texts), sheet, number)
    if best is None:
        raise InvalidInputError(field="file", problem="no_headings", value=name)
    return _roster(best[1], best[2], name)


def _roster(sheet: Sheet, top: int, name: str) -> Roster:
    upper, lower = sheet.lines[top], sheet.lines[top + 1] if top + 1 < len(sheet.lines) else []
    two = _is_second(upper, lower)
    columns: dict[str, Column] = {}
    strangers, doubles = [], list[Column]()
    for place, heading in enumerate(_joined(upper, lower if two else [])):
        column = _column(place, heading)
        if column is None:
            strangers += [" ".join(part for part in heading if part)] if any(heading) else []
        elif column.field not in columns or (column.year or 0) > (columns[column.field].year or 0):
            columns[column.field] = column
        elif column.year == columns[column.field].year:
            doubles.append(column)
    rows = _rows(sheet, top + (2 if two else 1), columns, doubles)
    if not rows:
        raise InvalidInputError(field="file", problem="empty", value=name)
    if len(rows) > MOST_ROWS:
        raise InvalidInputError(field="file", problem="too_large", value=name)
    return Roster(sheet.title, columns, tuple(dict.fromkeys(strangers)), rows)


def _rows(sheet: Sheet, first: int, columns: Mapping[str, Column], doubles: Sequence[Column]) -> tuple[SheetRow, ...]:
    """Return the rows from a line on (from 0); a line in which the firm's cell goes on belongs to the row before."""
    place = columns["name_ko"].place
    goes_on = {
        down
        for top, left, bottom, _ in sheet.merged
        if left == place and top >= first
        for down in range(top + 1, bottom + 1)
    }
    rows: list[SheetRow] = []
    for down, line in enumerate(sheet.lines[first:], first):
        cells = _cells(line, columns)
        if down in goes_on and rows:
            rows[-1] = replace(rows[-1], below=(*rows[-1].below, cells))
        elif "name_ko" in cells and not _is_sum(line, place):
            rows.append(SheetRow(down + 1, cells, faults=_faults(sheet, down, columns, doubles)))
    return tuple(rows)


def _is_sum(line: Sequence[str], place: int) -> bool:
    """Say whether a line adds up the others: a word for a sum stands in the firm's cell or left of it."""
    return any(plain(cell).rstrip("0123456789") in _SUMS for cell in line[: place + 1])


def _faults(sheet: Sheet, down: int, columns: Mapping[str, Column], doubles: Sequence[Column]) -> dict[str, str]:
    """Return what is wrong with cells of a line: unreadable, or two columns of one heading that say two things."""
    line = sheet.lines[down]
    faults = {column.field: fault for column in columns.values() if (fault := sheet.faults.get((down, column.place)))}
    for double in doubles:
        first_text, second_text = (
            line[place].strip() if place < len(line) else "" for place in (columns[double.field].place, double.place)
        )
        if second_text and first_text != second_text:
            faults[double.field] = "differing"
    return faults


def _cells(line: Sequence[str], columns: Mapping[str, Column]) -> dict[str, str]:
    texts = {
        column.field: " ".join(line[column.place].split("\r")).strip()
        for column in columns.values()
        if column.place < len(line)
    }
    return {field: text for field, text in texts.items() if text}


def _is_second(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Say whether the line below belongs to the headings: it names columns, and none where the firm's name stands."""
    name_at = next(place for place, cell in enumerate(upper) if _field_of(cell) == "name_ko")
    below = [cell for cell in lower if cell.strip()]
    named = sum(bool(_field_of(cell)) for cell in below)
    return not (name_at < len(lower) and lower[name_at].strip()) and named >= 1 and 2 * named >= len(below)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[str, str]]:
    """Return each column's heading with the one below it; one over several columns counts for all of them."""
    joined, over = [], ""
    for place in range(max(len(upper), len(lower))):
        head = upper[place].strip() if place < len(upper) else ""
        below = lower[place].strip() if place < len(lower) else ""
        over = head or (over if below else "")
        joined.append((over, below))
    return joined


def _column(place: int, heading: tuple[str, str]) -> Column | None:
    over, below = heading
    for text in (f"{over} {below}", below, over):
        field = _field_of(text)
        if field:
            year = _YEAR.search(text) if field == "revenue" else None
            unit = _unit_of(f"{over} {below}") if field in _MONEY else None
            return Column(place, field, " ".join(text.split()), unit, int(year[1]) if year else None)
    return None


def _field_of(text: str) -> str:
    """Return what a heading names, asides in brackets, units, years and marks of duty (*) left out."""
    bare = _ASIDE.sub("", text)
    for way in (plain(bare), plain(_YEAR.sub("", bare)), plain(text)):
        if way in field_by_heading():
            return field_by_heading()[way]
    return ""


def _unit_of(heading: str) -> int | None:
    aside = plain("".join(_ASIDE.findall(heading)))
    return next((unit for word, unit in _UNITS if word in aside), None)
