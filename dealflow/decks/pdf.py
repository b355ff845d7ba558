"""Words with boxes out of a PDF's text layer, by PDFium."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from dealflow.decks import drawn, pdfium, render
from dealflow.decks.letters import without_copies, without_tracking
from dealflow.decks.textlayer import TextLayer
from dealflow.decks.traits import traits_of
from dealflow.decks.unseen import without_unseen
from dealflow.domain.claims.page import DeckText, Page, Source
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealflow.domain.claims.page import Word

MAX_PAGES = 300
READER = f"pdfium {pdfium.BUILD}, words 2"


def read_pdf(data: bytes, *, sha256: str | None = None, max_pages: int = MAX_PAGES) -> DeckText:
    """Return the text layer of a PDF, page by page; a page without words has the source ``none``.

    Args:
        data: the file's bytes.
        sha256: its hash, where the caller has it already.
        max_pages: more pages than these are refused.

    Raises:
        UnreadableDeckError: ``encrypted``, ``damaged``, ``empty`` or ``too_many_pages``.
    """
    with pdfium.document(data) as opened:
        with pdfium.LOCK:
            count = pdfium.count_pages(opened)
        if count <= 0:
            raise UnreadableDeckError(reason=RefusalReason.EMPTY)
        if count > max_pages:
            raise UnreadableDeckError(reason=RefusalReason.TOO_MANY_PAGES, pages=count, limit=max_pages)
        has_layers = traits_of(data).has_layers_off
        pages = tuple(_read_page(opened, index, has_layers=has_layers) for index in range(count))
        title = pdfium.title_of(opened)
    return DeckText(sha256 or hashlib.sha256(data).hexdigest(), pages, READER, title)


def _read_page(opened: int, index: int, *, has_layers: bool) -> Page:
    with pdfium.page(opened, index) as handle:
        if handle is None:
            return Page(index + 1, 0.0, 0.0, (), Source.NONE)
        view = pdfium.view_of(handle)
        drawing = drawn.look(handle, view)
        text = pdfium.load_text(handle)
        try:
            words = _words(text, handle, view, drawing, has_layers=has_layers) if text else ()
        finally:
            if text:
                pdfium.close_text(text)
        covered = drawing.picture_share if words else drawing.share(view)
        unread = drawn.telling_pictures(drawing, view, words) if words and drawing.pictures else ()
        unread = (drawn.outlined_page(drawing, view, words, index + 1) if words else ()) or unread
    return Page(
        index + 1,
        round(view.width_pt, 3),
        round(view.height_pt, 3),
        words,
        Source.TEXT if words else Source.NONE,
        covered,
        drawing.rules,
        unread,
    )


def _words(text: int, handle: int, view: pdfium.View, drawing: drawn.Drawing, *, has_layers: bool) -> tuple[Word, ...]:
    layer = TextLayer(text, view, drawing)
    words = list(layer.words())
    if has_layers or drawing.shapes or drawing.pictures:
        words = without_unseen(words, layer.owners, handle, view, has_layers=has_layers)
    return _seen(_kept(words, view), handle, view)


def _kept(words: Iterable[Word], view: pdfium.View) -> tuple[Word, ...]:
    """Return the words on the page, each once, letters that stand apart joined."""
    twice_wide, twice_high = 2 * view.width_pt, 2 * view.height_pt
    on_page = [
        word for word in words if 0 <= (box := word[1])[0] + box[2] <= twice_wide and 0 <= box[1] + box[3] <= twice_high
    ]
    return tuple(without_tracking(without_copies(on_page)))


def _seen(words: tuple[Word, ...], page_handle: int, view: pdfium.View) -> tuple[Word, ...]:
    """Return the words, those thought hidden looked for in the drawn page: outlines may show what its text does not."""
    suspects = [word.box for word in words if word.hidden]
    if not suspects:
        return words
    inked = iter(render.inked(page_handle, view, suspects))
    return tuple(word._replace(hidden=not next(inked)) if word.hidden else word for word in words)
