"""A workbook embedded in a slide or a document as rows of text: the sheet and range that the page shows, as shown.

XLSX is read part by part, so that a stray cell at the far corner costs nothing and number formats hold. Older kinds go
through calamine, which knows values only. To be used in the sandbox: calamine asks for memory for whole ranges.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from dealflow.decks import formats, hazards, ooxml
from dealflow.decks.grids import MOST_CELLS
from dealflow.decks.ooxml import Element, name
from dealflow.errors import UnreadableDeckError

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = b"PK\x03\x04"
_SPOT = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_BUILT_IN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm",
    37: "#,##0_);(#,##0)", 38: "#,##0_);(#,##0)", 39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);(#,##0.00)",
    41: '#,##0;-#,##0;"-"', 42: '#,##0;-#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"', 44: '#,##0.00;-#,##0.00;"-"',
    45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss", 49: "@",
}  # fmt: skip
"""Formats that files name by number only (ECMA-376 part 1, 18.8.30)."""
_STUMBLES: Final = (
    KeyError, IndexError, TypeError, ValueError, ArithmeticError, OSError, EOFError, RuntimeError,
    zipfile.BadZipFile, zlib.error, UnreadableDeckError,
)  # fmt: skip

Rows = tuple[tuple[str, ...], ...]


class Range(NamedTuple):
    """Columns and rows from 0, both ends inside."""

    left: int
    top: int
    right: int
    bottom: int

    def holds(self, across: int, down: int) -> bool:
        """Return whether a cell lies in it."""
        return self.left <= across <= self.right and self.top <= down <= self.bottom


def shown_rows(data: bytes) -> Rows | None:
    """Return what an embedded workbook shows; no row if it shows nothing, None if it cannot be read or is too large."""
    try:
        package = package_of(data)
        rows = _xlsx(package) if package is not None else _by_calamine(data)
    except _STUMBLES:
        return None
    if sum(map(len, rows)) > MOST_CELLS:
        return None
    return rows


def package_of(data: bytes) -> bytes | None:
    """Return the bytes of a ZIP, also of one inside an OLE file; None for none."""
    if data.startswith(ZIP):
        return data
    start = data.find(ZIP) if data.startswith(OLE) else -1
    return data[start:] if start > 0 else None


def _xlsx(package: bytes) -> Rows:
    hazards.require_safe_archive(package)
    with zipfile.ZipFile(io.BytesIO(ooxml.plain(package))) as archive:
        book = ooxml.parsed(archive.read("xl/workbook.xml"))
        path = _active_sheet(archive, book)
        sheet = ooxml.parsed(archive.read(path))
        codes = number_formats(archive)
        words = shared_words(archive)
    date1904 = counts_from_1904(book)
    limits = range_of(next((size.get("ref", "") for size in book.iter(name("s:oleSize"))), ""))
    hidden = _hidden_columns(sheet)
    cells: dict[tuple[int, int], str] = {}
    for row in sheet.iter(name("s:row")):
        if row.get("hidden") in {"1", "true"}:
            continue
        for cell in row.findall(name("s:c")):
            across, down = place_of(cell.get("r", ""))
            if across in hidden or (limits is not None and not limits.holds(across, down)):
                continue
            if text := _cell_text(cell, words, codes, date1904=date1904):
                cells[down, across] = text
    return _filled(cells)


def _filled(cells: dict[tuple[int, int], str]) -> Rows:
    """Return the rows and columns that hold something, in their order."""
    downs, acrosses = (sorted({place[side] for place in cells}) for side in (0, 1))
    if len(downs) * len(acrosses) > MOST_CELLS:
        message = "too many cells"
        raise ValueError(message)
    return tuple(tuple(cells.get((down, across), "") for across in acrosses) for down in downs)


def _active_sheet(archive: zipfile.ZipFile, book: Element) -> str:
    """Return the path of the sheet that the workbook was left at."""
    sheets = list(book.iter(name("s:sheet")))
    view = next(book.iter(name("s:workbookView")), None)
    active = int(view.get("activeTab", 0)) if view is not None else 0
    sheet = sheets[active if active < len(sheets) else 0]
    return sheet_paths(archive)[sheet.get(name("r:id"), "")]


def sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the paths of the parts that a workbook names, by the ids by which it names them."""
    relations = ooxml.parsed(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    return {
        key: target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl", target))
        for key, target in targets.items()
    }


def counts_from_1904(book: Element) -> bool:
    """Say whether a workbook's days are counted from 1904, as on old Macs."""
    properties = book.find(name("s:workbookPr"))
    return properties is not None and properties.get("date1904") in {"1", "true"}


def number_formats(archive: zipfile.ZipFile) -> list[str]:
    """Return the number format of each cell style."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    styles = ooxml.parsed(archive.read("xl/styles.xml"))
    own = {int(format_.get("numFmtId", 0)): format_.get("formatCode", "") for format_ in styles.iter(name("s:numFmt"))}
    cell_styles = styles.find(name("s:cellXfs"))
    numbers = [int(style.get("numFmtId", 0)) for style in cell_styles] if cell_styles is not None else []
    return [own.get(number, _BUILT_IN.get(number, "")) for number in numbers]


def shared_words(archive: zipfile.ZipFile) -> list[str]:
    """Return the texts that cells name by number."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [words_of(shared) for shared in ooxml.parsed(archive.read("xl/sharedStrings.xml")).iter(name("s:si"))]


def words_of(owner: Element) -> str:
    """Return the text of a string; readings of Chinese characters (rPh) are left out."""
    parts = (text for text in owner.iter(name("s:t")) if text.getparent().tag != name("s:rPh"))
    return "".join(part.text or "" for part in parts).strip()


def _cell_text(cell: Element, words: list[str], codes: list[str], *, date1904: bool) -> str:
    kind, value = cell.get("t", "n"), (cell.findtext(name("s:v")) or "").strip()
    if kind == "inlineStr":
        return words_of(cell)
    if kind == "s":
        return words[int(value)]
    if kind != "n" or not value:
        return {"b": {"1": "TRUE", "0": "FALSE"}.get(value, value)}.get(kind, value)
    return formats.formatted(float(value), code_of(cell, codes), date1904=date1904, grouped=True)


def code_of(cell: Element, codes: list[str]) -> str:
    """Return a cell's number format, out of those of the cell styles; nothing for none."""
    style = int(cell.get("s", 0))
    return codes[style] if style < len(codes) else ""


def _hidden_columns(sheet: Element) -> set[int]:
    hidden: set[int] = set()
    for column in sheet.iter(name("s:col")):
        if column.get("hidden") in {"1", "true"}:
            hidden.update(range(int(column.get("min", 1)) - 1, min(int(column.get("max", 1)), 16384)))
    return hidden


def place_of(reference: str) -> tuple[int, int]:
    """Return column and row from 0 of a cell such as B3.

    Raises:
        ValueError: it is no cell.
    """
    match = _SPOT.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    across = 0
    for letter in match[1]:
        across = across * 26 + ord(letter) - ord("A") + 1
    return across - 1, int(match[2]) - 1


def range_of(reference: str) -> Range | None:
    """Return the range of B3:D7, or the one cell of B3; None for none.

    Raises:
        ValueError: it is no range.
    """
    if not reference:
        return None
    first, _, last = reference.partition(":")
    return Range(*place_of(first), *place_of(last or first))


def _by_calamine(data: bytes) -> Rows:
    """Return the first visible sheet of an older workbook: values only, days as days."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = next(
            sheet_info.name for sheet_info in book.sheets_metadata if sheet_info.visible == SheetVisibleEnum.Visible
        )
        rows = book.get_sheet_by_name(sheet).to_python()
    except (CalamineError, StopIteration) as error:
        raise ValueError(str(error)) from error
    cells = {
        (down, across): text
        for down, row in enumerate(rows)
        for across, value in enumerate(row)
        if (text := value_text(value))
    }
    return _filled(cells)


def value_text(value: object) -> str:
    """Return a value of an old workbook as text: days in ISO form, long numbers with their thousands parted."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return formats.formatted(float(value), grouped=True)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()
