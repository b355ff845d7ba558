"""Everything that is due in a viewer's house, with days left; and what of it is pressing today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import papers
from dealflow.actions.tips.filing_views import confirmed_months, owed
from dealflow.catalogue.grant_duties import grant_duties
from dealflow.domain.claims.company import Company
from dealflow.domain.investment.approvals import standing_approvals, tabled_of
from dealflow.domain.investment.committee import CommitteeSession, Fund
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.notes.documents import StandingDocument
from dealflow.domain.people.access import Act, may
from dealflow.domain.pipeline.deadlines import (
    Certificate,
    Deadline,
    DeadlineKind,
    certificate_deadlines,
    commitment_deadlines,
    condition_deadlines,
    document_deadlines,
    in_order,
    monthly_reports,
    term_deadlines,
)
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.pipeline.grant_deadlines import grant_deadlines
from dealflow.domain.pipeline.stage_intervals import CLOSED
from dealflow.domain.tips.grant_projects import GrantProject
from dealflow.domain.tips.operators import Operator
from dealflow.domain.tips.papers import OwedPaper
from dealflow.domain.tips.rule_packs import Severity
from dealflow.domain.values.korean_days import korean_day
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import investment, people, pipeline, tips
from dealflow.store.ledger.queries import notes as note_queries
from dealflow.store.ledger.queries.notes import About
from dealflow.store.ledger.queries.tips import CompanyFact, Filing
from dealflow.store.ledger.queries.visibility import Session

WEEK: Final = 7
_MONTHLY_AHEAD: Final = timedelta(days=40)
_MONTHLY_BACK: Final = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class Place:
    """Which records a deadline is about: empty where it is about none of that kind."""

    session_id: str = ""
    item_id: str = ""
    engagement_id: str = ""
    company_id: str = ""
    fund_id: str = ""
    operator_id: str = ""
    track: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline as it is shown. ``mine``: the viewer's own to see to; ``revision`` grows with its record."""

    deadline: Deadline
    place: Place
    company: Company | None
    fund: Fund | None
    owner_name: str
    days_left: int
    business_days_left: int
    mine: bool
    revision: int

    @property
    def id(self) -> str:
        """Return an id that stays the same while the deadline moves."""
        deadline = self.deadline
        return ":".join(filter(None, (deadline.kind.value, deadline.subject_id, self.place.item_id, deadline.label)))

    @property
    def is_late(self) -> bool:
        """Say whether it is open and its day has gone by."""
        return self.deadline.is_open() and self.days_left < 0


@dataclass(frozen=True, slots=True)
class Alarms:
    """What is open and pressing: late, due today, due within the coming seven days of the calendar."""

    late: tuple[Due, ...]
    today: tuple[Due, ...]
    week: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class _Books:
    """What a house's deadlines follow from, gathered once."""

    sessions: Sequence[CommitteeSession]
    funds: Sequence[tuple[Fund, date]]
    filings: Sequence[Filing]
    deals: Mapping[str, Deal]
    engagements: Mapping[str, Engagement]
    companies: Mapping[str, Company]
    facts: Sequence[tuple[str, CompanyFact]]
    operators: Sequence[tuple[Operator, int]]
    documents: Sequence[StandingDocument]
    projects: Sequence[tuple[GrantProject, int]]
    papers: Sequence[tuple[OwedPaper, Filing | None]]
    names: Mapping[str, str]
    versions: Mapping[str, int]
    """Of committee sessions."""


@remembered
def deadlines(looking: Looking, *, on: date, done: bool = False) -> tuple[Due, ...]:
    """Return the deadlines of the viewer's house by day; ``done``: those that were met, too. A guest has none."""
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return ()
    with looking.ws.ledger.read() as session:
        books = _gather(looking.within(session), on)
        shifts = len(journal.read_stream(session, looking.ws.name, "calendar"))
    by_deadline = {id(due[0]): due for due in _all(looking.ws, books, on)}
    ordered = in_order(deadline for deadline, _, _ in by_deadline.values() if done or deadline.is_open())
    return tuple(_due(looking, books, by_deadline[id(deadline)], on=on, shifts=shifts) for deadline in ordered)


def alarms(looking: Looking, *, on: date) -> Alarms:
    """Return what is late, due today and due within a week, as far as it is open."""
    pressing = [deadline for deadline in deadlines(looking, on=on) if deadline.days_left <= WEEK]
    return Alarms(
        late=tuple(due for due in pressing if due.days_left < 0),
        today=tuple(due for due in pressing if due.days_left == 0),
        week=tuple(due for due in pressing if due.days_left > 0),
    )


def _gather(looking: Looking, on: date) -> _Books:
    funds = [
        fund for fund in investment.funds(looking.session, looking.ws.name, looking.viewer) if fund.mother_fund_backed
    ]
    return _Books(
        sessions=investment.committee_sessions(looking.session, looking.ws.name, looking.viewer),
        funds=[(fund, _known_since(looking.ws, looking.session, fund)) for fund in funds],
        filings=tips.filings(looking.session, looking.ws.name, looking.viewer),
        deals={deal.engagement_id: deal for deal in investment.deals(looking.session, looking.ws.name, looking.viewer)},
        engagements={
            engagement.id: engagement
            for engagement in pipeline.engagements(looking.session, looking.ws.name, looking.viewer)
        },
        companies={
            company.id: company
            for company in company_queries.companies(looking.session, looking.ws.name, looking.viewer)
        },
        facts=tips.dated_company_facts(looking.session, looking.ws.name, looking.viewer),
        operators=tips.operators(looking.session, looking.ws.name, looking.viewer),
        documents=note_queries.documents(looking.session, looking.ws.name, looking.viewer, About()),
        projects=tips.grant_projects(looking.session, looking.ws.name, looking.viewer),
        papers=papers.owed_papers(looking, on=on),
        names=people.names(looking.session, looking.ws.name),
        versions=investment.session_versions(looking.session, looking.ws.name, looking.viewer),
    )


def _known_since(ws: Workspace, session: Session, fund: Fund) -> date:
    """Return the day since which a fund is in the books: nobody is told to report on months before it."""
    return korean_day(journal.read_stream(session, ws.name, f"fund:{fund.id}")[0].ts)


_Found = tuple[Deadline, Place, int]


def _all(ws: Workspace, books: _Books, on: date) -> Iterator[_Found]:
    """Yield every deadline with what it is about and its record's version."""
    yield from _committee_reports(ws, books)
    yield from _monthly(books, on)
    yield from _of_deals(books)
    yield from _certificates(books)
    yield from _documents(books)
    yield from _of_projects(ws, books, on)
    yield from _papers(books)
    for operator, version in books.operators:
        for term_deadline in term_deadlines((operator,)):
            yield term_deadline, Place(operator_id=operator.id), version


def _committee_reports(ws: Workspace, books: _Books) -> Iterator[_Found]:
    for other_owed in owed(books.sessions, [fund for fund, _ in books.funds], books.filings, ws.calendar):
        place = _item_place(
            books, other_owed.session.id, other_owed.item.id, other_owed.item.engagement_id, other_owed.item.company_id
        )
        filed = 0 if other_owed.filing is None else other_owed.filing.version
        at = Place(place.session_id, place.item_id, place.engagement_id, place.company_id, other_owed.fund.id)
        yield other_owed.deadline, at, books.versions.get(other_owed.session.id, 0) + filed


def _papers(books: _Books) -> Iterator[_Found]:
    for owed_paper, filing in books.papers:
        if owed_paper.due is not None:
            filed = None if filing is None or filing.filed_at is None else korean_day(filing.filed_at)
            label = f"{owed_paper.report}:{owed_paper.about}"
            due = Deadline(
                DeadlineKind.PAPER, owed_paper.due, owed_paper.subject_id, Severity.WARN, label, done_on=filed
            )
            at = Place(item_id=owed_paper.subject_id, company_id=owed_paper.company_id, fund_id=owed_paper.fund_id)
            yield due, at, 0 if filing is None else filing.version


def _monthly(books: _Books, on: date) -> Iterator[_Found]:
    for fund, known_since in books.funds:
        since, until = max(known_since, on - _MONTHLY_BACK), on + _MONTHLY_AHEAD
        if since > until:
            continue
        for monthly_report in monthly_reports(fund.id, since, until, confirmed_months(books.filings, fund.id).items()):
            yield monthly_report, Place(fund_id=fund.id), 0 if monthly_report.done_on is None else 1


def _of_deals(books: _Books) -> Iterator[_Found]:
    """Yield conditions of approvals that stand, and letters of commitment that were not paid out yet."""
    for engagement_id, deal in books.deals.items():
        engagement = books.engagements.get(engagement_id)
        if engagement is None or engagement.status in CLOSED:
            continue
        for tabled in standing_approvals(tabled_of(books.sessions, engagement_id), deal):
            item, held = tabled.item, tabled.session
            conditions = () if item.resolution is None else item.resolution.conditions
            place = _item_place(books, held.id, item.id, engagement_id, engagement.company_id)
            for condition_deadline in condition_deadlines(item.id, conditions):
                yield condition_deadline, place, books.versions.get(held.id, 0)
        waiting = [commitment for commitment in deal.commitments if commitment.amount_won > deal.paid_won]
        place = Place(engagement_id=engagement_id, company_id=engagement.company_id, track=engagement.track)
        for commitment_deadline in commitment_deadlines(engagement_id, waiting):
            yield commitment_deadline, place, engagement.version


def _certificates(books: _Books) -> Iterator[_Found]:
    """Yield the papers that run out of companies which the house still follows."""
    followed = {engagement.company_id for engagement in books.engagements.values() if engagement.status not in CLOSED}
    for company_id, fact in books.facts:
        if company_id in followed:
            for certificate_deadline in certificate_deadlines((Certificate(company_id, fact.fact, fact.valid_to),)):
                yield certificate_deadline, Place(company_id=company_id), _minutes_since_2020(fact.kept_at)


def _documents(books: _Books) -> Iterator[_Found]:
    """Yield the files that run out of companies and deals which the house still follows."""
    followed = {engagement.company_id for engagement in books.engagements.values() if engagement.status not in CLOSED}
    standing = {
        file.document.id: file
        for file in books.documents
        if not file.is_withdrawn and not file.is_destroyed and file.document.company_id in followed
    }
    for deadline in document_deadlines(file.document for file in standing.values()):
        file = standing[deadline.subject_id]
        place = Place(company_id=file.document.company_id, engagement_id=file.document.engagement_id)
        yield deadline, place, file.version


def _of_projects(ws: Workspace, books: _Books, on: date) -> Iterator[_Found]:
    """Yield what is due of projects with a grant that are not given up."""
    for project, version in books.projects:
        engagement = books.engagements.get(project.engagement_id)
        if engagement is None or engagement.status in CLOSED:
            continue
        place = Place(engagement_id=engagement.id, company_id=engagement.company_id, track=engagement.track)
        for deadline in grant_deadlines(project, grant_duties(), ws.calendar, on):
            yield deadline, place, version


def _minutes_since_2020(at: datetime) -> int:
    """Return a number that grows from one word of a house to the next, for records that count no versions."""
    return int((at - datetime(2020, 1, 1, tzinfo=UTC)).total_seconds() // 60)


def _item_place(books: _Books, session_id: str, item_id: str, engagement_id: str, company_id: str) -> Place:
    engagement = books.engagements.get(engagement_id)
    track = "" if engagement is None else engagement.track
    return Place(session_id, item_id, engagement_id, company_id, track=track)


def _due(  # a deadline and all that stands beside it
    looking: Looking, books: _Books, owed: _Found, *, on: date, shifts: int
) -> Due:
    deadline, place, revision = owed
    funds = {fund.id: fund for fund, _ in books.funds}
    fund = funds.get(place.fund_id)
    owner = _owner(books, deadline, place, fund)
    return Due(
        deadline=deadline,
        place=place,
        company=books.companies.get(place.company_id),
        fund=fund,
        owner_name=books.names.get(owner, ""),
        days_left=deadline.days_left(on),
        business_days_left=deadline.business_days_left(on, looking.ws.calendar),
        mine=owner == looking.viewer.person_id,
        revision=revision + shifts,
    )


def _owner(books: _Books, deadline: Deadline, place: Place, fund: Fund | None) -> str:
    """Return whose a deadline is: a condition's owner, a fund's chair, or who is in charge of the company."""
    if deadline.kind is DeadlineKind.CONDITION:
        return deadline.owner_id
    if deadline.kind is DeadlineKind.MONTHLY_REPORT:
        return "" if fund is None else fund.chair_id or ""
    if place.engagement_id in books.engagements:
        return books.engagements[place.engagement_id].assignee_id or ""
    return _in_charge(books.engagements.values(), place.company_id)


def _in_charge(engagements: Iterable[Engagement], company_id: str) -> str:
    """Return who is in charge of a company that the house follows, the one who did something last."""
    own = [
        engagement
        for engagement in engagements
        if company_id and engagement.company_id == company_id and engagement.assignee_id
    ]
    return max(own, key=lambda engagement: engagement.last_event_at).assignee_id or "" if own else ""
