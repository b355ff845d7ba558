"""A page of a document laid out by us as a picture: its words, the frames of its tables, its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealflow.decks import render
from dealflow.decks.images import open_image
from dealflow.decks.lettering import FAINT, write_words
from dealflow.errors import InvalidInputError, UnreadableDeckError

if TYPE_CHECKING:
    from PIL.Image import Image

    from dealflow.decks.docx import Laid
    from dealflow.domain.claims.page import Box

_LONGEST_PX: Final = 4000


def page_image(laid: Laid, page: int, dpi: int) -> Image:
    """Return a page (1-based) as it was laid out.

    Raises:
        InvalidInputError: there is no such page.
    """
    from PIL import ImageDraw

    if not 1 <= page <= len(laid.pages):
        raise InvalidInputError(field="page", problem="no_such_page")
    laid_page = laid.pages[page - 1]
    scale = render.scale_for(dpi, laid_page.width_pt, laid_page.height_pt)
    paper = _blank(laid_page.width_pt, laid_page.height_pt, scale)
    _paste(paper, laid, page, (0.0, 0.0), scale)
    pen = ImageDraw.Draw(paper)
    for rule in laid_page.rules:
        pen.rectangle(tuple(side * scale for side in rule), fill=FAINT)
    write_words(pen, laid_page, scale)
    return paper


def region(laid: Laid, page: int, box: Box, long_side_px: int) -> Image | None:
    """Return what pictures show in a box of a page, on white paper; None if no picture can be opened."""
    scale = min(long_side_px, _LONGEST_PX) / max(box.width_pt, box.height_pt, 1.0)
    paper = _blank(box.width_pt, box.height_pt, scale)
    return paper if _paste(paper, laid, page, (box.x0_pt, box.y0_pt), scale) else None


def _blank(width_pt: float, height_pt: float, scale: float) -> Image:
    from PIL import Image as pillow

    return pillow.new("RGB", (max(round(width_pt * scale), 1), max(round(height_pt * scale), 1)), "white")


def _paste(paper: Image, laid: Laid, page: int, corner_pt: tuple[float, float], scale: float) -> bool:
    """Paste a page's pictures onto the paper and return whether there was one that opens."""
    pasted = False
    for picture in laid.pictures:
        box = picture.box
        if picture.page != page or box.width_pt <= 0 or box.height_pt <= 0:
            continue
        try:
            opened = open_image(picture.data)
        except (UnreadableDeckError, OSError, ValueError):
            continue
        size = max(round(box.width_pt * scale), 1), max(round(box.height_pt * scale), 1)
        at = round((box.x0_pt - corner_pt[0]) * scale), round((box.y0_pt - corner_pt[1]) * scale)
        paper.paste(opened.resize(size), at)
        pasted = True
    return pasted
