"""The one door: a file's bytes in, its pages of words out, or one named reason why not."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from dealflow.decks import fallback, pdfium, render, sniff
from dealflow.decks.pdf import MAX_PAGES
from dealflow.domain.deck import RefusalReason
from dealflow.domain.page import DeckText, Page
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from dealflow.domain.page import Box

MAX_BYTES = 100_000_000
_PAGES_TO_LOOK_AT = 5


def read_deck(data: bytes, file_name: str = "", *, max_bytes: int = MAX_BYTES, max_pages: int = MAX_PAGES) -> DeckText:
    """Return the words of a deck, page by page; at least one page has words.

    Args:
        data: the file's bytes.
        file_name: the name it came with; only its ending is looked at, to name what is wrong with unknown bytes.
        max_bytes: larger files are refused unread.
        max_pages: longer documents are refused unread.

    Raises:
        UnreadableDeckError: ``too_large``, ``empty``, ``unsupported``, ``encrypted``, ``damaged``,
            ``too_many_pages`` or ``image_only``.
    """
    if len(data) > max_bytes:
        raise UnreadableDeckError(reason=RefusalReason.TOO_LARGE, bytes=len(data), limit=max_bytes)
    kind = sniff.kind_of(data)
    if kind is sniff.Kind.EMPTY:
        raise UnreadableDeckError(reason=RefusalReason.EMPTY)
    is_called_pdf = file_name.lower().endswith(".pdf")
    if kind is not sniff.Kind.PDF and not (kind is sniff.Kind.UNKNOWN and is_called_pdf):
        raise UnreadableDeckError(reason=RefusalReason.UNSUPPORTED, kind=str(kind))
    sha256 = hashlib.sha256(data).hexdigest()
    deck = fallback.read_any_pdf(data, sha256=sha256, max_pages=max_pages)
    if any(page.words for page in deck.pages):
        return deck
    if _is_anything_seen(data, deck):
        raise UnreadableDeckError(reason=RefusalReason.IMAGE_ONLY, pages=len(deck.pages))
    if deck.reader.endswith(fallback.MENDED):
        raise UnreadableDeckError(reason=RefusalReason.DAMAGED)
    return fallback.read_plain(data, sha256=sha256, max_pages=max_pages)


def words_under(page: Page, box: Box) -> str:
    """Return the words whose middle lies in a box, in the reader's order with single spaces; ``""`` for none."""
    return " ".join(word.text for word in page.words if _holds(box, word.box))


def _holds(box: Box, inner: Box) -> bool:
    x, y = (inner.x0_pt + inner.x1_pt) / 2, (inner.y0_pt + inner.y1_pt) / 2
    return box.x0_pt <= x <= box.x1_pt and box.y0_pt <= y <= box.y1_pt


def _is_anything_seen(data: bytes, deck: DeckText) -> bool:
    """Return whether ink shows on any of the first pages on which something is drawn."""
    drawn = [page for page in deck.pages if page.picture_share]
    try:
        with pdfium.document(data) as opened:
            return any(_is_inked(opened, page) for page in drawn[:_PAGES_TO_LOOK_AT])
    except UnreadableDeckError:
        return bool(drawn)


def _is_inked(opened: int, page: Page) -> bool:
    with pdfium.page(opened, page.number - 1) as handle:
        return handle is not None and not render.is_blank(handle, pdfium.view_of(handle))
