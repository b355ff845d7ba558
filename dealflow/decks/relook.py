"""A second look at ink that was not read: small print beside bars, lone digits in tables, halves of Hangul.

Each spot is cut out, drawn in several sizes and read as one line. What two of these readings agree on counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from dealflow.decks.seen import QUITE_SURE, enlarged, is_hangul, overlap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from PIL.Image import Image

    from dealflow.decks.seen import Seen

_STEP: Final = 4
"""Ink is looked at in squares of so many pixels."""
_INK: Final = 150
"""Marks darker than this are ink, on a picture whose ground is white."""
_ASIDE_SQUARES: Final = 2
_OVER_SQUARES: Final = 1
"""Marks are one spot if so many squares around each of them touch; a label over its bar stays apart."""
_LOWEST_PX: Final = 12
_HIGHEST_PX: Final = 110
_WIDEST: Final = 24
"""So many times as wide as high is a rule or a frame, no line of words."""
_FULLEST: Final = 0.8
_THINNEST: Final = 0.06
"""Bars are full of ink, frames nearly empty."""
_MOST: Final = 40
_TOO_MANY: Final = 200
"""So many spots are a photograph."""
_ASIDE: Final = 0.3
"""What stands this near to a word that was read, in its heights, is a part of it."""
_HOPELESS: Final = 0.3
_LEGIBLE: Final = 0.5
_AGREED: Final = 0.75
_VOICES: Final = 2
_TALLER: Final = 1.3
_SAME_PLACE: Final = 0.4
_TORN_ROOM: Final = 0.3
_TORN_OFF_PX: Final = 2
_TORN_INK: Final = 0.04
_MARGIN: Final = 0.2
_HEIGHTS_PX: Final = (56, 72, 56, 40)
"""How high spots are drawn for each reading; the first two of the flattened picture, the others as drawn."""
_FLATTENED: Final = 2


class Spot(NamedTuple):
    """A spot of ink that may be words, in pixels."""

    x0: int
    y0: int
    x1: int
    y1: int


def with_rest(
    grey: Image, marks: Image, lines: Sequence[list[Seen]], read: Callable[[Image], list[Seen]]
) -> list[list[Seen]]:
    """Return the lines with what a second look reads in ink that they left over, instead of what they doubted.

    Args:
        grey: the picture as drawn.
        marks: the picture as dark marks on white.
        lines: the words read so far.
        read: reads a picture of one line.
    """
    sure = [word for line in lines for word in line if word.confidence >= QUITE_SURE and not _is_torn(word, marks)]
    found = [line for spot in unread(marks, map(_around, sure)) if (line := _agreed(grey, marks, spot, read))]
    kept = [[word for word in line if not any(_is_outdone(word, other) for other in found)] for line in lines]
    return [*(line for line in kept if line), *found]


def _is_torn(word: Seen, marks: Image) -> bool:
    """Return whether ink goes on right below or above a word of Hangul: then its letters were cut in half."""
    if not any(map(is_hangul, word.text)):
        return False
    room = max(round(_TORN_ROOM * (word.y1 - word.y0)), 1)
    above = (word.x0, word.y0 - _TORN_OFF_PX - room, word.x1, word.y0 - _TORN_OFF_PX)
    below = (word.x0, word.y1 + _TORN_OFF_PX, word.x1, word.y1 + _TORN_OFF_PX + room)
    return any(_ink_share(marks.crop(band)) > _TORN_INK for band in (above, below))


def _ink_share(part: Image) -> float:
    counts = part.histogram()
    return sum(counts[:_INK]) / max(sum(counts), 1)


def _around(word: Seen) -> tuple[int, int, int, int]:
    aside = round(_ASIDE * (word.y1 - word.y0))
    return word.x0 - aside, word.y0, word.x1 + aside, word.y1


def _is_outdone(word: Seen, line: Sequence[Seen]) -> bool:
    """Return whether a second look at a word's place is better: the word was doubted, or only a part of it seen."""
    if overlap([word], line) <= _SAME_PLACE:
        return False
    taller = max(other.y1 - other.y0 for other in line) > _TALLER * (word.y1 - word.y0)
    longer = sum(len(other.text) for other in line) > len(word.text)
    return taller or longer or word.confidence < min(QUITE_SURE, *(other.confidence for other in line))


def _agreed(grey: Image, marks: Image, spot: Spot, read: Callable[[Image], list[Seen]]) -> list[Seen]:
    """Return the words of a spot that two readings of it agree on, with the confidence of these; none if none do."""
    heard: dict[str, list[list[Seen]]] = {}
    for turn, height in enumerate(_HEIGHTS_PX):
        words = _cut(marks if turn < _FLATTENED else grey, spot, height, read)
        if turn == 0 and max((word.confidence for word in words), default=0.0) < _HOPELESS:
            return []
        legible = [word for word in words if word.confidence >= _LEGIBLE]
        if legible:
            heard.setdefault("".join(word.text for word in legible), []).append(legible)
    text = max(heard, key=lambda one: sum(map(_surety, heard[one])), default="")
    if len(heard.get(text, ())) < _VOICES or not any(map(str.isalnum, text)):
        return []
    best = max(heard[text], key=_surety)
    return best if sum(map(_surety, heard[text])) / len(heard[text]) >= _AGREED else []


def _surety(words: Sequence[Seen]) -> float:
    """Return how sure the least sure word is."""
    return min(word.confidence for word in words)


def _cut(picture: Image, spot: Spot, height_px: int, read: Callable[[Image], list[Seen]]) -> list[Seen]:
    """Return the words of a spot, cut out with some room around it and drawn so high, where they stand."""
    from PIL import Image as pillow  # noqa: N813, PLC0415 -- Pillow's module is called as its class

    room = round((spot.y1 - spot.y0) * _MARGIN)
    x0, y0 = max(spot.x0 - room, 0), max(spot.y0 - room, 0)
    cut = picture.crop((x0, y0, min(spot.x1 + room, picture.width), min(spot.y1 + room, picture.height)))
    share = height_px / cut.height
    cut = cut.resize((max(round(cut.width * share), 1), height_px), pillow.Resampling.BICUBIC)
    words = [_bounded(enlarged(word, 1 / share, x0, y0), spot) for word in read(cut)]
    if words:
        words[0] = words[0]._replace(x0=spot.x0)
        words[-1] = words[-1]._replace(x1=spot.x1)
    return words


def _bounded(word: Seen, spot: Spot) -> Seen:
    """Return a word no higher than its spot's ink."""
    y0, y1 = max(word.y0, spot.y0), min(word.y1, spot.y1)
    return word._replace(y0=y0, y1=y1, base=min(word.base, y1)) if y0 < y1 else word


def unread(marks: Image, read: Iterable[tuple[int, int, int, int]]) -> list[Spot]:
    """Return the spots of ink of the size of words outside what was read, at most 40, from the top; none of a photo.

    Args:
        marks: the picture as dark marks on white.
        read: the boxes of the words that were read, in pixels.
    """
    from PIL import ImageChops, ImageDraw, ImageFilter  # noqa: PLC0415 -- reading words must not pay for it

    left = marks.copy()
    pen = ImageDraw.Draw(left)
    for box in read:
        pen.rectangle(box, fill=255)
    small = left.point([255 if shade < _INK else 0 for shade in range(256)]).reduce(_STEP)
    inked = small.point([255 if share > 24 else 0 for share in range(256)])  # noqa: PLR2004 - a tenth of a square
    joined = inked.filter(ImageFilter.MaxFilter(2 * _OVER_SQUARES + 1))
    for aside in (_OVER_SQUARES - _ASIDE_SQUARES, _ASIDE_SQUARES - _OVER_SQUARES):
        joined = ImageChops.lighter(joined, ImageChops.offset(joined, aside, 0))
    found = [spot for spot in _spots(joined) if _may_be_words(spot, small)]
    return found[:_MOST] if len(found) <= _TOO_MANY else []


def _spots(joined: Image) -> Iterator[Spot]:
    """Yield the frames of the connected parts of a picture of squares, in squares, without the rim that joined them."""
    wide, high = joined.size
    squares = bytearray(joined.tobytes())
    start = squares.find(255)
    while start >= 0:
        squares[start] = 0
        open_ones = [start]
        x0 = x1 = start % wide
        y0 = y1 = start // wide
        while open_ones:
            here = open_ones.pop()
            y, x = divmod(here, wide)
            x0, x1, y0, y1 = min(x0, x), max(x1, x), min(y0, y), max(y1, y)
            for near, is_inside in (
                (here - 1, x > 0),
                (here + 1, x + 1 < wide),
                (here - wide, y > 0),
                (here + wide, y + 1 < high),
            ):
                if is_inside and squares[near]:
                    squares[near] = 0
                    open_ones.append(near)
        yield Spot(
            (x0 + _ASIDE_SQUARES) * _STEP,
            (y0 + _OVER_SQUARES) * _STEP,
            (x1 - _ASIDE_SQUARES + 1) * _STEP,
            (y1 - _OVER_SQUARES + 1) * _STEP,
        )
        start = squares.find(255, start)


def _may_be_words(spot: Spot, small: Image) -> bool:
    wide, high = spot.x1 - spot.x0, spot.y1 - spot.y0
    if not (_LOWEST_PX <= high <= _HIGHEST_PX and 0 < wide <= _WIDEST * high):
        return False
    histogram = small.crop((spot.x0 // _STEP, spot.y0 // _STEP, spot.x1 // _STEP, spot.y1 // _STEP)).histogram()
    squares = max(sum(histogram), 1)
    inked = sum(share * count for share, count in enumerate(histogram)) / 255 / squares
    return _THINNEST <= inked <= _FULLEST
