"""Lines that may be Hangul: PP-OCRv6, which knows none, leaves them empty, doubts them, or passes over their ink."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dealflow.decks import hangul, prints
from dealflow.decks.seen import Seen, is_hangul

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    from dealflow.decks.ppocr import Print

ODD_LETTER: Final = re.compile("[\u2e80-\u9fff\u3040-\u30ff\uac00-\ud7af\uf900-\ufaff]")
_SURE: Final = 0.8
_WIDE: Final = 1.5
_LOWEST_PX: Final = 12
_PASSED_OVER: Final = 0.12
_BLIND_FEWEST: Final = 2
_BLIND_SHARE: Final = 0.25
"""Where Tesseract cannot look: so many odd lines, and a picture counts as one with Hangul. Of 33 Korean pages all but
four with next to no Hangul have such a share, of 170 others 14."""
_SURE_HANGUL: Final = 0.6
_LOOKED_AT: Final = 8


def is_odd(reading: Print, grey: NDArray[np.uint8]) -> bool:
    """Say whether a line may be one of Hangul: empty, with Han or kana, in doubt, or with ink that nothing explains."""
    text = reading.text.strip()
    high = reading.line.y1 - reading.line.y0
    if high < _LOWEST_PX:
        return False
    if not text:
        return reading.line.x1 - reading.line.x0 >= _WIDE * high
    if ODD_LETTER.search(text) or (reading.sure < _SURE and len(text) > 1):
        return True
    return prints.unexplained(reading, grey) > _PASSED_OVER


def has_hangul(grey: Image, readings: Sequence[Print], odd: Sequence[bool]) -> bool:
    """Say whether a picture has Hangul: Tesseract sees it in one of the largest odd lines.

    Where Tesseract is not there, a share of odd lines has to do.
    """
    doubted = [reading for reading, is_one in zip(readings, odd, strict=True) if is_one]
    if not hangul.is_available():
        return len(doubted) >= max(_BLIND_FEWEST, _BLIND_SHARE * len(readings))
    largest = sorted(doubted, key=lambda reading: reading.line.y0 - reading.line.y1)[:_LOOKED_AT]
    return any(is_sure_hangul(hangul.read_line(grey, reading.line, 0)) for reading in largest)


def is_sure_hangul(words: Sequence[Seen]) -> bool:
    """Say whether any of the words that Tesseract read in a line is surely one of Hangul."""
    return any(word.confidence >= _SURE_HANGUL and any(map(is_hangul, word.text)) for word in words)
