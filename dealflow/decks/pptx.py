"""A PowerPoint file as pages of words: shapes, tables, charts, diagrams and embedded sheets as shown, and notes.

PowerPoint keeps no place for a word, only for its shape. Words are laid out inside their shape by its font sizes,
alignment and anchor, so that neighbours stay neighbours; tables have exact cells. A chart's data stand as a table in
the chart's box, and the notes as lines in a strip below the slide. What no show and no print shows is left out (hidden
and struck through) or marked as hidden (hidden slides, notes, sheets behind an icon); what cannot be read is named.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from dealflow.decks import chartdata, chartex, diagrams, ooxml, workbooks
from dealflow.decks.grids import grid_words
from dealflow.decks.images import open_image
from dealflow.decks.ooxml import Element, name
from dealflow.decks.typeset import LEADING, NARROW_EM, Line, placed, wrapped
from dealflow.domain.claims.page import Box, DeckText, Gap, Page, Picture, Source, Word
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from PIL.Image import Image
    from pptx.presentation import Presentation
    from pptx.slide import Slide

Drawn: TypeAlias = Any
"""One of python-pptx's shapes or text frames, which share no typed base."""

READER: Final = "pptx words 2"
_EMU_A_POINT: Final = 12700
_SIZE_PT: Final = 18.0
_NOTE_PT: Final = 9.0
_NOTE_LETTERS: Final = 110
_LARGE_SHARE: Final = 0.06
_FEW_WORDS: Final = 3
_CHART_SHARE: Final = 0.2
_WRITTEN_OVER: Final = 0.2
_GROUND_SHARE: Final = 0.9
_MOST_PATCHES: Final = 40
"""These as in PDFs (``drawn``)."""
_OFF: Final = frozenset({"0", "false"})
_ON: Final = frozenset({"1", "true"})
_STRUCK: Final = frozenset({"sngStrike", "dblStrike"})
_PAGE_NUMBER: Final = "slidenum"
_MARK = re.compile(r"[\d*†‡,)]{1,3}")
"""A raised mark of a footnote; after a Latin letter it may be a power (m2)."""
_LATIN_END = re.compile(r"[A-Za-z]$")
_STUMBLES = (AttributeError, KeyError, IndexError, TypeError, ValueError, ArithmeticError, OSError)
"""What python-pptx is seen to raise on parts that are not as they should be, beside its own errors (lxml's are syntax
errors)."""


@dataclass(slots=True)
class _Found:
    """What was found on a slide so far."""

    hidden: bool
    words: list[Word] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    gaps: set[Gap] = field(default_factory=set)


def read_pptx(data: bytes, *, sha256: str | None = None, max_pages: int = 300) -> DeckText:
    """Return the words of a PowerPoint file, slide by slide; hidden slides are read too, in their order.

    Raises:
        UnreadableDeckError: ``damaged``, ``empty``, ``too_large`` or ``too_many_pages``.
    """
    opened = _opened(data)
    slides = opened.slides
    if not len(slides):
        raise UnreadableDeckError(reason=RefusalReason.EMPTY)
    if len(slides) > max_pages:
        raise UnreadableDeckError(reason=RefusalReason.TOO_MANY_PAGES, pages=len(slides), limit=max_pages)
    width, height = slide_size_pt(opened)
    try:
        pages = tuple(_page(slide, number, width, height) for number, slide in enumerate(slides, start=1))
        title = opened.core_properties.title or None
    except _STUMBLES as error:
        raise UnreadableDeckError(reason=RefusalReason.DAMAGED) from error
    return DeckText(sha256 or hashlib.sha256(data).hexdigest(), pages, READER, title)


def slide_size_pt(opened: Presentation) -> tuple[float, float]:
    """Return the width and height of an opened file's slides in points, without the strip of notes."""
    return _points(opened.slide_width or 0), _points(opened.slide_height or 0)


class Pictures:
    """The pictures on the slides of a file, at their places: what is written in them only OCR can read."""

    def __init__(self, data: bytes) -> None:
        self._opened = _opened(data)
        self._slides = list(self._opened.slides)
        self.slide_size_pt = slide_size_pt(self._opened)

    def region(self, page: int, box: Box, long_side_px: int) -> Image | None:
        """Return what pictures show in a box of a page (1-based), on white paper; None if no picture can be opened."""
        from PIL import Image as pillow

        scale = long_side_px / max(box.width_pt, box.height_pt, 1.0)
        paper = pillow.new("RGB", _pixels(box.width_pt, box.height_pt, scale), "white")
        is_pasted = False
        for shape, place in _shapes(self._slides[page - 1].shapes):
            picture = _picture(shape)
            if picture is not None and place.width_pt > 0 and place.height_pt > 0:
                size = _pixels(place.width_pt, place.height_pt, scale)
                corner = round((place.x0_pt - box.x0_pt) * scale), round((place.y0_pt - box.y0_pt) * scale)
                paper.paste(picture.resize(size, pillow.Resampling.LANCZOS), corner)
                is_pasted = True
        return paper if is_pasted else None


def _pixels(width_pt: float, height_pt: float, scale: float) -> tuple[int, int]:
    return max(round(width_pt * scale), 1), max(round(height_pt * scale), 1)


def _blob(shape: Drawn) -> bytes | None:
    """Return the file of a picture, None for any other shape and for pictures that are only linked."""
    try:
        return bytes(shape.image.blob)
    except _STUMBLES:
        return None


def _picture(shape: Drawn) -> Image | None:
    """Return a shape's picture, cut as it is shown; None if it is none or of a kind that cannot be opened."""
    blob = _blob(shape)
    if blob is None:
        return None
    try:
        left, top, right, bottom = (getattr(shape, f"crop_{side}") for side in ("left", "top", "right", "bottom"))
        picture = open_image(blob)
    except (UnreadableDeckError, *_STUMBLES):
        return None
    across, down = picture.size
    frame = (round(left * across), round(top * down), round((1 - right) * across), round((1 - bottom) * down))
    return picture.crop(frame) if frame[0] < frame[2] and frame[1] < frame[3] else picture


def _opened(data: bytes) -> Presentation:
    from pptx import Presentation as opened
    from pptx.exc import PythonPptxError

    try:
        presentation = opened(io.BytesIO(ooxml.plain(data)))
        for slide in presentation.slides:
            ooxml.settle_alternatives(slide._element)  # python-pptx knows no alternatives
    except (PythonPptxError, zipfile.BadZipFile, zlib.error, SyntaxError, RuntimeError, *_STUMBLES) as error:
        raise UnreadableDeckError(reason=RefusalReason.DAMAGED) from error
    return presentation


def _page(slide: Slide, number: int, width: float, height: float) -> Page:
    content = _Found(hidden=slide._element.get("show") in _OFF)  # python-pptx does not tell
    for shape, box in _shapes(slide.shapes):
        if _is_seen(shape, box, width, height):
            _note(content, shape, box, slide)
    notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    written = list(_note_lines(notes.text if notes is not None else ""))
    strip = len(written) * _NOTE_PT * LEADING
    words = (*content.words, *placed(written, Box(0.0, height, width, height + strip), "top", hidden=True))
    whole = max(width * height, 1.0)
    share = min(1.0, round(sum(box.width_pt * box.height_pt for box, _ in content.pictures) / whole, 2))
    source = Source.TEXT if words else Source.NONE
    unread = tuple(picture for picture in content.pictures if _may_say_something(picture.box, content.words, whole))
    return Page(number, width, height + strip, words, source, share, pictures=unread, gaps=tuple(sorted(content.gaps)))


def _is_seen(shape: Drawn, box: Box, width: float, height: float) -> bool:
    """Return whether a shape is switched on and at least partly on the slide."""
    properties = next(shape._element.iter(name("p:cNvPr")), None)  # python-pptx does not tell
    if properties is not None and properties.get("hidden") in _ON:
        return False
    return box.x0_pt < width and box.y0_pt < height and box.x1_pt >= 0 and box.y1_pt >= 0


def _note(content: _Found, shape: Drawn, box: Box, slide: Slide) -> None:
    """Note the words, the picture or the gap that a shape is; one broken shape costs no other."""
    try:
        if getattr(shape, "has_table", False):
            content.words.extend(_table(shape, box, hidden=content.hidden))
        elif shape._element.tag == name("p:graphicFrame"):  # python-pptx does not tell diagrams
            _note_frame(content, shape._element, box, slide)
        elif getattr(shape, "has_text_frame", False):
            inner = _within_margins(shape.text_frame, box)
            lines = _lines(shape.text_frame, inner.width_pt)
            content.words.extend(placed(lines, inner, _anchor(shape.text_frame), hidden=content.hidden))
        elif (blob := _blob(shape)) is not None:
            content.pictures.append(Picture(box, hashlib.sha256(blob).hexdigest()))
    except (UnreadableDeckError, *_STUMBLES):
        content.gaps.add(Gap.OBJECT)


def _note_frame(content: _Found, frame: Element, box: Box, slide: Slide) -> None:
    """Note what a frame holds: a chart, a diagram, an embedded sheet, or something that is not read."""
    for short, note, gap in (
        ("c:chart", _note_chart, Gap.CHART),
        ("cx:chart", _note_chart, Gap.CHART),
        ("dgm:relIds", _note_diagram, Gap.DIAGRAM),
        ("p:oleObj", _note_object, Gap.OBJECT),
    ):
        pointer = next(frame.iter(name(short)), None)
        if pointer is not None:
            try:
                note(content, pointer, box, slide)
            except (UnreadableDeckError, *_STUMBLES):
                content.gaps.add(gap)
            return
    content.gaps.add(Gap.OBJECT)


def _note_chart(content: _Found, pointer: Element, box: Box, slide: Slide) -> None:
    space = ooxml.parsed(slide.part.related_part(pointer.get(name("r:id"))).blob)
    table = (chartex if pointer.tag == name("cx:chart") else chartdata).table_of(space)
    if not table.rows or table.size > chartdata.MOST_CELLS:
        content.gaps.add(Gap.CHART)
        return
    content.words.extend(grid_words(table.captions, table.rows, box, hidden=content.hidden))


def _note_diagram(content: _Found, pointer: Element, box: Box, slide: Slide) -> None:
    parts = (
        (key, relation)
        for key, relation in slide.part.rels.items()
        if not relation.is_external and "diagram" in relation.reltype
    )
    related = {key: diagrams.Related(relation.reltype, relation.target_part.blob) for key, relation in parts}
    diagram = diagrams.diagram_of(pointer, related)
    if diagram is None:
        content.gaps.add(Gap.DIAGRAM)
    elif diagram.drawing is not None:
        for shape, place in _shapes(_as_shapes(diagram.drawing, slide), shift=(box.x0_pt, box.y0_pt)):
            _note(content, shape, place, slide)
    else:
        lines = [Line(part, _SIZE_PT) for text in diagram.texts for part in wrapped(text, _SIZE_PT, box.width_pt)]
        content.words.extend(placed(lines, box, "top", hidden=content.hidden))


def _as_shapes(drawing: Element, slide: Slide) -> Drawn:
    """Return the shapes that PowerPoint drew of a diagram, as python-pptx gives those of a slide."""
    from lxml import etree
    from pptx.oxml import parse_xml
    from pptx.shapes.shapetree import SlideShapes

    return SlideShapes(parse_xml(etree.tostring(drawing)), slide)


def _note_object(content: _Found, embedded: Element, box: Box, slide: Slide) -> None:
    """Note an embedded workbook's cells; hidden where the slide shows only an icon of it."""
    is_workbook = (embedded.get("progId") or "").startswith("Excel")
    related = slide.part.rels.get(embedded.get(name("r:id"), ""))
    data = related.target_part.blob if related is not None and not related.is_external else b""
    rows = workbooks.shown_rows(data) if is_workbook or data.startswith(b"PK") else None
    if rows is None:
        content.gaps.add(Gap.SHEET if is_workbook else Gap.OBJECT)
        return
    content.words.extend(grid_words((), rows, box, hidden=content.hidden or embedded.get("showAsIcon") in _ON))


def _may_say_something(box: Box, words: Sequence[Word], whole: float) -> bool:
    """Return whether a picture is large and words cover little of it."""
    area = box.width_pt * box.height_pt
    inside = [
        word.box
        for word in words
        if box.x0_pt <= (word.box.x0_pt + word.box.x1_pt) / 2 <= box.x1_pt
        and box.y0_pt <= (word.box.y0_pt + word.box.y1_pt) / 2 <= box.y1_pt
    ]
    written = sum(word.width_pt * word.height_pt for word in inside)
    is_ground = area > _GROUND_SHARE * whole and len(inside) > _MOST_PATCHES
    is_chart = area >= _CHART_SHARE * whole and written <= _WRITTEN_OVER * area and not is_ground
    return area >= _LARGE_SHARE * whole and (len(inside) <= _FEW_WORDS or is_chart)


def _shapes(
    shapes: Iterable[Drawn], scale: tuple[float, float] = (1.0, 1.0), shift: tuple[float, float] = (0.0, 0.0)
) -> Iterator[tuple[Drawn, Box]]:
    """Yield every shape with its box on the slide, those inside groups at their real place."""
    for shape in shapes:
        left, top = getattr(shape, "left", None) or 0, getattr(shape, "top", None) or 0
        x0, y0 = _points(left) * scale[0] + shift[0], _points(top) * scale[1] + shift[1]
        x1 = x0 + _points(getattr(shape, "width", 0) or 0) * scale[0]
        y1 = y0 + _points(getattr(shape, "height", 0) or 0) * scale[1]
        inner = getattr(shape, "shapes", None)
        if inner is None:
            yield shape, Box(x0, y0, x1, y1)
        else:
            yield from _group(shape, inner, Box(x0, y0, x1, y1))


def _group(group: Drawn, inner: Iterable[Drawn], box: Box) -> Iterator[tuple[Drawn, Box]]:
    frame = group._element.grpSpPr.xfrm  # python-pptx has no public child frame
    offset, extent = (frame.chOff, frame.chExt) if frame is not None else (None, None)
    if offset is None or extent is None or not extent.cx or not extent.cy:
        yield from _shapes(inner)
        return
    scale = (box.width_pt / _points(extent.cx), box.height_pt / _points(extent.cy))
    shift = (box.x0_pt - _points(offset.x) * scale[0], box.y0_pt - _points(offset.y) * scale[1])
    yield from _shapes(inner, scale, shift)


def _points(emu: int) -> float:
    return emu / _EMU_A_POINT


def _table(shape: Drawn, box: Box, *, hidden: bool) -> Iterator[Word]:
    """Yield the words of a table, those of merged cells over all the cells that they stand for."""
    table = shape.table
    widths = [_points(column.width) for column in table.columns]
    heights = [_points(row.height) for row in table.rows]
    for down, row in enumerate(table.rows):
        for across, cell in enumerate(row.cells):
            if cell.is_spanned:
                continue
            wide, high = (cell.span_width, cell.span_height) if cell.is_merge_origin else (1, 1)
            x0, y0 = box.x0_pt + sum(widths[:across]), box.y0_pt + sum(heights[:down])
            width, height = sum(widths[across : across + wide]), sum(heights[down : down + high])
            place = Box(x0, y0, x0 + width, y0 + height)
            yield from placed(_lines(cell.text_frame, width), place, "middle", hidden=hidden)


def _lines(frame: Drawn, width: float) -> list[Line]:
    """Return the frame's paragraphs as printed lines, wrapped to the width."""
    lines: list[Line] = []
    for paragraph in frame.paragraphs:
        text, size = _written(paragraph._p)  # python-pptx does not tell what is struck through
        align = {2: "center", 3: "right"}.get(int(paragraph.alignment or 1), "left")
        for line in text.split("\v"):
            lines.extend(Line(part, size, align) for part in wrapped(line, size, width))
    return lines


def _written(paragraph: Element) -> tuple[str, float]:
    """Return a paragraph's text and its largest letters: without page numbers, struck words and marks of footnotes."""
    text, sizes = "", []
    for part in paragraph:
        if part.tag == name("a:br"):
            text += "\v"
        if part.tag not in {name("a:r"), name("a:fld")} or part.get("type") == _PAGE_NUMBER:
            continue
        own, words = part.find(name("a:rPr")), part.findtext(name("a:t")) or ""
        if own is not None and (own.get("strike") in _STRUCK or _is_mark(own, words, text)):
            continue
        text += words
        if own is not None and (own.get("sz") or "").isdigit():
            sizes.append(int(own.get("sz")) / 100)
    return text, max(sizes, default=_SIZE_PT)


def _is_mark(own: Element, words: str, before: str) -> bool:
    """Return whether a run is a raised mark of a footnote, which must not become a digit of the number before it."""
    is_raised = not (own.get("baseline") or "0").startswith(("0", "-"))
    return is_raised and bool(_MARK.fullmatch(words.strip())) and bool(before) and not _LATIN_END.search(before)


def _note_lines(text: str) -> Iterator[Line]:
    for paragraph in text.splitlines():
        for part in wrapped(paragraph, 1.0, _NOTE_LETTERS * NARROW_EM):
            yield Line(part, _NOTE_PT)


def _within_margins(frame: Drawn, box: Box) -> Box:
    """Return the part of a shape in which its text stands."""
    left, right = _points(frame.margin_left), _points(frame.margin_right)
    top, bottom = _points(frame.margin_top), _points(frame.margin_bottom)
    if left + right >= box.width_pt or top + bottom >= box.height_pt:
        return box
    return Box(box.x0_pt + left, box.y0_pt + top, box.x1_pt - right, box.y1_pt - bottom)


def _anchor(frame: Drawn) -> str:
    anchor = getattr(frame, "vertical_anchor", None)
    return {3: "middle", 4: "bottom"}.get(int(anchor), "top") if anchor is not None else "top"
