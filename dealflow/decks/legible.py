"""Whether a page's text layer is real: fonts without a map to Unicode give letters that were never printed."""

from __future__ import annotations

import re
from itertools import repeat
from typing import Final

from dealflow.decks import pdfium

_SAMPLE: Final = 32
_MUCH_UNMAPPED: Final = 0.1
_MUCH_UNREAL: Final = 0.05
_MUCH_ACCENTED: Final = 0.3
_FEW: Final = 5
_LIKE_LANGUAGE: Final = 0.3
_INK = re.compile(r"[^\s]")
_UNREAL = re.compile("[\ue000-\uf8ff\ufffd\u3400-\u4dbf\U00020000-\U0003ffff\U000f0000-\U0010ffff]")
"""Private use, the replacement character, and the ideographs that nobody writes but a wrong decoder."""
_ACCENTED = re.compile("[\u00a1-\u00ff]")
"""Korean of an old encoding taken for Latin comes out as bursts of these."""
_LOWER_OR_HANGUL = re.compile("[a-z가-힣]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


def is_real(text: int, characters: str) -> bool:
    """Return whether the characters of a page's text layer are those that are printed; hold the lock.

    A page is not real if a tenth of its letters have no map to Unicode and do not look like language, if a
    twentieth are characters that nobody writes, or if accented letters come in bursts as no language has them.
    """
    if not characters.isascii() and not is_written(characters):
        return False
    if not _has_unmapped(text, characters):
        return True
    inked, handle = [match.start() for match in _INK.finditer(characters)], pdfium.passed(text)
    unmapped = "".join(characters[place] for place in inked if pdfium.has_map_error(handle, place) == 1)
    return len(unmapped) < max(_MUCH_UNMAPPED * len(inked), 1) or _is_like_language(unmapped)


def is_written(characters: str) -> bool:
    """Return whether the characters are of kinds that people write."""
    unreal, accented = len(_UNREAL.findall(characters)), len(_ACCENTED.findall(characters))
    if max(unreal, accented) <= _FEW:
        return True
    inked = len(_INK.findall(characters))
    is_unreal = unreal > max(_MUCH_UNREAL * inked, _FEW)
    return not is_unreal and accented <= max(_MUCH_ACCENTED * inked, _FEW)


def _has_unmapped(text: int, characters: str) -> bool:
    """Return whether any of some letters spread over the page has no map to Unicode: cheap, every page pays for it."""
    step = max(len(characters) // _SAMPLE, 1)
    places = [place for place in range(0, len(characters), step) if not characters[place].isspace()]
    return 1 in map(pdfium.has_map_error, repeat(pdfium.passed(text)), places[: 2 * _SAMPLE])


def _is_like_language(letters: str) -> bool:
    """Return whether letters without a map read like language all the same: some writers use Unicode as their codes."""
    written = len(_LOWER_OR_HANGUL.findall(letters))
    return written >= _LIKE_LANGUAGE * len(letters) and not _CONTROL.search(letters)
