"""Count the pages of a file on stdin and write their number to stdout. Run in the sandbox."""

from __future__ import annotations

import sys

from dealflow.actions.claims.worker_io import answer
from dealflow.decks import pdfium, sniff


def page_count(data: bytes) -> bytes:
    """Return how many pages a PDF has, in digits; a picture has one.

    Raises:
        UnreadableDeckError: the PDF cannot be opened.
    """
    if sniff.kind_of(data) is not sniff.Kind.PDF:
        return b"1"
    with pdfium.document(data) as opened:
        return str(pdfium.count_pages(opened)).encode()


if __name__ == "__main__":
    sys.exit(answer(page_count))
