"""Reading: decks that wait are read in sandboxed workers, in the background, and survive restarts.

A deck that was read before can be read once more: its earlier reading stands until the new one is there, and what
people said of its claims stays with them (``domain.rereading``).
"""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Condition, Thread
from typing import Literal

from dealflow.actions.claims.executors import pool_of, read_by
from dealflow.actions.platform.workspace import Workspace, commit, new_id, record
from dealflow.domain.claims.claims import Claim, Reading
from dealflow.domain.claims.deck import Deck, DeckState
from dealflow.domain.claims.events import DeckRead, DeckRefused
from dealflow.domain.claims.reextraction import carried, says
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.domain.values.event import By
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import ChangedMeanwhileError, DealflowError, NotFoundError, UnreadableDeckError
from dealflow.extract import EXTRACTOR
from dealflow.store.ledger import journal, search_sources
from dealflow.store.ledger.queries import claims, decks
from dealflow.store.ledger.queries.visibility import Session

logger = logging.getLogger(__name__)
_TRIES = 3
"""How often a reading is recorded anew where others wrote on the deck in the same moment."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a deck is in this process, and since when."""

    state: Literal["waiting", "reading"]
    since: datetime


@dataclass(frozen=True, slots=True)
class _Job:
    """A deck to read; ``doer`` asked for one that was read before to be read once more."""

    deck_id: str
    doer: By | None = None


def read_one(
    ws: Workspace, deck_id: str, *, at: datetime, source: str = "worker", ended: Callable[[], datetime] | None = None
) -> DeckState:
    """Read a deck that waits, note the outcome, and return the deck's state.

    ``at`` is when it is noted, unless ``ended`` tells that once the reading is over.
    A deck that does not wait is left alone; of two readers of one deck the second loses quietly.

    Raises:
        NotFoundError: there is no such deck.
    """
    deck = _deck(ws, deck_id)
    if deck.state is not DeckState.QUEUED:
        return deck.state
    reading: Reading | None = None
    try:
        reading = _read(ws, deck)
        outcome: DeckRead | DeckRefused = _as_event(reading, deck_id)
    except UnreadableDeckError as error:
        outcome = DeckRefused(deck_id, error.reason, EXTRACTOR)

    def work(session: Session) -> None:
        now = decks.deck_to_read(session, ws.name, deck_id)
        if now is not None and now.state is DeckState.QUEUED:
            event = _with_known_ids(ws, session, outcome) if isinstance(outcome, DeckRead) else outcome
            record(ws, session, [event], By("system", ended() if ended else at, source), after=now.seq)
            if reading is not None:
                search_sources.put_slides(session, ws.name, deck_id, reading.words)

    for _ in range(_TRIES):  # whose the deck is may be said while it is read
        with suppress(ChangedMeanwhileError):
            commit(ws, work)
            break
    return _deck(ws, deck_id).state


def read_once_more(ws: Workspace, deck_id: str, by: By) -> bool:
    """Read a deck that was read before, and say whether the outcome was recorded; one that was not is left alone.

    A reading that says what the last one said, by the same extractor, leaves no record. The record carries who asked.

    Raises:
        NotFoundError: there is no such deck.
        UnreadableDeckError: it cannot be read now; the earlier reading stands.
    """
    deck = _deck(ws, deck_id)
    if deck.state is not DeckState.READ:
        return False
    reading = _read(ws, deck)
    outcome = _as_event(reading, deck_id)

    def work(session: Session) -> bool:
        search_sources.put_slides(session, ws.name, deck_id, reading.words)
        event = _with_known_ids(ws, session, outcome)
        past = journal.read_stream(session, ws.name, event.stream)
        if event == next((recorded.event for recorded in reversed(past) if isinstance(recorded.event, DeckRead)), None):
            return False
        record(ws, session, [event], by, after=deck.seq)
        return True

    try:
        return commit(ws, work)
    except ChangedMeanwhileError:
        return False


def _with_known_ids(ws: Workspace, session: Session, read: DeckRead) -> DeckRead:
    """Return the reading with the claims that are known already under the ids that people's words hang on."""

    def new_name(claim: Claim) -> str:
        return new_id("claim", claim.id, says(claim), [evidence.page for evidence in claim.evidence])

    known = claims.read_claims(session, ws.name, read.deck_id)
    return replace(read, claims=carried(known, read.claims, new_name)) if known else read


def _deck(ws: Workspace, deck_id: str) -> Deck:
    with ws.ledger.read() as session:
        deck = decks.deck_to_read(session, ws.name, deck_id)
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
    data, day = ws.files.get(deck.sha256), korean_day(deck.received_at)
    return read_by(ws.settings.executor, data, deck.file_name, read_on=day)


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
        gaps=reading.gaps,
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
        self._failed: dict[str, str] = {}
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._readers: list[Thread] = []

    def start(self, *, resume: bool = True) -> None:
        """Let the readers begin; ``resume``: with what any earlier process left unread."""
        if not self._readers:
            self._readers = [
                Thread(target=self._serve, name=f"reader-{number}", daemon=True) for number in range(self._at_once())
            ]
            for reader in self._readers:
                reader.start()
        if not resume:
            return
        with self._ws.ledger.read() as session:
            left = decks.unread(session, self._ws.name)
        for deck_id in left:
            self.submit(deck_id)

    def _at_once(self) -> int:
        """Return how many decks to read at once; while no cluster answers, as many as here, each to say so."""
        own = max(1, self._ws.settings.readers)
        if not self._ws.settings.executor:
            return own
        try:
            return pool_of(self._ws.settings.executor, own).at_once
        except DealflowError as error:
            logger.warning("decks wait: %s", error)
            return own

    def submit(self, deck_id: str, doer: By | None = None) -> None:
        """Let a deck be read in its turn; one that waits or is being read already is not queued twice.

        ``doer``: who wants a deck that was read before to be read once more. Such a wish is not kept beyond this
        process: the earlier reading stands, and the deck is still counted among those to be read again.
        """
        with self._changed:
            if deck_id in self._progress:
                return
            self._failed.pop(deck_id, None)
            self._progress[deck_id] = Progress("waiting", self._clock())
        self._waiting.put(_Job(deck_id, doer))

    def progress(self) -> dict[str, Progress]:
        """Return the decks that wait or are being read in this process."""
        with self._changed:
            return dict(self._progress)

    def failed(self) -> dict[str, str]:
        """Return the decks that could not be read once more in this process, with the reason (``refusal.<reason>``)."""
        with self._changed:
            return dict(self._failed)

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
        while (job := self._waiting.get()) is not None:
            with self._changed:
                self._progress[job.deck_id] = Progress("reading", self._clock())
            try:
                self._do(job)
            except DealflowError as error:
                logger.warning("deck %s stays as it is: %s", job.deck_id, error)
            except Exception:
                logger.exception("deck %s stays as it is", job.deck_id)
            finally:
                with self._changed:
                    self._progress.pop(job.deck_id, None)
                    self._changed.notify_all()

    def _do(self, job: _Job) -> None:
        if job.doer is None:
            read_one(self._ws, job.deck_id, at=self._clock(), ended=self._clock)
            return
        try:
            read_once_more(self._ws, job.deck_id, replace(job.doer, at=self._clock()))
        except UnreadableDeckError as error:
            with self._changed:
                self._failed[job.deck_id] = error.reason
            raise
