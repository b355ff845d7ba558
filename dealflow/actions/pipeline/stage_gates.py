"""What an engagement's gates look at, gathered from the ledger; and the one check that every door into a stage uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dealflow.actions.platform.context import Looking
from dealflow.actions.tips import eligibility
from dealflow.domain.claims.company import Company
from dealflow.domain.investment.approvals import tabled_of
from dealflow.domain.investment.committee import CommitteeSession
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.pipeline import stage_gates
from dealflow.domain.pipeline.events import EngagementMoved
from dealflow.domain.pipeline.funnel import Engagement, Status, Track
from dealflow.domain.pipeline.stage_gates import GateFacts, Missing
from dealflow.domain.tips import recommendation_slots
from dealflow.domain.tips.findings import Answer
from dealflow.domain.tips.operators import Operator
from dealflow.domain.values.event import Event
from dealflow.domain.values.field_problem import Problem
from dealflow.errors import GateClosedError, NotFoundError
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import investment

JUDGED: Final = frozenset({"eligibility", "pre_investment"})
"""Gates that look at the rule pack of the day, which costs far more to gather than the rest."""

_PAYMENT: Final = "payment"
"""The stage whose gates stand before money, on tracks that have it."""
_ELSEWHERE: Final = frozenset({"payment", "pre_investment", "approval", "conditions"})
"""Gates that money itself opens, and those that ``approvals.may_pay`` asks of each fund alone."""


@dataclass(frozen=True, slots=True)
class Hurdle:
    """The nearest stage ahead that is closed, and the gates that close it; no words for an open way."""

    stage: str
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class _Books:
    """What the gates of many engagements look at, gathered once."""

    companies: Mapping[str, Company]
    deals: Mapping[str, Deal]
    sessions: Sequence[CommitteeSession]
    operators: Sequence[Operator]
    owner_id: str


def missing(looking: Looking, engagement: Engagement, to_stage: str, on: date) -> tuple[Missing, ...]:
    """Return the closed gates between the engagement's stage and a later one, with what is wrong behind them."""
    track = looking.ws.track(engagement.track)
    if not _asked(track, engagement.stage, to_stage):
        return ()
    return stage_gates.missing_on_the_way(track, to_stage, facts_of(looking, engagement, on))


def check(looking: Looking, engagement: Engagement, to_stage: str, on: date) -> None:
    """Say nothing if no gate on the way to a stage is closed.

    Raises:
        GateClosedError: something must be in place first; ``missing`` holds the ids of the closed gates.
    """
    closed = missing(looking, engagement, to_stage, on)
    if closed:
        raise GateClosedError(engagement=engagement.id, to=to_stage, missing=tuple(each.gate for each in closed))


def payment_block(looking: Looking, engagement: Engagement, on: date) -> Problem | None:
    """Return what stands against paying on an engagement, whichever fund pays; nothing if nothing does.

    It must be active, and the gates of its track's stage of payment must be open.
    """
    if engagement.status is not Status.ACTIVE:
        return Problem("status", "not_active", {"value": engagement.status.value})
    stage = next((each for each in looking.ws.track(engagement.track).stages if each.id == _PAYMENT), None)
    asked = () if stage is None else tuple(gate for gate in stage.gate if gate not in _ELSEWHERE)
    if stage is None or not asked:
        return None
    facts = facts_of(looking, engagement, on, judged=bool(JUDGED & set(asked)))
    for each in stage_gates.missing(replace(stage, gate=asked), facts):
        return each.problems[0] if each.problems else Problem(each.gate, "missing")
    return None


def check_return(looking: Looking, engagement: Engagement, event: Event, on: date) -> None:
    """Say nothing unless taking something back, or doing it again, would lead forward through a closed gate.

    Raises:
        GateClosedError: something must be in place first, as for any other move.
    """
    if isinstance(event, EngagementMoved):
        check(looking, engagement, event.to_stage, on)


def hurdles(looking: Looking, engagements: Sequence[Engagement], on: date) -> dict[str, Hurdle]:
    """Return, by engagement, the nearest closed stage among those to which it could move next; open ways are left out.

    The books are read once for all of them.
    """
    guarded = [
        each for each in engagements if each.status is Status.ACTIVE and _gated(looking.ws.track(each.track), each)
    ]
    if not guarded:
        return {}
    books = _books_of(looking)
    found: dict[str, Hurdle] = {}
    for each in guarded:
        track = looking.ws.track(each.track)
        wanted = {gate for stage in _gated(track, each) for gate in _asked(track, each.stage, stage)}
        facts = _facts(looking, books, each, on, judged=bool(wanted & JUDGED))
        closed = (
            (stage, stage_gates.missing_on_the_way(track, stage, facts))
            for stage in _gated(track, each)
            if facts is not None
        )
        hurdle = next((Hurdle(stage, what) for stage, what in closed if what), None)
        if hurdle is not None:
            found[each.id] = hurdle
    return found


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
    books = _Books(
        {company.id: company},
        {each: investment.deal(looking.session, looking.ws.name, looking.viewer, each) for each in ids},
        investment.sessions_of_engagement(looking.session, looking.ws.name, looking.viewer, engagement.id),
        [operator for operator, _ in investment.operators(looking.session, looking.ws.name, looking.viewer)],
        looking.viewer.organisation_id,
    )
    facts = _facts(looking, books, engagement, on, judged=judged)
    if facts is None:
        raise NotFoundError(kind="company", id=engagement.company_id)
    return facts


def _books_of(looking: Looking) -> _Books:
    """Return everything that the viewer's books hold for gates."""
    return _Books(
        {each.id: each for each in company_queries.companies(looking.session, looking.ws.name, looking.viewer)},
        {each.engagement_id: each for each in investment.deals(looking.session, looking.ws.name, looking.viewer)},
        tuple(reversed(investment.committee_sessions(looking.session, looking.ws.name, looking.viewer))),
        [operator for operator, _ in investment.operators(looking.session, looking.ws.name, looking.viewer)],
        looking.viewer.organisation_id,
    )


def _facts(  # one engagement, out of books that were gathered
    looking: Looking, books: _Books, engagement: Engagement, on: date, *, judged: bool
) -> GateFacts | None:
    """Return what the gates look at; None where the viewer knows of no such company."""
    company = books.companies.get(engagement.company_id)
    if company is None:
        return None
    operator = next((each for each in books.operators if recommendation_slots.covers(each, on)), None)
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


def _gated(track: Track, engagement: Engagement) -> tuple[str, ...]:
    """Return the stages ahead to which the engagement could move next and that have gates on the way."""
    here = track.position(engagement.stage)
    ahead = (stage.id for stage in track.next_from(engagement.stage) if track.position(stage.id) > here)
    return tuple(stage for stage in ahead if _asked(track, engagement.stage, stage))


def _asked(track: Track, from_stage: str, to_stage: str) -> tuple[str, ...]:
    """Return the gates on the way forward: most moves meet none and need no look at all."""
    here, there = track.position(from_stage), track.position(to_stage)
    return tuple(gate for stage in track.stages[here + 1 : there + 1] for gate in stage.gate)
