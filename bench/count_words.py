"""Reads the deck on standard input and prints its pages and words; run by bench/nasty.py within limits."""

from __future__ import annotations

import json
import sys

from dealflow.decks import sandbox
from dealflow.decks.read import read_deck
from dealflow.errors import UnreadableDeckError


def main() -> int:
    """Print pages, words and the reader as one line of JSON; return 3 with the reason on standard error."""
    try:
        deck = read_deck(sys.stdin.buffer.read(), sys.argv[1])
    except UnreadableDeckError as error:
        print(sandbox.complain(error), file=sys.stderr)
        return 3
    words = sum(len(page.words) for page in deck.pages)
    print(json.dumps({"pages": len(deck.pages), "words": words, "reader": deck.reader}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
