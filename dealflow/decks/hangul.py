"""Lines with Hangul in a picture, read by Tesseract with its Korean and English data, one line at a time.

The data are no part of any package: on Debian they come with ``INSTALL``. Where they are missing, pages with Hangul
stay unread and are named.
"""

from __future__ import annotations

import importlib
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dealflow.decks.seen import Seen, is_hangul

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image
    from tesserocr import PyLTRResultIterator, PyTessBaseAPI

    from dealflow.decks.ppocr import Line

INSTALL: Final = "apt-get install tesseract-ocr-kor tesseract-ocr-eng"
LANGUAGES: Final = ("kor", "eng")
_DATA_FOLDERS: Final = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
_HIGH_PX: Final = 56
"""Lines are drawn so high: Tesseract's letters are surest at 30 to 40 pixels, and a line's frame is a half higher."""
_ASIDE_PX: Final = 10
_DARK: Final = 128
_PERCENT: Final = 100.0
_FOOT: Final = 0.1
"""Tesseract's own line is no good guide for Hangul: it stands on its foot, nearly."""


def data_folder() -> str | None:
    """Return the folder that holds the data of both languages; None where it is not installed."""
    named = os.environ.get("TESSDATA_PREFIX")
    for folder in ([named] if named else []) + list(_DATA_FOLDERS):
        if all((Path(folder) / f"{language}.traineddata").is_file() for language in LANGUAGES):
            return folder
    return None


def is_available() -> bool:
    """Say whether Hangul can be read here: the Python package and the data of both languages are installed."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # its threads cost twice the time; read when it is loaded
    try:
        importlib.import_module("tesserocr")
    except ImportError:
        return False
    return data_folder() is not None


def reader() -> str:
    """Return the reader's name and version."""
    import tesserocr

    return str(tesserocr.tesseract_version().splitlines()[0])


_READERS = threading.local()


def read_line(grey: Image, line: Line, number: int) -> list[Seen]:
    """Return the words of a line of a grey picture, in the picture's pixels, under the line's number."""
    return _read(grey, line, number, "+".join(LANGUAGES))


def read_piece(grey: Image, piece: Line, number: int) -> list[Seen]:
    """Return the words of a piece of a line that holds Hangul alone, as ``read_line`` does."""
    return _read(grey, piece, number, LANGUAGES[0])


def _reader(languages: str) -> PyTessBaseAPI:
    """Return this thread's reader of some languages."""
    import tesserocr

    readers: dict[str, PyTessBaseAPI] = _READERS.__dict__.setdefault("readers", {})
    if languages not in readers:
        readers[languages] = tesserocr.PyTessBaseAPI(
            path=data_folder(), lang=languages, psm=tesserocr.PSM.SINGLE_LINE, oem=tesserocr.OEM.LSTM_ONLY
        )
    return readers[languages]


def _read(grey: Image, line: Line, number: int, languages: str) -> list[Seen]:
    from PIL import Image as pillow
    from PIL import ImageOps

    api = _reader(languages)
    share = _HIGH_PX / max(line.y1 - line.y0, 1)
    piece = grey.crop(line)
    piece = piece.resize((max(round(piece.width * share), 1), _HIGH_PX), pillow.Resampling.LANCZOS)
    ground = _median(piece)
    if ground < _DARK:
        piece, ground = ImageOps.invert(piece), 255 - ground
    api.SetImage(ImageOps.expand(piece, _ASIDE_PX, fill=ground))
    api.SetSourceResolution(150)
    api.Recognize()
    return list(_walk(api.GetIterator(), line, share, number))


def _median(grey: Image) -> int:
    counts, half = grey.histogram(), grey.width * grey.height / 2
    seen = 0
    for shade, count in enumerate(counts):
        seen += count
        if seen >= half:
            return shade
    return len(counts) - 1


def _walk(iterator: object, line: Line, share: float, number: int) -> Iterator[Seen]:
    """Yield the words of a finished reading, moved from the drawn line to their places in the picture."""
    import tesserocr

    level = tesserocr.RIL.WORD
    for place in tesserocr.iterate_level(iterator, level) if iterator is not None else ():
        box = place.BoundingBox(level)
        text = "" if box is None or place.Empty(level) else place.GetUTF8Text(level).strip()
        if text:
            x0, y0, x1, y1 = ((side - _ASIDE_PX) / share for side in box)
            base = (_base(place, text, box[1], box[3]) - _ASIDE_PX) / share
            yield Seen(
                text,
                place.Confidence(level) / _PERCENT,
                round(line.x0 + x0),
                round(line.y0 + y0),
                round(line.x0 + x1),
                round(line.y0 + y1),
                number,
                line.y0 + base,
            )


def _base(place: PyLTRResultIterator, text: str, y0: int, y1: int) -> float:
    """Return how far down the drawn line is that a word's letters stand on."""
    import tesserocr

    if any(map(is_hangul, text)):
        return y1 - _FOOT * (y1 - y0)
    line = place.Baseline(tesserocr.RIL.WORD)
    base = (line[0][1] + line[1][1]) / 2 if line else y1
    return base if y0 < base <= y1 else y1
