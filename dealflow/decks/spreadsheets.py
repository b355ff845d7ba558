"""A table that somebody brings, cell by cell: XLSX, XLS, CSV, Excel's Unicode text, or a web page named .xls.

Unlike an embedded workbook, of which the page shows a part, every sheet counts and so does every cell with its line.
To be used in the sandbox: what is here may be built to hurt.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from dealflow.decks import delimited, formats, hazards, ooxml, workbooks
from dealflow.decks.ooxml import Element, name
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import InvalidInputError, UnreadableDeckError

MOST_LINES: Final = 20_000
MOST_COLUMNS: Final = 500
"""The largest sheets taken in have 5,000 lines; a cell beyond both is a slip of the hand, or meant to hurt."""
_MOST_SHEETS: Final = 20
_SWOLLEN: Final = frozenset({RefusalReason.DECOMPRESSION_BOMB, RefusalReason.TOO_LARGE})
_MARKUP: Final = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<")
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_IN_WORDS: Final = re.compile(r'"[^"]*[^\W\d_][^"]*"|\\[^\W\d_]')
_PATTERN: Final = re.compile(r"0[^0#?.,Ee]+0|^0{2,}$")
"""Places for digits with signs between them or zeros before them: numbers of telephones and registers."""
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Place = tuple[int, int]
"""Line and column, both from 0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its title (a CSV has none) and its lines from the first one on, as long as each is.

    ``merged`` are the ranges that one cell fills (top, left, bottom, right, from 0, all inside); the others of them are
    empty. ``faults`` say of cells that hold something unreadable what it is: ``no_value`` (a formula that was never
    calculated) or ``error_value`` (#N/A); their text is empty. ``hidden_lines`` and ``hidden_columns`` (from 0) are
    those that Excel does not show, as a filter's; an old workbook (XLS) does not tell.
    """

    title: str
    lines: list[list[str]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    faults: dict[Place, str] = field(default_factory=dict)
    is_hidden: bool = False
    hidden_lines: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


def read(file_name: str, data: bytes) -> list[Sheet]:
    """Return the sheets of a file, at least one.

    Raises:
        InvalidInputError: ``no_table`` (nothing that is a table), ``far_cell`` (something stands far from everything:
            ``place`` names it), ``unclosed_quote`` (``place`` names the line), ``too_large``, ``locked``.
    """
    package = workbooks.package_of(data) if data.startswith((workbooks.ZIP, workbooks.OLE)) else None
    try:
        if package is not None:
            sheets = _xlsx(file_name, package)
        elif data.startswith(workbooks.OLE):
            sheets = _xls(file_name, data)
        elif _MARKUP.match(data):
            sheets = _web_page(file_name, data)
        elif file_name.lower().endswith(".xlsx"):
            raise InvalidInputError(field="file", problem="no_table", value=file_name)
        else:
            sheets = [Sheet("", delimited.lines_of(file_name, data))]
    except UnreadableDeckError as error:
        problem = "too_large" if error.reason in _SWOLLEN else "no_table"
        raise InvalidInputError(field="file", problem=problem, value=file_name) from error
    except (KeyError, IndexError, TypeError, ValueError, ArithmeticError, OSError, EOFError, RuntimeError) as error:
        raise InvalidInputError(field="file", problem="no_table", value=file_name) from error
    if not sheets:
        raise InvalidInputError(field="file", problem="no_table", value=file_name)
    return [_cleaned(sheet) for sheet in sheets]


def _cleaned(sheet: Sheet) -> Sheet:
    """Return a sheet without signs that nobody sees and no database keeps (NUL)."""
    lines = [[_UNSEEN.sub("", text) for text in line] for line in sheet.lines]
    return replace(sheet, lines=lines)


def _xlsx(file_name: str, package: bytes) -> list[Sheet]:
    hazards.require_safe_archive(package)
    with zipfile.ZipFile(io.BytesIO(ooxml.plain(package))) as archive:
        book = ooxml.parsed(archive.read("xl/workbook.xml"))
        texts = _Texts(
            workbooks.shared_words(archive),
            workbooks.number_formats(archive),
            date1904=workbooks.counts_from_1904(book),
        )
        return [
            replace(_sheet(file_name, title, ooxml.parsed(archive.read(path)), texts), is_hidden=is_hidden)
            for title, path, is_hidden in list(_parts(archive, book))[:_MOST_SHEETS]
        ]


def _parts(archive: zipfile.ZipFile, book: Element) -> Iterator[tuple[str, str, bool]]:
    """Yield title and part of each sheet, and whether it is hidden; sheets that are charts only have no cells."""
    paths = workbooks.sheet_paths(archive)
    for sheet in book.iter(name("s:sheet")):
        path = paths.get(sheet.get(name("r:id"), ""), "")
        if "worksheets/" in path and path in archive.namelist():
            yield sheet.get("name", ""), path, sheet.get("state", "visible") != "visible"


def _sheet(file_name: str, title: str, root: Element, texts: _Texts) -> Sheet:
    cells: dict[Place, str] = {}
    faults: dict[Place, str] = {}
    for place, cell in _cells(root):
        text, fault = texts.of(cell)
        if not text.strip() and not fault:
            continue
        if place[0] >= MOST_LINES or place[1] >= MOST_COLUMNS:
            raise InvalidInputError(field="file", problem="far_cell", value=file_name, place=_address(place))
        cells[place] = text
        if fault:
            faults[place] = fault
    merged = [
        (span.top, span.left, span.bottom, span.right)
        for cell in root.iter(name("s:mergeCell"))
        if (span := workbooks.range_of(cell.get("ref", ""))) is not None
    ]
    lines = _lines(cells)
    hidden = [down for down, row in _rows(root) if _is_hidden(row) and down < len(lines) and any(lines[down])]
    return Sheet(title, lines, merged, faults, hidden_lines=hidden, hidden_columns=_hidden_columns(root))


def _hidden_columns(root: Element) -> list[int]:
    ranges = [
        (int(part.get("min", 1)), int(part.get("max", 0))) for part in root.iter(name("s:col")) if _is_hidden(part)
    ]
    return sorted({across - 1 for first, last in ranges for across in range(first, min(last, MOST_COLUMNS) + 1)})


def _is_hidden(part: Element) -> bool:
    return part.get("hidden") in {"1", "true"}


def _rows(root: Element) -> Iterator[tuple[int, Element]]:
    """Yield each row with its line from 0; where a file leaves numbers out, they count on."""
    down = -1
    for row in root.iter(name("s:row")):
        down = int(row.get("r", down + 2)) - 1
        yield down, row


def _cells(root: Element) -> Iterator[tuple[Place, Element]]:
    """Yield each cell with its place; where a file leaves places out, they count on."""
    for down, row in _rows(root):
        across = -1
        for cell in row.findall(name("s:c")):
            reference = cell.get("r")
            across = workbooks.place_of(reference)[0] if reference else across + 1
            yield (down, across), cell


def _lines(cells: dict[Place, str]) -> list[list[str]]:
    """Return lines as long as their last cell, the last line being the last that holds something."""
    lines: list[list[str]] = [[] for _ in range(max((down for down, _ in cells), default=-1) + 1)]
    for (down, across), text in sorted(cells.items()):
        lines[down] += [""] * (across - len(lines[down])) + [text]
    return lines


def _address(place: Place) -> str:
    """Return a place as Excel calls it: (0, 0) is A1."""
    down, across = place
    letters = ""
    across += 1
    while across:
        across, letter = divmod(across - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{down + 1}"


@dataclass(frozen=True, slots=True)
class _Texts:
    """What the cells of a workbook say, with what it keeps apart from them."""

    words: list[str]
    codes: list[str]
    date1904: bool

    def of(self, cell: Element) -> tuple[str, str]:
        """Return a cell's text, and what is wrong with it (``""``: nothing)."""
        kind, value = cell.get("t", "n"), (cell.findtext(name("s:v")) or "").strip()
        if kind == "inlineStr":
            return workbooks.words_of(cell), ""
        if kind == "e":
            return "", "error_value"
        if not value:
            return "", "no_value" if kind == "n" and cell.find(name("s:f")) is not None else ""
        if kind == "s":
            return self.words[int(value)], ""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value), ""
        return (self._number(float(value), cell) if kind == "n" else value), ""

    def _number(self, value: float, cell: Element) -> str:
        """Return a number whole, however coarsely it is shown; days, shares, patterns and units as they are shown."""
        code = workbooks.code_of(cell, self.codes)
        bare = code.partition(";")[0]
        if formats.is_of_days(code) or "%" in bare or _PATTERN.search(bare) or _IN_WORDS.search(bare):
            return formats.formatted(value, code, date1904=self.date1904, exact=True)
        return formats.formatted(value, exact=True)


def _xls(file_name: str, data: bytes) -> list[Sheet]:
    """Return the sheets of an old workbook: values only, days as days."""
    from python_calamine import CalamineError, CalamineWorkbook

    if "EncryptedPackage".encode("utf-16-le") in data:
        raise InvalidInputError(field="file", problem="locked", value=file_name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            Sheet(
                title,
                [
                    [workbooks.value_text(value) for value in line]
                    for line in book.get_sheet_by_name(title).to_python(skip_empty_area=False)
                ],
            )
            for title in book.sheet_names[:_MOST_SHEETS]
        ]
    except CalamineError as error:
        raise ValueError(str(error)) from error


def _web_page(file_name: str, data: bytes) -> list[Sheet]:
    """Return the tables of a web page, as public bodies' systems hand them out under the name of a workbook."""
    from lxml import etree, html

    charset = _CHARSET.search(data[:2_000])
    text = delimited.decoded(file_name, data, charset[1].decode() if charset else "")
    try:
        root = html.document_fromstring(text.partition("?>")[2] if text.startswith("<?xml") else text)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ValueError(str(error)) from error
    return [
        _table(table) for table in list(root.iter("table"))[:_MOST_SHEETS] if not list(table.iterancestors("table"))
    ]


def _table(table: Element) -> Sheet:
    cells: dict[Place, str] = {}
    merged: list[tuple[int, int, int, int]] = []
    taken: set[Place] = set()
    for down, row in enumerate(list(table.iter("tr"))[:MOST_LINES]):
        across = 0
        for cell in row.iterchildren("td", "th"):
            while (down, across) in taken:
                across += 1
            high, wide = (_span(cell.get(side)) for side in ("rowspan", "colspan"))
            taken.update((down + below, across + beside) for below in range(high) for beside in range(wide))
            if high * wide > 1:
                merged.append((down, across, down + high - 1, across + wide - 1))
            if across < MOST_COLUMNS and (text := " ".join("".join(cell.itertext()).split())):
                cells[down, across] = text
            across += wide
    return Sheet("", _lines(cells), merged)


def _span(text: str | None) -> int:
    return min(int(text), MOST_COLUMNS) if text and text.isdecimal() and int(text) else 1
