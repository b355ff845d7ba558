"""A picture file as a deck of one page."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Final

from dealflow.decks.sniff import Kind
from dealflow.domain.claims.page import DeckText, Page, Source
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from PIL.Image import Image

KINDS: Final = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP"}
READER: Final = "picture 1"
MOST_PIXELS: Final = 60_000_000
_LONG_SIDE_PT: Final = 960.0
_POINTS_AN_INCH: Final = 72


def read_image(data: bytes, *, sha256: str | None = None) -> DeckText:
    """Return a picture as a page without words, its longer side 960 points: what is written in it only OCR can read.

    Raises:
        UnreadableDeckError: ``damaged``, or ``too_large`` beyond 60 million pixels.
    """
    picture = open_image(data)
    scale = _LONG_SIDE_PT / max(picture.size)
    page = Page(1, round(picture.width * scale, 3), round(picture.height * scale, 3), (), Source.NONE, 1.0)
    return DeckText(sha256 or hashlib.sha256(data).hexdigest(), (page,), READER)


def page_image(data: bytes, dpi: int) -> Image:
    """Return a picture at the size of its page so finely drawn.

    Raises:
        UnreadableDeckError: as ``open_image`` does.
    """
    from PIL import Image as pillow

    picture = open_image(data)
    scale = _LONG_SIDE_PT / max(picture.size) * dpi / _POINTS_AN_INCH
    size = max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)
    return picture.resize(size, pillow.Resampling.LANCZOS)


def open_image(data: bytes) -> Image:
    """Return a picture as it is looked at: upright, on white paper, in RGB; the first of several frames.

    Raises:
        UnreadableDeckError: ``damaged``, or ``too_large`` beyond 60 million pixels.
    """
    from PIL import Image as pillow
    from PIL import ImageOps

    try:
        with pillow.open(io.BytesIO(data), formats=tuple(KINDS.values())) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise UnreadableDeckError(reason=RefusalReason.TOO_LARGE, pixels=opened.width * opened.height)
            upright = ImageOps.exif_transpose(opened)
            if "A" not in upright.getbands() and "transparency" not in upright.info:
                return upright.convert("RGB")
            coloured = upright.convert("RGBA")
    except (OSError, ValueError, SyntaxError, EOFError, pillow.DecompressionBombError) as error:
        raise UnreadableDeckError(reason=RefusalReason.DAMAGED) from error
    paper = pillow.new("RGB", coloured.size, "white")
    paper.paste(coloured, mask=coloured.getchannel("A"))
    return paper
