"""The investment report and one-pagers as DOCX, portrait A4: light tables, gaps in a colour of their own, footnotes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Final

import docx
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor, Twips
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Written
from docx.text.run import Run

from dealflow.i18n import t
from dealflow.reports.investment.memo_document import Memo, Note
from dealflow.reports.investment.memo_markup import Kind, Line, Paragraph, spans
from dealflow.reports.investment.memo_tables import MemoTable
from dealflow.reports.investment.one_pager import Book, OnePager
from dealflow.reports.kit import docx_tables, logo
from dealflow.reports.kit.docx_notes import Footnotes

_FONT: Final = "맑은 고딕"
_WIDTH_CM: Final = 17.0
_ACCENT: Final = RGBColor(0x1F, 0x4E, 0x79)
_INK: Final = RGBColor(0x1B, 0x27, 0x33)
_SOFT: Final = RGBColor(0x5D, 0x6B, 0x7C)
_GAP: Final = RGBColor(0x8A, 0x52, 0x00)
_ROOM_TWIPS: Final = {"top": 45, "left": 80, "bottom": 45, "right": 80}
_ROOM_CM: Final = Twips(_ROOM_TWIPS["left"] + _ROOM_TWIPS["right"]).cm
_LINE: Final = "DBE2EA"
_PALE: Final = "F3F6FA"
_BODY: Final = Pt(10)
_SMALL: Final = Pt(8.5)
_FACTS_A_ROW: Final = 3
_FIGURES_A_ROW: Final = 4


class _Paper:
    """One document while it is written: its notes by number, and where the numbers of marks come from."""

    def __init__(self, title: str, footer: str, watermark: str) -> None:
        self.doc: Doc = _blank(title)
        self.footnotes = Footnotes(self.doc)
        self.numbers: Mapping[str, int] = {}
        self.notes: Mapping[int, str] = {}
        section = self.doc.sections[0]
        foot = section.footer.paragraphs[0]
        _small(foot.add_run(f"{footer} · "))
        _small(_page_number(foot))
        if watermark:
            head = section.header.paragraphs[0]
            head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            run = head.add_run(watermark)
            run.bold, run.font.size, run.font.color.rgb = True, _SMALL, _GAP

    def cite(self, numbers: Mapping[str, int], notes: Sequence[Note] = ()) -> None:
        """Let marks from here on point at these notes: at the foot of the page, or by their numbers alone for none."""
        self.numbers, self.notes = numbers, {note.number: note_words(note) for note in notes}

    def write(self, paragraph: Written, line: Line, *, size: Pt | None = None) -> None:
        """Write a line into a paragraph, its marks as notes."""
        for span in line:
            if span.note:
                number = self.numbers[span.note]
                self.footnotes.set_mark(paragraph, number, self.notes.get(number))
                continue
            run = paragraph.add_run(span.text)
            run.bold = span.bold or None
            if size is not None:
                run.font.size = size

    def save(self) -> bytes:
        """Return the document as it was written."""
        self.footnotes.add_to_document()
        file = io.BytesIO()
        self.doc.save(file)
        return file.getvalue()


def as_docx(memo: Memo, lang: str) -> bytes:
    """Return the report as DOCX."""
    paper = _Paper(f"{memo.title} – {memo.company}", memo.footer, memo.watermark)
    paper.cite(memo.numbers, memo.notes)
    logo.put_on(paper.doc, memo.logo)
    _kind(paper.doc, memo.title)
    paper.doc.add_heading(memo.company, level=1)
    _facts(paper.doc, memo.facts)
    for part in memo.parts:
        paper.doc.add_heading(part.heading, level=2)
        for paragraph in part.paragraphs:
            _paragraph(paper, paragraph, lang)
        for table in part.tables:
            _table(paper, table)
        if part.edited_by:
            _small(paper.doc.add_paragraph().add_run(part.edited_by))
    return paper.save()


def book_as_docx(book: Book, lang: str) -> bytes:
    """Return one-pagers as DOCX, each on a page of its own."""
    paper = _Paper(book.title, book.footer or book.pages[0].footer, book.watermark)
    logo.put_on(paper.doc, book.logo)
    if book.contents:
        _kind(paper.doc, book.kind)
        paper.doc.add_heading(book.title, level=1)
        _small(paper.doc.add_paragraph().add_run(book.about))
        for number, page in enumerate(book.pages, start=1):
            line = paper.doc.add_paragraph(f"{number}. {page.company}")
            if page.about:
                _small(line.add_run(f"  {page.about}"))
    for place, page in enumerate(book.pages):
        if place or book.contents:
            paper.doc.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _one_page(paper, page, lang)
    return paper.save()


def _one_page(paper: _Paper, page: OnePager, lang: str) -> None:
    paper.cite(page.numbers)
    _kind(paper.doc, page.kind)
    paper.doc.add_heading(page.company, level=1)
    if page.about:
        _small(paper.doc.add_paragraph().add_run(page.about))
    _figures(paper, page.figures)
    if page.years is not None:
        _table(paper, page.years)
    for block in page.blocks:
        paper.doc.add_heading(block.heading, level=3)
        for paragraph in block.paragraphs:
            _paragraph(paper, paragraph, lang, size=Pt(9))
    _run_in_notes(paper, page.notes, lang)


def _run_in_notes(paper: _Paper, notes: Sequence[Note], lang: str) -> None:
    """Write the notes one after the other, each deck named once: they must leave the page one page."""
    if not notes:
        return
    paper.doc.add_heading(t("memo.notes", lang), level=3)
    for deck in dict.fromkeys(note.deck for note in notes):
        paragraph = paper.doc.add_paragraph()
        paragraph.paragraph_format.space_after, paragraph.paragraph_format.line_spacing = Pt(1), 1.0
        lead = paragraph.add_run(f"{deck}  ")
        words = [
            f"[{note.number}] {note.page_words} “{note.quote}”{'' if note.checked else '*'}"
            for note in notes
            if note.deck == deck
        ]
        for run in (lead, paragraph.add_run(" · ".join(words))):
            run.font.size, run.font.color.rgb = Pt(7), _SOFT
        lead.bold = True


def note_words(note: Note) -> str:
    """Return a note as it stands at the foot of a page: place, words, standing."""
    parts = (note.place, f"“{note.quote}”" if note.quote else "", note.standing)
    return " · ".join(filter(None, parts))


def _blank(title: str) -> Doc:
    """Return an empty portrait page in the font that Korean offices have."""
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = title, ""
    looks = {"Normal": (_BODY, _INK), "Heading 1": (Pt(20), _INK), "Heading 2": (Pt(13), _ACCENT)}
    looks["Heading 3"] = (Pt(10.5), _INK)
    for name, (size, colour) in looks.items():
        style = document.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for place in ("w:eastAsiaTheme", "w:asciiTheme", "w:hAnsiTheme"):
            fonts.attrib.pop(qn(place), None)
        for place in ("w:eastAsia", "w:ascii", "w:hAnsi"):
            fonts.set(qn(place), _FONT)
        style.font.size, style.font.color.rgb = size, colour
    document.styles["Normal"].paragraph_format.space_after = Pt(3)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(0)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(14)
    document.styles["Heading 2"].paragraph_format.space_after = Pt(4)
    document.styles["Heading 3"].paragraph_format.space_before = Pt(8)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21.0 - _WIDTH_CM) / 2)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.7)
    return document


def _page_number(paragraph: Written) -> Run:
    """Write the number of the page."""
    run = paragraph.add_run()
    for kind in ("begin", "end"):
        sign = OxmlElement("w:fldChar")
        sign.set(qn("w:fldCharType"), kind)
        run._r.append(sign)
        if kind == "begin":
            code = OxmlElement("w:instrText")
            code.text = "PAGE"
            run._r.append(code)
    return run


def _kind(doc: Doc, text: str) -> None:
    """Write what the paper is, small, over its title, under a line of the house's colour."""
    paragraph = doc.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size, run.font.color.rgb = True, Pt(9.5), _ACCENT
    paragraph.paragraph_format.space_after, paragraph.paragraph_format.keep_with_next = Pt(0), True
    borders = OxmlElement("w:pBdr")
    borders.append(docx_tables.line("top", colour="1F4E79", eighths=18, space_pt=6))
    paragraph._p.get_or_add_pPr().append(borders)


def _small(run: Run) -> None:
    run.font.size, run.font.color.rgb = _SMALL, _SOFT


def _paragraph(paper: _Paper, paragraph: Paragraph, lang: str, *, size: Pt | None = None) -> None:
    match paragraph.kind:
        case Kind.HEADING:
            paper.write(paper.doc.add_heading("", level=3), paragraph.line)
        case Kind.BULLET:
            written = paper.doc.add_paragraph(style="List Bullet")
            written.paragraph_format.space_after = Pt(2)
            paper.write(written, paragraph.line, size=size)
        case Kind.GAP:
            written = paper.doc.add_paragraph()
            lead = written.add_run(f"{t('memo.gap', lang)}  ")
            lead.bold = True
            paper.write(written, paragraph.line, size=size)
            for run in written.runs:
                run.font.color.rgb, run.font.size = _GAP, size or Pt(9)
        case _:
            paper.write(paper.doc.add_paragraph(), paragraph.line, size=size)


def _facts(doc: Doc, facts: Sequence[tuple[str, str]]) -> None:
    """Write names and values side by side on a pale ground."""
    cells = [*facts, *((("", ""),) * (-len(facts) % _FACTS_A_ROW))]
    table = doc.add_table(rows=len(cells) // _FACTS_A_ROW, cols=_FACTS_A_ROW)
    for place, (name, value) in enumerate(cells):
        cell = table.cell(place // _FACTS_A_ROW, place % _FACTS_A_ROW)
        docx_tables.shade(cell, _PALE)
        if name:
            _small(cell.paragraphs[0].add_run(name))
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            cell.add_paragraph().add_run(value).bold = True
    docx_tables.give_room(table, _ROOM_TWIPS)
    doc.add_paragraph().paragraph_format.space_after = Pt(0)


def _figures(paper: _Paper, figures: Sequence[tuple[str, Line]]) -> None:
    """Write the headline figures as tiles, each with its mark."""
    if not figures:
        return
    rows = -(-len(figures) // _FIGURES_A_ROW)
    table = paper.doc.add_table(rows=rows, cols=_FIGURES_A_ROW)
    for place in range(rows * _FIGURES_A_ROW):
        cell = table.cell(place // _FIGURES_A_ROW, place % _FIGURES_A_ROW)
        docx_tables.shade(cell, _PALE)
        if place < len(figures):
            name, value = figures[place]
            _small(cell.paragraphs[0].add_run(name))
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            paragraph = cell.add_paragraph()
            paper.write(paragraph, value, size=Pt(12))
            for run in paragraph.runs:
                run.bold = True
    docx_tables.give_room(table, _ROOM_TWIPS)
    paper.doc.add_paragraph().paragraph_format.space_after = Pt(0)


def _table(paper: _Paper, given: MemoTable) -> None:
    """Write a table: a line under its heading, hair lines between rows, no uprights."""
    caption = paper.doc.add_paragraph()
    run = caption.add_run(given.caption)
    run.bold, run.font.size = True, Pt(9.5)
    caption.paragraph_format.keep_with_next, caption.paragraph_format.space_before = True, Pt(6)
    widths = _widths(given)
    table = paper.doc.add_table(rows=1 + len(given.rows), cols=len(given.headings))
    table.autofit = False
    for number, (row, cells) in enumerate(zip(table.rows, (given.headings, *given.rows), strict=True)):
        docx_tables.keep_whole(row, is_head=number == 0)
        for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Cm(widths[place])
            _cell(paper, cell, text, head=number == 0, at_end=place in given.ends)
            cell.paragraphs[0].paragraph_format.keep_with_next = number == 0 or None
    docx_tables.give_room(table, _ROOM_TWIPS)
    if given.note:
        _small(paper.doc.add_paragraph().add_run(given.note))
    else:
        paper.doc.add_paragraph().paragraph_format.space_after = Pt(0)


def _cell(paper: _Paper, cell: _Cell, text: str, *, head: bool, at_end: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if at_end:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if head:
        _small(paragraph.add_run(text))
    else:
        paper.write(paragraph, spans(text), size=Pt(9))
    under = docx_tables.line("bottom", colour="1B2733" if head else _LINE, eighths=8 if head else 4)
    docx_tables.give_lines(cell, under)


def _widths(given: MemoTable) -> list[float]:
    """Return widths in centimetres by the texts of each column; marks do not count."""
    columns = [
        [heading, *("".join(span.text for span in spans(row[place])) for row in given.rows)]
        for place, heading in enumerate(given.headings)
    ]
    return docx_tables.widths(columns, within_cm=_WIDTH_CM, size_pt=9, padding_cm=_ROOM_CM)
