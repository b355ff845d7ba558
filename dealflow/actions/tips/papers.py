"""Papers beside those on a committee (R3, R4, R6, R7, R11) in a house's books: what is owed, filled from what is known.

They are kept, filed, received and begun anew as the reports on a committee are (``filings.py``). Everything is private
to the house. Contacts of a company are shown and never kept with a sheet: a sheet stands in the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import new_id
from dealflow.actions.tips import filing_views
from dealflow.actions.tips.filing_views import Entry, FileEntry, entries_of, files_of, owed_now, present, verified
from dealflow.actions.tips.grant_projects import keep_part
from dealflow.actions.tips.paper_values import KnownPaper, paper_values
from dealflow.catalogue.filings import FilingField, FilingSheet
from dealflow.catalogue.grant_duties import grant_duties
from dealflow.domain.claims.company import Company
from dealflow.domain.investment.committee import Fund
from dealflow.domain.people.access import Act, may, require
from dealflow.domain.people.people import Organisation
from dealflow.domain.tips.events import FilingKept
from dealflow.domain.tips.filings import PLAN, FilingState
from dealflow.domain.tips.grant_projects import ProjectReport, ProjectReportKind
from dealflow.domain.tips.papers import (
    OCCASION,
    PROJECT,
    Occasion,
    OwedPaper,
    contract_papers,
    employment_papers,
    occasion_due,
    project_papers,
    registration_papers,
)
from dealflow.domain.values.korean_days import korean_day
from dealflow.domain.values.quantity import Quantity
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import adoption, investment, people, pipeline, profiles, tips
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries.tips import Filing

_FUND, _OCCASION, _ON = "_fund", "_occasion", "_on"
"""Pairs of an occasional report's values that are no fields of the sheet."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper with its sheet, as ``filing_views.Report`` is for a committee."""

    id: str
    owed: OwedPaper
    sheet: FilingSheet
    company: Company | None
    fund: Fund | None
    state: FilingState
    entries: tuple[Entry, ...]
    files: tuple[FileEntry, ...]
    filing: Filing | None
    filed_by_name: str
    version: int
    house: Organisation | None = None

    @property
    def subject_id(self) -> str:
        """Return what the paper is about, as its address names it."""
        return self.owed.subject_id

    @property
    def session_id(self) -> str:
        """Return no session: a paper is about none."""
        return ""

    @property
    def due(self) -> date | None:
        """Return the last day in time; None where no source states it."""
        return self.owed.due

    @property
    def is_open(self) -> bool:
        """Say whether it still has to be filed."""
        return self.state is FilingState.NOT_FILED

    @property
    def missing(self) -> tuple[FilingField, ...]:
        """Return the required fields that are empty, and the required files that are not there."""
        files = tuple(file.field for file in self.files if file.field.required and not file.document_id)
        return tuple(entry.field for entry in self.entries if entry.is_missing) + files

    @property
    def filed_at(self) -> datetime | None:
        """Return the moment at which it was filed, nothing before."""
        return None if self.filing is None else self.filing.filed_at


def papers(looking: Looking, *, on: date) -> tuple[Paper, ...]:
    """Return the papers that the viewer's house owes or has filed: those with a day first, by day."""
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return ()
    with looking.ws.ledger.read() as session:
        within = looking.within(session)
        filled = _filled(within, _owed(within, on))
        return tuple(sorted(filled, key=lambda paper: (paper.due or date.max, paper.sheet.id, paper.subject_id)))


def paper(looking: Looking, subject_id: str, report: str, *, on: date) -> Paper:
    """Return one paper of the viewer's house.

    Raises:
        NotFoundError: there is none in the viewer's books.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        return one_paper(looking.within(session), subject_id, report, on)


def one_paper(looking: Looking, subject_id: str, report: str, on: date) -> Paper:
    """Return one paper of the viewer's house within a session.

    Raises:
        NotFoundError: there is none in the viewer's books.
    """
    known = [owed for owed in _owed(looking, on) if (owed.subject_id, owed.report) == (subject_id, report)]
    for filled in _filled(looking, known):
        return filled
    raise NotFoundError(kind="filing", id=subject_id)


def owed_papers(looking: Looking, *, on: date) -> tuple[tuple[OwedPaper, Filing | None], ...]:
    """Return the papers to KVIC that have a day, each with what was kept of it, within a session: for the deadlines."""
    standing = present(tips.filings(looking.session, looking.ws.name, looking.viewer))
    return tuple(
        (owed, standing.get((owed.subject_id, owed.report)))
        for owed in _owed(looking, on)
        if owed.due is not None and owed.report != PROJECT
    )


@transacted
def begin_occasion(acting: Acting, fund_id: str, occasion: Occasion, on: date) -> str:
    """Begin an occasional report of a fund and return its subject.

    Raises:
        NotAllowedError: the viewer's role decides nothing.
        NotFoundError: the fund is not the viewer's house's.
        InvalidInputError: there is one of that occasion and day.
    """
    require(acting.viewer, Act.DECIDE)
    if fund_id not in {fund.id for fund in investment.funds(acting.session, acting.ws.name, acting.viewer)}:
        raise NotFoundError(kind="fund", id=fund_id)
    subject_id = new_id("occasion", acting.ws.name, fund_id, occasion.value, on)
    standing = present(tips.filings(acting.session, acting.ws.name, acting.viewer))
    if (subject_id, OCCASION) in standing:
        raise InvalidInputError(field="occasion", problem="repeated", value=occasion.value)
    values = ((_FUND, fund_id), (_OCCASION, occasion.value), (_ON, on.isoformat()))
    event = FilingKept(
        new_id("filing", acting.ws.name, subject_id, OCCASION), acting.viewer.organisation_id, OCCASION, "", subject_id,
        FilingState.NOT_FILED.value, values,
    )  # fmt: skip
    acting.record([event], after=0)
    return subject_id


def note_submitted(acting: Acting, subject_id: str) -> None:
    """Write down in its project that a report of it was handed in today.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; the house has no such project.
    """
    found = paper(acting, subject_id, PROJECT, on=korean_day(acting.at))
    kind, _, year = found.owed.about.partition(":")
    with acting.ws.ledger.read() as session:
        known = tips.grant_projects(session, acting.ws.name, acting.viewer)
    reports = [
        report
        for project, _ in known
        for report in project.reports
        if project.engagement_id == found.owed.engagement_id
        and (report.kind.value, str(report.year)) in {(kind, year), (kind, "0")}
    ]
    now = reports[0] if reports else ProjectReport("", ProjectReportKind(kind), int(year))
    if now.submitted_on is None:
        keep_part(acting, found.owed.engagement_id, replace(now, submitted_on=korean_day(acting.at)))


def _owed(looking: Looking, on: date) -> Iterator[OwedPaper]:
    session, name, viewer = looking.session, looking.ws.name, looking.viewer
    backed = {fund.id for fund in investment.funds(session, name, viewer) if fund.mother_fund_backed}
    companies = {engagement.id: engagement.company_id for engagement in pipeline.engagements(session, name, viewer)}
    deals = {deal.engagement_id: deal for deal in investment.deals(session, name, viewer)}
    yield from contract_papers(deals, companies, backed)
    yield from registration_papers(_first_plans(looking))
    yield from employment_papers(deals, companies, backed, on)
    yield from _occasions(looking)
    projects = [project for project, _ in tips.grant_projects(session, name, viewer)]
    yield from project_papers(projects, companies, grant_duties(), looking.ws.calendar)


def _first_plans(looking: Looking) -> dict[str, date | None]:
    """Return the day of the first plan of each company that is reported on, None where one was filed."""
    plans = [owed for owed in owed_now(looking) if owed.report == PLAN]
    filed = {owed.item.company_id for owed in plans if not owed.deadline.is_open()}
    first: dict[str, date | None] = {}
    for owed in plans:  # by day
        company_id = owed.item.company_id
        first.setdefault(company_id, None if company_id in filed else owed.deadline.due)
    return first


def _occasions(looking: Looking) -> Iterator[OwedPaper]:
    for filing in present(tips.filings(looking.session, looking.ws.name, looking.viewer)).values():
        values = dict(filing.values)
        if filing.report == OCCASION and _ON in values:
            day = date.fromisoformat(values[_ON])
            due = occasion_due(values[_OCCASION], day, looking.ws.calendar)
            about = f"{values[_OCCASION]}:{values[_ON]}"
            yield OwedPaper(OCCASION, filing.item_id, about, due, fund_id=values.get(_FUND, ""))


def _filled(looking: Looking, owed_papers: Iterable[OwedPaper]) -> Iterator[Paper]:
    """Yield the papers with their sheets; what they are filled from is gathered once."""
    session, name, viewer = looking.session, looking.ws.name, looking.viewer
    books = _Books(looking)
    names = people.names(session, name)
    houses = people.organisations(session, name)
    house = next((other for other in houses if other.id == viewer.organisation_id), None)
    standing = present(tips.filings(session, name, viewer))
    for owed in owed_papers:
        filing = standing.get((owed.subject_id, owed.report))
        state = FilingState.NOT_FILED if filing is None else FilingState(filing.state)
        values = {} if filing is None else dict(filing.values)
        known, sheet = books.known(owed, values), filing_views.sheets()[owed.report]
        is_open = state is FilingState.NOT_FILED
        yield Paper(
            id=new_id("filing", name, owed.subject_id, owed.report) if filing is None else filing.id,
            owed=owed,
            sheet=sheet,
            company=known.company,
            fund=known.fund,
            state=state,
            entries=entries_of(sheet, paper_values(known), values, is_open=is_open),
            files=files_of(looking, sheet, owed.company_id, owed.engagement_id),
            filing=filing,
            filed_by_name="" if filing is None else names.get(filing.filed_by, ""),
            version=0 if filing is None else filing.version,
            house=house,
        )


class _Books:
    """What papers are filled from, gathered once; what is asked of one company is asked once."""

    def __init__(self, looking: Looking) -> None:
        session, name, viewer = looking.session, looking.ws.name, looking.viewer
        self._looking = looking
        self._companies = {company.id: company for company in company_queries.companies(session, name, viewer)}
        self._funds = {fund.id: fund for fund in investment.funds(session, name, viewer)}
        self._deals = {deal.engagement_id: deal for deal in investment.deals(session, name, viewer)}
        self._projects = {project.engagement_id: project for project, _ in tips.grant_projects(session, name, viewer)}
        self._profiles = profiles.profiles(session, name, viewer)
        self._contacts = profiles.contacts(session, name, viewer)
        self._metrics = {metric.id: metric for metric in looking.ws.metrics}
        self._facts: dict[str, dict[str, str]] = {}
        self._claims: dict[str, dict[str, Quantity]] = {}

    def known(self, owed: OwedPaper, values: Mapping[str, str]) -> KnownPaper:
        """Return what there is to fill a paper from."""
        looking, company_id = self._looking, owed.company_id
        stored = self._profiles.get(company_id)
        deployments = (
            adoption.deployments(looking.session, looking.ws.name, looking.viewer, {company_id})
            if owed.report == PROJECT
            else ()
        )
        return KnownPaper(
            owed=owed,
            company=self._companies.get(company_id),
            fund=self._funds.get(owed.fund_id),
            deal=self._deals.get(owed.engagement_id),
            project=self._projects.get(owed.engagement_id),
            facts=self._facts_of(company_id),
            claims=self._claims_of(company_id),
            about="" if stored is None else stored.profile.about,
            contacts=[contact for contact in self._contacts if contact.company_id == company_id],
            deployments=[deployment for deployment, _ in deployments],
            metrics=self._metrics,
            extra=values,
        )

    def _facts_of(self, company_id: str) -> dict[str, str]:
        if company_id and company_id not in self._facts:
            looking = self._looking
            found = tips.company_facts(looking.session, looking.ws.name, looking.viewer, company_id)
            self._facts[company_id] = {fact.fact: fact.value for fact in found}
        return self._facts.get(company_id, {})

    def _claims_of(self, company_id: str) -> dict[str, Quantity]:
        if company_id and company_id not in self._claims:
            self._claims[company_id] = verified(self._looking, company_id)
        return self._claims.get(company_id, {})
