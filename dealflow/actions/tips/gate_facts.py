"""What an engagement's gates look at, gathered from the ledger: its deal, its committees, its operator, its rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dealflow.actions.platform.context import Looking
from dealflow.actions.tips import eligibility
from dealflow.domain.claims.company import Company
from dealflow.domain.investment.approvals import tabled_of
from dealflow.domain.investment.committee import CommitteeSession
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.pipeline.stage_gates import GateFacts
from dealflow.domain.tips import recommendation_slots
from dealflow.domain.tips.findings import Answer
from dealflow.domain.tips.operators import Operator
from dealflow.errors import NotFoundError
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import investment, tips

JUDGED: Final = frozenset({"eligibility", "pre_investment"})
"""Gates that look at the rule pack of the day, which costs far more to gather than the rest."""


@dataclass(frozen=True, slots=True)
class Books:
    """What the gates of many engagements look at, gathered once."""

    companies: Mapping[str, Company]
    deals: Mapping[str, Deal]
    sessions: Sequence[CommitteeSession]
    operators: Sequence[Operator]
    owner_id: str


def facts_of(  # one engagement, its books gathered for it alone
    looking: Looking, engagement: Engagement, on: date, *, judged: bool = True
) -> GateFacts:
    """Return what the gates of an engagement look at, as it stands in the viewer's books.

    ``judged``: by the rule pack of the day, too, which only the gates in ``JUDGED`` ask for.

    Raises:
        NotFoundError: the viewer knows of no such company.
    """
    company = company_queries.find_company(looking.session, looking.ws.name, looking.viewer, engagement.company_id)
    if company is None:
        raise NotFoundError(kind="company", id=engagement.company_id)
    ids = [engagement.id, *([engagement.joined_id] if engagement.joined_id else [])]
    books = Books(
        {company.id: company},
        {id_: investment.deal(looking.session, looking.ws.name, looking.viewer, id_) for id_ in ids},
        investment.sessions_of_engagement(looking.session, looking.ws.name, looking.viewer, engagement.id),
        [operator for operator, _ in tips.operators(looking.session, looking.ws.name, looking.viewer)],
        looking.viewer.organisation_id,
    )
    facts = facts_from(looking, books, engagement, on, judged=judged)
    if facts is None:
        raise NotFoundError(kind="company", id=engagement.company_id)
    return facts


def books_of(looking: Looking) -> Books:
    """Return everything that the viewer's books hold for gates."""
    return Books(
        {
            company.id: company
            for company in company_queries.companies(looking.session, looking.ws.name, looking.viewer)
        },
        {deal.engagement_id: deal for deal in investment.deals(looking.session, looking.ws.name, looking.viewer)},
        tuple(reversed(investment.committee_sessions(looking.session, looking.ws.name, looking.viewer))),
        [operator for operator, _ in tips.operators(looking.session, looking.ws.name, looking.viewer)],
        looking.viewer.organisation_id,
    )


def facts_from(  # one engagement, out of books that were gathered
    looking: Looking, books: Books, engagement: Engagement, on: date, *, judged: bool
) -> GateFacts | None:
    """Return what the gates look at; None where the viewer knows of no such company."""
    company = books.companies.get(engagement.company_id)
    if company is None:
        return None
    operator = next(
        (other_operator for other_operator in books.operators if recommendation_slots.covers(other_operator, on)), None
    )
    answer, least = _judgement(looking, engagement, on) if judged else (None, None)
    return GateFacts(
        engagement=engagement,
        company=company,
        deal=books.deals.get(engagement.id) or Deal(engagement.id, books.owner_id),
        on=on,
        tabled=tabled_of(books.sessions, engagement.id),
        joined=None if engagement.joined_id is None else books.deals.get(engagement.joined_id),
        operator=operator,
        recommendation=None if operator is None else recommendation_slots.recommendation_of(operator, engagement.id),
        programme=eligibility.PROGRAMME,
        eligibility=answer,
        least_won=least,
    )


def _judgement(looking: Looking, engagement: Engagement, on: date) -> tuple[Answer | None, int | None]:
    """Return the overall answer by the pack of the day and its least pre-investment."""
    pack, _, outcome = eligibility.judged(looking, engagement, on)
    answer = None if outcome is None else outcome.answer
    return answer, None if pack is None else eligibility.least_won(pack)
