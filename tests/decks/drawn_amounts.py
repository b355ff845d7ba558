"""Amounts drawn by chance as a picture: signs, scales, types, sizes, ink and ground, turned, blurred, packed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFilter, ImageFont

if TYPE_CHECKING:
    from random import Random

FONTS: Final = tuple(
    path
    for path in (
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
        "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
        "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
        "/usr/share/fonts/truetype/nanum/NanumGothic.ttf",
        "/usr/share/fonts/truetype/nanum/NanumGothicBold.ttf",
        "/usr/share/fonts/truetype/nanum/NanumMyeongjo.ttf",
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    )
    if Path(path).is_file()
)
"""What ``make debian`` brings."""
SIGNS: Final = ("$", "₩", "€", "£", "₹", "")
ENDS: Final = ("", "K", "M", "B", "%", "m", "bn", " million", "+", "x")
GROUNDS: Final = {
    "plain": ("#ffffff", "#111111"),
    "dark": ("#1f3864", "#ffffff"),
    "black": ("#000000", "#ffd24a"),
    "coloured": ("#2e75b6", "#ffffff"),
    "faint": ("#ffffff", "#a9a9a9"),
    "faint on dark": ("#404040", "#9a9a9a"),
}
KINDS: Final = ("flat", "turned", "blurred", "packed")
SIZES_PX: Final = (18, 22, 28, 40, 64, 110)
COLUMNS, ROWS = 3, 8
WIDTH_PX, HEIGHT_PX = 2000, 1125
_MISSING: Final = "\uffff"


@dataclass(frozen=True)
class Drawn:
    """One amount, how it was drawn, and the cell of the picture that it stands in, in pixels."""

    text: str
    sign: str
    ground: str
    size_px: int
    font: str
    cell: tuple[int, int, int, int]


def amount(chance: Random, sign: str) -> str:
    """Return an amount with a sign: 1,240, 38.5M, 7."""
    digits = chance.choice((1, 2, 3, 4, 6))
    number = chance.randrange(10 ** (digits - 1), 10**digits)
    text = f"{number:,}"
    if digits <= 3 and chance.random() < 0.5:
        text = f"{number}.{chance.randrange(10)}"
    end = chance.choice(ENDS)
    return f"{sign}{text}{end if not sign or end not in ('%', 'x') else ''}"


def spells(path: str, text: str) -> bool:
    """Say whether a type has every letter of a text."""
    font = ImageFont.truetype(path, 40)
    none = bytes(font.getmask(_MISSING))
    return all(letter == " " or bytes(font.getmask(letter)) != none for letter in text)


def picture(chance: Random, kind: str) -> tuple[Image.Image, list[Drawn]]:
    """Return a picture of 24 amounts, spoiled in a way of ``KINDS``, and what stands where in it."""
    paper = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), "white")
    wide, high = WIDTH_PX // COLUMNS, HEIGHT_PX // ROWS
    drawn = []
    for place in range(COLUMNS * ROWS):
        x, y = place % COLUMNS * wide, place // COLUMNS * high
        drawn.append(_cell(paper, (x, y, x + wide, y + high), chance))
    return _spoiled(paper, kind, chance), drawn


def _cell(paper: Image.Image, cell: tuple[int, int, int, int], chance: Random) -> Drawn:
    sign = chance.choice(SIGNS)
    text, ground = amount(chance, sign), chance.choice(tuple(GROUNDS))
    font = chance.choice([path for path in FONTS if spells(path, text)])
    size = chance.choice(SIZES_PX)
    type_ = ImageFont.truetype(font, size)
    while type_.getlength(text) > (cell[2] - cell[0]) * 0.85:
        size = round(size * 0.8)
        type_ = ImageFont.truetype(font, size)
    pen = ImageDraw.Draw(paper)
    paper_colour, ink = GROUNDS[ground]
    pen.rectangle((cell[0] + 6, cell[1] + 4, cell[2] - 6, cell[3] - 4), fill=paper_colour)
    left, top, right, foot = type_.getbbox(text)
    x = cell[0] + 20 + chance.random() * max(cell[2] - cell[0] - 40 - (right - left), 0)
    y = (cell[1] + cell[3]) / 2 - (top + foot) / 2
    pen.text((x, y), text, ink, type_)
    return Drawn(text, sign, ground, size, Path(font).stem, cell)


def _spoiled(paper: Image.Image, kind: str, chance: Random) -> Image.Image:
    if kind == "turned":
        return paper.rotate(chance.choice((-1.0, 1.0)) * 0.7, Image.Resampling.BICUBIC, fillcolor="white")
    if kind == "blurred":
        return paper.filter(ImageFilter.GaussianBlur(1.2))
    if kind == "packed":
        file = io.BytesIO()
        paper.save(file, "JPEG", quality=35)
        return Image.open(file).convert("RGB")
    return paper
