"""Re-reading: which decks an earlier extractor read, reading them once more, and what that changed.

The journal is the record: a deck's stream holds each of its readings, with who asked for it and when. People's words
are never touched by it; a claim that somebody vouched for and that is read no longer waits for a second look.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.claims import deck_views, intake, review
from dealflow.actions.claims.deck_views import DeckRow
from dealflow.actions.claims.reading_queue import ReadingRoom
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.claims.claim_views import ClaimView
from dealflow.domain.claims.claims import ReviewState
from dealflow.domain.claims.deck import Deck, DeckState
from dealflow.domain.claims.events import DeckRead
from dealflow.domain.claims.reextraction import Difference, DifferenceKind, differences, is_older
from dealflow.domain.people.access import Act, Role, Viewer, may_keep_deck, require
from dealflow.errors import NotAllowedError, NotFoundError
from dealflow.extract import EXTRACTOR
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import claims, decks, people
from dealflow.store.ledger.queries import readings as reading_queries

__all__ = [
    "EXTRACTOR",
    "Outdated",
    "Rereading",
    "again",
    "decks_of",
    "is_outdated",
    "last_of",
    "outdated",
    "reread",
    "second_looks",
]

_DONE = frozenset({DeckState.READ, DeckState.REFUSED})


@dataclass(frozen=True, slots=True)
class Outdated:
    """Decks that an earlier extractor read or could not: all that the viewer sees, and those it may have read again."""

    seen: tuple[str, ...]
    own: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rereading:
    """What the last reading of a deck changed; ``asked_by`` is a person's name, empty for other organisations' people.

    ``views`` are the deck's claims as the viewer sees them now, by id. ``kept`` counts the claims with a word of the
    viewer's organisation, ``look_again`` those of them that it vouched for and that are read no longer.
    """

    deck: DeckRow
    read_at: datetime
    asked_by: str
    extractor_before: str
    extractor: str
    changes: tuple[Difference, ...]
    same: int
    verified: int
    look_again: int
    views: dict[str, ClaimView]

    def count(self, kind: DifferenceKind) -> int:
        """Return how many differences are of that kind."""
        return sum(difference.kind is kind for difference in self.changes)


def is_outdated(deck: Deck | DeckRow) -> bool:
    """Say whether an earlier extractor read the deck, or could not; a refusal that names none is an earlier one's."""
    if deck.state is DeckState.REFUSED and not deck.extractor:
        return True
    return deck.state in _DONE and is_older(deck.extractor, EXTRACTOR)


def _may_reread(viewer: Viewer, deck: Deck) -> bool:
    """Say whether the viewer may have the deck read again: staff of its owner, organisers for the event's."""
    return viewer.role is not Role.COMPANY_GUEST and may_keep_deck(
        viewer, Act.BRING_DECKS, owner_id=deck.owner_id, audience=deck.audience, company_id=deck.company_id
    )


def outdated(looking: Looking) -> Outdated:
    """Return the decks that an earlier extractor read or could not read, newest first; those whose file is kept."""
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        old = [deck for deck in decks.decks(session, looking.ws.name, looking.viewer) if is_outdated(deck)]
    found_decks = [deck for deck in old if deck.state is DeckState.READ or looking.ws.files.has(deck.sha256)]
    return Outdated(
        tuple(deck.id for deck in found_decks),
        tuple(deck.id for deck in found_decks if _may_reread(looking.viewer, deck)),
    )


def again(acting: Acting, room: ReadingRoom, deck_ids: Sequence[str]) -> int:
    """Let decks that were read or refused before be read once more in the background, and return how many that are.

    Raises:
        NotFoundError: the viewer knows of no such deck.
        NotAllowedError: a deck is not the viewer's.
        InvalidInputError: the file of a deck that was refused was never kept.
    """
    require(acting.viewer, Act.BRING_DECKS)
    with acting.ws.ledger.read() as session:
        known = {deck.id: deck for deck in decks.decks(session, acting.ws.name, acting.viewer)}
    for deck_id in deck_ids:
        if deck_id not in known:
            raise NotFoundError(kind="deck", id=deck_id)
        if not _may_reread(acting.viewer, known[deck_id]):
            raise NotAllowedError(act=Act.BRING_DECKS.value, role=acting.viewer.role.value)
    texts = [deck_id for deck_id in deck_ids if known[deck_id].state in _DONE]
    for deck_id in texts:
        if known[deck_id].state is DeckState.REFUSED:
            intake.requeue(acting, deck_id)
            room.submit(deck_id)
        else:
            room.submit(deck_id, acting.by)
    return len(texts)


def second_looks(looking: Looking) -> dict[str, int]:
    """Return, by deck id, how many claims the viewer's organisation vouched for that are read no longer."""
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        return claims.second_looks(session, looking.ws.name, looking.viewer)


def reread(looking: Looking) -> tuple[DeckRow, ...]:
    """Return the decks that were read more than once and that the viewer may see, the last one read first."""
    rows = {row.id: row for row in deck_views.decks(looking)}
    with looking.ws.ledger.read() as session:
        texts = reading_queries.read_more_than_once(session, looking.ws.name)
    return tuple(rows[deck_id] for deck_id in texts if deck_id in rows)


def decks_of(looking: Looking, deck_ids: Collection[str]) -> tuple[DeckRow, ...]:
    """Return those of the decks that the viewer may see, newest first."""
    return tuple(row for row in deck_views.decks(looking) if row.id in deck_ids) if deck_ids else ()


def last_of(looking: Looking, deck_id: str) -> Rereading | None:
    """Return what the last reading of a deck changed, nothing for a deck that was read once.

    Raises:
        NotFoundError: there is no such deck that the viewer may see.
    """
    deck = deck_views.deck(looking, deck_id)
    with looking.ws.ledger.read() as session:
        past = journal.read_stream(session, looking.ws.name, f"deck:{deck_id}")
        names = {
            person.id: person.name
            for person in people.persons(session, looking.ws.name)
            if person.organisation_id == looking.viewer.organisation_id
        }
    readings = [(recorded, recorded.event) for recorded in past if isinstance(recorded.event, DeckRead)]
    if len(readings) < 2:  # noqa: PLR2004  # a change has two sides
        return None
    (_, before), (record, after) = readings[-2:]
    changes = differences(before.claims, after.claims)
    views = {claim.claim.id: claim for claim in review.claims(looking, deck_id)}
    return Rereading(
        deck=deck,
        read_at=record.ts,
        asked_by=names.get(record.actor, ""),
        extractor_before=before.extractor,
        extractor=after.extractor,
        changes=changes,
        same=len(after.claims) - sum(difference.after is not None for difference in changes),
        verified=sum(
            view.verification is not None and view.state is not ReviewState.PROPOSED for view in views.values()
        ),
        look_again=sum(view.look_again for view in views.values()),
        views=views,
    )
