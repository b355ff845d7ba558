"""Paint a deck as a PowerPoint file and let LibreOffice export it: text boxes, real tables, native charts."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml.etree import SubElement
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from fiction.slides import (
    Bars,
    Block,
    Bullets,
    Cards,
    Deck,
    Figure,
    Flow,
    Lead,
    Look,
    Note,
    Pairs,
    People,
    Screen,
    Slide,
    Steps,
    Table,
    Text,
    printed,
)

FACES = {"gothic": "NanumGothic", "square": "NanumSquare", "barun": "NanumBarunGothic", "myeongjo": "NanumMyeongjo"}
ALIGN = {"l": PP_ALIGN.LEFT, "c": PP_ALIGN.CENTER, "r": PP_ALIGN.RIGHT}
HALF_PT, ROW_OF_CARDS = 420, 4
Area = tuple[float, float, float, float]
"""x, y, width and height in points."""


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#").upper())


class Sheet:
    """One slide of the presentation, written on in points."""

    def __init__(self, slide, look: Look) -> None:  # noqa: ANN001 - python-pptx names no public slide type
        self.shapes = slide.shapes
        self.look = look
        self.face = FACES[look.font]

    def _font(self, run, size: float, colour: str, *, bold: bool) -> None:  # noqa: ANN001 - the same
        run.font.name = self.face
        SubElement(run._r.get_or_add_rPr(), qn("a:ea"), typeface=self.face)  # no public door to it
        run.font.size = Pt(size)
        run.font.bold = bold
        run.font.color.rgb = _rgb(getattr(self.look, colour, colour))

    def say(self, lines: list[str], area: Area, size: float, *, style: str = "l", colour: str = "ink") -> None:
        """Write lines into a text box; ``style`` holds l, c or r, b for bold, m for the middle of the height."""
        x, y, width, height = area
        frame = self.shapes.add_textbox(Pt(x), Pt(y), Pt(width), Pt(height)).text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE if "m" in style else MSO_ANCHOR.TOP
        for index, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
            paragraph.alignment = next((ALIGN[letter] for letter in style if letter in ALIGN), PP_ALIGN.LEFT)
            paragraph.line_spacing = 1.25
            run = paragraph.add_run()
            run.text = line
            self._font(run, size, colour, bold="b" in style)

    def box(self, area: Area, fill: str, *, rounded: bool = False) -> None:
        """Draw a filled box without a border."""
        x, y, width, height = area
        kind = MSO_SHAPE.ROUNDED_RECTANGLE if rounded else MSO_SHAPE.RECTANGLE
        shape = self.shapes.add_shape(kind, Pt(x), Pt(y), Pt(width), Pt(height))
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(getattr(self.look, fill, fill))
        shape.line.fill.background()
        if rounded:
            shape.adjustments[0] = 10 / min(width, height)
        shape.shadow.inherit = False

    def cell(self, cell, words: str, size: float, style: str) -> None:  # noqa: ANN001 - the same
        """Write one table cell: ``style`` holds l, c or r, b for bold, h for the head row."""
        frame = cell.text_frame
        frame.paragraphs[0].alignment = next(ALIGN[letter] for letter in style if letter in ALIGN)
        run = frame.paragraphs[0].add_run()
        run.text = words
        self._font(run, size, "#ffffff" if "h" in style else "ink", bold="b" in style)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.fill.solid()
        cell.fill.fore_color.rgb = _rgb(self.look.accent if "h" in style else self.look.paper)


def _cards(sheet: Sheet, block: Cards, area: Area) -> None:
    x, y, width, height = area
    across = 1 if width <= HALF_PT else len(block.cards) if len(block.cards) <= ROW_OF_CARDS else 3
    down = -(-len(block.cards) // across)
    wide, high = (width - 18 * (across - 1)) / across, min(150.0, (height - 14 * (down - 1)) / down)
    for index, card in enumerate(block.cards):
        left, top = x + (index % across) * (wide + 18), y + (index // across) * (high + 14)
        sheet.box((left, top, wide, high), "second", rounded=True)
        value_y, label_y = (0.44, 0.14) if sheet.look.label_first else (0.12, 0.56)
        words = printed(card.value)
        size = min(32.0, wide / max(3.0, len(words) * 0.72))
        sheet.say([words], (left + 6, top + high * value_y, wide - 12, high * 0.36), size, style="cbm", colour="accent")
        sheet.say([card.label], (left + 6, top + high * label_y, wide - 12, high * 0.24), 15, style="cm")
        if card.note:
            sheet.say(
                [printed(card.note)],
                (left + 6, top + high * 0.8, wide - 12, high * 0.16),
                12,
                style="cm",
                colour="#7a8490",
            )


def _table(sheet: Sheet, block: Table, area: Area) -> None:
    x, y, width, height = area
    unit = f"({block.unit})" if block.unit else ""
    title = f"{block.title} {unit}" if unit and block.unit_at == "title" else block.title
    if title:
        sheet.say([title], (x, y, width * 0.7, 24), 16, style="lb")
    if unit and block.unit_at == "corner":
        sheet.say([unit], (x + width * 0.6, y + 2, width * 0.4, 22), 12, style="r", colour="#6b7683")
    top = y + (32 if title or unit else 0)
    rows, columns = len(block.rows) + 1, len(block.columns)
    high = min(44.0, (height - (top - y)) / rows)
    table = sheet.shapes.add_table(rows, columns, Pt(x), Pt(top), Pt(width), Pt(high * rows)).table
    first = 0.32 if columns <= 4 else 0.24  # noqa: PLR2004 - wide tables leave less to the first column
    for index in range(columns):
        table.columns[index].width = Pt(width * (first if index == 0 else (1 - first) / (columns - 1)))
    for index in range(rows):
        table.rows[index].height = Pt(high)
    size = 15 if columns <= 4 else 14  # noqa: PLR2004 - the same
    for index, head in enumerate(block.columns):
        shown = f"{head} {unit}" if index == 0 and unit and block.unit_at == "header" else head
        sheet.cell(table.cell(0, index), shown, size, "chb")
    for down, row in enumerate(block.rows, 1):
        for index, words in enumerate(row):
            sheet.cell(
                table.cell(down, index), printed(words), size, "lb" if index == 0 else "r" if block.unit else "c"
            )


def _number(words: Text) -> float:
    figure = next(piece for piece in words if isinstance(piece, Figure))
    return float("".join(letter for letter in figure.said.text if letter.isdigit() or letter == "."))


def _bars(sheet: Sheet, block: Bars, area: Area) -> None:
    x, y, width, height = area
    sheet.say([block.title], (x, y, width, 24), 16, style="lb")
    if block.lying:
        for index, bar in enumerate(block.bars):
            top = y + 40 + index * 62
            sheet.say([bar.name], (x, top, 120, 36), 14, style="lm")
            sheet.box((x + 126, top, max(8, bar.height * (width - 260)), 36), "accent")
            sheet.say(
                [printed(bar.value)], (x + 134 + max(8, bar.height * (width - 260)), top, 130, 36), 16, style="lbm"
            )
        return
    data = CategoryChartData(number_format="#,##0")
    data.categories = [bar.name for bar in block.bars]
    data.add_series(block.title, [_number(bar.value) for bar in block.bars])
    place = (Pt(x), Pt(y + 28), Pt(width), Pt(height - 40))
    chart = sheet.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data).chart
    chart.has_legend = False
    chart.has_title = False
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    plot = chart.plots[0]
    plot.gap_width = 70
    plot.has_data_labels = True
    plot.data_labels.number_format = "#,##0.0" if any(_number(bar.value) % 1 for bar in block.bars) else "#,##0"
    plot.data_labels.number_format_is_linked = False
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    plot.data_labels.font.size = chart.category_axis.tick_labels.font.size = Pt(15)
    plot.data_labels.font.name = chart.category_axis.tick_labels.font.name = sheet.face
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = _rgb(sheet.look.accent)


def _pairs(sheet: Sheet, block: Pairs, area: Area) -> None:
    x, y, width, height = area
    high = min(44.0, height / len(block.pairs))
    table = sheet.shapes.add_table(len(block.pairs), 2, Pt(x), Pt(y), Pt(width), Pt(high * len(block.pairs))).table
    table.columns[0].width, table.columns[1].width = Pt(width * 0.36), Pt(width * 0.64)
    for index, (label, value) in enumerate(block.pairs):
        table.rows[index].height = Pt(high)
        sheet.cell(table.cell(index, 0), label, 14, "chb")
        sheet.cell(table.cell(index, 1), printed(value), 15, "l")


def _flow(sheet: Sheet, block: Flow, area: Area) -> None:
    x, y, width, _ = area
    size = (width - 36 * 3) / len(block.boxes)
    for index, (name, what) in enumerate(block.boxes):
        left = x + index * (size + 36)
        sheet.box((left, y, size, 130), "second", rounded=True)
        sheet.say([name], (left, y + 26, size, 40), 22, style="cbm", colour="accent")
        sheet.say([what], (left + 4, y + 70, size - 8, 36), 15, style="cm")
        if index:
            sheet.say(["→"], (left - 36, y + 40, 36, 40), 22, style="cbm", colour="accent")


def _people(sheet: Sheet, block: People, area: Area) -> None:
    x, y, width, _ = area
    size = (width - 22 * 2) / 3
    for index, (role, lines) in enumerate(block.people):
        left = x + index * (size + 22)
        sheet.box((left, y, size, 250), "second", rounded=True)
        sheet.say([role], (left + 18, y + 22, size - 36, 50), 18, style="lb", colour="accent")
        sheet.say([printed(line) for line in lines], (left + 18, y + 80, size - 36, 160), 16)


def _screen(sheet: Sheet, block: Screen, area: Area) -> None:
    x, y, width, _ = area
    left, inside = x + width * 0.1, width * 0.8
    sheet.box((left, y, inside, 280), "#141c26", rounded=False)
    sheet.say([block.title], (left + 18, y + 12, inside - 36, 24), 14, style="lb", colour="#cfd8e3")
    size = (inside - 36) / len(block.tiles)
    for index, (label, value) in enumerate(block.tiles):
        sheet.box((left + 18 + index * size, y + 44, size - 10, 74), "#223042")
        sheet.say([label], (left + 28 + index * size, y + 50, size - 30, 20), 12, colour="#9fb0c3")
        sheet.say([printed(value)], (left + 28 + index * size, y + 74, size - 30, 36), 22, style="lb", colour="#6fd0a6")
    rows = [printed(row) for row in block.rows]
    sheet.say(rows, (left + 20, y + 136, inside - 40, 130), 14, colour="#cfd8e3")


def _words(sheet: Sheet, block: Block, area: Area) -> None:
    x, y, width, height = area
    match block:
        case Bullets(lines):
            shown = [printed(line).removeprefix("● ") for line in lines]
            size = min(58.0, height / len(shown))
            for index, line in enumerate(shown):
                sheet.say([f"▪ {line}"], (x, y + index * size, width, size), 20 if width > HALF_PT else 16, style="lm")
        case Lead(line):
            sheet.say([printed(line)], (x + width * 0.05, y, width * 0.9, height), 25, style="cbm")
        case Note(line):
            sheet.say([printed(line)], (x, y, width, height), 13, colour="#7a8490")
        case Steps(steps, title):
            if title:
                sheet.say([title], (x, y, width, 24), 16, style="lb")
            for index, (when, what) in enumerate(steps):
                top = y + 40 + index * 50
                sheet.box((x, top + 9, 10, 10), "accent")
                sheet.say([when], (x + 20, top, 70, 28), 15, style="lbm", colour="accent")
                sheet.say([printed(what)], (x + 90, top, width - 90, 28), 15, style="lm")
        case _:
            message = f"no way to paint {type(block).__name__}"
            raise TypeError(message)


DRAW: dict[type, Callable[[Sheet, Any, Area], None]] = {
    Cards: _cards,
    Table: _table,
    Bars: _bars,
    Pairs: _pairs,
    Flow: _flow,
    People: _people,
    Screen: _screen,
}
"""Each kind of block with its painter."""


FIXED_PT = {Lead: 90.0, Note: 26.0, Flow: 130.0, People: 250.0, Screen: 280.0}


def _height(block: Block, room: float) -> float:
    """Return how much of the column's height a block should take."""
    match block:
        case Cards(cards):
            return 150 if len(cards) <= ROW_OF_CARDS else 320
        case Table(_, rows):
            return min(room, 34 + 44 * (len(rows) + 1))
        case Bullets(lines):
            return 58 * len(lines)
        case Steps(steps):
            return 40 + 50 * len(steps)
        case Pairs(pairs):
            return 44 * len(pairs)
        case _:
            return min(room, FIXED_PT.get(type(block), 320.0))


def _column(sheet: Sheet, blocks: tuple[Block, ...], area: Area) -> None:
    x, y, width, room = area
    heights = [_height(block, room) for block in blocks]
    narrow = width <= HALF_PT
    heights = [
        len(block.cards) * 120.0 if narrow and isinstance(block, Cards) else height
        for block, height in zip(blocks, heights, strict=True)
    ]
    gap = 24.0
    total = sum(heights) + gap * (len(blocks) - 1)
    squeeze = min(1.0, room / total)
    y += max(0.0, (room - total) * 0.4)
    for block, height in zip(blocks, heights, strict=True):
        DRAW.get(type(block), _words)(sheet, block, (x, y, width, height * squeeze))
        y += height * squeeze + gap * squeeze


def _page(sheet: Sheet, slide: Slide, number: int, deck: Deck) -> None:
    look = deck.look
    sheet.box((0, 0, look.width_pt, 74), "accent")
    sheet.say([slide.title], (48, 14, look.width_pt - 260, 46), 28, style="lbm", colour="#ffffff")
    sheet.say([deck.mark], (look.width_pt - 220, 14, 176, 46), 14, style="rbm", colour="#ffffff")
    sheet.say([deck.footer], (48, look.height_pt - 28, 500, 18), 9, colour="#8a94a0")
    sheet.say([str(number)], (look.width_pt - 104, look.height_pt - 28, 60, 18), 10, style="r", colour="#8a94a0")
    room, wide = look.height_pt - 74 - 30 - 56, look.width_pt - 96
    if not slide.right:
        _column(sheet, slide.blocks, (48, 100, wide, room))
        return
    _column(sheet, slide.blocks, (48, 100, wide * 0.58, room))
    _column(sheet, slide.right, (48 + wide * 0.63, 100, wide * 0.37, room))


def _plate(sheet: Sheet, slide: Slide, look: Look) -> None:
    fill, ink = ("accent", "#ffffff") if look.dark_cover else ("second", "ink")
    sheet.box((0, 0, look.width_pt, look.height_pt), fill)
    sheet.say([slide.title], (70, look.height_pt * 0.32, look.width_pt - 140, 110), 42, style="lbm", colour=ink)
    for index, block in enumerate(slide.blocks):
        if isinstance(block, Lead | Note):
            size = 20 if isinstance(block, Lead) else 13
            area = (70, look.height_pt * 0.55 + index * 40, look.width_pt - 140, 34)
            sheet.say([printed(block.line)], area, size, style="l", colour=ink)


def paint(deck: Deck, path: Path) -> None:
    """Write the deck as a PDF that LibreOffice exported from a presentation."""
    show = Presentation()
    show.slide_width, show.slide_height = Pt(deck.look.width_pt), Pt(deck.look.height_pt)
    show.core_properties.title = deck.title
    for number, slide in enumerate(deck.slides, 1):
        sheet = Sheet(show.slides.add_slide(show.slide_layouts[6]), deck.look)
        if slide.kind == "page":
            _page(sheet, slide, number, deck)
        else:
            _plate(sheet, slide, deck.look)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{path.stem}.pptx"
        show.save(str(source))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603 - our own file
        path.write_bytes((Path(folder) / f"{path.stem}.pdf").read_bytes())
