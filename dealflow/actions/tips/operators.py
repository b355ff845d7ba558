"""TIPS operators: their designation and members over time, the slots allotted, and whom they recommend.

An operator's books belong to the house that leads it. Nobody recommends outside the term, without a free slot, or where
a rule that blocks fails; what cannot be judged, or warns, is confirmed in writing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dealflow.actions.people import two_person
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import commit, new_id, record, written
from dealflow.actions.tips import eligibility, gate_facts, recommendation_checks
from dealflow.actions.tips.eligibility import PROGRAMME, RECOMMENDED, TRACK
from dealflow.actions.tips.recommendation_checks import Accepted
from dealflow.domain.claims.company import Company
from dealflow.domain.people.access import Act, require
from dealflow.domain.people.house import TwoPersonAct
from dealflow.domain.people.people import Organisation
from dealflow.domain.pipeline.events import EngagementMoved
from dealflow.domain.pipeline.funnel import Engagement, Status, require_legal_move
from dealflow.domain.pipeline.stage_gates import missing_on_the_way
from dealflow.domain.tips import recommendation_slots
from dealflow.domain.tips.events import (
    OperatorDesignated,
    OperatorEvent,
    RecommendationWithdrawn,
    Recommended,
    SlotsAllotted,
)
from dealflow.domain.tips.findings import unproven
from dealflow.domain.tips.operators import Allotment, Member, MemberRole, Operator, OperatorKind, Recommendation
from dealflow.domain.values.event import By
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import ChangedMeanwhileError, GateClosedError, IllegalMoveError, InvalidInputError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import people, pipeline, tips
from dealflow.store.ledger.queries.visibility import Session

_LONGEST: Final = 4_000
_ITSELF: Final = "recommendation"
"""The gate that a recommendation opens itself."""


@dataclass(frozen=True, slots=True)
class SlotPeriod:
    """One allotment with what of it is used and left; withdrawn recommendations use nothing."""

    allotment: Allotment
    used: int

    @property
    def left(self) -> int:
        """Return how many recommendations are left."""
        return self.allotment.slots - self.used


@dataclass(frozen=True, slots=True)
class OperatorView:
    """An operator as its house sees it. ``in_term``: its term covers the day; ``version`` is its last event's."""

    operator: Operator
    version: int
    in_term: bool
    periods: tuple[SlotPeriod, ...]
    companies: dict[str, Company]
    """The companies that it recommended, by their ids, as far as the viewer knows of them."""
    organisations: dict[str, Organisation]
    """Its members that are in this workspace, by their ids."""


@dataclass(frozen=True, slots=True)
class Designation:
    """What is said of an operator's designation; all of it, as it stands now. Without an id it is a new one."""

    number: str
    kind: OperatorKind
    term_from: date
    term_to: date | None
    members: tuple[Member, ...] = ()
    operator_id: str = ""
    second_person: bool = False
    """Whether what blocking rules find unproven needs a second person."""


_NOTHING: Final = Accepted()


def operators(looking: Looking, *, on: date) -> tuple[OperatorView, ...]:
    """Return the operators that the viewer's house leads, the latest term first."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        operators = tips.operators(session, looking.ws.name, looking.viewer)
        firms = {company.id: company for company in company_queries.companies(session, looking.ws.name, looking.viewer)}
        houses = {organisation.id: organisation for organisation in people.organisations(session, looking.ws.name)}
    views = (_view(operator, version, (firms, houses), on) for operator, version in operators)
    return tuple(sorted(views, key=lambda view: (view.operator.term_from, view.operator.id), reverse=True))


@transacted
def designate(acting: Acting, designation: Designation, *, seen: int | None = None) -> str:
    """Register an operator that the viewer's house leads, or change its designation, and return its id.

    The house itself is its lead member from the first day where the members do not say otherwise.

    Raises:
        InvalidInputError: the number is missing or taken, days are the wrong way round, a member stands twice at one
            time or has no name, a general operator has several members, or there is not one lead.
        NotFoundError: there is no such operator in the viewer's books.
        ChangedMeanwhileError: somebody changed it since version ``seen``.
    """
    require(acting.viewer, Act.DECIDE)
    number = written(designation.number, "number", required=True)
    operator_id = designation.operator_id or new_id("operator", acting.ws.name, acting.viewer.organisation_id, number)
    known = {
        operator.id: version for operator, version in tips.operators(acting.session, acting.ws.name, acting.viewer)
    }
    if designation.operator_id and designation.operator_id not in known:
        raise NotFoundError(kind="operator", id=designation.operator_id)
    if not designation.operator_id and operator_id in known:
        raise InvalidInputError(field="number", problem="taken", value=number)
    event = OperatorDesignated(
        operator_id=operator_id,
        organisation_id=acting.viewer.organisation_id,
        operator_kind=designation.kind,
        number=number,
        term_from=designation.term_from,
        term_to=designation.term_to,
        members=_members(acting, designation),
        second_person=designation.second_person,
    )
    _require_seen(operator_id, seen, known.get(operator_id, 0))
    acting.record([event], after=known.get(operator_id, 0))
    return operator_id


def allot(acting: Acting, operator_id: str, allotment: Allotment) -> None:
    """Note how many recommendations an operator has in a period; the same programme and period takes a new number.

    Raises:
        InvalidInputError: the number is negative or less than what is used, days are the wrong way round, or another
            period of the programme overlaps.
        NotFoundError: there is no such operator in the viewer's books.
    """
    if allotment.slots < 0:
        raise InvalidInputError(field="slots", problem="negative", value=allotment.slots)
    if allotment.until < allotment.since:
        raise InvalidInputError(field="until", problem="before_start", value=allotment.until.isoformat())

    def decide(_: Session, operator: Operator) -> Sequence[OperatorEvent]:
        _require_free_period(operator, allotment)
        return [SlotsAllotted(operator_id, allotment)]

    _act(acting, operator_id, decide, acting.by)


@transacted
def recommend(  # who, which engagement, when, confirmed how, as seen
    acting: Acting,
    engagement_id: str,
    *,
    on: date,
    confirmation: str = "",
    accepted: Accepted = _NOTHING,
    seen: int | None = None,
) -> Recommendation:
    """Recommend an engagement of the TIPS track: use a slot, keep the judgement, and move it to being recommended.

    The pack of the day ``on`` judges; what it says then is kept with the recommendation, and so is each thing that a
    blocking rule asks for and nobody showed: it must be ticked (``accepted``), with a second person where the operator
    wants one.

    Raises:
        GateClosedError: the term does not cover the day, no slot is free, a blocking rule fails, or a stage on the way
            has a closed gate.
        InvalidInputError: another track, a day to come, recommended already, another recommendation rests upon its
            investment, or the judgement is no pass, or the day is over, and nobody confirmed it in writing, or
            something unproven was not ticked, or no second person looked at it, or the house wants two people
            (``two_person_recommendations``).
        IllegalMoveError: a decision lies between, or the engagement is not active.
        ChangedMeanwhileError: somebody acted on the engagement since version ``seen``.
    """
    require(acting.viewer, Act.DECIDE)
    if on > korean_day(acting.at):
        raise InvalidInputError(field="recommended_on", problem="future", value=on.isoformat())
    two_person.require_second(acting, TwoPersonAct.RECOMMENDATION, engagement_id)
    confirmed = written(confirmation, "confirmation", longest=_LONGEST)
    now = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, engagement_id, seen)
    operator, version = _recommender(acting, now, on)
    recommendation = _recommendation(acting, now, operator, on, korean_day(acting.at), confirmed)
    recommendation = recommendation_checks.with_accepted(acting, operator, recommendation, accepted)
    who = acting.by
    record(acting.ws, acting.session, [Recommended(operator.id, recommendation)], who, after=version)
    if acting.ws.track(TRACK).position(now.stage) < acting.ws.track(TRACK).position(RECOMMENDED):
        moved = EngagementMoved(now.id, now.stage, RECOMMENDED, confirmed)
        record(acting.ws, acting.session, [moved], who, after=now.version)
    return recommendation


def withdraw(acting: Acting, operator_id: str, recommendation_id: str, *, because: str) -> None:
    """Take a recommendation back: its slot is free again, and it stays on record.

    An engagement that stands at being recommended goes back to where it came from; one that went further on stays.

    Raises:
        InvalidInputError: no reason is given, or it is withdrawn already.
        NotFoundError: there is no such operator or recommendation in the viewer's books.
    """
    text = written(because, "because", longest=_LONGEST, required=True)
    event = RecommendationWithdrawn(operator_id, recommendation_id, text)

    def decide(session: Session, operator: Operator) -> Sequence[OperatorEvent]:
        recommendations = {recommendation.id: recommendation for recommendation in operator.recommendations}
        if recommendation_id not in recommendations:
            raise NotFoundError(kind="recommendation", id=recommendation_id)
        recommendation = recommendations[recommendation_id]
        if recommendation.withdrawn_because:
            raise InvalidInputError(field="recommendation", problem="withdrawn", value=recommendation_id)
        _take_stage_back(acting.within(session), recommendation.engagement_id, text)
        return [event]

    _act(acting, operator_id, decide, acting.by)


def _take_stage_back(acting: Acting, engagement_id: str, because: str) -> None:
    """Record the move back of an engagement that stands at being recommended to the stage that it came from."""
    now = pipeline.find_engagement(acting.session, acting.ws.name, acting.viewer, engagement_id)
    if now is None or now.stage != RECOMMENDED:
        return
    past = journal.read_stream(acting.session, acting.ws.name, f"engagement:{engagement_id}")
    came = [
        recorded.event.from_stage
        for recorded in past
        if isinstance(recorded.event, EngagementMoved) and recorded.event.to_stage == RECOMMENDED
    ]
    stages = acting.ws.track(TRACK).stages
    before = stages[acting.ws.track(TRACK).position(RECOMMENDED) - 1].id
    moved = EngagementMoved(now.id, now.stage, came[-1] if came else before, because)
    record(acting.ws, acting.session, [moved], acting.by, after=now.version)


def _view(
    operator: Operator, version: int, known: tuple[dict[str, Company], dict[str, Organisation]], on: date
) -> OperatorView:
    firms, houses = known
    periods = tuple(
        SlotPeriod(period, len(recommendation_slots.used_in(operator, period)))
        for period in sorted(operator.allotments, key=lambda allotment: allotment.since, reverse=True)
    )
    return OperatorView(
        operator=operator,
        version=version,
        in_term=recommendation_slots.covers(operator, on),
        periods=periods,
        companies={
            recommendation.company_id: firms[recommendation.company_id]
            for recommendation in operator.recommendations
            if recommendation.company_id in firms
        },
        organisations={
            member.organisation_id: houses[member.organisation_id]
            for member in operator.members
            if member.organisation_id in houses
        },
    )


def _act(
    looking: Looking, operator_id: str, decide: Callable[[Session, Operator], Sequence[OperatorEvent]], who: By
) -> None:
    """Record what ``decide`` makes of an operator of the viewer's house, in one transaction."""
    require(looking.viewer, Act.DECIDE)

    def work(session: Session) -> None:
        for operator, version in tips.operators(session, looking.ws.name, looking.viewer):
            if operator.id == operator_id:
                record(looking.ws, session, decide(session, operator), who, after=version)
                return
        raise NotFoundError(kind="operator", id=operator_id)

    commit(looking.ws, work)


def _require_seen(operator_id: str, seen: int | None, number: int) -> None:
    if seen is not None and seen != number:
        raise ChangedMeanwhileError(stream=f"operator:{operator_id}", expected=seen, found=number)


def _members(looking: Looking, designation: Designation) -> tuple[Member, ...]:
    """Return the members as they are kept, each with a name, the house among them.

    Raises:
        InvalidInputError: see ``designate``.
    """
    if designation.term_to is not None and designation.term_to < designation.term_from:
        raise InvalidInputError(field="term_to", problem="before_start", value=designation.term_to.isoformat())
    names = {
        organisation.id: organisation.name_ko for organisation in people.organisations(looking.session, looking.ws.name)
    }
    members = tuple(_member(member, names) for member in designation.members)
    if not any(member.organisation_id == looking.viewer.organisation_id for member in members):
        mine = names.get(looking.viewer.organisation_id, looking.viewer.organisation_id)
        members = (Member(looking.viewer.organisation_id, mine, MemberRole.LEAD, designation.term_from), *members)
    if (
        designation.kind is OperatorKind.GENERAL
        and len({member.organisation_id or member.name for member in members}) > 1
    ):
        raise InvalidInputError(field="members", problem="one_only", value=len(members))
    if len({member.organisation_id or member.name for member in members if member.role is MemberRole.LEAD}) != 1:
        raise InvalidInputError(field="members", problem="one_lead")
    _require_listed_once(members)
    return members


def _member(member: Member, names: dict[str, str]) -> Member:
    if member.organisation_id and member.organisation_id not in names:
        raise InvalidInputError(field="organisation", problem="unknown", value=member.organisation_id)
    if member.until is not None and member.until < member.since:
        raise InvalidInputError(field="until", problem="before_start", value=member.until.isoformat())
    name = written(member.name, "name") or names.get(member.organisation_id, "")
    return replace(member, name=written(name, "name", required=True))


def _require_listed_once(members: Sequence[Member]) -> None:
    """Require that nobody stands on the list twice at one time."""
    for place, member in enumerate(members):
        for other in members[:place]:
            same = (member.organisation_id or member.name) == (other.organisation_id or other.name)
            if same and member.since <= (other.until or date.max) and other.since <= (member.until or date.max):
                raise InvalidInputError(field="members", problem="repeated", value=member.name)


def _require_free_period(operator: Operator, allotment: Allotment) -> None:
    for other_allotment in operator.allotments:
        same = (other_allotment.since, other_allotment.until) == (allotment.since, allotment.until)
        overlaps = other_allotment.since <= allotment.until and allotment.since <= other_allotment.until
        if other_allotment.programme == allotment.programme and overlaps and not same:
            raise InvalidInputError(field="since", problem="overlap", value=other_allotment.since.isoformat())
    used = len(recommendation_slots.used_in(operator, allotment))
    if allotment.slots < used:
        raise InvalidInputError(field="slots", problem="less_than_used", value=used)


def _recommender(looking: Looking, now: Engagement, on: date) -> tuple[Operator, int]:
    """Return the operator of the house whose term covers the day, with its version."""
    if now.track != TRACK:
        raise InvalidInputError(field="track", problem="not_tips", value=now.track)
    operators = tips.operators(looking.session, looking.ws.name, looking.viewer)
    if any(recommendation_slots.recommendation_of(operator, now.id) for operator, _ in operators):
        raise InvalidInputError(field="recommendation", problem="repeated", value=now.id)
    for operator, version in operators:
        if recommendation_slots.covers(operator, on):
            return operator, version
    raise GateClosedError(engagement=now.id, to=RECOMMENDED, missing=("operator_term",))


def _recommendation(  # the case and its judgement
    looking: Looking, now: Engagement, operator: Operator, on: date, entered: date, confirmed: str
) -> Recommendation:
    """Return the recommendation with what the pack of the day says."""
    if now.joined_id:
        recommendation_checks.require_free(looking, now.id, now.joined_id)
    _require_passed_gates(looking, now, on)
    pack, findings, outcome = eligibility.judged(looking, now, on)
    if pack is None or outcome is None:
        raise GateClosedError(engagement=now.id, to=RECOMMENDED, missing=("eligibility",))
    if recommendation_slots.needs_confirmation(outcome.answer, on, entered) and not confirmed:
        raise InvalidInputError(field="confirmation", problem="missing", value=outcome.answer.value)
    return Recommendation(
        id=new_id("recommendation", operator.id, now.id, len(operator.recommendations)),
        engagement_id=now.id,
        company_id=now.company_id,
        programme=PROGRAMME,
        recommended_on=on,
        slot=recommendation_slots.next_slot(operator, PROGRAMME, on),
        ruleset_id=pack.id,
        outcome=outcome.answer.value,
        confirmation=confirmed,
        unproven=unproven(findings),
    )


def _require_passed_gates(looking: Looking, now: Engagement, on: date) -> None:
    """Require that the engagement has what every stage up to being recommended asks for, and may come there."""
    track = looking.ws.track(TRACK)
    if now.status is not Status.ACTIVE:
        raise IllegalMoveError(engagement=now.id, current=now.stage, to=RECOMMENDED, status=now.status.value)
    facts = gate_facts.facts_of(looking, now, on)
    if track.position(now.stage) < track.position(RECOMMENDED):
        require_legal_move(now, track, RECOMMENDED)
    anew = replace(facts, engagement=replace(now, stage=track.stages[0].id))
    closed = [gate for gate in missing_on_the_way(track, RECOMMENDED, anew) if gate.gate != _ITSELF]
    if closed:
        raise GateClosedError(engagement=now.id, to=RECOMMENDED, missing=tuple(gate.gate for gate in closed))
