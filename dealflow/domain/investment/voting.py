"""A committee's rules: who may vote, what the votes come to, and which result they allow.

No law sets a quorum for an investment committee; each fund's own rule (규약) does, and it is kept with every item as it
was. Read here as follows. Who stands aside counts neither as eligible nor as attending. Who is in the room or has voted
attends. The quorum is a share of the eligible, rounded up, and at least as many heads as the rule says. The votes in
favour are a share of all who attend (silence in the room counts as abstention), or, where abstentions do not count, of
the votes for and against.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from dealflow.domain.investment.committee import (
    AgendaItem,
    Ballot,
    Channel,
    CommitteeSession,
    Condition,
    ConditionState,
    Outward,
    PassRule,
    ProposedResolution,
    Resolution,
    Result,
    SessionKind,
    Tally,
    Vote,
    VoteLink,
)
from dealflow.errors import CommitteeRuleError

APPROVALS = frozenset({Result.PASSED, Result.CONDITIONAL})
_FROM_AFAR = frozenset({Channel.LINK, Channel.WRITTEN})
_OUTWARD = {
    Result.PASSED: Outward.PASSED,
    Result.CONDITIONAL: Outward.PASSED,
    Result.REJECTED: Outward.REJECTED,
    Result.WITHDRAWN: Outward.CANCELLED,
}


def eligible_voters(item: AgendaItem) -> tuple[str, ...]:
    """Return the voters of an item who do not stand aside, each once, in the order of the fund's list."""
    aside = {recusal.voter_id for recusal in item.recusals}
    return tuple(voter for voter in dict.fromkeys(item.voters) if voter not in aside)


def rulers(item: AgendaItem) -> tuple[str, ...]:
    """Return who may end an item and waive a condition of it: its chair and its voters, none who stands aside.

    Where everybody stands aside, the whole list may: somebody must be able to hold the item over or withdraw it.
    """
    listed = tuple(dict.fromkeys((*([item.chair_id] if item.chair_id else []), *item.voters)))
    aside = {recusal.voter_id for recusal in item.recusals}
    return tuple(text for text in listed if text not in aside) or listed


def counted_votes(item: AgendaItem) -> tuple[Vote, ...]:
    """Return the votes that count: the last one of each eligible voter, by a channel that the rule allows."""
    eligible = set(eligible_voters(item))
    last = {
        vote.voter_id: vote
        for vote in item.votes
        if vote.voter_id in eligible and channel_problem(item, vote.channel) is None
    }
    return tuple(last.values())


def channel_problem(item: AgendaItem, channel: Channel) -> str | None:
    """Return why a vote may not come by that channel, nothing if it may."""
    if channel is Channel.PROXY and not item.rule.proxy_allowed:
        return "proxy_not_allowed"
    if channel in _FROM_AFAR and not item.rule.remote_allowed:
        return "remote_not_allowed"
    return None


def quorum(item: AgendaItem) -> int:
    """Return how many voters must attend: the rule's share of the eligible, rounded up, and its least heads.

    Heads do not shrink when somebody stands aside: what too few may decide is held over.
    """
    part, whole = item.rule.attend_of
    return max(1, item.rule.least_heads, -(-len(eligible_voters(item)) * part // whole))


def tally(item: AgendaItem, present: Collection[str]) -> Tally:
    """Return an item's votes as counted, ``present`` being who sits in the room.

    ``abstained`` counts spoken abstentions; who attends in silence is neither for, against nor abstaining, yet
    stays in the number of which the share in favour is taken where abstentions do.
    """
    eligible = eligible_voters(item)
    votes = counted_votes(item)
    spoken = {vote.voter_id for vote in votes}
    attending = sum(1 for voter in eligible if voter in spoken or voter in present)
    ballots = [vote.ballot for vote in votes]
    in_favour, against = ballots.count(Ballot.FOR), ballots.count(Ballot.AGAINST)
    quorate = attending >= quorum(item)
    base = attending if item.rule.abstention_counts else in_favour + against
    return Tally(
        eligible=len(eligible),
        attending=attending,
        in_favour=in_favour,
        against=against,
        abstained=ballots.count(Ballot.ABSTAIN),
        recused=len(set(item.voters)) - len(eligible),
        quorate=quorate,
        carried=quorate and _carries(item, in_favour, base, votes),
    )


def _carries(item: AgendaItem, in_favour: int, base: int, votes: Sequence[Vote]) -> bool:
    """Say whether so many votes in favour, of so many, pass the item. A chair who stands aside consents to nothing."""
    if in_favour == 0:
        return False
    match item.rule.pass_rule:
        case PassRule.MAJORITY:
            return in_favour * 2 > base
        case PassRule.TWO_THIRDS:
            return in_favour * 3 >= base * 2
        case PassRule.UNANIMOUS:
            return in_favour == base
        case PassRule.CHAIR_CONSENT:
            consents = {vote.voter_id for vote in votes if vote.ballot is Ballot.FOR}
            return item.chair_id in consents and in_favour * 2 > base


def require_may_vote(item: AgendaItem, voter_id: str, channel: Channel) -> None:
    """Require that the person may vote on the item by that channel.

    Raises:
        CommitteeRuleError: the item has ended, the person is no voter or stands aside, or the rule forbids the channel.
    """
    _require_voter(item, voter_id)
    problem = channel_problem(item, channel)
    if problem is not None:
        raise CommitteeRuleError(problem=problem, item=item.id, voter=voter_id)


def stand_in_problem(item: AgendaItem, voter_id: str, delegate_id: str) -> str | None:
    """Return why a delegate may not vote for a voter on an item, nothing if they may.

    A vote is of a seat: a voter who spoke in person needs nobody, who stands aside has no vote to give, and a delegate
    who stands aside votes for nobody. That one is away and named the other is asked elsewhere.
    """
    aside = {recusal.voter_id for recusal in item.recusals}
    if item.resolution is not None:
        return "ended"
    if voter_id not in item.voters:
        return "not_voter"
    if voter_id in aside:
        return "stands_aside"
    if delegate_id in aside:
        return "delegate_aside"
    if any(vote.voter_id == voter_id and not vote.delegate_id for vote in item.votes):
        return "voted_already"
    return channel_problem(item, Channel.PROXY)


def require_may_recuse(item: AgendaItem, voter_id: str, interest: str) -> None:
    """Require that the person may stand aside on the item.

    Raises:
        CommitteeRuleError: the item has ended, the person is no voter or stands aside already, or names no interest.
    """
    _require_voter(item, voter_id)
    if not interest.strip():
        raise CommitteeRuleError(problem="no_interest", item=item.id, voter=voter_id)


def _require_voter(item: AgendaItem, voter_id: str) -> None:
    """Require that the person still has a word on the item."""
    if item.resolution is not None:
        raise CommitteeRuleError(problem="ended", item=item.id, voter=voter_id)
    if voter_id not in item.voters:
        raise CommitteeRuleError(problem="not_voter", item=item.id, voter=voter_id)
    if voter_id not in eligible_voters(item):
        raise CommitteeRuleError(problem="stands_aside", item=item.id, voter=voter_id)


def open_link(session: CommitteeSession, secret_hash: str, *, at: datetime) -> VoteLink:
    """Return the one-time address of that hash, if it opens at that moment.

    Raises:
        CommitteeRuleError: there is no such address, it was used or has expired, or the session is over.
    """
    for link in session.links:
        if link.secret_hash == secret_hash:
            if link.used_at is not None:
                raise CommitteeRuleError(problem="link_used", session=session.id)
            if at >= link.expires_at:
                raise CommitteeRuleError(problem="link_expired", session=session.id)
            if session.closed_at is not None:
                raise CommitteeRuleError(problem="session_closed", session=session.id)
            return link
    raise CommitteeRuleError(problem="link_unknown", session=session.id)


def resolve(
    item: AgendaItem,
    kind: SessionKind,
    proposed: ProposedResolution,
    *,
    present: Collection[str],
    by: str,
    at: datetime,
) -> Resolution:
    """Return how the item ends: as proposed if the votes allow it, otherwise by the votes alone.

    Without a quorum an item can only be held over or withdrawn. It passes if carried, with conditions where there are
    some, and is rejected if not. What was held over or approved can still be withdrawn. A preliminary committee uses
    the same words; its results bind nothing.

    Raises:
        CommitteeRuleError: the votes do not allow the result, the item has ended, a condition is incomplete, or a main
            committee would approve without terms.
    """
    counted, conditions = tally(item, present), proposed.conditions
    result = proposed.result or _result_of(counted, conditions)
    _require_open(item, result)
    if result in APPROVALS:
        _require_approvable(item, kind, counted, conditions, result)
    elif result is Result.REJECTED and (not counted.quorate or counted.carried):
        raise CommitteeRuleError(problem="carried" if counted.carried else "not_quorate", item=item.id)
    open_conditions = tuple(replace(condition, state=ConditionState.OPEN) for condition in conditions)
    kept_conditions = open_conditions if result is Result.CONDITIONAL else ()
    return Resolution(result, counted, kept_conditions, proposed.relied, by, at, proposed.note)


def _result_of(counted: Tally, conditions: Sequence[Condition]) -> Result:
    """Return the result that follows from the votes."""
    if not counted.quorate:
        return Result.HELD
    if not counted.carried:
        return Result.REJECTED
    return Result.CONDITIONAL if conditions else Result.PASSED


def _require_open(item: AgendaItem, result: Result) -> None:
    """Require that the item has not ended, or is only to be withdrawn."""
    before = item.resolution
    if before is None:
        return
    if result is not Result.WITHDRAWN or before.result in {Result.REJECTED, Result.WITHDRAWN}:
        raise CommitteeRuleError(problem="ended", item=item.id)


def _require_approvable(
    item: AgendaItem, kind: SessionKind, counted: Tally, conditions: Sequence[Condition], result: Result
) -> None:
    """Require that the item may be approved with those conditions."""
    problem = None
    if not counted.quorate:
        problem = "not_quorate"
    elif not counted.carried:
        problem = "not_carried"
    elif kind is SessionKind.MAIN and item.terms_version == 0:
        problem = "no_terms"
    elif result is Result.PASSED and conditions:
        problem = "has_conditions"
    elif result is Result.CONDITIONAL:
        problem = _condition_problem(conditions)
    if problem is not None:
        raise CommitteeRuleError(problem=problem, item=item.id)


def _condition_problem(conditions: Sequence[Condition]) -> str | None:
    """Return what is wrong with the conditions of an approval, nothing if they will do."""
    if not conditions:
        return "no_conditions"
    repeated = len({condition.id for condition in conditions}) < len(conditions)
    incomplete = repeated or any(not condition.text.strip() or not condition.owner_id for condition in conditions)
    return "condition_incomplete" if incomplete else None


def outward(result: Result) -> Outward | None:
    """Return what a filing says of a result; nothing for an item held over, which needs a new session."""
    return _OUTWARD.get(result)


def table_again(item: AgendaItem, item_id: str, *, terms_version: int) -> AgendaItem:
    """Return a fresh item on new terms (or after it was held over), linked to the one that it takes up again."""
    return replace(
        item,
        id=item_id,
        terms_version=terms_version,
        papers=(),
        votes=(),
        recusals=(),
        scores=(),
        resolution=None,
        linked_item_id=item.id,
    )
