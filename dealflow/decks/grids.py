"""A table of texts laid out in a box: rows of equal height, columns of equal width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealflow.decks.typeset import Line, placed
from dealflow.domain.claims.page import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dealflow.domain.claims.page import Word

MOST_CELLS: Final = 2000
"""More is data to calculate with, not to be read off a page."""
SIZE_PT: Final = 10.0


def grid_words(
    captions: Sequence[str], rows: Sequence[Sequence[str]], box: Box, *, hidden: bool = False
) -> Iterator[Word]:
    """Yield the words of captions, each over the whole width, and of the rows below them, at their places in a box."""
    lines = len(captions) + len(rows)
    if not lines:
        return
    height = box.height_pt / lines
    width = box.width_pt / max((len(row) for row in rows), default=1)
    for down, caption in enumerate(captions):
        y0 = box.y0_pt + down * height
        yield from placed([Line(caption, SIZE_PT)], Box(box.x0_pt, y0, box.x1_pt, y0 + height), "middle", hidden=hidden)
    for down, row in enumerate(rows, start=len(captions)):
        for across, text in enumerate(row):
            x0, y0 = box.x0_pt + across * width, box.y0_pt + down * height
            cell = Box(x0, y0, x0 + width, y0 + height)
            yield from placed([Line(text, SIZE_PT)], cell, "middle", hidden=hidden)
