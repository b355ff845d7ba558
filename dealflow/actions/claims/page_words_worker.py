"""Write the words of one page of a deck as JSON on stdout. Run in the sandbox: ``page_words_worker PAGE``.

Pictures are not read: this answers while a person waits, and a picture is proved by a box.
"""

from __future__ import annotations

import json
import sys

from dealflow.actions.claims.worker_io import answer
from dealflow.decks.read import read_deck
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError


def words(data: bytes, page: int) -> bytes:
    """Return the page's words, each as its text, its box in points and whether it is hidden; none for a picture.

    Raises:
        UnreadableDeckError: the file cannot be read.
    """
    try:
        deck = read_deck(data, with_ocr=False)
    except UnreadableDeckError as error:
        if error.reason != RefusalReason.IMAGE_ONLY:
            raise
        return b"[]"
    found = [word for other in deck.pages if other.number == page for word in other.words]
    return json.dumps([[word.text, *word.box, word.hidden] for word in found]).encode()


def main(arguments: list[str]) -> int:
    """Return the exit code: 0 with the words on stdout, 3 with the reason on stderr."""
    page = int(arguments[0])
    return answer(lambda data: words(data, page))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
