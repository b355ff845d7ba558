"""The rows of a large sheet as the XML of a workbook: a library writes everything around them, cell by cell it is slow.

Fifty thousand rows of thirty cells take seconds so, not a minute. Every text stands in its cell, so none is a formula.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

from dealflow.domain.values.korean_days import SEOUL

Value = str | int | Decimal | float | date | datetime | None
_EPOCH: Final = date(1899, 12, 30)
_MIDNIGHT: Final = datetime(1899, 12, 30)  # noqa: DTZ001 -- spreadsheets know no zone
_DAY: Final = timedelta(days=1)
_UNSAYABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MARKUP: Final = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_SHEET: Final = "xl/worksheets/sheet1.xml"
_LONGEST_CELL: Final = 32_767
_EXACT_DIGITS: Final = 15
"""More digits no spreadsheet keeps of a number."""


def row_xml(number: int, row: Sequence[Value], letters: Sequence[str], styles: Sequence[str]) -> str:
    """Return one row; ``styles`` are placeholders (``style_mark``) by column, empty for none."""
    cells = [
        _cell(f"{letter}{number}", value, style)
        for letter, value, style in zip(letters, row, styles, strict=False)
        if value is not None and value != ""
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def style_mark(name: str) -> str:
    """Return what stands for a style until its number is known."""
    return f' s="\x01{name}"'


def _cell(place: str, value: Value, style: str) -> str:
    if isinstance(value, str):
        return _text(place, value)
    if isinstance(value, datetime):
        serial = (value.astimezone(SEOUL).replace(tzinfo=None) - _MIDNIGHT) / _DAY
        return f'<c r="{place}"{style}><v>{serial!r}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}"{style}><v>{(value - _EPOCH).days}</v></c>'
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, int | Decimal) and len(text) > _EXACT_DIGITS and _digits(text) > _EXACT_DIGITS:
        return _text(place, text)
    return f'<c r="{place}"{style}><v>{text}</v></c>'


def _digits(text: str) -> int:
    """Return how many digits a number needs."""
    whole, _, part = text.lstrip("-").partition(".")
    digits = (whole + part.rstrip("0")).lstrip("0")
    return len(digits.rstrip("0") if not part.rstrip("0") else digits)


def _text(place: str, text: str) -> str:
    if _MARKUP.search(text):
        text = escape(_UNSAYABLE.sub("", text))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text[:_LONGEST_CELL]}</t></is></c>'


def with_rows(workbook: bytes, rows: Iterable[str], styles: Mapping[str, int], last: str) -> bytes:
    """Return a workbook with rows put below those of its first sheet; ``last`` names its last cell."""
    body = "".join(rows)
    for name, number in styles.items():
        body = body.replace(f'\x01{name}"', f'{number}"')
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as new,
    ):
        for member in old.infolist():
            content = old.read(member)
            if member.filename == _SHEET:
                sheet = content.decode("utf-8").replace("</sheetData>", f"{body}</sheetData>", 1)
                content = re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="A1:{last}"', sheet, count=1).encode()
            new.writestr(member.filename, content)
    return out.getvalue()
