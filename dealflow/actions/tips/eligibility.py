"""Eligibility: an engagement, a company or a whole event against a rule pack, from what the viewer's books say.

An old recommendation is judged by the pack of its day; what it was judged to be then is kept with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import rule_overrides
from dealflow.actions.tips.eligibility_inputs import PROGRAMME, Books, Case, Whence, books_of, books_then, gather
from dealflow.catalogue.rules import RuleWords, load_rule_words
from dealflow.domain.claims.company import Company
from dealflow.domain.investment.committee import ReliedClaim
from dealflow.domain.people.access import Act, require
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.tips import recommendation_slots
from dealflow.domain.tips.eligibility import judge, overall
from dealflow.domain.tips.eligibility_inputs import Inputs
from dealflow.domain.tips.findings import Finding, Outcome
from dealflow.domain.tips.rule_packs import RulePack, pack_for
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import companies, pipeline, tips
from dealflow.store.ledger.queries import decks as deck_queries
from dealflow.store.ledger.queries.tips import CompanyFact

__all__ = [
    "PROGRAMME",
    "RECOMMENDED",
    "TRACK",
    "Case",
    "CompanyFact",
    "Judgement",
    "Whence",
    "event",
    "examine",
    "inputs_of",
    "judged",
    "judged_all",
    "judged_then",
    "least_won",
    "pack",
    "packs",
    "subjects",
    "words",
]

TRACK: Final = "tips"
"""The pipeline's track of operators' recommendations."""
RECOMMENDED: Final = "recommended"
"""Its stage of being recommended."""

_TRACKS: Final = (TRACK, "vc")
"""Whose engagements say most of a company, in this order."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One case by one pack, a finding for each of its rules; no pack: none holds on that day, and nothing is judged."""

    case: Case
    pack: RulePack | None
    findings: tuple[Finding, ...]
    outcome: Outcome | None


def packs() -> tuple[RulePack, ...]:
    """Return the shipped rule packs, by programme, track and day."""
    return rule_overrides.shipped()


@cache
def words() -> RuleWords:
    """Return what people call inputs, figures and codes."""
    return load_rule_words()


def pack(pack_id: str, among: tuple[RulePack, ...] | None = None) -> RulePack:
    """Return the pack of that id, as shipped or ``among`` those given.

    Raises:
        InvalidInputError: there is none.
    """
    for pack in packs() if among is None else among:
        if pack.id == pack_id:
            return pack
    raise InvalidInputError(field="ruleset", problem="unknown", value=pack_id)


def least_won(pack: RulePack) -> int | None:
    """Return the least pre-investment of a pack in won; None where it is not configured."""
    rule = pack.rule("SUT-01")
    value = None if rule is None else rule.value("minimum_won")
    return value if isinstance(value, int) else None


def inputs_of(looking: Looking, engagement: Engagement, on: date) -> Inputs:
    """Return everything that the rules look at of an engagement, as the viewer's books say it.

    Raises:
        NotFoundError: the viewer knows of no such company.
    """
    return _case(looking, engagement, on).inputs


def judged(
    looking: Looking, engagement: Engagement, on: date
) -> tuple[RulePack | None, tuple[Finding, ...], Outcome | None]:
    """Return the pack of an operator's engagement on a day, its findings and the answer that counts.

    Nothing at all for engagements of other tracks, and where no pack holds on the day.

    Raises:
        NotFoundError: the viewer knows of no such company.
    """
    if engagement.track != TRACK:
        return None, (), None
    own = rule_overrides.packs_of(looking)
    judgement = _judge(looking.ws, _case(looking, engagement, on), own)
    return judgement.pack, judgement.findings, judgement.outcome


def judged_all(looking: Looking, engagements: Sequence[Engagement], on: date) -> dict[str, Judgement]:
    """Return operators' engagements judged by the pack of a day, by id; their books are gathered once.

    One whose company the viewer does not know of is left out.
    """
    books = books_of(looking, sorted({engagement.company_id for engagement in engagements}))
    own = rule_overrides.packs_of(looking)
    return {
        engagement.id: _judge(looking.ws, gather(looking.ws, books, company, engagement, on), own)
        for engagement in engagements
        if engagement.track == TRACK and (company := books.companies.get(engagement.company_id)) is not None
    }


def judged_then(  # whose case, at which moment, relying upon which claims
    looking: Looking, engagement_id: str, moment: datetime, relied: Sequence[ReliedClaim]
) -> tuple[RulePack | None, tuple[Finding, ...], Outcome | None]:
    """Return the same as ``judged`` for an engagement (or the operator's that rested upon it) as the books stood then.

    Facts, deals, committees, operators, reports, the house's own figures and the company's entry are those of the
    moment. Nothing at all where no operator's engagement was concerned.
    """
    now = pipeline.find_engagement(looking.session, looking.ws.name, looking.viewer, engagement_id)
    if now is None:
        return None, (), None
    books = books_then(looking, now.company_id, moment, relied)
    company = books.companies.get(now.company_id)
    own = (
        other_engagement
        for other_engagement in books.engagements
        if other_engagement.track == TRACK and engagement_id in {other_engagement.id, other_engagement.joined_id}
    )
    engagement = min(own, key=lambda other_engagement: other_engagement.id, default=None)
    if engagement is None or company is None:
        return None, (), None
    packs_then = rule_overrides.packs_of(looking, moment=moment)
    judgement = _judge(looking.ws, gather(looking.ws, books, company, engagement, korean_day(moment)), packs_then)
    return judgement.pack, judgement.findings, judgement.outcome


@remembered
def examine(  # the case, the day, and the pack to look through
    looking: Looking, company_id: str, *, on: date, engagement_id: str | None = None, pack_id: str | None = None
) -> Judgement:
    """Return a company judged on a day, by the pack of the day or by another one.

    Without an engagement the one of the viewer's books that says most is taken: an operator's before an investor's.

    Raises:
        NotFoundError: the viewer knows of no such company, or has no such engagement of it.
        InvalidInputError: there is no such pack.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        company = _company(looking.within(session), company_id)
        books = books_of(looking.within(session), [company_id])
        engagement = _engagement(books, company_id, engagement_id)
        case = gather(looking.ws, books, company, engagement, on)
        own = rule_overrides.packs_of(looking.within(session))
    return _judge(looking.ws, case, own, pack_id)


@remembered
def event(
    looking: Looking, *, on: date, pack_id: str | None = None, ir_event_id: str | None = None
) -> tuple[Judgement, ...]:
    """Return every company judged on a day, by name: those with decks of one IR event, or all that the viewer knows."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        known = companies.listed(session, looking.ws.name, looking.viewer)
        if ir_event_id is not None:
            decks = deck_queries.decks(session, looking.ws.name, looking.viewer, [company.id for company in known])
            there = {deck.company_id for deck in decks if deck.ir_event_id == ir_event_id}
            known = tuple(company for company in known if company.id in there)
        books = books_of(looking.within(session), [company.id for company in known])
        cases = [gather(looking.ws, books, company, _engagement(books, company.id, None), on) for company in known]
        own = rule_overrides.packs_of(looking.within(session))
    return tuple(_judge(looking.ws, case, own, pack_id) for case in cases)


@remembered
def subjects(looking: Looking) -> tuple[Company, ...]:
    """Return the companies that can be judged: those recommended first, then those with an engagement, by name."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        known = companies.listed(session, looking.ws.name, looking.viewer)
        engagements = pipeline.engagements(session, looking.ws.name, looking.viewer)
        operators = [operator for operator, _ in tips.operators(session, looking.ws.name, looking.viewer)]
    engaged = {engagement.company_id for engagement in engagements}
    recommended = {
        engagement.company_id
        for engagement in engagements
        if any(recommendation_slots.recommendation_of(operator, engagement.id) for operator in operators)
    }
    return tuple(sorted(known, key=lambda company: (company.id not in recommended, company.id not in engaged)))


def _case(looking: Looking, engagement: Engagement, on: date) -> Case:
    """Return an engagement's case within a transaction."""
    company = _company(looking, engagement.company_id)
    books = books_of(looking, [company.id])
    return gather(looking.ws, books, company, engagement, on)


def _judge(ws: Workspace, case: Case, own: tuple[RulePack, ...], pack_id: str | None = None) -> Judgement:
    """Return the case judged by one of the house's packs, by that of its day if none is chosen."""
    track = next((fact.value for fact in case.facts if fact.fact == "programme_track"), "SCALEUP")
    by = pack_for(own, PROGRAMME, track, case.on) if pack_id is None else pack(pack_id, own)
    if by is None:
        return Judgement(case, None, (), None)
    findings = judge(by, case.inputs, ws.calendar)
    return Judgement(case, by, findings, overall(findings))


def _company(looking: Looking, company_id: str) -> Company:
    company = companies.find_company(looking.session, looking.ws.name, looking.viewer, company_id)
    if company is None:
        raise NotFoundError(kind="company", id=company_id)
    return company


def _engagement(books: Books, company_id: str, engagement_id: str | None) -> Engagement | None:
    """Return the engagement asked for, or the one of the company that says most; None where there is none."""
    own = [engagement for engagement in books.engagements if engagement.company_id == company_id]
    if engagement_id is None:
        return min(own, key=_rank, default=None)
    for engagement in own:
        if engagement.id == engagement_id:
            return engagement
    raise NotFoundError(kind="engagement", id=engagement_id)


def _rank(engagement: Engagement) -> tuple[int, str]:
    """Return how early an engagement is taken."""
    place = _TRACKS.index(engagement.track) if engagement.track in _TRACKS else len(_TRACKS)
    return place, engagement.id
