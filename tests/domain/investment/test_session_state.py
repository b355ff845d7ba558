from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dealflow.domain.investment import events as happened
from dealflow.domain.investment.committee import (
    AgendaItem,
    Ballot,
    Channel,
    CommitteeSession,
    Condition,
    ConditionState,
    Mark,
    Recusal,
    Resolution,
    Result,
    Score,
    SessionKind,
    Vote,
    VoteLink,
    VotingRule,
)
from dealflow.domain.investment.session_state import follow
from dealflow.domain.values.event import Event, Recorded
from dealflow.errors import DealflowError, InvalidInputError, NotFoundError

AT = datetime(2099, 3, 2, 1, 0, tzinfo=UTC)
CALLED = happened.SessionConvened("s", "house", SessionKind.MAIN, AT, "회의실", "제1차 본투심(가상)")
ITEM = AgendaItem("i", "e", "c", "f", 1, ("anna", "bert", "cleo"), "anna", VotingRule())
PASSED = Resolution(Result.CONDITIONAL, None, (Condition("k", "특허 이전", "dora", None),), (), "anna", AT)


def after(*events: Event) -> CommitteeSession:
    session: CommitteeSession | None = None
    for seq, event in enumerate(events, start=1):
        ts = AT + timedelta(minutes=seq)
        session = follow(session, Recorded("w", seq, event.stream, seq, ts, "anna", "app", event, "", ""))
    assert session is not None
    return session


def test_a_session_is_what_its_events_made_of_it() -> None:
    until = AT + timedelta(days=1)
    session = after(
        CALLED,
        happened.SessionChanged("s", until, "화상", "제1차 본투심(가상), 연기"),
        happened.ItemTabled("s", replace(ITEM, votes=(Vote("x", Ballot.FOR, "", "", Channel.ROOM, AT),))),
        happened.AttendanceKept("s", ("anna", "bert", "anna")),
        happened.VoteLinkIssued("s", "cleo", "old", until),
        happened.VoteLinkIssued("s", "cleo", "new", until),
        happened.VoteLinkUsed("s", "cleo"),
        happened.VoteCast("s", "i", "bert", Ballot.AGAINST, "비쌈"),
        happened.VoteCast("s", "i", "bert", Ballot.FOR, "동의", "특허 이전", Channel.LINK),
        happened.ScoreGiven("s", "i", "bert", (Mark("team", 80),), "좋음"),
        happened.ItemResolved("s", "i", PASSED),
        happened.SessionClosed("s", "의사록"),
        happened.ConditionSettled("s", "i", "k", ConditionState.MET, "등록원부"),
    )
    minute = [AT + timedelta(minutes=passed) for passed in range(14)]
    met = Condition("k", "특허 이전", "dora", None, ConditionState.MET, "등록원부", "anna", date(2099, 3, 2))
    assert session == CommitteeSession(
        id="s",
        owner_id="house",
        kind=SessionKind.MAIN,
        held_at=until,
        place="화상",
        title="제1차 본투심(가상), 연기",
        items=(
            replace(
                ITEM,
                votes=(Vote("bert", Ballot.FOR, "동의", "특허 이전", Channel.LINK, minute[9]),),
                scores=(Score("bert", (Mark("team", 80),), "좋음"),),
                resolution=replace(PASSED, conditions=(met,)),
            ),
        ),
        links=(VoteLink("cleo", "new", until, minute[7]),),
        present=("anna", "bert"),
        minutes="의사록",
        closed_at=minute[12],
    )


def test_who_stands_aside_takes_vote_and_marks_away() -> None:
    session = after(
        CALLED,
        happened.ItemTabled("s", ITEM),
        happened.VoteCast("s", "i", "bert", Ballot.FOR),
        happened.ScoreGiven("s", "i", "bert", (Mark("team", 80),)),
        happened.VoterRecused("s", "i", "bert", "주주"),
    )
    assert session.items == (replace(ITEM, recusals=(Recusal("bert", "주주"),)),)


def test_a_condition_opened_again_forgets_how_it_was_settled() -> None:
    settled = happened.ConditionSettled("s", "i", "k", ConditionState.WAIVED, "사유", date(2099, 3, 1))
    opened = happened.ConditionSettled("s", "i", "k", ConditionState.OPEN, "무시")
    session = after(CALLED, happened.ItemTabled("s", ITEM), happened.ItemResolved("s", "i", PASSED), settled, opened)
    assert session.items[0].resolution == PASSED


def test_an_approval_can_still_be_withdrawn_after_the_session_and_then_nothing_more() -> None:
    withdrawn = replace(PASSED, result=Result.WITHDRAWN, conditions=())
    told = (
        CALLED,
        happened.ItemTabled("s", ITEM),
        happened.ItemResolved("s", "i", PASSED),
        happened.SessionClosed("s", ""),
        happened.ItemResolved("s", "i", withdrawn),
    )
    assert after(*told).items[0].resolution == withdrawn
    with pytest.raises(InvalidInputError):
        after(*told, happened.ItemResolved("s", "i", withdrawn))


TABLED = (CALLED, happened.ItemTabled("s", ITEM))
ENDED = (*TABLED, happened.ItemResolved("s", "i", PASSED))
VOTE = happened.VoteCast("s", "i", "bert", Ballot.FOR)


@pytest.mark.parametrize(
    ("events", "error", "problem"),
    [
        ((VOTE,), NotFoundError, None),
        ((CALLED, CALLED), InvalidInputError, "repeated"),
        ((CALLED, VOTE), NotFoundError, None),
        ((*TABLED, happened.ItemTabled("s", ITEM)), InvalidInputError, "repeated"),
        ((*TABLED, replace(VOTE, voter_id="eve")), InvalidInputError, "not_listed"),
        ((*TABLED, happened.VoterRecused("s", "i", "bert", "주주"), VOTE), InvalidInputError, "recused"),
        ((*TABLED, happened.VoterRecused("s", "i", "eve", "주주")), InvalidInputError, "not_listed"),
        ((*ENDED, VOTE), InvalidInputError, "resolved"),
        ((*ENDED, happened.VoterRecused("s", "i", "bert", "주주")), InvalidInputError, "resolved"),
        ((*ENDED, happened.ItemResolved("s", "i", PASSED)), InvalidInputError, "resolved"),
        ((*TABLED, happened.SessionClosed("s", ""), VOTE), InvalidInputError, "closed"),
        (
            (*TABLED, happened.SessionClosed("s", ""), happened.ItemResolved("s", "i", PASSED)),
            InvalidInputError,
            "closed",
        ),
        ((*TABLED, happened.ConditionSettled("s", "i", "k", ConditionState.MET)), NotFoundError, None),
        ((*ENDED, happened.ConditionSettled("s", "i", "x", ConditionState.MET)), NotFoundError, None),
        ((CALLED, happened.VoteLinkUsed("s", "cleo")), NotFoundError, None),
    ],
)
def test_what_cannot_happen_is_refused_with_the_reason(
    events: tuple[Event, ...], error: type[DealflowError], problem: str | None
) -> None:
    with pytest.raises(error) as refusal:
        after(*events)
    assert refusal.value.parameters.get("problem") == problem
