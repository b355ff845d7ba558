"""The plan through its actions: made in the background, kept without clashes, published, undone, worked on by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from dealflow.actions.irday.participants import participants
from dealflow.actions.irday.programme import day_state
from dealflow.actions.irday.timetable import manual_edits, plans, replanning
from dealflow.actions.irday.timetable.plan_jobs import Making, PlanningRoom
from dealflow.actions.irday.timetable.plans import Draft
from dealflow.actions.irday.timetable.replanning import Wanted
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import PlanOrigin
from dealflow.domain.irday.participants.participants import ParticipantKind, ParticipantState
from dealflow.domain.irday.timetable.disruptions import Trouble, TroubleKind
from dealflow.domain.irday.timetable.hard_rules import Rule
from dealflow.domain.irday.timetable.manual_edits import Spot, spot_of, things
from dealflow.domain.irday.timetable.timetable import Act, Meeting, Pin, Pitch, Timetable
from dealflow.domain.people.access import Viewer
from dealflow.domain.values.korean_days import SEOUL
from dealflow.errors import (
    ChangedMeanwhileError,
    ClashError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NoTimetableError,
    PlanningBusyError,
)
from dealflow.schedule.explanation import Explanation, RequestKind
from tests.actions.conftest import AT, Cast
from tests.actions.irday.days import EVENT, ON, keep, set_up
from tests.domain.irday.days import ONE, SUPPLIERS, TEN, firm

FIRST, SECOND = (f"c{m}-{m + 25}" for m in (ONE, ONE + 30))
PITCHES = tuple(Pitch(one.id, f"p{TEN + 15 * n}-{TEN + 15 * n + 12}", "hall") for n, one in enumerate(SUPPLIERS))
MET = Timetable((Meeting("s1", "v1", FIRST, "t1", "v1"), Meeting("s2", "v2", FIRST, "t2", "v2")), PITCHES)
HAND = Draft(MET, PlanOrigin.BY_HAND)


def clock(hour: int, minute: int = 0) -> datetime:
    """Return a moment of the event's day."""
    return datetime(ON.year, ON.month, ON.day, hour, minute, tzinfo=SEOUL)


@pytest.fixture
def olli(ws: Workspace, cast: Cast) -> Viewer:
    set_up(ws, cast.organiser, at=AT)
    return cast.organiser


def plan_of(ws: Workspace, viewer: Viewer) -> day_state.Day:
    return day_state.day_of(Looking(ws, viewer), EVENT)


def finished(room: PlanningRoom, viewer: Viewer) -> Making:
    while not room.wait(EVENT, 30):
        pass
    made = room.making(viewer, EVENT)
    assert made is not None
    return made


def test_a_plan_is_made_in_the_background_and_kept_as_a_draft_that_repeats_with_its_seed(
    ws: Workspace, olli: Viewer
) -> None:
    room = PlanningRoom(ws, lambda: AT)
    room.start(olli, EVENT, seconds=1, seed=7, afresh=True)
    with pytest.raises(PlanningBusyError):
        room.start(olli, EVENT, seconds=1, seed=8)
    assert PlanningRoom(ws, lambda: AT).making(olli, EVENT) is None
    made = finished(room, olli)
    assert (made.version, made.error) == (1, None)
    plan = plan_of(ws, olli).plan
    assert (plan.versions[0].seed, plan.versions[0].origin, plan.published) == (7, PlanOrigin.SOLVED, None)
    assert {("s1", "v1"), ("s3", "v1")} <= {(each.company, each.investor) for each in plan.latest.meetings}
    assert plans.clashes_of(plan_of(ws, olli), plan.latest, at=AT) == ()


@pytest.mark.slow
def test_a_run_that_is_stopped_keeps_its_best(ws: Workspace, olli: Viewer) -> None:
    room = PlanningRoom(ws, lambda: AT)
    room.start(olli, EVENT, seconds=120, seed=1)
    room.stop(olli, EVENT)
    assert finished(room, olli).version == 1
    room.forget(olli, EVENT)
    assert room.making(olli, EVENT) is None


def test_what_cannot_be_met_is_told_and_nothing_is_kept(ws: Workspace, olli: Viewer) -> None:
    slot = PITCHES[0].slot
    for name in ("s1", "s2"):
        plans.set_pin(Acting(ws, olli, AT), EVENT, Act(name), Pin(slot, "hall"))
    room = PlanningRoom(ws, lambda: AT)
    room.start(olli, EVENT, seconds=2, seed=1)
    error = finished(room, olli).error
    assert isinstance(error, NoTimetableError)
    found = error.parameters["explanation"]
    assert isinstance(found, Explanation)
    pinned = [each.acts for each in found.requests if each.kind is RequestKind.PIN]
    assert (found.is_possible, pinned) == (False, [(Act("s1"),), (Act("s2"),)])
    assert plan_of(ws, olli).plan.number == 0


def test_only_the_organiser_of_the_event_plans_it(ws: Workspace, olli: Viewer, cast: Cast) -> None:
    room = PlanningRoom(ws, lambda: AT)
    plans.keep_draft(Acting(ws, olli, AT), EVENT, HAND)
    for stranger in (cast.anna, cast.admin, cast.guest):
        for act in (
            lambda who: room.start(who, EVENT, seconds=1, seed=1),
            lambda who: room.making(who, EVENT),
            lambda who: plans.keep_draft(Acting(ws, who, AT), EVENT, HAND),
            lambda who: plans.publish(Acting(ws, who, AT), EVENT, 1),
            lambda who: plans.set_pin(Acting(ws, who, AT), EVENT, Act("s1"), None),
            lambda who: manual_edits.cancel(Acting(ws, who, AT), EVENT, Act("s1", "v1")),
            lambda who: replanning.proposed(Looking(ws, who), EVENT, Wanted()),
        ):
            with pytest.raises(NotAllowedError):
                act(stranger)


def test_a_programme_without_slots_and_an_event_without_firms_are_refused(ws: Workspace, cast: Cast) -> None:
    set_up(ws, cast.organiser, at=AT, everybody=())
    room = PlanningRoom(ws, lambda: AT)
    with pytest.raises(InvalidInputError) as told:
        room.start(cast.organiser, EVENT, seconds=1, seed=1)
    assert told.value.parameters["problem"] == "nobody_confirmed"
    with pytest.raises(InvalidInputError):
        room.start(cast.organiser, EVENT, seconds=10_000, seed=1)


def test_a_draft_that_clashes_is_not_kept(ws: Workspace, olli: Viewer) -> None:
    twice = Timetable((*MET.meetings, Meeting("s3", "v1", FIRST, "t3", "v1")), PITCHES)
    with pytest.raises(ClashError) as told:
        plans.keep_draft(Acting(ws, olli, AT), EVENT, replace(HAND, timetable=twice))
    assert [each.rule for each in told.value.parameters["clashes"]] == [Rule.ONE_PLACE]  # type: ignore[attr-defined]  # an error carries any value
    assert plan_of(ws, olli).plan.number == 0


def test_versions_are_published_counted_and_any_of_them_can_be_restored(ws: Workspace, olli: Viewer) -> None:
    plans.keep_draft(Acting(ws, olli, AT), EVENT, HAND)
    assert plans.publish(Acting(ws, olli, AT), EVENT, 1) == 1
    manual_edits.move(Acting(ws, olli, AT), EVENT, Act("s1", "v1"), Spot(SECOND, "t3"))
    assert plan_of(ws, olli).plan.published == MET
    assert plans.publish(Acting(ws, olli, AT), EVENT, 2) == 2
    with pytest.raises(InvalidInputError):
        plans.publish(Acting(ws, olli, AT), EVENT, 2)
    assert plans.roll_back(Acting(ws, olli, AT), EVENT, 1) == 3
    plan = plan_of(ws, olli).plan
    assert (plan.latest, plan.versions[2].base, plan.published_number, plan.revision) == (MET, 1, 2, 2)
    assert plans.publish(Acting(ws, olli, AT), EVENT, 1) == 3
    assert plan_of(ws, olli).plan.published == MET
    with pytest.raises(NotFoundError):
        plans.publish(Acting(ws, olli, AT), EVENT, 9)


def test_a_version_that_no_longer_fits_the_participants_is_not_published(ws: Workspace, olli: Viewer) -> None:
    plans.keep_draft(Acting(ws, olli, AT), EVENT, HAND)
    participants.set_state(Acting(ws, olli, AT), ["v2"], ParticipantState.WITHDRAWN)
    with pytest.raises(ClashError):
        plans.publish(Acting(ws, olli, AT), EVENT, 1)
    manual_edits.move(Acting(ws, olli, AT), EVENT, Act("s1", "v1"), Spot(SECOND, "t1"))
    assert [each.investor for each in plan_of(ws, olli).plan.latest.meetings] == ["v1"]


def test_hand_work_moves_adds_cancels_and_exchanges_and_undo_goes_back_step_by_step(
    ws: Workspace, olli: Viewer
) -> None:
    plans.keep_draft(Acting(ws, olli, AT), EVENT, HAND)
    assert manual_edits.move(Acting(ws, olli, AT), EVENT, Act("s1", "v1"), Spot(SECOND, "t3"), seen=1) == 2
    assert manual_edits.move(Acting(ws, olli, AT), EVENT, Act("s4", "v4"), Spot(SECOND, "t1")) == 3
    assert manual_edits.cancel(Acting(ws, olli, AT), EVENT, Act("s2", "v2")) == 4
    assert manual_edits.swap(Acting(ws, olli, AT), EVENT, Act("s1"), Act("s6")) == 5
    placed = things(plan_of(ws, olli).plan.latest)
    assert spot_of(placed[Act("s1")]).slot == PITCHES[5].slot
    assert Act("s2", "v2") not in placed
    for number, expected in ((6, 4), (7, 3), (8, 2), (9, 1)):
        assert plans.undo(Acting(ws, olli, AT), EVENT) == number
        assert plan_of(ws, olli).plan.versions[-1].base == expected
    assert plan_of(ws, olli).plan.latest == MET
    with pytest.raises(NotFoundError):
        plans.undo(Acting(ws, olli, AT), EVENT)


def test_hand_work_that_clashes_or_comes_too_late_is_refused(ws: Workspace, olli: Viewer) -> None:
    plans.keep_draft(Acting(ws, olli, AT), EVENT, HAND)
    with pytest.raises(ClashError):
        manual_edits.move(Acting(ws, olli, AT), EVENT, Act("s1", "v1"), Spot(FIRST, "t2"))
    with pytest.raises(ClashError):
        manual_edits.move(Acting(ws, olli, AT), EVENT, Act("s2", "v3"), Spot(SECOND, "t2"))
    with pytest.raises(ChangedMeanwhileError):
        manual_edits.move(Acting(ws, olli, AT), EVENT, Act("s1", "v1"), Spot(SECOND, "t2"), seen=7)
    with pytest.raises(InvalidInputError):
        manual_edits.swap(Acting(ws, olli, AT), EVENT, Act("s1"), Act("s1", "v1"))
    with pytest.raises(InvalidInputError) as told:
        manual_edits.move(Acting(ws, olli, clock(13, 10)), EVENT, Act("s1", "v1"), Spot(SECOND, "t2"))
    assert told.value.parameters["problem"] == "past"
    assert plan_of(ws, olli).plan.number == 1


def test_a_company_whose_pitch_is_cancelled_pitches_no_more(ws: Workspace, olli: Viewer) -> None:
    plans.keep_draft(Acting(ws, olli, AT), EVENT, HAND)
    manual_edits.cancel(Acting(ws, olli, AT), EVENT, Act("s1"))
    day = plan_of(ws, olli)
    assert not day.participant("s1").pitches
    assert "s1" not in {each.company for each in day.plan.latest.pitches}


def test_what_is_pinned_stays_until_it_is_let_go(ws: Workspace, olli: Viewer) -> None:
    plans.keep_draft(Acting(ws, olli, AT), EVENT, HAND)
    plans.set_pin(Acting(ws, olli, AT), EVENT, Act("s1", "v1"), Pin(FIRST, "t1"))
    with pytest.raises(ClashError) as told:
        manual_edits.move(Acting(ws, olli, AT), EVENT, Act("s1", "v1"), Spot(SECOND, "t1"))
    assert [each.rule for each in told.value.parameters["clashes"]] == [Rule.PIN]  # type: ignore[attr-defined]  # an error carries any value
    plans.set_pin(Acting(ws, olli, AT), EVENT, Act("s1", "v1"), None)
    assert manual_edits.move(Acting(ws, olli, AT), EVENT, Act("s1", "v1"), Spot(SECOND, "t1")) == 2


@pytest.fixture
def published(ws: Workspace, olli: Viewer) -> Viewer:
    plans.keep_draft(Acting(ws, olli, AT), EVENT, HAND)
    plans.publish(Acting(ws, olli, AT), EVENT, 1)
    return olli


def test_a_late_firm_and_a_closed_table_move_one_consultation_each_and_are_kept_with_the_plan(
    ws: Workspace, published: Viewer
) -> None:
    late = Trouble(TroubleKind.LATE, firm="v1", until_min=ONE + 60)
    closed = Trouble(TroubleKind.CLOSED, place="t2", from_min=ONE - 10)
    made = replanning.proposed(Looking(ws, published), EVENT, Wanted((late, closed), now_min=TEN + 110))
    assert (made.clashes, [each.act for each in made.changes.moved]) == ((), [Act("s1", "v1"), Act("s2", "v2")])
    assert spot_of(made.changes.moved[1].now).slot == FIRST
    assert made.changes.affected == ("s1", "s2", "v1", "v2")
    assert plan_of(ws, published).plan.number == 1
    assert replanning.keep(Acting(ws, published, clock(12)), made, publishes=True) == 2
    day = plan_of(ws, published)
    assert (day.plan.published_number, day.plan.versions[1].origin) == (2, PlanOrigin.REPLANNED)
    assert day.participant("v1").away[0].end_min == ONE + 60
    assert day.programme.closures[0].place_id == "t2"


def test_who_withdrew_or_does_not_come_back_loses_what_was_to_come_and_keeps_what_was(
    ws: Workspace, published: Viewer
) -> None:
    participants.set_state(Acting(ws, published, AT), ["s1"], ParticipantState.WITHDRAWN)
    gone = Trouble(TroubleKind.NO_SHOW, firm="s2")
    made = replanning.proposed(Looking(ws, published), EVENT, Wanted((gone,), now_min=ONE - 5))
    assert (made.clashes, made.timetable.pitches) == ((), PITCHES)
    assert {type(each) for each in made.changes.cancelled} == {Meeting}
    assert len(made.changes.cancelled) == 2
    assert replanning.keep(Acting(ws, published, clock(12, 55)), made) == 2
    assert plan_of(ws, published).participant("s1").state is ParticipantState.WITHDRAWN
    assert manual_edits.move(Acting(ws, published, clock(12, 58)), EVENT, Act("s3", "v1"), Spot(SECOND, "t1")) == 3


def test_an_overrun_moves_everybody_to_the_later_slot_and_changes_the_programme(
    ws: Workspace, published: Viewer
) -> None:
    late = Trouble(TroubleKind.OVERRUN, from_min=ONE, minutes=10, is_cut=True)
    made = replanning.proposed(Looking(ws, published), EVENT, Wanted((late,), now_min=ONE - 1))
    assert (made.clashes, len(made.changes.moved), made.changes.cancelled) == ((), 2, ())
    assert {each.slot for each in made.timetable.meetings} == {f"c{ONE + 10}-{ONE + 35}"}
    replanning.keep(Acting(ws, published, clock(12, 59)), made, publishes=True)
    day = plan_of(ws, published)
    assert plans.clashes_of(day, day.plan.latest, at=clock(12, 59)) == ()


def test_a_firm_that_comes_unplanned_gets_consultations_and_nobody_else_moves(ws: Workspace, published: Viewer) -> None:
    keep(ws, firm("new", ParticipantKind.VC), at=AT)
    assert [one.id for one in replanning.unplaced(plan_of(ws, published))] == ["new", "v3", "v4", "v5"]
    made = replanning.proposed(Looking(ws, published), EVENT, Wanted(now_min=ONE - 5, fill=True, only=("new",)))
    assert (made.clashes, made.changes.moved, made.changes.cancelled) == ((), (), ())
    assert {each.investor for each in made.changes.added if isinstance(each, Meeting)} <= {"new"}
    participants.set_state(Acting(ws, published, AT), ["v2"], ParticipantState.WITHDRAWN)
    with pytest.raises(ClashError):
        replanning.keep(Acting(ws, published, clock(12, 55)), made)
    participants.set_state(Acting(ws, published, AT), ["v2"], ParticipantState.CONFIRMED)
    assert replanning.keep(Acting(ws, published, clock(12, 55)), made) == 2
    assert plan_of(ws, published).plan.versions[1].origin is PlanOrigin.WALK_IN
    with pytest.raises(ChangedMeanwhileError):
        replanning.keep(Acting(ws, published, clock(12, 56)), made)
