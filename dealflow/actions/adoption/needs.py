"""Needs of adopters: written down, matched with suppliers for reasons, proposed into the matching track, closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dealflow.actions.claims.review import claims_of
from dealflow.actions.irday.participants.meeting_requests import put_requests, wished
from dealflow.actions.irday.programme.day_state import run_event
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import new_id, written
from dealflow.domain.adoption.deployments import Deployment
from dealflow.domain.adoption.events import NeedKept
from dealflow.domain.adoption.fit import CustomerClaim, Fit, SupplierFacts, ranked
from dealflow.domain.adoption.needs import Need, NeedState, Proposal, with_proposal
from dealflow.domain.claims.claim_views import CERTAIN, ClaimView
from dealflow.domain.claims.claims import ReviewState, Scope
from dealflow.domain.claims.company import Company
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.people.access import Act, OrganisationKind, may, require
from dealflow.domain.people.people import Organisation
from dealflow.domain.pipeline.funnel import Engagement, NewEngagement
from dealflow.domain.values.quantity import Unit
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import adoption as queries
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import decks as deck_queries
from dealflow.store.ledger.queries import irday, people, pipeline

TRACK: Final = "matching"
_CONTRACT: Final = "avg_contract_value"
_LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class NeedView:
    """A need as its house sees it, with the suppliers that were proposed and where each stands."""

    need: Need
    version: int
    proposals: tuple[tuple[Company, Engagement | None], ...]


def adopters(looking: Looking) -> tuple[Organisation, ...]:
    """Return the organisations of the workspace that are adopters, by name."""
    with looking.ws.ledger.read() as session:
        houses = people.organisations(session, looking.ws.name)
    return tuple(
        sorted((house for house in houses if house.kind is OrganisationKind.ADOPTER), key=lambda house: house.name_ko)
    )


@remembered
def needs(looking: Looking) -> tuple[NeedView, ...]:
    """Return the needs of the viewer's house: open ones first, by the day until which they are wanted."""
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return ()
    with looking.ws.ledger.read() as session:
        standing = queries.needs(session, looking.ws.name, looking.viewer)
        companies = {
            company.id: company for company in company_queries.companies(session, looking.ws.name, looking.viewer)
        }
        deals = {deal.id: deal for deal in pipeline.engagements(session, looking.ws.name, looking.viewer)}
    views = [
        NeedView(
            need,
            version,
            tuple(
                (companies[proposal.company_id], deals.get(proposal.engagement_id))
                for proposal in need.proposals
                if proposal.company_id in companies
            ),
        )
        for need, version in standing
    ]
    order = tuple(NeedState)
    return tuple(
        sorted(
            views,
            key=lambda view: (order.index(view.need.state), str(view.need.wanted_by or "9999"), view.need.adopter_name),
        )
    )


def need(looking: Looking, need_id: str) -> NeedView:
    """Return one need of the viewer's house.

    Raises:
        NotFoundError: the house has no such need.
    """
    for view in needs(looking):
        if view.need.id == need_id:
            return view
    raise NotFoundError(kind="need", id=need_id)


@transacted
def keep(acting: Acting, new: Need, *, seen: int | None = None) -> str:
    """Write a need down, or change it, and return its id; the suppliers that were proposed stay.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; the house has no such need.
        InvalidInputError: adopter or process is missing, the adopter or a measure is unknown, the budget is nothing.
        ChangedMeanwhileError: somebody changed it since version ``seen``.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    before, version = _own(acting, new.id, seen) if new.id else (None, 0)
    known = {house.id: house for house in people.organisations(acting.session, acting.ws.name)}
    if new.adopter_id and new.adopter_id not in known:
        raise InvalidInputError(field="adopter", problem="unknown", value=new.adopter_id)
    strange = set(new.measures) - {metric.id for metric in acting.ws.metrics}
    if strange:
        raise InvalidInputError(field="metric", problem="unknown", value=min(strange))
    if new.budget_won is not None and new.budget_won <= 0:
        raise InvalidInputError(field="budget", problem="not_positive", value=new.budget_won)
    name = known[new.adopter_id].name_ko if new.adopter_id and not new.adopter_name.strip() else new.adopter_name
    now = replace(
        new,
        id=new.id or new_id("need", acting.viewer.organisation_id, name, new.process, acting.at),
        owner_id=acting.viewer.organisation_id,
        adopter_name=written(name, "adopter", required=True),
        process=written(new.process, "process", required=True),
        problem=written(new.problem, "problem", longest=_LONGEST),
        field=written(new.field, "field"),
        region=written(new.region, "region"),
        site=written(new.site, "site"),
        proposals=() if before is None else before.proposals,
    )
    if now != before:
        acting.record([NeedKept(now)], after=version)
    return now.id


@transacted
def undo(acting: Acting, need_id: str) -> None:
    """Take the last change of a need back; one that was just written down is closed. Engagements stay as they are.

    Raises:
        As ``keep``.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    now, version = _own(acting, need_id, None)
    past = journal.read_stream(acting.session, acting.ws.name, f"need:{need_id}")
    before = past[-2].event if len(past) > 1 else None
    earlier = before.need if isinstance(before, NeedKept) else replace(now, state=NeedState.CLOSED)
    acting.record([NeedKept(replace(earlier, proposals=now.proposals), undoes=past[-1].seq)], after=version)


def suppliers(looking: Looking, need_id: str) -> tuple[tuple[Fit, Company], ...]:
    """Return the companies that fit a need, the best first, each with its reasons; those proposed already left out.

    Raises:
        NotFoundError: the house has no such need.
    """
    view = need(looking, need_id)
    proposed = {proposal.company_id for proposal in view.need.proposals}
    with looking.ws.ledger.read() as session:
        inside = looking.within(session)
        known = {
            company.id: company
            for company in company_queries.listed(session, looking.ws.name, looking.viewer)
            if company.id not in proposed
        }
        facts = _facts(inside, known)
    return tuple((fit, known[fit.company_id]) for fit in ranked(view.need, facts))


@transacted
def propose(acting: Acting, need_id: str, company_id: str, *, seen: int | None = None) -> str:
    """Propose a supplier for a need: an engagement of the matching track begins, and its id is returned.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; there is no such need or company.
        InvalidInputError: the need is no longer open, or the supplier was proposed or is engaged so already.
        ChangedMeanwhileError: somebody changed the need since version ``seen``.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    now, version = _own(acting, need_id, seen)
    investor = now.adopter_id or acting.viewer.organisation_id
    label = f"{now.adopter_name} · {now.process}"[:200]
    with_proposal(now, Proposal(company_id, ""))  # refused before anything begins
    engagement_id = engagements.open_engagement(
        acting, NewEngagement(company_id, investor, TRACK, label, assignee_id=acting.viewer.person_id)
    )
    acting.record([NeedKept(with_proposal(now, Proposal(company_id, engagement_id)))], after=version)
    return engagement_id


@transacted
def wish_for(acting: Acting, need_id: str, company_id: str, ir_event_id: str) -> None:
    """Let the adopter of a need wish for a consultation with a supplier at an event: the same plan places it.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run the event; there is no such need.
        InvalidInputError: the adopter or the supplier does not take part in the event.
    """
    run_event(acting, ir_event_id)
    now, _ = _own(acting, need_id, None)
    there = irday.participants(acting.session, acting.ws.name, ir_event_id)
    adopter = _participant(there, now.adopter_id, "", now.adopter_name, "adopter")
    supplier = _participant(there, "", company_id, "", "company")
    requests, version = irday.find_requests(acting.session, acting.ws.name, adopter.id)
    ids = [wish.participant_id for wish in sorted(requests.wishes, key=lambda wish: wish.rank)]
    wishes = replace(requests, wishes=wished([*ids, supplier.id]))
    put_requests(acting.ws, acting.session, adopter.id, wishes, acting.by, seen=version)


def _participant(
    there: Sequence[Participant], organisation_id: str, company_id: str, name: str, field: str
) -> Participant:
    for participant in there:
        is_house = bool(organisation_id) and participant.organisation_id == organisation_id
        is_firm = bool(company_id) and participant.company_id == company_id
        if is_house or is_firm or (name and participant.name_ko == name):
            return participant
    raise InvalidInputError(field=field, problem="not_at_event", value=name or company_id)


def _own(looking: Looking, need_id: str, seen: int | None) -> tuple[Need, int]:
    for known, version in queries.needs(looking.session, looking.ws.name, looking.viewer):
        if known.id == need_id:
            if seen is not None and seen != version:
                raise ChangedMeanwhileError(stream=f"need:{need_id}", expected=seen, found=version)
            return known, version
    raise NotFoundError(kind="need", id=need_id)


def _facts(looking: Looking, companies: dict[str, Company]) -> list[SupplierFacts]:
    """Return what is known of companies for matching, from the decks and deployments that the viewer may see."""
    decks = deck_queries.decks(looking.session, looking.ws.name, looking.viewer, sorted(companies))
    claims: dict[str, list[ClaimView]] = defaultdict(list)
    for view in claims_of(looking, decks):
        if view.company_id in companies and view.state is not ReviewState.REJECTED and not view.superseded:
            claims[view.company_id].append(view)
    deployments: dict[str, list[Deployment]] = defaultdict(list)
    for deployment, _ in queries.deployments(looking.session, looking.ws.name, looking.viewer, companies):
        deployments[deployment.company_id].append(deployment)
    return [
        _supplier(company, claims.get(company.id, ()), tuple(deployments.get(company.id, ())))
        for company in companies.values()
    ]


def _supplier(company: Company, views: Sequence[ClaimView], deployments: tuple[Deployment, ...]) -> SupplierFacts:
    own = [view for view in views if view.scope in {Scope.COMPANY, Scope.PRODUCT, Scope.UNKNOWN}]
    words = [view.quantity.text for view in own if view.state in CERTAIN and view.quantity.unit is Unit.TEXT]
    results = [_claim(view) for view in views if view.metric.startswith("ref_")]
    contracts = [_claim(view) for view in own if view.metric == _CONTRACT and view.state in CERTAIN]
    results.sort(key=lambda claim: (not claim.is_verified, claim.claim_id))
    return SupplierFacts(
        company.id,
        company.region,
        " ".join(filter(None, (company.sector, company.name, *words))),
        deployments,
        tuple(results),
        contracts[0] if contracts else None,
    )


def _claim(view: ClaimView) -> CustomerClaim:
    quote = view.claim.evidence[0].quote
    return CustomerClaim(
        view.metric,
        quote[:80],
        view.quantity.value,
        view.claim.id,
        view.deck_id,
        view.page,
        view.state in CERTAIN,
    )
