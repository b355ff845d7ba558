"""Decks as they are listed: state, company, versions, and how many claims wait for the viewer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.domain.claims.confidentiality import Confidentiality
from dealflow.domain.claims.deck import Deck, DeckState, Suggestion
from dealflow.domain.claims.page import PageGap
from dealflow.domain.people.access import Act, Audience, require
from dealflow.errors import NotFoundError
from dealflow.store.ledger.queries import claims as claim_queries
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import decks as deck_queries
from dealflow.store.ledger.queries import people


class CompanyName(NamedTuple):
    """A company's id, main name, and English name or nothing."""

    id: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class DeckFilter:
    """Which decks are wanted; what is not given does not narrow. ``text`` is looked for in file and company names.

    ``unassigned``: only decks without a company.
    """

    state: DeckState | None = None
    company_id: str | None = None
    ir_event_id: str | None = None
    text: str = ""
    unassigned: bool = False


@dataclass(frozen=True, slots=True)
class DeckRow:
    """A deck as one viewer sees it. ``versions``: the decks of the same company and round that the viewer sees.

    ``received_by`` is a person's name, empty for people of other organisations.
    """

    id: str
    file_name: str
    state: DeckState
    refusal: str | None
    company: CompanyName | None
    round_label: str
    version: int
    versions: tuple[tuple[str, int], ...]
    pages: int
    page_sizes_pt: tuple[tuple[float, float], ...]
    unread_pages: tuple[int, ...]
    gaps: tuple[PageGap, ...]
    claims: int
    to_review: int
    received_at: datetime
    read_at: datetime | None
    received_by: str
    owner_id: str
    audience: Audience
    sha256: str
    size_bytes: int
    ir_event_id: str | None
    suggestions: tuple[Suggestion, ...]
    extractor: str = ""
    confidentiality: Confidentiality = Confidentiality.SHARED
    may_download: bool = True
    destroy_on: date | None = None
    """The day on which its file is destroyed, announced by its owner's clock."""
    look_again: int = 0
    """Claims that the viewer's organisation vouched for and that the deck's last reading no longer says."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What is shown beside the decks."""

    companies: Mapping[str, CompanyName]
    counts: Mapping[str, deck_queries.ClaimCount]
    colleagues: Mapping[str, str]
    versions: Mapping[tuple[str | None, str], tuple[tuple[str, int], ...]]
    again: Mapping[str, int]


@remembered
def decks(looking: Looking, deck_filter: DeckFilter | None = None) -> tuple[DeckRow, ...]:
    """Return the decks that the viewer may see, newest first."""
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        decks = deck_queries.decks(session, looking.ws.name, looking.viewer)
        around = _around(looking.within(session), decks)
    rows = (_row(deck, around) for deck in decks)
    return tuple(row for row in rows if _is_wanted(row, deck_filter or DeckFilter()))


@remembered
def deck(looking: Looking, deck_id: str) -> DeckRow:
    """Return one deck.

    Raises:
        NotFoundError: there is none that the viewer may see.
    """
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        deck = deck_queries.find_deck(session, looking.ws.name, looking.viewer, deck_id)
        if deck is None:
            raise NotFoundError(kind="deck", id=deck_id)
        siblings = (
            (deck,)
            if deck.company_id is None
            else deck_queries.decks(session, looking.ws.name, looking.viewer, [deck.company_id])
        )
        return _row(deck, _around(looking.within(session), siblings, [deck.id]))


def rows_of(looking: Looking, decks: Sequence[Deck]) -> tuple[DeckRow, ...]:
    """Return decks that the viewer may see as they are listed, within the transaction that is open.

    Their versions are those among these decks.
    """
    around = _around(looking, decks, [deck.id for deck in decks])
    return tuple(_row(deck, around) for deck in decks)


def _around(looking: Looking, decks: Sequence[Deck], counted: Sequence[str] | None = None) -> _Around:
    """Return names, counts (of the decks ``counted`` or all) and versions, as far as the viewer may know them."""
    named = {deck.company_id for deck in decks if deck.company_id is not None}
    companies = company_queries.among(looking.session, looking.ws.name, looking.viewer, named)
    versions: dict[tuple[str | None, str], list[tuple[str, int]]] = {}
    for deck in sorted(decks, key=lambda other_deck: (other_deck.version, other_deck.received_at)):
        if deck.company_id is not None:
            versions.setdefault((deck.company_id, deck.round_label), []).append((deck.id, deck.version))
    return _Around(
        companies={company.id: CompanyName(company.id, company.name, company.name_en) for company in companies},
        counts=deck_queries.claim_counts(looking.session, looking.ws.name, looking.viewer, counted),
        colleagues={
            person.id: person.name
            for person in people.persons(looking.session, looking.ws.name)
            if person.organisation_id == looking.viewer.organisation_id
        },
        versions={key: tuple(version) for key, version in versions.items()},
        again=claim_queries.second_looks(looking.session, looking.ws.name, looking.viewer),
    )


def _row(deck: Deck, around: _Around) -> DeckRow:
    counted = around.counts.get(deck.id, deck_queries.ClaimCount())
    return DeckRow(
        id=deck.id,
        file_name=deck.file_name,
        state=deck.state,
        refusal=deck.refusal,
        company=around.companies.get(deck.company_id or ""),
        round_label=deck.round_label,
        version=deck.version,
        versions=around.versions.get((deck.company_id, deck.round_label), ((deck.id, deck.version),)),
        pages=len(deck.page_sizes_pt),
        page_sizes_pt=deck.page_sizes_pt,
        unread_pages=deck.unread_pages,
        gaps=deck.gaps,
        claims=counted.claims,
        to_review=counted.to_review,
        received_at=deck.received_at,
        read_at=deck.read_at,
        received_by=around.colleagues.get(deck.received_by, ""),
        owner_id=deck.owner_id,
        audience=deck.audience,
        confidentiality=deck.confidentiality,
        may_download=deck.may_download,
        sha256=deck.sha256,
        size_bytes=deck.size_bytes,
        ir_event_id=deck.ir_event_id,
        suggestions=deck.suggestions,
        extractor=deck.extractor,
        destroy_on=deck.destroy_on,
        look_again=around.again.get(deck.id, 0),
    )


def _is_wanted(row: DeckRow, deck_filter: DeckFilter) -> bool:
    company = row.company.id if row.company else None
    conditions = (
        (deck_filter.state, row.state),
        (deck_filter.company_id, company),
        (deck_filter.ir_event_id, row.ir_event_id),
    )
    words = f"{row.file_name} {row.company.name if row.company else ''}".casefold()
    return (
        all(want is None or want == have for want, have in conditions)
        and not (deck_filter.unassigned and company is not None)
        and deck_filter.text.casefold() in words
    )
