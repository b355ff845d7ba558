"""The clock over decks of companies that a house passed on: announced two weeks ahead, kept if wanted, destroyed.

What was read of a deck stays with why the house passed: its file and its slides' texts go.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dealflow.actions.people import people, personal_data
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.domain.claims.events import DeckRefused, DeckReturned, DeckShelved
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.domain.people.access import Act, Viewer, may, may_keep_deck
from dealflow.domain.people.house import RetentionKind
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import NotAllowedError, NotFoundError, NothingToUndoError
from dealflow.store.ledger import journal, search_index
from dealflow.store.ledger.queries import deck_clock as queries
from dealflow.store.ledger.queries import decks, search
from dealflow.store.ledger.queries.notes import is_content_in_use
from dealflow.store.ledger.search_sources import Kind

NOTICE_DAYS: Final = 14
"""So long the file still lies there after its destruction was announced."""


@dataclass(frozen=True, slots=True)
class ShelvedDeck:
    """A deck whose file is to be destroyed on a day; ``company`` in Korean and English, None where nobody's."""

    deck_id: str
    file_name: str
    company: tuple[str, str] | None
    destroy_on: date


@remembered
def shelved(looking: Looking) -> tuple[ShelvedDeck, ...]:
    """Return the decks of the viewer's house whose destruction is announced, the next first."""
    viewer = looking.viewer
    if viewer.company_id is not None or not may(viewer, Act.BRING_DECKS):
        return ()
    with looking.ws.ledger.read() as session:
        waiting = queries.shelved(session, looking.ws.name, viewer.organisation_id)
        names = search.company_names(session, looking.ws.name, viewer, {deck.company_id or "" for deck, _ in waiting})
    return tuple(ShelvedDeck(deck.id, deck.file_name, names.get(deck.company_id or ""), day) for deck, day in waiting)


@transacted
def give_back(acting: Acting, deck_id: str) -> None:
    """Keep a deck whose destruction was announced: its clock begins anew today.

    Raises:
        NotFoundError: there is no such deck that the viewer may see.
        NotAllowedError: it is not the viewer's to keep.
        NothingToUndoError: its destruction is not announced, or is done.
    """
    deck = decks.find_deck(acting.session, acting.ws.name, acting.viewer, deck_id)
    if deck is None:
        raise NotFoundError(kind="deck", id=deck_id)
    if not may_keep_deck(
        acting.viewer,
        Act.BRING_DECKS,
        owner_id=deck.owner_id,
        audience=deck.audience,
        company_id=deck.company_id,
    ):
        raise NotAllowedError(act=Act.BRING_DECKS.value, role=acting.viewer.role.value)
    if deck.destroy_on is None:
        raise NothingToUndoError
    acting.record([DeckReturned(deck_id)], after=deck.seq)


def require_keeper(viewer: Viewer, house: str) -> None:
    """Require that the viewer looks after a house's people, or holds the files.

    Raises:
        NotAllowedError: neither.
    """
    if viewer != people.SYSTEM and not (viewer.organisation_id == house and may(viewer, Act.MANAGE_PEOPLE)):
        raise NotAllowedError(act=Act.MANAGE_PEOPLE.value, role=viewer.role.value)


def kept_since(looking: Looking, house: str) -> list[tuple[str, date]]:
    """Return the decks of companies that a house passed on, each with the day of that, or of its last reprieve.

    Raises:
        NotAllowedError: the viewer does not look after the house's people.
    """
    require_keeper(looking.viewer, house)
    passed = queries.passed(looking.session, looking.ws.name, house)
    streams = journal.read_streams(looking.session, looking.ws.name, [DeckReturned(deck).stream for deck, _ in passed])
    returned = {
        recorded.event.deck_id: korean_day(recorded.ts)
        for recorded in streams
        if isinstance(recorded.event, DeckReturned)
    }
    return [(deck_id, max(korean_day(at), returned.get(deck_id, date.min))) for deck_id, at in passed]


def announce(acting: Acting, house: str, deck_ids: tuple[str, ...], on: date) -> None:
    """Announce, inside a transaction, that the files of decks of a house are destroyed after two weeks.

    Raises:
        NotAllowedError: the viewer does not look after the house's people.
    """
    require_keeper(acting.viewer, house)
    for deck_id in deck_ids:
        deck = decks.deck_to_read(acting.session, acting.ws.name, deck_id)
        if deck is not None and deck.owner_id == house:
            acting.record([DeckShelved(deck_id, on + timedelta(days=NOTICE_DAYS))], after=deck.seq)


def destroy_announced(acting: Acting, house: str) -> tuple[str, ...]:
    """Destroy the files whose day has come, for the installation's clocks, and return the decks' ids.

    A file on which another record stands stays for that one. What a process left half done is done by the next round.

    Raises:
        NotAllowedError: the viewer does not look after the house's people.
    """
    require_keeper(acting.viewer, house)
    gone = _written_off(acting, house)
    with acting.ws.ledger.read() as session:
        hashes = queries.destroyed_hashes(session, acting.ws.name, house)
        left = [sha256 for sha256 in hashes if not is_content_in_use(session, sha256)]
    for sha256 in left:
        if acting.ws.files.has(sha256):
            acting.ws.files.destroy(sha256)
    return gone


@transacted
def _written_off(acting: Acting, house: str) -> tuple[str, ...]:
    """Say in the journal that the decks whose day has come are gone, and forget the texts of their slides."""
    on = korean_day(acting.at)
    due = [deck for deck, day in queries.shelved(acting.session, acting.ws.name, house) if day <= on]
    for deck in due:
        acting.record([DeckRefused(deck.id, RefusalReason.RETENTION)], after=deck.seq)
        search_index.take_out_records(acting.session, acting.ws.name, Kind.SLIDE, {deck.id})
    ids = tuple(deck.id for deck in due)
    if ids:
        personal_data.recorded(acting, house, RetentionKind.DECKS.value, ids, f"clock: {len(ids)}")
    return ids
