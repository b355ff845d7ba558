"""Words out of pictures, by Tesseract with its Korean and English data (the optional extra ``ocr``).

Two readings of each picture are merged: as drawn, and with its background flattened, so that dark text on light and
light text on dark both stand out. A third one, with thin lines rubbed out, adds the big figures within circles and
boxes, which Tesseract takes for drawings. Sparse-text mode, since slides have no columns of prose. Of two readings of
one place the surer one counts. Measured: docs/extraction.md.
"""

from __future__ import annotations

import os
import re
import threading
import unicodedata
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dealflow.domain.page import Box, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.Image import Image

LONG_SIDE_PX = 2000
"""Pictures are scaled to this: larger is slower without being surer, smaller loses the small print."""
LANGUAGES = ("kor", "eng")
_DATA_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
_BLOCK_PX = 16
_MEDIAN = 9
_CONTRAST = 2.0
_SURE_ENOUGH = 0.4
_SUREST = 0.99
_QUITE_SURE = 0.88
_BIG_PX = 1400
_RUBBED_PX = 5
"""Lines up to four pixels thick go; the strokes of big figures stay."""
_SAME_HEIGHT = 0.6
_SLANTED = 1.6
_ROOM = 0.12
_LETTER = re.compile(r"\w")
_TELLING = re.compile(r"[^\W_]|[%$₩€£¥~→+▲△/&\-]")
"""Other marks that stand alone are bits of drawings."""
_PATIENCE_MS = 30_000
"""Of a picture that takes longer, what was read by then counts."""
_SAME_PLACE = 0.4
_GLUED_GAP_EM = 0.35
_JOINED_GAP_EM = 0.2
"""Tesseract takes Hangul apart letter by letter: closer than this they are one word again."""
_PERCENT = 100.0


class _Seen(NamedTuple):
    """One word as Tesseract saw it, in pixels."""

    text: str
    confidence: float
    x0: int
    y0: int
    x1: int
    y1: int
    line: int


def data_folder() -> str | None:
    """Return the folder that holds the data of both languages; None where it is not installed."""
    given = os.environ.get("TESSDATA_PREFIX")
    folders = ([given] if given else []) + list(_DATA_FOLDERS)
    for folder in folders:
        if all((Path(folder) / f"{language}.traineddata").is_file() for language in LANGUAGES):
            return folder
    return None


@lru_cache(maxsize=1)
def is_available() -> bool:
    """Say whether pictures can be read here: the Python package and the data of both languages are installed."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # its threads cost twice the time; read when it is loaded
    try:
        import tesserocr  # noqa: F401, PLC0415 -- an optional extra
    except ImportError:
        return False
    return data_folder() is not None


def reader() -> str:
    """Return the engine's name and version."""
    import tesserocr  # noqa: PLC0415 -- an optional extra

    return str(tesserocr.tesseract_version().splitlines()[0])


def read_picture(picture: Image, place: Box, long_side_px: int = LONG_SIDE_PX) -> tuple[Word, ...]:
    """Return the words of a picture that fills ``place`` on its page, line by line, with their confidence (below 1).

    Raises:
        RuntimeError: Tesseract is not available; ask ``is_available`` first.
    """
    grey = _scaled(picture.convert("L"), long_side_px)
    across = place.width_pt / grey.width
    down = place.height_pt / grey.height
    lines = _merged(_lines(_seen(grey)), _lines(_seen(_flattened(grey))))
    seen = _words([*lines, *_outlined(grey, lines)])
    return tuple(_word(one, after, place, across, down) for one, after in zip_longest(seen, seen[1:]) if one)


def _word(one: _Seen, after: _Seen | None, place: Box, across: float, down: float) -> Word:
    box = Box(
        place.x0_pt + one.x0 * across,
        place.y0_pt + one.y0 * down,
        place.x0_pt + one.x1 * across,
        place.y0_pt + one.y1 * down,
    )
    near = after is not None and after.line == one.line and 0 <= after.x0 - one.x1 < _GLUED_GAP_EM * (one.y1 - one.y0)
    return Word(unicodedata.normalize("NFC", one.text), box, box.height_pt, min(one.confidence, _SUREST), glued=near)


def _scaled(grey: Image, long_side_px: int) -> Image:
    from PIL import Image as pillow  # noqa: N813, PLC0415 -- Pillow's module is called as its class

    share = long_side_px / max(grey.size)
    if share == 1:
        return grey
    size = (max(round(grey.width * share), 1), max(round(grey.height * share), 1))
    return grey.resize(size, pillow.Resampling.LANCZOS)


def _flattened(grey: Image) -> Image:
    """Return the picture as dark marks on white, whatever colour they have on whatever ground."""
    from PIL import Image as pillow  # noqa: N813, PLC0415 -- as above
    from PIL import ImageChops, ImageFilter  # noqa: PLC0415 -- reading words must not pay for it

    blocks = (max(grey.width // _BLOCK_PX, 1), max(grey.height // _BLOCK_PX, 1))
    ground = grey.resize(blocks, pillow.Resampling.BOX).filter(ImageFilter.MedianFilter(_MEDIAN))
    marks = ImageChops.difference(grey, ground.resize(grey.size, pillow.Resampling.BICUBIC))
    return marks.point([max(0, 255 - int(level * _CONTRAST)) for level in range(256)])


_READERS = threading.local()


def _seen(grey: Image) -> list[_Seen]:
    import tesserocr  # noqa: PLC0415 -- an optional extra

    reader = getattr(_READERS, "reader", None)
    if reader is None:
        reader = _READERS.reader = tesserocr.PyTessBaseAPI(
            path=data_folder(), lang="+".join(LANGUAGES), psm=tesserocr.PSM.SPARSE_TEXT, oem=tesserocr.OEM.LSTM_ONLY
        )
    reader.SetImage(grey)
    reader.SetSourceResolution(150)
    reader.Recognize(_PATIENCE_MS)
    return list(_walk(reader.GetIterator()))


def _walk(iterator: object) -> Iterator[_Seen]:
    """Yield the words of a finished reading with the number of their line."""
    import tesserocr  # noqa: PLC0415 -- an optional extra

    level = tesserocr.RIL.WORD
    line = 0
    for place in tesserocr.iterate_level(iterator, level) if iterator is not None else ():
        if place.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
            line += 1
        box = place.BoundingBox(level)
        if box is None or place.Empty(level):
            continue
        text = place.GetUTF8Text(level).strip()
        if text:
            x0, y0, x1, y1 = box
            yield _Seen(text, place.Confidence(level) / _PERCENT, x0, y0, x1, y1, line)


def _outlined(grey: Image, known: Sequence[list[_Seen]]) -> Iterator[list[_Seen]]:
    """Yield the big figures that stand where nothing else was read: thin lines are rubbed out for them."""
    from PIL import ImageFilter  # noqa: PLC0415 -- as above

    share = min(_BIG_PX / max(grey.size), 1.0)
    small = grey.resize((max(round(grey.width * share), 1), max(round(grey.height * share), 1)))
    bold = _flattened(small).filter(ImageFilter.MaxFilter(_RUBBED_PX)).filter(ImageFilter.MinFilter(_RUBBED_PX))
    for line in _lines(_seen(bold)):
        full = [_enlarged(word, 1 / share) for word in line]
        is_figure = any(word.confidence >= _QUITE_SURE and _is_figure(word.text) for word in full)
        if is_figure and not any(_overlap(full, other) > 0 for other in known):
            yield full


def _enlarged(word: _Seen, share: float) -> _Seen:
    x0, y0, x1, y1 = (round(side * share) for side in (word.x0, word.y0, word.x1, word.y1))
    return word._replace(x0=x0, y0=y0, x1=x1, y1=y1)


def _is_figure(text: str) -> bool:
    return len(text) > 1 and any(map(str.isdigit, text))


def _merged(drawn: Sequence[list[_Seen]], flattened: Sequence[list[_Seen]]) -> list[list[_Seen]]:
    """Return the lines of both readings; of two lines at one place the surer one, whole."""
    kept: list[list[_Seen]] = []
    for line in drawn:
        rivals = [other for other in flattened if _overlap(line, other) > _SAME_PLACE]
        if not rivals or all(_value(line) >= _value(other) for other in rivals):
            kept.append(line)
    for line in flattened:
        if not any(_overlap(line, other) > _SAME_PLACE for other in kept):
            kept.append(line)
    return kept


def _words(lines: Sequence[list[_Seen]]) -> list[_Seen]:
    """Return the words that are read surely enough, line by line from left to right, and level on each line."""
    found: list[_Seen] = []
    for number, line in enumerate(lines):
        sure = [word for word in line if word.confidence >= _SURE_ENOUGH and _TELLING.search(word.text)]
        found.extend(_level([word._replace(line=number) for word in sorted(sure, key=lambda word: word.x0)]))
    return _joined(found)


def _level(line: list[_Seen]) -> list[_Seen]:
    """Return a line's words as high as the tallest of their size, with room above and below, as a text layer has it.

    Tesseract's boxes end where the ink ends: without this a dash is a word of one point, and a comma moves a line.
    """
    lettered = [word.y1 - word.y0 for word in line if _LETTER.search(word.text)]
    if not lettered:
        return line
    tall = max(lettered)
    same = [word for word in line if word.y1 - word.y0 >= _SAME_HEIGHT * tall]
    top, bottom = min(word.y0 for word in same), max(word.y1 for word in same)
    if bottom - top > _SLANTED * tall:
        return line
    room = round(_ROOM * tall)
    return [
        word._replace(y0=top - room, y1=bottom + room)
        if word in same or not _LETTER.search(word.text)
        else word._replace(y0=word.y0 - room, y1=word.y1 + room)
        for word in line
    ]


def _joined(words: Sequence[_Seen]) -> list[_Seen]:
    """Return the words with Hangul that Tesseract took apart put together again."""
    joined: list[_Seen] = []
    for word in words:
        last = joined[-1] if joined else None
        if last is not None and last.line == word.line and _may_join(last.text[-1]) and _is_hangul(word.text[0]):
            height = max(last.y1 - last.y0, word.y1 - word.y0)
            if word.x0 - last.x1 < _JOINED_GAP_EM * height:
                joined[-1] = _Seen(
                    last.text + word.text,
                    min(last.confidence, word.confidence),
                    min(last.x0, word.x0),
                    min(last.y0, word.y0),
                    max(last.x1, word.x1),
                    max(last.y1, word.y1),
                    word.line,
                )
                continue
        joined.append(word)
    return joined


def _may_join(letter: str) -> bool:
    """Return whether Hangul that stands close to a letter belongs to it: 2024 and 년."""
    return _is_hangul(letter) or letter.isdigit() or letter == "%"


def _is_hangul(letter: str) -> bool:
    return "가" <= letter <= "힣"


def _lines(seen: Sequence[_Seen]) -> list[list[_Seen]]:
    lines: dict[int, list[_Seen]] = {}
    for word in seen:
        lines.setdefault(word.line, []).append(word)
    return [line for line in lines.values() if _value(line) > 0]


def _value(line: Sequence[_Seen]) -> float:
    """Return how much of a line was read surely: letters of words above the floor, weighted by their confidence."""
    return sum(len(word.text) * (word.confidence - _SURE_ENOUGH) for word in line)


def _frame(line: Sequence[_Seen]) -> tuple[int, int, int, int]:
    return (
        min(word.x0 for word in line),
        min(word.y0 for word in line),
        max(word.x1 for word in line),
        max(word.y1 for word in line),
    )


def _overlap(one: Sequence[_Seen], other: Sequence[_Seen]) -> float:
    """Return the share of the smaller line's frame that the two have in common."""
    ax0, ay0, ax1, ay1 = _frame(one)
    bx0, by0, bx1, by1 = _frame(other)
    wide, high = min(ax1, bx1) - max(ax0, bx0), min(ay1, by1) - max(ay0, by0)
    smaller = min((ax1 - ax0) * (ay1 - ay0), (bx1 - bx0) * (by1 - by0))
    return wide * high / smaller if wide > 0 and high > 0 and smaller > 0 else 0.0
