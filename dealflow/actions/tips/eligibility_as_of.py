"""What is asked for eligibility of deals, committees, facts and reports: as the books stand, or as they stood once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace, new_id
from dealflow.domain.claims.events import CompanyAmended, CompanyRegistered
from dealflow.domain.investment.committee import CommitteeSession
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.investment.events import FundKept
from dealflow.domain.notes.documents import StandingDocument
from dealflow.domain.notes.events import DocumentKept, DocumentWithdrawn
from dealflow.domain.people.access import Viewer
from dealflow.domain.record import pipeline_as_of
from dealflow.domain.tips.events import CompanyFactKept, FilingKept, GrantProjectKept
from dealflow.domain.tips.grant_projects import GrantProject
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import investment, tips
from dealflow.store.ledger.queries import notes as note_queries
from dealflow.store.ledger.queries.books import streams_of
from dealflow.store.ledger.queries.companies import ids_of
from dealflow.store.ledger.queries.notes import About
from dealflow.store.ledger.queries.tips import CompanyFact, Filing
from dealflow.store.ledger.queries.visibility import Session


class Told(Protocol):
    """Answers what the books say of one engagement or company."""

    def facts(self, company_id: str) -> tuple[CompanyFact, ...]:
        """Return what the house noted of a company."""
        ...

    def files(self, company_id: str) -> tuple[StandingDocument, ...]:
        """Return the files on a company that the viewer may see."""
        ...

    def deal(self, engagement_id: str) -> Deal:
        """Return the money side of an engagement."""
        ...

    def sessions(self, engagement_id: str) -> tuple[CommitteeSession, ...]:
        """Return the sessions that had the engagement before them, oldest first."""
        ...

    def backed(self) -> frozenset[str]:
        """Return the funds that the mother fund backs."""
        ...

    def filings(self) -> tuple[Filing, ...]:
        """Return the reports of the house."""
        ...

    def project(self, engagement_id: str) -> GrantProject | None:
        """Return what is known of an engagement's project with a grant."""
        ...


@dataclass(frozen=True, slots=True)
class Now:
    """The books as they stand."""

    ws: Workspace
    session: Session
    viewer: Viewer

    def facts(self, company_id: str) -> tuple[CompanyFact, ...]:
        """Return what the house noted of a company."""
        return tips.company_facts(self.session, self.ws.name, self.viewer, company_id)

    def files(self, company_id: str) -> tuple[StandingDocument, ...]:
        """Return the files on a company that the viewer may see."""
        return _files(self.ws, self.session, self.viewer, company_id)

    def deal(self, engagement_id: str) -> Deal:
        """Return the money side of an engagement."""
        return investment.deal(self.session, self.ws.name, self.viewer, engagement_id)

    def sessions(self, engagement_id: str) -> tuple[CommitteeSession, ...]:
        """Return the sessions that had the engagement before them, oldest first."""
        return investment.sessions_of_engagement(self.session, self.ws.name, self.viewer, engagement_id)

    def backed(self) -> frozenset[str]:
        """Return the funds that the mother fund backs."""
        funds = investment.funds(self.session, self.ws.name, self.viewer)
        return frozenset(fund.id for fund in funds if fund.mother_fund_backed)

    def filings(self) -> tuple[Filing, ...]:
        """Return the reports of the house."""
        return tips.filings(self.session, self.ws.name, self.viewer)

    def project(self, engagement_id: str) -> GrantProject | None:
        """Return what is known of an engagement's project with a grant."""
        known = tips.grant_project(self.session, self.ws.name, self.viewer, project_id(self.viewer, engagement_id))
        return None if known is None else known[0]


@dataclass(frozen=True, slots=True)
class Then:
    """The books as they stood at a moment, folded from the journal."""

    ws: Workspace
    session: Session
    viewer: Viewer
    moment: datetime
    pipeline: pipeline_as_of.Pipeline

    def facts(self, company_id: str) -> tuple[CompanyFact, ...]:
        """Return what the house had noted of a company."""
        last: dict[str, tuple[CompanyFactKept, Recorded]] = {}
        for recorded in self._events_until(f"facts:{company_id}:{self.viewer.organisation_id}"):
            if isinstance(recorded.event, CompanyFactKept):
                last[recorded.event.fact] = recorded.event, recorded
        return tuple(
            CompanyFact(
                fact,
                company_fact_kept.value,
                company_fact_kept.as_of,
                company_fact_kept.valid_to,
                company_fact_kept.proof,
                told_recorded.actor,
                told_recorded.ts,
                company_fact_kept.document_id,
            )
            for fact, (company_fact_kept, told_recorded) in sorted(last.items())
            if company_fact_kept.value
        )

    def files(self, company_id: str) -> tuple[StandingDocument, ...]:
        """Return the files on a company as they were described and stood."""
        stood = []
        for file in _files(self.ws, self.session, self.viewer, company_id):
            events = [recorded.event for recorded in self._events_until(f"document:{file.document.id}")]
            texts = [event.document for event in events if isinstance(event, DocumentKept)]
            if texts:
                gone = [event.withdrawn for event in events if isinstance(event, DocumentWithdrawn)]
                stood.append(replace(file, document=texts[-1], is_withdrawn=bool(gone) and gone[-1]))
        return tuple(stood)

    def deal(self, engagement_id: str) -> Deal:
        """Return the money side of an engagement."""
        return self.pipeline.deals.get(engagement_id, Deal(engagement_id, self.viewer.organisation_id))

    def sessions(self, engagement_id: str) -> tuple[CommitteeSession, ...]:
        """Return the sessions that had the engagement before them, oldest first."""
        held = (
            session
            for session in self.pipeline.sessions.values()
            if any(item.engagement_id == engagement_id for item in session.items)
        )
        return tuple(sorted(held, key=lambda session: (session.held_at, session.id)))

    def backed(self) -> frozenset[str]:
        """Return the funds that the mother fund backed."""
        known = (fund.id for fund in investment.funds(self.session, self.ws.name, self.viewer))
        events = (recorded.event for fund in known for recorded in self._events_until(f"fund:{fund}"))
        last = {event.fund.id: event.fund.mother_fund_backed for event in events if isinstance(event, FundKept)}
        return frozenset(fund for fund, is_backed in last.items() if is_backed)

    def filings(self) -> tuple[Filing, ...]:
        """Return the reports of the house."""
        filings = []
        for filing in tips.filings(self.session, self.ws.name, self.viewer):
            records = [
                recorded
                for recorded in self._events_until(f"filing:{filing.id}")
                if isinstance(recorded.event, FilingKept)
            ]
            event = records[-1].event if records else None
            if isinstance(event, FilingKept):
                state, when, who, values = event.state, event.filed_at, event.filed_by, event.values
                filings.append(
                    Filing(
                        filing.id,
                        filing.report,
                        filing.session_id,
                        filing.item_id,
                        state,
                        when,
                        who,
                        values,
                        records[-1].seq,
                    )
                )
        return tuple(filings)

    def project(self, engagement_id: str) -> GrantProject | None:
        """Return what was known of an engagement's project with a grant."""
        events = self._events_until(f"grant_project:{project_id(self.viewer, engagement_id)}")
        last = events[-1].event if events else None
        return last.project if isinstance(last, GrantProjectKept) else None

    def region(self, company_id: str, now: str) -> str:
        """Return the region that a company's entry gave, or the present one where the journal has no entry."""
        texts = [
            recorded.event.region
            for recorded in self._events_until(f"company:{company_id}")
            if isinstance(recorded.event, CompanyRegistered | CompanyAmended)
        ]
        return texts[-1] if texts else now

    def _events_until(self, stream: str) -> tuple[Recorded, ...]:
        return pipeline_as_of.until(journal.read_stream(self.session, self.ws.name, stream), self.moment)


def _files(ws: Workspace, session: Session, viewer: Viewer, company_id: str) -> tuple[StandingDocument, ...]:
    ids = tuple(sorted(ids_of(session, ws.name, company_id)))
    return note_queries.documents(session, ws.name, viewer, About(company_ids=ids))


def project_id(viewer: Viewer, engagement_id: str) -> str:
    """Return the id of the project of an engagement in the books of the viewer's house."""
    return new_id("grant_project", viewer.organisation_id, engagement_id)


def then(looking: Looking, moment: datetime) -> Then:
    """Return the viewer's books as they stood at a moment."""
    streams = streams_of(looking.session, looking.ws.name, looking.viewer)
    records = journal.read_streams(looking.session, looking.ws.name, streams)
    return Then(looking.ws, looking.session, looking.viewer, moment, pipeline_as_of.as_of(records, moment))
