"""Words drawn on a picture of a page at the places where they were read."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from dealflow.domain.claims.page import Page, Word

_FONTS: Final = (
    "/usr/share/fonts/truetype/nanum/NanumGothic.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/System/Library/Fonts/AppleSDGothicNeo.ttc",
    r"C:\Windows\Fonts\malgun.ttf",
)
_INK: Final = "#1f2933"
FAINT: Final = "#9aa5b1"
_LETTERS_SHARE: Final = 0.8
_SMALLEST_PX: Final = 5


def write_words(pen: ImageDraw, page: Page, scale: float, below_pt: float = 0.0) -> None:
    """Write a page's words that stand below a height; where no font has their letters, their boxes."""
    for word in page.words:
        if word.box.y0_pt < below_pt:
            continue
        font = _font(max(int(word.size_pt * scale * _LETTERS_SHARE), _SMALLEST_PX))
        if font is None:
            pen.rectangle(tuple(side * scale for side in word.box), outline=FAINT)
        else:
            _write_word(pen, word, scale, font)


def _write_word(pen: ImageDraw, word: Word, scale: float, font: FreeTypeFont) -> None:
    middle = ((word.box.x0_pt + word.box.x1_pt) / 2 * scale, (word.box.y0_pt + word.box.y1_pt) / 2 * scale)
    pen.text(middle, word.text, _INK, font, anchor="mm")


@lru_cache(maxsize=64)
def _font(size_px: int) -> FreeTypeFont | None:
    from PIL import ImageFont

    path = next((font for font in _FONTS if Path(font).is_file()), None)
    return ImageFont.truetype(path, size_px) if path else None
