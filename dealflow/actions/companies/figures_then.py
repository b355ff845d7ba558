"""What a house knew of a company's figures on a day: by the moments of the journal, not by the periods of the figures.

A deck counts from the day on which it had been read, a word of a reviewer from the day on which it was said. Whose deck
it is and who may see it are as they stand today: a deck that was filed wrongly told nothing of this company.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dealflow.actions.platform.context import Looking
from dealflow.domain.claims.claim_views import ClaimView, view, with_rivals
from dealflow.domain.claims.claims import Claim, Verification
from dealflow.domain.claims.deck import Deck
from dealflow.domain.claims.doubts import with_doubts
from dealflow.domain.claims.events import ClaimAdded, ClaimVerified, DeckRead
from dealflow.domain.people.access import Act, Audience, require
from dealflow.domain.values.event import Recorded
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import claims as claim_queries
from dealflow.store.ledger.queries import companies
from dealflow.store.ledger.queries import decks as deck_queries


@dataclass(frozen=True, slots=True)
class KnownThen:
    """The figures that were known at the end of a day, as they stood after the reviews until then, and their decks."""

    claims: tuple[ClaimView, ...]
    decks: tuple[Deck, ...]


def figures_then(looking: Looking, company_id: str, day: date) -> KnownThen:
    """Return what was known of a company's figures at the end of a day of Korean calendars.

    Raises:
        NotFoundError: there is no company that the viewer may know of.
    """
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        company = companies.find_company(session, looking.ws.name, looking.viewer, company_id)
        if company is None:
            raise NotFoundError(kind="company", id=company_id)
        decks = deck_queries.decks(session, looking.ws.name, looking.viewer, [company.id])
        inside = looking.within(session)
        readings = _readings(inside, decks, day)
        known = [deck for deck in decks if deck.id in readings]
        claims = {deck.id: [*readings[deck.id]] for deck in known}
        said = _said(inside, known, readings, day)
    for recorded in said:
        if isinstance(recorded.event, ClaimAdded) and recorded.event.deck_id in claims:
            claims[recorded.event.deck_id].append(recorded.event.claim)
    words = _words(said)
    views = [view(claim, deck, looking.viewer, words.get(claim.id, ())) for deck in known for claim in claims[deck.id]]
    return KnownThen(with_doubts(with_rivals(views), {deck.id: deck for deck in known}), tuple(known))


def _readings(looking: Looking, decks: Sequence[Deck], day: date) -> dict[str, tuple[Claim, ...]]:
    """Return, by deck, the claims of its last reading until the day."""
    streams = [f"deck:{deck.id}" for deck in decks]
    past = journal.read_streams(looking.session, looking.ws.name, streams, [DeckRead.kind])
    return {
        recorded.event.deck_id: recorded.event.claims
        for recorded in past
        if isinstance(recorded.event, DeckRead) and korean_day(recorded.ts) <= day
    }


def _said(
    looking: Looking, decks: Sequence[Deck], readings: Mapping[str, Sequence[Claim]], day: date
) -> tuple[Recorded, ...]:
    """Return what was said on the decks' claims until the day, by those whose words the viewer hears."""
    stored = claim_queries.claims(looking.session, looking.ws.name, looking.viewer, [deck.id for deck in decks])
    by_hand: dict[str, list[str]] = defaultdict(list)
    for claim in stored:
        if claim.organisation_id is not None:
            by_hand[claim.deck_id].append(claim.claim.id)
    streams = [
        f"review:{claim_id}:{house}"
        for deck in decks
        for claim_id in (*(claim.id for claim in readings[deck.id]), *by_hand[deck.id])
        for house in _heard(looking, deck)
    ]
    past = journal.read_streams(looking.session, looking.ws.name, streams)
    return tuple(recorded for recorded in past if korean_day(recorded.ts) <= day)


def _heard(looking: Looking, deck: Deck) -> set[str]:
    """Return the organisations whose words on a deck count for the viewer."""
    shared = {deck.owner_id} if deck.audience is Audience.EVENT else set()
    return {looking.viewer.organisation_id} | shared


def _words(past: Iterable[Recorded]) -> dict[str, tuple[Verification, ...]]:
    """Return, by claim, the last word of each organisation."""
    last: dict[tuple[str, str], Verification] = {}
    for recorded in past:
        event = recorded.event
        if isinstance(event, ClaimVerified):
            last[event.claim_id, event.organisation_id] = Verification(
                event.claim_id,
                event.organisation_id,
                event.verdict,
                recorded.actor,
                recorded.ts,
                event.correction,
                event.note,
            )
    words: dict[str, list[Verification]] = defaultdict(list)
    for (claim_id, _), word in last.items():
        words[claim_id].append(word)
    return {claim_id: tuple(said) for claim_id, said in words.items()}
