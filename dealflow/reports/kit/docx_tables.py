"""What tables of a DOCX need and python-docx has no words for: lines, a ground, room, heads on every page."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table, _Cell, _Row


def line(side: str, *, kind: str = "single", colour: str, eighths: int = 4, space_pt: int = 0) -> BaseOxmlElement:
    """Return a line on one side of a paragraph, cell or table, so many eighths of a point thick."""
    border = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", f"{eighths}"), ("space", f"{space_pt}"), ("color", colour)):
        border.set(qn(f"w:{name}"), value)
    return border


def give_lines(cell: _Cell, *lines: BaseOxmlElement) -> None:
    """Give a cell its lines."""
    borders = OxmlElement("w:tcBorders")
    borders.extend(lines)
    cell._tc.get_or_add_tcPr().append(borders)


def shade(cell: _Cell, fill: str) -> None:
    """Give a cell a ground of a colour (RRGGBB)."""
    shading = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)):
        shading.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shading)


def keep_whole(row: _Row, *, is_head: bool) -> None:
    """Let no page break run through a row; a head is repeated on each page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def give_room(table: Table, twips: Mapping[str, int]) -> None:
    """Give the cells of a table room around their words, in twentieths of a point by side, in Word's order of sides."""
    room = OxmlElement("w:tblCellMar")
    for side, size in twips.items():
        space = OxmlElement(f"w:{side}")
        space.set(qn("w:w"), str(size))
        space.set(qn("w:type"), "dxa")
        room.append(space)
    table._tbl.tblPr.append(room)


_EM_CM: Final = 0.0353
"""A point in centimetres: letters are as wide as parts of their size."""
_ROUNDED: Final = 1.12
"""Fonts of offices differ, and heads are bold."""
_LONGEST_CM: Final = 6.5
"""A column does not ask for more than this, however long its texts are: they run over lines."""


def widths(columns: Sequence[Sequence[str]], *, within_cm: float, size_pt: float, padding_cm: float) -> list[float]:
    """Return the widths of columns in centimetres by their texts, heads among them: no word or number is cut in two.

    Each column gets its longest word first; what is left goes to those whose lines would be longer.
    """
    needed = [_widest(texts, size_pt, whole=False) + padding_cm for texts in columns]
    wanted = [
        max(least, min(_LONGEST_CM, _widest(texts, size_pt, whole=True) + padding_cm))
        for least, texts in zip(needed, columns, strict=True)
    ]
    left, asked = within_cm - sum(needed), sum(wanted) - sum(needed)
    if left <= 0:
        return [within_cm * least / sum(needed) for least in needed]
    if asked <= left:
        return [within_cm * want / sum(wanted) for want in wanted]
    return [least + left * (want - least) / asked for least, want in zip(needed, wanted, strict=True)]


def _widest(texts: Sequence[str], size_pt: float, *, whole: bool) -> float:
    """Return how wide the widest line (``whole``) or word of some texts is in print, in centimetres."""
    pieces = [piece for text in texts for piece in (text.split("\n") if whole else text.split())]
    return max((_ems(piece) for piece in pieces), default=0.0) * size_pt * _EM_CM * _ROUNDED


def _ems(text: str) -> float:
    return sum(map(_em, text))


def _em(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF" or letter in "mwMW%₩":
        return 1.0
    return 0.75 if letter.isupper() else 0.6
