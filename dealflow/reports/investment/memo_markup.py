"""The plain text in which reports are written and edited: paragraphs, bullets, headings, bold words, marks of evidence.

``- `` begins a bullet, ``## `` a heading, ``? `` a gap; ``**words**`` are bold, ``[^id]`` points at the figure whose
evidence stands in the note. Everything else is text, letter by letter: nothing in it can become markup of a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_INLINE: Final = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|\[\^(?P<note>[\w-]{1,80})\]")
_SHORT: Final = 8
"""Letters of a figure's id that stand in the text: enough for the few hundred of one company."""


class Kind(StrEnum):
    """What a paragraph is."""

    TEXT = "text"
    BULLET = "bullet"
    HEADING = "heading"
    GAP = "gap"


_MARKS: Final = {"- ": Kind.BULLET, "• ": Kind.BULLET, "* ": Kind.BULLET, "## ": Kind.HEADING, "? ": Kind.GAP}


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one look, or a mark of evidence, which has no words of its own."""

    text: str = ""
    bold: bool = False
    note: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of a text."""

    kind: Kind
    line: Line


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text; empty lines part nothing more."""
    return tuple(_paragraph(line.strip()) for line in text.splitlines() if line.strip())


def _paragraph(text: str) -> Paragraph:
    for mark, kind in _MARKS.items():
        if text.startswith(mark):
            return Paragraph(kind, spans(text.removeprefix(mark).strip()))
    return Paragraph(Kind.TEXT, spans(text))


def spans(text: str) -> Line:
    """Return a line in its parts."""
    parts: list[Span] = []
    end = 0
    for match in _INLINE.finditer(text):
        if match.start() > end:
            parts.append(Span(text[end : match.start()]))
        parts.append(Span(match["bold"], bold=True) if match["bold"] else Span(note=match["note"]))
        end = match.end()
    if end < len(text):
        parts.append(Span(text[end:]))
    return tuple(parts)


def inert(text: str) -> str:
    """Return words of a deck or a name in one line, in which nothing points at evidence or is made bold."""
    return " ".join(text.split()).replace("[^", "[ ^").replace("**", "* *")


def mark(claim_id: str) -> str:
    """Return the mark that points at a figure's evidence."""
    return f"[^{claim_id[:_SHORT]}]"


def plain(line: Line) -> str:
    """Return the words of a line alone."""
    return "".join(span.text for span in line)
