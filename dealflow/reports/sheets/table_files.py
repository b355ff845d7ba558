"""A table of values as a file that computes: XLSX and CSV, numbers as numbers, days as days, no text ever a formula.

The first line holds the headings, so that other programs and our own import take the file as it is; what the columns
mean, and where the table is from, stands on a sheet of its own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final
from unicodedata import combining, normalize

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from dealflow.domain.values.korean_days import SEOUL
from dealflow.reports.sheets.sheet_rows import Value, row_xml, style_mark, with_rows

Progress = Callable[[int], None]
"""Takes how many rows are written."""


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    LONG = "long"
    WHOLE = "whole"
    DECIMAL = "decimal"
    SHARE = "share"
    """A share of 1, shown in per cent."""
    DAY = "day"
    MOMENT = "moment"


class Encoding(StrEnum):
    """How a CSV writes its letters: as all programs of today read it, or as old Korean Excel does."""

    UTF8 = "utf-8-sig"
    CP949 = "cp949"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it holds, and what that means."""

    heading: str
    kind: Kind = Kind.TEXT
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be written. ``rows`` may be made as they are taken; ``about``: what the second sheet says of it."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Value]]
    about: tuple[tuple[str, str], ...] = ()
    meanings_title: str = ""
    meanings_head: tuple[str, str] = ("", "")
    notice: str = ""
    """What stands above every printed page: that all of it is invented."""

    def with_line(self, label: str, value: str) -> Table:
        """Return the same with one more line about it."""
        return replace(self, about=(*self.about, (label, value)))


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that was written; ``replaced``: how many signs the encoding could not say."""

    content: bytes
    rows: int
    replaced: int = 0


_FORMATS: Final = {
    Kind.WHOLE: "#,##0",
    Kind.DECIMAL: "#,##0.##########",
    Kind.SHARE: "0.0%",
    Kind.DAY: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
}
_WIDTHS: Final = {
    Kind.TEXT: 18, Kind.LONG: 44, Kind.WHOLE: 16, Kind.DECIMAL: 18, Kind.SHARE: 10, Kind.DAY: 12, Kind.MOMENT: 17,
}  # fmt: skip
_FORMULA: Final = frozenset("=+-@")
_BEGINNING: Final = ("\t", "\r")
_UNSAID: Final = "〓"
"""The printer's sign for a letter that is missing in the case; old Korean encodings have it."""
_AS_GOOD: Final = {
    "₩": "￦", "¥": "￥", "£": "￡", "¢": "￠", "–": "-", "−": "-", "—": "―", "•": "·",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u200b": "", "\ufeff": "",
}  # fmt: skip
"""Signs that cp949 lacks and those that it has for the same."""
_STEP: Final = 500
"""Rows between two words of progress."""


def as_xlsx(table: Table, *, at: datetime, progress: Progress | None = None) -> TableFile:
    """Return the table as a workbook: the table, and a sheet of definitions."""
    letters = [xl_col_to_name(place) for place in range(len(table.columns))]
    marks = [style_mark(column.kind.value) if column.kind in _FORMATS else "" for column in table.columns]
    rows: list[str] = []
    for number, row in enumerate(table.rows, start=2):
        rows.append(row_xml(number, row, letters, marks))
        if progress is not None and len(rows) % _STEP == 0:
            progress(len(rows))
    if progress is not None:
        progress(len(rows))
    frame, styles = _frame(table, len(rows), at)
    last = f"{letters[-1] if letters else 'A'}{len(rows) + 1}"
    return TableFile(with_rows(frame, rows, styles, last), len(rows))


def _frame(table: Table, rows: int, at: datetime) -> tuple[bytes, dict[str, int]]:
    """Return the workbook around so many rows, and the numbers of its styles by kind."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        created = at.astimezone(SEOUL).replace(tzinfo=None)
        book.set_properties({"title": table.title, "author": "", "created": created})
        page = book.add_worksheet(_sheet_name(table.title))
        heading = book.add_format({"bold": True, "bg_color": "#E8ECF4", "bottom": 1, "valign": "top"})
        forms = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        _set_up(page, table)
        for place, column in enumerate(table.columns):
            page.set_column(place, place, max(_WIDTHS[column.kind], min(2 * len(column.heading), 30)))
            page.write_string(0, place, column.heading, heading)
        if table.columns:
            page.autofilter(0, 0, rows, len(table.columns) - 1)
        _write_meanings(book, table)
        numbers = {kind.value: form._get_xf_index() for kind, form in forms.items()}  # noqa: SLF001 -- as its own cells ask
    return file.getvalue(), numbers


def _sheet_name(title: str) -> str:
    return "".join(sign for sign in title if sign not in r"[]:*?/\'")[:31] or "1"


def _set_up(page: Worksheet, table: Table) -> None:
    """Set a page up for reading and printing: headings stay, and stand on each page."""
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer(f"&L{table.title.replace('&', '&&')[:80]}&R&P / &N")
    if table.notice:
        page.set_header(f"&C&B{table.notice}")


def _write_meanings(book: xlsxwriter.Workbook, table: Table) -> None:
    """Write the sheet that says where the table is from and what its columns mean."""
    if not table.about and not any(column.meaning for column in table.columns):
        return
    page = book.add_worksheet(_sheet_name(table.meanings_title or "Definitions"))
    strong, wrap = (
        book.add_format({"bold": True, "valign": "top"}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 96)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    lines = [(label, value, strong) for label, value in ((table.title, table.notice), *table.about)]
    lines += [("", "", strong), (*table.meanings_head, strong)]
    lines += [(column.heading, column.meaning, wrap) for column in table.columns]
    for number, (label, value, form) in enumerate(lines):
        page.write_string(number, 0, label, strong if form is strong else wrap)
        page.write_string(number, 1, value, wrap)


def as_csv(table: Table, *, encoding: Encoding = Encoding.UTF8, progress: Progress | None = None) -> TableFile:
    """Return the table as CSV; what cp949 has no letter for, nor one as good, is written as 〓 and counted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_safe(column.heading) for column in table.columns])
    number = 0
    for number, row in enumerate(table.rows, start=1):
        writer.writerow([_cell(value) for value in row])
        if progress is not None and number % _STEP == 0:
            progress(number)
    if progress is not None:
        progress(number)
    return _encoded(out.getvalue(), number, encoding)


def _encoded(text: str, rows: int, encoding: Encoding) -> TableFile:
    try:
        return TableFile(text.encode(encoding), rows)
    except UnicodeEncodeError:
        instead = {sign: _near(sign, encoding) for sign in set(text) if not _can_say(sign, encoding)}
        replaced = sum(text.count(sign) for sign, near in instead.items() if near == _UNSAID)
        return TableFile(
            text.translate({ord(sign): near for sign, near in instead.items()}).encode(encoding), rows, replaced
        )


def _near(sign: str, encoding: Encoding) -> str:
    """Return what says the same in the encoding: a sign as good, or the letter without its accent."""
    near = _AS_GOOD.get(sign)
    if near is None:
        near = "".join(part for part in normalize("NFKD", sign) if not combining(part))
    return near if _can_say(near, encoding) and (near or sign in _AS_GOOD) else _UNSAID


def _can_say(signs: str, encoding: Encoding) -> bool:
    try:
        signs.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _cell(value: Value) -> str:
    """Return a value as CSV writes it: days in ISO form, moments in Korean time, shares of 1 as they are."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _safe(value)
    if isinstance(value, datetime):
        return f"{value.astimezone(SEOUL):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, behind spaces or in full-width signs neither."""
    begins = normalize("NFKC", text.lstrip()[:1])
    return f"'{text}" if begins in _FORMULA or text.startswith(_BEGINNING) else text
