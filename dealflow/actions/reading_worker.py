"""Read one deck: the file on stdin, its claims as JSON on stdout. Run in the sandbox: ``reading_worker NAME [DAY]``.

It writes plain JSON and imports no validation library, since every deck pays for the start of its worker.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from dealflow.actions.worker_edge import answer
from dealflow.catalogue.metrics import load_metrics
from dealflow.decks.read import read_deck
from dealflow.domain.facts import Reading
from dealflow.domain.page import DeckText
from dealflow.extract import EXTRACTOR, read_claims
from dealflow.extract.company import suggest_company


def read(data: bytes, file_name: str, read_on: date | None = None) -> Reading:
    """Return what a deck's file says: pages, suggestions of its company, and claims.

    Raises:
        UnreadableDeckError: with the one reason why it cannot be read.
    """
    deck = read_deck(data, file_name)
    return Reading(
        extractor=EXTRACTOR,
        reader=deck.reader,
        page_sizes_pt=tuple((page.width_pt, page.height_pt) for page in deck.pages),
        unread_pages=unread_pages(deck),
        suggestions=suggest_company(deck, file_name),
        claims=read_claims(deck, load_metrics(), read_on=read_on),
    )


def unread_pages(deck: DeckText) -> tuple[int, ...]:
    """Return the 1-based numbers of the pages that show pictures and have no words."""
    return tuple(page.number for page in deck.pages if not page.words and page.picture_share > 0)


def _plain(value: object) -> str:
    """Return a value that JSON does not know as text."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    message = f"cannot write {type(value).__name__}"
    raise TypeError(message)


def main(arguments: list[str]) -> int:
    """Return the exit code: 0 with the reading on stdout, 3 with the reason on stderr."""
    file_name, *rest = arguments
    read_on = date.fromisoformat(rest[0]) if rest else None
    return answer(
        lambda data: json.dumps(asdict(read(data, file_name, read_on)), default=_plain, ensure_ascii=False).encode()
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
