"""A deck before it is painted: slides of blocks, whose words remember which figure they print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fiction.say import Said


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as printed on a slide, with what a careful analyst would record of it."""

    said: Said
    metric: str
    scope: str = "company"
    status: str = "actual"
    period: str | None = None
    aggregation: str = "unknown"
    subject: str | None = None
    tier: str = "secondary"
    distractor: str | None = None
    """Why it must not come back as the company's own: screenshot, competitor, career, contact."""

    def __str__(self) -> str:
        """Return the printed words."""
        return self.said.text


Piece = str | Figure
Text = tuple[Piece, ...]


def text(*pieces: Piece) -> Text:
    """Return the pieces as one line of words."""
    return pieces


def printed(line: Text) -> str:
    """Return the words of a line as they stand on the page."""
    return "".join(str(piece) for piece in line)


@dataclass(frozen=True, slots=True)
class Card:
    """A big number with its small label, and perhaps a line below."""

    label: str
    value: Text
    note: Text = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``unit`` is printed where ``unit_at`` says: title, corner, header (in the first head cell) or foot."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    title: str = ""
    unit: str = ""
    unit_at: str = "title"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name on the axis, its printed value, its height."""

    name: str
    value: Text
    height: float
    pale: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart with printed values; ``lying`` bars run from left to right."""

    title: str
    bars: tuple[Bar, ...]
    unit: str = ""
    lying: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """Lines of text."""

    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """One sentence that carries the slide."""

    line: Text


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names and values in two columns, as company profiles have them."""

    pairs: tuple[tuple[str, Text], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """Dated steps: a history or a road map."""

    steps: tuple[tuple[str, Text], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """Boxes with arrows: how a product works."""

    boxes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class People:
    """Officers: a role title and lines about each."""

    people: tuple[tuple[str, tuple[Text, ...]], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """A product screenshot with sample numbers, drawn."""

    title: str
    tiles: tuple[tuple[str, Text], ...]
    rows: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Small print at the foot."""

    line: Text


Block = Cards | Table | Bars | Bullets | Lead | Pairs | Steps | Flow | People | Screen | Note


@dataclass(frozen=True, slots=True)
class Slide:
    """One page: its title, and its blocks below each other, or in two columns where ``right`` has blocks."""

    title: str
    blocks: tuple[Block, ...]
    right: tuple[Block, ...] = ()
    kind: str = "page"
    """cover, page or end."""
    kicker: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and manners of one deck."""

    ink: str = "#1d2733"
    accent: str = "#1f5fa8"
    second: str = "#e9f0f8"
    paper: str = "#ffffff"
    label_first: bool = False
    """Cards show the label above the number."""
    dark_cover: bool = True
    width_pt: float = 960
    height_pt: float = 540
    font: str = "gothic"


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck ready to be painted."""

    file_name: str
    title: str
    slides: tuple[Slide, ...]
    painter: str
    look: Look = field(default_factory=Look)
    footer: str = ""
    mark: str = ""
    """The product's name, printed as a logo would be."""


def _lines(block: Block) -> Iterator[Text]:  # noqa: C901, PLR0912 - one branch a kind of block
    match block:
        case Cards(cards):
            for card in cards:
                yield card.value
                yield card.note
        case Table(_, rows):
            for row in rows:
                yield from row
        case Screen(_, tiles, rows):
            yield from (value for _, value in tiles)
            yield from rows
        case Bars(_, bars):
            for bar in bars:
                yield bar.value
        case Bullets(lines):
            yield from lines
        case Lead(line) | Note(line):
            yield line
        case Pairs(pairs):
            for _, value in pairs:
                yield value
        case Steps(steps):
            for _, value in steps:
                yield value
        case People(people):
            for _, lines in people:
                yield from lines
        case Flow():
            return


def figures(slide: Slide) -> Iterator[tuple[Figure, Text]]:
    """Yield every figure of a slide with the line that prints it."""
    for block in (*slide.blocks, *slide.right):
        for line in _lines(block):
            for piece in line:
                if isinstance(piece, Figure):
                    yield piece, line
