"""An operator's results of a span (실적평가): its companies with their figures, gathered from the house's own books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from dealflow.actions.claims.review import claims_of
from dealflow.actions.platform.context import Looking
from dealflow.actions.tips.eligibility import PROGRAMME, RECOMMENDED, TRACK
from dealflow.domain.claims.claim_views import CERTAIN, ClaimView
from dealflow.domain.claims.claims import ClaimStatus, Scope
from dealflow.domain.claims.company import Company
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.notes.notes import CONTACTS
from dealflow.domain.people.access import Act, require
from dealflow.domain.people.people import Organisation
from dealflow.domain.pipeline.funnel import Engagement, Status
from dealflow.domain.tips.eligibility_company import is_outside_capital
from dealflow.domain.tips.eligibility_facts import KeptFact, inputs_from
from dealflow.domain.tips.grant_projects import GrantProject, ProjectVerdict
from dealflow.domain.tips.operator_results import FirmResult, Growth, Kpi, Span, kpis, matched_within, paid_within
from dealflow.domain.tips.operators import Operator, Recommendation
from dealflow.domain.tips.recommendation_slots import recommendation_of
from dealflow.domain.values.quantity import Unit
from dealflow.errors import InvalidInputError
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import decks as deck_queries
from dealflow.store.ledger.queries import investment, people, pipeline, tips
from dealflow.store.ledger.queries import notes as note_queries
from dealflow.store.ledger.queries.notes import About

SELECTED: Final = "selected"
"""The stage of the operators' track at which a company was selected."""
_GROWN: Final = {"sales": "revenue", "jobs": "employees_total", "exports": "export_amount"}

_ADDED: Final = frozenset({Unit.KRW, Unit.COUNT})
"""The units that can be added up: figures in other currencies count as unknown."""


@dataclass(frozen=True, slots=True)
class OperatorResults:
    """The results of the operators of a house in a span, with the figures that follow from them."""

    house: Organisation | None
    numbers: tuple[str, ...]
    """The numbers of the operators whose results these are."""
    span: Span
    firms: tuple[FirmResult, ...]
    kpis: tuple[Kpi, ...]
    slots: int | None = None
    """The recommendations that were allotted for the span; None: nobody knows."""


@dataclass(frozen=True, slots=True)
class _Books:
    operators: Sequence[Operator]
    engagements: Mapping[str, Engagement]
    companies: Mapping[str, Company]
    deals: Mapping[str, Deal]
    projects: Mapping[str, GrantProject]
    supports: Mapping[str, int]
    claims: Mapping[str, Sequence[ClaimView]]


def results(looking: Looking, span: Span) -> OperatorResults:
    """Return what the operators of the viewer's house came to in a span.

    Raises:
        NotAllowedError: the viewer's role may not see the books.
        InvalidInputError: the span runs backwards.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    if span.until < span.since:
        raise InvalidInputError(field="until", problem="before_start", value=span.until.isoformat())
    with looking.ws.ledger.read() as session:
        inside = looking.within(session)
        books = _gather(inside, span)
        firms = tuple(
            _firm(inside, books, company_id, engagements, span) for company_id, engagements in _by_company(books)
        )
        houses = people.organisations(session, looking.ws.name)
    house = next((house for house in houses if house.id == looking.viewer.organisation_id), None)
    firms = tuple(sorted(firms, key=lambda firm: (firm.recommended_on or date.max, firm.name)))
    numbers = tuple(operator.number for operator in books.operators)
    slots = _slots(books.operators, span)
    return OperatorResults(house, numbers, span, firms, kpis(firms, span, slots), slots)


def _gather(looking: Looking, span: Span) -> _Books:
    ws, viewer, session = looking.ws, looking.viewer, looking.session
    operators = [operator for operator, _ in tips.operators(session, ws.name, viewer)]
    engagements = {
        engagement.id: engagement
        for engagement in pipeline.engagements(session, ws.name, viewer)
        if engagement.track == TRACK
    }
    ids = sorted({engagement.company_id for engagement in engagements.values()})
    notes = note_queries.notes(session, ws.name, viewer, About())
    return _Books(
        operators=operators,
        engagements=engagements,
        companies={company.id: company for company in company_queries.companies(session, ws.name, viewer)},
        deals={deal.engagement_id: deal for deal in investment.deals(session, ws.name, viewer)},
        projects={project.engagement_id: project for project, _ in tips.grant_projects(session, ws.name, viewer)},
        supports=Counter(
            note.company_id
            for note in notes
            if note.kind in CONTACTS and span.holds(note.day) and not note.is_withdrawn and not note.is_destroyed
        ),
        claims=_claims(looking, ids),
    )


def _claims(looking: Looking, company_ids: Sequence[str]) -> dict[str, list[ClaimView]]:
    """Return by company its own actual figures of what grows that the house checked, by the end of their periods."""
    decks = deck_queries.decks(looking.session, looking.ws.name, looking.viewer, company_ids)
    by_company: dict[str, list[ClaimView]] = {}
    for view in claims_of(looking, decks, frozenset(_GROWN.values())):
        is_own = view.scope in {Scope.COMPANY, Scope.UNKNOWN} and view.status is ClaimStatus.ACTUAL
        if view.state in CERTAIN and is_own and view.company_id and view.period and view.period.end:
            by_company.setdefault(view.company_id, []).append(view)
    return by_company


def _by_company(books: _Books) -> list[tuple[str, list[Engagement]]]:
    """Return the companies that an operator of the house recommended or paid, with their engagements."""
    by_company: dict[str, list[Engagement]] = {}
    for engagement in books.engagements.values():
        is_paid = any(deal.paid_won for deal in _deals(books, engagement))
        if is_paid or any(_all_of(operator, engagement.id) for operator in books.operators):
            by_company.setdefault(engagement.company_id, []).append(engagement)
    return [
        (company_id, engagements) for company_id, engagements in by_company.items() if company_id in books.companies
    ]


def _deals(books: _Books, engagement: Engagement) -> tuple[Deal, ...]:
    """Return the money of an engagement and of the investment that it rests upon."""
    ids = [engagement.id, *([engagement.joined_id] if engagement.joined_id else [])]
    return tuple(books.deals[deal_id] for deal_id in ids if deal_id in books.deals)


def _all_of(operator: Operator, engagement_id: str) -> list[Recommendation]:
    return [past for past in operator.recommendations if past.engagement_id == engagement_id]


def _firm(
    looking: Looking, books: _Books, company_id: str, engagements: Sequence[Engagement], span: Span
) -> FirmResult:
    company = books.companies[company_id]
    recommendation = _recommendation(books.operators, engagements)
    project = next(
        (books.projects[engagement.id] for engagement in engagements if engagement.id in books.projects), None
    )
    rounds = _follow_on(looking, company_id, span)
    growth = {name: _growth(books.claims.get(company_id, ()), metric, span) for name, metric in _GROWN.items()}
    return FirmResult(
        company_id=company_id,
        name=company.name,
        name_en=company.name_en,
        region=company.region,
        is_outside_capital=is_outside_capital(company.region) if company.region.strip() else None,
        invested_won=_invested(books, engagements, span),
        recommended_on=None if recommendation is None else recommendation.recommended_on,
        is_withdrawn=recommendation is not None and bool(recommendation.withdrawn_because),
        selection=_selection(looking, project, engagements),
        agreement_number="" if project is None else project.agreement.number,
        agreed_on=None if project is None else project.agreement.signed_on,
        grant_won=None if project is None else project.grant_won,
        grant_paid_won=paid_within(project, span),
        matched_won=matched_within(project, span),
        follow_on_rounds=len(rounds),
        follow_on_won=sum(rounds),
        supports=books.supports.get(company_id, 0),
        stage=max((engagement.stage for engagement in engagements), key=looking.ws.track(TRACK).position),
        **growth,
    )


def _recommendation(operators: Iterable[Operator], engagements: Sequence[Engagement]) -> Recommendation | None:
    """Return the recommendation that stands, else the last one that was withdrawn."""
    standing = [recommendation_of(operator, engagement.id) for operator in operators for engagement in engagements]
    last = [past for operator in operators for engagement in engagements for past in _all_of(operator, engagement.id)]
    return next((stands for stands in standing if stands is not None), last[-1] if last else None)


def _selection(
    looking: Looking, project: GrantProject | None, engagements: Iterable[Engagement]
) -> ProjectVerdict | None:
    """Return how the selection ended: as the project says, else as the engagement stands on its track."""
    verdict = None if project is None else project.selection
    if verdict is not None:
        return verdict
    track = looking.ws.track(TRACK)
    for engagement in engagements:
        if track.position(engagement.stage) >= track.position(SELECTED):
            return ProjectVerdict.SELECTED
        if engagement.status is Status.PASSED and track.position(engagement.stage) > track.position(RECOMMENDED):
            return ProjectVerdict.REJECTED
    return None


def _invested(books: _Books, engagements: Sequence[Engagement], span: Span) -> int:
    """Return what was paid in within a span, each payment once however many engagements rest upon it."""
    payments = {
        payment.id: payment.amount_won
        for engagement in engagements
        for deal in _deals(books, engagement)
        for payment in deal.payments
        if not payment.voided_because and span.holds(payment.paid_on)
    }
    return sum(payments.values())


def _follow_on(looking: Looking, company_id: str, span: Span) -> list[int]:
    """Return the amounts of the later rounds within a span that the house noted with their proof."""
    facts = tips.company_facts(looking.session, looking.ws.name, looking.viewer, company_id)
    noted = [KeptFact(fact.fact, fact.value, fact.as_of, fact.valid_to) for fact in facts]
    rounds = inputs_from(noted, span.until).get("follow_on") or ()
    return [later.amount_won for later in rounds if span.holds(later.closed_on)]


def _growth(views: Iterable[ClaimView], metric: str, span: Span) -> Growth:
    """Return a company's figure before the span and the last one by its end."""
    points = sorted(
        (view.period.end, view.quantity.value, view.period.label)
        for view in views
        if view.metric == metric
        and view.period
        and view.period.end
        and view.quantity.value is not None
        and view.quantity.unit in _ADDED
    )
    before = [value for end, value, _ in points if end < span.since]
    inside = [(value, label) for end, value, label in points if span.holds(end)]
    if not inside:
        return Growth(before=before[-1] if before else None)
    last: tuple[Decimal, str] = inside[-1]
    return Growth(before[-1] if before else None, last[0], last[1])


def _slots(operators: Iterable[Operator], span: Span) -> int | None:
    """Return the slots of the allotments whose whole period lies inside the span; None where there is none."""
    slots = [
        allotment.slots
        for operator in operators
        for allotment in operator.allotments
        if allotment.programme == PROGRAMME and allotment.since <= span.until and span.since <= allotment.until
    ]
    return sum(slots) if slots else None
