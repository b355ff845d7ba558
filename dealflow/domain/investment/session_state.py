"""A committee session as its events leave it: followed event by event, equal to what replaying the journal gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from dealflow.domain.investment.committee import (
    AgendaItem,
    CommitteeSession,
    Condition,
    ConditionState,
    Recusal,
    Resolution,
    Result,
    Score,
    Vote,
    VoteLink,
)
from dealflow.domain.investment.events import (
    AttendanceKept,
    ConditionSettled,
    ItemResolved,
    ItemTabled,
    ScoreGiven,
    SessionChanged,
    SessionClosed,
    SessionConvened,
    VoteCast,
    VoteLinkIssued,
    VoteLinkUsed,
    VoterRecused,
)
from dealflow.domain.values.event import Recorded
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import InvalidInputError, NotFoundError

_ENDED_FOR_GOOD = frozenset({Result.REJECTED, Result.WITHDRAWN})


def follow(session: CommitteeSession | None, recorded: Recorded) -> CommitteeSession:
    """Return a session after one more of its events; the first one convenes it.

    A voter has one vote and one score an item: a later one takes the place of an earlier. Standing aside takes both
    away. A closed session changes no more, but for conditions being settled and approvals being withdrawn.

    Raises:
        NotFoundError: there is no such session, item, condition or link.
        InvalidInputError: the event cannot happen as the session stands (a vote on an ended item, for one).
    """
    event = recorded.event
    if isinstance(event, SessionConvened):
        return _convened(session, event)
    if session is None:
        raise NotFoundError(kind="session", id=recorded.stream.removeprefix("session:"))
    match event:
        case ConditionSettled():
            return _settled(session, event, recorded)
        case ItemResolved():
            return _resolved(session, event)
        case _:
            return _before_closing(session, recorded)


def item_of(session: CommitteeSession, item_id: str) -> AgendaItem:
    """Return the session's item of that id.

    Raises:
        NotFoundError: there is none.
    """
    for item in session.items:
        if item.id == item_id:
            return item
    raise NotFoundError(kind="item", id=item_id)


def _convened(session: CommitteeSession | None, event: SessionConvened) -> CommitteeSession:
    """Return the session as it was called."""
    if session is not None:
        raise InvalidInputError(field="session", problem="repeated", value=event.session_id)
    return CommitteeSession(
        id=event.session_id,
        owner_id=event.owner_id,
        kind=event.session_kind,
        held_at=event.held_at,
        place=event.place,
        title=event.title,
        linked_session_id=event.linked_session_id,
        criteria=event.criteria,
    )


def _before_closing(session: CommitteeSession, recorded: Recorded) -> CommitteeSession:
    """Return the session after an event that only an open session can have."""
    event = recorded.event
    if session.closed_at is not None:
        raise InvalidInputError(field="session", problem="closed", value=session.id)
    match event:
        case SessionChanged():
            return replace(session, held_at=event.held_at, place=event.place, title=event.title)
        case ItemTabled():
            return _tabled(session, event.item)
        case AttendanceKept():
            return replace(session, present=tuple(dict.fromkeys(event.present)))
        case SessionClosed():
            return replace(session, minutes=event.minutes, closed_at=recorded.ts, early_because=event.early_because)
        case _:
            return _heard(session, recorded)


def _heard(session: CommitteeSession, recorded: Recorded) -> CommitteeSession:
    """Return the session after a voter's word on an item (a vote, marks, standing aside) or an address to give it."""
    match recorded.event:
        case VoteLinkIssued() as issued:
            link = VoteLink(issued.voter_id, issued.secret_hash, issued.expires_at)
            return replace(session, links=(*_others(session.links, issued.voter_id), link))
        case VoteLinkUsed() as used:
            return _link_used(session, used.voter_id, recorded.ts)
        case VoteCast() as cast:
            vote = Vote(
                cast.voter_id, cast.ballot, cast.opinion, cast.condition, cast.channel, recorded.ts, cast.delegate_id
            )
            return _changed(session, cast.item_id, lambda item: _voted(item, vote))
        case ScoreGiven() as score_given:
            score = Score(score_given.reviewer_id, score_given.marks, score_given.comment)
            return _changed(session, score_given.item_id, lambda item: _scored(item, score))
        case VoterRecused() as aside:
            recusal = Recusal(aside.voter_id, aside.interest)
            return _changed(session, aside.item_id, lambda item: _recused(item, recusal))
        case _:
            return session


def _tabled(session: CommitteeSession, item: AgendaItem) -> CommitteeSession:
    """Return the session with one more item, on which nobody has had a word yet."""
    if item.id in {agenda_item.id for agenda_item in session.items}:
        raise InvalidInputError(field="item", problem="repeated", value=item.id)
    fresh = replace(item, voters=tuple(dict.fromkeys(item.voters)), votes=(), recusals=(), scores=(), resolution=None)
    return replace(session, items=(*session.items, fresh))


def _voted(item: AgendaItem, vote: Vote) -> AgendaItem:
    _require_voter(item, vote.voter_id)
    return replace(
        item, votes=(*(other_vote for other_vote in item.votes if other_vote.voter_id != vote.voter_id), vote)
    )


def _scored(item: AgendaItem, score: Score) -> AgendaItem:
    _require_voter(item, score.reviewer_id)
    return replace(
        item,
        scores=(*(other_score for other_score in item.scores if other_score.reviewer_id != score.reviewer_id), score),
    )


def _recused(item: AgendaItem, recusal: Recusal) -> AgendaItem:
    _require_open(item)
    if recusal.voter_id not in item.voters:
        raise InvalidInputError(field="voter", problem="not_listed", value=recusal.voter_id)
    return replace(
        item,
        recusals=(
            *(other_recusal for other_recusal in item.recusals if other_recusal.voter_id != recusal.voter_id),
            recusal,
        ),
        votes=tuple(vote for vote in item.votes if vote.voter_id != recusal.voter_id),
        scores=tuple(score for score in item.scores if score.reviewer_id != recusal.voter_id),
    )


def _require_open(item: AgendaItem) -> None:
    """Require that the item has not ended."""
    if item.resolution is not None:
        raise InvalidInputError(field="item", problem="resolved", value=item.id)


def _require_voter(item: AgendaItem, voter_id: str) -> None:
    """Require that the person is a voter of an open item who does not stand aside."""
    _require_open(item)
    if voter_id not in item.voters:
        raise InvalidInputError(field="voter", problem="not_listed", value=voter_id)
    if voter_id in {recusal.voter_id for recusal in item.recusals}:
        raise InvalidInputError(field="voter", problem="recused", value=voter_id)


def _link_used(session: CommitteeSession, voter_id: str, ts: datetime) -> CommitteeSession:
    """Return the session after a remote voter used the address, which then opens no more."""
    for link in session.links:
        if link.voter_id == voter_id and link.used_at is None:
            return replace(session, links=(*_others(session.links, voter_id), replace(link, used_at=ts)))
    raise NotFoundError(kind="vote_link", id=voter_id)


def _others(links: Iterable[VoteLink], voter_id: str) -> tuple[VoteLink, ...]:
    return tuple(link for link in links if link.voter_id != voter_id)


def _resolved(session: CommitteeSession, event: ItemResolved) -> CommitteeSession:
    """Return the session after an item ended. What is not ended for good can still be withdrawn, nothing else."""
    withdrawn = event.resolution.result is Result.WITHDRAWN
    if session.closed_at is not None and not withdrawn:
        raise InvalidInputError(field="session", problem="closed", value=session.id)

    def end(item: AgendaItem) -> AgendaItem:
        before = item.resolution
        if before is not None and (before.result in _ENDED_FOR_GOOD or not withdrawn):
            raise InvalidInputError(field="item", problem="resolved", value=item.id)
        return replace(item, resolution=event.resolution)

    return _changed(session, event.item_id, end)


def _settled(session: CommitteeSession, event: ConditionSettled, recorded: Recorded) -> CommitteeSession:
    """Return the session after a condition of one of its approvals was met, waived or opened again."""
    open_again = event.state is ConditionState.OPEN

    def settle(condition: Condition) -> Condition:
        return replace(
            condition,
            state=event.state,
            proof="" if open_again else event.proof,
            settled_by="" if open_again else recorded.actor,
            settled_on=None if open_again else event.settled_on or korean_day(recorded.ts),
        )

    def in_item(item: AgendaItem) -> AgendaItem:
        return replace(item, resolution=_with_condition(item.resolution, event.condition_id, settle))

    return _changed(session, event.item_id, in_item)


def _with_condition(
    resolution: Resolution | None, condition_id: str, change: Callable[[Condition], Condition]
) -> Resolution:
    """Return the resolution with one condition changed."""
    if resolution is None or condition_id not in {condition.id for condition in resolution.conditions}:
        raise NotFoundError(kind="condition", id=condition_id)
    conditions = tuple(
        change(condition) if condition.id == condition_id else condition for condition in resolution.conditions
    )
    return replace(resolution, conditions=conditions)


def _changed(session: CommitteeSession, item_id: str, change: Callable[[AgendaItem], AgendaItem]) -> CommitteeSession:
    """Return the session with one item changed."""
    new = change(item_of(session, item_id))
    return replace(
        session, items=tuple(new if agenda_item.id == item_id else agenda_item for agenda_item in session.items)
    )
