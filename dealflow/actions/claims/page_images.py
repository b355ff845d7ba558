"""Pages as pictures and as words, and decks as files, for those who may see the deck."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from typing import Final

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.decks import office, sandbox
from dealflow.decks.sniff import Kind, kind_of
from dealflow.domain.claims.deck import Deck
from dealflow.domain.claims.page import Box, Page, Word
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.domain.people.access import Act, require
from dealflow.domain.values.typed_units import typed_scale
from dealflow.errors import DealflowError, InvalidInputError, NotFoundError, UnreadableDeckError
from dealflow.extract.headed_numbers import headed_numbers
from dealflow.store.ledger.queries import decks, search

WORKER: Final = "dealflow.actions.claims.page_image_worker"
WORDS_WORKER: Final = "dealflow.actions.claims.page_words_worker"
_KEPT_BYTES: Final = 64_000_000
_SHARPEST_DPI: Final = 300
_USUAL_PAGE: Final = (960.0, 540.0)


class _Shelf:
    """Pictures by content hash, page and sharpness; the longest unused ones go first when it is full."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._pictures: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: tuple[str, int, int]) -> bytes | None:
        """Return the picture, or nothing."""
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
            return self._pictures.get(key)

    def put(self, key: tuple[str, int, int], picture: bytes) -> None:
        """Keep a picture."""
        with self._lock:
            if key not in self._pictures:
                self._pictures[key] = picture
                self._bytes += len(picture)
            while self._bytes > self._most_bytes and len(self._pictures) > 1:
                self._bytes -= len(self._pictures.popitem(last=False)[1])


_shelf: Final = _Shelf(_KEPT_BYTES)
_drawing: Final = Lock()
"""One LibreOffice at a time: it takes both cores for seconds, and the next page waits for the same file."""
_ahead: Final = ThreadPoolExecutor(1, "pictures-ahead")
_first: Final = ThreadPoolExecutor(1, "pictures-first")
PICTURE_DPI: Final = 110
"""How sharp slides are in the review."""


def get_ready() -> None:
    """Have at hand what draws the next picture: its imports are half of the wait for the first one."""
    sandbox.get_ready(WORKER)


def page_picture(looking: Looking, deck_id: str, page: int, *, dpi: int = 100) -> bytes:
    """Return a page (from 1) as JPEG, drawn in the sandbox and kept in memory.

    Raises:
        NotFoundError: there is no deck that the viewer may see.
        InvalidInputError: the deck has no such page, or the picture would be larger than 300 dpi.
        UnreadableDeckError: the page cannot be drawn.
    """
    deck = _seen(looking, deck_id)
    if deck.refusal == RefusalReason.RETENTION:
        raise UnreadableDeckError(reason=RefusalReason.RETENTION)
    if not 1 <= page <= len(deck.page_sizes_pt):
        raise InvalidInputError(field="page", problem="unknown", value=page)
    if not 1 <= dpi <= _SHARPEST_DPI:
        raise InvalidInputError(field="dpi", problem="out_of_range", value=dpi)
    picture = picture_of(looking.ws, deck.sha256, page, dpi)
    if page < len(deck.page_sizes_pt):
        _ahead.submit(_draw_ahead, looking.ws, deck.sha256, page + 1, dpi)
    return picture


def draw_ahead(looking: Looking, deck_id: str, page: int, *, dpi: int = PICTURE_DPI) -> None:
    """Begin to draw a page of a PDF that will be asked for at once; one that the viewer may not see is none."""
    with looking.ws.ledger.read() as session:
        deck = decks.find_deck(session, looking.ws.name, looking.viewer, deck_id)
    if deck is not None and 1 <= page <= len(deck.page_sizes_pt) and _shelf.get((deck.sha256, page, dpi)) is None:
        _first.submit(_draw_ahead, looking.ws, deck.sha256, page, dpi)


def picture_of(ws: Workspace, sha256: str, page: int, dpi: int) -> bytes:
    """Return a page of a stored file from the shelf, or draw it in the sandbox. Who may see it is asked before.

    Raises:
        NotFoundError: there is no such file.
        UnreadableDeckError: the page cannot be drawn.
    """
    key = (sha256, page, dpi)
    picture = _shelf.get(key)
    if picture is None:
        data = ws.files.get(sha256)
        slides = _slides(sha256, data) if kind_of(data) is Kind.PPTX else b""
        picture = sandbox.run(WORKER, slides + data, arguments=(str(page), str(dpi), str(len(slides))))
        _shelf.put(key, picture)
    return picture


def _slides(sha256: str, data: bytes) -> bytes:
    """Return a PowerPoint file as LibreOffice's PDF, made once and kept; nothing where it cannot be had."""
    key = (sha256, 0, 0)
    with _drawing:
        pdf = _shelf.get(key)
        if pdf is None:
            pdf = office.as_pdf(data) or b""
            _shelf.put(key, pdf)
    return pdf


def _draw_ahead(ws: Workspace, sha256: str, page: int, dpi: int) -> None:
    """Draw the page that will be looked at next; what is wrong with it is told when it is asked for."""
    with suppress(DealflowError):
        picture_of(ws, sha256, page, dpi)


def deck_file(looking: Looking, deck_id: str) -> tuple[str, bytes]:
    """Return a deck's file name and bytes.

    Raises:
        NotFoundError: there is no deck that the viewer may see, or its file was never kept.
    """
    deck = _seen(looking, deck_id)
    if not looking.ws.files.has(deck.sha256):
        raise NotFoundError(kind="file", id=deck_id)
    return deck.file_name, looking.ws.files.get(deck.sha256)


def _seen(looking: Looking, deck_id: str) -> Deck:
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        deck = decks.find_deck(session, looking.ws.name, looking.viewer, deck_id)
    if deck is None:
        raise NotFoundError(kind="deck", id=deck_id)
    return deck


def page_scales(looking: Looking, deck_id: str, page: int, words: Sequence[Word]) -> dict[Box, str]:
    """Return, by the boxes of bare numbers of a page, the scale and unit that its heads print, as they would be typed.

    ``words``: those of ``page_words``.

    Raises:
        NotFoundError: there is no deck that the viewer may see.
    """
    sizes = _seen(looking, deck_id).page_sizes_pt
    width, height = sizes[page - 1] if 1 <= page <= len(sizes) else _USUAL_PAGE
    shown = tuple(word._replace(size_pt=word.size_pt or word.box.height_pt) for word in words if not word.hidden)
    read = Page(page, width, height, shown)
    headed = ((box, typed_scale(*scale)) for box, scale in headed_numbers(read, looking.ws.metrics))
    return {box: scale for box, scale in headed if scale}


def page_words(looking: Looking, deck_id: str, page: int) -> tuple[Word, ...]:
    """Return the words that stand on a page (from 1), as they were kept at its reading, else read anew in the sandbox.

    Raises:
        NotFoundError: there is no deck that the viewer may see, or its file was never kept.
        UnreadableDeckError: the file cannot be read.
    """
    with looking.ws.ledger.read() as session:
        kept = search.page_words(session, looking.ws.name, looking.viewer, deck_id, page)
    if kept is not None:
        return kept
    data = deck_file(looking, deck_id)[1]
    rows = json.loads(sandbox.run(WORDS_WORKER, data, arguments=(str(page),)))
    return tuple(Word(row[0], Box(*row[1:5]), 0.0, hidden=row[5]) for row in rows)
