"""What only OCR can read in a deck: pages without words, and pictures of tables and charts on pages that have some."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from dealflow.decks import ocr, patience
from dealflow.domain.claims.page import Box, DeckText, Page, Source, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

    from dealflow.decks.patience import Patience

MOST_PLACES: Final = 60
"""Whole pages come first; what lies beyond stays unread, and its pages are named."""
_SURE: Final = 0.75
_FEWEST_FIGURES: Final = 3
_MOST_FIGURES: Final = 120
"""A grid of more, such as one of cohorts, is data and states no figure."""
_FIGURES_SHARE: Final = 0.12
"""Tables and charts have this many and more; maps and screenshots have names."""
_GLANCE_PX: Final = 240
_LEVELS: Final = 16
_PLAIN_GROUND: Final = 0.25
_FAINTEST: Final = 40
_TEMPLATE: Final = 3
"""What stands at one place of so many pages belongs to the template."""
_FINER: Final = 2.0


class Place(NamedTuple):
    """Where OCR has to read: a page (1-based), a box of it, and whether that is the whole page."""

    page: int
    box: Box
    is_whole: bool


def places(deck: DeckText) -> tuple[Place, ...]:
    """Return what only OCR can read, whole pages first, at most 60; pictures of the template are left out."""
    return _all_places(deck)[:MOST_PLACES]


def _all_places(deck: DeckText) -> tuple[Place, ...]:
    whole = [
        Place(page.number, Box(0.0, 0.0, page.width_pt, page.height_pt), is_whole=True)
        for page in deck.pages
        if _bare(page)
    ]
    told = [(page.number, box) for page in deck.pages if page.words for box in page.pictures]
    often = Counter(_rounded(box) for _, box in told)
    parts = [Place(number, box, is_whole=False) for number, box in told if often[_rounded(box)] < _TEMPLATE]
    return (*whole, *parts)


def with_pictures_read(deck: DeckText, draw: Callable[[Place], Image | None]) -> DeckText:
    """Return the deck with the words that OCR reads in its places added, all with a confidence below 1.

    A picture beside words counts only if a few figures are surely read in it: logos and photographs give none. How
    many pictures stay unread, or half read, is told page by page: those beyond the first 60 places, and those for which
    the time ran out, since one that takes too long must not cost the others.

    Args:
        deck: what was read without OCR.
        draw: gives the picture of a place, or None if it cannot be drawn.
    """
    seen: dict[int, list[Word]] = {}
    known = {page.number: page.words for page in deck.pages}
    wanted = places(deck)
    unread = Counter(place.page for place in _all_places(deck)[MOST_PLACES:] if not place.is_whole)
    whole = patience.with_pictures(len(wanted))
    for following, place in zip(reversed(range(len(wanted))), wanted, strict=True):
        allowed = patience.for_next(whole, following)
        picture = None if allowed.is_over() else draw(place)
        if picture is not None and (words := _words(picture, place, known[place.page], allowed)):
            seen.setdefault(place.page, []).extend(words)
        unread[place.page] += allowed.is_over()
    pages = tuple(
        replace(page, unread_pictures=unread[page.number]) if unread[page.number] else page for page in deck.pages
    )
    if not seen:
        return replace(deck, pages=pages)
    pages = tuple(_with(page, seen[page.number]) if page.number in seen else page for page in pages)
    return replace(deck, pages=pages, reader=f"{deck.reader}; {ocr.reader()}")


def long_side_px(place: Place, page_long_side_pt: float) -> int:
    """Return how large to draw a place: a whole page as OCR likes it, a part of it twice as fine."""
    if place.is_whole:
        return ocr.LONG_SIDE_PX
    share = max(place.box.width_pt, place.box.height_pt) / page_long_side_pt
    return round(ocr.LONG_SIDE_PX * min(_FINER * share, 1.0))


def scaled(picture: Image) -> Image:
    """Return a picture at the size that OCR likes."""
    from PIL import Image as pillow  # noqa: N813, PLC0415 -- Pillow's module is called as its class

    share = ocr.LONG_SIDE_PX / max(picture.size)
    size = max(round(picture.width * share), 1), max(round(picture.height * share), 1)
    return picture.resize(size, pillow.Resampling.LANCZOS)


def _rounded(box: Box) -> tuple[int, ...]:
    return tuple(round(side) for side in box)


def _bare(page: Page) -> bool:
    return not page.words and page.picture_share > 0 and page.width_pt > 0 and page.height_pt > 0


def _words(picture: Image, place: Place, known: Sequence[Word], allowed: Patience) -> Sequence[Word]:
    """Return the words of a place that are not known yet, none if it is no picture of words."""
    grey = picture.convert("L")
    if _is_blank(grey) or not (place.is_whole or _has_plain_ground(grey)):
        return ()
    read = ocr.read_picture(grey, place.box, max(grey.size), allowed)
    words = [word for word in read if not any(_covers(other.box, word.box) for other in known)]
    figures = [word for word in words if word.confidence >= _SURE and any(map(str.isdigit, word.text))]
    is_of_figures = max(_FEWEST_FIGURES, _FIGURES_SHARE * len(words)) <= len(figures) <= _MOST_FIGURES
    return words if place.is_whole or is_of_figures else ()


def _is_blank(grey: Image) -> bool:
    shades = [shade for shade, count in enumerate(grey.histogram()) if count]
    return shades[-1] - shades[0] < _FAINTEST


def _has_plain_ground(grey: Image) -> bool:
    """Return whether much of a picture is of one shade, as under a table; photographs have them all."""
    glance = grey.copy()
    glance.thumbnail((_GLANCE_PX, _GLANCE_PX))
    counts = glance.histogram()
    width = len(counts) // _LEVELS
    shades = [sum(counts[start : start + 2 * width]) for start in range(0, len(counts) - width, width)]
    return max(shades) >= _PLAIN_GROUND * glance.width * glance.height


def _with(page: Page, words: Sequence[Word]) -> Page:
    source = page.source if page.words else Source.OCR
    return replace(page, words=page.words + tuple(words), source=source)


def _covers(known: Box, other: Box) -> bool:
    x, y = (other.x0_pt + other.x1_pt) / 2, (other.y0_pt + other.y1_pt) / 2
    return known.x0_pt <= x <= known.x1_pt and known.y0_pt <= y <= known.y1_pt
