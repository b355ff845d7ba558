"""A page as a picture, drawn by PDFium, for the one page that a person looks at."""

from __future__ import annotations

import ctypes
import io
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from pypdfium2 import raw

from dealflow.decks import pdfium
from dealflow.decks.letters import union
from dealflow.domain.claims.page import Box
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import InvalidInputError, UnreadableDeckError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

DPI = 100
_POINTS_AN_INCH = 72
_LONGEST_SIDE_PX = 4000
_LONGEST_GLANCE_PX = 1500
_QUALITY = 80
_CHANNELS = 4
_COLOURS = 3
_PAPER = 0xFFFFFFFF
_WHITE = 0xFF
_INK_CONTRAST = 40


def page_picture(data: bytes, page: int, dpi: int = DPI) -> bytes:
    """Return a page (1-based) of a PDF as a JPEG: equal bytes for equal input, its longest side at most 4,000 pixels.

    Raises:
        InvalidInputError: the document has no such page.
        UnreadableDeckError: as ``pdfium.document`` does, or ``damaged`` if this page cannot be drawn.
    """
    with pdfium.document(data) as opened, pdfium.LOCK:
        if not 1 <= page <= pdfium.count_pages(opened):
            raise InvalidInputError(field="page", problem="no_such_page")
        with pdfium.page(opened, page - 1) as handle:
            if handle is None:
                raise UnreadableDeckError(reason=RefusalReason.DAMAGED)
            view = pdfium.view_of(handle)
            whole = Box(0.0, 0.0, view.width_pt, view.height_pt)
            longest = max(whole.width_pt, whole.height_pt)
            return jpeg(region_picture(handle, view, whole, round(scale_for(dpi, *whole[2:]) * longest)))


def scale_for(dpi: int, width_pt: float, height_pt: float) -> float:
    """Return the pixels a point of a page drawn so finely, less where it would be longer than 4,000 pixels."""
    return min(dpi / _POINTS_AN_INCH, _LONGEST_SIDE_PX / max(width_pt, height_pt, 1.0))


def jpeg(picture: Image) -> bytes:
    """Return a picture as a JPEG file."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def region_picture(page_handle: int, view: pdfium.View, region: Box, long_side_px: int) -> Image:
    """Return a region of an open page as a picture in RGB, its longer side of the pixels asked for."""
    from PIL import Image as pillow

    scale = long_side_px / max(region.width_pt, region.height_pt, 1.0)
    width, height, pixels = _drawn(page_handle, view, scale, region)
    return pillow.frombytes("RGB", (width, height), pixels, "raw", "RGBX")


def inked(page_handle: int, view: pdfium.View, boxes: Sequence[Box]) -> list[bool]:
    """Return for each of some boxes of an open page whether anything can be seen in it, at one pixel a point."""
    region = _within(union(boxes), view)
    if region.width_pt <= 0 or region.height_pt <= 0:
        return [False for _ in boxes]
    scale = min(1.0, _LONGEST_GLANCE_PX / max(region.width_pt, region.height_pt))
    width, height, pixels = _drawn(page_handle, view, scale, region)
    return [_has_contrast(pixels, width, height, scale, _moved(box, region)) for box in boxes]


class Glance(NamedTuple):
    """A region of a page drawn coarsely: RGBX pixels, how many a point, and the region."""

    width: int
    height: int
    pixels: bytes
    scale: float
    region: Box

    def rows_in(self, box: Box) -> list[bytes]:
        """Return the pixels that lie wholly in a box, row by row; none where it is thinner than a pixel."""
        inner = _moved(box, self.region)
        left, right = max(ceil(inner.x0_pt * self.scale), 0), min(int(inner.x1_pt * self.scale), self.width)
        top, bottom = max(ceil(inner.y0_pt * self.scale), 0), min(int(inner.y1_pt * self.scale), self.height)
        ends = ((row * self.width + left, row * self.width + right) for row in range(top, bottom) if left < right)
        return [self.pixels[start * _CHANNELS : end * _CHANNELS] for start, end in ends]


def on_pixels(box: Box, view: pdfium.View) -> Box:
    """Return a box grown to whole pixels of a glance, so that each pixel is the same as in a glance at the page."""
    scale = _glance_scale(view)
    (x0, y0), (x1, y1) = (
        map(floor, (box.x0_pt * scale, box.y0_pt * scale)),
        map(ceil, (box.x1_pt * scale, box.y1_pt * scale)),
    )
    return Box(x0 / scale, y0 / scale, x1 / scale, y1 / scale)


def _glance_scale(view: pdfium.View) -> float:
    return min(1.0, _LONGEST_GLANCE_PX / max(view.width_pt, view.height_pt, 1.0))


def glance(page_handle: int, view: pdfium.View, region: Box) -> Glance:
    """Return a region of an open page drawn at one pixel a point, less where it would be longer than 1,500 pixels."""
    within, scale = _within(region, view), _glance_scale(view)
    width, height, pixels = _drawn(page_handle, view, scale, within)
    return Glance(width, height, pixels, scale, within)


def is_blank(page_handle: int, view: pdfium.View) -> bool:
    """Return whether an open page shows nothing but paper."""
    whole = Box(0.0, 0.0, view.width_pt, view.height_pt)
    scale = min(1.0, _LONGEST_GLANCE_PX / max(whole.width_pt, whole.height_pt, 1.0))
    _, _, pixels = _drawn(page_handle, view, scale, whole)
    return all(min(pixels[colour::_CHANNELS]) >= _WHITE - _INK_CONTRAST for colour in range(_COLOURS))


def _within(box: Box, view: pdfium.View) -> Box:
    return Box(max(box.x0_pt, 0.0), max(box.y0_pt, 0.0), min(box.x1_pt, view.width_pt), min(box.y1_pt, view.height_pt))


def _moved(box: Box, region: Box) -> Box:
    x, y = region.x0_pt, region.y0_pt
    return Box(box.x0_pt - x, box.y0_pt - y, box.x1_pt - x, box.y1_pt - y)


def _drawn(page_handle: int, view: pdfium.View, scale: float, region: Box) -> tuple[int, int, bytes]:
    """Return width, height and RGBX pixels of a region as displayed.

    Never a grey bitmap: on pages that blend colours this PDFium aborts when it draws into one.
    """
    width, height = max(round(region.width_pt * scale), 1), max(round(region.height_pt * scale), 1)
    whole = max(round(view.width_pt * scale), 1), max(round(view.height_pt * scale), 1)
    corner = -round(region.x0_pt * scale), -round(region.y0_pt * scale)
    stride = width * _CHANNELS
    pixels = ctypes.create_string_buffer(stride * height)
    bitmap = pdfium.make_bitmap(width, height, raw.FPDFBitmap_BGRx, pixels, stride)
    try:
        pdfium.fill_bitmap(bitmap, 0, 0, width, height, _PAPER)
        pdfium.render_page(bitmap, page_handle, *corner, *whole, 0, raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER)
    finally:
        pdfium.free_bitmap(bitmap)
    return width, height, pixels.raw


def _has_contrast(pixels: bytes, width: int, height: int, scale: float, box: Box) -> bool:
    left, right = max(int(box.x0_pt * scale), 0), min(int(box.x1_pt * scale) + 1, width)
    top, bottom = max(int(box.y0_pt * scale), 0), min(int(box.y1_pt * scale) + 1, height)
    rows = (pixels[(row * width + left) * _CHANNELS : (row * width + right) * _CHANNELS] for row in range(top, bottom))
    seen = b"".join(rows)
    channels = [seen[colour::_CHANNELS] for colour in range(_COLOURS)]
    return any(channel and max(channel) - min(channel) > _INK_CONTRAST for channel in channels)
