"""Walk-ins and swaps: a new version of the published plan, without a clash, and nothing that has begun moves."""

from __future__ import annotations

import pytest

from dealflow.actions.irday.floor import walk_ins
from dealflow.actions.irday.floor.walk_ins import Spot
from dealflow.actions.irday.participants import meeting_requests
from dealflow.actions.irday.programme import day_state
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import PlanOrigin
from dealflow.domain.irday.participants.participants import Requests
from dealflow.domain.irday.timetable.hard_rules import Rule
from dealflow.domain.irday.timetable.timetable import Act, Meeting
from dealflow.errors import ChangedMeanwhileError, ClashError, InvalidInputError, NotAllowedError
from tests.actions.conftest import Cast
from tests.actions.irday.planned_events import DAY, FIRST, PLAN, SECOND, THIRD, at, set_up


@pytest.fixture(autouse=True)
def day(ws: Workspace, cast: Cast) -> None:
    set_up(ws, cast.organiser, cast.shared_company)


def test_a_walk_in_is_offered_only_where_both_are_free_and_is_published_at_once(ws: Workspace, cast: Cast) -> None:
    day = day_state.day_of(Looking(ws, cast.organiser), DAY)
    offered = walk_ins.places_for(day, "sup-mireu", "inv-b", at=at(835))
    assert offered.spots == (Spot(THIRD, "t1"), Spot(THIRD, "t2"), Spot(THIRD, "t3"))
    told = walk_ins.walk_in(
        Acting(ws, cast.organiser, at(835)), DAY, Act("sup-mireu", "inv-b"), offered.spots[0], seen=1
    )
    assert told.affected == ("inv-b", "sup-mireu")
    plan = day_state.day_of(Looking(ws, cast.organiser), DAY).plan
    assert plan.published is not None
    assert plan.published.meetings == tuple(
        sorted((*PLAN.meetings, Meeting("sup-mireu", "inv-b", THIRD, "t1", "inv-b")))
    )
    assert (plan.versions[-1].origin, plan.versions[-1].base, plan.published_number) == (PlanOrigin.WALK_IN, 1, 2)


def test_a_walk_in_that_clashes_is_told_with_its_rule_and_changes_nothing(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(ClashError) as caught:
        walk_ins.walk_in(Acting(ws, cast.organiser, at(835)), DAY, Act("sup-mireu", "inv-b"), Spot(SECOND, "t3"))
    assert {clash.rule for clash in caught.value.parameters["clashes"]} == {Rule.ONE_PLACE}  # type: ignore[attr-defined]  # parameters are of any type
    meeting_requests.keep_requests(Acting(ws, cast.organiser, at(836)), "inv-b", Requests(vetoes=("sup-mireu",)))
    day = day_state.day_of(Looking(ws, cast.organiser), DAY)
    assert walk_ins.places_for(day, "sup-mireu", "inv-b", at=at(837)).spots == ()
    with pytest.raises(ClashError):
        walk_ins.walk_in(Acting(ws, cast.organiser, at(837)), DAY, Act("sup-mireu", "inv-b"), Spot(THIRD, "t1"))
    assert day_state.day_of(Looking(ws, cast.organiser), DAY).plan.published_number == 1


def test_what_is_over_or_changed_meanwhile_is_refused(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(InvalidInputError):
        walk_ins.walk_in(Acting(ws, cast.organiser, at(900)), DAY, Act("sup-mireu", "inv-b"), Spot(FIRST, "t3"))
    with pytest.raises(ChangedMeanwhileError):
        walk_ins.walk_in(Acting(ws, cast.organiser, at(835)), DAY, Act("sup-mireu", "inv-b"), Spot(THIRD, "t1"), seen=7)
    with pytest.raises(InvalidInputError):
        walk_ins.walk_in(Acting(ws, cast.organiser, at(835)), DAY, Act("sup-daon", "inv-a"), Spot(THIRD, "t1"))
    with pytest.raises(NotAllowedError):
        walk_ins.walk_in(Acting(ws, cast.anna, at(835)), DAY, Act("sup-mireu", "inv-b"), Spot(THIRD, "t1"))


def test_two_consultations_change_places(ws: Workspace, cast: Cast) -> None:
    one, other = Act("sup-daon", "inv-a"), Act("sup-mireu", "inv-a")
    told = walk_ins.swap(Acting(ws, cast.organiser, at(835)), DAY, one, Act("sup-mireu", "inv-x"))
    assert {each.now.table for each in told.moved if isinstance(each.now, Meeting)} == {"t1", "t2"}
    with pytest.raises(ClashError):
        walk_ins.swap(Acting(ws, cast.organiser, at(836)), DAY, one, other)
    with pytest.raises(InvalidInputError):
        walk_ins.swap(Acting(ws, cast.organiser, at(836)), DAY, one, Act("sup-daon"))
