"""Make a house's mark of a picture on stdin: a small PNG on stdout, without whatever else was in it. In the sandbox."""

from __future__ import annotations

import io
import sys
from typing import Final

from dealflow.actions.claims.worker_io import answer
from dealflow.decks.images import open_image

MOST_PIXELS: Final = (600, 200)
"""As wide and high as any paper prints it: 5 by 1.7 cm at 300 points an inch."""


def mark(data: bytes) -> bytes:
    """Return a PNG or JPEG as a small PNG on white paper.

    Raises:
        UnreadableDeckError: it cannot be read, or is too large.
    """
    picture = open_image(data)
    picture.thumbnail(MOST_PIXELS)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(answer(mark))
