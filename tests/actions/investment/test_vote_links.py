"""A one-time address: opens for one voter, shows only their open items, takes all votes at once, and opens no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealflow.actions.investment import funds, reconvening, session_views, sessions, vote_links, voting
from dealflow.actions.investment.sessions import Ruling
from dealflow.actions.investment.vote_links import Choice
from dealflow.actions.investment.voting import GivenVote
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.investment.committee import (
    Appointment,
    Ballot,
    Channel,
    CommitteeSession,
    Fund,
    PassRule,
    Result,
    SessionKind,
    Vote,
    VotingRule,
)
from dealflow.domain.people.access import Viewer
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.errors import CommitteeRuleError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger import journal
from tests.actions.conftest import AT, Cast

HELD = AT + timedelta(days=7)
UNTIL = AT + timedelta(days=3)
LATER = AT + timedelta(days=1)


def called(ws: Workspace, cast: Cast, *, remote: bool = True) -> tuple[str, str]:
    """A preliminary session with one item before a fund of three voters."""
    kept = funds.keep_fund(
        Acting(ws, cast.anna, AT),
        Fund(
            "",
            "",
            f"예시 조합 {remote}(가상)",
            "Fund",
            mother_fund_backed=False,
            voters=("anna", "adam", "vera"),
            rule=VotingRule((2, 3), PassRule.TWO_THIRDS, remote_allowed=remote),
        ),
    )
    engagement = engagements.open_engagement(
        Acting(ws, cast.anna, AT),
        NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc", round_label=str(remote)),
    )
    session_id = sessions.convene(
        Acting(ws, cast.anna, AT), SessionKind.PRELIMINARY, Appointment(HELD, "", f"예비 {remote}")
    )
    item_id = sessions.table_item(Acting(ws, cast.anna, AT), session_id, engagement_id=engagement, fund_id=kept.id)
    return session_id, item_id


def issued(ws: Workspace, cast: Cast, session_id: str, voter: str = "vera") -> str:
    return vote_links.issue(Acting(ws, cast.anna, AT), session_id, voter, expires_at=UNTIL)


def stands(ws: Workspace, cast: Cast, session_id: str) -> CommitteeSession:
    return session_views.session_view(Looking(ws, cast.anna), session_id).session


def refused(ws: Workspace, session_id: str, secret: str, *, days: int = 1) -> str:
    with pytest.raises(CommitteeRuleError) as caught:
        vote_links.open_paper(ws, session_id, secret, at=AT + timedelta(days=days))
    return str(caught.value.parameters["problem"])


def test_all_votes_are_cast_at_once_and_the_address_opens_no_more(ws: Workspace, cast: Cast) -> None:
    session_id, item_id = called(ws, cast)
    secret = issued(ws, cast, session_id)
    paper = vote_links.open_paper(ws, session_id, secret, at=LATER)
    assert (paper.voter_id, paper.voter_name, [each.item.id for each in paper.items]) == (
        "vera",
        "vera(가상)",
        [item_id],
    )
    choices = {item_id: Choice(Ballot.AGAINST, "가격이 높다", "리픽싱 70%")}
    assert vote_links.hand_in(ws, session_id, secret, choices, at=LATER) == 1
    found = stands(ws, cast, session_id)
    assert found.items[0].votes == (Vote("vera", Ballot.AGAINST, "가격이 높다", "리픽싱 70%", Channel.LINK, LATER),)
    assert found.links[0].used_at == LATER
    assert refused(ws, session_id, secret) == "link_used"
    with pytest.raises(CommitteeRuleError):
        vote_links.hand_in(ws, session_id, secret, choices, at=LATER)


def test_an_address_expires_is_replaced_and_does_not_open_another_session(ws: Workspace, cast: Cast) -> None:
    session_id, _ = called(ws, cast)
    first = issued(ws, cast, session_id)
    second = issued(ws, cast, session_id)
    other, _ = called(ws, cast, remote=False)
    assert refused(ws, session_id, first) == "link_unknown"
    assert refused(ws, session_id, second, days=3) == "link_expired"
    assert refused(ws, other, second) == refused(ws, "nothing", second) == "link_unknown"
    assert vote_links.open_paper(ws, session_id, second, at=UNTIL - timedelta(seconds=1)).voter_id == "vera"


def test_the_ledger_keeps_the_hash_of_a_secret_only(ws: Workspace, cast: Cast) -> None:
    session_id, _ = called(ws, cast)
    secret = issued(ws, cast, session_id)
    with ws.ledger.read() as session:
        told = repr(journal.read_stream(session, ws.name, f"session:{session_id}"))
    assert secret not in told
    assert vote_links.hashed(secret) in told


def test_a_paper_without_a_choice_on_every_item_casts_nothing(ws: Workspace, cast: Cast) -> None:
    session_id, _ = called(ws, cast)
    secret = issued(ws, cast, session_id)
    with pytest.raises(InvalidInputError) as caught:
        vote_links.hand_in(ws, session_id, secret, {}, at=LATER)
    assert (caught.value.parameters["field"], caught.value.parameters["problem"]) == ("ballot", "missing")
    assert stands(ws, cast, session_id).items[0].votes == ()
    assert vote_links.open_paper(ws, session_id, secret, at=LATER).items


def test_an_item_that_ended_meanwhile_takes_no_vote_and_keeps_the_address(ws: Workspace, cast: Cast) -> None:
    session_id, item_id = called(ws, cast)
    secret = issued(ws, cast, session_id)
    sessions.resolve(Acting(ws, cast.anna, LATER), session_id, item_id, Ruling(Result.WITHDRAWN))
    with pytest.raises(CommitteeRuleError) as caught:
        vote_links.hand_in(ws, session_id, secret, {item_id: Choice(Ballot.FOR)}, at=LATER)
    assert caught.value.parameters["problem"] == "ended"
    assert vote_links.open_paper(ws, session_id, secret, at=LATER).items == ()
    sessions.close_session(Acting(ws, cast.anna, LATER), session_id, minutes="끝", early_because="철회")
    assert refused(ws, session_id, secret) == "session_closed"


def test_only_those_who_decide_make_addresses_and_only_for_voters_whose_rule_allows_it(
    ws: Workspace, cast: Cast
) -> None:
    session_id, _ = called(ws, cast)
    strict, _ = called(ws, cast, remote=False)
    for viewer, error in ((cast.viewer_a, NotAllowedError), (cast.guest, NotAllowedError), (cast.bora, NotFoundError)):
        with pytest.raises(error):
            vote_links.issue(Acting(ws, viewer, AT), session_id, "vera", expires_at=UNTIL)
    for session, voter, problem in ((session_id, "bora", "not_voter"), (strict, "vera", "remote_not_allowed")):
        with pytest.raises(CommitteeRuleError) as caught:
            vote_links.issue(Acting(ws, cast.anna, AT), session, voter, expires_at=UNTIL)
        assert caught.value.parameters["problem"] == problem
    with pytest.raises(InvalidInputError):
        vote_links.issue(Acting(ws, cast.anna, AT), session_id, "vera", expires_at=AT)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(guess=st.text(max_size=40))
def test_no_guess_opens_a_session(ws: Workspace, cast: Cast, guess: str) -> None:
    session_id, _ = called(ws, cast) if not session_views.sessions(Looking(ws, cast.anna)) else (
        session_views.sessions(Looking(ws, cast.anna))[0].session.id, "",
    )  # fmt: skip
    assert refused(ws, session_id, guess) == "link_unknown"


def test_an_item_is_taken_up_again_before_the_main_committee_once_it_has_terms(ws: Workspace, cast: Cast) -> None:
    session_id, item_id = called(ws, cast)
    when = Appointment(HELD, "창원", "다시")
    for kind, problem in ((SessionKind.PRELIMINARY, "not_ended"),):
        with pytest.raises(CommitteeRuleError) as caught:
            reconvening.reconvene(Acting(ws, cast.anna, LATER), session_id, item_id, when, kind=kind)
        assert caught.value.parameters["problem"] == problem
    sessions.resolve(Acting(ws, cast.anna, LATER), session_id, item_id, Ruling(Result.HELD, early_because="자료 보완"))
    with pytest.raises(CommitteeRuleError) as caught:
        reconvening.reconvene(Acting(ws, cast.anna, LATER), session_id, item_id, when, kind=SessionKind.MAIN)
    assert caught.value.parameters["problem"] == "no_terms"
    again = reconvening.reconvene(Acting(ws, cast.anna, LATER), session_id, item_id, when, kind=SessionKind.PRELIMINARY)
    found = stands(ws, cast, again)
    assert (found.linked_session_id, found.items[0].linked_item_id, found.items[0].votes) == (session_id, item_id, ())
    with pytest.raises(NotFoundError):
        reconvening.reconvene(Acting(ws, cast.bora, LATER), session_id, item_id, when, kind=SessionKind.PRELIMINARY)


def test_what_happened_is_told_without_anybodys_marks(ws: Workspace, cast: Cast) -> None:
    session_id, item_id = called(ws, cast)
    voting.vote(Acting(ws, cast.anna, LATER), session_id, item_id, Ballot.FOR)
    lines = session_views.session_history(Looking(ws, cast.adam), session_id)
    assert [(each.kind, each.actor, each.item_id) for each in lines] == [
        ("session_convened", "anna", ""),
        ("item_tabled", "anna", item_id),
        ("vote_cast", "anna", item_id),
    ]
    assert session_views.session_history(Looking(ws, cast.adam), session_id, after=2) == lines[2:]
    with pytest.raises(NotFoundError):
        session_views.session_history(Looking(ws, cast.bora), session_id)


def test_criteria_that_nobody_knows_are_refused(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(InvalidInputError) as caught:
        sessions.convene(
            Acting(ws, cast.anna, AT), SessionKind.MAIN, Appointment(HELD, "", "t"), criteria=("horoscope",)
        )
    assert caught.value.parameters["field"] == "criterion"


def test_a_vote_in_writing_is_entered_by_a_colleague_and_the_journal_keeps_who_did(ws: Workspace, cast: Cast) -> None:
    session_id, item_id = called(ws, cast)
    voting.enter_vote(Acting(ws, cast.anna, LATER), session_id, item_id, GivenVote("vera", Ballot.FOR, Channel.WRITTEN))
    (vote,) = stands(ws, cast, session_id).items[0].votes
    assert (vote.voter_id, vote.channel) == ("vera", Channel.WRITTEN)
    assert session_views.session_history(Looking(ws, cast.anna), session_id)[-1].actor == "anna"


def test_nobody_enters_a_vote_over_one_that_its_voter_cast_in_person(ws: Workspace, cast: Cast) -> None:
    session_id, item_id = called(ws, cast)
    given = GivenVote("vera", Ballot.FOR, Channel.WRITTEN)
    voting.enter_vote(Acting(ws, cast.anna, LATER), session_id, item_id, given)
    voting.enter_vote(Acting(ws, cast.anna, LATER), session_id, item_id, replace(given, ballot=Ballot.ABSTAIN))
    secret = issued(ws, cast, session_id)
    vote_links.hand_in(ws, session_id, secret, {item_id: Choice(Ballot.AGAINST)}, at=LATER)
    with pytest.raises(CommitteeRuleError) as caught:
        voting.enter_vote(Acting(ws, cast.anna, LATER), session_id, item_id, given)
    assert caught.value.parameters["problem"] == "voted_already"
    voting.vote(Acting(ws, cast.viewer_a, LATER), session_id, item_id, Ballot.ABSTAIN)
    with pytest.raises(CommitteeRuleError):
        voting.enter_vote(Acting(ws, cast.anna, LATER), session_id, item_id, given)
    (vote,) = stands(ws, cast, session_id).items[0].votes
    assert (vote.ballot, vote.channel) == (Ballot.ABSTAIN, Channel.ROOM)


def test_a_vote_is_not_entered_for_oneself_by_an_outsider_or_against_the_rule(ws: Workspace, cast: Cast) -> None:
    session_id, item_id = called(ws, cast, remote=False)

    def entered(viewer: Viewer, voter: str, channel: Channel) -> None:
        voting.enter_vote(Acting(ws, viewer, LATER), session_id, item_id, GivenVote(voter, Ballot.FOR, channel))

    for viewer, voter, channel, error in (
        (cast.anna, "anna", Channel.WRITTEN, InvalidInputError),
        (cast.anna, "vera", Channel.LINK, InvalidInputError),
        (cast.anna, "vera", Channel.WRITTEN, CommitteeRuleError),
        (cast.anna, "vera", Channel.PROXY, CommitteeRuleError),
        (cast.viewer_a, "adam", Channel.PROXY, NotAllowedError),
        (cast.bora, "vera", Channel.PROXY, NotFoundError),
    ):
        with pytest.raises(error):
            entered(viewer, voter, channel)
    assert stands(ws, cast, session_id).items[0].votes == ()


def test_a_paper_shows_no_item_on_which_its_holder_has_no_vote(ws: Workspace, cast: Cast) -> None:
    session_id, item_id = called(ws, cast)
    other = funds.keep_fund(
        Acting(ws, cast.anna, AT), Fund("", "", "다른 조합(가상)", "", mother_fund_backed=False, voters=("anna",))
    )
    engagement = stands(ws, cast, session_id).items[0].engagement_id
    sessions.table_item(Acting(ws, cast.anna, AT), session_id, engagement_id=engagement, fund_id=other.id)
    secret = issued(ws, cast, session_id)
    assert [each.item.id for each in vote_links.open_paper(ws, session_id, secret, at=LATER).items] == [item_id]
