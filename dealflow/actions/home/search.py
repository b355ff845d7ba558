"""Search: everything that a viewer may see and that holds the words looked for, by kind.

The index follows each event in its own transaction (``platform.workspace.record``) and a deck's words its reading.
``rebuild`` makes it anew; ``fill_in`` reads the words of decks that were read before words were kept.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from dealflow.actions.claims.executors import read_by
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace, commit
from dealflow.domain.claims.page import Box
from dealflow.domain.people.access import Act, may, require
from dealflow.domain.values.company_names import plain_name
from dealflow.domain.values.search_words import Piece, Query, places, query_of, snippet
from dealflow.errors import DealflowError
from dealflow.store.ledger import search_sources
from dealflow.store.ledger.queries import companies
from dealflow.store.ledger.queries import decks as deck_queries
from dealflow.store.ledger.queries import search as queries
from dealflow.store.ledger.queries.search import Found
from dealflow.store.ledger.queries.visibility import Session
from dealflow.store.ledger.search_sources import Kind

__all__ = ["Group", "Hit", "Kind", "Results", "fill_in", "marks", "rebuild", "search"]

_RANKED: Final = 200
"""Of so many companies those whose names are nearest come first, then the newest."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hit:
    """One record or slide that holds the words, with the place where they stand."""

    found: Found
    pieces: tuple[Piece, ...]
    company: tuple[str, str] | None
    """Its names in Korean and English, where the hit is of a company that the viewer may know of."""
    file_name: str = ""
    about: tuple[str, ...] = ()
    """What the company does and where it is."""

    @property
    def kind(self) -> Kind:
        """Return what was found."""
        return self.found.kind


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind, the newest first, and whether there are more."""

    kind: Kind
    hits: tuple[Hit, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Results:
    """What was looked for, and what was found, by kind; kinds without a hit are left out."""

    query: Query
    groups: tuple[Group, ...]


def search(looking: Looking, text: str, *, most: int = 6, kinds: Sequence[Kind] = tuple(Kind)) -> Results:
    """Return what the viewer may see that holds every word of ``text``, ``most`` of each kind.

    Raises:
        NotAllowedError: the role sees no decks.
    """
    require(looking.viewer, Act.SEE_DECKS)
    query = query_of(text)
    with looking.ws.ledger.read() as session:
        inside = looking.within(session)
        survivors = companies.survivors(session, looking.ws.name)
        found = {kind: _led_on(_find(inside, query, kind, most + 1), survivors) for kind in kinds}
        hits = _hits(inside, query, [text for texts in found.values() for text in texts[:most]])
    groups = (
        Group(kind, tuple(hit for hit in hits if hit.kind is kind), len(texts) > most) for kind, texts in found.items()
    )
    return Results(query, tuple(group for group in groups if group.hits))


def marks(looking: Looking, deck_id: str, text: str) -> dict[int, tuple[Box, ...]]:
    """Return the boxes of the words of ``text`` on the slides that hold all of them, by page."""
    query = query_of(text)
    if not query.words or query.is_too_short or not may(looking.viewer, Act.SEE_DECKS):
        return {}
    with looking.ws.ledger.read() as session:
        pages = queries.pages_with_words(session, looking.ws.name, looking.viewer, deck_id)
    boxes = {
        page: tuple(words[place].box for place in places([word.text for word in words], query))
        for page, words in pages.items()
    }
    return {page: found for page, found in boxes.items() if found}


def rebuild(looking: Looking, tell: Callable[[str, int], None]) -> int:
    """Make the index anew, slides included, and return how many texts it holds; ``tell`` hears of each kind.

    Raises:
        NotAllowedError: the role may not.
    """
    require(looking.viewer, Act.ADMINISTER)
    count = 0
    for kind in search_sources.SOURCES:
        texts = commit(looking.ws, partial(search_sources.renew_all, workspace=looking.ws.name, kind=kind))
        tell(kind.value, texts)
        count += texts
    with looking.ws.ledger.read() as session:
        decks = tuple(queries.decks_read(session, looking.ws.name))
    slides = sum(_read_words(looking.ws, deck_id) for deck_id in decks)
    tell(Kind.SLIDE.value, slides)
    return count + slides


def fill_in(ws: Workspace, *, is_over: Callable[[], bool] = lambda: False) -> int:
    """Put in what is missing: kinds of which there is nothing, and words of decks read before they were kept.

    ``is_over`` is asked before each deck. Return how many decks were read.
    """
    with ws.ledger.read() as session:
        there = queries.kinds_there(session, ws.name)
        missing = tuple(queries.decks_without_words(session, ws.name))
    for kind in search_sources.SOURCES:
        if kind not in there:
            commit(ws, partial(search_sources.renew_all, workspace=ws.name, kind=kind))
    read = 0
    for deck_id in missing:
        if is_over():
            break
        _read_words(ws, deck_id)
        read += 1
    return read


def _find(looking: Looking, query: Query, kind: Kind, most: int) -> tuple[Found, ...]:
    if query.is_too_short or not query.words:
        return ()
    if kind is Kind.PERSON:
        return queries.persons(looking.session, looking.ws.name, looking.viewer, query, most=most)
    if kind is Kind.COMPANY:
        some = max(most, _RANKED)
        named = queries.find(looking.session, looking.ws.name, looking.viewer, query, kind, most=some)
        return tuple(sorted(named, key=lambda found: _distance(found, query))[:most])
    return queries.find(looking.session, looking.ws.name, looking.viewer, query, kind, most=most)


def _distance(found: Found, query: Query) -> int:
    """Return how far a company's name is from what was looked for: itself, its beginning, a part of it, elsewhere."""
    word, name = query.words[0], plain_name(found.title)
    if len(query.words) > 1 or word not in name:
        return 3
    return 0 if word == name.removesuffix("(fictional)") else 1 if name.startswith(word) else 2


def _led_on(texts: Iterable[Found], survivors: Mapping[str, str]) -> tuple[Found, ...]:
    """Return texts of companies that were merged into others as the survivors', and each company's own name once."""
    now = [replace(found, company_id=survivors.get(found.company_id or "", found.company_id)) for found in texts]
    own_last = sorted(now, key=lambda found: found.record_id == found.company_id)
    by_company = {found.company_id: found for found in own_last if found.kind is Kind.COMPANY}
    return tuple(found for found in now if by_company.get(found.company_id, found) is found)


def _hits(looking: Looking, query: Query, texts: Iterable[Found]) -> list[Hit]:
    """Return texts with the names around them, as far as the viewer may know these."""
    texts = tuple(texts)
    deck_ids = {found.deck_id for found in texts if found.deck_id}
    decks = queries.deck_names(looking.session, looking.ws.name, looking.viewer, deck_ids)
    of = {id(found): found.company_id or decks.get(found.deck_id or "", ("", ""))[1] for found in texts}
    firms = queries.companies_named(looking.session, looking.ws.name, looking.viewer, {*of.values()} - {""})
    return [
        Hit(
            found,
            snippet(found.body or found.title, query),
            (firm.name, firm.name_en) if (firm := firms.get(of[id(found)])) is not None else None,
            decks.get(found.deck_id or "", ("", ""))[0],
            (firm.sector, firm.region) if firm is not None else (),
        )
        for found in texts
    ]


def _read_words(ws: Workspace, deck_id: str) -> int:
    """Read a deck's file for its words alone, put them in, and return on how many pages there are some.

    A file that is gone or cannot be read any more leaves what is known.
    """
    with ws.ledger.read() as session:
        deck = deck_queries.deck_to_read(session, ws.name, deck_id)
    if deck is None or not ws.files.has(deck.sha256):
        return 0
    try:
        reading = read_by(ws.settings.executor, ws.files.get(deck.sha256), deck.file_name)
    except DealflowError as error:
        _log.warning("words of deck %s stay unknown: %s", deck_id, error)
        return 0

    def work(session: Session) -> int:
        search_sources.put_slides(session, ws.name, deck_id, reading.words)
        return sum(bool(words) for words in reading.words)

    return commit(ws, work)
