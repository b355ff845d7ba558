"""The one door: a file's bytes in, its pages of words out, or one named reason why not."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from dealflow.decks import fallback, hazards, images, ocr, pdfium, render, scans, sniff
from dealflow.decks.pdf import MAX_PAGES
from dealflow.decks.traits import traits_of
from dealflow.domain.claims.page import DeckText, Page
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from PIL.Image import Image

    from dealflow.domain.claims.page import Box

MAX_BYTES = 100_000_000
_PAGES_TO_LOOK_AT = 5


def read_deck(
    data: bytes,
    file_name: str = "",
    *,
    max_bytes: int = MAX_BYTES,
    max_pages: int = MAX_PAGES,
    with_ocr: bool = True,
) -> DeckText:
    """Return the words of a deck, page by page; at least one page has words.

    Args:
        data: the file's bytes: a PDF, a PowerPoint or Word file, or a picture (JPEG, PNG, WEBP).
        file_name: the name it came with; only its ending is looked at, to name what is wrong with unknown bytes.
        max_bytes: larger files are refused unread.
        max_pages: longer documents are refused unread.
        with_ocr: whether OCR reads what has no text layer, where it is installed.

    Raises:
        UnreadableDeckError: ``too_large``, ``empty``, ``unsupported``, ``encrypted``, ``damaged``,
            ``too_many_pages``, ``image_only``, ``decompression_bomb``, ``javascript`` or ``portfolio``.
    """
    if len(data) > max_bytes:
        raise UnreadableDeckError(reason=RefusalReason.TOO_LARGE, bytes=len(data), limit=max_bytes)
    kind = sniff.kind_of(data)
    if kind is sniff.Kind.EMPTY:
        raise UnreadableDeckError(reason=RefusalReason.EMPTY)
    sha256 = hashlib.sha256(data).hexdigest()
    if kind is sniff.Kind.PDF or (kind is sniff.Kind.UNKNOWN and file_name.lower().endswith(".pdf")):
        return _pdf(data, sha256, max_pages, with_ocr=with_ocr)
    if kind is sniff.Kind.PPTX:
        return _slides(data, sha256, max_pages, with_ocr=with_ocr)
    if kind is sniff.Kind.DOCX:
        return _document(data, sha256, max_pages, with_ocr=with_ocr)
    if kind in images.KINDS:
        return _picture(data, sha256, with_ocr=with_ocr)
    raise UnreadableDeckError(reason=RefusalReason.UNSUPPORTED, kind=str(kind))


def _pdf(data: bytes, sha256: str, max_pages: int, *, with_ocr: bool) -> DeckText:
    hazards.require_safe_pdf(data)
    if traits_of(data).is_portfolio:
        raise UnreadableDeckError(reason=RefusalReason.PORTFOLIO)
    deck = fallback.read_any_pdf(data, sha256=sha256, max_pages=max_pages)
    is_mended = deck.reader.endswith(fallback.MENDED)
    if with_ocr and scans.places(deck) and ocr.is_available():
        deck = _pdf_with_pictures(deck, (fallback.with_new_ends(data) or data) if is_mended else data)
    if any(page.words for page in deck.pages):
        return deck
    if _is_anything_seen(data, deck):
        raise UnreadableDeckError(reason=RefusalReason.IMAGE_ONLY, pages=len(deck.pages))
    if is_mended:
        raise UnreadableDeckError(reason=RefusalReason.DAMAGED)
    return fallback.read_plain(data, sha256=sha256, max_pages=max_pages)


def _pdf_with_pictures(deck: DeckText, data: bytes) -> DeckText:
    """Return the deck with what OCR reads in it; as it is, if the file opens no more."""
    sizes = {page.number: max(page.width_pt, page.height_pt) for page in deck.pages}
    try:
        with pdfium.document(data) as opened:

            def draw(place: scans.Place) -> Image | None:
                with pdfium.page(opened, place.page - 1) as handle:
                    if handle is None:
                        return None
                    pixels = scans.long_side_px(place, sizes[place.page])
                    return render.region_picture(handle, pdfium.view_of(handle), place.box, pixels)

            return scans.with_pictures_read(deck, draw)
    except UnreadableDeckError:
        return deck


def _slides(data: bytes, sha256: str, max_pages: int, *, with_ocr: bool) -> DeckText:
    from dealflow.decks import pptx

    hazards.require_safe_archive(data)
    deck = pptx.read_pptx(data, sha256=sha256, max_pages=max_pages)
    if with_ocr and scans.places(deck) and ocr.is_available():
        drawn = pptx.Pictures(data)
        deck = scans.with_pictures_read(
            deck, lambda place: drawn.region(place.page, place.box, scans.long_side_px(place, max(drawn.slide_size_pt)))
        )
    return _with_words(deck)


def _document(data: bytes, sha256: str, max_pages: int, *, with_ocr: bool) -> DeckText:
    from dealflow.decks import docx, papers

    hazards.require_safe_archive(data)
    deck = docx.read_docx(data, sha256=sha256, max_pages=max_pages)
    if with_ocr and scans.places(deck) and ocr.is_available():
        laid = docx.laid_out(data)
        longest = {page.number: max(page.width_pt, page.height_pt) for page in laid.pages}
        deck = scans.with_pictures_read(
            deck,
            lambda place: papers.region(laid, place.page, place.box, scans.long_side_px(place, longest[place.page])),
        )
    return _with_words(deck)


def _picture(data: bytes, sha256: str, *, with_ocr: bool) -> DeckText:
    deck = images.read_image(data, sha256=sha256)
    if with_ocr and ocr.is_available():
        deck = scans.with_pictures_read(deck, lambda _: scans.scaled(images.open_image(data)))
    return _with_words(deck)


def _with_words(deck: DeckText) -> DeckText:
    """Return the deck.

    Raises:
        UnreadableDeckError: ``image_only`` if pictures are all there is, ``empty`` if there is nothing.
    """
    if any(page.words for page in deck.pages):
        return deck
    has_pictures = any(page.picture_share for page in deck.pages)
    reason = RefusalReason.IMAGE_ONLY if has_pictures else RefusalReason.EMPTY
    raise UnreadableDeckError(reason=reason, pages=len(deck.pages))


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
