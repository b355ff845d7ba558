"""Reading: decks that wait are read in sandboxed workers, in the background, and survive restarts."""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Condition, Thread
from typing import Literal

from dealflow.actions.sandboxed import read_file
from dealflow.actions.workspace import By, Workspace, commit, new_id, record
from dealflow.domain.calendar import korean_day
from dealflow.domain.deck import Deck, DeckState, RefusalReason
from dealflow.domain.events import DeckRead, DeckRefused
from dealflow.domain.facts import Reading
from dealflow.errors import ChangedMeanwhileError, DealflowError, NotFoundError, UnreadableDeckError
from dealflow.store.ledger import queries_decks
from dealflow.store.ledger.queries import Session

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a deck is in this process, and since when."""

    state: Literal["waiting", "reading"]
    since: datetime


def read_one(ws: Workspace, deck_id: str, *, at: datetime, source: str = "worker") -> DeckState:
    """Read a deck that waits, note the outcome, and return the deck's state.

    A deck that does not wait is left alone; of two readers of one deck the second loses quietly.

    Raises:
        NotFoundError: there is no such deck.
    """
    deck = _deck(ws, deck_id)
    if deck.state is not DeckState.QUEUED:
        return deck.state
    try:
        outcome: DeckRead | DeckRefused = _as_event(_read(ws, deck), deck_id)
    except UnreadableDeckError as error:
        outcome = DeckRefused(deck_id, error.reason)

    def work(session: Session) -> None:
        record(ws, session, [outcome], By("system", at, source), after=deck.seq)

    try:
        commit(ws, work)
    except ChangedMeanwhileError:
        return _deck(ws, deck_id).state
    return DeckState.READ if isinstance(outcome, DeckRead) else DeckState.REFUSED


def _deck(ws: Workspace, deck_id: str) -> Deck:
    with ws.ledger.read() as session:
        deck = queries_decks.deck_to_read(session, ws.name, deck_id)
    if deck is None:
        raise NotFoundError(kind="deck", id=deck_id)
    return deck


def _read(ws: Workspace, deck: Deck) -> Reading:
    """Return what a deck's file says, as of the day it came in: reading it again gives the same.

    Raises:
        UnreadableDeckError: it cannot be read, or the file is gone.
    """
    if not ws.files.has(deck.sha256):
        raise UnreadableDeckError(reason=RefusalReason.MISSING)
    return read_file(ws.files.get(deck.sha256), deck.file_name, read_on=korean_day(deck.received_at))


def _as_event(reading: Reading, deck_id: str) -> DeckRead:
    """Return the reading as an event; claim ids become the deck's own, so that two copies of a file share none."""
    return DeckRead(
        deck_id=deck_id,
        extractor=reading.extractor,
        reader=reading.reader,
        page_sizes_pt=reading.page_sizes_pt,
        suggestions=reading.suggestions,
        claims=tuple(replace(claim, id=new_id("claim", deck_id, claim.id)) for claim in reading.claims),
        unread_pages=reading.unread_pages,
    )


def _now() -> datetime:
    """Return the present moment: the room has no front end behind it that could tell."""
    return datetime.now(UTC)


class ReadingRoom:
    """Readers in the background, one room a process: it goes on whatever page or session is looked at.

    What waits is kept in the ledger, not here: ``start`` resumes what an earlier process left unread.
    """

    def __init__(self, ws: Workspace, *, clock: Callable[[], datetime] = _now) -> None:
        self._ws = ws
        self._clock = clock
        self._progress: dict[str, Progress] = {}
        self._changed = Condition()
        self._waiting: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._readers: list[Thread] = []

    def start(self, *, resume: bool = True) -> None:
        """Let the readers begin; ``resume``: with what any earlier process left unread."""
        if not self._readers:
            self._readers = [
                Thread(target=self._serve, name=f"reader-{number}", daemon=True)
                for number in range(max(1, self._ws.settings.readers))
            ]
            for reader in self._readers:
                reader.start()
        if not resume:
            return
        with self._ws.ledger.read() as session:
            left = queries_decks.unread(session, self._ws.name)
        for deck_id in left:
            self.submit(deck_id)

    def submit(self, deck_id: str) -> None:
        """Let a deck be read in its turn; one that waits or is being read already is not queued twice."""
        with self._changed:
            if deck_id in self._progress:
                return
            self._progress[deck_id] = Progress("waiting", self._clock())
        self._waiting.put(deck_id)

    def progress(self) -> dict[str, Progress]:
        """Return the decks that wait or are being read in this process."""
        with self._changed:
            return dict(self._progress)

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until nothing is left to read, and say whether that came to pass in time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._progress, timeout_s)

    def stop(self, timeout_s: float = 30.0) -> None:
        """Let the readers finish what they hold, and end; what still waits is resumed by the next start."""
        with suppress(queue.Empty):
            while True:
                self._waiting.get_nowait()
        for _ in self._readers:
            self._waiting.put(None)
        for reader in self._readers:
            reader.join(timeout_s)
        self._readers = []
        with self._changed:
            self._progress.clear()
            self._changed.notify_all()

    def _serve(self) -> None:
        """Read one deck after the other until told to end."""
        while (deck_id := self._waiting.get()) is not None:
            with self._changed:
                self._progress[deck_id] = Progress("reading", self._clock())
            try:
                read_one(self._ws, deck_id, at=self._clock())
            except DealflowError as error:
                _log.warning("deck %s stays unread: %s", deck_id, error)
            except Exception:  # noqa: BLE001  # the edge of a worker thread: the other decks go on
                _log.exception("deck %s stays unread", deck_id)
            finally:
                with self._changed:
                    self._progress.pop(deck_id, None)
                    self._changed.notify_all()
