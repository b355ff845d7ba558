"""What waits for an organiser and for an operator: the numbers that their first screen begins with.

An organiser is one who runs IR events; an operator one whose house leads a TIPS operator. Who is both has both.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from dealflow.actions.home import deadlines
from dealflow.actions.investment import session_views
from dealflow.actions.irday.programme import programme_drafts
from dealflow.actions.irday.programme.day_state import Day, day_of, events_run_by
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.tips import eligibility, gate_facts
from dealflow.actions.tips.eligibility import PROGRAMME, RECOMMENDED, TRACK, Judgement
from dealflow.domain.irday.participants.preparation import Lack, lacks, logs_missing, usual_event
from dealflow.domain.irday.timetable.day_agenda import minute_of
from dealflow.domain.irday.timetable.placements import placed
from dealflow.domain.people.access import Act, Role, may
from dealflow.domain.people.people import IrEvent
from dealflow.domain.pipeline.deadlines import DeadlineKind
from dealflow.domain.pipeline.funnel import Engagement, Status
from dealflow.domain.pipeline.stage_gates import GateFacts, missing
from dealflow.domain.tips.findings import Answer
from dealflow.domain.tips.operators import Operator
from dealflow.domain.tips.recommendation_slots import allotted, covers, slots_left
from dealflow.domain.tips.rule_packs import Severity
from dealflow.store.ledger.queries import irday, pipeline, tips

PRE_INVESTED: Final = "pre_invested"
"""The stage of the operators' track at which the pre-investment is confirmed."""
_AHEAD: Final = timedelta(days=30)
_TERMS: Final = frozenset(
    {
        DeadlineKind.OPERATOR_TERM,
        DeadlineKind.EVALUATION,
        DeadlineKind.APPEAL,
        DeadlineKind.AGREEMENT,
        DeadlineKind.PROJECT_REPORT,
        DeadlineKind.ROYALTY,
    }
)
"""Deadlines of the operator's own."""


@dataclass(frozen=True, slots=True)
class OrganiserDesk:
    """What waits at one event; ``days_left`` is negative once it is over.

    ``drafts``: a timetable that is newer than the published one, and a programme that the viewer has not kept.
    """

    event: IrEvent
    days_left: int
    applications: int
    wishes: int
    contacts: int
    is_plan_unpublished: bool
    is_programme_unkept: bool
    logs: int

    @property
    def drafts(self) -> int:
        """Return how many drafts nobody else sees yet."""
        return self.is_plan_unpublished + self.is_programme_unkept


@dataclass(frozen=True, slots=True)
class OperatorDesk:
    """What waits for an operator. ``slots``: allotted for the day; None where no operator's term covers it.

    ``to_confirm``: engagements whose pre-investment is paid in full and that nobody moved on; ``to_recommend``: those
    that stand at it, confirmed; ``gaps``: those not recommended yet of which a blocking rule fails or cannot be judged.
    All hold ids.
    """

    slots_left: int | None
    slots: int | None
    to_confirm: tuple[str, ...]
    to_recommend: tuple[str, ...]
    gaps: tuple[str, ...]
    deadlines: int
    votes: int


def organiser_desk(looking: Looking, *, at: datetime, on: date) -> OrganiserDesk | None:
    """Return what waits at the event that the viewer's house runs next; None for who runs none."""
    event = usual_event(events_run_by(looking), on)
    if event is None:
        return None
    day = day_of(looking, event.id)
    with looking.ws.ledger.read() as session:
        told = irday.told_consultations(session, looking.ws.name, event.id)
    return _organiser_desk(looking, day, {(log.company, log.investor) for log in told}, at=at, on=on)


def _organiser_desk(
    looking: Looking, day: Day, logged: set[tuple[str, str]], *, at: datetime, on: date
) -> OrganiserDesk:
    reachable = {attendee_id for attendee_id, card in day.cards.items() if card.email}
    lacking = Counter(
        lack
        for participant in day.participants
        for lack in lacks(participant, day.requests.get(participant.id), day.programme, reachable)
    )
    drafted = programme_drafts.drafted(looking, day.event.id)
    meetings = () if day.plan.published is None else placed(day.programme, day.plan.published)
    states = {pair: mark.state for pair, mark in day.marks.items() if pair[1]}
    return OrganiserDesk(
        event=day.event,
        days_left=(day.event.held_on - on).days,
        applications=lacking[Lack.ANSWER],
        wishes=lacking[Lack.WISHES],
        contacts=lacking[Lack.CONTACT],
        is_plan_unpublished=day.plan.number > day.plan.published_number,
        is_programme_unkept=drafted is not None and drafted[1] != day.programme,
        logs=len(logs_missing(meetings, states, logged, minute_of(day.event.held_on, at))),
    )


@remembered
def operator_desk(looking: Looking, *, on: date) -> OperatorDesk | None:
    """Return what waits for the operators that the viewer's house leads; None for a house that leads none."""
    if looking.viewer.role is Role.COMPANY_GUEST or not may(looking.viewer, Act.SEE_PIPELINE):
        return None
    with looking.ws.ledger.read() as session:
        inside = looking.within(session)
        operators = [operator for operator, _ in tips.operators(session, looking.ws.name, looking.viewer)]
        if not operators:
            return None
        engagements = _before_recommendation(inside)
        judgements = eligibility.judged_all(inside, engagements, on)
        to_confirm = _to_confirm(inside, engagements, judgements, on)
    left, slots = _slots(operators, on)
    dues = deadlines.deadlines(looking, on=on)
    return OperatorDesk(
        slots_left=left,
        slots=slots,
        to_confirm=to_confirm,
        to_recommend=tuple(engagement.id for engagement in engagements if engagement.stage == PRE_INVESTED),
        gaps=tuple(engagement_id for engagement_id, judgement in judgements.items() if _has_gap(judgement)),
        deadlines=sum(due.deadline.kind in _TERMS and due.deadline.due <= on + _AHEAD for due in dues),
        votes=len(session_views.votes_waiting(looking)),
    )


def _before_recommendation(looking: Looking) -> tuple[Engagement, ...]:
    """Return the active engagements of operators that were not recommended yet."""
    track = looking.ws.track(TRACK)
    return tuple(
        engagement
        for engagement in pipeline.engagements(looking.session, looking.ws.name, looking.viewer)
        if engagement.track == TRACK
        and engagement.status is Status.ACTIVE
        and track.position(engagement.stage) < track.position(RECOMMENDED)
    )


def _to_confirm(
    looking: Looking, engagements: tuple[Engagement, ...], judgements: dict[str, Judgement], on: date
) -> tuple[str, ...]:
    """Return the engagements that stand before the pre-investment though its gate is open."""
    track = looking.ws.track(TRACK)
    stage, books, waiting = track.stage(PRE_INVESTED), gate_facts.books_of(looking), []
    for engagement in engagements:
        if track.position(engagement.stage) >= track.position(PRE_INVESTED):
            continue
        facts = gate_facts.facts_from(looking, books, engagement, on, judged=False)
        if facts is not None and not missing(stage, _with_least(facts, judgements.get(engagement.id))):
            waiting.append(engagement.id)
    return tuple(waiting)


def _with_least(facts: GateFacts, judgement: Judgement | None) -> GateFacts:
    """Return the facts with the least pre-investment of the pack of the day."""
    pack = None if judgement is None else judgement.pack
    return replace(facts, least_won=None if pack is None else eligibility.least_won(pack))


def _has_gap(judgement: Judgement) -> bool:
    return any(
        finding.severity is Severity.BLOCK and finding.answer in {Answer.FAIL, Answer.UNKNOWN}
        for finding in judgement.findings
    )


def _slots(operators: list[Operator], on: date) -> tuple[int | None, int | None]:
    """Return the recommendations that are left and allotted on a day; nothing where no term covers it."""
    in_term = [operator for operator in operators if covers(operator, on)]
    if not in_term:
        return None, None
    left = sum(slots_left(operator, PROGRAMME, on) for operator in in_term)
    return left, sum(allotment.slots for operator in in_term for allotment in allotted(operator, PROGRAMME, on))
