"""Words across the picture of a page, and such pictures as one PDF.

A mark that stands in a picture is not taken out by deleting a layer.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from dealflow.decks.fonts import korean_font

_DPI: Final = 110
_JPEG_QUALITY: Final = 82
_STRENGTH: Final = 46
"""Of 255: to be read on white and on black, and to leave the slide legible."""
_TURNED: Final = 30
_OF_WIDTH: Final = 34
"""A letter is so many times smaller than the page is wide."""
_SMALLEST_PX: Final = 11
_GAP: Final = (1.35, 6.0)
_GREY: Final = (96, 96, 96)


def marked(picture: bytes, words: tuple[str, str]) -> bytes:
    """Return a page's picture (JPEG) with words drawn across it, again and again.

    ``words``: as they are, and in plain letters for where no font knows Hangul.
    """
    from PIL import Image, ImageDraw, ImageFont

    page = Image.open(io.BytesIO(picture)).convert("RGB")
    size = max(_SMALLEST_PX, page.width // _OF_WIDTH)
    file = korean_font()
    font = ImageFont.truetype(file, size) if file else ImageFont.load_default(size)
    text = words[0] if file else words[1]
    side = int((page.width**2 + page.height**2) ** 0.5)
    layer = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(layer)
    step_x, step_y = max(1, int(pen.textlength(text, font=font) * _GAP[0])), max(1, int(size * _GAP[1]))
    for row, y in enumerate(range(0, side, step_y)):
        for x in range(-(row % 2) * step_x // 2, side, step_x):
            pen.text((x, y), text, fill=255, font=font)
    layer = layer.rotate(_TURNED)
    left, top = (side - page.width) // 2, (side - page.height) // 2
    mask = layer.crop((left, top, left + page.width, top + page.height)).point(lambda value: value * _STRENGTH // 255)
    page.paste(Image.new("RGB", page.size, _GREY), mask=mask)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=_JPEG_QUALITY)
    return out.getvalue()


def as_pdf(pictures: Sequence[bytes], title: str, *, dpi: int = _DPI) -> bytes:
    """Return pictures (JPEG) as the pages of a PDF; at least one."""
    from PIL import Image

    opened = [Image.open(io.BytesIO(picture)) for picture in pictures]
    out = io.BytesIO()
    opened[0].save(out, "PDF", save_all=True, append_images=opened[1:], resolution=dpi, title=title)
    return out.getvalue()
