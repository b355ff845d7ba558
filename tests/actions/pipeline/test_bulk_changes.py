"""Gates before the act: what is missing is told with the row, and of several moves those that can go go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dealflow.actions.companies import companies
from dealflow.actions.pipeline import bulk_changes, bulk_undo, engagements
from dealflow.actions.pipeline.bulk_changes import Target
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.people.access import Viewer
from dealflow.domain.pipeline.bulk_rules import AddTags, AssignTo, BulkOrder, Decline, Held, MoveTo
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
    targets = [Target(ready, 1), Target(closed, 1), Target(late, 7), Target("nobody")]
    rows = engagements.engagements(Looking(ws, cast.anna), on=ON)
    order = BulkOrder(MoveTo("pre_ic"))
    seen = {each.row.engagement.id: each.held for each in bulk_changes.foreseen(rows, ws.track("vc"), order)}
    assert seen == {ready: None, closed: Held.GATE, late: Held.GATE}
    outcomes = bulk_changes.change_many(Acting(ws, cast.anna, AT, "import"), targets, order)
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
    order = BulkOrder(MoveTo("ir"))
    [outcome] = bulk_changes.change_many(Acting(ws, cast.bora, AT), [Target(engagement)], order)
    assert outcome.error is not None
    assert outcome.error.code == "not_found"
    with pytest.raises(NotAllowedError):
        bulk_changes.change_many(Acting(ws, cast.viewer_a, AT), [Target(engagement)], order)


def stage_of(ws: Workspace, cast: Cast, engagement: str) -> str:
    return engagements.engagement(Looking(ws, cast.anna), engagement, on=ON).row.engagement.stage


def test_going_back_needs_a_reason_and_a_whole_batch_is_taken_back_at_once(ws: Workspace, cast: Cast) -> None:
    first, second, third = (opened(ws, cast, label, stage="review") for label in ("A", "B", "C"))
    targets, order = [Target(first), Target(second), Target(third)], BulkOrder(MoveTo("meeting"))
    left = bulk_changes.change_many(Acting(ws, cast.anna, AT), targets, order)
    assert [each.error.parameters["held"] if each.error else "" for each in left] == ["back"] * 3
    with pytest.raises(InvalidInputError):
        bulk_changes.change_many(Acting(ws, cast.anna, AT), targets, replace(order, with_back=True))
    reasoned = replace(order, with_back=True, note="자료 재요청")
    went = bulk_changes.change_many(Acting(ws, cast.anna, AT), targets, reasoned)
    assert [stage_of(ws, cast, each) for each in (first, second, third)] == ["meeting"] * 3
    engagements.note(Acting(ws, cast.adam, AT), second, "그 사이 통화함")
    taken = bulk_changes.take_back_many(Acting(ws, cast.anna, AT), (*left, *went))
    assert [each.error.code if each.error else "back" for each in taken] == ["back", "changed_meanwhile", "back"]
    assert [stage_of(ws, cast, each) for each in (first, second, third)] == ["review", "meeting", "review"]


@pytest.mark.parametrize("change", [AssignTo("adam"), Decline("team"), AddTags(("ESG", "#AI"))])
def test_many_are_assigned_declined_or_tagged_and_all_of_it_is_taken_back(
    ws: Workspace, cast: Cast, change: AssignTo | Decline | AddTags
) -> None:
    several = [opened(ws, cast, label) for label in ("A", "B", "C")]
    engagements.set_next_step(
        Acting(ws, cast.anna, AT), several[0], step="자료 요청", due=date(2026, 3, 9), assignee_id="anna"
    )
    before = [engagements.engagement(Looking(ws, cast.anna), each, on=ON).row.engagement for each in several]
    acting = Acting(ws, cast.anna, AT)
    went = bulk_changes.change_many(acting, [Target(each) for each in several], BulkOrder(change))
    assert all(each.went for each in went)
    now = [engagements.engagement(Looking(ws, cast.anna), each, on=ON).row.engagement for each in several]
    assert now[0].next_step == "자료 요청"
    assert {(each.assignee_id, each.reason, each.tags) != (None, None, ()) for each in now} == {True}
    bulk_changes.take_back_many(acting, went)
    after = [engagements.engagement(Looking(ws, cast.anna), each, on=ON).row.engagement for each in several]
    assert [replace(each, version=0) for each in after] == [replace(each, version=0) for each in before]


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


def test_the_last_batch_of_a_person_can_be_taken_back_after_a_reload_by_nobody_else_and_for_a_day(
    ws: Workspace, cast: Cast
) -> None:
    first, second = opened(ws, cast), opened(ws, cast, "Series B")
    anna, order = Acting(ws, cast.anna, AT), BulkOrder(AddTags(("긴급",)))
    outcomes = bulk_changes.change_many(anna, [Target(first), Target(second), Target("nobody")], order)
    bulk_undo.keep_batch(Looking(ws, cast.anna), outcomes, at=AT)

    def offered(viewer: Viewer, hours: int = 1) -> set[str]:
        batch = bulk_undo.last_batch(Looking(ws, viewer), at=AT + timedelta(hours=hours))
        return {outcome.target.engagement_id for outcome in batch}

    assert offered(cast.anna) == {first, second}
    assert offered(cast.adam) == offered(cast.bora) == offered(cast.guest) == offered(cast.anna, hours=25) == set()
    engagements.set_tags(Acting(ws, cast.adam, AT), second, ["다른"])
    assert offered(cast.anna) == {first}  # a colleague went on with the other
    bulk_changes.take_back_many(anna, bulk_undo.last_batch(Looking(ws, cast.anna), at=AT))
    assert offered(cast.anna) == set()
    rows = {row.engagement.id: row.engagement.tags for row in engagements.engagements(Looking(ws, cast.anna), on=ON)}
    assert rows == {first: (), second: ("다른",)}
