"""Gates before the act: what is missing is told with the row, and of several moves those that can go go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dealflow.actions.companies import companies
from dealflow.actions.pipeline import bulk_moves, engagements
from dealflow.actions.pipeline.bulk_moves import Wanted
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.domain.pipeline.stage_gates import Missing
from dealflow.errors import GateClosedError, InvalidInputError, NotAllowedError
from tests.actions.conftest import AT, Cast

ON = date(2026, 3, 20)


def opened(ws: Workspace, cast: Cast, round_label: str = "Series A", **given: str) -> str:
    return engagements.open_engagement(
        Acting(ws, cast.anna, AT),
        NewEngagement(
            company_id=cast.shared_company,
            investor_id="a",
            track="vc",
            round_label=round_label,
            **given,
        ),
    )


def test_a_row_says_what_is_missing_before_anybody_tries(ws: Workspace, cast: Cast) -> None:
    engagement = opened(ws, cast)
    row = engagements.engagement(Looking(ws, cast.anna), engagement, on=ON).row
    assert row.hurdle is not None
    assert (row.hurdle.stage, row.hurdle.missing) == ("pre_ic", (Missing("business_field"), Missing("assignee")))
    listed = engagements.engagements(Looking(ws, cast.anna), on=ON)
    assert [each.hurdle for each in listed] == [row.hurdle]


def test_an_open_way_has_no_hurdle(ws: Workspace, cast: Cast) -> None:
    company = companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails("누리로봇(가상)", sector="로봇"))
    engagement = engagements.open_engagement(
        Acting(ws, cast.anna, AT),
        NewEngagement(company_id=company, investor_id="a", track="vc", round_label="A", assignee_id="adam"),
    )
    assert engagements.engagement(Looking(ws, cast.anna), engagement, on=ON).row.hurdle is None
    engagements.move(Acting(ws, cast.anna, AT), engagement, "pre_ic")


def test_nobody_opens_an_engagement_beyond_a_closed_gate(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(GateClosedError) as caught:
        opened(ws, cast, stage="ic")
    assert caught.value.parameters["missing"][:2] == ("business_field", "assignee")  # type: ignore[index]  # a tuple of gates
    assert engagements.engagements(Looking(ws, cast.anna), on=ON) == ()
    assert opened(ws, cast, stage="review")


def test_of_several_moves_all_that_can_go_go_and_the_rest_say_why(ws: Workspace, cast: Cast) -> None:
    company = companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails("누리로봇(가상)", sector="로봇"))
    ready = engagements.open_engagement(
        Acting(ws, cast.anna, AT),
        NewEngagement(company_id=company, investor_id="a", track="vc", round_label="A", assignee_id="adam"),
    )
    closed = opened(ws, cast)
    late = opened(ws, cast, "Series B")
    wanted = [Wanted(ready, "pre_ic", 1), Wanted(closed, "pre_ic", 1), Wanted(late, "ir", 7), Wanted("nobody", "ir")]
    outcomes = bulk_moves.move_many(Acting(ws, cast.anna, AT, "import"), wanted)
    assert [each.error.code if each.error else "went" for each in outcomes] == [
        "went",
        "gate_closed",
        "changed_meanwhile",
        "not_found",
    ]
    stages = {
        each.engagement.id: each.engagement.stage for each in engagements.engagements(Looking(ws, cast.anna), on=ON)
    }
    assert stages == {ready: "pre_ic", closed: "meeting", late: "meeting"}


def test_a_rival_moves_nothing_of_another_house_and_a_viewer_nothing_at_all(ws: Workspace, cast: Cast) -> None:
    engagement = opened(ws, cast)
    [outcome] = bulk_moves.move_many(Acting(ws, cast.bora, AT), [Wanted(engagement, "ir")])
    assert outcome.error is not None
    assert outcome.error.code == "not_found"
    with pytest.raises(NotAllowedError):
        bulk_moves.move_many(Acting(ws, cast.viewer_a, AT), [Wanted(engagement, "ir")])


def stage_of(ws: Workspace, cast: Cast, engagement: str) -> str:
    return engagements.engagement(Looking(ws, cast.anna), engagement, on=ON).row.engagement.stage


def test_going_back_needs_a_reason_and_a_whole_batch_is_taken_back_at_once(ws: Workspace, cast: Cast) -> None:
    first, second, third = (opened(ws, cast, label, stage="review") for label in ("A", "B", "C"))
    orders = [Wanted(first, "meeting"), Wanted(second, "meeting"), Wanted(third, "meeting")]
    refused = bulk_moves.move_many(Acting(ws, cast.anna, AT), orders)
    assert [each.error.parameters["problem"] if each.error else "" for each in refused] == ["back_needs_reason"] * 3
    went = bulk_moves.move_many(Acting(ws, cast.anna, AT), [replace(order, note="자료 재요청") for order in orders])
    assert [stage_of(ws, cast, each) for each in (first, second, third)] == ["meeting"] * 3
    engagements.note(Acting(ws, cast.adam, AT), second, "그 사이 통화함")
    taken = bulk_moves.take_back_many(Acting(ws, cast.anna, AT), (*refused, *went))
    assert [each.error.code if each.error else "back" for each in taken] == ["back", "changed_meanwhile", "back"]
    assert [stage_of(ws, cast, each) for each in (first, second, third)] == ["review", "meeting", "review"]


def test_a_round_is_named_at_any_time_and_opens_its_gate(ws: Workspace, cast: Cast) -> None:
    company = companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails("누리로봇(가상)", sector="로봇"))
    nameless = engagements.open_engagement(
        Acting(ws, cast.anna, AT),
        NewEngagement(company_id=company, investor_id="a", track="vc", assignee_id="anna"),
    )
    with pytest.raises(GateClosedError):
        engagements.move(Acting(ws, cast.anna, AT), nameless, "pre_ic")
    engagements.name_round(Acting(ws, cast.anna, AT), nameless, " Series A ")
    engagements.move(Acting(ws, cast.anna, AT), nameless, "pre_ic")
    row = engagements.engagement(Looking(ws, cast.anna), nameless, on=ON).row
    assert (row.engagement.round_label, row.engagement.stage) == ("Series A", "pre_ic")
    for wrong in ("", "Series A"):
        with pytest.raises(InvalidInputError):
            engagements.name_round(Acting(ws, cast.anna, AT), nameless, wrong)
