"""Votes by a delegate: of a voter who is away, by the colleague whom they named, for that seat and no other.

The seat's own voter goes before: their word, also a later one, takes the place of a delegate's.
"""

from __future__ import annotations

from collections.abc import Sequence

from dealflow.actions.investment.sessions import LONGEST, act_on
from dealflow.actions.investment.vote_links import Choice
from dealflow.actions.people import absences
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import written
from dealflow.domain.investment import voting
from dealflow.domain.investment.committee import AgendaItem, Channel, CommitteeSession
from dealflow.domain.investment.events import SessionEvent, VoteCast
from dealflow.domain.investment.session_state import item_of
from dealflow.domain.people.absences import delegate_of, represented
from dealflow.domain.people.access import Act, require
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import CommitteeRuleError
from dealflow.store.ledger.queries import houses
from dealflow.store.ledger.queries.visibility import Session


def seats(acting: Acting, item: AgendaItem) -> tuple[str, ...]:
    """Return for whom the viewer may vote on an item today, besides oneself."""
    mine = represented(absences.absences(acting), acting.viewer.person_id, korean_day(acting.at))
    return tuple(voter for voter in mine if voting.stand_in_problem(item, voter, acting.viewer.person_id) is None)


def vote_for(acting: Acting, session_id: str, item_id: str, voter_id: str, choice: Choice) -> None:
    """Cast the vote of a voter who is away and named the viewer; the journal and the minutes say by whom and for whom.

    Raises:
        CommitteeRuleError: the voter is not away today or named somebody else, the rule takes no proxies, the voter
            stands aside or has voted in person, or the viewer stands aside on the item.
        NotFoundError: there is no such item in the viewer's books.
    """
    require(acting.viewer, Act.SEE_PIPELINE)
    me = acting.viewer.person_id
    event = VoteCast(
        session_id=session_id,
        item_id=item_id,
        voter_id=voter_id,
        ballot=choice.ballot,
        opinion=written(choice.opinion, "opinion", longest=LONGEST),
        condition=written(choice.condition, "condition", longest=LONGEST),
        channel=Channel.PROXY,
        delegate_id=me,
    )

    def decide(session: Session, now: CommitteeSession) -> Sequence[SessionEvent]:
        known = houses.absences(session, acting.ws.name, acting.viewer.organisation_id)
        if delegate_of(known, voter_id, korean_day(acting.at)) != me:
            raise CommitteeRuleError(problem="no_delegate", item=item_id, voter=voter_id)
        item = item_of(now, item_id)
        voting.require_may_vote(item, voter_id, Channel.PROXY)
        problem = voting.stand_in_problem(item, voter_id, me)
        if problem is not None:
            raise CommitteeRuleError(problem=problem, item=item_id, voter=voter_id)
        return [event]

    act_on(acting, session_id, decide)
