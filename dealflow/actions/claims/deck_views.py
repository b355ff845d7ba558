"""Decks as they are listed: state, company, versions, and how many claims wait for the viewer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from dealflow.actions.platform.context import Looking
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
    look_again: int = 0
    """Claims that the viewer's organisation vouched for and that the deck's last reading no longer says."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What is shown beside the decks."""

    companies: Mapping[str, CompanyName]
    counts: Mapping[str, tuple[int, int]]
    colleagues: Mapping[str, str]
    versions: Mapping[tuple[str | None, str], tuple[tuple[str, int], ...]]
    again: Mapping[str, int]


def decks(looking: Looking, wanted: DeckFilter | None = None) -> tuple[DeckRow, ...]:
    """Return the decks that the viewer may see, newest first."""
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        found = deck_queries.decks(session, looking.ws.name, looking.viewer)
        around = _around(looking.within(session), found)
    rows = (_row(each, around) for each in found)
    return tuple(row for row in rows if _is_wanted(row, wanted or DeckFilter()))


def deck(looking: Looking, deck_id: str) -> DeckRow:
    """Return one deck.

    Raises:
        NotFoundError: there is none that the viewer may see.
    """
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        found = deck_queries.find_deck(session, looking.ws.name, looking.viewer, deck_id)
        if found is None:
            raise NotFoundError(kind="deck", id=deck_id)
        siblings = (
            (found,)
            if found.company_id is None
            else deck_queries.decks(session, looking.ws.name, looking.viewer, [found.company_id])
        )
        return _row(found, _around(looking.within(session), siblings, [found.id]))


def _around(looking: Looking, shown: Sequence[Deck], counted: Sequence[str] | None = None) -> _Around:
    """Return names, counts (of the decks ``counted`` or all) and versions, as far as the viewer may know them."""
    versions: dict[tuple[str | None, str], list[tuple[str, int]]] = {}
    for each in sorted(shown, key=lambda one: (one.version, one.received_at)):
        if each.company_id is not None:
            versions.setdefault((each.company_id, each.round_label), []).append((each.id, each.version))
    return _Around(
        companies={
            each.id: CompanyName(each.id, each.name, each.name_en)
            for each in company_queries.companies(looking.session, looking.ws.name, looking.viewer)
        },
        counts=deck_queries.claim_counts(looking.session, looking.ws.name, looking.viewer, counted),
        colleagues={
            each.id: each.name
            for each in people.persons(looking.session, looking.ws.name)
            if each.organisation_id == looking.viewer.organisation_id
        },
        versions={key: tuple(found) for key, found in versions.items()},
        again=claim_queries.second_looks(looking.session, looking.ws.name, looking.viewer),
    )


def _row(found: Deck, around: _Around) -> DeckRow:
    claims, to_review = around.counts.get(found.id, (0, 0))
    return DeckRow(
        id=found.id,
        file_name=found.file_name,
        state=found.state,
        refusal=found.refusal,
        company=around.companies.get(found.company_id or ""),
        round_label=found.round_label,
        version=found.version,
        versions=around.versions.get((found.company_id, found.round_label), ((found.id, found.version),)),
        pages=len(found.page_sizes_pt),
        page_sizes_pt=found.page_sizes_pt,
        unread_pages=found.unread_pages,
        gaps=found.gaps,
        claims=claims,
        to_review=to_review,
        received_at=found.received_at,
        read_at=found.read_at,
        received_by=around.colleagues.get(found.received_by, ""),
        owner_id=found.owner_id,
        audience=found.audience,
        sha256=found.sha256,
        size_bytes=found.size_bytes,
        ir_event_id=found.ir_event_id,
        suggestions=found.suggestions,
        extractor=found.extractor,
        look_again=around.again.get(found.id, 0),
    )


def _is_wanted(row: DeckRow, wanted: DeckFilter) -> bool:
    company = row.company.id if row.company else None
    asked = ((wanted.state, row.state), (wanted.company_id, company), (wanted.ir_event_id, row.ir_event_id))
    words = f"{row.file_name} {row.company.name if row.company else ''}".casefold()
    return (
        all(want is None or want == have for want, have in asked)
        and not (wanted.unassigned and company is not None)
        and wanted.text.casefold() in words
    )
