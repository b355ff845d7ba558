"""What tables of a DOCX need and python-docx has no words for: lines, a ground, room, heads on every page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

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
