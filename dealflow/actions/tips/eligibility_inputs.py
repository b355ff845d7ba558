"""What is known of one case: the inputs of the rules, gathered from the viewer's books, each with where it came from.

In this order: what the house noted with its proof; its deals, committees and operators; the company's entry; the claims
of its decks that the house verified. What none of them says stays unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from typing import Any, Final

from dealflow.actions.claims.review import claims_of
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips.eligibility_as_of import Now, Told, then
from dealflow.catalogue.document_kinds import document_kinds
from dealflow.domain.claims.claim_views import CERTAIN, ClaimView
from dealflow.domain.claims.claims import ClaimStatus
from dealflow.domain.claims.company import Company
from dealflow.domain.investment.approvals import tabled_of
from dealflow.domain.investment.committee import ReliedClaim, SessionKind
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.investment.share_math import round_of
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.tips import recommendation_slots
from dealflow.domain.tips.eligibility_company import is_outside_capital
from dealflow.domain.tips.eligibility_facts import KeptFact, approved_changes, inputs_from
from dealflow.domain.tips.eligibility_inputs import Filing, Inputs, MemberChange, Step
from dealflow.domain.tips.evidence import file_facts, with_files
from dealflow.domain.tips.grant_projects import GrantProject
from dealflow.domain.tips.operators import Operator, Recommendation
from dealflow.domain.values.korean_days import korean_day
from dealflow.domain.values.quantity import Unit
from dealflow.errors import InvalidInputError
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import decks as deck_queries
from dealflow.store.ledger.queries import pipeline, tips

PROGRAMME: Final = "SCALEUP_TIPS"
"""The programme of operators' recommendations, as packs and allotments name it."""

_OPERATORS: Final = "tips"
_SELECTED: Final = frozenset({"selected", "agreed"})
"""The stages of the operators' track from which on the grant agreement is what is coming."""
_MONTH_DAYS: Final = 365.25 / 12
_CLAIMED: Final = {"founded_on": "founded_date", "revenue_won": "revenue", "hq_region": "hq_location"}


class Whence(StrEnum):
    """Where an input came from."""

    FACT = "fact"
    PROJECT = "project"
    DEAL = "deal"
    COMMITTEE = "committee"
    OPERATOR = "operator"
    COMPANY = "company"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Books:
    """What of the viewer's books concerns every case: loaded once for many companies."""

    operators: tuple[Operator, ...]
    engagements: tuple[Engagement, ...]
    companies: Mapping[str, Company]
    claims: Mapping[str, Sequence[ClaimView]]
    """The claims that the house verified and the rules look at, by company, the latest last."""
    records: Told


@dataclass(frozen=True, slots=True)
class Case:
    """One case on one day. ``claims``: the claim behind an input, by the input's name."""

    company: Company
    engagement: Engagement | None
    recommendation: Recommendation | None
    on: date
    """The day that it is judged for: that of the recommendation, if there is one."""
    inputs: Inputs
    whence: Mapping[str, Whence]
    claims: Mapping[str, ClaimView]
    facts: tuple[tips.CompanyFact, ...]


def books_of(looking: Looking, company_ids: Sequence[str]) -> Books:
    """Return what of the viewer's books concerns the cases of these companies."""
    return Books(
        operators=tuple(operator for operator, _ in tips.operators(looking.session, looking.ws.name, looking.viewer)),
        engagements=pipeline.engagements(looking.session, looking.ws.name, looking.viewer),
        companies={
            company.id: company
            for company in company_queries.companies(looking.session, looking.ws.name, looking.viewer)
        },
        claims=_verified(looking, company_ids),
        records=Now(looking.ws, looking.session, looking.viewer),
    )


def books_then(looking: Looking, company_id: str, moment: datetime, relied: Sequence[ReliedClaim]) -> Books:
    """Return what of the viewer's books concerned a company's case at a moment.

    A claim on which the house had another word since counts as the decision of that moment relied upon it, or not at
    all.
    """
    stood = then(looking, moment)
    companies = {
        company.id: replace(company, region=stood.region(company.id, company.region))
        for company in company_queries.companies(looking.session, looking.ws.name, looking.viewer)
    }
    as_relied = {relied_claim.claim_id: relied_claim for relied_claim in relied}
    claims = _verified(looking, [company_id]).get(company_id, [])
    return Books(
        operators=tuple(stood.pipeline.operators.values()),
        engagements=tuple(stood.pipeline.engagements.values()),
        companies=companies,
        claims={company_id: [view for claim in claims if (view := _as_it_stood(claim, moment, as_relied)) is not None]},
        records=stood,
    )


def _as_it_stood(view: ClaimView, moment: datetime, relied: Mapping[str, ReliedClaim]) -> ClaimView | None:
    if view.verification is not None and view.verification.verified_at <= moment:
        return view
    then_ = relied.get(view.claim.id)
    if then_ is None:
        return None
    return replace(view, quantity=then_.quantity, scope=then_.scope, status=then_.status, period=then_.period)


def gather(ws: Workspace, books: Books, company: Company, engagement: Engagement | None, on: date) -> Case:
    """Return everything that is known of a case; ``on`` gives way to the day of a recommendation that stands."""
    recommendation = _recommendation(books.operators, engagement)
    day = on if recommendation is None else recommendation.recommended_on
    operator = _operator(books.operators, day, recommendation)
    facts = _facts(books.records, company.id, day)
    kept_facts = tuple(KeptFact(fact.fact, fact.value, fact.as_of, fact.valid_to) for fact in facts)
    linked = _linked(books.engagements, engagement)
    deals = tuple(books.records.deal(other_engagement.id) for other_engagement in linked)
    claims = _claims(books.claims.get(company.id, ()))
    sourced = (
        (Whence.FACT, inputs_from(kept_facts, day)),
        (Whence.PROJECT, {} if engagement is None else _of_project(books.records.project(engagement.id))),
        (Whence.DEAL, _of_deals(deals)),
        (Whence.COMMITTEE, _of_committee(books.records, linked)),
        (Whence.OPERATOR, _of_operator(operator, books, engagement, company, kept_facts, day)),
        (Whence.COMPANY, {"hq_region": company.region or None}),
        (Whence.CLAIM, {name: value for name, (value, _) in claims.items()}),
    )
    values, whence = _first(sourced)
    inputs = Inputs(judged_on=on, recommended_on=day, step=_step(ws, engagement), **values)
    behind = {name: claim for name, (_, claim) in claims.items() if whence.get(name) is Whence.CLAIM}
    return Case(company, engagement, recommendation, day, inputs, whence, behind, facts)


def _facts(records: Told, company_id: str, day: date) -> tuple[tips.CompanyFact, ...]:
    """Return what counts of a company on a day: what the house noted, and what its files say."""
    kinds = {kind.id: kind for kind in document_kinds()}
    of_files = [
        tips.CompanyFact(
            said.fact.fact,
            said.fact.value,
            said.fact.as_of,
            said.fact.valid_to,
            "",
            said.file.author_id,
            said.file.received_at,
            said.file.document.id,
        )
        for said in file_facts(records.files(company_id), kinds)
    ]
    return with_files(records.facts(company_id), of_files, day)


def _step(ws: Workspace, engagement: Engagement | None) -> Step:
    """Return the step that is coming: the grant agreement once the company was selected, the recommendation before."""
    if engagement is None or engagement.track != _OPERATORS:
        return Step.RECOMMENDATION
    track = ws.track(engagement.track)
    chosen = [track.position(stage.id) for stage in track.stages if stage.id in _SELECTED]
    is_selected = bool(chosen) and track.position(engagement.stage) >= min(chosen)
    return Step.AGREEMENT if is_selected else Step.RECOMMENDATION


def _first(pairs: Iterable[tuple[Whence, Mapping[str, Any]]]) -> tuple[dict[str, Any], dict[str, Whence]]:
    """Return for each input the first value that somebody gives, and who gave it."""
    values: dict[str, Any] = {}
    whence: dict[str, Whence] = {}
    for origin, values_of_origin in pairs:
        for name, value in values_of_origin.items():
            if value is not None and name not in values:
                values[name], whence[name] = value, origin
    return values, whence


def _recommendation(operators: Iterable[Operator], engagement: Engagement | None) -> Recommendation | None:
    """Return the engagement's recommendation that stands."""
    if engagement is None:
        return None
    recommendations = (recommendation_slots.recommendation_of(operator, engagement.id) for operator in operators)
    return next((recommendation for recommendation in recommendations if recommendation is not None), None)


def _operator(operators: Sequence[Operator], day: date, recommendation: Recommendation | None) -> Operator | None:
    """Return the operator that recommended, or whose term covers the day, or the last one there was."""
    if recommendation is not None:
        return next(operator for operator in operators if recommendation in operator.recommendations)
    covering = [operator for operator in operators if recommendation_slots.covers(operator, day)]
    return max(covering or operators, key=lambda operator: operator.term_from, default=None)


def _linked(engagements: Iterable[Engagement], engagement: Engagement | None) -> tuple[Engagement, ...]:
    """Return the engagement with the investment it rests upon, and those that rest upon it."""
    if engagement is None:
        return ()
    ids = {engagement.id, engagement.joined_id}
    others = (other_engagement for other_engagement in engagements if other_engagement.id != engagement.id)
    return (engagement, *(other for other in others if other.id in ids or other.joined_id == engagement.id))


def _of_deals(deals: Sequence[Deal]) -> dict[str, Any]:
    """Return what the deals say: their money, where anything was agreed, and the stake that the terms come to."""
    told_deals = [deal for deal in deals if deal.terms or deal.commitments or deal.payments]
    if not told_deals:
        return {}
    return {
        "payments": tuple(chain.from_iterable(deal.payments for deal in told_deals)),
        "commitments": tuple(chain.from_iterable(deal.commitments for deal in told_deals)),
        "stake_after": next((stake for deal in told_deals if (stake := _stake(deal)) is not None), None),
    }


def _of_project(project: GrantProject | None) -> dict[str, Any]:
    """Return what the agreement of a project with a grant says: day, money, months, and the last match asked for."""
    if project is None:
        return {}
    years = project.years
    days = sum((year.ends_on - year.begins_on).days + 1 for year in years)
    return {
        "agreement_on": project.agreement.signed_on,
        "grant_won": project.grant_won,
        "grant_months": round(days / _MONTH_DAYS) if years else None,
        "equity_match_won": project.matches[-1].asked_won if project.matches else None,
    }


def _stake(deal: Deal) -> Decimal | None:
    """Return the house's share of the company by the present terms, from 0 to 1, on the issued shares."""
    if deal.current is None:
        return None
    try:
        stake = round_of(deal.current).own_stake.issued
    except InvalidInputError:
        return None  # the terms are not complete yet
    return None if stake is None else Decimal(stake.numerator) / Decimal(stake.denominator)


def _of_committee(records: Told, linked: Iterable[Engagement]) -> dict[str, Any]:
    """Return what the last main committee says, with its reports; of a fund of the mother fund before any other."""
    tabled = [
        other_tabled
        for engagement in linked
        for other_tabled in tabled_of(records.sessions(engagement.id), engagement.id)
        if other_tabled.session.kind is SessionKind.MAIN
    ]
    if not tabled:
        return {}
    backed = records.backed()
    last = max(tabled, key=lambda other_tabled: (other_tabled.item.fund_id in backed, other_tabled.session.held_at))
    filings = [filing for filing in records.filings() if filing.item_id == last.item.id]
    ended = last.item.resolution
    return {
        "mother_fund_backed": last.item.fund_id in backed,
        "main_ic_at": last.session.held_at,
        "plan": _filing(filings, "r1"),
        "result": _filing(filings, "r2"),
        "condition_count": None if ended is None else len(ended.conditions),
    }


def _filing(filings: Iterable[tips.Filing], report: str) -> Filing | None:
    """Return when a report was filed; None where there is none in the books."""
    filing = next((other_filing for other_filing in filings if other_filing.report == report), None)
    if filing is None:
        return None
    return Filing(None if filing.filed_at is None else korean_day(filing.filed_at))


def _of_operator(  # the books, the case and the day
    operator: Operator | None,
    books: Books,
    engagement: Engagement | None,
    company: Company,
    kept_facts: tuple[KeptFact, ...],
    day: date,
) -> dict[str, Any]:
    """Return what the operator's registration says: term, members, slots, and how many came from which region."""
    if operator is None:
        return {}
    allotted = recommendation_slots.allotted(operator, PROGRAMME, day)
    used = recommendation_slots.used(operator, PROGRAMME, day)
    here = (
        0
        if engagement is not None and any(recommendation.engagement_id == engagement.id for recommendation in used)
        else 1
    )
    regions = [
        books.companies[recommendation.company_id].region
        for recommendation in used
        if recommendation.company_id in books.companies
    ]
    regions += [company.region] * here
    known = len(regions) == len(used) + here and all(region.strip() for region in regions)
    return {
        "operator": operator,
        "recommender_id": operator.organisation_id if engagement is None else engagement.owner_id,
        "slots_allotted": sum(allotment.slots for allotment in allotted) if allotted else None,
        "slots_used": len(used) + here if allotted else None,
        "member_changes": approved_changes(_changes(operator, day), kept_facts),
        "quota_regional": sum(is_outside_capital(region) for region in regions) if known else None,
        "quota_total": len(regions) if known else None,
    }


def _changes(operator: Operator, day: date) -> tuple[MemberChange, ...]:
    """Return who came or went within the operator's term, up to the day."""
    came = [
        MemberChange(member.since, member.name)
        for member in operator.members
        if operator.term_from < member.since <= day
    ]
    went = [
        MemberChange(member.until, member.name)
        for member in operator.members
        if member.until is not None and member.until < day and member.until != operator.term_to
    ]
    return tuple(sorted((*came, *went), key=lambda change: (change.changed_on, change.member)))


def _verified(looking: Looking, company_ids: Sequence[str]) -> dict[str, list[ClaimView]]:
    """Return by company the claims that the viewer's house verified of what rules look at, the latest last."""
    decks = deck_queries.decks(looking.session, looking.ws.name, looking.viewer, company_ids)
    views = claims_of(looking, decks, frozenset(_CLAIMED.values()))
    views_by_id: dict[str, list[ClaimView]] = defaultdict(list)
    for view in sorted(views, key=_told_until):
        if view.state in CERTAIN and view.verification is not None and view.company_id is not None:
            views_by_id[view.company_id].append(view)
    return views_by_id


def _claims(views: Iterable[ClaimView]) -> dict[str, tuple[Any, ClaimView]]:
    """Return what claims say of the company, exactly: no roundings, bounds, forecasts or half-told days."""
    claims: dict[str, tuple[Any, ClaimView]] = {}
    for view in views:
        for name, metric in _CLAIMED.items():
            value = _exact(name, view) if view.metric == metric else None
            if value is not None:
                claims[name] = (value, view)
    return claims


def _told_until(view: ClaimView) -> date:
    return date.min if view.period is None or view.period.end is None else view.period.end


def _exact(name: str, view: ClaimView) -> date | int | str | None:
    """Return what a claim says as the rules ask for it; None where it does not say it exactly."""
    quantity = view.quantity
    match name:
        case "founded_on":
            try:
                return date.fromisoformat(quantity.text or "")
            except ValueError:
                return None
        case "hq_region":
            return quantity.text
        case _:
            exact = quantity.unit is Unit.KRW and quantity.bound is None and not quantity.approx
            happened = view.status is ClaimStatus.ACTUAL and quantity.value is not None
            return int(quantity.value) if exact and happened and quantity.value is not None else None
