"""Paint a deck with reportlab: every word placed by hand on a canvas, in embedded Korean fonts.

Its pages differ from the other painters' on purpose: a coloured band on the left, ruled tables, units drawn as words
of their own beside big numbers, vertical and lying bars without boxes.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from fiction.slides import (
    Bars,
    Block,
    Bullets,
    Cards,
    Deck,
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
    printed,
)

FOLDER = "/usr/share/fonts/truetype/nanum"
FACES = {
    "gothic": ("NanumGothic", "NanumGothicBold"),
    "square": ("NanumSquareR", "NanumSquareB"),
    "barun": ("NanumBarunGothic", "NanumBarunGothicBold"),
    "myeongjo": ("NanumMyeongjo", "NanumMyeongjoBold"),
}
BAND_PT = 26
GAP_PT = 22
ZOOMS = (1.5, 1.4, 1.3, 1.2, 1.1, 1.0, 0.9, 0.8)


class Pen:
    """A canvas with a look: draws words and shapes from the top left corner, as slides are thought of."""

    def __init__(self, canvas: Canvas, look: Look) -> None:
        self.canvas = canvas
        self.look = look
        self.regular, self.bold = FACES[look.font]
        for face in (self.regular, self.bold):
            pdfmetrics.registerFont(TTFont(face, f"{FOLDER}/{face}.ttf"))

    def colour(self, name: str) -> Color:
        """Return a colour of the look, or the given hexadecimal one."""
        return HexColor(getattr(self.look, name, name))

    def box(self, place: tuple[float, float, float, float], fill: str) -> None:
        """Fill a rectangle given as x, y, width and height."""
        x, y, width, height = place
        self.canvas.setFillColor(self.colour(fill))
        self.canvas.rect(x, self.look.height_pt - y - height, width, height, stroke=0, fill=1)

    def rule(self, x: float, y: float, x1: float, colour: str = "#c2cad3") -> None:
        """Draw a thin line across."""
        self.canvas.setStrokeColor(self.colour(colour))
        self.canvas.setLineWidth(0.8)
        self.canvas.line(x, self.look.height_pt - y, x1, self.look.height_pt - y)

    def width(self, words: str, size: float, *, bold: bool = False) -> float:
        """Return how wide words are."""
        return float(pdfmetrics.stringWidth(words, self.bold if bold else self.regular, size))

    def say(self, words: str, at: tuple[float, float], size: float, *, style: str = "", colour: str = "ink") -> None:
        """Draw words at x and the base line y; ``style`` may hold b (bold), c (centred on x) and r (ending at x)."""
        x, y = at
        bold = "b" in style
        if "c" in style:
            x -= self.width(words, size, bold=bold) / 2
        if "r" in style:
            x -= self.width(words, size, bold=bold)
        self.canvas.setFont(self.bold if bold else self.regular, size)
        self.canvas.setFillColor(self.colour(colour))
        self.canvas.drawString(x, self.look.height_pt - y, words)

    def wrap(self, words: str, size: float, room: float, *, bold: bool = False) -> list[str]:
        """Return the words broken at spaces into lines that fit the room."""
        lines, line = [], ""
        for word in words.split(" "):
            longer = f"{line} {word}" if line else word
            if line and self.width(longer, size, bold=bold) > room:
                lines.append(line)
                line = word
            else:
                line = longer
        return [*lines, line]


Area = tuple[float, float, float]
"""x, y and width of where a block goes."""


def _cards(pen: Pen, block: Cards, area: Area) -> float:
    x, y, width = area
    across = min(len(block.cards), max(1, int(width // 165)), 4)
    if across == 3 and len(block.cards) == 4:  # noqa: PLR2004 - two by two reads better than three and one
        across = 2
    other_size = (width - GAP_PT * (across - 1)) / across
    height = 118.0
    for index, card in enumerate(block.cards):
        left = x + (index % across) * (other_size + GAP_PT)
        top = y + (index // across) * (height + GAP_PT)
        pen.box((left, top, other_size, height), "second")
        pen.box((left, top, other_size, 4), "accent")
        words = printed(card.value)
        size = 30.0
        while pen.width(words, size, bold=True) > other_size - 16:
            size -= 1
        number_y, label_y = (top + 78, top + 34) if pen.look.label_first else (top + 56, top + 84)
        pen.say(words, (left + other_size / 2, number_y), size, style="bc", colour="accent")
        for offset, line in enumerate(pen.wrap(card.label, 13.5, other_size - 16)):
            pen.say(line, (left + other_size / 2, label_y + offset * 16), 13.5, style="c")
        if card.note:
            pen.say(printed(card.note), (left + other_size / 2, top + 106), 11.5, style="c", colour="#808a95")
    rows = -(-len(block.cards) // across)
    return rows * (height + GAP_PT)


def _fitting(pen: Pen, words: list[str], size: float, room: float) -> float:
    """Return the size, made smaller until the widest of the words fits the room."""
    widest = max(pen.width(word, size, bold=True) for word in words)
    return min(size, size * room / widest) if widest else size


def _table(pen: Pen, block: Table, area: Area) -> float:
    x, y, width = area
    start = y
    unit = f"({block.unit})" if block.unit else ""
    title = f"{block.title} {unit}" if block.unit_at == "title" and unit else block.title
    if title or (unit and block.unit_at == "corner"):
        pen.say(title, (x, y + 14), 15, style="b")
        if unit and block.unit_at == "corner":
            pen.say(unit, (x + width, y + 14), 11.5, style="r", colour="#6b7683")
        y += 26
    count = len(block.columns)
    first = width * (0.3 if count < 6 else 0.2)  # noqa: PLR2004 - wide tables leave less to the first column
    other_size = (width - first) / (count - 1)
    high = 34.0
    pen.box((x, y, width, high), "accent")
    heads = list(block.columns)
    if unit and block.unit_at == "header":
        heads[0] = f"{heads[0]} {unit}"
    sizes = [
        _fitting(pen, [words], 13.5, (first if index == 0 else other_size) - 8) for index, words in enumerate(heads)
    ]
    size = _fitting(pen, [printed(cell) for row in block.rows for cell in row[1:]], 14, other_size - 14)
    for index, head in enumerate(heads):
        middle = x + first / 2 if index == 0 else x + first + other_size * (index - 0.5)
        pen.say(head, (middle, y + 22), min(sizes), style="bc", colour="#ffffff")
    y += high
    for row in block.rows:
        for index, cell in enumerate(row):
            if index == 0:
                pen.say(printed(cell), (x + 8, y + 22), 13.5, style="b")
            else:
                pen.say(printed(cell), (x + first + other_size * index - 8, y + 22), size, style="r")
        y += high
        pen.rule(x, y, x + width)
    if unit and block.unit_at == "foot":
        pen.say(f"※ {unit.strip('()')}", (x, y + 18), 11.5, colour="#6b7683")
        y += 24
    return y - start + GAP_PT


def _bars(pen: Pen, block: Bars, area: Area) -> float:
    x, y, width = area
    pen.say(block.title, (x, y + 14), 15, style="b")
    if block.lying:
        for index, bar in enumerate(block.bars):
            top = y + 34 + index * 56
            pen.say(bar.name, (x, top + 12), 13)
            pen.box((x, top + 18, max(6, bar.height * (width - 130)), 24), "accent")
            pen.say(printed(bar.value), (x + max(6, bar.height * (width - 130)) + 10, top + 36), 15, style="b")
        return 34 + len(block.bars) * 56 + GAP_PT
    tall, foot = 190.0, y + 250
    size = width / len(block.bars)
    for index, bar in enumerate(block.bars):
        height = bar.height * tall
        left = x + size * index + size * 0.2
        pen.box((left, foot - height, size * 0.6, height), "#b9c6d3" if bar.pale else "accent")
        pen.say(printed(bar.value), (left + size * 0.3, foot - height - 8), 15, style="bc")
        pen.say(bar.name, (left + size * 0.3, foot + 20), 13, style="c")
    pen.rule(x, foot, x + width, "#808a95")
    return 290 + GAP_PT


def _lines(pen: Pen, block: Bullets, area: Area) -> float:
    x, y, width = area
    start = y
    for words in block.lines:
        line = printed(words).removeprefix("● ")
        pen.box((x, y + 7, 7, 7), "accent")
        for part in pen.wrap(line, 18, width - 24):
            pen.say(part, (x + 22, y + 18), 18)
            y += 27
        y += 10
    return y - start + GAP_PT / 2


def _lead(pen: Pen, block: Lead, area: Area) -> float:
    x, y, width = area
    lines = pen.wrap(printed(block.line), 22, width - 30, bold=True)
    for index, line in enumerate(lines):
        pen.say(line, (x + width / 2, y + 22 + index * 33), 22, style="bc")
    return len(lines) * 33 + GAP_PT


def _note(pen: Pen, block: Note, area: Area) -> float:
    x, y, _ = area
    pen.say(printed(block.line), (x, y + 12), 12, colour="#808a95")
    return 18 + GAP_PT


def _pairs(pen: Pen, block: Pairs, area: Area) -> float:
    x, y, width = area
    for index, (label, value) in enumerate(block.pairs):
        top = y + index * 36
        pen.box((x, top, 140, 34), "second")
        pen.say(label, (x + 70, top + 22), 12.5, style="bc", colour="accent")
        pen.say(printed(value), (x + 154, top + 22), 15)
        pen.rule(x, top + 35, x + width)
    return len(block.pairs) * 36 + GAP_PT


def _steps(pen: Pen, block: Steps, area: Area) -> float:
    x, y, _ = area
    start = y
    if block.title:
        pen.say(block.title, (x, y + 14), 15, style="b")
        y += 28
    for when, what in block.steps:
        pen.box((x, y + 4, 9, 9), "accent")
        pen.say(when, (x + 20, y + 14), 14, style="b", colour="accent")
        pen.say(printed(what), (x + 86, y + 14), 14)
        y += 32
    return y - start + GAP_PT


def _flow(pen: Pen, block: Flow, area: Area) -> float:
    x, y, width = area
    size = (width - 3 * 30) / len(block.boxes)
    for index, (name, what) in enumerate(block.boxes):
        left = x + index * (size + 30)
        pen.box((left, y, size, 96), "second")
        pen.say(name, (left + size / 2, y + 42), 18, style="bc", colour="accent")
        pen.say(what, (left + size / 2, y + 70), 12.5, style="c")
        if index:
            pen.say("▶", (left - 15, y + 54), 14, style="c", colour="accent")
    return 96 + GAP_PT


def _people(pen: Pen, block: People, area: Area) -> float:
    x, y, width = area
    size = (width - GAP_PT * 2) / 3
    for index, (role, lines) in enumerate(block.people):
        left = x + index * (size + GAP_PT)
        pen.box((left, y, size, 190), "second")
        pen.say(role, (left + 14, y + 34), 15.5, style="b")
        top = y + 64
        for words in lines:
            for part in pen.wrap(printed(words), 13, size - 28):
                pen.say(part, (left + 14, top), 13)
                top += 21
            top += 6
    return 190 + GAP_PT


def _screen(pen: Pen, block: Screen, area: Area) -> float:
    x, y, width = area
    left, inside = x + width * 0.1, width * 0.8
    pen.box((left, y, inside, 250), "#141c26")
    pen.say(block.title, (left + 16, y + 26), 13, style="b", colour="#cfd8e3")
    size = (inside - 32) / len(block.tiles)
    for index, (label, value) in enumerate(block.tiles):
        pen.box((left + 16 + index * size, y + 40, size - 10, 62), "#223042")
        pen.say(label, (left + 26 + index * size, y + 60), 11, colour="#9fb0c3")
        pen.say(printed(value), (left + 26 + index * size, y + 90), 20, style="b", colour="#6fd0a6")
    for index, row in enumerate(block.rows):
        pen.say(printed(row), (left + 18, y + 132 + index * 28), 12, colour="#cfd8e3")
    return 250 + GAP_PT


DRAW: dict[type, Callable[[Pen, Any, Area], float]] = {
    Cards: _cards,
    Table: _table,
    Bars: _bars,
    Bullets: _lines,
    Lead: _lead,
    Note: _note,
    Pairs: _pairs,
    Steps: _steps,
    Flow: _flow,
    People: _people,
    Screen: _screen,
}


def _draw(pen: Pen, block: Block, area: Area) -> float:
    return float(DRAW[type(block)](pen, block, area))


def _stack(pen: Pen, blocks: tuple[Block, ...], area: Area) -> float:
    """Draw blocks below each other and return how high they stand together."""
    x, y, width = area
    for block in blocks:
        y += _draw(pen, block, (x, y, width))
    return y - area[1] - GAP_PT


def _column(pen: Pen, blocks: tuple[Block, ...], area: Area, room: float) -> None:
    """Draw blocks as large as the room allows, in the middle of its height."""
    x, y, width = area
    trial = Pen(Canvas(BytesIO()), pen.look)
    zoom, high = next(
        (zoom, high)
        for zoom in ZOOMS
        for high in [_stack(trial, blocks, (0, 0, width / zoom)) * zoom]
        if high <= room or zoom == ZOOMS[-1]
    )
    pen.canvas.saveState()
    top = pen.look.height_pt - y - max(0.0, (room - high) * 0.42)
    pen.canvas.translate(x, top - pen.look.height_pt * zoom)
    pen.canvas.scale(zoom, zoom)
    _stack(pen, blocks, (0, 0, width / zoom))
    pen.canvas.restoreState()


def _page(pen: Pen, slide: Slide, number: int, deck: Deck) -> None:
    look = deck.look
    pen.box((0, 0, look.width_pt, look.height_pt), "paper")
    pen.box((0, 0, BAND_PT, look.height_pt), "accent")
    left, right = BAND_PT + 34, look.width_pt - 44
    pen.say(slide.title, (left, 56), 27, style="b")
    pen.say(deck.mark, (right, 52), 13, style="br", colour="accent")
    pen.say(deck.footer, (left, look.height_pt - 16), 9, colour="#8a94a0")
    pen.say(str(number), (right, look.height_pt - 16), 10, style="r", colour="#8a94a0")
    room = look.height_pt - 130
    if not slide.right:
        _column(pen, slide.blocks, (left, 92, right - left), room)
        return
    middle = left + (right - left) * 0.58
    _column(pen, slide.blocks, (left, 92, middle - left - 18), room)
    _column(pen, slide.right, (middle + 18, 92, right - middle - 18), room)


def _plate(pen: Pen, slide: Slide, look: Look) -> None:
    fill, ink = ("accent", "#ffffff") if look.dark_cover else ("second", "ink")
    pen.box((0, 0, look.width_pt, look.height_pt), fill)
    pen.box((70, look.height_pt * 0.36, 60, 5), ink)
    y = look.height_pt * 0.36 + 60
    for line in pen.wrap(slide.title, 40, look.width_pt - 140, bold=True):
        pen.say(line, (70, y), 40, style="b", colour=ink)
        y += 50
    for block in slide.blocks:
        if isinstance(block, Lead | Note):
            size = 20 if isinstance(block, Lead) else 13
            pen.say(printed(block.line), (70, y), size, colour=ink)
            y += 36


def paint(deck: Deck, path: Path) -> None:
    """Write the deck as a PDF drawn by reportlab, the same bytes each time."""
    look = deck.look
    canvas = Canvas(str(path), pagesize=(look.width_pt, look.height_pt), invariant=1, pageCompression=1)
    canvas.setTitle(deck.title)
    pen = Pen(canvas, look)
    for number, slide in enumerate(deck.slides, 1):
        if slide.kind == "page":
            _page(pen, slide, number, deck)
        else:
            _plate(pen, slide, look)
        canvas.showPage()
    canvas.save()


def lock(path: Path) -> None:
    """Write a deck that needs a password, as investors get them by mail."""
    canvas = Canvas(str(path), pagesize=(960, 540), invariant=1, encrypt="demo")
    canvas.drawString(72, 300, "DEMO")
    canvas.showPage()
    canvas.save()
