"""What only OCR can read in a deck: pages without words, and pictures of tables and charts on pages that have some.

What is read is bounded by counts alone (places, lines), never by a clock: the same bytes give the same words on any
machine, however busy it is.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from dealflow.decks import hangul, ocr
from dealflow.decks.seen import is_hangul
from dealflow.domain.claims.page import Box, DeckText, Gap, Page, Source, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

    from dealflow.decks.ocr import Looked

MOST_PAGES: Final = 60
"""So many whole pages, or pictures of parts of pages that come to as much; whole pages come first, then the largest
pictures; what lies beyond stays unread, and its pages are named."""
_LEAST_SHARE: Final = 0.25
"""A small picture takes so much of a page's time, however small it is."""
MOST_LINES: Final = 300
"""So many lines in one picture are a map or a grid, which state no figure; the page is named."""
MOST_LINES_A_DECK: Final = 4000
"""About two minutes of a core; what lies beyond is named."""
FINDING_PX: Final = 800
_LEAST_FINDING_PX: Final = 320
_SURE: Final = 0.75
_FEWEST_LINES: Final = 1
_FEWEST_FIGURES: Final = 1
_MOST_FIGURES: Final = 120
"""A grid of more, such as one of cohorts, is data and states no figure."""
_FIGURES_SHARE: Final = 0.12
"""Tables and charts have this many and more; maps and screenshots have names."""
_GLANCE_PX: Final = 240
_LEVELS: Final = 16
_PLAIN_GROUND: Final = 0.25
_FAINTEST: Final = 40
_TEMPLATE: Final = 3
"""A picture at one place of so many pages belongs to the template."""
_GROUND_SHARE: Final = 0.9
_BODY_SHARE: Final = 0.45
_BODY_SAYS: Final = 2
"""Eight documents with all below their titles drawn as pictures had 0.45 of their figures read by the mean, 0.91 with
these two; the study set as it is: no figure more or less, and 0.007 of its precision."""
_FINER: Final = 2.0
_KOREAN_PAGES: Final = 0.2
"""A deck with words in Hangul on this share of its pages has Hangul in its pictures, too, as far as can be told."""


class Place(NamedTuple):
    """Where OCR has to read: a page (1-based), a box of it, and whether that is the whole page."""

    page: int
    box: Box
    is_whole: bool


class _Part(NamedTuple):
    """A place with the words read in it that its page does not have by itself."""

    place: Place
    words: tuple[Word, ...]


class _Seen(NamedTuple):
    """A place with what was read in it, before anybody knows whether the deck has Hangul."""

    place: Place
    looked: Looked


def places(deck: DeckText) -> tuple[Place, ...]:
    """Return what only OCR can read, whole pages first, then the largest pictures, at most 60 pages' worth."""
    return _parted(deck)[0]


def _parted(deck: DeckText) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """Return the places that are read and those beyond; pictures that belong to the template are neither."""
    every = _all_places(deck)
    count = sum(total <= MOST_PAGES for total in accumulate(_shares(every, deck)))
    return every[:count], every[count:]


def pages_worth(deck: DeckText) -> int:
    """Return how many whole pages the places that are read come to, at most 60."""
    return math.ceil(sum(_shares(places(deck), deck)))


def _shares(of_places: Sequence[Place], deck: DeckText) -> list[float]:
    """Return how much of a page's time each place takes."""
    areas = {page.number: max(page.width_pt * page.height_pt, 1.0) for page in deck.pages}
    shares = (place.box.width_pt * place.box.height_pt / areas[place.page] for place in of_places)
    return [min(max(share, _LEAST_SHARE), 1.0) for share in shares]


def _all_places(deck: DeckText) -> tuple[Place, ...]:
    whole = [
        Place(page.number, Box(0.0, 0.0, page.width_pt, page.height_pt), is_whole=True)
        for page in deck.pages
        if _bare(page)
    ]
    small_places = [(page.number, picture) for page in deck.pages if not _bare(page) for picture in page.pictures]
    often = Counter((_rounded(box), mark) for _, (box, mark) in small_places)
    parts = [
        Place(number, box, is_whole=False)
        for number, (box, mark) in small_places
        if often[_rounded(box), mark] < _TEMPLATE
    ]
    return (*whole, *sorted(parts, key=lambda place: -place.box.width_pt * place.box.height_pt))


def with_pictures_read(deck: DeckText, draw: Callable[[Place], Image | None]) -> DeckText:
    """Return the deck with the words that OCR reads in its places added, all with a confidence below 1.

    A picture beside words counts only if a few figures are surely read in it: logos and photographs give none. Page by
    page it is told how many pictures beyond the bounds above stay unread, and where there is Hangul that cannot be read
    because its data are not installed.

    Args:
        deck: what was read without OCR.
        draw: gives the picture of a place, or None if it cannot be drawn.
    """
    unread = Counter(place.page for place in _parted(deck)[1] if not place.is_whole)
    seen = _looked_at(deck, draw, unread)
    korean = hangul.is_available() and _is_korean(deck, seen)
    known = {page.number: page for page in deck.pages}
    parts: dict[int, list[_Part]] = {}
    illegible: set[int] = set()
    for place, looked in seen:
        is_korean = looked.has_hangul or korean
        if is_korean and not hangul.is_available():
            illegible.add(place.page)
            continue
        read = ocr.words_in(looked, place.box, draw(place) if is_korean else None)
        parts.setdefault(place.page, []).append(_Part(place, _unknown(read, known[place.page])))
    slides = {number for number, of_page in parts.items() if _is_slide(of_page, known[number])}
    words = {
        number: [word for part in of_page if number in slides or _counts(part) for word in part.words]
        for number, of_page in parts.items()
    }
    read_pages = (
        _with(page, words.get(page.number, ()), unread[page.number], is_slide=page.number in slides)
        for page in deck.pages
    )
    pages = tuple(_with_hangul_unread(page) if page.number in illegible else page for page in read_pages)
    return replace(deck, pages=pages, reader=f"{deck.reader}; {ocr.reader()}" if any(words.values()) else deck.reader)


def with_pictures_unread(deck: DeckText) -> DeckText:
    """Return the deck with what only OCR could read in it told as unread."""
    unread = Counter(place.page for place in _all_places(deck))
    return replace(deck, pages=tuple(_with(page, (), unread[page.number]) for page in deck.pages))


def _looked_at(deck: DeckText, draw: Callable[[Place], Image | None], unread: Counter[int]) -> list[_Seen]:
    """Return what PP-OCRv6 reads in a deck's places, each picture once, and count those that are too full of lines."""
    seen: list[_Seen] = []
    same: dict[str, Looked | None] = {}
    left = MOST_LINES_A_DECK
    sizes = {page.number: max(page.width_pt, page.height_pt) for page in deck.pages}
    words = {page.number: page.words for page in deck.pages}
    for place in places(deck):
        picture = draw(place)
        if picture is None or not _may_have_words(picture, place):
            continue
        name = hashlib.sha256(picture.tobytes()).hexdigest()
        if name not in same:
            fewest = 0 if place.is_whole else _FEWEST_LINES
            side = _finding_px(place, sizes[place.page])
            known = _within(place.box, words[place.page])
            same[name] = ocr.look(picture, side, fewest=fewest, most=min(MOST_LINES, left), known=known)
            left -= len(looked.lines) if (looked := same[name]) else 0
        looked = same[name]
        if looked is None:
            unread[place.page] += 1
        else:
            seen.append(_Seen(place, looked))
    return seen


def _within(place: Box, words: Sequence[Word]) -> list[Box]:
    """Return where words lie in a place, in shares of its sides."""
    wide, high = max(place.width_pt, 1.0), max(place.height_pt, 1.0)
    return [
        Box(
            (word.box.x0_pt - place.x0_pt) / wide,
            (word.box.y0_pt - place.y0_pt) / high,
            (word.box.x1_pt - place.x0_pt) / wide,
            (word.box.y1_pt - place.y0_pt) / high,
        )
        for word in words
    ]


def _is_korean(deck: DeckText, seen: Sequence[_Seen]) -> bool:
    """Say whether any picture of a deck may have Hangul: words on its pages or another of its pictures do."""
    pages = [page for page in deck.pages if page.words]
    written = [page for page in pages if any(is_hangul(word.text[0]) for word in page.words)]
    return any(looked.has_hangul for _, looked in seen) or len(written) > _KOREAN_PAGES * len(pages)


def _finding_px(place: Place, page_long_side_pt: float) -> int:
    """Return how large to look for lines: a whole page as OCR likes it, a part of it as large or a little larger."""
    share = max(place.box.width_pt, place.box.height_pt) / page_long_side_pt if page_long_side_pt else 1.0
    return FINDING_PX if place.is_whole else max(round(FINDING_PX * min(share * 1.25, 1.0)), _LEAST_FINDING_PX)


def long_side_px(place: Place, page_long_side_pt: float) -> int:
    """Return how large to draw a place: a whole page as OCR likes it, a part of it twice as fine."""
    if place.is_whole:
        return ocr.LONG_SIDE_PX
    share = max(place.box.width_pt, place.box.height_pt) / page_long_side_pt
    return round(ocr.LONG_SIDE_PX * min(_FINER * share, 1.0))


def scaled(picture: Image) -> Image:
    """Return a picture at the size that OCR likes."""
    from PIL import Image as pillow

    share = ocr.LONG_SIDE_PX / max(picture.size)
    size = max(round(picture.width * share), 1), max(round(picture.height * share), 1)
    return picture.resize(size, pillow.Resampling.LANCZOS)


def _rounded(box: Box) -> tuple[int, ...]:
    return tuple(round(side) for side in box)


def _bare(page: Page) -> bool:
    """Say whether nothing on a page can be read but what is drawn: notes and hidden words do not count."""
    return not _visible(page) and page.picture_share > 0 and page.width_pt > 0 and page.height_pt > 0


def _visible(page: Page) -> int:
    return sum(not word.hidden for word in page.words)


def _unknown(read: Sequence[Word], page: Page) -> tuple[Word, ...]:
    """Return the words read in a picture that the page does not have by itself."""
    return tuple(word for word in read if not any(_covers(other.box, word.box) for other in page.words))


def _counts(part: _Part) -> bool:
    """Say whether a picture beside words is one of figures; a whole page always counts."""
    figures = [word for word in part.words if word.confidence >= _SURE and any(map(str.isdigit, word.text))]
    is_of_figures = max(_FEWEST_FIGURES, _FIGURES_SHARE * len(part.words)) <= len(figures) <= _MOST_FIGURES
    return part.place.is_whole or is_of_figures


def _is_slide(parts: Sequence[_Part], page: Page) -> bool:
    """Say whether a page's pictures are a slide under patches of text, or the body of one under a title.

    They fill the page and say more than its text does, or most of the page and say far more.
    """
    covered = sum(part.place.box.width_pt * part.place.box.height_pt for part in parts)
    share = covered / (page.width_pt * page.height_pt)
    needed = 1 if share >= _GROUND_SHARE else _BODY_SAYS if share >= _BODY_SHARE else 0
    return needed > 0 and sum(len(part.words) for part in parts) > needed * _visible(page)


def _may_have_words(picture: Image, place: Place) -> bool:
    grey = picture.convert("L")
    return not _is_blank(grey) and (place.is_whole or _has_plain_ground(grey))


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


def _with(page: Page, words: Sequence[Word], unread: int, *, is_slide: bool = False) -> Page:
    """Return a page with the words that OCR read, and how many of its pictures it did not."""
    if not words and not unread:
        return page
    source = Source.OCR if is_slide or (words and not _visible(page)) else page.source
    return replace(page, words=page.words + tuple(words), source=source, unread_pictures=unread)


def _with_hangul_unread(page: Page) -> Page:
    return replace(page, gaps=tuple(sorted({*page.gaps, Gap.HANGUL})))


def _covers(known: Box, other: Box) -> bool:
    x, y = (other.x0_pt + other.x1_pt) / 2, (other.y0_pt + other.y1_pt) / 2
    return known.x0_pt <= x <= known.x1_pt and known.y0_pt <= y <= known.y1_pt
