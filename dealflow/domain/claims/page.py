"""A deck as read: pages of words with boxes. Points of the displayed page, origin at the top left."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in PDF points of the page as displayed (crop and rotation applied), top-left origin."""

    x0_pt: float
    y0_pt: float
    x1_pt: float
    y1_pt: float

    @property
    def height_pt(self) -> float:
        """Return the height."""
        return self.y1_pt - self.y0_pt

    @property
    def width_pt(self) -> float:
        """Return the width."""
        return self.x1_pt - self.x0_pt


class Word(NamedTuple):
    """One word: NFC text, its box, the glyph size, and how sure its reader was (1 for a text layer)."""

    text: str
    box: Box
    size_pt: float
    confidence: float = 1.0
    glued: bool = False
    """The gap to the next word was made by the reader, no space is printed there; told only after digits, where a unit
    may follow, and lone letters."""
    hidden: bool = False
    """Nobody who looks at the page sees it: drawn without ink (white on white, or render mode 3), on a hidden slide, in
    a speaker's notes, in a sheet behind an icon."""


class Picture(NamedTuple):
    """A picture on a page: where it stands, and a mark that pictures of the same content share."""

    box: Box
    mark: str = ""


class Source(StrEnum):
    """How the words of a page were got."""

    TEXT = "text"
    PLAIN = "plain"
    """Text without boxes (the last resort reader)."""
    OCR = "ocr"
    NONE = "none"
    """The page has no words that could be read."""


class Gap(StrEnum):
    """What of a page was not read; each has words in the catalogues (``enum.gap.<gap>``)."""

    PICTURE = "picture"
    """A picture: OCR is not installed, or did not get to it."""
    HANGUL = "hangul"
    """Hangul in a picture: Tesseract's data for it are not installed here."""
    SHEET = "sheet"
    """An embedded or linked workbook."""
    CHART = "chart"
    DIAGRAM = "diagram"
    """SmartArt."""
    OBJECT = "object"
    """Something else that is embedded, or a shape that is damaged."""
    ATTACHED = "attached"
    """Files attached to the document."""
    FIGURES = "figures"
    """Its words were read, its figures not: this program failed on them."""


@dataclass(frozen=True, slots=True)
class PageGap:
    """A page (from 1) that was not read wholly, and what of it was not."""

    page: int
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: 1-based number, size in points as displayed, words in the reader's order."""

    number: int
    width_pt: float
    height_pt: float
    words: tuple[Word, ...]
    source: Source = Source.TEXT
    picture_share: float = 0.0
    """How much of the page pictures cover, 0 to 1; without words, how much anything drawn covers."""
    rules: tuple[Box, ...] = ()
    """Thin drawn lines and box borders, where the reader reports them."""
    pictures: tuple[Picture, ...] = ()
    """Larger pictures that words cover little of: what is written in them only OCR can read."""
    unread_pictures: int = 0
    """How many of these OCR left unread or half read: the deck has too many, or they took too long."""
    gaps: tuple[Gap, ...] = ()
    """What else could not be read, sorted."""


@dataclass(frozen=True, slots=True)
class DeckText:
    """What a reader got from one file."""

    sha256: str
    pages: tuple[Page, ...]
    reader: str
    """The reader's name and version."""
    title: str | None = None
