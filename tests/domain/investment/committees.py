"""Items, votes and sessions of a fictional committee, and random ones for properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import strategies as st

from dealflow.domain.investment.committee import (
    AgendaItem,
    Ballot,
    Channel,
    CommitteeSession,
    PassRule,
    Recusal,
    SessionKind,
    Vote,
    VotingRule,
)

AT = datetime(2099, 3, 2, 1, 0, tzinfo=UTC)
VOTERS = ("anna", "bert", "cleo", "dora", "emil", "fay")
ITEM = AgendaItem("i", "e", "c", "f1", 1, VOTERS, "anna", VotingRule())
SESSION = CommitteeSession("s", "house", SessionKind.MAIN, AT, "회의실", "제1차 본투심(가상)", (ITEM,))


def votes(ballots: str, channel: Channel = Channel.ROOM) -> tuple[Vote, ...]:
    """Return votes of the voters in order: F for, A against, O abstaining, - silent."""
    meant = {"F": Ballot.FOR, "A": Ballot.AGAINST, "O": Ballot.ABSTAIN}
    return tuple(
        Vote(voter, meant[letter], "", "", channel, AT)
        for voter, letter in zip(VOTERS, ballots, strict=False)
        if letter in meant
    )


def voted(ballots: str, rule: VotingRule | None = None) -> AgendaItem:
    """Return the item with those votes."""
    return replace(ITEM, votes=votes(ballots), rule=rule or ITEM.rule)


rules = st.builds(
    VotingRule,
    attend_of=st.sampled_from([(2, 3), (1, 2), (1, 1), (3, 4), (0, 1)]),
    pass_rule=st.sampled_from(PassRule),
    abstention_counts=st.booleans(),
    proxy_allowed=st.booleans(),
    remote_allowed=st.booleans(),
)
_people = st.sampled_from((*VOTERS, "stranger"))
items = st.builds(
    AgendaItem,
    id=st.just("i"),
    engagement_id=st.just("e"),
    company_id=st.just("c"),
    fund_id=st.just("f1"),
    terms_version=st.integers(0, 2),
    voters=st.lists(st.sampled_from(VOTERS), max_size=7).map(tuple),
    chair_id=st.none() | st.just("anna"),
    rule=rules,
    votes=st.lists(
        st.builds(
            Vote,
            voter_id=_people,
            ballot=st.sampled_from(Ballot),
            opinion=st.just(""),
            condition=st.just(""),
            channel=st.sampled_from(Channel),
            cast_at=st.just(AT),
        ),
        max_size=12,
    ).map(tuple),
    recusals=st.lists(st.builds(Recusal, voter_id=_people, interest=st.just("주주")), max_size=3).map(tuple),
)
presence = st.lists(_people, max_size=7)
