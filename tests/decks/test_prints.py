"""Words of a printed line are framed by their own ink, also where the lines above and below run into its frame."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from dealflow.decks import ocr, scans
from dealflow.domain.claims.page import Box

ROWS = (
    ("Wages", "$(67,399)", "$(157,064)", "4.5%"),
    ("Rent", "$(95,618)", "$(103,651)", "-12.0%"),
    ("Travel", "$(75,199)", "$(94,335)", "0.0%"),
    ("Licences", "$(60,000)", "$(240,000)", "37.5%"),
    ("Total", "$(298,216)", "$(595,050)", "99.9%"),
)


@pytest.mark.parametrize("pitch_px", [22, 26, 34])
def test_rows_of_a_tight_table_keep_apart(pitch_px: int) -> None:
    picture = Image.new("RGB", (1000, 300), "white")
    pen, type_ = ImageDraw.Draw(picture), ImageFont.load_default(20)
    for down, row in enumerate(ROWS):
        for across, text in enumerate(row):
            pen.text((30 + 240 * across, 40 + pitch_px * down), text, "black", type_)
    looked = ocr.look(picture, scans.FINDING_PX, most=scans.MOST_LINES)
    assert looked is not None
    words = ocr.words_in(looked, Box(0, 0, 1000, 300))
    assert sorted(word.text for word in words) == sorted(text for row in ROWS for text in row)
    heights = [word.box.height_pt for word in words]
    assert max(heights) < 1.35 * min(heights)
    for word in words:
        row = next(down for down, texts in enumerate(ROWS) if word.text in texts)
        assert 40 + pitch_px * row < (word.box.y0_pt + word.box.y1_pt) / 2 < 40 + pitch_px * row + 22
