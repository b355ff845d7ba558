from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.pipeline.events import EngagementMoved, EngagementStatusSet
from dealflow.domain.pipeline.funnel import NewEngagement, Status
from dealflow.errors import (
    ChangedMeanwhileError,
    IllegalMoveError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NothingToUndoError,
    ReasonRequiredError,
)
from tests.actions.conftest import AT, Cast

ON = date(2026, 3, 20)


@pytest.fixture
def opened(ws: Workspace, cast: Cast) -> str:
    return engagements.open_engagement(
        Acting(ws, cast.anna, AT),
        NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc", round_label="Series A"),
    )


def row(ws: Workspace, cast: Cast, engagement_id: str) -> engagements.EngagementRow:
    return engagements.engagement(Looking(ws, cast.anna), engagement_id, on=ON).row


def test_an_engagement_starts_at_the_first_stage_and_shows_its_names(ws: Workspace, cast: Cast, opened: str) -> None:
    shown = row(ws, cast, opened)
    assert (shown.company_name, shown.investor_ko, shown.engagement.stage, shown.engagement.version) == (
        "다온로보틱스(가상)",
        "a벤처스(가상)",
        "meeting",
        1,
    )
    assert (shown.days_in_stage, shown.stale, shown.moves) == (18, True, ("ir", "review", "pre_ic"))


def test_a_cell_of_the_matrix_is_opened_once(ws: Workspace, cast: Cast, opened: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        engagements.open_engagement(
            Acting(ws, cast.adam, AT),
            NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc", round_label="Series A"),
        )
    assert caught.value.parameters == {"field": "engagement", "problem": "exists", "value": opened}


def test_a_move_is_recorded_and_the_clock_of_the_stage_starts_anew(ws: Workspace, cast: Cast, opened: str) -> None:
    later = AT + timedelta(days=3)
    event = engagements.move(Acting(ws, cast.anna, later), opened, "ir", seen=1, note="좋은 미팅")
    assert event == EngagementMoved(opened, "meeting", "ir", "좋은 미팅")
    now = row(ws, cast, opened).engagement
    assert (now.stage, now.stage_since, now.version) == ("ir", later, 2)


def test_nobody_jumps_over_a_committee(ws: Workspace, cast: Cast, opened: str) -> None:
    with pytest.raises(IllegalMoveError):
        engagements.move(Acting(ws, cast.anna, AT), opened, "dd")
    assert row(ws, cast, opened).engagement.stage == "meeting"


def test_of_two_screens_that_showed_the_same_version_the_second_loses(ws: Workspace, cast: Cast, opened: str) -> None:
    engagements.move(Acting(ws, cast.anna, AT), opened, "ir", seen=1)
    with pytest.raises(ChangedMeanwhileError) as caught:
        engagements.move(Acting(ws, cast.adam, AT), opened, "review", seen=1)
    assert caught.value.parameters == {"stream": f"engagement:{opened}", "expected": 1, "found": 2}
    assert row(ws, cast, opened).engagement.stage == "ir"


def test_passing_needs_a_reason_of_the_list_and_stops_moves(ws: Workspace, cast: Cast, opened: str) -> None:
    with pytest.raises(ReasonRequiredError):
        engagements.set_status(Acting(ws, cast.anna, AT), opened, Status.PASSED)
    with pytest.raises(InvalidInputError):
        engagements.set_status(Acting(ws, cast.anna, AT), opened, Status.PASSED, reason="weather")
    engagements.set_status(Acting(ws, cast.anna, AT), opened, Status.PASSED, reason=ws.reasons[0].id)
    assert row(ws, cast, opened).moves == ()
    with pytest.raises(IllegalMoveError):
        engagements.move(Acting(ws, cast.anna, AT), opened, "ir")


def test_undo_takes_acts_back_one_by_one_and_then_there_is_nothing(ws: Workspace, cast: Cast, opened: str) -> None:
    reason = ws.reasons[0].id
    engagements.move(Acting(ws, cast.anna, AT), opened, "ir")
    engagements.set_status(Acting(ws, cast.anna, AT), opened, Status.PASSED, reason=reason)
    engagements.set_status(Acting(ws, cast.anna, AT), opened, Status.ACTIVE)
    assert engagements.undo(Acting(ws, cast.anna, AT), opened) == EngagementStatusSet(
        opened, Status.ACTIVE, Status.PASSED, reason=reason, undoes=4
    )
    assert row(ws, cast, opened).engagement.reason == reason
    engagements.undo(Acting(ws, cast.anna, AT), opened)
    engagements.undo(Acting(ws, cast.anna, AT), opened)
    now = row(ws, cast, opened).engagement
    assert (now.stage, now.status, now.reason, now.stage_since) == ("meeting", Status.ACTIVE, None, AT)
    with pytest.raises(NothingToUndoError):
        engagements.undo(Acting(ws, cast.anna, AT), opened)


def test_undo_leaves_a_colleagues_act_alone(ws: Workspace, cast: Cast, opened: str) -> None:
    engagements.move(Acting(ws, cast.anna, AT), opened, "ir")
    engagements.set_next_step(Acting(ws, cast.adam, AT), opened, step="실사 준비", due=ON, assignee_id="adam")
    with pytest.raises(NothingToUndoError):
        engagements.undo(Acting(ws, cast.anna, AT), opened)
    assert not engagements.engagement(Looking(ws, cast.anna), opened, on=ON).can_undo
    engagements.undo(Acting(ws, cast.adam, AT), opened)
    now = row(ws, cast, opened).engagement
    assert (now.next_step, now.next_due, now.assignee_id) == ("", None, None)
    assert engagements.engagement(Looking(ws, cast.anna), opened, on=ON).can_undo


def test_a_step_is_for_a_colleague_only_and_history_names_him(ws: Workspace, cast: Cast, opened: str) -> None:
    with pytest.raises(InvalidInputError):
        engagements.set_next_step(Acting(ws, cast.anna, AT), opened, step="통화", due=ON, assignee_id="bora")
    engagements.set_next_step(Acting(ws, cast.anna, AT), opened, step="통화", due=ON, assignee_id="adam")
    newest = engagements.engagement(Looking(ws, cast.anna), opened, on=ON).history[0]
    assert (newest.kind, newest.actor_name, newest.parameters["due"], newest.parameters["assignee_name"]) == (
        "next_step_set",
        "anna(가상)",
        "2026-03-20",
        "adam(가상)",
    )


def test_notes_are_kept_in_order_and_an_empty_one_is_refused(ws: Workspace, cast: Cast, opened: str) -> None:
    engagements.note(Acting(ws, cast.anna, AT), opened, "첫 메모")
    engagements.note(Acting(ws, cast.adam, AT), opened, "둘째 메모")
    with pytest.raises(InvalidInputError):
        engagements.note(Acting(ws, cast.anna, AT), opened, "  \n")
    history = engagements.engagement(Looking(ws, cast.anna), opened, on=ON).history
    assert [line.parameters.get("note") for line in history] == ["둘째 메모", "첫 메모", None]


def test_board_and_matrix_show_the_same_cards(ws: Workspace, cast: Cast, opened: str) -> None:
    engagements.move(Acting(ws, cast.anna, AT), opened, "ir")
    columns = engagements.board(Looking(ws, cast.anna), engagements.EngagementFilter(track="vc"), on=ON)
    assert {column.stage.id: [card.engagement.id for card in column.cards] for column in columns if column.cards} == {
        "ir": [opened]
    }
    grid = engagements.matrix(Looking(ws, cast.anna), engagements.EngagementFilter(), on=ON)
    assert ([one.id for one in grid.companies], [one.id for one in grid.investors]) == ([cast.shared_company], ["a"])
    assert grid.cells[cast.shared_company, "a"].engagement.id == opened


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (engagements.EngagementFilter(text="다온"), True),
        (engagements.EngagementFilter(text="없는 말"), False),
        (engagements.EngagementFilter(stage="meeting", status=Status.ACTIVE, investor_id="a"), True),
        (engagements.EngagementFilter(track="tips"), False),
        (engagements.EngagementFilter(status=Status.ON_HOLD), False),
    ],
)
def test_filters_narrow(
    ws: Workspace, cast: Cast, opened: str, wanted: engagements.EngagementFilter, *, found: bool
) -> None:
    shown = [one.engagement.id for one in engagements.engagements(Looking(ws, cast.anna), wanted, on=ON)]
    assert shown == ([opened] if found else [])


def test_a_viewer_sees_the_firms_books_and_cannot_write_in_them(ws: Workspace, cast: Cast, opened: str) -> None:
    assert [one.engagement.id for one in engagements.engagements(Looking(ws, cast.viewer_a), on=ON)] == [opened]
    with pytest.raises(NotAllowedError):
        engagements.move(Acting(ws, cast.viewer_a, AT), opened, "ir")
    assert not engagements.engagement(Looking(ws, cast.viewer_a), opened, on=ON).can_undo


def test_a_rival_firm_an_organiser_and_an_administrator_find_nothing(ws: Workspace, cast: Cast, opened: str) -> None:
    for other in (cast.bora, cast.organiser, cast.admin):
        assert engagements.engagements(Looking(ws, other), on=ON) == ()
        with pytest.raises(NotFoundError):
            engagements.engagement(Looking(ws, other), opened, on=ON)
        with pytest.raises(NotFoundError):
            engagements.move(Acting(ws, other, AT), opened, "ir")
        with pytest.raises(NotFoundError):
            engagements.note(Acting(ws, other, AT), opened, "엿보기")
        with pytest.raises(NotFoundError):
            engagements.undo(Acting(ws, other, AT), opened)


def test_a_companys_guest_has_no_pipeline(ws: Workspace, cast: Cast, opened: str) -> None:
    with pytest.raises(NotAllowedError):
        engagements.engagements(Looking(ws, cast.guest), on=ON)
    with pytest.raises(NotAllowedError):
        engagements.engagement(Looking(ws, cast.guest), opened, on=ON)


def test_unknown_company_investor_track_and_stage_are_refused(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(NotFoundError):
        engagements.open_engagement(
            Acting(ws, cast.anna, AT), NewEngagement(company_id="none", investor_id="a", track="vc")
        )
    right = NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc")
    for wrong in (
        replace(right, investor_id="none"),
        replace(right, track="none"),
        replace(right, stage="none"),
        replace(right, assignee_id="bora"),
    ):
        with pytest.raises(InvalidInputError):
            engagements.open_engagement(Acting(ws, cast.anna, AT), wrong)
