"""Votes, marks and standing aside: what a voter says on an item of a committee.

Whoever is listed as a voter of an item may speak on it, whatever their role in the house.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dealflow.actions.investment.sessions import LONGEST, act_on
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import written
from dealflow.domain.investment import scoring, voting
from dealflow.domain.investment.committee import Ballot, Channel, CommitteeSession, Mark
from dealflow.domain.investment.events import ScoreGiven, SessionEvent, VoteCast, VoterRecused
from dealflow.domain.investment.session_state import item_of
from dealflow.domain.people.access import Act, require
from dealflow.errors import CommitteeRuleError, InvalidInputError
from dealflow.store.ledger.queries.visibility import Session

ENTERED: Final = (Channel.WRITTEN, Channel.PROXY)
"""The channels whose votes a colleague enters."""


@dataclass(frozen=True, slots=True)
class GivenVote:
    """A vote that its voter gave on paper or through a proxy."""

    voter_id: str
    ballot: Ballot
    channel: Channel
    opinion: str = ""
    condition: str = ""


def vote(  # one vote with its words
    acting: Acting, session_id: str, item_id: str, ballot: Ballot, *, opinion: str = "", condition: str = ""
) -> None:
    """Cast the viewer's own vote; a later one takes the place of an earlier until the item is resolved.

    Raises:
        CommitteeRuleError: the viewer is no voter of the item, stands aside, or the item has ended.
        NotFoundError: there is no such item in the viewer's books.
    """
    require(acting.viewer, Act.SEE_PIPELINE)
    event = VoteCast(
        session_id=session_id,
        item_id=item_id,
        voter_id=acting.viewer.person_id,
        ballot=ballot,
        opinion=written(opinion, "opinion", longest=LONGEST),
        condition=written(condition, "condition", longest=LONGEST),
        channel=Channel.ROOM,
    )

    def decide(_session: Session, now: CommitteeSession) -> Sequence[SessionEvent]:
        voting.require_may_vote(item_of(now, item_id), acting.viewer.person_id, Channel.ROOM)
        return [event]

    act_on(acting, session_id, decide)


def enter_vote(acting: Acting, session_id: str, item_id: str, vote: GivenVote) -> None:
    """Enter a vote that another voter gave in writing or by proxy; the journal keeps who entered it.

    Raises:
        CommitteeRuleError: the rule does not take such votes, the person has no vote on the item, voted in person
            already (nobody speaks over that), or it has ended.
        InvalidInputError: the channel is not one that a colleague enters, or the vote is the viewer's own.
        NotAllowedError: the role may not decide.
    """
    require(acting.viewer, Act.DECIDE)
    if vote.channel not in ENTERED:
        raise InvalidInputError(field="channel", problem="unknown", value=vote.channel.value)
    if vote.voter_id == acting.viewer.person_id:
        raise InvalidInputError(field="voter", problem="oneself", value=vote.voter_id)
    event = VoteCast(
        session_id=session_id,
        item_id=item_id,
        voter_id=vote.voter_id,
        ballot=vote.ballot,
        opinion=written(vote.opinion, "opinion", longest=LONGEST),
        condition=written(vote.condition, "condition", longest=LONGEST),
        channel=vote.channel,
    )

    def decide(_session: Session, now: CommitteeSession) -> Sequence[SessionEvent]:
        item = item_of(now, item_id)
        voting.require_may_vote(item, vote.voter_id, vote.channel)
        if any(other_vote.voter_id == vote.voter_id and other_vote.channel not in ENTERED for other_vote in item.votes):
            raise CommitteeRuleError(problem="voted_already", item=item_id, voter=vote.voter_id)
        return [event]

    act_on(acting, session_id, decide)


def recuse(acting: Acting, session_id: str, item_id: str, *, interest: str) -> None:
    """Stand aside on an item because of an interest; the viewer's vote and marks on it are taken away.

    Raises:
        CommitteeRuleError: the viewer is no voter of the item, or it has ended.
        InvalidInputError: the interest is not told.
    """
    require(acting.viewer, Act.SEE_PIPELINE)
    event = VoterRecused(session_id, item_id, acting.viewer.person_id, written(interest, "interest", required=True))

    def decide(_session: Session, now: CommitteeSession) -> Sequence[SessionEvent]:
        voting.require_may_recuse(item_of(now, item_id), acting.viewer.person_id, interest)
        return [event]

    act_on(acting, session_id, decide)


def score(  # one reviewer's marks
    acting: Acting, session_id: str, item_id: str, marks: Sequence[Mark], *, comment: str = ""
) -> None:
    """Give the viewer's own marks for an item; the others' stay hidden until all are in.

    Raises:
        CommitteeRuleError: the viewer is no reviewer of the item, a criterion is missing or unknown, or points are
            outside 0 to 100.
    """
    require(acting.viewer, Act.SEE_PIPELINE)
    event = ScoreGiven(
        session_id, item_id, acting.viewer.person_id, tuple(marks), written(comment, "comment", longest=LONGEST)
    )

    def decide(_session: Session, now: CommitteeSession) -> Sequence[SessionEvent]:
        scoring.require_marks_allowed(item_of(now, item_id), acting.viewer.person_id, event.marks, now.criteria)
        return [event]

    act_on(acting, session_id, decide)
