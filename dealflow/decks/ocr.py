"""Words out of pictures, by Tesseract with its Korean and English data (the optional extra ``ocr``).

Two readings of each picture are merged: as drawn, and with its background flattened, so that dark text on light and
light text on dark both stand out. Sparse-text mode, since slides have no columns of prose. Of two readings of one
place the surer one counts. Measured: docs/extraction.md.
"""

from __future__ import annotations

import os
import threading
import unicodedata
from functools import lru_cache
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
    try:
        import tesserocr  # noqa: F401, PLC0415 -- an optional extra
    except ImportError:
        return False
    return data_folder() is not None


def read_picture(picture: Image, place: Box) -> tuple[Word, ...]:
    """Return the words of a picture that fills ``place`` on its page, line by line, with their confidence (0 to 1).

    Raises:
        RuntimeError: Tesseract is not available; ask ``is_available`` first.
    """
    grey = _scaled(picture.convert("L"))
    across = place.width_pt / grey.width
    down = place.height_pt / grey.height
    seen = _merged(_seen(grey), _seen(_flattened(grey)))
    return tuple(_word(one, after, place, across, down) for one, after in zip(seen, [*seen[1:], None], strict=True))


def _word(one: _Seen, after: _Seen | None, place: Box, across: float, down: float) -> Word:
    box = Box(
        place.x0_pt + one.x0 * across,
        place.y0_pt + one.y0 * down,
        place.x0_pt + one.x1 * across,
        place.y0_pt + one.y1 * down,
    )
    near = after is not None and after.line == one.line and 0 <= after.x0 - one.x1 < _GLUED_GAP_EM * (one.y1 - one.y0)
    return Word(unicodedata.normalize("NFC", one.text), box, box.height_pt, one.confidence, glued=near)


def _scaled(grey: Image) -> Image:
    from PIL import Image as pillow  # noqa: N813, PLC0415 -- Pillow's module is called as its class

    share = LONG_SIDE_PX / max(grey.size)
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
    reader.Recognize()
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


def _merged(drawn: Sequence[_Seen], flattened: Sequence[_Seen]) -> list[_Seen]:
    """Return the lines of both readings; of two lines at one place the surer one, whole."""
    first, second = _lines(drawn), _lines(flattened)
    kept: list[list[_Seen]] = []
    for line in first:
        rivals = [other for other in second if _overlap(line, other) > _SAME_PLACE]
        if not rivals or all(_value(line) >= _value(other) for other in rivals):
            kept.append(line)
    for line in second:
        if not any(_overlap(line, other) > _SAME_PLACE for other in kept):
            kept.append(line)
    words = [
        word._replace(line=number)
        for number, line in enumerate(kept)
        for word in line
        if word.confidence >= _SURE_ENOUGH
    ]
    return _joined(sorted(words, key=lambda word: (word.line, word.x0)))


def _joined(words: Sequence[_Seen]) -> list[_Seen]:
    """Return the words with Hangul that Tesseract took apart put together again."""
    joined: list[_Seen] = []
    for word in words:
        last = joined[-1] if joined else None
        if last is not None and last.line == word.line and _is_hangul(last.text[-1]) and _is_hangul(word.text[0]):
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
