from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.events import EngagementMoved, EngagementNoted, EngagementStatusSet, Event, NextStepSet, Recorded
from dealflow.domain.funnel import Status
from dealflow.domain.history import can_take_back, take_back
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
