from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.investment.committee import (
    AgendaItem,
    Ballot,
    Channel,
    Condition,
    ConditionState,
    Outward,
    PassRule,
    ProposedResolution,
    Recusal,
    Resolution,
    Result,
    SessionKind,
    Tally,
    VoteLink,
    VotingRule,
)
from dealflow.domain.investment.voting import (
    counted_votes,
    eligible_voters,
    open_link,
    outward,
    quorum,
    require_may_recuse,
    require_may_vote,
    resolve,
    table_again,
    tally,
)
from dealflow.errors import CommitteeRuleError
from tests.domain.investment.committees import AT, ITEM, SESSION, VOTERS, items, presence, voted, votes

MAJORITY = VotingRule(pass_rule=PassRule.MAJORITY)
UNANIMOUS = VotingRule(pass_rule=PassRule.UNANIMOUS)
CHAIR = VotingRule(pass_rule=PassRule.CHAIR_CONSENT)
SILENT = replace(MAJORITY, abstention_counts=False)
LATENT = Condition("k", "특허 이전", "dora", None)


def problem_of(act: Callable[[], object]) -> object:
    with pytest.raises(CommitteeRuleError) as refusal:
        act()
    return refusal.value.parameters["problem"]


def test_six_voters_two_of_whom_stay_away_and_one_is_against_pass_by_two_thirds() -> None:
    assert tally(voted("FFFA--"), ()) == Tally(6, 4, 3, 1, 0, 0, quorate=True, carried=True)


@pytest.mark.parametrize(("ballots", "quorate"), [("FFFF--", True), ("FFF---", False), ("------", False)])
def test_two_thirds_of_six_are_four(ballots: str, quorate: bool) -> None:
    counted = tally(voted(ballots), ())
    assert (quorum(ITEM), counted.quorate, counted.carried) == (4, quorate, quorate)


@pytest.mark.parametrize(("voters", "needed"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4)])
def test_a_quorum_is_rounded_up(voters: int, needed: int) -> None:
    assert quorum(replace(ITEM, voters=VOTERS[:voters])) == needed


def test_who_sits_in_the_room_attends_without_a_vote_and_weighs_as_an_abstention() -> None:
    counted = tally(voted("FF----", MAJORITY), ("cleo", "dora", "stranger"))
    assert counted == Tally(6, 4, 2, 0, 0, 0, quorate=True, carried=False)
    assert tally(voted("FF----", SILENT), ("cleo", "dora")).carried


@pytest.mark.parametrize(
    ("rule", "ballots", "carried"),
    [
        (MAJORITY, "FFFAAA", False),
        (MAJORITY, "FFFFAA", True),
        (MAJORITY, "FFFAAO", False),
        (SILENT, "FFFAAO", True),
        (SILENT, "OOOOOO", False),
        (VotingRule(), "FFFFAA", True),
        (VotingRule(), "FFFAAA", False),
        (UNANIMOUS, "FFFFFF", True),
        (UNANIMOUS, "FFFFFO", False),
        (replace(UNANIMOUS, abstention_counts=False), "FFFFFO", True),
        (CHAIR, "FFFFAA", True),
        (CHAIR, "AFFFFF", False),
        (CHAIR, "OFFFFF", False),
        (CHAIR, "FFFAAA", False),
    ],
)
def test_each_rule_passes_on_one_side_of_its_limit_only(rule: VotingRule, ballots: str, carried: bool) -> None:
    assert tally(voted(ballots, rule), ()).carried is carried


def test_who_stands_aside_counts_nowhere_and_a_chair_who_does_consents_to_nothing() -> None:
    item = replace(voted("FFFFAA", CHAIR), recusals=(Recusal("anna", "주주"), Recusal("anna", "주주")))
    assert tally(item, VOTERS) == Tally(5, 5, 3, 2, 0, 1, quorate=True, carried=False)
    assert tally(replace(item, rule=MAJORITY), VOTERS).carried


def test_the_last_of_several_votes_counts_once() -> None:
    again = replace(ITEM, votes=(*votes("AAAA"), *votes("FFFF")))
    assert tally(again, ()) == Tally(6, 4, 4, 0, 0, 0, quorate=True, carried=True)


@pytest.mark.parametrize(
    ("channel", "rule", "problem"),
    [
        (Channel.ROOM, VotingRule(remote_allowed=False), None),
        (Channel.PROXY, VotingRule(), "proxy_not_allowed"),
        (Channel.PROXY, VotingRule(proxy_allowed=True), None),
        (Channel.LINK, VotingRule(), None),
        (Channel.LINK, VotingRule(remote_allowed=False), "remote_not_allowed"),
        (Channel.WRITTEN, VotingRule(remote_allowed=False), "remote_not_allowed"),
    ],
)
def test_a_vote_by_a_channel_that_the_rule_forbids_is_refused_and_never_counted(
    channel: Channel, rule: VotingRule, problem: str | None
) -> None:
    item = replace(ITEM, rule=rule)
    if problem is None:
        require_may_vote(item, "bert", channel)
    else:
        assert problem_of(lambda: require_may_vote(item, "bert", channel)) == problem
    counted = tally(replace(item, votes=votes("FFFFFF", channel)), ())
    assert counted.in_favour == (6 if problem is None else 0)


def test_only_a_listed_voter_who_does_not_stand_aside_has_a_word_and_only_before_the_end() -> None:
    aside = replace(ITEM, recusals=(Recusal("bert", "주주"),))
    ended = replace(ITEM, resolution=Resolution(Result.HELD, None, (), (), "anna", AT))
    for item, voter, problem in ((ITEM, "eve", "not_voter"), (aside, "bert", "stands_aside"), (ended, "bert", "ended")):
        assert problem_of(partial(require_may_vote, item, voter, Channel.ROOM)) == problem
        assert problem_of(partial(require_may_recuse, item, voter, "주주")) == problem
    require_may_recuse(ITEM, "bert", "주주")
    assert problem_of(lambda: require_may_recuse(ITEM, "bert", " ")) == "no_interest"


def test_a_link_opens_once_and_in_time() -> None:
    link = VoteLink("cleo", "hash", AT + timedelta(hours=1))
    session = replace(SESSION, links=(link,))
    assert open_link(session, "hash", at=AT) == link
    assert problem_of(lambda: open_link(session, "other", at=AT)) == "link_unknown"
    assert problem_of(lambda: open_link(session, "hash", at=AT + timedelta(hours=1))) == "link_expired"
    used = replace(session, links=(replace(link, used_at=AT),))
    assert problem_of(lambda: open_link(used, "hash", at=AT)) == "link_used"
    assert problem_of(lambda: open_link(replace(session, closed_at=AT), "hash", at=AT)) == "session_closed"


def ended(
    item: AgendaItem,
    kind: SessionKind = SessionKind.MAIN,
    conditions: tuple[Condition, ...] = (),
    wanted: Result | None = None,
) -> Resolution:
    return resolve(item, kind, ProposedResolution(wanted, conditions), present=(), by="anna", at=AT)


@pytest.mark.parametrize(
    ("ballots", "conditions", "result"),
    [
        ("FFFF--", (), Result.PASSED),
        ("FFFF--", (LATENT,), Result.CONDITIONAL),
        ("FFAA--", (LATENT,), Result.REJECTED),
        ("FFF---", (), Result.HELD),
    ],
)
def test_a_result_follows_from_the_votes(ballots: str, conditions: tuple[Condition, ...], result: Result) -> None:
    item = voted(ballots)
    kept = conditions if result is Result.CONDITIONAL else ()
    assert ended(item, conditions=conditions) == Resolution(result, tally(item, ()), kept, (), "anna", AT)


@pytest.mark.parametrize(
    ("ballots", "wanted", "conditions", "problem"),
    [
        ("FFF---", Result.PASSED, (), "not_quorate"),
        ("FFF---", Result.REJECTED, (), "not_quorate"),
        ("FFAA--", Result.PASSED, (), "not_carried"),
        ("FFFF--", Result.REJECTED, (), "carried"),
        ("FFFF--", Result.PASSED, (LATENT,), "has_conditions"),
        ("FFFF--", Result.CONDITIONAL, (), "no_conditions"),
        ("FFFF--", Result.CONDITIONAL, (replace(LATENT, text=" "),), "condition_incomplete"),
        ("FFFF--", Result.CONDITIONAL, (LATENT, LATENT), "condition_incomplete"),
        ("FFFF--", Result.HELD, (), None),
        ("FFFF--", Result.WITHDRAWN, (), None),
        ("FFF---", Result.WITHDRAWN, (), None),
    ],
)
def test_nobody_can_want_a_result_that_the_votes_do_not_give(
    ballots: str, wanted: Result, conditions: tuple[Condition, ...], problem: str | None
) -> None:
    if problem is None:
        assert ended(voted(ballots), wanted=wanted, conditions=conditions).result is wanted
    else:
        assert problem_of(lambda: ended(voted(ballots), wanted=wanted, conditions=conditions)) == problem


def test_a_main_committee_needs_terms_to_approve_and_a_preliminary_one_does_not() -> None:
    item = replace(voted("FFFF--"), terms_version=0)
    assert ended(item, SessionKind.PRELIMINARY).result is Result.PASSED
    assert problem_of(lambda: ended(item)) == "no_terms"


def test_what_was_approved_or_held_over_can_only_be_withdrawn() -> None:
    for result in (Result.PASSED, Result.CONDITIONAL, Result.HELD):
        item = replace(voted("FFFF--"), resolution=Resolution(result, None, (), (), "anna", AT))
        assert ended(item, wanted=Result.WITHDRAWN).result is Result.WITHDRAWN
        assert problem_of(partial(ended, item)) == "ended"
    over = replace(ITEM, resolution=Resolution(Result.REJECTED, None, (), (), "anna", AT))
    assert problem_of(lambda: ended(over, wanted=Result.WITHDRAWN)) == "ended"


def test_conditions_start_open_whatever_was_handed_in() -> None:
    met = replace(LATENT, state=ConditionState.MET)
    assert ended(voted("FFFF--"), conditions=(met,)).conditions == (LATENT,)


def test_a_filing_knows_three_results() -> None:
    assert {result: outward(result) for result in Result} == {
        Result.PASSED: Outward.PASSED,
        Result.CONDITIONAL: Outward.PASSED,
        Result.REJECTED: Outward.REJECTED,
        Result.HELD: None,
        Result.WITHDRAWN: Outward.CANCELLED,
    }


def test_an_item_on_new_terms_starts_afresh_and_names_the_one_that_it_takes_up_again() -> None:
    before = replace(voted("FFFF--"), papers=("투자심사보고서",), recusals=(Recusal("fay", "주주"),))
    assert table_again(before, "j", terms_version=2) == replace(ITEM, id="j", terms_version=2, linked_item_id="i")


@given(items, presence)
def test_votes_are_counted_once_a_voter_and_never_of_strangers_or_who_stands_aside(
    item: AgendaItem, present: list[str]
) -> None:
    counted = tally(item, present)
    voters = [vote.voter_id for vote in counted_votes(item)]
    assert len(set(voters)) == len(voters)
    assert set(voters) <= set(item.voters) - {each.voter_id for each in item.recusals}
    assert counted.in_favour + counted.against + counted.abstained == len(voters) <= counted.attending
    assert counted.attending <= counted.eligible == len(eligible_voters(item))
    assert counted.eligible + counted.recused == len(set(item.voters))
    assert not counted.carried or (counted.quorate and counted.in_favour > 0)


@given(items, presence, st.sampled_from(VOTERS), st.sampled_from([Ballot.AGAINST, Ballot.ABSTAIN]))
def test_one_more_vote_in_favour_never_defeats_an_item(
    item: AgendaItem, present: list[str], voter: str, before: Ballot
) -> None:
    worse = replace(item, votes=(*item.votes, *(replace(vote, voter_id=voter, ballot=before) for vote in votes("F"))))
    better = replace(item, votes=(*item.votes, replace(worse.votes[-1], ballot=Ballot.FOR)))
    assert tally(better, present).carried or not tally(worse, present).carried


@given(items, presence, st.sampled_from(SessionKind), st.none() | st.sampled_from(Result))
def test_nothing_passes_that_is_not_carried(
    item: AgendaItem, present: list[str], kind: SessionKind, wanted: Result | None
) -> None:
    try:
        result = resolve(item, kind, ProposedResolution(wanted), present=present, by="anna", at=AT).result
    except CommitteeRuleError:
        return
    counted = tally(item, present)
    assert wanted in (None, result)
    assert counted.carried or result not in {Result.PASSED, Result.CONDITIONAL}
    assert counted.quorate or result in {Result.HELD, Result.WITHDRAWN}
