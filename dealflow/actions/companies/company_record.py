"""The record of one company: claims, decks, engagements, and what happened, as far as the viewer may know it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from dealflow.actions.claims.consistency import Scrutiny, scrutinised
from dealflow.actions.claims.deck_views import DeckFilter, DeckRow, decks
from dealflow.actions.claims.review import claims_of
from dealflow.actions.companies.company_profile import HouseProfile, profile_of
from dealflow.actions.companies.company_rights import is_keeper
from dealflow.actions.companies.contacts import Contact, contacts
from dealflow.actions.notes.note_views import last_contacts
from dealflow.actions.pipeline.engagement_views import EngagementFilter, EngagementRow, engagements, event_fields
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.domain.claims.claim_views import ClaimView
from dealflow.domain.claims.claims import Metric
from dealflow.domain.claims.company import Company
from dealflow.domain.claims.events import (
    CompanyMerged,
    CompanyUnmerged,
    DeckAssigned,
    DeckRead,
    DeckReceived,
    DeckRefused,
    DeckRequeued,
    DeckReturned,
    DeckShelved,
)
from dealflow.domain.people.access import Act, Viewer, may, require
from dealflow.domain.values.event import Event
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import companies, people, pipeline
from dealflow.store.ledger.queries import decks as deck_queries

_PRIVATE: Final = frozenset({"owner_id", "sha256", "company_id"})
"""What a line of the timeline does not repeat."""


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One thing that happened; ``kind`` is the event's kind, ``parameters`` fill its words.

    ``actor_name`` is empty for people of other organisations.
    """

    ts: datetime
    kind: str
    actor_name: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CompanyRecord:
    """Everything about one company that the viewer may know; the timeline is newest first."""

    company: Company
    claims: tuple[ClaimView, ...]
    decks: tuple[DeckRow, ...]
    engagements: tuple[EngagementRow, ...]
    timeline: tuple[TimelineLine, ...]
    noted: HouseProfile
    contacts: tuple[Contact, ...]
    merged: tuple[Company, ...]
    """The companies that were merged into it, by their own names."""
    last_contact: date | None
    """The day on which our house last met, called or wrote with it, as far as it noted it."""
    is_kept: bool
    """Whether the viewer may change what everyone sees of it."""

    def scrutiny(self, metrics: Sequence[Metric], *, on: date) -> Scrutiny:
        """Return the checks of the company's figures and the questions that follow."""
        return scrutinised(self.company, self.decks, self.claims, metrics, on=on)


@remembered
def company(looking: Looking, company_id: str, *, on: date | None = None) -> CompanyRecord:
    """Return the record of a company; days in stage are counted to ``on``, or to the last thing that happened.

    Raises:
        NotFoundError: there is no company that the viewer may know of.
    """
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        company = companies.find_company(session, looking.ws.name, looking.viewer, company_id)
        if company is None:
            raise NotFoundError(kind="company", id=company_id)
        views = claims_of(
            looking.within(session), deck_queries.decks(session, looking.ws.name, looking.viewer, [company.id])
        )
        merged = companies.merged_into(session, looking.ws.name, looking.viewer, company.id)
        noted = profile_of(looking.within(session), company.id)
        is_kept = is_keeper(looking.within(session), company)
    rows = decks(looking, DeckFilter(company_id=company.id))
    known = contacts(looking, company.id) if may(looking.viewer, Act.SEE_PIPELINE) else ()
    with looking.ws.ledger.read() as session:
        timeline = _timeline(looking.within(session), (company, *merged), rows, known)
    last = korean_day(timeline[0].ts) if timeline else date.min
    followed = _followed(looking, company.id, on or last)
    met = max(last_contacts(looking, [firm.id for firm in (company, *merged)]).values(), default=None)
    return CompanyRecord(company, views, rows, followed, timeline, noted, known, merged, met, is_kept)


def _followed(looking: Looking, company_id: str, on: date) -> tuple[EngagementRow, ...]:
    """Return the company's engagements in the viewer's books; none for roles without a pipeline."""
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return ()
    return engagements(looking, EngagementFilter(company_id=company_id), on=on)


def _timeline(
    looking: Looking, merged: Sequence[Company], rows: Sequence[DeckRow], known: Sequence[Contact]
) -> tuple[TimelineLine, ...]:
    """Return what happened to the company and those merged into it, newest first, as far as it is the viewer's to know.

    That is: to its decks, to its engagements in the viewer's books, to what the viewer's house notes and whom it keeps.
    """
    ids = {company.id for company in merged}
    own = [
        engagement.id
        for engagement in pipeline.engagements(looking.session, looking.ws.name, looking.viewer)
        if engagement.company_id in ids
    ]
    streams = [
        *(f"company:{company_id}" for company_id in sorted(ids)),
        *_house_streams(looking.viewer, ids, known),
        *(f"deck:{row.id}" for row in rows),
        *(f"engagement:{engagement_id}" for engagement_id in own),
    ]
    past = [record for stream in streams for record in journal.read_stream(looking.session, looking.ws.name, stream)]
    files = {row.id: row.file_name for row in rows}
    firms = {company.id: company.name for company in merged}
    names = {
        person.id: person.name
        for person in people.persons(looking.session, looking.ws.name)
        if person.organisation_id == looking.viewer.organisation_id
    }
    past.sort(key=lambda record: (record.ts, record.position), reverse=True)
    return tuple(
        TimelineLine(
            recorded.ts,
            recorded.event.kind,
            names.get(recorded.actor, ""),
            _parameters(recorded.event, files | firms, names),
        )
        for recorded in past
    )


def _house_streams(viewer: Viewer, ids: Collection[str], known: Sequence[Contact]) -> list[str]:
    """Return the streams of what the viewer's house notes of a company and whom it keeps there."""
    if not may(viewer, Act.SEE_PIPELINE):
        return []
    notes = [f"company_profile:{company_id}:{viewer.organisation_id}" for company_id in sorted(ids)]
    return [*notes, *(f"contact:{contact.id}" for contact in known)]


def _parameters(event: Event, files: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Return what fills a line's words: plain fields; names of files and companies, and counts, in place of content."""
    match event:
        case DeckRead():
            parameters = {"claims": str(len(event.claims)), "pages": str(len(event.page_sizes_pt))}
        case DeckReceived() | DeckRefused() | DeckRequeued() | DeckAssigned() | DeckShelved() | DeckReturned():
            parameters = {name: value for name, value in event_fields(event, names).items() if name not in _PRIVATE}
        case CompanyMerged(into_id=other) | CompanyUnmerged(from_id=other):
            return {"name": files.get(event.company_id, ""), "into": files.get(other, "")}
        case _:
            return event_fields(event, names)
    return parameters | {"deck_id": event.deck_id, "file_name": files.get(event.deck_id, "")}
