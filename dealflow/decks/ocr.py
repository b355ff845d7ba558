"""Words out of pictures, by Tesseract with its Korean and English data (the optional extra ``ocr``).

Two readings of each picture are merged: as drawn, and with its background flattened, so that dark text on light and
light text on dark both stand out. A third one, with thin lines rubbed out, adds the big figures within circles and
boxes, which Tesseract takes for drawings. Sparse-text mode, since slides have no columns of prose. Of two readings of
one place the surer one counts. Ink that is left over is looked at again, spot by spot. Measured: docs/extraction.md.
"""

from __future__ import annotations

import os
import threading
import time
import unicodedata
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from dealflow.decks import relook
from dealflow.decks.misread import mended
from dealflow.decks.patience import Patience, endless
from dealflow.decks.seen import QUITE_SURE, Seen, enlarged, is_hangul, lines_of, merged, overlap, words_of
from dealflow.domain.claims.page import Box, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.Image import Image
    from tesserocr import PyLTRResultIterator

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
_SUREST = 0.99
_BIG_PX = 1400
_RUBBED_PX = 5
"""Lines up to four pixels thick go; the strokes of big figures stay."""
_PATIENCE_MS = 30_000
"""Of a picture that takes longer, what was read by then counts."""
_GLUED_GAP_EM = 0.35
_PERCENT = 100.0
_TALLEST = 0.3
_HANGUL_FOOT = 0.1
"""Tesseract's own line is no good guide for Hangul."""


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


def read_picture(
    picture: Image, place: Box, long_side_px: int = LONG_SIDE_PX, allowed: Patience | None = None
) -> tuple[Word, ...]:
    """Return the words of a picture that fills ``place`` on its page, line by line, with their confidence (below 1).

    What was read when the patience ``allowed`` ran out comes back; ask it whether that is all.

    Raises:
        RuntimeError: Tesseract is not available; ask ``is_available`` first.
    """
    patience = allowed or endless()
    grey = _scaled(picture.convert("L"), long_side_px)
    across = place.width_pt / grey.width
    down = place.height_pt / grey.height
    lines = lines_of(_seen(grey, patience))
    if not patience.is_over():
        marks = _flattened(grey)
        lines = merged(lines, lines_of(_seen(marks, patience)))
        lines += _outlined(grey, lines, patience)
        lines = relook.with_rest(grey, marks, lines, lambda part: _read_line(part, patience))
    seen = mended(words_of(lines))
    return tuple(_word(one, after, place, across, down) for one, after in zip_longest(seen, seen[1:]) if one)


def _word(one: Seen, after: Seen | None, place: Box, across: float, down: float) -> Word:
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


def _seen(grey: Image, patience: Patience, mode: int | None = None) -> list[Seen]:
    import tesserocr  # noqa: PLC0415 -- an optional extra

    if patience.is_over():
        return []

    reader = getattr(_READERS, "reader", None)
    if reader is None:
        reader = _READERS.reader = tesserocr.PyTessBaseAPI(
            path=data_folder(), lang="+".join(LANGUAGES), psm=tesserocr.PSM.SPARSE_TEXT, oem=tesserocr.OEM.LSTM_ONLY
        )
    reader.SetPageSegMode(tesserocr.PSM.SPARSE_TEXT if mode is None else mode)
    reader.SetImage(grey)
    reader.SetSourceResolution(150)
    most_ms, began = max(1, round(min(_PATIENCE_MS, 1000 * patience.left_s()))), time.monotonic()
    is_done = reader.Recognize(most_ms)
    patience.is_cut = patience.is_cut or (not is_done and 1000 * (time.monotonic() - began) >= most_ms)
    return [word for word in _walk(reader.GetIterator()) if mode is not None or _is_of_type(word, grey.height)]


def _is_of_type(word: Seen, height_px: int) -> bool:
    """Return whether a word is of a size that words have; bars and circles are taken for letters."""
    return word.y1 - word.y0 <= _TALLEST * height_px or any(map(str.isdigit, word.text))


def _read_line(picture: Image, patience: Patience) -> list[Seen]:
    """Return the words of a picture of one line."""
    import tesserocr  # noqa: PLC0415 -- an optional extra

    return _seen(picture, patience, tesserocr.PSM.SINGLE_LINE)


def _walk(iterator: object) -> Iterator[Seen]:
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
            yield Seen(text, place.Confidence(level) / _PERCENT, x0, y0, x1, y1, line, _base(place, text, y0, y1))


def _base(place: PyLTRResultIterator, text: str, y0: int, y1: int) -> float:
    """Return how far down the line is that a word's letters stand on; Hangul stands on its foot, nearly."""
    import tesserocr  # noqa: PLC0415 -- an optional extra

    if any(map(is_hangul, text)):
        return y1 - _HANGUL_FOOT * (y1 - y0)
    line = place.Baseline(tesserocr.RIL.WORD)
    base = (line[0][1] + line[1][1]) / 2 if line else y1
    return base if y0 < base <= y1 else y1


def _outlined(grey: Image, known: Sequence[list[Seen]], patience: Patience) -> Iterator[list[Seen]]:
    """Yield the big figures that stand where nothing else was read: thin lines are rubbed out for them."""
    from PIL import ImageFilter  # noqa: PLC0415 -- as above

    share = min(_BIG_PX / max(grey.size), 1.0)
    small = grey.resize((max(round(grey.width * share), 1), max(round(grey.height * share), 1)))
    bold = _flattened(small).filter(ImageFilter.MaxFilter(_RUBBED_PX)).filter(ImageFilter.MinFilter(_RUBBED_PX))
    for line in lines_of(_seen(bold, patience)):
        full = [enlarged(word, 1 / share) for word in line]
        is_figure = any(word.confidence >= QUITE_SURE and _is_figure(word.text) for word in full)
        if is_figure and not any(overlap(full, other) > 0 for other in known):
            yield full


def _is_figure(text: str) -> bool:
    return len(text) > 1 and any(map(str.isdigit, text))
