from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.catalogue.holidays import shipped_calendar
from dealflow.catalogue.tracks import load_tracks
from dealflow.domain.pipeline.funnel import (
    Engagement,
    Stage,
    StageKind,
    Status,
    days_in_stage,
    is_stale,
    require_legal_move,
    require_legal_status,
)
from dealflow.errors import IllegalMoveError, InvalidInputError, ReasonRequiredError

KOREA = shipped_calendar()
VC = {track.id: track for track in load_tracks()}["vc"]
MONDAY = datetime(2099, 3, 2, 1, 0, tzinfo=UTC)
ENGAGEMENT = Engagement(
    id="e",
    owner_id="o",
    company_id="c",
    investor_id="o",
    track="vc",
    round_label="Series A",
    stage="review",
    status=Status.ACTIVE,
    opened_at=MONDAY,
    stage_since=MONDAY,
    last_event_at=MONDAY,
    version=1,
)


def test_one_may_go_back_anywhere_and_forward_to_the_next_decision_and_no_further() -> None:
    assert [stage.id for stage in VC.next_from("review")] == ["meeting", "ir", "pre_ic"]
    assert [stage.id for stage in VC.next_from("dd")] == ["meeting", "ir", "review", "pre_ic", "term_sheet", "ic"]


@given(st.sampled_from(VC.stages), st.sampled_from(VC.stages))
def test_no_legal_move_jumps_over_a_decision(here: Stage, there: Stage) -> None:
    start, end = VC.stages.index(here), VC.stages.index(there)
    between = VC.stages[start + 1 : end]
    legal = there in VC.next_from(VC.stages[start].id)
    assert legal == (start != end and not any(stage.kind is StageKind.DECISION for stage in between))


def test_the_committee_cannot_be_jumped_over() -> None:
    require_legal_move(ENGAGEMENT, VC, "pre_ic")
    with pytest.raises(IllegalMoveError) as refusal:
        require_legal_move(ENGAGEMENT, VC, "dd")
    assert refusal.value.parameters == {"engagement": "e", "current": "review", "to": "dd", "status": None}


@pytest.mark.parametrize("status", [Status.ON_HOLD, Status.PASSED, Status.WITHDRAWN])
def test_only_an_active_engagement_moves(status: Status) -> None:
    with pytest.raises(IllegalMoveError):
        require_legal_move(replace(ENGAGEMENT, status=status), VC, "pre_ic")


def test_an_unknown_stage_is_refused_by_name() -> None:
    with pytest.raises(InvalidInputError):
        require_legal_move(ENGAGEMENT, VC, "nowhere")


def test_passing_needs_a_reason_and_holding_does_not() -> None:
    require_legal_status(ENGAGEMENT, Status.ON_HOLD, None)
    require_legal_status(ENGAGEMENT, Status.PASSED, "valuation")
    for status in (Status.PASSED, Status.WITHDRAWN):
        with pytest.raises(ReasonRequiredError):
            require_legal_status(ENGAGEMENT, status, "")
    with pytest.raises(InvalidInputError):
        require_legal_status(ENGAGEMENT, Status.ACTIVE, None)


@pytest.mark.parametrize(("day", "stale"), [(date(2099, 3, 23), False), (date(2099, 3, 24), True)])
def test_review_is_stale_after_15_quiet_business_days_and_not_before(
    day: date,
    stale: bool,
) -> None:
    assert is_stale(ENGAGEMENT, VC, day, KOREA) is stale
    assert days_in_stage(ENGAGEMENT, day) == (day - date(2099, 3, 2)).days


def test_what_is_on_hold_or_done_is_never_stale() -> None:
    later = date(2100, 1, 1)
    assert not is_stale(replace(ENGAGEMENT, status=Status.ON_HOLD), VC, later, KOREA)
    assert not is_stale(replace(ENGAGEMENT, stage="portfolio"), VC, later, KOREA)


def test_nothing_grows_stale_over_lunar_new_year_where_the_track_counts_business_days() -> None:
    friday = replace(ENGAGEMENT, stage="meeting", last_event_at=datetime(2025, 1, 17, 1, 0, tzinfo=UTC))
    calendar_days = replace(VC, in_business_days=False)
    days = (date(2025, 1, 27), date(2025, 1, 28), date(2025, 2, 6), date(2025, 2, 7))
    assert [is_stale(friday, VC, day, KOREA) for day in days] == [False, False, False, True]
    assert [is_stale(friday, calendar_days, day, KOREA) for day in days] == [False, True, True, True]


@pytest.mark.parametrize(("hour", "days"), [(14, 1), (15, 0)])
def test_a_day_begins_at_midnight_in_seoul_not_in_greenwich(hour: int, days: int) -> None:
    late = replace(ENGAGEMENT, stage_since=datetime(2099, 3, 1, hour, 30, tzinfo=UTC))
    assert days_in_stage(late, date(2099, 3, 2)) == days
