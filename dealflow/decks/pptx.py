"""A PowerPoint file as pages of words: shapes, tables, charts with their series as data, and notes.

PowerPoint keeps no place for a word, only for its shape. Words are laid out inside their shape by its font sizes,
alignment and anchor, so that neighbours stay neighbours; tables have exact cells. A chart's data stand as a table in
the chart's box, and the notes as lines in a strip below the slide.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from dealflow.decks.images import open_image
from dealflow.domain.claims.deck import RefusalReason
from dealflow.domain.claims.page import Box, DeckText, Page, Source, Word
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from PIL.Image import Image
    from pptx.chart.chart import Chart
    from pptx.presentation import Presentation
    from pptx.slide import Slide

Drawn: TypeAlias = Any
"""One of python-pptx's shapes or text frames, which share no typed base."""

READER: Final = "pptx words 1"
_EMU_A_POINT: Final = 12700
_LEADING: Final = 1.2
_SPACE_EM: Final = 0.3
_WIDE_EM: Final = 0.95
_UPPER_EM: Final = 0.68
_NARROW_EM: Final = 0.54
_THIN_EM: Final = 0.28
_THIN: Final = frozenset("iljtfrI.,:;'|!()[]/")
_SIZE_PT: Final = 18.0
_NOTE_PT: Final = 9.0
_NOTE_LETTERS: Final = 110
_CHART_PT: Final = 10.0
_MOST_CHART_CELLS: Final = 2000
_MOST_BYTES: Final = 500_000_000
_LARGE_SHARE: Final = 0.06
_FEW_WORDS: Final = 3
_STUMBLES = (AttributeError, KeyError, IndexError, TypeError, ValueError, ArithmeticError, OSError)
"""What python-pptx is seen to raise on parts that are not as they should be, beside its own errors."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line before it is placed: its words and their size."""

    text: str
    size_pt: float
    align: str = "left"


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
        from PIL import Image as pillow  # noqa: N813, PLC0415 -- Pillow's module is called as its class

        scale = long_side_px / max(box.width_pt, box.height_pt, 1.0)
        paper = pillow.new("RGB", _pixels(box.width_pt, box.height_pt, scale), "white")
        found = False
        for shape, place in _shapes(self._slides[page - 1].shapes):
            picture = _picture(shape)
            if picture is not None and place.width_pt > 0 and place.height_pt > 0:
                size = _pixels(place.width_pt, place.height_pt, scale)
                corner = round((place.x0_pt - box.x0_pt) * scale), round((place.y0_pt - box.y0_pt) * scale)
                paper.paste(picture.resize(size, pillow.Resampling.LANCZOS), corner)
                found = True
        return paper if found else None


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
    from lxml import etree  # noqa: PLC0415 -- PDF decks must not pay for it
    from pptx import Presentation as opened  # noqa: N813, PLC0415 -- the library names its function like a class
    from pptx.exc import PythonPptxError  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > _MOST_BYTES:
            raise UnreadableDeckError(reason=RefusalReason.TOO_LARGE, bytes=unpacked, limit=_MOST_BYTES)
        return opened(io.BytesIO(data))
    except (PythonPptxError, zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, RuntimeError, *_STUMBLES) as error:
        raise UnreadableDeckError(reason=RefusalReason.DAMAGED) from error


def _page(slide: Slide, number: int, width: float, height: float) -> Page:
    words: list[Word] = []
    pictures: list[Box] = []
    for shape, box in _shapes(slide.shapes):
        if getattr(shape, "has_table", False):
            words.extend(_table(shape, box))
        elif getattr(shape, "has_chart", False):
            words.extend(_chart(shape.chart, box))
        elif getattr(shape, "has_text_frame", False):
            inner = _within_margins(shape.text_frame, box)
            words.extend(_placed(_lines(shape.text_frame, inner.width_pt), inner, _anchor(shape.text_frame)))
        elif _blob(shape) is not None:
            pictures.append(box)
    notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    written = list(_note_lines(notes.text if notes is not None else ""))
    strip = len(written) * _NOTE_PT * _LEADING
    words.extend(_placed(written, Box(0.0, height, width, height + strip), "top"))
    whole = max(width * height, 1.0)
    share = min(1.0, round(sum(box.width_pt * box.height_pt for box in pictures) / whole, 2))
    source = Source.TEXT if words else Source.NONE
    unread = tuple(box for box in pictures if _is_wordless(box, words, whole))
    return Page(number, width, height + strip, tuple(words), source, share, pictures=unread)


def _is_wordless(box: Box, words: Sequence[Word], whole: float) -> bool:
    """Return whether a picture is large and holds at most a few words."""
    inside = sum(
        box.x0_pt <= (word.box.x0_pt + word.box.x1_pt) / 2 <= box.x1_pt
        and box.y0_pt <= (word.box.y0_pt + word.box.y1_pt) / 2 <= box.y1_pt
        for word in words
    )
    return box.width_pt * box.height_pt >= _LARGE_SHARE * whole and inside <= _FEW_WORDS


def _shapes(
    shapes: Iterable[Drawn], scale: tuple[float, float] = (1.0, 1.0), shift: tuple[float, float] = (0.0, 0.0)
) -> Iterator[tuple[Drawn, Box]]:
    """Yield every shape with its box on the slide, those inside groups at their real place."""
    for shape in shapes:
        left, top = getattr(shape, "left", None), getattr(shape, "top", None)
        if left is None or top is None:
            continue
        x0, y0 = _points(left) * scale[0] + shift[0], _points(top) * scale[1] + shift[1]
        x1 = x0 + _points(getattr(shape, "width", 0) or 0) * scale[0]
        y1 = y0 + _points(getattr(shape, "height", 0) or 0) * scale[1]
        inner = getattr(shape, "shapes", None)
        if inner is None:
            yield shape, Box(x0, y0, x1, y1)
        else:
            yield from _group(shape, inner, Box(x0, y0, x1, y1))


def _group(group: Drawn, inner: Iterable[Drawn], box: Box) -> Iterator[tuple[Drawn, Box]]:
    frame = group._element.grpSpPr.xfrm  # noqa: SLF001 -- python-pptx has no public child frame
    offset, extent = (frame.chOff, frame.chExt) if frame is not None else (None, None)
    if offset is None or extent is None or not extent.cx or not extent.cy:
        yield from _shapes(inner)
        return
    scale = (box.width_pt / _points(extent.cx), box.height_pt / _points(extent.cy))
    shift = (box.x0_pt - _points(offset.x) * scale[0], box.y0_pt - _points(offset.y) * scale[1])
    yield from _shapes(inner, scale, shift)


def _points(emu: int) -> float:
    return emu / _EMU_A_POINT


def _table(shape: Drawn, box: Box) -> Iterator[Word]:
    table = shape.table
    y0 = box.y0_pt
    for row, height in zip(table.rows, (_points(row.height) for row in table.rows), strict=True):
        x0 = box.x0_pt
        for cell, column in zip(row.cells, table.columns, strict=True):
            width = _points(column.width)
            place = Box(x0, y0, x0 + width, y0 + height)
            if not cell.is_spanned:
                yield from _placed(_lines(cell.text_frame, width), place, "middle")
            x0 += width
        y0 += height


def _chart(chart: Chart, box: Box) -> Iterator[Word]:
    """Yield a chart's title and its data as a table: categories above, each series with its name before its values."""
    rows = list(_chart_rows(chart))
    if not rows or len(rows) * len(rows[0]) > _MOST_CHART_CELLS:
        return
    height, width = box.height_pt / len(rows), box.width_pt / max(len(row) for row in rows)
    for down, row in enumerate(rows):
        for across, text in enumerate(row):
            x0, y0 = box.x0_pt + across * width, box.y0_pt + down * height
            yield from _placed([Line(text, _CHART_PT)], Box(x0, y0, x0 + width, y0 + height), "middle")


def _chart_rows(chart: Chart) -> Iterator[list[str]]:
    if chart.has_title and chart.chart_title.has_text_frame:
        yield [chart.chart_title.text_frame.text]
    for plot in chart.plots:
        categories = [str(category) for category in plot.categories]
        if categories:
            yield ["", *categories]
        for series in plot.series:
            yield [series.name or "", *("" if value is None else f"{value:.15g}" for value in series.values)]


def _lines(frame: Drawn, width: float) -> list[Line]:
    """Return the frame's paragraphs as printed lines, wrapped to the width."""
    found: list[Line] = []
    for paragraph in frame.paragraphs:
        sizes = [run.font.size.pt for run in paragraph.runs if run.font.size is not None]
        size = max(sizes) if sizes else _SIZE_PT
        align = {2: "center", 3: "right"}.get(int(paragraph.alignment or 1), "left")
        for text in paragraph.text.split("\v"):
            found.extend(Line(part, size, align) for part in _wrapped(text, size, width))
    return found


def _wrapped(text: str, size: float, width: float) -> Iterator[str]:
    line: list[str] = []
    used = 0.0
    for word in text.split():
        wide = _width(word, size)
        if line and used + wide > max(width, size):
            yield " ".join(line)
            line, used = [], 0.0
        line.append(word)
        used += wide + _SPACE_EM * size
    if line:
        yield " ".join(line)


def _note_lines(text: str) -> Iterator[Line]:
    for paragraph in text.splitlines():
        for part in _wrapped(paragraph, 1.0, _NOTE_LETTERS * _NARROW_EM):
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


def _placed(lines: list[Line], box: Box, anchor: str) -> Iterator[Word]:
    """Yield the words of the lines at their places in the box, made smaller where they would not fit."""
    total = sum(line.size_pt * _LEADING for line in lines)
    if not total:
        return
    squeeze = min(1.0, box.height_pt / total) if box.height_pt > 0 else 1.0
    free = max(0.0, box.height_pt - total * squeeze)
    y = box.y0_pt + {"top": 0.0, "middle": free / 2, "bottom": free}[anchor]
    for line in lines:
        size = line.size_pt * squeeze
        yield from _line_words(line, size, box, y)
        y += size * _LEADING


def _line_words(line: Line, size: float, box: Box, y: float) -> Iterator[Word]:
    words = unicodedata.normalize("NFC", line.text).split()
    widths = [_width(word, size) for word in words]
    total = sum(widths) + _SPACE_EM * size * max(0, len(words) - 1)
    squeeze = min(1.0, box.width_pt / total) if total and box.width_pt > 0 else 1.0
    x = box.x0_pt + {"left": 0.0, "center": 0.5, "right": 1.0}[line.align] * max(0.0, box.width_pt - total * squeeze)
    for word, width in zip(words, widths, strict=True):
        yield Word(word, Box(x, y, x + width * squeeze, y + size * _LEADING), size)
        x += (width + _SPACE_EM * size) * squeeze


def _width(word: str, size: float) -> float:
    return sum(map(_em, word)) * size


@lru_cache(maxsize=4096)
def _em(letter: str) -> float:
    """Return how wide a letter is in most fonts, as a share of their size."""
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE_EM
    if letter.isupper():
        return _UPPER_EM
    return _THIN_EM if letter in _THIN else _NARROW_EM
