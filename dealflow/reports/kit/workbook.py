"""A workbook of several plain sheets: numbers as numbers, days as days, no text ever a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Value = str | int | Decimal | date | None
_FONT: Final = "맑은 고딕"


class Look(StrEnum):
    """How the values of a column look."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    SHARE = "share"
    DAY = "day"


_FORMATS: Final = {Look.WHOLE: "#,##0", Look.DECIMAL: "#,##0.##", Look.SHARE: "0.0%", Look.DAY: "yyyy-mm-dd"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its heading, how its values look, how many characters wide."""

    text: str
    look: Look = Look.TEXT
    width: int = 18


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A sheet: its title, the lines above the table, headings and rows, and a look of single cells (row, column)."""

    title: str
    headings: tuple[Heading, ...]
    rows: Sequence[Sequence[Value]]
    above: tuple[str, ...] = ()
    looks: tuple[tuple[int, int, Look], ...] = ()
    is_landscape: bool = True


def as_workbook(sheets: Sequence[PlainSheet], *, title: str, notice: str = "") -> bytes:
    """Return the sheets as XLSX; ``notice`` stands above every sheet and on every printed page."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": title, "author": ""})
        formats = _formats(book)
        for sheet in sheets:
            _write(book.add_worksheet(_name(sheet.title)), sheet, notice, formats)
    return file.getvalue()


def _name(title: str) -> str:
    return "".join(sign for sign in title if sign not in r"[]:*?/\'")[:31] or "1"


def _write(page: Worksheet, sheet: PlainSheet, notice: str, formats: dict[str, Format]) -> None:
    lines = [(sheet.title, "title"), *((notice, "notice"),) * bool(notice), *((line, "note") for line in sheet.above)]
    for number, (text, style) in enumerate(lines):
        page.write_string(number, 0, text, formats[style])
    head = len(lines) + 1
    for place, heading in enumerate(sheet.headings):
        page.set_column(place, place, heading.width)
        page.write_string(head, place, heading.text, formats["head"])
    looks = {(row, column): look for row, column, look in sheet.looks}
    for number, row in enumerate(sheet.rows):
        for place, value in enumerate(row):
            look = looks.get((number, place), sheet.headings[place].look)
            _cell(page, (head + 1 + number, place), value, formats[look.value])
    page.freeze_panes(head + 1, 1)
    if sheet.rows:
        page.autofilter(head, 0, head + len(sheet.rows), len(sheet.headings) - 1)
    _print_set_up(page, sheet, head, notice)


def _cell(page: Worksheet, place: tuple[int, int], value: Value, form: Format) -> None:
    if value is None:
        page.write_blank(*place, None, form)
    elif isinstance(value, str):
        page.write_string(*place, value, form)
    elif isinstance(value, date):
        page.write_datetime(*place, value, form)
    else:
        page.write_number(*place, float(value) if isinstance(value, Decimal) else value, form)


def _print_set_up(page: Worksheet, sheet: PlainSheet, head: int, notice: str) -> None:
    if sheet.is_landscape:
        page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)
    page.set_footer("&R&P / &N")
    if notice:
        page.set_header(f"&C&B{notice}")


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    base = {"font_name": _FONT, "font_size": 10, "valign": "top"}
    boxed = base | {"border": 1, "border_color": "#BFBFBF", "text_wrap": True}
    forms = {
        "title": base | {"font_size": 14, "bold": True},
        "notice": base | {"font_size": 12, "bold": True, "font_color": "#B35C00"},
        "note": base | {"font_color": "#595959"},
        "head": boxed | {"bold": True, "bg_color": "#E8EEF7"},
        "text": boxed,
        **{look.value: boxed | {"num_format": code} for look, code in _FORMATS.items()},
    }
    return {name: book.add_format(form) for name, form in forms.items()}
