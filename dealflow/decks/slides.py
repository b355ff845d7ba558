"""A PowerPoint slide as a picture: LibreOffice's drawing of it where there is one, else an outline of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealflow.decks import pdfium, render
from dealflow.decks.lettering import FAINT, write_words
from dealflow.domain.claims.page import Box
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import InvalidInputError, UnreadableDeckError

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

_NOTES: Final = "#f5f7fa"


def slide_picture(data: bytes, page: int, dpi: int, pdf: bytes | None = None) -> Image:
    """Return a slide (1-based) with the strip of its notes below, as ``pptx.read_pptx`` lays it out.

    Args:
        data: the PowerPoint file.
        page: the slide's number.
        dpi: pixels an inch of the slide.
        pdf: the same slides as LibreOffice drew them; without it, words and boxes are outlined.

    Raises:
        InvalidInputError: there is no such slide.
        UnreadableDeckError: as ``pptx.read_pptx`` does.
    """
    from PIL import Image as pillow
    from PIL import ImageDraw

    from dealflow.decks import pptx

    deck = pptx.read_pptx(data)
    if not 1 <= page <= len(deck.pages):
        raise InvalidInputError(field="page", problem="no_such_page")
    laid, (width_pt, height_pt) = deck.pages[page - 1], pptx.Pictures(data).slide_size_pt
    scale = render.scale_for(dpi, laid.width_pt, laid.height_pt)
    paper = pillow.new("RGB", (_px(laid.width_pt, scale), _px(laid.height_pt, scale)), "white")
    pen = ImageDraw.Draw(paper)
    drawn = _drawn(pdf, page, len(deck.pages), _px(width_pt, scale)) if pdf else None
    if drawn is not None:
        paper.paste(drawn.resize((_px(width_pt, scale), _px(height_pt, scale))), (0, 0))
    else:
        _outline(paper, pen, data, page, scale)
    pen.rectangle((0, _px(height_pt, scale), paper.width, paper.height), fill=_NOTES)
    write_words(pen, laid, scale, below_pt=0.0 if drawn is None else height_pt)
    return paper


def _px(length_pt: float, scale: float) -> int:
    return max(round(length_pt * scale), 1)


def _drawn(pdf: bytes, page: int, slides: int, width_px: int) -> Image | None:
    """Return LibreOffice's drawing of a slide; None if it left slides out, since then nobody knows which is which."""
    try:
        with pdfium.document(pdf) as opened, pdfium.LOCK:
            if pdfium.count_pages(opened) != slides:
                return None
            with pdfium.page(opened, page - 1) as handle:
                if handle is None:
                    return None
                view = pdfium.view_of(handle)
                whole = Box(0.0, 0.0, view.width_pt, view.height_pt)
                longest = round(width_px * max(1.0, view.height_pt / max(view.width_pt, 1.0)))
                return render.region_picture(handle, view, whole, longest)
    except UnreadableDeckError as error:
        if error.reason == RefusalReason.TOO_MUCH_MEMORY:
            raise
        return None


def _outline(paper: Image, pen: ImageDraw, data: bytes, page: int, scale: float) -> None:
    """Draw the slide's pictures at their places and a frame round the slide."""
    from dealflow.decks import pptx

    slides = pptx.Pictures(data)
    width_pt, height_pt = slides.slide_size_pt
    whole = Box(0.0, 0.0, width_pt, height_pt)
    pictures = slides.region(page, whole, max(_px(width_pt, scale), _px(height_pt, scale)))
    if pictures is not None:
        paper.paste(pictures, (0, 0))
    pen.rectangle((0, 0, _px(width_pt, scale) - 1, _px(height_pt, scale) - 1), outline=FAINT)
