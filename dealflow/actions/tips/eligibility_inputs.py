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
from dealflow.domain.tips.operators import Operator, Recommendation
from dealflow.domain.values.korean_days import korean_day
from dealflow.domain.values.quantity import Unit
from dealflow.errors import InvalidInputError
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import decks as deck_queries
from dealflow.store.ledger.queries import investment, pipeline

PROGRAMME: Final = "SCALEUP_TIPS"
"""The programme of operators' recommendations, as packs and allotments name it."""

_OPERATORS: Final = "tips"
_SELECTED: Final = frozenset({"selected", "agreed"})
"""The stages of the operators' track from which on the grant agreement is what is coming."""
_CLAIMED: Final = {"founded_on": "founded_date", "revenue_won": "revenue", "hq_region": "hq_location"}


class Whence(StrEnum):
    """Where an input came from."""

    FACT = "fact"
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
    told: Told


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
    facts: tuple[investment.CompanyFact, ...]


def books_of(looking: Looking, company_ids: Sequence[str]) -> Books:
    """Return what of the viewer's books concerns the cases of these companies."""
    return Books(
        operators=tuple(
            operator for operator, _ in investment.operators(looking.session, looking.ws.name, looking.viewer)
        ),
        engagements=pipeline.engagements(looking.session, looking.ws.name, looking.viewer),
        companies={
            each.id: each for each in company_queries.companies(looking.session, looking.ws.name, looking.viewer)
        },
        claims=_verified(looking, company_ids),
        told=Now(looking.ws, looking.session, looking.viewer),
    )


def books_then(looking: Looking, company_id: str, moment: datetime, relied: Sequence[ReliedClaim]) -> Books:
    """Return what of the viewer's books concerned a company's case at a moment.

    A claim on which the house had another word since counts as the decision of that moment relied upon it, or not at
    all.
    """
    stood = then(looking, moment)
    companies = {
        each.id: replace(each, region=stood.region(each.id, each.region))
        for each in company_queries.companies(looking.session, looking.ws.name, looking.viewer)
    }
    as_relied = {each.claim_id: each for each in relied}
    claims = _verified(looking, [company_id]).get(company_id, [])
    return Books(
        operators=tuple(stood.pipeline.operators.values()),
        engagements=tuple(stood.pipeline.engagements.values()),
        companies=companies,
        claims={company_id: [each for one in claims if (each := _as_it_stood(one, moment, as_relied)) is not None]},
        told=stood,
    )


def _as_it_stood(one: ClaimView, moment: datetime, relied: Mapping[str, ReliedClaim]) -> ClaimView | None:
    if one.verification is not None and one.verification.verified_at <= moment:
        return one
    then_ = relied.get(one.claim.id)
    if then_ is None:
        return None
    return replace(one, quantity=then_.quantity, scope=then_.scope, status=then_.status, period=then_.period)


def gather(ws: Workspace, books: Books, company: Company, engagement: Engagement | None, on: date) -> Case:
    """Return everything that is known of a case; ``on`` gives way to the day of a recommendation that stands."""
    given = _recommendation(books.operators, engagement)
    day = on if given is None else given.recommended_on
    operator = _operator(books.operators, day, given)
    facts = books.told.facts(company.id)
    kept = tuple(KeptFact(each.fact, each.value, each.as_of, each.valid_to) for each in facts)
    linked = _linked(books.engagements, engagement)
    deals = tuple(books.told.deal(each.id) for each in linked)
    claims = _claims(books.claims.get(company.id, ()))
    found = (
        (Whence.FACT, inputs_from(kept, day)),
        (Whence.DEAL, _of_deals(deals)),
        (Whence.COMMITTEE, _of_committee(books.told, linked)),
        (Whence.OPERATOR, _of_operator(operator, books, engagement, company, kept, day)),
        (Whence.COMPANY, {"hq_region": company.region or None}),
        (Whence.CLAIM, {name: value for name, (value, _) in claims.items()}),
    )
    values, whence = _first(found)
    inputs = Inputs(judged_on=on, recommended_on=day, step=_step(ws, engagement), **values)
    behind = {name: claim for name, (_, claim) in claims.items() if whence.get(name) is Whence.CLAIM}
    return Case(company, engagement, given, day, inputs, whence, behind, facts)


def _step(ws: Workspace, engagement: Engagement | None) -> Step:
    """Return the step that is coming: the grant agreement once the company was selected, the recommendation before."""
    if engagement is None or engagement.track != _OPERATORS:
        return Step.RECOMMENDATION
    track = ws.track(engagement.track)
    chosen = [track.position(stage.id) for stage in track.stages if stage.id in _SELECTED]
    is_selected = bool(chosen) and track.position(engagement.stage) >= min(chosen)
    return Step.AGREEMENT if is_selected else Step.RECOMMENDATION


def _first(found: Iterable[tuple[Whence, Mapping[str, Any]]]) -> tuple[dict[str, Any], dict[str, Whence]]:
    """Return for each input the first value that somebody gives, and who gave it."""
    values: dict[str, Any] = {}
    whence: dict[str, Whence] = {}
    for origin, given in found:
        for name, value in given.items():
            if value is not None and name not in values:
                values[name], whence[name] = value, origin
    return values, whence


def _recommendation(operators: Iterable[Operator], engagement: Engagement | None) -> Recommendation | None:
    """Return the engagement's recommendation that stands."""
    if engagement is None:
        return None
    found = (recommendation_slots.recommendation_of(operator, engagement.id) for operator in operators)
    return next((each for each in found if each is not None), None)


def _operator(operators: Sequence[Operator], day: date, given: Recommendation | None) -> Operator | None:
    """Return the operator that recommended, or whose term covers the day, or the last one there was."""
    if given is not None:
        return next(each for each in operators if given in each.recommendations)
    covering = [each for each in operators if recommendation_slots.covers(each, day)]
    return max(covering or operators, key=lambda each: each.term_from, default=None)


def _linked(engagements: Iterable[Engagement], engagement: Engagement | None) -> tuple[Engagement, ...]:
    """Return the engagement with the investment it rests upon, and those that rest upon it."""
    if engagement is None:
        return ()
    ids = {engagement.id, engagement.joined_id}
    others = (each for each in engagements if each.id != engagement.id)
    return (engagement, *(each for each in others if each.id in ids or each.joined_id == engagement.id))


def _of_deals(deals: Sequence[Deal]) -> dict[str, Any]:
    """Return what the deals say: their money, where anything was agreed, and the stake that the terms come to."""
    told = [deal for deal in deals if deal.terms or deal.commitments or deal.payments]
    if not told:
        return {}
    return {
        "payments": tuple(chain.from_iterable(deal.payments for deal in told)),
        "commitments": tuple(chain.from_iterable(deal.commitments for deal in told)),
        "stake_after": next((stake for deal in told if (stake := _stake(deal)) is not None), None),
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


def _of_committee(told: Told, linked: Iterable[Engagement]) -> dict[str, Any]:
    """Return what the last main committee says, with its reports; of a fund of the mother fund before any other."""
    tabled = [
        each
        for one in linked
        for each in tabled_of(told.sessions(one.id), one.id)
        if each.session.kind is SessionKind.MAIN
    ]
    if not tabled:
        return {}
    backed = told.backed()
    last = max(tabled, key=lambda each: (each.item.fund_id in backed, each.session.held_at))
    filings = [each for each in told.filings() if each.item_id == last.item.id]
    ended = last.item.resolution
    return {
        "mother_fund_backed": last.item.fund_id in backed,
        "main_ic_at": last.session.held_at,
        "plan": _filing(filings, "r1"),
        "result": _filing(filings, "r2"),
        "condition_count": None if ended is None else len(ended.conditions),
    }


def _filing(filings: Iterable[investment.Filing], report: str) -> Filing | None:
    """Return when a report was filed; None where there is none in the books."""
    found = next((each for each in filings if each.report == report), None)
    if found is None:
        return None
    return Filing(None if found.filed_at is None else korean_day(found.filed_at))


def _of_operator(  # the books, the case and the day
    operator: Operator | None,
    books: Books,
    engagement: Engagement | None,
    company: Company,
    kept: tuple[KeptFact, ...],
    day: date,
) -> dict[str, Any]:
    """Return what the operator's registration says: term, members, slots, and how many came from which region."""
    if operator is None:
        return {}
    allotted = recommendation_slots.allotted(operator, PROGRAMME, day)
    used = recommendation_slots.used(operator, PROGRAMME, day)
    here = 0 if engagement is not None and any(each.engagement_id == engagement.id for each in used) else 1
    regions = [books.companies[each.company_id].region for each in used if each.company_id in books.companies]
    regions += [company.region] * here
    known = len(regions) == len(used) + here and all(region.strip() for region in regions)
    return {
        "operator": operator,
        "recommender_id": operator.organisation_id if engagement is None else engagement.owner_id,
        "slots_allotted": sum(each.slots for each in allotted) if allotted else None,
        "slots_used": len(used) + here if allotted else None,
        "member_changes": approved_changes(_changes(operator, day), kept),
        "quota_regional": sum(is_outside_capital(region) for region in regions) if known else None,
        "quota_total": len(regions) if known else None,
    }


def _changes(operator: Operator, day: date) -> tuple[MemberChange, ...]:
    """Return who came or went within the operator's term, up to the day."""
    came = [MemberChange(each.since, each.name) for each in operator.members if operator.term_from < each.since <= day]
    went = [
        MemberChange(each.until, each.name)
        for each in operator.members
        if each.until is not None and each.until < day and each.until != operator.term_to
    ]
    return tuple(sorted((*came, *went), key=lambda change: (change.changed_on, change.member)))


def _verified(looking: Looking, company_ids: Sequence[str]) -> dict[str, list[ClaimView]]:
    """Return by company the claims that the viewer's house verified of what rules look at, the latest last."""
    decks = deck_queries.decks(looking.session, looking.ws.name, looking.viewer, company_ids)
    views = claims_of(looking, decks, frozenset(_CLAIMED.values()))
    found: dict[str, list[ClaimView]] = defaultdict(list)
    for one in sorted(views, key=_told_until):
        if one.state in CERTAIN and one.verification is not None and one.company_id is not None:
            found[one.company_id].append(one)
    return found


def _claims(views: Iterable[ClaimView]) -> dict[str, tuple[Any, ClaimView]]:
    """Return what claims say of the company, exactly: no roundings, bounds, forecasts or half-told days."""
    found: dict[str, tuple[Any, ClaimView]] = {}
    for one in views:
        for name, metric in _CLAIMED.items():
            value = _exact(name, one) if one.metric == metric else None
            if value is not None:
                found[name] = (value, one)
    return found


def _told_until(one: ClaimView) -> date:
    return date.min if one.period is None or one.period.end is None else one.period.end


def _exact(name: str, one: ClaimView) -> date | int | str | None:
    """Return what a claim says as the rules ask for it; None where it does not say it exactly."""
    quantity = one.quantity
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
            happened = one.status is ClaimStatus.ACTUAL and quantity.value is not None
            return int(quantity.value) if exact and happened and quantity.value is not None else None
