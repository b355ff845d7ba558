"""A page as a picture, drawn by PDFium, for the one page that a person looks at."""

from __future__ import annotations

import ctypes
import io
from typing import TYPE_CHECKING

from pypdfium2 import raw

from dealflow.decks import pdfium
from dealflow.domain.deck import RefusalReason
from dealflow.errors import InvalidInputError, UnreadableDeckError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealflow.domain.page import Box

DPI = 100
_POINTS_AN_INCH = 72
_LONGEST_SIDE_PX = 4000
_LONGEST_GLANCE_PX = 1500
_QUALITY = 80
_CHANNELS = 4
_COLOURS = 3
_PAPER = 0xFFFFFFFF
_INK_CONTRAST = 40


def page_picture(data: bytes, page: int, dpi: int = DPI) -> bytes:
    """Return a page (1-based) of a PDF as a JPEG: equal bytes for equal input, its longest side at most 4,000 pixels.

    Raises:
        InvalidInputError: the document has no such page.
        UnreadableDeckError: as ``pdfium.document`` does, or ``damaged`` if this page cannot be drawn.
    """
    from PIL import Image  # noqa: PLC0415 -- reading words must not pay for it

    with pdfium.document(data) as opened, pdfium.LOCK:
        if not 1 <= page <= pdfium.count_pages(opened):
            raise InvalidInputError(field="page", problem="no_such_page")
        with pdfium.page(opened, page - 1) as handle:
            if handle is None:
                raise UnreadableDeckError(reason=RefusalReason.DAMAGED)
            view = pdfium.view_of(handle)
            width, height, pixels = _drawn(handle, view, dpi / _POINTS_AN_INCH, _LONGEST_SIDE_PX)
    picture = Image.frombuffer("RGB", (width, height), pixels, "raw", "RGBX", width * _CHANNELS, 1)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def inked(page_handle: int, view: pdfium.View, boxes: Iterable[Box]) -> list[bool]:
    """Return for each box of an open page whether anything can be seen in it, at one pixel a point."""
    width, height, pixels = _drawn(page_handle, view, 1.0, _LONGEST_GLANCE_PX)
    scale = width / max(view.width_pt, 1.0)
    return [_has_contrast(pixels, width, height, scale, box) for box in boxes]


def _drawn(page_handle: int, view: pdfium.View, scale: float, longest_px: int) -> tuple[int, int, bytes]:
    """Return width, height and RGBX pixels; never a grey bitmap, on which this PDFium aborts when a page blends."""
    longest = max(view.width_pt, view.height_pt, 1.0)
    scale = min(scale, longest_px / longest)
    width, height = max(round(view.width_pt * scale), 1), max(round(view.height_pt * scale), 1)
    stride = width * _CHANNELS
    pixels = ctypes.create_string_buffer(stride * height)
    bitmap = pdfium.make_bitmap(width, height, raw.FPDFBitmap_BGRx, pixels, stride)
    try:
        pdfium.fill_bitmap(bitmap, 0, 0, width, height, _PAPER)
        flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
        pdfium.render_page(bitmap, page_handle, 0, 0, width, height, 0, flags)
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
