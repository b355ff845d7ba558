"""The text of a Word document's elements as it is shown: without what is deleted, struck through or hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from dealflow.decks.ooxml import Element, name

BREAK: Final = "\f"
"""Where a page ends, as the document says or as Word saw it last."""
_OFF: Final = frozenset({"0", "false", "off", "none"})
_THROUGH: Final = frozenset(
    map(name, ("w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:fldSimple", "w:sdt", "w:sdtContent"))
)
"""What wraps runs or blocks without changing whether they are seen; w:del and w:moveFrom do."""
_SIZE_PT: Final = 11.0
_HEADING_PT: Final = 16.0
_HEADING = re.compile(r"heading|title|제목|표제", re.IGNORECASE)
_MARK = re.compile(r"[\d*†‡,)]{1,3}")
_LATIN_END = re.compile(r"[A-Za-z]$")
_MOST_PARENTS: Final = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says: the size of its letters, or None, and the style that it is based on."""

    size_pt: float | None
    parent: str
    is_heading: bool


class Styles(NamedTuple):
    """The document's styles by id, and the size that holds where none says one."""

    by_id: dict[str, Style]
    size_pt: float

    def size_of(self, style_id: str) -> float:
        """Return the size of a style's letters."""
        is_heading = False
        for _ in range(_MOST_PARENTS):
            style = self.by_id.get(style_id)
            if style is None:
                break
            is_heading = is_heading or style.is_heading
            if style.size_pt is not None:
                return style.size_pt
            style_id = style.parent
        return _HEADING_PT if is_heading else self.size_pt


def styles_of(root: Element | None) -> Styles:
    """Return the styles of a styles part."""
    styles: dict[str, Style] = {}
    if root is None:
        return Styles(styles, _SIZE_PT)
    default = next((_size(size) for size in root.findall(f"{name('w:docDefaults')}//{name('w:sz')}")), None)
    for style in root.findall(name("w:style")):
        called = value(style.find(name("w:name")))
        size = _size(style.find(f"{name('w:rPr')}/{name('w:sz')}"))
        parent = value(style.find(name("w:basedOn")))
        styles[style.get(name("w:styleId"), "")] = Style(size, parent, bool(_HEADING.search(called)))
    return Styles(styles, default or _SIZE_PT)


def value(element: Element | None) -> str:
    """Return an element's ``w:val``; "" where it is missing."""
    return "" if element is None else str(element.get(name("w:val")) or "")


def blocks(container: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables of a body or cell in order, those inside content controls and insertions too."""
    for child in container:
        if child.tag in {name("w:p"), name("w:tbl")}:
            yield child
        elif child.tag in _THROUGH:
            yield from blocks(child)


def paragraph_text(paragraph: Element, styles: Styles) -> tuple[str, float]:
    """Return a paragraph's text, vertical tabs between lines and form feeds between pages, and its largest letters."""
    own = paragraph.find(name("w:pPr"))
    usual = styles.size_of(value(own.find(name("w:pStyle"))) if own is not None else "")
    text, sizes = "", []
    for run in _runs(paragraph):
        format_ = run.find(name("w:rPr"))
        words = "".join(_words(run))
        if _is_unseen(format_) or _is_mark(format_, words, text):
            words = BREAK * words.count(BREAK)
        text += words
        if words.strip() and format_ is not None and (size := _size(format_.find(name("w:sz")))):
            sizes.append(size)
    return text, max(sizes, default=usual)


def _runs(owner: Element) -> Iterator[Element]:
    for child in owner:
        if child.tag == name("w:r"):
            yield child
        elif child.tag in _THROUGH:
            yield from _runs(child)


def _words(run: Element) -> Iterator[str]:
    for part in run:
        if part.tag == name("w:t"):
            yield part.text or ""
        elif part.tag == name("w:tab"):
            yield " "
        elif part.tag == name("w:noBreakHyphen"):
            yield "-"
        elif part.tag == name("w:lastRenderedPageBreak") or (
            part.tag == name("w:br") and part.get(name("w:type")) == "page"
        ):
            yield BREAK
        elif part.tag in {name("w:br"), name("w:cr")}:
            yield "\v"


def _is_unseen(format_: Element | None) -> bool:
    """Return whether letters are struck through or hidden."""
    if format_ is None:
        return False
    switches = (format_.find(name(switch)) for switch in ("w:strike", "w:dstrike", "w:vanish"))
    return any(switch is not None and value(switch) not in _OFF for switch in switches)


def _is_mark(format_: Element | None, words: str, before: str) -> bool:
    """Return whether a run is a raised mark of a footnote, no power (m2)."""
    is_raised = format_ is not None and value(format_.find(name("w:vertAlign"))) == "superscript"
    return is_raised and bool(_MARK.fullmatch(words.strip())) and bool(before) and not _LATIN_END.search(before)


def _size(half_points: Element | None) -> float | None:
    size = value(half_points)
    return int(size) / 2 if size.isdigit() and int(size) > 0 else None
