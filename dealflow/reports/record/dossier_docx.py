"""The decision dossier as DOCX: tables of Word, and pages with the boxes drawn into a copy of their pictures."""

from __future__ import annotations

import io
from typing import Final

import docx
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor, Twips
from docx.table import Table
from PIL import Image, ImageDraw, ImageFont

from dealflow.reports.kit import docx_tables, logo
from dealflow.reports.kit.blocks import Block, Document, Facts, Grid, Page, Picture, Words

_FONT: Final = "맑은 고딕"
_WIDTH_CM: Final = 17.4
_NAMES_CM: Final = 4.0
_CHART_CM: Final = 16.0
_PAGE_CM: Final = 20.0
"""The greatest height of a page of a deck, so that its caption stands below it."""
_SMALL: Final = Pt(8.5)
_PADDING_TWIPS: Final = {"top": 50, "left": 90, "bottom": 50, "right": 90}
_PADDING_CM: Final = Twips(_PADDING_TWIPS["left"] + _PADDING_TWIPS["right"]).cm
"""Room around the words of a cell, in twentieths of a point."""
_LINES: Final = "BFC5D2"
_HEAD: Final = "EEF1F7"
_MARK: Final = (214, 51, 108)
_QUIET: Final = RGBColor(0x5B, 0x64, 0x78)
_DEMO: Final = RGBColor(0xB3, 0x5C, 0x00)
_WIDEST_PX: Final = 1600


def as_docx(document: Document) -> bytes:
    """Return the document as DOCX, portrait A4; the journal's head stands in every page's footer."""
    docx = _blank()
    docx.core_properties.title, docx.core_properties.author = document.title, ""
    section = docx.sections[0]
    section.footer.paragraphs[0].text = document.footer
    if document.watermark:
        line = section.header.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = line.add_run(document.watermark)
        run.bold, run.font.size, run.font.color.rgb = True, Pt(12), _DEMO
    logo.put_on(docx, document.logo, *document.marks)
    docx.add_heading(document.title, level=1)
    docx.add_paragraph(document.subtitle)
    for part in document.parts:
        docx.add_heading(part.heading, level=2)
        for block in part.blocks:
            _add(docx, block)
    file = io.BytesIO()
    docx.save(file)
    return file.getvalue()


def _blank() -> Doc:
    """Return an empty portrait page whose Korean is set in the font that Korean offices have."""
    document = docx.Document()
    for name in ("Normal", "Heading 1", "Heading 2"):
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for place in ("w:eastAsiaTheme", "w:asciiTheme", "w:hAnsiTheme"):
            fonts.attrib.pop(qn(place), None)
        for place in ("w:eastAsia", "w:ascii", "w:hAnsi"):
            fonts.set(qn(place), _FONT)
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21.0 - _WIDTH_CM) / 2)
    section.top_margin = section.bottom_margin = Cm(2)
    return document


def _add(doc: Doc, block: Block) -> None:
    match block:
        case Facts():
            widths = [_NAMES_CM, _WIDTH_CM - _NAMES_CM]
            _table(doc, block.pairs, widths, frozenset(), bold=(False, True))
        case Grid():
            widths = _widths(block)
            _table(doc, (block.headings, *block.rows), widths, block.ends, bold=(True, False))
        case Words():
            paragraph = doc.add_paragraph(block.text)
            if block.quiet:
                paragraph.runs[0].font.color.rgb, paragraph.runs[0].font.size = _QUIET, _SMALL
        case Page():
            picture = io.BytesIO(marked(block))
            paragraph = doc.add_paragraph()
            width, height = block.size_pt
            widest = min(_WIDTH_CM, _PAGE_CM * width / height)
            paragraph.add_run().add_picture(picture, width=Cm(widest))
            paragraph.paragraph_format.keep_with_next = True
            doc.add_paragraph(block.caption).runs[0].font.color.rgb = _QUIET
        case Picture():
            if block.png is not None:
                drawn = doc.add_paragraph()
                drawn.add_run().add_picture(io.BytesIO(block.png), width=Cm(min(_CHART_CM, _WIDTH_CM)))
                drawn.paragraph_format.keep_with_next = True
            doc.add_paragraph(block.caption).runs[0].font.color.rgb = _QUIET


def _widths(grid: Grid) -> list[float]:
    columns = [[row[place] for row in (grid.headings, *grid.rows)] for place in range(len(grid.headings))]
    return docx_tables.widths(columns, within_cm=_WIDTH_CM, size_pt=_SMALL.pt, padding_cm=_PADDING_CM)


def _table(
    doc: Doc,
    rows: tuple[tuple[str, ...], ...],
    widths: list[float],
    ends: frozenset[int],
    *,
    bold: tuple[bool, bool],
) -> None:
    """Add a table; ``bold``: its first row, its first column."""
    if not rows:
        return
    table = doc.add_table(rows=len(rows), cols=len(widths))
    table.style, table.autofit = "Table Grid", False
    _dress(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Cm(widths[place])
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size = _SMALL
            run.bold = (bold[0] and number == 0) or (bold[1] and place == 0)
            if place in ends:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if bold[0] and number < len(rows) - 1 and number == 0:
                paragraph.paragraph_format.keep_with_next = True
        is_head = bold[0] and number == 0
        docx_tables.keep_whole(row, is_head=is_head)
        for cell in row.cells if is_head else ():
            docx_tables.shade(cell, _HEAD)
    doc.add_paragraph().paragraph_format.space_after = Pt(4)


def _dress(table: Table) -> None:
    """Give a table hair lines between its rows and room around its words; uprights would only weigh on them."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        kind = "nil" if side in {"left", "right", "insideV"} else "single"
        borders.append(docx_tables.line(side, kind=kind, colour=_LINES))
    table._tbl.tblPr.append(borders)
    docx_tables.give_room(table, _PADDING_TWIPS)


def marked(page: Page) -> bytes:
    """Return a copy of a page's picture as JPEG, with its boxes and their numbers drawn into it."""
    with Image.open(io.BytesIO(page.picture)) as opened:
        picture = opened.convert("RGB")
    if picture.width > _WIDEST_PX:
        picture = picture.resize((_WIDEST_PX, round(picture.height * _WIDEST_PX / picture.width)))
    across, down = picture.width / page.size_pt[0], picture.height / page.size_pt[1]
    pen = ImageDraw.Draw(picture)
    size = max(12, picture.width // 70)
    font = ImageFont.load_default(size=size)
    for mark in page.marks:
        box = mark.box
        left, top = box.x0_pt * across, box.y0_pt * down
        right, bottom = max(left + 1, box.x1_pt * across), max(top + 1, box.y1_pt * down)
        pen.rectangle((left, top, right, bottom), outline=_MARK, width=max(2, picture.width // 400))
        label, above = str(mark.number), max(0.0, top - 1.4 * size)
        place = pen.textbbox((left, above), label, font=font)
        pen.rectangle((place[0] - 3, place[1] - 3, place[2] + 3, place[3] + 3), fill=_MARK)
        pen.text((left, above), label, fill=(255, 255, 255), font=font)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
