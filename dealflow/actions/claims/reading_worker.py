"""Read one deck: the file on stdin, its claims as JSON on stdout. Run in the sandbox: ``reading_worker NAME DAY OCR``.

``DAY`` may be empty. ``OCR`` is ``ask``, ``read`` or ``skip``: asked, it answers ``{"pictures": N}`` instead where OCR
would have N pages' worth of pictures to read, so that the sandbox can allow for them. It writes plain JSON and imports
no validation library, since every deck pays for the start of its worker.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from dealflow.actions.claims.worker_io import answer
from dealflow.catalogue.metrics import load_metrics
from dealflow.catalogue.wording import load_wordings
from dealflow.decks import ocr, scans
from dealflow.decks.read import read_deck
from dealflow.domain.claims.claims import Reading
from dealflow.domain.claims.page import Box, DeckText, Gap, Page, PageGap, Word
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError
from dealflow.extract import EXTRACTOR, read_claims
from dealflow.extract.company import suggest_company

PICTURES: Final = "pictures"
"""The only key of an answer that says how many pages' worth of pictures OCR would have to read."""

_WARMING: Final = "매출액 10억원 (2025년) Revenue $2M YoY 30%"
_MOST_WORDS: Final = 5_000
"""Words of one page that can be looked for: ten times as many as the fullest slide has."""


class Ocr(StrEnum):
    """What to do about what only OCR can read."""

    ASK = "ask"
    READ = "read"
    SKIP = "skip"


def read(data: bytes, file_name: str, read_on: date | None = None, *, with_ocr: bool = True) -> Reading:
    """Return what a deck's file says: pages, suggestions of its company, and claims.

    Raises:
        UnreadableDeckError: with the one reason why it cannot be read.
    """
    deck = read_deck(data, file_name, with_ocr=with_ocr)
    return _reading_of(deck if with_ocr else scans.with_pictures_unread(deck), file_name, read_on)


def _reading_of(deck: DeckText, file_name: str, read_on: date | None) -> Reading:
    failed: set[int] = set()
    claims = read_claims(deck, load_metrics(), wordings=load_wordings(), read_on=read_on, failed=failed)
    gaps = page_gaps(deck, failed)
    return Reading(
        extractor=EXTRACTOR,
        reader=deck.reader,
        page_sizes_pt=tuple((page.width_pt, page.height_pt) for page in deck.pages),
        unread_pages=tuple(gap.page for gap in gaps),
        suggestions=suggest_company(deck, file_name),
        claims=claims,
        gaps=gaps,
        words=tuple(_seen_words(page) for page in deck.pages),
    )


def _seen_words(page: Page) -> tuple[Word, ...]:
    """Return the words of a page that whoever looks at it sees, as far as they are kept to be looked for."""
    seen = (word for word in page.words[:_MOST_WORDS] if not word.hidden)
    return tuple(
        Word(word.text.encode("utf-8", "ignore").decode(), Box(*(round(edge, 1) for edge in word.box)), 0.0)
        for word in seen
    )


def page_gaps(deck: DeckText, failed: Collection[int] = ()) -> tuple[PageGap, ...]:
    """Return the pages that were not read wholly, and why; an empty page is none of them.

    ``failed``: the pages on which our own reading of figures failed.
    """
    page_gaps = (
        PageGap(page.number, _gaps(page) + ((Gap.FIGURES,) if page.number in failed else ())) for page in deck.pages
    )
    return tuple(gap for gap in page_gaps if gap.gaps)


def _gaps(page: Page) -> tuple[Gap, ...]:
    """Return what was not read: pictures where there are no words, or too many or too hard for OCR, and what else."""
    is_bare = not page.words and page.picture_share > 0 and Gap.HANGUL not in page.gaps
    has_pictures = is_bare or page.unread_pictures > 0
    return ((Gap.PICTURE,) if has_pictures else ()) + page.gaps


def _plain(value: object) -> str:
    """Return a value that JSON does not know as text."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    message = f"cannot write {type(value).__name__}"
    raise TypeError(message)


def _answer(data: bytes, file_name: str, read_on: date | None, ocr_choice: Ocr) -> bytes:
    """Return the reading as JSON, or how many pictures there are to read, if that is asked and there are some."""
    if ocr_choice is not Ocr.ASK:
        return _written(read(data, file_name, read_on, with_ocr=ocr_choice is Ocr.READ))
    try:
        deck = read_deck(data, file_name, with_ocr=False)
    except UnreadableDeckError as error:
        if error.reason != RefusalReason.IMAGE_ONLY or not ocr.is_available():
            raise
        return json.dumps({PICTURES: min(_whole(error.parameters.get("pages")), scans.MOST_PAGES)}).encode()
    pictures = scans.pages_worth(deck)
    if pictures and ocr.is_available():
        return json.dumps({PICTURES: pictures}).encode()
    return _written(_reading_of(deck, file_name, read_on))


def _whole(count: object) -> int:
    return count if isinstance(count, int) else 1


def _written(reading: Reading) -> bytes:
    plain = asdict(replace(reading, words=())) | {"words": reading.words}  # thousands of words, and asdict copies each
    return json.dumps(plain, default=_plain, ensure_ascii=False).encode()


def warm() -> None:
    """Read one line of no deck, so that the catalogue and its patterns are there.

    With the imports that is most of reading a small deck. The process that readers
    are forked off does it once (``decks.fork_server``).
    """
    texts = _WARMING.split()
    words = (Word(text, Box(72 + 90 * place, 72, 150 + 90 * place, 84), 12.0) for place, text in enumerate(texts))
    _reading_of(DeckText("", (Page(1, 960, 540, tuple(words)),), ""), "deck.pdf", None)


def main(arguments: list[str]) -> int:
    """Return the exit code: 0 with the reading on stdout, 3 with the reason on stderr."""
    file_name, day, text = arguments
    read_on = date.fromisoformat(day) if day else None
    return answer(lambda data: _answer(data, file_name, read_on, Ocr(text)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
