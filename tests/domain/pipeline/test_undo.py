from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.pipeline.engagement_state import Followed, follow
from dealflow.domain.pipeline.events import (
    EngagementMoved,
    EngagementNoted,
    EngagementOpened,
    EngagementStatusSet,
    NextStepSet,
)
from dealflow.domain.pipeline.funnel import Engagement, Status
from dealflow.domain.pipeline.undo import can_do_again, can_take_back, do_again, take_back
from dealflow.domain.values.event import Event, Recorded
from dealflow.errors import NothingToUndoError

AT = datetime(2026, 1, 1, tzinfo=UTC)
STAGES = ("meeting", "ir", "review")


def past(*acts: tuple[str, Event]) -> list[Recorded]:
    return [
        Recorded("w", place, "engagement:e", place, AT, actor, "app", event, "", "")
        for place, (actor, event) in enumerate(acts, start=1)
    ]


def test_the_last_move_goes_back_where_it_came_from() -> None:
    acts = past(("anna", EngagementMoved("e", "meeting", "ir")), ("adam", EngagementNoted("e", "메모")))
    assert take_back(acts, "anna") == EngagementMoved("e", "ir", "meeting", undoes=1)


def test_a_reason_comes_back_with_its_status() -> None:
    acts = past(
        ("anna", EngagementStatusSet("e", Status.ACTIVE, Status.PASSED, "price")),
        ("anna", EngagementStatusSet("e", Status.PASSED, Status.ACTIVE)),
    )
    assert take_back(acts, "anna") == EngagementStatusSet("e", Status.ACTIVE, Status.PASSED, "price", undoes=2)


def test_a_next_step_comes_back_whole() -> None:
    new = NextStepSet("e", "계약", date(2026, 2, 1), "adam", "통화", date(2026, 1, 5), "anna")
    assert take_back(past(("anna", new)), "anna") == NextStepSet(
        "e", "통화", date(2026, 1, 5), "anna", "계약", date(2026, 2, 1), "adam", undoes=1
    )


def test_nothing_and_other_peoples_acts_cannot_be_taken_back() -> None:
    for acts in ([], past(("adam", EngagementMoved("e", "meeting", "ir")))):
        assert not can_take_back(acts, "anna")
        with pytest.raises(NothingToUndoError):
            take_back(acts, "anna")


@given(st.lists(st.sampled_from(STAGES), min_size=1, max_size=8))
def test_taking_back_everything_leads_to_the_beginning(stages: list[str]) -> None:
    acts: list[tuple[str, Event]] = []
    here = "meeting"
    for stage in stages:
        acts.append(("anna", EngagementMoved("e", here, stage)))
        here = stage
    for _ in stages:
        undone = take_back(past(*acts), "anna")
        assert isinstance(undone, EngagementMoved)
        assert undone.from_stage == here
        here = undone.to_stage
        acts.append(("anna", undone))
    assert here == "meeting"
    with pytest.raises(NothingToUndoError):
        take_back(past(*acts), "anna")


def test_what_was_taken_back_is_done_again_and_taken_back_once_more() -> None:
    acts: list[tuple[str, Event]] = [("anna", EngagementMoved("e", "meeting", "ir"))]
    with pytest.raises(NothingToUndoError):
        do_again(past(*acts), "anna")
    acts.append(("anna", take_back(past(*acts), "anna")))
    assert can_do_again(past(*acts), "anna")
    assert not can_do_again(past(*acts), "adam")
    again = do_again(past(*acts), "anna")
    assert again == EngagementMoved("e", "meeting", "ir", undoes=2)
    acts.append(("anna", again))
    assert not can_do_again(past(*acts), "anna")
    assert take_back(past(*acts), "anna") == EngagementMoved("e", "ir", "meeting", undoes=3)


def test_nothing_is_done_again_once_something_new_was_done() -> None:
    acts = past(
        ("anna", EngagementMoved("e", "meeting", "ir")),
        ("anna", EngagementMoved("e", "ir", "meeting", undoes=1)),
        ("anna", EngagementNoted("e", "메모")),
        ("anna", EngagementMoved("e", "meeting", "review")),
    )
    assert can_do_again(acts[:3], "anna")
    assert not can_do_again(acts, "anna")


values = st.tuples(
    st.sampled_from(STAGES), st.sampled_from(Status), st.sampled_from(["", "통화", "방문"]), st.none() | st.dates()
)


@given(st.lists(st.tuples(st.integers(0, 2), values), min_size=1, max_size=8), st.integers(1, 8))
def test_taking_back_and_doing_again_leads_to_the_same_state(
    drawn: list[tuple[int, tuple[str, Status, str, date | None]]], steps: int
) -> None:
    acts: list[tuple[str, Event]] = [("anna", EngagementOpened("e", "o", "c", "o", "vc", "", "meeting"))]

    def state() -> Engagement:
        followed: Followed | None = None
        for record in past(*acts):
            followed = follow(followed, record)
        assert followed is not None
        return replace(followed.engagement, version=0, stage_since=AT, last_event_at=AT)

    states = [state()]
    for which, (stage, status, step, due) in drawn:
        now = states[-1]
        reason = "price" if status in {Status.PASSED, Status.WITHDRAWN} else None
        made: tuple[Event, ...] = (
            EngagementMoved("e", now.stage, stage),
            EngagementStatusSet("e", now.status, status, reason),
            NextStepSet("e", step, due, None, now.next_step, now.next_due, now.assignee_id),
        )
        acts.append(("anna", made[which]))
        states.append(state())
    many = min(steps, len(drawn))
    for back in range(many):
        acts.append(("anna", take_back(past(*acts), "anna")))
        assert state() == states[-2 - back]
    for again in range(many):
        acts.append(("anna", do_again(past(*acts), "anna")))
        assert state() == states[len(states) - many + again]
    assert not can_do_again(past(*acts), "anna")
