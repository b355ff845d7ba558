"""The committee at work: sessions called, companies tabled, items resolved, conditions settled, minutes kept.

Everything is private to the house that holds the session, and needs ``Act.DECIDE``; votes and marks are in ballots.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from dealflow.actions.investment.funds import with_present_voters
from dealflow.actions.investment.relied_claims import relied_claims
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import new_id, written
from dealflow.catalogue.criteria import shipped_criteria
from dealflow.domain.investment import voting
from dealflow.domain.investment.committee import (
    AgendaItem,
    Appointment,
    CommitteeSession,
    Condition,
    ConditionState,
    ProposedResolution,
    Resolution,
    Result,
    SessionKind,
    Settlement,
)
from dealflow.domain.investment.events import (
    AttendanceKept,
    ConditionSettled,
    ItemResolved,
    ItemTabled,
    SessionChanged,
    SessionClosed,
    SessionConvened,
    SessionEvent,
)
from dealflow.domain.investment.meeting_times import is_before_meeting, require_meeting_day
from dealflow.domain.investment.session_state import item_of
from dealflow.domain.people.access import Act, require
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotARulerError, NotFoundError
from dealflow.store.ledger.queries import investment, people, pipeline
from dealflow.store.ledger.queries.visibility import Session

Happened = TypeVar("Happened", bound=SessionEvent)
LONGEST = 10_000
"""The most characters of an opinion, a condition or a proof."""
_MINUTES = 50_000


@dataclass(frozen=True, slots=True)
class WantedCondition:
    """A condition that an approval is to carry; ``owner_id`` is a colleague who sees to it."""

    text: str
    owner_id: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """How an item is to end.

    ``result``: HELD or WITHDRAWN instead of what the votes say; nothing: the votes decide. ``claim_ids``: the verified
    claims that the decision relies upon; None: all that stand for the company now. ``early_because``: why it ends
    before the meeting's own day; withdrawing needs none.
    """

    result: Result | None = None
    conditions: tuple[WantedCondition, ...] = ()
    claim_ids: tuple[str, ...] | None = None
    note: str = ""
    early_because: str = ""


@transacted
def convene(  # who, which committee, when and where, following which earlier one
    acting: Acting,
    kind: SessionKind,
    appointment: Appointment,
    *,
    criteria: Sequence[str] = (),
    linked_session_id: str | None = None,
) -> str:
    """Call a committee of the viewer's house and return the session's id.

    ``linked_session_id``: the earlier session that this one takes up again (재개최).

    Raises:
        InvalidInputError: the title is missing, or a criterion is unknown.
        NotFoundError: the linked session is not in the viewer's books.
        NotAllowedError: the role may not.
    """
    require(acting.viewer, Act.DECIDE)
    _require_known_criteria(criteria)
    when = (appointment.held_at, appointment.title, acting.at)
    event = SessionConvened(
        session_id=new_id("session", acting.ws.name, acting.viewer.organisation_id, kind, *when, linked_session_id),
        owner_id=acting.viewer.organisation_id,
        session_kind=kind,
        held_at=appointment.held_at,
        place=written(appointment.place, "place"),
        title=written(appointment.title, "title", required=True),
        criteria=tuple(dict.fromkeys(criteria)),
        linked_session_id=linked_session_id,
    )
    if linked_session_id is not None:
        _own(acting, linked_session_id, None)
    acting.record([event], after=0)
    return event.session_id


def change_session(acting: Acting, session_id: str, appointment: Appointment, *, seen: int | None = None) -> None:
    """Change when and where a session is held, and its title."""
    require(acting.viewer, Act.DECIDE)
    place, title = written(appointment.place, "place"), written(appointment.title, "title", required=True)
    event = SessionChanged(session_id, appointment.held_at, place, title)
    act_on(acting, session_id, lambda _, __: [event], seen=seen)


def table_item(  # who, what goes before which fund, on which papers
    acting: Acting,
    session_id: str,
    *,
    engagement_id: str,
    fund_id: str,
    papers: Sequence[str] = (),
    linked_item_id: str | None = None,
) -> str:
    """Put an engagement before a fund and return the item's id; voters and rule are the fund's as they are now.

    Raises:
        InvalidInputError: the fund is unknown or has no voters, the item stands already, or a main committee is to
            vote on terms that nobody has agreed.
        NotFoundError: the session or the engagement is not in the viewer's books.
    """
    require(acting.viewer, Act.DECIDE)
    item_id = new_id("item", acting.ws.name, session_id, engagement_id, fund_id)

    def decide(session: Session, now: CommitteeSession) -> Sequence[SessionEvent]:
        engagement = pipeline.find_engagement(session, acting.ws.name, acting.viewer, engagement_id)
        if engagement is None:
            raise NotFoundError(kind="engagement", id=engagement_id)
        fund = next(
            (fund for fund in investment.funds(session, acting.ws.name, acting.viewer) if fund.id == fund_id), None
        )
        if fund is None:
            raise InvalidInputError(field="fund", problem="unknown", value=fund_id)
        fund = with_present_voters(session, acting.ws.name, fund)
        version = investment.deal(session, acting.ws.name, acting.viewer, engagement_id).terms_version
        if now.kind is SessionKind.MAIN and version == 0:
            raise InvalidInputError(field="terms", problem="missing", value=engagement_id)
        item = AgendaItem(
            id=item_id,
            engagement_id=engagement_id,
            company_id=engagement.company_id,
            fund_id=fund_id,
            terms_version=version,
            voters=fund.voters,
            chair_id=fund.chair_id,
            rule=fund.rule,
            papers=tuple(written(paper, "paper") for paper in papers),
            linked_item_id=linked_item_id,
        )
        return [ItemTabled(session_id, item)]

    act_on(acting, session_id, decide)
    return item_id


def keep_attendance(acting: Acting, session_id: str, present: Sequence[str]) -> None:
    """Keep who is present, all of them; a vote counts its voter as attending anyhow.

    Raises:
        InvalidInputError: somebody is nobody of the house.
    """
    require(acting.viewer, Act.DECIDE)
    event = AttendanceKept(session_id, tuple(dict.fromkeys(present)))

    def decide(session: Session, _now: CommitteeSession) -> Sequence[AttendanceKept]:
        house = _house(acting.within(session))
        for person_id in event.present:
            if person_id not in house:
                raise InvalidInputError(field="voter", problem="unknown", value=person_id)
        return [event]

    act_on(acting, session_id, decide)


def resolve(  # how an item ends
    acting: Acting, session_id: str, item_id: str, ruling: Ruling | None = None, *, seen: int | None = None
) -> Result:
    """End an item by its votes and return the result; the claims relied upon are kept as they stand now.

    Raises:
        NotARulerError: the viewer is neither its chair nor one of its voters, or stands aside.
        CommitteeRuleError: the wanted result does not follow from the votes, the quorum is missing, or the meeting's
            day has not come and no reason is given.
        InvalidInputError: a condition has no text or its owner is nobody of the house, or a claim is not verified.
        ChangedMeanwhileError: somebody acted on the session since the screen showed version ``seen``.
    """
    require(acting.viewer, Act.DECIDE)
    request = ruling or Ruling()
    note = written(request.note, "note", longest=LONGEST)
    because = written(request.early_because, "early_because", longest=LONGEST)

    def decide(session: Session, now: CommitteeSession) -> Sequence[ItemResolved]:
        item = item_of(now, item_id)
        _require_ruler(acting.within(session), item)
        if request.result is not Result.WITHDRAWN:
            require_meeting_day(now, acting.at, because)
        proposed = ProposedResolution(
            result=request.result,
            conditions=_conditions(acting.within(session), item_id, request.conditions),
            relied=relied_claims(acting.within(session), item.company_id, request.claim_ids),
            note=note,
        )
        resolution = voting.resolve(
            item, now.kind, proposed, present=now.present, by=acting.viewer.person_id, at=acting.at
        )
        early = because if is_before_meeting(now, acting.at) else ""
        return [ItemResolved(session_id, item_id, replace(resolution, early_because=early))]

    (resolved,) = act_on(acting, session_id, decide, seen=seen)
    return resolved.resolution.result


def settle_condition(acting: Acting, session_id: str, item_id: str, condition_id: str, settlement: Settlement) -> None:
    """Say that a condition was met (with its proof), waived (with its reason), or is open again.

    Raises:
        NotARulerError: to waive it, the viewer must be the item's chair or one of its voters.
        InvalidInputError: no proof or reason is given.
        NotFoundError: there is no such condition in the viewer's books.
    """
    require(acting.viewer, Act.DECIDE)
    state = settlement.state
    proof = written(settlement.proof, "proof", longest=LONGEST, required=state is not ConditionState.OPEN)
    event = ConditionSettled(session_id, item_id, condition_id, state, proof, settlement.settled_on)

    def decide(session: Session, now: CommitteeSession) -> Sequence[ConditionSettled]:
        if state is ConditionState.WAIVED:
            _require_ruler(acting.within(session), item_of(now, item_id))
        return [event]

    act_on(acting, session_id, decide)


def close_session(
    acting: Acting, session_id: str, *, minutes: str, early_because: str = "", seen: int | None = None
) -> None:
    """Close a session with its minutes; items that nobody resolved are held over.

    Raises:
        InvalidInputError: the minutes are missing.
        CommitteeRuleError: its day has not come, and no reason is given (``early_because``).
        ChangedMeanwhileError: somebody acted on the session since the screen showed version ``seen``.
    """
    require(acting.viewer, Act.DECIDE)
    minutes_text = written(minutes, "minutes", longest=_MINUTES, required=True)
    because = written(early_because, "early_because", longest=LONGEST)

    def decide(_session: Session, now: CommitteeSession) -> Sequence[SessionEvent]:
        require_meeting_day(now, acting.at, because)
        early = because if is_before_meeting(now, acting.at) else ""
        left = (item for item in now.items if item.resolution is None)
        held = [
            ItemResolved(session_id, item.id, _held(item, now, by_id=acting.viewer.person_id, at=acting.at))
            for item in left
        ]
        return [*held, SessionClosed(session_id, minutes_text, early)]

    act_on(acting, session_id, decide, seen=seen)


def _held(item: AgendaItem, now: CommitteeSession, *, by_id: str, at: datetime) -> Resolution:
    """Return an item held over to another session."""
    return voting.resolve(item, now.kind, ProposedResolution(Result.HELD), present=now.present, by=by_id, at=at)


@transacted
def act_on(  # one decision on one session
    acting: Acting,
    session_id: str,
    decide: Callable[[Session, CommitteeSession], Sequence[Happened]],
    *,
    seen: int | None = None,
) -> Sequence[Happened]:
    """Record what ``decide`` makes of the session as it stands, in one transaction, and return it.

    Raises:
        NotFoundError: there is no such session in the viewer's books.
        ChangedMeanwhileError: it has gone on since version ``seen``.
    """
    now, version = _own(acting, session_id, seen)
    events = decide(acting.session, now)
    acting.record(events, after=version)
    return events


def _own(looking: Looking, session_id: str, seen: int | None) -> tuple[CommitteeSession, int]:
    """Return a session of the viewer's house with its version, unless it has gone on since version ``seen``."""
    stored = investment.find_session(looking.session, looking.ws.name, looking.viewer, session_id)
    if stored is None:
        raise NotFoundError(kind="session", id=session_id)
    if seen is not None and seen != stored[1]:
        raise ChangedMeanwhileError(stream=f"session:{session_id}", expected=seen, found=stored[1])
    return stored


def _require_ruler(looking: Looking, item: AgendaItem) -> None:
    """Require that the viewer may end the item and waive its conditions.

    Raises:
        NotARulerError: only others may; it names them.
    """
    may_rule = voting.rulers(item)
    if looking.viewer.person_id not in may_rule:
        names = people.names(looking.session, looking.ws.name)
        raise NotARulerError(
            item=item.id, who=tuple(names[person_id] for person_id in may_rule if names.get(person_id))
        )


def _require_known_criteria(criteria: Sequence[str]) -> None:
    known = {criterion.id for criterion in shipped_criteria()}
    for criterion in criteria:
        if criterion not in known:
            raise InvalidInputError(field="criterion", problem="unknown", value=criterion)


def _house(looking: Looking) -> frozenset[str]:
    """Return the ids of the people of the viewer's house; a company's guest is none of them."""
    return frozenset(
        person.id
        for person in people.persons(looking.session, looking.ws.name)
        if person.organisation_id == looking.viewer.organisation_id and person.company_id is None
    )


def _conditions(looking: Looking, item_id: str, conditions: Sequence[WantedCondition]) -> tuple[Condition, ...]:
    """Return the conditions as they are kept, all open."""
    house = _house(looking)
    for condition in conditions:
        if condition.owner_id not in house:
            raise InvalidInputError(field="owner", problem="unknown", value=condition.owner_id)
    return tuple(
        Condition(
            id=new_id("condition", item_id, number),
            text=written(condition.text, "condition", longest=LONGEST, required=True),
            owner_id=condition.owner_id,
            due=condition.due,
        )
        for number, condition in enumerate(conditions, start=1)
    )
