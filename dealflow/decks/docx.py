"""A Word document (a company's answers, a checklist) as pages of words: paragraphs, tables, charts, embedded sheets.

A document keeps no pages. Word leaves marks where it broke them last: with these a page here is Word's. Without, the
text is laid out on the document's paper by our own rules, and page numbers are ours. See docs/decisions/0012-docx.md.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dealflow.decks import chartdata, diagrams, ooxml, workbooks
from dealflow.decks.docx_text import BREAK, Styles, blocks, paragraph_text, styles_of, value
from dealflow.decks.flow import Cell, Flow, LaidPicture, Paper
from dealflow.decks.grids import grid_words
from dealflow.decks.ooxml import Element, name
from dealflow.decks.typeset import LEADING, Line, wrapped
from dealflow.domain.claims.page import Box, DeckText, Gap, Page
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from docx.document import Document

READER: Final = "docx words 1"
_TWIPS_A_POINT: Final = 20
_EMU_A_POINT: Final = 12700
_ROW_PT: Final = 14.0
_FURNITURE_PT: Final = 9.0
_MOST_DEPTH: Final = 3
_OFFICE: Final = "{urn:schemas-microsoft-com:office:office}"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_SHOWN_HEADERS: Final = frozenset({"default", "first"})
_STUMBLES = (AttributeError, KeyError, IndexError, TypeError, ValueError, ArithmeticError, OSError, SyntaxError)


@dataclass(frozen=True, slots=True)
class Laid:
    """A document laid out: its pages, and its pictures at their places."""

    pages: tuple[Page, ...]
    pictures: tuple[LaidPicture, ...]
    title: str | None


def read_docx(data: bytes, *, sha256: str | None = None, max_pages: int = 300) -> DeckText:
    """Return the words of a Word document, page by page.

    Raises:
        UnreadableDeckError: ``damaged``, ``too_large`` or ``too_many_pages``.
    """
    laid = laid_out(data)
    if len(laid.pages) > max_pages:
        raise UnreadableDeckError(reason=RefusalReason.TOO_MANY_PAGES, pages=len(laid.pages), limit=max_pages)
    return DeckText(sha256 or hashlib.sha256(data).hexdigest(), laid.pages, READER, laid.title)


def laid_out(data: bytes) -> Laid:
    """Return a document laid out on sheets, always the same for the same bytes.

    Raises:
        UnreadableDeckError: ``damaged`` or ``too_large``.
    """
    document = _opened(data)
    try:
        body = document.element.body
        ooxml.settle_alternatives(body)
        has_breaks = next(body.iter(name("w:lastRenderedPageBreak")), None) is not None
        styles = styles_of(_part(document, "styles"))
        filling = _Filling(document, styles, Flow(_paper(body), has_breaks=has_breaks))
        filling.fill(body)
        title = document.core_properties.title or None
    except _STUMBLES as error:
        raise UnreadableDeckError(reason=RefusalReason.DAMAGED) from error
    return Laid(filling.flow.pages(), tuple(filling.flow.pictures), title)


def _opened(data: bytes) -> Document:
    from docx import Document as opened

    try:
        return opened(io.BytesIO(ooxml.plain(data)))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, *_STUMBLES) as error:
        raise UnreadableDeckError(reason=RefusalReason.DAMAGED) from error


def _part(document: Document, kind: str) -> Element | None:
    """Return the root of the first part of such a relation, or None."""
    related = (
        relation
        for relation in document.part.rels.values()
        if not relation.is_external and relation.reltype == _RELATION + kind
    )
    relation = next(related, None)
    return None if relation is None else ooxml.parsed(relation.target_part.blob)


def _paper(body: Element) -> Paper:
    """Return the paper of the last section."""
    section = body.find(name("w:sectPr"))
    size, margin = (None, None) if section is None else (section.find(name("w:pgSz")), section.find(name("w:pgMar")))
    usual = Paper()
    width, height = (_points(size, side, usual[at]) for at, side in enumerate(("w:w", "w:h")))
    sides = (_points(margin, side, 72.0) for side in ("w:left", "w:right", "w:top", "w:bottom"))
    return Paper(width, height, *(min(abs(side), width / 3) for side in sides))


def _points(owner: Element | None, side: str, usual: float) -> float:
    twips = "" if owner is None else str(owner.get(name(side)) or "")
    return float(twips) / _TWIPS_A_POINT if twips.lstrip("-").replace(".", "", 1).isdigit() else usual


class _Filling:
    """One document being laid out."""

    def __init__(self, document: Document, styles: Styles, flow: Flow) -> None:
        self._document = document
        self._styles = styles
        self.flow = flow

    def fill(self, body: Element) -> None:
        """Lay out the header once, the body, the footer once, and the notes at the end."""
        self._furniture("header")
        for block in blocks(body):
            if block.tag == name("w:tbl"):
                self._table(block)
            else:
                self._paragraph(block)
        self._notes("footnotes")
        self._notes("endnotes")
        self._furniture("footer")

    def _furniture(self, kind: str) -> None:
        """Add what stands at the top or foot of every page, once."""
        parts = self._document.part.rels.values()
        roots = (
            ooxml.parsed(relation.target_part.blob)
            for relation in parts
            if not relation.is_external and relation.reltype == _RELATION + kind
        )
        texts = dict.fromkeys(text for root in roots for text in self._plain_texts(root))
        self._lines([Line(text, _FURNITURE_PT) for text in texts])

    def _notes(self, kind: str) -> None:
        root = _part(self._document, kind)
        notes = [] if root is None else [note for note in root if note.get(name("w:type")) is None]
        self._lines([Line(text, _FURNITURE_PT) for note in notes for text in self._plain_texts(note)])

    def _plain_texts(self, owner: Element) -> Iterator[str]:
        ooxml.settle_alternatives(owner)
        for paragraph in owner.iter(name("w:p")):
            text, _ = paragraph_text(paragraph, self._styles)
            if words := " ".join(text.split()):
                yield words

    def _lines(self, lines: Sequence[Line]) -> None:
        broken = [
            Line(part, line.size_pt, line.align)
            for line in lines
            for part in wrapped(line.text, line.size_pt, self.flow.width_pt)
        ]
        self.flow.add_lines(broken)

    def _paragraph(self, paragraph: Element) -> None:
        own = paragraph.find(name("w:pPr"))
        if own is not None and own.find(name("w:pageBreakBefore")) is not None:
            self.flow.break_page()
        text, size = paragraph_text(paragraph, self._styles)
        align = {"center": "center", "right": "right", "end": "right"}.get(
            value(own.find(name("w:jc"))) if own is not None else "", "left"
        )
        for at, part in enumerate(text.split(BREAK)):
            if at:
                self.flow.break_page()
            self._lines([Line(line, size, align) for line in part.split("\v")])
        self._objects(paragraph)
        if own is not None and (section := own.find(name("w:sectPr"))) is not None:
            kind = value(section.find(name("w:type")))
            if kind != "continuous":
                self.flow.break_page()

    def _table(self, table: Element) -> None:
        widths = self._widths(table)
        for row in table.iter(name("w:tr")):
            if next((other for other in row.iterancestors(name("w:tbl"))), table) is not table:
                continue
            cells, has_break = self._cells(row, widths)
            if has_break:
                self.flow.break_page()
            self.flow.add_row(cells, widths)
            self._objects(row)
        self.flow.end_table()

    def _widths(self, table: Element) -> list[float]:
        """Return the widths of a table's columns, together as wide as the text at most."""
        grid = table.find(name("w:tblGrid"))
        grid_widths = (
            []
            if grid is None
            else [max(_points(column, "w:w", 0.0), 0.0) for column in grid.findall(name("w:gridCol"))]
        )
        rows = table.findall(name("w:tr"))
        count = (
            max(len(grid_widths), *(sum(map(_span, row.iter(name("w:tc")))) for row in rows))
            if rows
            else len(grid_widths)
        )
        known = grid_widths + [0.0] * (count - len(grid_widths))
        usual = self.flow.width_pt / max(count, 1)
        full = [width or usual for width in known]
        scale = min(1.0, self.flow.width_pt / max(sum(full), 1.0))
        return [width * scale for width in full]

    def _cells(self, row: Element, widths: Sequence[float]) -> tuple[list[Cell], bool]:
        """Return a row's cells, and whether Word began a page with it."""
        cells: list[Cell] = []
        has_break, column = False, 0
        for cell in blocks_of_row(row):
            columns = _span(cell)
            width = sum(widths[column : column + columns]) - 6.0
            lines: list[Line] = []
            for text, size in self._cell_texts(cell):
                has_break = has_break or BREAK in text
                lines.extend(Line(part, size) for line in text.split("\v") for part in wrapped(line, size, width))
            cells.append(Cell(() if _is_continued(cell) else tuple(lines), columns))
            column += columns
        return cells, has_break

    def _cell_texts(self, cell: Element, depth: int = 0) -> Iterator[tuple[str, float]]:
        """Yield the paragraphs of a cell; a table inside it gives a line for each of its rows."""
        for block in blocks(cell):
            if block.tag == name("w:p"):
                yield paragraph_text(block, self._styles)
            elif depth < _MOST_DEPTH:
                for row in block.findall(name("w:tr")):
                    texts = [text for block in blocks_of_row(row) for text in self._cell_texts(block, depth + 1)]
                    yield " ".join(text for text, _ in texts), max((size for _, size in texts), default=_FURNITURE_PT)

    def _objects(self, owner: Element) -> None:
        """Add what is drawn or embedded in a paragraph or row: pictures, charts, sheets, text boxes."""
        for drawn_object in owner.iter(*map(name, ("a:blip", "c:chart", "dgm:relIds", "w:object", "w:txbxContent"))):
            try:
                self._object(drawn_object)
            except (UnreadableDeckError, *_STUMBLES):
                self.flow.add_gap(Gap.OBJECT)

    def _object(self, drawn_object: Element) -> None:
        if drawn_object.tag == name("w:txbxContent"):
            for block in blocks(drawn_object):
                text, size = paragraph_text(block, self._styles)
                self._lines([Line(line, size) for line in text.replace(BREAK, " ").split("\v")])
        elif drawn_object.tag == name("c:chart"):
            table = chartdata.table_of(ooxml.parsed(self._related(drawn_object.get(name("r:id")))))
            self._grid(table.captions, table.rows, Gap.CHART)
        elif drawn_object.tag == name("dgm:relIds"):
            self._diagram(drawn_object)
        elif drawn_object.tag == name("w:object"):
            self._sheet(drawn_object)
        elif drawn_object.get(name("r:embed")):
            width, height = _extent(drawn_object)
            self.flow.add_picture(self._related(drawn_object.get(name("r:embed"))), width, height)

    def _diagram(self, pointer: Element) -> None:
        parts = ((key, relation) for key, relation in self._document.part.rels.items() if not relation.is_external)
        related = {
            key: diagrams.Related(relation.reltype, relation.target_part.blob)
            for key, relation in parts
            if "diagram" in relation.reltype
        }
        diagram = diagrams.diagram_of(pointer, related)
        if diagram is None:
            self.flow.add_gap(Gap.DIAGRAM)
        else:
            self._lines([Line(text, self._styles.size_pt) for text in diagram.texts])

    def _sheet(self, embedded: Element) -> None:
        ole = embedded.find(f"{_OFFICE}OLEObject")
        is_workbook = ole is not None and (ole.get("ProgID") or "").startswith("Excel")
        rows = workbooks.shown_rows(self._related(ole.get(name("r:id")))) if ole is not None and is_workbook else None
        if rows is None:
            self.flow.add_gap(Gap.SHEET if is_workbook else Gap.OBJECT)
        else:
            self._grid((), rows, Gap.SHEET)

    def _grid(self, captions: Sequence[str], rows: Sequence[Sequence[str]], gap: Gap) -> None:
        if not rows or sum(map(len, rows)) > chartdata.MOST_CELLS:
            self.flow.add_gap(gap)
            return
        height = (len(captions) + len(rows)) * _ROW_PT
        self.flow.add_words(grid_words(captions, rows, Box(0.0, 0.0, self.flow.width_pt, height)), height)

    def _related(self, relation: str) -> bytes:
        part: Any = self._document.part.related_parts[relation]
        return bytes(part.blob)


def blocks_of_row(row: Element) -> Iterator[Element]:
    """Yield a row's cells, those inside content controls too."""
    for child in row:
        if child.tag == name("w:tc"):
            yield child
        elif child.tag in {name("w:sdt"), name("w:sdtContent")}:
            yield from blocks_of_row(child)


def _span(cell: Element) -> int:
    columns = value(cell.find(f"{name('w:tcPr')}/{name('w:gridSpan')}"))
    return min(max(int(columns), 1), 63) if columns.isdigit() else 1


def _is_continued(cell: Element) -> bool:
    """Return whether a cell is the lower part of one that is merged over rows."""
    merged = cell.find(f"{name('w:tcPr')}/{name('w:vMerge')}")
    return merged is not None and value(merged) != "restart"


def _extent(blip: Element) -> tuple[float, float]:
    """Return the size of a picture in points, by the drawing that it lies in."""
    for around in blip.iterancestors():
        for extent in around:
            if extent.tag.endswith("}extent") and (extent.get("cx") or "").isdigit():
                return int(extent.get("cx")) / _EMU_A_POINT, int(extent.get("cy") or 0) / _EMU_A_POINT
    return 200.0, 20 * _ROW_PT * LEADING
