"""What a document is made of, whatever file it ends up in: parts of facts, tables, texts and pages with boxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from dealflow.domain.claims.page import Box


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one below the other."""

    kind: ClassVar[str] = "facts"
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``ends``: places of columns that hold numbers."""

    kind: ClassVar[str] = "grid"
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ends: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Words:
    """A text of one or more lines; ``quiet``: an aside."""

    kind: ClassVar[str] = "words"
    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A rectangle on a page with the number of the figure that stands in it."""

    number: int
    box: Box

    def place_on(self, size_pt: tuple[float, float]) -> str:
        """Return where it lies on a page of that size, as a style in percentages."""
        (width, height), box = size_pt, self.box
        places = {
            "left": box.x0_pt / width,
            "top": box.y0_pt / height,
            "width": (box.x1_pt - box.x0_pt) / width,
            "height": (box.y1_pt - box.y0_pt) / height,
        }
        return ";".join(f"{name}:{100 * part:.3f}%" for name, part in places.items())


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a deck with its marks; ``picture`` is a JPEG of the whole page."""

    kind: ClassVar[str] = "page"
    caption: str
    picture: bytes
    size_pt: tuple[float, float]
    marks: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: ``svg`` for files whose reader has fonts of its own, ``png`` for the others; None: it cannot be drawn.

    ``width`` and ``height`` in pixels give its shape.
    """

    kind: ClassVar[str] = "picture"
    caption: str
    svg: str
    png: bytes | None
    width: int
    height: int


Block: TypeAlias = Facts | Grid | Words | Page | Picture


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the dossier: its heading and what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole dossier; ``watermark`` is empty for real ones."""

    title: str
    subtitle: str
    parts: tuple[Part, ...]
    footer: str
    watermark: str
    logo: bytes = b""
    marks: tuple[bytes, ...] = ()
    """Pictures of others whose paper it is as well."""
