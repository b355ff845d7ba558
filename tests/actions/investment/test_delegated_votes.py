"""A delegate votes for whom they stand in, says so, and never where an interest excludes either of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dealflow.actions.investment import delegated_votes, funds, session_views, sessions, voting
from dealflow.actions.investment.vote_links import Choice
from dealflow.actions.people import absences
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.investment.committee import AgendaItem, Appointment, Ballot, Channel, Fund, SessionKind, VotingRule
from dealflow.domain.investment.voting import tally
from dealflow.domain.people.access import Viewer
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import CommitteeRuleError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger import replay_audit
from tests.actions.conftest import AT, Cast, cast, stage, ws
from tests.actions.investment.test_sessions import HELD, engagement, fund

__all__ = ["cast", "engagement", "fund", "stage", "ws"]
FOR = Choice(Ballot.FOR, "서면 의견(가상)")
DAY = korean_day(HELD)


@pytest.fixture
def open_item(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> tuple[str, str]:
    """An item on which anna and vera vote, by a rule that takes proxies; adam has no vote."""
    anna = Acting(ws, cast.anna, AT)
    rule = VotingRule(proxy_allowed=True)
    kept = funds.keep_fund(anna, replace(fund, id="", name_ko="대리 조합(가상)", voters=("anna", "vera"), rule=rule))
    session = sessions.convene(anna, SessionKind.PRELIMINARY, Appointment(HELD, "", "예비투심(가상)"))
    return session, sessions.table_item(anna, session, engagement_id=engagement, fund_id=kept.id)


def away(ws: Workspace, viewer: Viewer, delegate: str) -> str:
    return absences.keep(Acting(ws, viewer, AT), viewer.person_id, DAY, DAY, delegate_id=delegate)


def item_now(ws: Workspace, cast: Cast, session: str) -> AgendaItem:
    return session_views.session_view(Looking(ws, cast.anna), session).items[0].item


def refused(ws: Workspace, viewer: Viewer, item: tuple[str, str], voter: str, *, later: int = 0) -> object:
    with pytest.raises(CommitteeRuleError) as caught:
        delegated_votes.vote_for(Acting(ws, viewer, HELD + timedelta(days=later)), *item, voter, FOR)
    return caught.value.parameters["problem"]


def test_a_delegates_vote_counts_for_the_seat_and_says_who_cast_it(
    ws: Workspace, cast: Cast, open_item: tuple[str, str]
) -> None:
    away(ws, cast.viewer_a, "anna")
    anna = Acting(ws, cast.anna, HELD)
    assert delegated_votes.seats(anna, item_now(ws, cast, open_item[0])) == ("vera",)
    voting.vote(anna, *open_item, Ballot.AGAINST)
    delegated_votes.vote_for(anna, *open_item, "vera", FOR)
    item = item_now(ws, cast, open_item[0])
    cast_votes = {vote.voter_id: (vote.ballot, vote.channel, vote.delegate_id) for vote in item.votes}
    assert cast_votes == {
        "anna": (Ballot.AGAINST, Channel.ROOM, ""),
        "vera": (Ballot.FOR, Channel.PROXY, "anna"),
    }
    counted = tally(item, ())
    assert (counted.eligible, counted.attending, counted.in_favour, counted.against) == (2, 2, 1, 1)
    delegated_votes.vote_for(anna, *open_item, "vera", replace(FOR, ballot=Ballot.ABSTAIN))
    assert len(item_now(ws, cast, open_item[0]).votes) == 2  # one vote a seat
    voting.vote(Acting(ws, cast.viewer_a, HELD), *open_item, Ballot.AGAINST)  # back after all: the own word counts
    assert refused(ws, cast.anna, open_item, "vera") == "voted_already"
    with ws.ledger.read() as session:
        replay_audit.require_replayed_tables(session, ws.name)


def test_nobody_votes_for_whom_they_do_not_stand_in_today(
    ws: Workspace, cast: Cast, open_item: tuple[str, str]
) -> None:
    assert refused(ws, cast.adam, open_item, "vera") == "no_delegate"
    absence = away(ws, cast.viewer_a, "adam")
    assert refused(ws, cast.anna, open_item, "vera") == "no_delegate"
    assert refused(ws, cast.adam, open_item, "vera", later=1) == "no_delegate"  # back by then
    assert refused(ws, cast.adam, open_item, "anna") == "no_delegate"
    with pytest.raises(NotFoundError):
        delegated_votes.vote_for(Acting(ws, cast.bora, HELD), *open_item, "vera", FOR)
    absences.withdraw(Acting(ws, cast.viewer_a, AT), absence)
    assert refused(ws, cast.adam, open_item, "vera") == "no_delegate"


def test_an_interest_of_either_excludes_the_vote(ws: Workspace, cast: Cast, open_item: tuple[str, str]) -> None:
    away(ws, cast.viewer_a, "anna")
    voting.recuse(Acting(ws, cast.anna, HELD), *open_item, interest="사외이사(가상)")
    assert refused(ws, cast.anna, open_item, "vera") == "delegate_aside"
    assert delegated_votes.seats(Acting(ws, cast.anna, HELD), item_now(ws, cast, open_item[0])) == ()


def test_who_stands_aside_has_no_vote_to_give(ws: Workspace, cast: Cast, open_item: tuple[str, str]) -> None:
    voting.recuse(Acting(ws, cast.viewer_a, HELD), *open_item, interest="지분 보유(가상)")
    away(ws, cast.viewer_a, "anna")
    assert refused(ws, cast.anna, open_item, "vera") == "stands_aside"


def test_a_rule_without_proxies_takes_none(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    anna = Acting(ws, cast.anna, AT)
    strict = funds.keep_fund(
        anna, replace(fund, id="", name_ko="엄격 조합(가상)", voters=("anna", "vera"), rule=VotingRule())
    )
    session = sessions.convene(anna, SessionKind.PRELIMINARY, Appointment(HELD, "", "예비투심(가상)"))
    item = sessions.table_item(anna, session, engagement_id=engagement, fund_id=strict.id)
    away(ws, cast.viewer_a, "anna")
    assert refused(ws, cast.anna, (session, item), "vera") == "proxy_not_allowed"


def test_an_absence_is_ones_own_to_say_and_its_delegate_a_colleague_who_is_there(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        absences.keep(Acting(ws, cast.adam, AT), "vera", DAY, DAY)
    for delegate in ("vera", "bora", "nobody"):
        with pytest.raises(InvalidInputError, match="delegate"):
            away(ws, cast.viewer_a, delegate)
    away(ws, cast.anna, "")
    with pytest.raises(InvalidInputError, match="away"):
        away(ws, cast.viewer_a, "anna")
    with pytest.raises(InvalidInputError, match="taken"):
        away(ws, cast.anna, "adam")
    with pytest.raises(InvalidInputError, match="before_start"):
        absences.keep(Acting(ws, cast.adam, AT), "adam", DAY, DAY - timedelta(days=1))
    assert [one.person_id for one in absences.absences(Looking(ws, cast.adam))] == ["anna"]
    assert absences.absences(Looking(ws, cast.bora)) == ()
