"""The cells of a spreadsheet as text: every sheet of a workbook, or a CSV in UTF-8 or as Korean Excel writes it."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from typing import Final
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from dealflow.errors import InvalidInputError

MOST_BYTES: Final = 5_000_000
_MOST_UNPACKED: Final = 100_000_000
_MOST_SHEETS: Final = 20


@dataclass(frozen=True, slots=True)
class Cells:
    """One sheet: its title (a CSV has none) and its lines, from the first one on."""

    title: str
    lines: list[list[str]]


def sheets_of(name: str, data: bytes) -> tuple[Cells, ...]:
    """Return the sheets of a workbook, or the one of a CSV.

    Raises:
        InvalidInputError: it is too large, or no XLSX or CSV.
    """
    if len(data) > MOST_BYTES:
        raise InvalidInputError(field="file", problem="too_large", value=name)
    if data[:2] == b"PK" or name.lower().endswith((".xlsx", ".xls")):
        return _workbook(name, data)
    return (Cells("", _csv(name, data)),)


def plain(text: str) -> str:
    """Return a text as names are compared: composed, without spaces, hyphens and case."""
    composed = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in composed if sign.isalnum())


def _csv(name: str, data: bytes) -> list[list[str]]:
    """Return the cells of a CSV in UTF-8, or as Korean Excel writes it (cp949)."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        delimiter = _delimiter(text)
        try:
            return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error:
            break
    raise InvalidInputError(field="file", problem="no_table", value=name)


def _delimiter(text: str) -> str:
    """Return the sign that parts most of the first lines; amounts with commas stand in few of them."""
    lines = text.splitlines()[:50]
    return max(",;\t", key=lambda sign: (sum(sign in line for line in lines), text[:4_000].count(sign)))


def _workbook(name: str, data: bytes) -> tuple[Cells, ...]:
    """Return the cells of a workbook's sheets."""
    try:
        if (
            data[:2] == b"PK"
            and sum(zip_info.file_size for zip_info in ZipFile(io.BytesIO(data)).infolist()) > _MOST_UNPACKED
        ):
            raise InvalidInputError(field="file", problem="too_large", value=name)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = tuple(
            Cells(
                title,
                [
                    [_cell(value) for value in line]
                    for line in book.get_sheet_by_name(title).to_python(skip_empty_area=False)
                ],
            )
            for title in book.sheet_names[:_MOST_SHEETS]
        )
    except (CalamineError, BadZipFile, ValueError, IndexError) as error:
        raise InvalidInputError(field="file", problem="no_table", value=name) from error
    if not sheets:
        raise InvalidInputError(field="file", problem="no_table", value=name)
    return sheets


def _cell(value: object) -> str:
    """Return a cell as text; whole numbers without their decimal point."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
